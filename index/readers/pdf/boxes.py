"""Text boxes: running text in a frame of its own beside the text of a page, which it is no part of (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from index.readers.pdf.line import Line, Rectangle, by_base_line

_LEAST_LINES = 3
_MOST_OF_A_PAGE = 0.5  # of its lines: a frame around more is the page's own
_LEAST_FILLED = 0.6  # of a frame's width, by its usual line: cells of a table are shorter


@dataclass(frozen=True, slots=True)
class TextBox:
    """The lines of one box, from the top, and its frame."""

    lines: tuple[Line, ...]
    frame: Rectangle


def take_boxes(lines: Sequence[Line], frames: Sequence[Rectangle]) -> tuple[list[Line], list[TextBox]]:
    """The lines of a page without those in text boxes, and these boxes, from the top."""
    rest = list(lines)
    boxes: list[TextBox] = []
    for frame in sorted(set(frames), key=lambda frame: (-frame.top, frame.left, frame.area)):
        inside = [line for line in rest if frame.holds(line)]
        beside = [line for line in rest if frame.is_beside(line)]
        if beside and len(inside) <= _MOST_OF_A_PAGE * len(lines) and _is_running_text(inside, frame):
            boxes.append(TextBox(tuple(sorted(inside, key=lambda line: (-line.bottom, line.left))), frame))
            rest = [line for line in rest if line not in inside]
    return rest, boxes


def _is_running_text(lines: Sequence[Line], frame: Rectangle) -> bool:
    """Whether the lines fill the width of their frame, as wrapped text does and the cells of a table do not."""
    rows = by_base_line(lines)
    if len(rows) < _LEAST_LINES:
        return False
    return median(row[-1].right - row[0].left for row in rows) >= _LEAST_FILLED * (frame.right - frame.left)
