"""A line of print on a page: what the PDF reader hands to those that put lines in order."""

from __future__ import annotations

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
class PageLines:
    """The lines of one page, numbered from 1, in no order yet."""

    number: int
    height: float
    lines: tuple[Line, ...]
