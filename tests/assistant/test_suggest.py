"""Suggested questions come from the corpus at hand, whatever it is about."""

from __future__ import annotations

import pytest

from assistant.suggest import could_stand_alone, follow_ups, suggest_questions
from assistant.types import Answer, Citation
from index.references import References
from index.storage.records import Entry
from index.types import Metadata, Relation


def entry(number: int, title: str, country: str = "", date: str = "", **known: object) -> Entry:
    metadata = Metadata(title=title, country=country, published=date, **known)  # type: ignore[arg-type]
    return Entry(number, f"d{number}", f"d{number}.md", "", metadata)


LAMPS = [
    entry(1, "Norland recalls lamps", "Norland", "2024-01-01", targets=("Farlicht",)),
    entry(2, "Norland fines Farlicht", "Norland", "2025-01-01", targets=("Farlicht",)),
    entry(3, "Estmark recalls lamps", "Estmark", "2024-05-01", targets=("Farlicht",)),
    entry(4, "United Isles recall lamps", "United Isles", "2026-05-01", targets=("Farlicht",)),
]


def test_questions_name_what_the_corpus_is_about() -> None:
    assert suggest_questions(LAMPS)[:3] == (
        "Which countries have acted on Farlicht?",
        "What is known about “United Isles recall lamps”?",
        "How did the position of Norland on Farlicht develop over time?",
    )


def test_a_folder_of_texts_without_metadata_gets_questions_about_titles() -> None:
    assert suggest_questions([entry(1, "On lamps"), entry(2, "On ropes")]) == (
        "What is known about “On ropes”?",
        "What is known about “On lamps”?",
    )


def test_an_empty_corpus_suggests_nothing() -> None:
    assert suggest_questions([]) == ()


def test_follow_ups_lead_to_related_documents_and_to_another_country() -> None:
    related = entry(
        5, "Ropes of Norland", "Norland", relations=(Relation("follows", "d1"),), targets=("Farlicht",)
    )
    others = [
        entry(number, "Lamps", country, targets=("Farlicht",))
        for number, country in ((6, "Multiple"), (7, "Multiple"), (8, "Netherlands"))
    ]
    answer = Answer("what of ropes?", "", citations=(Citation(1, "d5", "", 0, 1, "x"),))
    entries = [*LAMPS, related, *others]
    assert follow_ups(answer, entries, References.of(entries)) == (
        "What is known about “Norland recalls lamps”?",
        "And the Netherlands?",
    )


def test_a_refusal_is_followed_by_nothing() -> None:
    assert (
        follow_ups(Answer("why?", "The corpus does not say.", "refusal"), LAMPS, References.of(LAMPS)) == ()
    )


@pytest.mark.parametrize(
    ("question", "carried", "could"),
    [
        ("Who recalled lamps?", ("Norland", "ropes"), True),
        ("Who recalled lamps (and ladders)", ("Norland", "ropes"), True),
        ("Who recalled lamps?", (), False),
        ("and lamps?", ("Norland", "ropes"), False),
        ("Who recalled them?", ("Norland", "lamps"), False),
        ("why?", ("Norland", "lamps"), False),
    ],
)
def test_a_question_could_stand_alone_that_was_given_words_it_can_do_without(
    question: str, carried: tuple[str, ...], could: bool
) -> None:
    assert could_stand_alone(Answer(question, "", carried=carried)) is could
