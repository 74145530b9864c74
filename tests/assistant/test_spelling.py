"""Slips of the fingers are set right, and said; words that somebody writes are left alone."""

from __future__ import annotations

import pytest

from assistant.assistant import Assistant
from index.embed import Embedder
from index.settings import Settings
from index.sync import sync_corpus
from tests.assistant.harbour import write_harbour


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    """An assistant on the harbours' documents and one on looms."""
    folder = tmp_path_factory.mktemp("spelling")
    write_harbour(folder / "corpus")
    (folder / "corpus" / "looms.md").write_text(
        "# Looms\n\nThe Vektor loom by Reperter needs a new shuttle. The loom is sold by OSLO-7.\n"
    )
    settings = Settings(corpus=folder / "corpus", store=folder / "store")
    sync_corpus(settings, embedder=embedder)
    return Assistant.open(settings, embedder=embedder)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("which countries recaleld birnewell gauges?", "which countries recalled Brinewell gauges?"),
        ("Who banned Brinewwell in Noway?", "Who banned Brinewell in Norway?"),
        ("what did Spian recall?", "what did Spain recall?"),
        ("which advisroy covers it", "which advisory covers it"),
        ("how many vulnerabilites has it", "how many vulnerabilities has it"),
        ("Vulnerabilites of the loom", "Vulnerabilities of the loom"),
        ("adn who wiht the loom", "and who with the loom"),
        # Two slips in one long word.
        ("list the vulnreabilites", "list the vulnerabilities"),
    ],
)
def test_a_word_that_nobody_writes_is_read_as_the_one_that_a_slip_made_it_of(
    assistant: Assistant, typed: str, meant: str
) -> None:
    answer = assistant.ask(typed)
    assert (answer.question, answer.standalone) == (typed, meant)
    slips = [
        f"“{was}” as “{now}”" for was, now in zip(typed.split(), meant.split(), strict=True) if was != now
    ]
    assert "read " + " and ".join(slip.replace("?", "") for slip in slips) in answer.notes


@pytest.mark.parametrize(
    "question",
    [
        # Much like "Brinewell", "Norway" and "Spain", but not by a slip of the fingers.
        "Which countries banned Brimwall gauges?",
        "Did Norwich recall it?",
        "who is Sprin",
        # A name is no slip for a word that no text writes as one.
        "Who heads Shuttel Ltd?",
        # Acronyms are much alike.
        "What did CRET say?",
        # Names of the corpus and English words, though much like others.
        "what does the Vektor loom cost",
        "who is Reperter",
        "which erosion machines need it",
        "which patched roof is secured",
        "were unlicensed gauges reimbursed by the issuers",
        # What is quoted, an address and a model.
        "who wrote “Brinewlel gauges”",
        "what is birnewell.example",
        "what is the Birnewell-7",
        # Another language.
        "welche Aufsichtsbehorde verbietet Pegelmesser norwegischer Lotsenstationen Brinewlel",
    ],
)
def test_what_somebody_writes_so_is_left_alone(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.standalone.startswith(question)
    assert not any(note.startswith("read ") for note in answer.notes)


def test_a_question_with_slips_has_the_answer_of_the_question_without(assistant: Assistant) -> None:
    mistyped = assistant.ask("Which coutnries have banend, barred or reclaled Birnewell gauges?")
    spelled = assistant.ask("Which countries have banned, barred or recalled Brinewell gauges?")
    assert not spelled.refused
    assert mistyped.statements == spelled.statements
