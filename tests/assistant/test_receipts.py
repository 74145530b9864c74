"""A quote is found where it stands today, never guessed at where it stands twice, and so is every one of a receipt."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from assistant.receipts import check_receipt, find_quote
from assistant.types import Citation
from index.types import Document, Reading

QUOTE = "It found a fault."
TEXT = f"The agency tested 214 routers. {QUOTE}"
START = TEXT.index(QUOTE)


@pytest.mark.parametrize(
    ("today", "status", "starts"),
    [
        (TEXT, "found", (START,)),
        (f"{TEXT} {QUOTE}", "found", (START,)),
        (f"News. {TEXT}", "moved", (START + 6,)),
        (f"{QUOTE} {QUOTE} {TEXT}", "ambiguous", (0, 18, START + 36)),
        ("All is well.", "changed", ()),
    ],
)
def test_a_quote_is_found_where_it_stands_today(today: str, status: str, starts: tuple[int, ...]) -> None:
    document = Document("norland", "norland.md", "hash", Reading(today))
    assert find_quote(document, QUOTE, START) == (status, starts)


def test_with_its_document_a_quote_is_gone() -> None:
    assert find_quote(None, QUOTE, START) == ("gone", ())


RULING = (
    "Sweden's regulator set the conditions on 20 October 2020. Operators must remove Huawei equipment by 1 January 2025. "
    "Huawei appealed against the decision."
)


def document(text: str) -> Document:
    return Document("sweden", "sweden.md", "hash", Reading(text))


def receipt(quote: str) -> dict[str, object]:
    """An exported answer with one citation of RULING, as JSON holds it."""
    start = RULING.index(quote)
    citation = Citation(1, "sweden", "hash", start, start + len(quote), quote)
    exported: dict[str, object] = json.loads(json.dumps({"answer": "a", "citations": [asdict(citation)]}))
    return exported


@pytest.mark.parametrize(
    ("today", "status", "start"),
    [
        (RULING, "found", RULING.index("Huawei appealed")),
        ("New first line.\n\n" + RULING, "moved", RULING.index("Huawei appealed") + 17),
        (RULING.replace("appealed against", "accepted"), "changed", 0),
    ],
)
def test_a_quote_is_looked_up_in_the_document_of_today(today: str, status: str, start: int) -> None:
    [line] = check_receipt(receipt("Huawei appealed against the decision."), lambda id, hash: document(today))
    assert (line.status, line.start) == (status, start)


def test_a_changed_quote_is_shown_with_what_the_document_says_now() -> None:
    today = RULING.replace("appealed against", "accepted")
    [line] = check_receipt(receipt("Huawei appealed against the decision."), lambda id, hash: document(today))
    assert line.now == "Huawei accepted the decision."


def test_a_quote_that_stands_in_several_places_is_counted_and_given_no_place() -> None:
    today = f"Appendix. {RULING} {RULING}"
    [line] = check_receipt(receipt("Huawei appealed against the decision."), lambda id, hash: document(today))
    assert (line.status, line.places, line.start, line.end) == ("ambiguous", 2, 0, 0)


def test_a_document_that_is_no_more_is_gone() -> None:
    [line] = check_receipt(receipt("Huawei appealed against the decision."), lambda id, hash: None)
    assert line.status == "gone"


@pytest.mark.parametrize("start", ["here", [1], -5, None, 10**9])
def test_a_quote_whose_place_is_no_place_is_looked_for(start: object) -> None:
    quote = "Huawei appealed against the decision."
    citation = {"number": "one", "document": "sweden", "quote": quote, "start": start}
    [line] = check_receipt(citation, lambda id, hash: document(RULING))
    assert (line.number, line.status, line.start) == (0, "moved", RULING.index(quote))


def test_every_answer_of_a_conversation_is_checked() -> None:
    conversation = {
        "turns": [{"answer": receipt("Huawei appealed against the decision.")}, receipt("Huawei appealed")]
    }
    assert [line.status for line in check_receipt(conversation, lambda id, hash: document(RULING))] == [
        "found",
        "found",
    ]
