"""A document cut into what a reader sees: paragraphs, with the cited words marked in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.language.words import stem
from index.types import Document, Part

# A longer document is shown around the quote, this far to either side, and this much further each time more is wanted.
SHOWN_CHARACTERS = 30_000
MORE_CHARACTERS = 300_000
# What is left out at neither end: so little is shown too.
LEAST_LEFT_OUT = 3_000

SpanKind = Literal["plain", "quoted", "also", "asked"]
"""As what words are drawn; quoted is what was opened, also what the answer cites elsewhere, asked what was asked for."""
Piece = tuple[SpanKind, str]

_WORD = re.compile(r"\w+")
_PARAGRAPH = re.compile(r"\S(?:(?!\s*\n\s*\n).)*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` is drawn as `kind`."""

    start: int
    end: int
    kind: SpanKind = "quoted"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph in pieces; `kind` and `label` are those of its part of the document."""

    pieces: tuple[Piece, ...]
    kind: str = "text"
    label: str = ""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The paragraphs that are shown of a document, and how many characters are left out before and after them."""

    blocks: tuple[Block, ...] = ()
    before: int = 0
    after: int = 0


def cut_blocks(
    document: Document,
    spans: Sequence[Span] = (),
    *,
    before: int = SHOWN_CHARACTERS,
    after: int = SHOWN_CHARACTERS,
) -> Excerpt:
    """The paragraphs around the first span, up to so many characters to either side."""
    text, parts = document.text, document.reading.parts
    centre = spans[0].start if spans else 0
    first = centre - before if centre - before > LEAST_LEFT_OUT else 0
    last = centre + after if centre + after < len(text) - LEAST_LEFT_OUT else len(text)
    paragraphs = [(match.start(), match.end()) for match in _PARAGRAPH.finditer(text)]
    shown = [(start, end) for start, end in paragraphs if end > first and start < last]
    if not shown:
        return Excerpt()
    return Excerpt(
        tuple(Block(_pieces(text, start, end, spans), *_part_of(parts, start, end)) for start, end in shown),
        before=shown[0][0] if shown[0] != paragraphs[0] else 0,
        after=len(text) - shown[-1][1] if shown[-1] != paragraphs[-1] else 0,
    )


def mark_words(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """The text in pieces of (plain or asked, words): asked is what `words` hold in this or another form.

    >>> mark_words("It bans routers.", ["router"])
    (('plain', 'It bans '), ('asked', 'routers'), ('plain', '.'))
    """
    wanted = {stem(word) for word in words}
    spans = [
        Span(match.start(), match.end(), "asked")
        for match in _WORD.finditer(text)
        if stem(match.group()) in wanted
    ]
    return _pieces(text, 0, len(text), spans)


def _part_of(parts: Sequence[Part], start: int, end: int) -> tuple[str, str]:
    """The kind of the part the paragraph lies in, and who commented where it is a comment."""
    part = next((part for part in parts if part.start < end and start < part.end), None)
    if part is None:
        return "text", ""
    return part.kind, f"Reader's comment {part.label}".strip() if part.kind == "comment" else ""


def _pieces(text: str, start: int, end: int, spans: Sequence[Span]) -> tuple[Piece, ...]:
    """`text[start:end]` parted at the spans; where two overlap, the one given first is drawn."""
    bounds = sorted(
        {start, end, *(min(max(place, start), end) for span in spans for place in (span.start, span.end))}
    )
    pieces: list[Piece] = []
    for left, right in pairwise(bounds):
        kind: SpanKind = next(
            (span.kind for span in spans if span.start <= left and right <= span.end), "plain"
        )
        pieces.append((kind, text[left:right]))
    return tuple(pieces)
