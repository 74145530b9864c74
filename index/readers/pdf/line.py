"""A line of print on a page: what the PDF reader hands to those that put lines in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# What is set smaller and above its line, such as the number of a note, stands between these two: no text has them.
RAISED_START, RAISED_END = "\ufdd0", "\ufdd1"


@dataclass(frozen=True, slots=True)
class Line:
    """A run of words on one line of one column. Measures are in points, from the lower left of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool
    page: int
    cells: tuple[tuple[float, str], ...] = ()

    @property
    def width(self) -> float:
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A part of a page, such as a frame or a ground drawn on it, in the measures of its lines."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.top - self.bottom)

    def holds(self, line: Line) -> bool:
        """Whether the line stands inside."""
        return (
            self.left - 1 <= line.left
            and line.right <= self.right + 1
            and self.bottom - 1 <= line.bottom
            and line.top <= self.top + 1
        )

    def is_behind(self, line: Line) -> bool:
        """Whether the middle of the line stands on it."""
        across, up = (line.left + line.right) / 2, (line.bottom + line.top) / 2
        return self.left <= across <= self.right and self.bottom <= up <= self.top

    def is_beside(self, line: Line) -> bool:
        """Whether the line stands at its height, left or right of it."""
        level = self.bottom < (line.bottom + line.top) / 2 < self.top
        return level and (line.right <= self.left or self.right <= line.left)


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of one page, numbered from 1, in no order yet, and the frames drawn on it."""

    number: int
    height: float
    lines: tuple[Line, ...]
    frames: tuple[Rectangle, ...] = ()


def by_base_line(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines from the top, those on one base line together from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (-line.bottom, line.left)):
        if rows and abs(rows[-1][0].bottom - line.bottom) < 0.5 * max(line.size, 1):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]
