"""A quote is found where it stands today, and never guessed at where it stands twice."""

from __future__ import annotations

import pytest

from assistant.quotes import Whereabouts, find_quote
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
    assert find_quote(document, QUOTE, START) == Whereabouts(status, document, starts)


def test_with_its_document_a_quote_is_gone() -> None:
    assert find_quote(None, QUOTE, START) == Whereabouts("gone")
