"""How a document stands today, and what of it was known by a day."""

from __future__ import annotations

import pytest

from assistant.standing import caution_of, date_of, known_by
from index.records import Entry
from index.types import Document, Mark, Metadata, Reading, Relation, Sentence, Source


def entries(*documents: tuple[str, Metadata]) -> dict[int, Entry]:
    return {n: Entry(n, id, f"{id}.md", "", metadata) for n, (id, metadata) in enumerate(documents, start=1)}


def told(text: str, *, published: str = "2024-03-04", source: str = "") -> tuple[Sentence, Document]:
    """A document of one sentence, with the date of the publication it rests on."""
    marks = (Mark(0, len(text), Source("Post", date=source)),) if source else ()
    reading = Reading(text, Metadata(published=published), marks=marks)
    return Sentence(0, len(text)), Document("d", "d.md", "", reading)


def test_a_document_that_nothing_bears_on_has_no_caution() -> None:
    known = entries(("recall", Metadata()), ("other", Metadata(relations=(Relation("supersedes", "third"),))))
    assert caution_of("recall", known) == ""
    assert caution_of("not indexed", known) == ""


@pytest.mark.parametrize(
    ("kind", "caution"),
    [
        ("supersedes", "superseded by Ban (2025-06-10)"),
        ("amends", "amended by Ban (2025-06-10)"),
        ("withdraws", "withdrawn by Ban (2025-06-10)"),
        ("follows", ""),
        ("related", ""),
    ],
)
def test_another_document_can_end_or_change_it(kind: str, caution: str) -> None:
    ban = Metadata(title="Ban", published="2025-06-10", relations=(Relation(kind, "recall"),))
    assert caution_of("recall", entries(("recall", Metadata()), ("ban", ban))) == caution


def test_a_document_can_say_itself_that_it_is_superseded() -> None:
    recall = Metadata(relations=(Relation("superseded_by", "ban"),))
    assert caution_of("recall", entries(("recall", recall), ("ban", Metadata(title="Ban")))) == (
        "superseded by Ban"
    )


def test_a_successor_that_is_not_in_the_corpus_is_named_as_it_was_written() -> None:
    recall = Metadata(relations=(Relation("superseded_by", "ORDER 7/2025"),))
    assert caution_of("recall", entries(("recall", recall))) == "superseded by ORDER 7/2025"


def test_what_both_documents_say_is_told_once() -> None:
    recall = Metadata(relations=(Relation("superseded_by", "ban"),))
    ban = Metadata(title="Ban", relations=(Relation("supersedes", "recall"),))
    assert caution_of("recall", entries(("recall", recall), ("ban", ban))) == "superseded by Ban"


def test_every_document_that_bears_on_it_is_told() -> None:
    first = Metadata(title="First", relations=(Relation("amends", "recall"),))
    second = Metadata(relations=(Relation("withdraws", "recall"),))
    known = entries(("recall", Metadata()), ("first", first), ("second", second))
    assert caution_of("recall", known) == "amended by First; withdrawn by second"


def test_what_it_supersedes_is_no_caution_about_itself() -> None:
    ban = Metadata(title="Ban", relations=(Relation("supersedes", "recall"),))
    assert caution_of("ban", entries(("recall", Metadata()), ("ban", ban))) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Harbours must report every gauge.",
        "The agency recalled the gauge on 4 March 2024.",
        "Harbours must replace the gauge by 1 March 2027.",
        "Harbours must replace the gauge by the end of March 2027.",
        "Harbours must replace the gauge by noon Eastern time on 26 September 2025.",
        "The ban expires at the end of 2027.",
        "The rule is effective 1 January 2026.",
        "The gauge was sold until 2019.",
    ],
)
def test_what_looks_ahead_was_known_when_it_was_written(text: str) -> None:
    assert known_by("2024-12-31", *told(text))


@pytest.mark.parametrize(
    "text",
    [
        "In February 2025 a court rejected the appeal.",
        "The court rejected the appeal on 12 February 2025.",
        "It was withdrawn in 2026.",
        "Superseded by the decision of 14 July 2025.",
    ],
)
def test_what_tells_of_a_later_day_was_not_known(text: str) -> None:
    assert not known_by("2024-12-31", *told(text))


def test_the_day_itself_is_known() -> None:
    assert known_by("2024-03-04", *told("The agency recalled the gauge on 4 March 2024."))
    assert not known_by("2024-03-03", *told("The agency recalled the gauge on 4 March 2024."))


def test_what_rests_on_a_later_publication_was_not_known() -> None:
    assert not known_by("2024-12-31", *told("A court rejected the appeal.", source="2025-02-12"))
    assert known_by("2025-02-12", *told("A court rejected the appeal.", source="2025-02-12"))


@pytest.mark.parametrize(
    ("text", "source", "date"),
    [
        ("The court ruled on 12 February 2025.", "2025-02-20", "2025-02-12"),
        ("The court ruled in February 2025.", "2025-02-20", "2025-02"),
        ("The court ruled in 2025 and again on 3 May 2026.", "", "2025"),
        ("The court ruled.", "2025-02-20", "2025-02-20"),
        ("The court ruled.", "", "2024-03-04"),
    ],
)
def test_a_sentence_is_of_the_day_it_tells_of_else_of_its_source_else_of_its_document(
    text: str, source: str, date: str
) -> None:
    assert date_of(*told(text, source=source)) == date
