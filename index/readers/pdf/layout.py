"""From lines on pages to paragraphs: running heads left out, what goes on overleaf joined, hyphens mended (pure)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.readers.blocks import Block, Outline, fold_spaces, table_text
from index.readers.footnotes import is_citation, read_source, take_marks
from index.readers.pdf.boxes import TextBox, take_boxes
from index.readers.pdf.columns import order_columns, rows_of
from index.readers.pdf.line import Line, PageLines
from index.readers.pdf.notes import Note, take_notes

_EDGE = 0.12  # of the page's height: where running heads and page numbers stand
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|seite|s\.)?\s*[-\u2013\u2014|]?\s*(?:\d{1,5}|[ivxlc]{1,7})\s*(?:(?:of|/|von|de)\s*\d{1,5})?\s*[-\u2013\u2014|]?",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[\u2022\u25aa\u25cf\u25e6\u2013\u2014\uf0b7*]|\(?[a-z0-9]{1,2}[.)])\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?:;\u3002\uff01\uff1f][\"'\u201d\u2019)]*(?:\[\^[^\]]*\]|\])*$")
_BROKEN_WORD = re.compile(r"(\w+)[-\u2010\u00ad\ufffe]$")
_LEADER = re.compile(r"(?:[.\u2026\u00b7]\s?){5,}\s*[\divxlc]{1,5}\s*$")  # of a table of contents
_WORD = re.compile(r"\w+(?:-\w+)*")
_CJK = re.compile(r"[\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# Where text begins and ends, left and right.
Edges = tuple[float, float]


def read_pages(pages: Sequence[PageLines]) -> list[Block]:
    """The paragraphs of all pages in the order a person reads them; text boxes and footnotes near the end of their page."""
    pages = without_running_heads(pages)
    everything = [line for page in pages for line in page.lines]
    if not everything:
        return []
    body = _body_size(everything)
    notes: list[Note] = []
    boxes: list[TextBox] = []
    rows: list[list[Line]] = []
    edges: dict[Line, Edges] = {}
    for page in pages:
        outside, boxed = take_boxes(page.lines, page.frames)
        lines, found = take_notes(outside, page=page.number, body=body)
        boxes += boxed
        notes += found
        columns = [rows_of(column) for column in order_columns(lines)]
        rows += columns
        edges.update(edge for column in columns for edge in _edges(column, boxed))
    leading = _usual_leading(rows, body)
    paragraphs = [p for column in rows for p in _paragraphs(column, edges, body=body, leading=leading)]
    vocabulary = frozenset(word.lower() for line in everything for word in _WORD.findall(line.text)[:-1])
    apart = [p for box in boxes for p in _boxed(box)]
    apart += [_Paragraph(note.lines, "text", note=note.label) for note in notes]
    return list(_blocks(_with_apart(_joined_over_breaks(paragraphs), apart), vocabulary))


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


@dataclass(frozen=True, slots=True)
class _Paragraph:
    lines: tuple[Line, ...]
    kind: str
    column_right: float = 0.0
    note: str = ""  # the label of the footnote that it is
    box: str | None = None  # the heading of the text box that it stands in

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


def _edges(column: Sequence[Line], boxes: Sequence[TextBox]) -> Iterator[tuple[Line, Edges]]:
    """Where the text about each line of a column begins and ends: beside a text box it is narrower."""
    waiting = list(column)
    for box in boxes:
        beside = [line for line in waiting if box.frame.is_beside(line)]
        waiting = [line for line in waiting if line not in beside]
        yield from ((line, _edges_of(beside)) for line in beside)
    yield from ((line, _edges_of(waiting)) for line in waiting)


def _edges_of(lines: Sequence[Line]) -> Edges:
    return min(line.left for line in lines), _usual_right(lines)


def _paragraphs(
    column: Sequence[Line], edges: Mapping[Line, Edges], *, body: float, leading: float
) -> Iterator[_Paragraph]:
    gathered: list[Line] = []
    kind = ""
    for line in column:
        line_kind = _kind_of(line, body)
        starts = (
            not gathered
            or line_kind != kind
            or _begins_anew(gathered, line, kind=kind, leading=leading, edges=edges)
        )
        if gathered and starts:
            yield _Paragraph(tuple(gathered), kind, edges[gathered[-1]][1])
            gathered = []
        kind = line_kind if not gathered else kind
        gathered.append(line)
    if gathered:
        yield _Paragraph(tuple(gathered), kind, edges[gathered[-1]][1])


def _usual_right(column: Sequence[Line]) -> float:
    """Where full lines end: four of five lines end there or before, so that one long line does not count."""
    ends = sorted(line.right for line in column)
    return ends[int(0.8 * (len(ends) - 1))] if ends else 0.0


def _kind_of(line: Line, body: float) -> str:
    if _LEADER.search(line.text):
        return "boilerplate"
    if len(line.cells) > 1:
        return "table"
    large = line.size >= 1.15 * body
    bold = (
        line.bold
        and line.size >= 0.95 * body
        and len(line.text) <= 120
        and not line.text.endswith((".", ","))
    )
    return "heading" if (large and len(line.text) <= 250) or bold else "text"


def _begins_anew(
    gathered: Sequence[Line], line: Line, *, kind: str, leading: float, edges: Mapping[Line, Edges]
) -> bool:
    last, first = gathered[-1], gathered[0]
    left, right = edges[last]
    step = last.bottom - line.bottom
    if _BROKEN_WORD.search(last.text) and line.text[:1].islower() and 0 < step <= 1.35 * leading:
        return False
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
        edges[line] == edges[last]
        and line.left > last.left + 0.8 * line.size
        and last.left < left + 0.5 * line.size
        and not is_bulleted
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
    if last.kind != "text" or following.kind != "text" or not last.ends_open:
        return False
    is_broken = bool(_BROKEN_WORD.search(before.text))
    if _BULLET.match(after.text) and not is_broken:
        return False
    moved_on = after.page != before.page or after.bottom > before.bottom
    full = before.right > last.column_right - 0.1 * (last.column_right - last.lines[0].left)
    return moved_on and (after.text[:1].islower() or full or is_broken)


def _boxed(box: TextBox) -> list[_Paragraph]:
    """The paragraphs of a text box; a heading in it is that of no other text."""
    body = _body_size(box.lines)
    rows = [rows_of(column) for column in order_columns(box.lines)]
    leading = _usual_leading(rows, body)
    edges = dict(edge for column in rows for edge in _edges(column, ()))
    paragraphs = [p for column in rows for p in _paragraphs(column, edges, body=body, leading=leading)]
    heading = " ".join(line.text for line in paragraphs[0].lines) if paragraphs[0].kind == "heading" else ""
    return [replace(paragraph, box=heading) for paragraph in paragraphs]


def _with_apart(paragraphs: Iterable[_Paragraph], apart: Iterable[_Paragraph]) -> Iterator[_Paragraph]:
    """The text boxes and footnotes of a page before what goes on on the next: where pages begin stays in order."""
    waiting = sorted(apart, key=lambda paragraph: paragraph.lines[0].page)
    for paragraph in paragraphs:
        while waiting and waiting[0].lines[0].page < paragraph.lines[-1].page:
            yield waiting.pop(0)
        yield paragraph
    yield from waiting


def _blocks(paragraphs: Iterable[_Paragraph], vocabulary: frozenset[str]) -> Iterator[Block]:
    paragraphs = list(paragraphs)
    sources = {p.note: read_source(join_lines(p.lines, vocabulary)[0]) for p in paragraphs if p.note}
    headings = [p for p in paragraphs if p.kind == "heading" and p.box is None]
    sizes = sorted({round(p.lines[0].size) for p in headings}, reverse=True)
    outline = Outline()
    is_first_heading = True
    for paragraph in paragraphs:
        text, pages = join_lines(paragraph.lines, vocabulary)
        pages = tuple((len(take_marks(text[:at], sources)[0]), page) for at, page in pages)
        text, marks = take_marks(text, sources)
        if paragraph.box is not None and paragraph.kind in ("heading", "text"):
            yield Block(text, paragraph.kind, paragraph.box or outline.label, marks, pages)
        elif paragraph.kind == "heading":
            outline.enter(sizes.index(round(paragraph.lines[0].size)) + 1, "" if is_first_heading else text)
            is_first_heading = False
            yield Block(text, "heading", outline.label or text, pages=pages)
        elif paragraph.kind == "table":
            rows = [[take_marks(text, sources)[0] for _, text in line.cells] for line in paragraph.lines]
            yield Block(table_text(rows), "table", outline.label, pages=pages[:1])
        elif paragraph.kind == "boilerplate":
            yield Block(text, "boilerplate", outline.label, pages=pages)
        elif (match := _BULLET.match(text)) and not paragraph.note:
            cut = match.end()
            yield Block(
                text[cut:],
                "list",
                outline.label,
                tuple(replace(mark, start=max(0, mark.start - cut), end=mark.end - cut) for mark in marks),
                tuple((max(0, at - cut), page) for at, page in pages),
            )
        elif paragraph.note:
            yield Block(text, "" if is_citation(text) else "text", outline.label, pages=pages)
        else:
            yield Block(text, "text", outline.label, marks, pages)


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
