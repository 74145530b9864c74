"""Blocks, the paragraphs a reader finds in a file, and their assembly into one text with exact offsets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from index.types import Mark, Metadata, Part, Reading

PARAGRAPH_BREAK = "\n\n"
LONGEST_QUESTION = 300
SHORT_LINE = 200
_UNSPOKEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list or table. Marks count from the start of `text`.

    An empty `kind` keeps the words in the text for the eye, but in no part: they are never quoted
    (a by-line, a place line). `pages` are the (offset, page) at which pages begin in it.
    """

    text: str
    kind: str = "text"
    label: str = ""
    marks: tuple[Mark, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()


def clean(text: str) -> str:
    """The words as a reader sees them: NFC, no control or invisible direction characters, plain line ends."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    plain = plain.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    return unicodedata.normalize("NFC", _LONE_SURROGATE.sub("\ufffd", _UNSPOKEN.sub("", plain)))


def fold_spaces(text: str) -> str:
    """One line: every run of white space, no-break spaces too, becomes one space."""
    return " ".join(text.split())


def first_heading(blocks: Iterable[Block]) -> str:
    """The words of the first heading, or nothing."""
    return next((block.text for block in blocks if block.kind == "heading"), "")


def opening_lines(blocks: Sequence[Block], *kinds: str) -> list[str]:
    """The short ones of the first eight blocks, where what a document says of itself may stand; of all kinds, or these."""
    return [
        block.text
        for block in blocks[:8]
        if len(block.text) < SHORT_LINE and (not kinds or block.kind in kinds)
    ]


def compose(
    blocks: Iterable[Block], metadata: Metadata, *, problems: tuple[str, ...] = (), pages: int = 0
) -> Reading:
    """The text of all blocks, parted by blank lines, with a part for every stretch of one kind and label.

    With `pages`, every page gets a start: that of its first block, or of the next page that has one.
    """
    texts: list[str] = []
    parts: list[Part] = []
    marks: list[Mark] = []
    first_of_page: dict[int, int] = {}
    offset = 0
    for block in head_answers([block for block in blocks if block.text.strip()]):
        end = offset + len(block.text)
        for at, page in block.pages:
            first_of_page.setdefault(page, offset + at)
        texts.append(block.text)
        marks += [replace(mark, start=offset + mark.start, end=offset + mark.end) for mark in block.marks]
        if block.kind:
            parts.append(Part(offset, end, block.kind, block.label))
        offset = end + len(PARAGRAPH_BREAK)
    text = PARAGRAPH_BREAK.join(texts)
    return Reading(
        text=text,
        metadata=metadata,
        parts=_join_neighbours(parts),
        marks=tuple(marks),
        page_starts=_page_starts(first_of_page, pages, len(text)),
        problems=problems,
    )


_NAMED = r"[^\W\d_][\w .'\u2019-]{0,40}?\s?:"
_ASKED = re.compile(rf"(?P<who>(?:question|q|frage)\s?\d{{0,3}}\s?[:.)]|{_NAMED})\s+\S.*\?", re.IGNORECASE)
_ANSWERED = re.compile(
    rf"(?P<who>(?:answer|a|antwort|reply)\s?\d{{0,3}}\s?[:.)]|{_NAMED})\s+\S", re.IGNORECASE
)


def head_answers(blocks: list[Block]) -> list[Block]:
    """The blocks with each question that another speaker answers in the next one as the heading of that answer.

    "Question 1: Who pays?", "Answer: The state." A question tells nothing; it says of what its answer speaks.
    """
    asked = [at for at, block in enumerate(blocks) if _is_answered(block, blocks[at + 1 : at + 2])]
    headed = list(blocks)
    for at, following in zip_longest(asked, asked[1:]):
        label = f"{blocks[at].label} > {blocks[at].text}".removeprefix(" > ")
        headed[at] = replace(blocks[at], kind="heading", label=label)
        # An answer goes on up to the next question; after the last one, nothing says how far.
        for below in range(at + 1, at + 2 if following is None else following):
            if (blocks[below].kind, blocks[below].label) != ("text", blocks[at].label):
                break
            headed[below] = replace(blocks[below], label=label)
    return headed


def _is_answered(block: Block, following: list[Block]) -> bool:
    if block.kind != "text" or len(block.text) > LONGEST_QUESTION or not block.text.endswith("?"):
        return False
    asked = _ASKED.fullmatch(block.text)
    answered = _ANSWERED.match(following[0].text) if following and following[0].kind == "text" else None
    return bool(asked and answered and asked["who"].casefold() != answered["who"].casefold())


def _join_neighbours(parts: list[Part]) -> tuple[Part, ...]:
    """Paragraphs of running text under one heading become one part; lists and tables stay apart."""
    joined: list[Part] = []
    for part in parts:
        last = joined[-1] if joined else None
        neighbours = last is not None and part.start - last.end == len(PARAGRAPH_BREAK)
        if (
            last
            and neighbours
            and part.kind in ("text", "comment")
            and (part.kind, part.label) == (last.kind, last.label)
        ):
            joined[-1] = replace(last, end=part.end)
        else:
            joined.append(part)
    return tuple(joined)


def _page_starts(first_of_page: dict[int, int], pages: int, length: int) -> tuple[int, ...]:
    starts: list[int] = []
    following = length
    for page in range(pages, 0, -1):
        following = first_of_page.get(page, following)
        starts.append(following)
    return tuple(reversed(starts))


class Outline:
    """The headings above the place being read: a path that each new heading cuts back to its own level."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def enter(self, level: int, heading: str) -> None:
        """Go below `heading`; an empty one (the document's title) only closes what was open."""
        self._open = [(above, name) for above, name in self._open if above < level]
        if heading:
            self._open.append((level, heading))

    @property
    def label(self) -> str:
        """The path, as in "Mitigations > Vendor fix"."""
        return " > ".join(name for _, name in self._open)


def table_line(header: list[str], row: list[str]) -> str:
    """A row that can be read alone.

    >>> table_line(["Vendor", "Deadline"], ["X", "Y"])
    'Vendor: X; Deadline: Y.'
    """
    names = header + [""] * (len(row) - len(header))
    cells = [
        f"{name.removesuffix(':')}: {value}" if name else value
        for name, value in zip(names, row, strict=False)
        if value
    ]
    line = "; ".join(cells)
    return line if not line or line.endswith((".", "!", "?")) else f"{line}."


def table_text(rows: list[list[str]], *, has_header: bool = False) -> str:
    """A table as `table_lines` reads it."""
    return "\n".join(filter(None, table_lines(rows, has_header=has_header)))


def table_lines(rows: list[list[str]], *, has_header: bool = False) -> list[str]:
    """A line for each row of a table, each value with the name of its column; empty for the header and empty rows.

    Without a header a table of two columns is read as names and values, and of more columns as its first
    row where that looks like names.
    """
    told = [row for row in rows if any(row)]
    if len(told) > 1 and (has_header or _looks_like_header(told)):
        return [table_line(told[0], row) if row is not told[0] else "" for row in rows]
    if all(len(row) == 2 for row in told):
        return [
            table_line(row[:1], row[1:]) if row[1:] and row[1] else table_line([], row[:1]) for row in rows
        ]
    return [table_line([], row) for row in rows]


def _looks_like_header(rows: list[list[str]]) -> bool:
    first = rows[0]
    # Years name columns too, but for a table of years.
    years = (
        {cell for cell in first[1:] if _YEAR.fullmatch(cell)} if not _YEAR.fullmatch(rows[1][0]) else set()
    )
    return (
        len(first) > 2
        and all(cell and len(cell) <= 60 and not cell[0].isdigit() for cell in first if cell not in years)
        and len(set(first)) == len(first)
    )
