"""What carries a claim is said by one document: never a name of the one and a year of another."""

from __future__ import annotations

from assistant.support import find_support
from index.types import Evidence


def sentence(document: str, text: str) -> Evidence:
    return Evidence(document, 0, len(text), text, 1.0)


BAN = sentence("norland", "Norland banned Quillon routers from its core networks.")
TEST = sentence("estmark", "Estmark tested Quillon routers in 2015 and found no fault.")
DATE = sentence("norland", "The ban of Quillon routers in Norland took effect in 2019.")


def test_two_documents_do_not_carry_together_what_neither_says() -> None:
    quotes, verdict = find_support("Norland banned Quillon routers in 2015.", [], [BAN, TEST])
    assert quotes == []
    assert verdict.support != "supported"


def test_two_sentences_of_one_document_carry_together() -> None:
    quotes, verdict = find_support("Norland banned Quillon routers in 2019.", [], [TEST, BAN, DATE])
    assert verdict.support == "supported"
    assert {quote.document for quote in quotes} == {"norland"}


def test_a_claim_that_nothing_near_speaks_of_is_not_carried() -> None:
    quotes, verdict = find_support("Sudmark bought nine ferries.", [], [])
    assert (quotes, verdict.support) == ([], "not")
