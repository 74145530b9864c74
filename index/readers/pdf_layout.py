"""From lines on pages to paragraphs: columns in reading order, running heads left out, hyphens mended (pure)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from index.readers.blocks import Block, Outline, fold_spaces, table_text

_EDGE = 0.12  # of the page's height: where running heads and page numbers stand
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|seite|s\.)?\s*[-\u2013\u2014|]?\s*(?:\d{1,5}|[ivxlc]{1,7})\s*(?:(?:of|/|von|de)\s*\d{1,5})?\s*[-\u2013\u2014|]?",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[\u2022\u25aa\u25cf\u25e6\u2013\u2014\uf0b7*]|\(?[a-z0-9]{1,2}[.)])\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?:;\u3002\uff01\uff1f][\"'\u201d\u2019)\]]*$")
_BROKEN_WORD = re.compile(r"(\w+)[-\u2010\u00ad\ufffe]$")
_LEADER = re.compile(r"(?:[.\u2026\u00b7]\s?){5,}\s*[\divxlc]{1,5}\s*$")  # of a table of contents
_WORD = re.compile(r"\w+(?:-\w+)*")
_CJK = re.compile(r"[\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


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


def read_pages(pages: Sequence[PageLines]) -> list[Block]:
    """The paragraphs of all pages in the order a person reads them."""
    columns = [column for page in without_running_heads(pages) for column in order_columns(page.lines)]
    rows = [_rows(column) for column in columns]
    everything = [line for column in rows for line in column]
    if not everything:
        return []
    body = _body_size(everything)
    leading = _usual_leading(rows, body)
    paragraphs = [p for column in rows for p in _paragraphs(column, body=body, leading=leading)]
    vocabulary = frozenset(word.lower() for line in everything for word in _WORD.findall(line.text)[:-1])
    return list(_blocks(_joined_over_breaks(paragraphs), vocabulary))


# ---------------------------------------------------------------- heads and feet


def without_running_heads(pages: Sequence[PageLines]) -> list[PageLines]:
    """The pages without what stands at the edge of several of them, and without page numbers."""
    repeated = Counter(key for page in pages for key in {_running_key(line) for line in _edge_lines(page)})
    needed = 2 if len(pages) < 6 else 3

    def is_running(page: PageLines, line: Line) -> bool:
        if _distance_to_edge(page, line) > _EDGE * page.height:
            return False
        is_number = bool(_PAGE_NUMBER.fullmatch(line.text)) and _stands_alone(page, line)
        return is_number or repeated[_running_key(line)] >= needed

    return [
        replace(page, lines=tuple(line for line in page.lines if not is_running(page, line)))
        for page in pages
    ]


def _stands_alone(page: PageLines, line: Line) -> bool:
    """Whether nothing stands beside it: a number in a row of a table is no page number."""
    return not any(
        other is not line and other.bottom < line.top and line.bottom < other.top for other in page.lines
    )


def _edge_lines(page: PageLines) -> list[Line]:
    return [line for line in page.lines if _distance_to_edge(page, line) <= _EDGE * page.height]


def _distance_to_edge(page: PageLines, line: Line) -> float:
    return min(page.height - line.top, line.bottom)


def _running_key(line: Line) -> tuple[str, int]:
    """Alike on every page but for the number: its words, and its height on the page within a few points."""
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.bottom / 6)


# ---------------------------------------------------------------- columns


def order_columns(lines: Sequence[Line]) -> list[list[Line]]:
    """Columns in reading order; what spans all columns parts those above it from those below."""
    gutter = find_gutter(lines)
    if gutter is None:
        return [sorted(lines, key=lambda line: (-line.bottom, line.left))] if lines else []
    spanning = sorted(
        (line for line in lines if line.left < gutter < line.right), key=lambda line: -line.bottom
    )
    bounds = [float("inf"), *(line.bottom for line in spanning), float("-inf")]
    ordered: list[list[Line]] = []
    for at, (above, below) in enumerate(pairwise(bounds)):
        band = [line for line in lines if line not in spanning and below <= line.bottom < above]
        sides = [
            [line for line in band if line.right <= gutter],
            [line for line in band if line.left >= gutter],
        ]
        alone = _above_the_other(*sides)
        ordered += [[line] for line in sorted(alone, key=lambda line: -line.bottom)]
        for side in sides:
            ordered += order_columns([line for line in side if line not in alone])
        if at < len(spanning):
            ordered.append([spanning[at]])
    return _joined_spanning(ordered)


def _above_the_other(left: Sequence[Line], right: Sequence[Line]) -> list[Line]:
    """Short lines of the full width, such as a date below the title: nothing stands beside them or above them there."""
    if not left or not right:
        return []
    start = max(line.top for line in right)
    return [line for line in left if line.bottom > start]


def _joined_spanning(columns: list[list[Line]]) -> list[list[Line]]:
    """Spanning lines that follow each other stand in one column again."""
    joined: list[list[Line]] = []
    for column in filter(None, columns):
        follows = (
            joined and len(column) == 1 and len(joined[-1]) >= 1 and _is_below(joined[-1][-1], column[0])
        )
        if follows:
            joined[-1] = [*joined[-1], column[0]]
        else:
            joined.append(column)
    return joined


def _is_below(above: Line, below: Line) -> bool:
    overlap = min(above.right, below.right) - max(above.left, below.left)
    return (
        below.bottom < above.bottom
        and overlap > 0.5 * min(above.width, below.width)
        and (above.bottom - below.bottom < 3 * above.size)
    )


def find_gutter(lines: Sequence[Line]) -> float | None:
    """Where an empty strip parts two columns of running text, or None.

    A table has such strips too: there the lines on both sides are short for their column.
    """
    if len(lines) < 8:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    width = right - left
    candidates = sorted({line.right + 1 for line in lines} | {line.left - 1 for line in lines})
    inner = [x for x in candidates if left + 0.2 * width < x < right - 0.2 * width]
    crossed = {x: sum(line.left < x < line.right for line in lines) for x in inner}
    for x in sorted(inner, key=lambda x: (crossed[x], abs(x - (left + right) / 2))):
        if crossed[x] > 0.25 * len(lines):
            return None
        sides = ([line for line in lines if line.right <= x], [line for line in lines if line.left >= x])
        if all(_is_running_text(side) for side in sides) and _stand_side_by_side(*sides):
            return x
    return None


def _is_running_text(side: Sequence[Line]) -> bool:
    if len(side) < 3:
        return False
    extent = max(line.right for line in side) - min(line.left for line in side)
    return (
        median(line.width for line in side) >= 0.6 * extent and median(len(line.text) for line in side) >= 12
    )


def _stand_side_by_side(one: Sequence[Line], other: Sequence[Line]) -> bool:
    top = min(max(line.top for line in one), max(line.top for line in other))
    bottom = max(min(line.bottom for line in one), min(line.bottom for line in other))
    heights = [max(line.top for line in side) - min(line.bottom for line in side) for side in (one, other)]
    return top - bottom > 0.3 * min(heights)


def _rows(column: Sequence[Line]) -> list[Line]:
    """Lines of a column from the top; pieces on one base line are one line, with cells where they stand far apart."""
    rows: list[list[Line]] = []
    for line in sorted(column, key=lambda line: (-line.bottom, line.left)):
        if rows and abs(rows[-1][0].bottom - line.bottom) < 0.4 * max(line.size, 1):
            rows[-1].append(line)
        else:
            rows.append([line])
    return _without_stray_cells([_as_line(sorted(row, key=lambda line: line.left)) for row in rows])


def _as_line(row: list[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    cells = [(row[0].left, row[0].text)]
    for before, line in pairwise(row):
        if line.left - before.right > 1.5 * line.size:
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


# ---------------------------------------------------------------- paragraphs


@dataclass(frozen=True, slots=True)
class _Paragraph:
    lines: tuple[Line, ...]
    kind: str
    column_right: float

    @property
    def ends_open(self) -> bool:
        """Whether the last line stops in mid-sentence."""
        return not _SENTENCE_END.search(self.lines[-1].text)


def _body_size(lines: Iterable[Line]) -> float:
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size * 2) / 2] += len(line.text)
    return letters.most_common(1)[0][0]


def _usual_leading(columns: Iterable[Sequence[Line]], body: float) -> float:
    """How far apart the lines of a paragraph stand: where most paragraphs have one line, most steps are wider."""
    steps = [
        above.bottom - below.bottom
        for column in columns
        for above, below in pairwise(column)
        if abs(above.size - body) < 0.1 * body and 0.8 * body < above.bottom - below.bottom < 4 * body
    ]
    return sorted(steps)[len(steps) // 4] if steps else 1.2 * body


def _paragraphs(column: Sequence[Line], *, body: float, leading: float) -> Iterator[_Paragraph]:
    left = min((line.left for line in column), default=0.0)
    right = _usual_right(column)
    gathered: list[Line] = []
    kind = ""
    for line in column:
        line_kind = _kind_of(line, body)
        starts = (
            not gathered
            or line_kind != kind
            or _begins_anew(gathered, line, kind=kind, leading=leading, edges=(left, right))
        )
        if gathered and starts:
            yield _Paragraph(tuple(gathered), kind, right)
            gathered = []
        kind = line_kind if not gathered else kind
        gathered.append(line)
    if gathered:
        yield _Paragraph(tuple(gathered), kind, right)


def _usual_right(column: Sequence[Line]) -> float:
    """Where full lines end: four of five lines end there or before, so that one long line does not count."""
    ends = sorted(line.right for line in column)
    return ends[int(0.8 * (len(ends) - 1))] if ends else 0.0


def _kind_of(line: Line, body: float) -> str:
    if len(line.cells) > 1:
        return "table"
    if _LEADER.search(line.text):
        return "boilerplate"
    large = line.size >= 1.15 * body
    bold = (
        line.bold
        and line.size >= 0.95 * body
        and len(line.text) <= 120
        and not line.text.endswith((".", ","))
    )
    return "heading" if (large and len(line.text) <= 250) or bold else "text"


def _begins_anew(
    gathered: Sequence[Line], line: Line, *, kind: str, leading: float, edges: tuple[float, float]
) -> bool:
    last, first = gathered[-1], gathered[0]
    left, right = edges
    step = last.bottom - line.bottom
    if kind == "table":
        return step > 2.5 * leading
    if abs(line.size - last.size) > 0.1 * last.size or (kind == "heading" and line.bold != last.bold):
        return True
    if kind == "heading":
        return step > 1.8 * max(line.size, leading)
    short = last.right < right - 0.15 * (right - left)
    first_word = line.width * len(line.text.split(" ", 1)[0]) / len(line.text)
    ended_early = right - last.right > first_word + line.size and not line.text[:1].islower()
    is_bulleted = bool(_BULLET.match(first.text))
    indented = (
        line.left > last.left + 0.8 * line.size and last.left < left + 0.5 * line.size and not is_bulleted
    )
    return (
        step > 1.35 * leading
        or bool(_BULLET.match(line.text) and (is_bulleted or short or not last.text[-1:].isalpha()))
        or indented
        or bool(short and _SENTENCE_END.search(last.text))
        or ended_early
    )


def _joined_over_breaks(paragraphs: Iterable[_Paragraph]) -> list[_Paragraph]:
    """Paragraphs that go on in the next column or on the next page are one."""
    joined: list[_Paragraph] = []
    for paragraph in paragraphs:
        last = joined[-1] if joined else None
        if last and _goes_on(last, paragraph):
            joined[-1] = _Paragraph(last.lines + paragraph.lines, "text", paragraph.column_right)
        else:
            joined.append(paragraph)
    return joined


def _goes_on(last: _Paragraph, following: _Paragraph) -> bool:
    before, after = last.lines[-1], following.lines[0]
    if last.kind != "text" or following.kind != "text" or not last.ends_open or _BULLET.match(after.text):
        return False
    moved_on = after.page != before.page or after.bottom > before.bottom
    full = before.right > last.column_right - 0.1 * (last.column_right - last.lines[0].left)
    return moved_on and (after.text[:1].islower() or full or bool(_BROKEN_WORD.search(before.text)))


# ---------------------------------------------------------------- words


def _blocks(paragraphs: Sequence[_Paragraph], vocabulary: frozenset[str]) -> Iterator[Block]:
    sizes = sorted({round(p.lines[0].size) for p in paragraphs if p.kind == "heading"}, reverse=True)
    outline = Outline()
    is_first_heading = True
    for paragraph in paragraphs:
        text, pages = join_lines(paragraph.lines, vocabulary)
        if paragraph.kind == "heading":
            outline.enter(sizes.index(round(paragraph.lines[0].size)) + 1, "" if is_first_heading else text)
            is_first_heading = False
            yield Block(text, "heading", outline.label or text, pages=pages)
        elif paragraph.kind == "table":
            rows = [[text for _, text in line.cells] for line in paragraph.lines]
            yield Block(table_text(rows), "table", outline.label, pages=pages[:1])
        elif paragraph.kind == "boilerplate":
            yield Block(text, "boilerplate", outline.label, pages=pages)
        elif match := _BULLET.match(text):
            cut = match.end()
            yield Block(
                text[cut:], "list", outline.label, pages=tuple((max(0, at - cut), page) for at, page in pages)
            )
        else:
            yield Block(text, "text", outline.label, pages=pages)


def join_lines(lines: Sequence[Line], vocabulary: frozenset[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The lines as one, words broken at a line's end mended, and the offsets at which pages begin."""
    text = fold_spaces(lines[0].text)
    pages = [(0, lines[0].page)]
    for line in lines[1:]:
        words = fold_spaces(line.text)
        text = _joined(text, words, vocabulary)
        if line.page != pages[-1][1]:
            pages.append((len(text) - len(words), line.page))
    return text, tuple(pages)


def _joined(text: str, words: str, vocabulary: frozenset[str]) -> str:
    """`text` and `words` with what belongs between them: a space, a hyphen or nothing.

    >>> _joined("the equip-", "ment", frozenset()), _joined("supply-", "chain risk", frozenset({"supply-chain"}))
    ('the equipment', 'supply-chain risk')
    """
    broken = _BROKEN_WORD.search(text[-80:])
    following = _WORD.match(words)
    if broken and following and words[:1].isalpha():
        hyphenated = f"{broken[1]}-{following[0]}".lower()
        keeps_hyphen = hyphenated in vocabulary or not words[:1].islower() or broken[1].isdigit()
        return f"{text[:-1]}-{words}" if keeps_hyphen else text[:-1] + words
    together = _CJK.match(text[-1:]) and _CJK.match(words[:1])
    return text + words if together or (text.endswith(("/", "-")) and broken is None) else f"{text} {words}"
