"""Whether a question asks for documents as such, and whether they are to be counted, listed, or the newest or oldest told (pure)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from assistant.collection.words import NOUN

# What is to be told of the documents that fit.
How = Literal["count", "list", "newest", "oldest"]
_COLLECTION = r"(?:corpus|collection|folder|library|index|database|archive)"
# What says that the collection is asked about, and not the world.
_HERE = re.compile(
    r"\b(?:do (?:you|we|i) (?:have|hold|know)|have (?:you|we|i) got|(?:you|we|i) have|(?:are|is) there|in here|indexed|are here|"
    rf"(?:in|of) (?:the|your|this|my|our) {_COLLECTION}|(?:are|is) (?:covered|included)|do you (?:cover|contain))\b",
    re.IGNORECASE,
)
_PLEASE = r"^\W*(?:(?:please|pls|and|so|ok|now|can you|could you|would you|i want to|let me) )*"
_ORDERS = re.compile(rf"{_PLEASE}(?:list|show|see|give|name|display|enumerate|print)\b", re.IGNORECASE)
_ASKS_WHICH = re.compile(
    rf"{_PLEASE}(?:which|what)\b|\b(?:is|are) there\b|\bdo (?:you|we|i) have\b|\b(?:you|we|i) got\b|{_PLEASE}(?:all|any)\b",
    re.IGNORECASE,
)
_COUNTS = re.compile(r"\bhow many\b|\b(?:number|count) of\b", re.IGNORECASE)
# The first that is found says how documents are to be told.
_HOW: Mapping[How, re.Pattern[str]] = {
    "newest": re.compile(r"\b(?:newest|latest|most recent)\b", re.IGNORECASE),
    "oldest": re.compile(r"\b(?:oldest|earliest)\b", re.IGNORECASE),
    "count": _COUNTS,
}
_ANYTHING = re.compile(
    r"\b(?:anything|something|everything|what (?:do (?:you|we|i) have|have (?:you|we|i) got))\b",
    re.IGNORECASE,
)
_NEWS = re.compile(
    rf"{_PLEASE}(?:what|anything)(?:'s| is| has)? (?:new|changed|been added)\b|{_PLEASE}(?:any |all |the )?(?:news|updates?|changes)\b",
    re.IGNORECASE,
)
# What makes a question one about the world even where all its words fit the catalog.
_BEYOND = re.compile(
    r"\b(?:not|no|without|except|but|other than|neither|nor|or|never|why|how (?!many\b)\w+|who|when|where|summar\w+|compar\w+|differ\w*)\b",
    re.IGNORECASE,
)
# Documents that begin what is typed: "documents about lamps", "Acme documents of 2024".
_BEGINS = re.compile(
    rf"^\W*(?:(?:the|all|any)\s+)?(?:[\w&.-]+\s+)?{NOUN}(?:\s+(?:from|by|about|on|of|in|since|after|before|until|till|up to|between|dated|mentioning|that|which|published|issued|released|posted|put out|coming out|updated|revised)\b|\W*$)",
    re.IGNORECASE,
)


def how_asked(text: str, *, of_kind: bool, marked: str) -> How | None:
    """Whether documents are to be counted or listed, or the newest or oldest told; None where none are asked for.

    `marked` is the text with a mark for its words for documents.

    Documents of a kind, such as laws, are also in the world: they are asked for where the question says that it
    means those here, or wants them listed.
    """
    here, ordered = bool(_HERE.search(text)), bool(_ORDERS.search(text))
    is_any = not of_kind and NOUN in marked
    if not (is_any or ((of_kind or _ANYTHING.search(text)) and (here or ordered))):
        return "list" if asks_news(text) else None
    for how, pattern in _HOW.items():
        if pattern.search(text):
            return how
    return "list" if ordered or _ASKS_WHICH.search(text) or _BEGINS.search(marked) else None


def is_here(text: str) -> bool:
    """Whether the text says that it means what is in the collection."""
    return bool(_HERE.search(text))


def asks_news(text: str) -> bool:
    """Whether the text asks what is new."""
    return bool(_NEWS.search(text))


def asks_of_the_world(text: str) -> bool:
    """Whether the text has a word, such as "why", by which it asks about the world even where its others fit the catalog."""
    return bool(_BEYOND.search(_COUNTS.sub(" ", text)))
