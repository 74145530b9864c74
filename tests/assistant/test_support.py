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


def test_what_a_document_denies_is_not_carried_by_another_of_its_sentences() -> None:
    denied = sentence(
        "norland", "The government of Norland did not ban Quillon routers from its core networks."
    )
    reported = sentence(
        "norland", "Reports said that Norland had banned Quillon routers from its core networks."
    )
    claim = "Norland banned Quillon routers from its core networks."
    assert find_support(claim, [], [reported])[1].support == "supported"
    quotes, verdict = find_support(claim, [], [denied, reported])
    assert (quotes, verdict.support) == ([], "contradicted")
