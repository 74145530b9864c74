"""The lines of a page in reading order: columns one after the other, pieces of one line together (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from index.readers.pdf.line import Line, by_base_line

_LEAST_LINES = 3  # of a column of running text
_WRAPPED_STEP = 1.4  # sizes of print from a part of a cell to the base line of its row, below it, at most
_WIDEST_STEP = 2.2  # and from one line of a cell to the next
_LEAST_EMS = 10  # its usual width, in sizes of its print


def order_columns(lines: Sequence[Line]) -> list[list[Line]]:
    """Columns in reading order; what stands across all columns parts those above it from those below."""
    gutter = find_gutter(lines)
    if gutter is None:
        return [sorted(lines, key=lambda line: (-line.bottom, line.left))] if lines else []
    across = [line for line in lines if line.left < gutter < line.right]
    across += _table_rows_across([line for line in lines if line not in across], gutter)
    across.sort(key=lambda line: (-line.bottom, line.left))
    bounds = [float("inf"), *(line.bottom for line in across), float("-inf")]
    ordered: list[list[Line]] = []
    together: list[Line] = []  # lines of the full width with nothing between them
    for at, (above, below) in enumerate(pairwise(bounds)):
        band = [line for line in lines if line not in across and below <= line.bottom < above]
        left = [line for line in band if line.right <= gutter]
        right = [line for line in band if line.left >= gutter]
        alone = _above_the_other(left, right)
        together += sorted(alone, key=lambda line: (-line.bottom, line.left))
        if len(band) > len(alone):
            ordered += [together] if together else []
            together = []
            for side in (left, right):
                ordered += order_columns([line for line in side if line not in alone])
        together += across[at : at + 1]
    return [*ordered, together] if together else ordered


def _above_the_other(left: Sequence[Line], right: Sequence[Line]) -> list[Line]:
    """Short lines of the full width, such as a date below the title: nothing stands beside them or above them there."""
    if not left or not right:
        return [] if find_gutter([*left, *right]) else [*left, *right]
    start = max(line.top for line in right)
    return [line for line in left if line.bottom > start]


def _table_rows_across(lines: Sequence[Line], gutter: float) -> list[Line]:
    """The cells of a table over all columns: rows of three or more short pieces, of which some stand on each side."""
    usual = median(line.width for line in lines)
    rows = by_base_line(lines)
    is_row = [
        len(row) > 2
        and row[0].right <= gutter <= row[-1].left
        and all(line.width < 0.6 * usual for line in row)
        for row in rows
    ]
    # One such row may be the last lines of paragraphs that happen to stand side by side.
    neighbours = zip([False, *is_row[:-1]], [*is_row[1:], False], strict=True)
    return [
        line
        for row, own, (before, after) in zip(rows, is_row, neighbours, strict=True)
        if own and (before or after)
        for line in row
    ]


def find_gutter(lines: Sequence[Line]) -> float | None:
    """Where an empty strip parts two columns of running text, or None; what stands across the page may cross it.

    A table has such strips too: there the lines on both sides are short for their column.
    """
    if len(lines) < 8:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    starts = Counter(round(line.left) for line in lines)
    # Where a column begins, several lines begin.
    inner = {
        start - 1.0
        for start, count in starts.items()
        if count >= _LEAST_LINES and left + 0.1 * (right - left) < start < right - 0.1 * (right - left)
    }
    crossed = {x: sum(line.left < x < line.right for line in lines) for x in inner}
    for x in sorted(inner, key=lambda x: (crossed[x], abs(x - (left + right) / 2))):
        if crossed[x] > 0.5 * len(lines):
            return None
        one, other = _beside(lines, x)
        if _fills(one, x) and _fills(other, x) and _stand_side_by_side(one, other):
            return x
    return None


def _beside(lines: Sequence[Line], x: float) -> tuple[list[Line], list[Line]]:
    """The lines left and right of `x` with nothing between them and it."""
    rows = [[line for line in row if not line.left < x < line.right] for row in by_base_line(lines)]
    left = [
        max(before, key=lambda line: line.right)
        for row in rows
        if (before := [line for line in row if line.right <= x])
    ]
    right = [
        min(after, key=lambda line: line.left)
        for row in rows
        if (after := [line for line in row if line.left >= x])
    ]
    return left, right


def _fills(side: Sequence[Line], x: float) -> bool:
    """Whether the lines beside `x` are running text, and so as long as their column is wide."""
    if len(side) < _LEAST_LINES:
        return False
    far = median(line.left if line.right <= x else line.right for line in side)
    near = x if side[0].right <= x else median(line.left for line in side)
    return (
        median(line.width for line in side) >= 0.7 * abs(far - near)
        and median(line.width / line.size for line in side) >= _LEAST_EMS
    )


def _stand_side_by_side(one: Sequence[Line], other: Sequence[Line]) -> bool:
    """Whether the two share a good part of their height, and have about as many lines in it."""
    top = min(max(line.top for line in one), max(line.top for line in other))
    bottom = max(min(line.bottom for line in one), min(line.bottom for line in other))
    heights = [max(line.top for line in side) - min(line.bottom for line in side) for side in (one, other)]
    counts = [sum(bottom <= line.bottom and line.top <= top for line in side) for side in (one, other)]
    return top - bottom > 0.3 * min(heights) and 2 * min(counts) >= max(counts)


def rows_of(column: Sequence[Line]) -> list[Line]:
    """Lines of a column from the top; pieces on one base line are one line, with cells where they stand far apart."""
    return _without_stray_cells(_with_wrapped_cells([_as_line(row) for row in by_base_line(column)]))


def _as_line(row: list[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    cells = [(row[0].left, row[0].text)]
    for before, line in pairwise(row):
        if line.left - before.right > line.size:
            cells.append((line.left, line.text))
        else:
            cells[-1] = (cells[-1][0], f"{cells[-1][1]} {line.text}")
    return replace(
        row[0],
        text=" ".join(text for _, text in cells),
        right=row[-1].right,
        bottom=min(line.bottom for line in row),
        top=max(line.top for line in row),
        cells=tuple(cells) if len(cells) > 1 else (),
    )


def _with_wrapped_cells(rows: list[Line]) -> list[Line]:
    """The rows with what a cell says on further lines, above its row's base line or below it, in that cell."""
    columns = _columns_of(rows)
    groups: list[list[Line]] = []
    for at, row in enumerate(rows):
        following = rows[at + 1] if at + 1 < len(rows) else None
        if groups and _goes_on_in_row(groups[-1], row, following, columns):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [_joined_row(group) if len(group) > 1 else group[0] for group in groups]


def _columns_of(rows: Sequence[Line]) -> list[float]:
    """Where the cells of tables begin, but for the first of a row: at places that two rows share."""
    with_cells = [row for row in rows if row.cells]
    shared = [row for row in with_cells if any(o is not row and _share_a_column(row, o) for o in with_cells)]
    return sorted({left for row in shared for left, _ in row.cells[1:]})


def _goes_on_in_row(
    group: Sequence[Line], line: Line, following: Line | None, columns: Sequence[float]
) -> bool:
    """Whether the line is of the row whose lines so far are the group: it, or all of these, are parts of cells.

    A part that stands as near to the next row may be that row's.
    """
    step = group[-1].bottom - line.bottom
    if not _is_part(line, columns):
        is_near = step <= _WRAPPED_STEP * line.size
        return is_near and bool(line.cells) and all(_is_part(part, columns) for part in group)
    if step > _WIDEST_STEP * line.size:
        return False
    nearer = (
        following is not None
        and not _is_part(following, columns)
        and line.bottom - following.bottom < step + 1
    )
    return not nearer and any(row.cells and not _is_part(row, columns) for row in group)


def _is_part(line: Line, columns: Sequence[float]) -> bool:
    """Whether all that the line says begins where cells do that are not the first of their row."""
    return all(
        any(abs(left - column) < 0.5 * line.size for column in columns)
        for left, _ in line.cells or ((line.left, line.text),)
    )


def _joined_row(group: Sequence[Line]) -> Line:
    """One row of the group's lines: in each cell what they say there, from the top."""
    said: dict[float, list[str]] = {}
    for line in group:
        for left, text in line.cells or ((line.left, line.text),):
            place = next((known for known in said if abs(known - left) < 0.5 * line.size), left)
            said.setdefault(place, []).append(text)
    cells = tuple((left, " ".join(texts)) for left, texts in sorted(said.items()))
    fullest = max(group, key=lambda line: len(line.cells))
    return replace(
        fullest,
        text=" ".join(text for _, text in cells),
        cells=cells,
        left=min(line.left for line in group),
        right=max(line.right for line in group),
        bottom=min(line.bottom for line in group),
        top=max(line.top for line in group),
    )


def _without_stray_cells(rows: list[Line]) -> list[Line]:
    """Cells only where a neighbouring row has one at the same place: wide spaces in a justified line are no table."""
    neighbours = zip([None, *rows[:-1]], rows, [*rows[1:], None], strict=True)
    return [
        row
        if any(other and _share_a_column(row, other) for other in (above, below))
        else replace(row, cells=())
        for above, row, below in neighbours
    ]


def _share_a_column(one: Line, other: Line) -> bool:
    return any(
        abs(left - across) < 0.5 * one.size for left, _ in one.cells[1:] for across, _ in other.cells[1:]
    )
