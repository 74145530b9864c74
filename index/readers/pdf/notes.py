"""Footnotes of a printed page: found by their small print and their number, and taken out of the running text (pure)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.readers.pdf.line import RAISED_END, RAISED_START, Line

_RAISED = re.compile(f"{RAISED_START}([^{RAISED_END}]*){RAISED_END}")
_LABEL = re.compile(
    rf"(?:{RAISED_START}([^{RAISED_END}]*){RAISED_END}|(\d{{1,3}})[.)]?(?=\s|[^\W\d_a-z]|\W))\s*"
)
_CLAUSE_ENDS = ".,;:!?)\"'\u201d\u2019"
_SMALL = 0.92  # of the size of the running text: notes are set at least so much smaller


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote without its number; `label` is that of its mark in the running text."""

    label: str
    lines: tuple[Line, ...]


def take_notes(lines: Sequence[Line], *, page: int, body: float) -> tuple[list[Line], list[Note]]:
    """The page's running text, in which `[^page.number]` marks a note, and its notes in their order.

    A raised number to which there is no note on the page refers to a list elsewhere where it ends a
    clause, and goes; any other stays, as an exponent.
    """
    marked = {
        match[1] for line in lines if line.size > _SMALL * body for match in _RAISED.finditer(line.text)
    }
    notes: list[list[Line]] = []
    labels: list[str] = []
    taken: set[int] = set()
    small = [line for line in lines if line.size <= _SMALL * body]
    large = [line for line in lines if line.size > _SMALL * body]
    for line in sorted(small, key=lambda line: (-line.bottom, line.left)):
        if any(other.bottom < line.bottom and _overlap(other, line) for other in large):
            continue
        label = _LABEL.match(line.text)
        name = (label[1] or label[2]) if label else ""
        if label and name in marked and name not in labels:
            labels.append(name)
            notes.append([replace(line, text=line.text[label.end() :])])
        elif above := next((note for note in reversed(notes) if _goes_on_below(note[-1], line)), None):
            above.append(line)
        else:
            continue
        taken.add(id(line))
    text = [_with_marks(line, page, labels) for line in lines if id(line) not in taken]
    found = [
        Note(f"{page}.{label}", tuple(_with_marks(line, page, []) for line in note))
        for label, note in zip(labels, notes, strict=True)
    ]
    return text, found


def _overlap(one: Line, other: Line) -> bool:
    return one.left < other.right and other.left < one.right


def _goes_on_below(above: Line, line: Line) -> bool:
    return 0 < above.bottom - line.bottom < 2 * above.size and _overlap(above, line)


def _with_marks(line: Line, page: int, labels: Sequence[str]) -> Line:
    if RAISED_START not in line.text:
        return line

    def written(match: re.Match[str]) -> str:
        if match[1] in labels:
            return f"[^{page}.{match[1]}]"
        before = match.string[match.start() - 1 : match.start()]
        if before and before in _CLAUSE_ENDS:
            return ""
        return f"^{match[1]}" if before.isdecimal() and match[1].isdecimal() else match[1]

    return replace(line, text=_RAISED.sub(written, line.text))
