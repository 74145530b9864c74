"""The headings, paragraphs, lists and tables of a page's tree, in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from lxml import etree

from index.readers import limits
from index.readers.blocks import Block, Outline, clean, fold_spaces, table_lines
from index.readers.html.tree import UNSEEN_TAGS, Element

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PARAGRAPHS = frozenset(
    {"p", "div", "section", "article", "main", "body", "html", "header", "footer", "aside", "nav", "figure", "hr",
     "figcaption", "address", "fieldset", "form", "center", "details", "summary", "hgroup", "tbody", "thead", "tfoot",
     "tr", "td", "th", "caption", "dt", "dd", "li", "blockquote", "pre"}
)  # fmt: skip
_LONG_CELL = 300  # characters: no value of a table
_LISTS = ("ul", "ol", "dl")


def html_blocks(root: Element) -> Iterator[Block]:
    """Headings, paragraphs, lists and tables below `root`, in order."""
    walker = _Walker()
    walker.walk(root)
    walker.end_paragraph()
    yield from walker.blocks


class _Walker:
    """Gathers the words of inline elements until a block element ends the paragraph."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._outline = Outline()
        self._words: list[str] = []
        self._tables = _Tables()

    def walk(self, element: Element) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in UNSEEN_TAGS:
            return
        if tag in _HEADINGS:
            self._heading(element)
        elif tag in _LISTS:
            self._add("\n".join(_list_lines(element)), "list")
        elif tag == "table" and not self._tables.is_layout(element):
            self._add(self._tables.text(element), "table")
        elif tag == "pre" and [below.tag for below in element] == ["code"]:
            self._add(clean("".join(element.itertext())).strip("\n"), "code")
        elif tag == "pre" and len(element) == 0:
            self._add(clean(element.text or "").strip("\n"), "text")
        elif tag == "br":
            self._words.append("\n")
        elif tag in _PARAGRAPHS or tag == "table":
            self.end_paragraph()
            self._inside(element)
            self.end_paragraph()
        else:
            self._inside(element)

    def _inside(self, element: Element) -> None:
        self._words.append(element.text or "")
        for below in element:
            self.walk(below)
            self._words.append(below.tail or "")

    def end_paragraph(self) -> None:
        """What was gathered becomes paragraphs, parted where two line breaks stand together."""
        words = clean("".join(self._words))
        self._words = []
        for paragraph in re.split(r"\n[ \t\u00a0]*\n\s*", words):
            if folded := fold_spaces(paragraph):
                self.blocks.append(Block(folded, "text", self._outline.label))

    def _heading(self, element: Element) -> None:
        self.end_paragraph()
        if heading := words_of(element):
            is_title = element.tag == "h1" and not any(block.kind == "heading" for block in self.blocks)
            self._outline.enter(_HEADINGS[element.tag], "" if is_title else heading)
            self.blocks.append(Block(heading, "heading", self._outline.label or heading))

    def _add(self, text: str, kind: str) -> None:
        self.end_paragraph()
        if text:
            self.blocks.append(Block(text, kind, self._outline.label))


def words_of(element: Element) -> str:
    """All words in an element on one line; words of neighbouring blocks do not run together."""
    return (
        fold_spaces(clean(" ".join(_pieces(element))))
        if len(element)
        else fold_spaces(clean(element.text or ""))
    )


def _pieces(element: Element) -> Iterator[str]:
    """Runs of inline words; a block element inside ends a run."""
    run: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(node.tag, str) or node.tag in UNSEEN_TAGS:
            continue
        breaks = node.tag in _PARAGRAPHS or node.tag in ("br", "ul", "ol", "table")
        if breaks and run:
            yield "".join(run)
            run = []
        if event == "start":
            run.append(node.text or "")
        elif node is not element:
            run.append(node.tail or "")
    yield "".join(run)


def _list_lines(listing: Element) -> Iterator[str]:
    """The items, one a line, those of lists within lists too; a term goes with what defines it."""
    term = ""
    for item in listing.iter("li", "dt", "dd"):
        words = _own_words(item, lambda node: node.tag in _LISTS)
        if item.tag == "dt":
            term = words
        elif words:
            yield f"{term}: {words}" if item.tag == "dd" and term else words


def _own_words(item: Element, stands_apart: Callable[[Element], bool]) -> str:
    """The words in an item on one line, without those of what stands apart in it, such as a list within a list."""
    run: list[str] = []
    walk = etree.iterwalk(item, events=("start", "end"))
    for event, node in walk:
        if node is not item and stands_apart(node):
            if event == "start":
                walk.skip_subtree()
            else:
                run.append(f" {node.tail or ''}")
        elif event == "start":
            run.append(" " if node.tag in _PARAGRAPHS or node.tag == "br" else "")
            run.append(node.text or "")
        elif node is not item:
            run.append(node.tail or "")
    return fold_spaces(clean("".join(run)))


class _Tables:
    """The tables of a page, of which each is looked at once: else one in another would be twice, and so on inwards."""

    def __init__(self) -> None:
        self._layout: dict[Element, bool] = {}

    def is_layout(self, table: Element) -> bool:
        """A table that only places things: it has one row, cells of several paragraphs, or little beside other tables."""
        if table not in self._layout:
            self._layout[table] = self._only_places(table)
        return self._layout[table]

    def text(self, table: Element) -> str:
        """The table's rows as lines, each followed by those of the tables in its cells, which say whose row they are in."""
        rows = list(_rows(table))
        cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
        first = next((row for row in cells if len(row) > 1), [])
        has_header = (
            bool(first)
            and first is cells[0]
            and (first[0].getparent().getparent().tag == "thead" or all(cell.tag == "th" for cell in first))
        )
        full = _carry_spans(cells, [[self._cell_words(cell) for cell in row] for row in cells])
        caption = table.find("caption")
        lines = [words_of(caption)] if caption is not None else []
        for row, line in zip(cells, table_lines(full, has_header=has_header), strict=True):
            tables = [each for cell in row for each in self._tables_in(cell)]
            nested = [told for each in tables for told in self.text(each).split("\n")]
            lead, _, further = line.partition("; ")
            lines += [line] if further or not nested else []
            lines += [f"{lead.removesuffix('.')}; {told}" if lead else told for told in nested if told]
        return "\n".join(filter(None, lines))

    def _only_places(self, table: Element) -> bool:
        rows = list(_rows(table))
        if len(rows) < 2:
            return True
        if next(table.iterdescendants("table"), None) is not None and not self._tells_something(rows):
            return True
        return any(
            len(cell.findall(".//p")) > 2
            or any(cell.find(f".//h{level}") is not None for level in (1, 2, 3))
            or any(_is_followed_by_break(line_break) for line_break in cell.iter("br"))
            for cell in table.iter("td")
            if cell.find(".//table") is None
        )

    def _tells_something(self, rows: Sequence[Element]) -> bool:
        """Whether most rows have words in several cells, beside the tables in them, and none of these is long."""
        told = [[len(words) for cell in row if (words := self._cell_words(cell))] for row in rows]
        return (
            2 * sum(len(row) > 1 for row in told) > len(rows)
            and max(map(max, filter(None, told))) < _LONG_CELL
        )

    def _tables_in(self, cell: Element) -> list[Element]:
        """The tables in a cell that hold rows, but for those in other tables."""
        inner = {table for table in cell.iter("table") if not self.is_layout(table)}
        return [
            table
            for table in cell.iter("table")
            if table in inner and inner.isdisjoint(table.iterancestors("table"))
        ]

    def _cell_words(self, cell: Element) -> str:
        """The words of a cell, without those of the tables in it."""
        inner = set(self._tables_in(cell))
        return _own_words(cell, inner.__contains__) if inner else words_of(cell)


def _rows(table: Element) -> Iterator[Element]:
    """The table's rows, without those of tables in its cells."""
    return (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)


def _is_followed_by_break(line_break: Element) -> bool:
    following = line_break.getnext()
    return following is not None and following.tag == "br" and not (line_break.tail or "").strip()


def _carry_spans(rows: list[list[Element]], words: list[list[str]]) -> list[list[str]]:
    """Rows of equal width: a cell over several rows or columns stands in each of them."""
    carried: dict[int, tuple[int, str]] = {}
    full: list[list[str]] = []
    for row, texts in zip(rows, words, strict=True):
        cells = iter(zip(row, texts, strict=True))
        line: list[str] = []
        while len(line) < limits.TABLE_COLUMNS:
            at = len(line)
            if at in carried:
                left, text = carried.pop(at)
                if left > 1:
                    carried[at] = (left - 1, text)
                line.append(text)
                continue
            cell, text = next(cells, (None, ""))
            if cell is None:
                break
            for _ in range(_span(cell, "colspan")):
                if (down := _span(cell, "rowspan")) > 1:
                    carried[len(line)] = (down - 1, text)
                line.append(text)
        full.append(line)
    return full


def _span(cell: Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return (
        min(int(value), 100) if value.isascii() and value.isdigit() and value != "0" and len(value) < 4 else 1
    )
