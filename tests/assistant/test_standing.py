"""How a document stands today, and what of it was known by a day."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant.__main__ import main
from assistant.standing import Standing, date_of, known_by
from index.references import References
from index.settings import Settings
from index.storage.records import Entry
from index.sync import sync_corpus
from index.types import Document, Mark, Metadata, Reading, Relation, Sentence, Source


def caution(id: str, *documents: tuple[str, Metadata], as_of: str = "") -> str:
    """What is to be known of the document with that id, among these."""
    entries = [Entry(n, id, f"{id}.md", "", metadata) for n, (id, metadata) in enumerate(documents, start=1)]
    return Standing(References.of(entries), as_of).caution(id)


def told(text: str, *, published: str = "2024-03-04", source: str = "") -> tuple[Sentence, Document]:
    """A document of one sentence, with the date of the publication it rests on."""
    marks = (Mark(0, len(text), Source("Post", date=source)),) if source else ()
    reading = Reading(text, Metadata(published=published), marks=marks)
    return Sentence(0, len(text)), Document("d", "d.md", "", reading)


def test_a_document_that_nothing_bears_on_has_no_caution() -> None:
    other = Metadata(relations=(Relation("supersedes", "third"),))
    assert caution("recall", ("recall", Metadata()), ("other", other)) == ""
    assert caution("not indexed", ("other", other)) == ""


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("supersedes", "superseded by Ban (2025-06-10)"),
        ("amends", "amended by Ban (2025-06-10)"),
        ("withdraws", "withdrawn by Ban (2025-06-10)"),
        ("follows", ""),
        ("related", ""),
    ],
)
def test_another_document_can_end_or_change_it(kind: str, told: str) -> None:
    ban = Metadata(title="Ban", published="2025-06-10", relations=(Relation(kind, "recall"),))
    assert caution("recall", ("recall", Metadata()), ("ban", ban)) == told


def test_a_document_can_say_itself_that_it_is_superseded() -> None:
    recall = Metadata(relations=(Relation("superseded_by", "ban"),))
    assert caution("recall", ("recall", recall), ("ban", Metadata(title="Ban"))) == "superseded by Ban"


def test_a_successor_that_is_not_in_the_corpus_is_named_as_it_was_written() -> None:
    recall = Metadata(relations=(Relation("superseded_by", "ORDER 7/2025"),))
    assert caution("recall", ("recall", recall)) == "superseded by ORDER 7/2025"


def test_what_both_documents_say_is_told_once() -> None:
    recall = Metadata(relations=(Relation("superseded_by", "ban"),))
    ban = Metadata(title="Ban", relations=(Relation("supersedes", "recall"),))
    assert caution("recall", ("recall", recall), ("ban", ban)) == "superseded by Ban"


def test_every_document_that_bears_on_it_is_told() -> None:
    first = Metadata(title="First", relations=(Relation("amends", "recall"),))
    second = Metadata(relations=(Relation("withdraws", "recall"),))
    documents = (("recall", Metadata()), ("first", first), ("second", second))
    assert caution("recall", *documents) == "amended by First; withdrawn by second"


def test_what_it_supersedes_is_no_caution_about_itself() -> None:
    ban = Metadata(title="Ban", relations=(Relation("supersedes", "recall"),))
    assert caution("ban", ("recall", Metadata()), ("ban", ban)) == ""


@pytest.mark.parametrize(
    ("date", "as_of", "told"),
    [
        ("2025-06-10", "", "superseded by Ban (2025-06-10)"),
        ("2025-06-10", "2025-06-10", "superseded by Ban (2025-06-10)"),
        ("2025-06-10", "2025-06-09", ""),
        ("2025-06-10", "2025", "superseded by Ban (2025-06-10)"),
        ("2025-06", "2025-06-09", "superseded by Ban (2025-06)"),
        ("", "2025-06-09", "superseded by Ban"),
    ],
)
@pytest.mark.parametrize("said_by", ["ban", "recall"])
def test_as_of_a_day_what_is_dated_later_has_changed_nothing_yet(
    said_by: str, date: str, as_of: str, told: str
) -> None:
    relations = {"ban": Relation("supersedes", "recall"), "recall": Relation("superseded_by", "ban")}
    recall, ban = (
        (id, Metadata(title=id.title(), published=day, relations=(relations[id],) if id == said_by else ()))
        for id, day in (("recall", "2020"), ("ban", date))
    )
    assert caution("recall", recall, ban, as_of=as_of) == told


def test_as_of_a_day_a_successor_of_which_nothing_is_known_is_told() -> None:
    recall = Metadata(relations=(Relation("superseded_by", "ORDER 7/2025"),))
    assert caution("recall", ("recall", recall), as_of="2020-01-01") == "superseded by ORDER 7/2025"


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
        "By 2026 harbours were to replace it; in 2026 a court agreed.",
    ],
)
def test_what_tells_of_a_later_day_was_not_known(text: str) -> None:
    assert not known_by("2024-12-31", *told(text))


def test_the_day_itself_is_known() -> None:
    assert known_by("2024-03-04", *told("The agency recalled the gauge on 4 March 2024."))
    assert not known_by("2024-03-03", *told("The agency recalled the gauge on 4 March 2024."))


@pytest.mark.parametrize("as_of", ["2024", "2024-03"])
def test_by_a_month_or_a_year_is_known_what_is_of_it(as_of: str) -> None:
    assert known_by(as_of, *told("The agency recalled the gauge on 4 March 2024.", source="2024-03-05"))
    assert known_by(as_of, *told("The agency recalls gauges on 4 April."))
    assert not known_by(as_of, *told("The agency recalled the gauge on 4 March 2025."))
    assert not known_by(as_of, *told("The agency recalls gauges.", source="2025-03"))


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


# ---------------------------------------------------------------- as a user asks

# They name each other by a file name without its folder, by an identifier in words, and by what lies in another folder.
RULES = {
    "2024/rule-a": (
        "title: Rule on pier lamps\ndate: 2024-02-01\ncountry: Norway",
        "Pier lamps must be tested every 40 days.",
    ),
    "2025/rule-b": (
        "title: Rule on lanterns\ndate: 2025-07-14\ncountry: Sweden\nsupersedes: rule-a",
        "Lanterns may hang from masts.",
    ),
    "guidance/trams": (
        "title: Guidance KISB-G-2025/14 on trams\ndate: 2025-01-10",
        "Tram gateways must be replaced within 18 months.",
    ),
    "notice": (
        "title: Notice on deadlines\ndate: 2025-09-01",
        "This notice amends guidance KISB-G-2025/14. It sets other deadlines for buses.",
    ),
}
LAMPS = "How often must pier lamps be tested?"
TRAMS = "Within how many months must tram gateways be replaced?"
SUPERSEDED = "which documents were superseded?"
AMENDED = "which documents were amended?"


@pytest.fixture(scope="module")
def ask(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., list[tuple[str, str]]]:
    """Asks on the command line; what the answer cites, and what is to be known of it."""
    folder = tmp_path_factory.mktemp("rules")
    for name, (fields, text) in RULES.items():
        path = folder / "corpus" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{fields}\n---\n\n{text}\n", encoding="utf-8")
    sync_corpus(Settings(corpus=folder / "corpus", store=folder / "store"))
    places = ["--corpus", str(folder / "corpus"), "--store", str(folder / "store"), "--json"]

    def run(capsys: pytest.CaptureFixture[str], *words: str) -> list[tuple[str, str]]:
        assert main(["ask", *words, *places]) == 0
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        return [(citation["document"], citation["caution"]) for citation in answer["citations"]]

    return run


@pytest.mark.parametrize(
    ("words", "cited"),
    [
        ([LAMPS], ("2024/rule-a", "superseded by Rule on lanterns (2025-07-14)")),
        ([LAMPS, "--as-of", "2025-07-14"], ("2024/rule-a", "superseded by Rule on lanterns (2025-07-14)")),
        ([LAMPS, "--as-of", "2025-07-13"], ("2024/rule-a", "")),
        (["How often must pier lamps be tested, as of March 2025?"], ("2024/rule-a", "")),
        ([TRAMS], ("guidance/trams", "amended by Notice on deadlines (2025-09-01)")),
        ([TRAMS, "--as-of", "2025-08"], ("guidance/trams", "")),
        ([SUPERSEDED], ("2024/rule-a", "superseded by Rule on lanterns (2025-07-14)")),
        ([SUPERSEDED, "--country", "Norway"], ("2024/rule-a", "superseded by Rule on lanterns (2025-07-14)")),
        ([AMENDED], ("guidance/trams", "amended by Notice on deadlines (2025-09-01)")),
    ],
)
def test_what_has_changed_a_document_is_told_however_it_names_it_and_only_once_it_was_there(
    ask: Callable[..., list[tuple[str, str]]],
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    cited: tuple[str, str],
) -> None:
    assert ask(capsys, *words)[0] == cited


@pytest.mark.parametrize("question", [SUPERSEDED, AMENDED])
def test_as_of_a_day_no_document_is_listed_as_changed_by_a_later_one(
    ask: Callable[..., list[tuple[str, str]]], capsys: pytest.CaptureFixture[str], question: str
) -> None:
    assert ask(capsys, question, "--as-of", "2025-07-13") == []


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("Status: upheld by the court; the deadline was 1 January 2025.", False),
        ("Status: in force.", False),
        ("Status: in force since 3 May 2019.", True),
        ("Status: expected to apply from 1 January 2025.", True),
        ("Status: in force since 3 May 2019; the deadline is 1 January 2025.", True),
        ("Status: issued on 3 May 2019; withdrawn on 4 June 2022.", False),
    ],
)
def test_a_status_line_was_known_by_a_day_only_if_it_gives_an_earlier_one(line: str, known: bool) -> None:
    sentence, document = told(line)
    assert known_by("2020-12-01", replace(sentence, kind="status"), document) is known
