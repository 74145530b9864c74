"""What stands at the head of a letter, a release, minutes or an answer saved as text: who wrote it, what it is, of when (pure)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.first_lines import RELEASE, is_name, read_act_line, read_date_line, read_field_line
from index.metadata import is_official, merge, normal_kind
from index.readers.blocks import Block, fold_spaces
from index.types import Metadata

# What a line says that only says what kind of text follows.
_KIND = re.compile(
    rf"(?:for immediate release|(?:joint |official )?{RELEASE}|minutes|memo(?:randum)?|communiqu[eé]|public notice|circular|"
    r"written (?:question|answer))\W*",
    re.IGNORECASE,
)
# What such lines name that this project has a kind for.
_NAMED_KIND = re.compile(
    rf"\b(?:(?P<press>{RELEASE}|for immediate release)|minutes|memo(?:randum)?|notice|circular|order|decision|judge?ment|ruling)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?][\"'”’)\]]*$")
# Kinds of text that are called by their day, and open with who was there.
_OF_MEETINGS = frozenset({"minutes", "memo", "memorandum"})
MOST_LINES = 6
LONGEST_LINE = 110


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the head of a text says, its lines as blocks, and how many lines of the text these are."""

    metadata: Metadata
    blocks: tuple[Block, ...]
    taken: int


def take_letterhead(lines: Sequence[str]) -> Letterhead | None:
    """The head of a text whose first lines say who it is from and of when; None where they do not.

    It is the first paragraph, of short lines that are no sentences, one with a date, and of whoever wrote it or
    of the kind of text; then the headline, if one follows. Where none does, the line that says what it is, as
    "Minutes of the meeting of 3 May 2031" does, is the title.
    """
    first, last = _first_paragraph(lines)
    head = [fold_spaces(line) for line in lines[first:last]]
    if not 2 <= len(head) <= MOST_LINES or not all(map(_may_stand_in_head, head)):
        return None
    dated = [line for line in head if read_date_line(line) or read_act_line(line)]
    kinds = [line for line in head if _KIND.fullmatch(line)]
    others = [line for line in head if line not in dated and line not in kinds]
    named = [line for line in others if is_name(line)]
    told = [line for line in dated if read_act_line(line)]
    if not dated or not (kinds or told or any(is_official(line) for line in named[:1])):
        return None
    issuer = named[0] if named else ""
    kind = _kind_of([*kinds, *told])
    headline = None if kind in _OF_MEETINGS else _headline(lines, last)
    others = [line for line in others if line != issuer]
    title = (
        fold_spaces(lines[headline])
        if headline is not None
        else (others[-1] if others else "".join(told[:1]))
    )
    blocks = [Block(line, "heading" if line == title else "", line if line == title else "") for line in head]
    if headline is not None:
        blocks.append(Block(title, "heading", title))
    metadata = Metadata(title=title, publisher=issuer, kind=kind)
    for line in dated:
        metadata = merge(metadata, read_act_line(line) or read_date_line(line) or Metadata())
    return Letterhead(metadata, tuple(blocks), last if headline is None else headline + 1)


def _first_paragraph(lines: Sequence[str]) -> tuple[int, int]:
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    return first, next((at for at in range(first, len(lines)) if not lines[at].strip()), len(lines))


def _may_stand_in_head(line: str) -> bool:
    return len(line) <= LONGEST_LINE and not _SENTENCE.search(line) and read_field_line(line) is None


def _headline(lines: Sequence[str], start: int) -> int | None:
    """Where the headline stands that follows the head: a paragraph of one line that is no sentence and has text below it."""
    at = next((n for n in range(start, len(lines)) if lines[n].strip()), len(lines))
    words = fold_spaces(lines[at]) if at < len(lines) else ""
    alone = (
        at + 1 < len(lines) and not lines[at + 1].strip() and any(line.strip() for line in lines[at + 1 :])
    )
    is_headline = (
        0 < len(words) <= 200 and not re.search(r"[.:;,]$", words) and not re.match(r"\W*\d+[.)]", words)
    )
    return at if alone and is_headline else None


def _kind_of(lines: Sequence[str]) -> str:
    """The kind in this project's words, of those that the lines name; empty where they name none."""
    found = list(_NAMED_KIND.finditer(" ".join(lines)))
    if any(match["press"] for match in found):
        return "press"
    return normal_kind(found[0][0]) if found else ""
