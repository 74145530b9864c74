"""PDF by pdfium: text with its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ctypes import c_int, create_string_buffer
from itertools import groupby
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from index.first_lines import from_first_lines
from index.language.dates import find_date, parse_date
from index.metadata import merge
from index.readers.blocks import Block, clean, compose, first_heading, fold_spaces, opening_lines
from index.readers.limits import Limits
from index.readers.news import mark_comments
from index.readers.pdf.file import LOCK, open_pdf, page_of
from index.readers.pdf.glyphs import Glyph, glyphs_of
from index.readers.pdf.layout import read_pages
from index.readers.pdf.line import RAISED_END, RAISED_START, Line, PageLines
from index.readers.pdf.shapes import frames_on, grounds_on, is_white
from index.types import Metadata, Reading, UnreadableFile

_NO_TITLE = re.compile(
    r"(?:untitled|microsoft (?:word|powerpoint|excel)\b.*|.*\.(?:docx?|pdf|indd|qxd|rtf|odt|tex))",
    re.IGNORECASE,
)
_LEAST_SIZE = 2.0  # points: smaller print is there for machines, not for readers
_NOTE_MARK = re.compile(r"\d{1,3}|[*\u2020\u2021\u00a7]{1,3}|[a-zA-Z]|[ivx]{1,4}")


def read(raw: bytes, name: str, most_pages: int = Limits().pages) -> Reading:
    """The text of all pages in reading order. Raises UnreadableFile: encrypted, damaged, too long, or only pictures."""
    with LOCK:
        document = open_pdf(raw, name)
        try:
            if len(document) > most_pages:
                raise UnreadableFile(
                    f"{name}: {len(document):,} pages, more than ADVISORY_MAX_PAGES={most_pages}"
                )
            pages = [_page_lines(document, number) for number in range(1, len(document) + 1)]
            declared = document.get_metadata_dict()
        finally:
            document.close()
    empty = [page.number for page in pages if not page.lines]
    blocks = mark_comments(read_pages(pages))
    if not blocks:
        raise UnreadableFile(
            f"{name}: {_pages_said(empty)} no text: scanned? Run it through text recognition (OCR) first"
        )
    problems = (f"{_pages_said(empty)} no text: scanned?",) if empty else ()
    return compose(blocks, _metadata(declared, blocks), problems=problems, pages=len(pages))


def _pages_said(numbers: list[int]) -> str:
    """ "page 3 holds", "pages 1, 4-6 hold" """
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][-1] == number - 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    listed = ", ".join("-".join(map(str, span)) for span in spans)
    return f"page {listed} holds" if len(numbers) == 1 else f"pages {listed} hold"


# ---------------------------------------------------------------- lines


def _page_lines(document: Any, number: int) -> PageLines:
    try:
        page = page_of(document, number)
        textpage = page.get_textpage()
    except pdfium.PdfiumError:
        return PageLines(number, 0.0, ())  # a damaged page is reported as one without text
    try:
        width, height = page.get_size()
        grounds = grounds_on(page)
        lines = []
        for run in _runs(glyphs_of(textpage)):
            line = _line(run, textpage, number)
            on_page = line and line.right > 0 and line.top > 0 and line.left < width and line.bottom < height
            if (
                line
                and on_page
                and not (
                    all(is_white(textpage, at) for at in _samples(run))
                    and not any(g.is_behind(line) for g in grounds)
                )
            ):
                lines.append(line)
        return PageLines(number, height, tuple(lines), frames_on(page))
    finally:
        textpage.close()
        page.close()


def _runs(glyphs: Iterator[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs that stand on one line without a wide gap."""
    run: list[Glyph] = []
    ended = False
    for glyph in glyphs:
        if glyph.character in "\r\n":
            ended = bool(run)
        elif glyph.character.isspace():
            if run:
                run.append(glyph)
        else:
            if run and _stands_apart(run, glyph, ended=ended):
                yield run
                run = []
            run.append(glyph)
            ended = False
    if run:
        yield run


def _stands_apart(run: list[Glyph], glyph: Glyph, *, ended: bool) -> bool:
    """Whether the glyph is off the line of the run, or far away on it.

    A printed space may be wide in a justified line; any other gap parts cells and columns. Where pdfium
    ended the line, what follows closely is a raised number or what comes after one.
    """
    last = next((before for before in reversed(run) if not before.character.isspace()), run[0])
    size = max(min(last.size, glyph.size), 1.0)
    is_spaced = run[-1] is not last and run[-1].printed
    most_gap = 0.5 if ended else 1.5 if is_spaced else 1.0
    leaves_line = abs(last.base - glyph.base) > 0.6 * max(last.size, glyph.size)
    return leaves_line or glyph.left - last.right > most_gap * size or glyph.left < last.left - 2 * size


def _line(run: list[Glyph], textpage: Any, page: int) -> Line | None:
    inked = [glyph for glyph in run if not glyph.character.isspace()]
    if not inked or max(glyph.size for glyph in inked) < _LEAST_SIZE:
        return None
    usual = sorted(inked, key=lambda glyph: glyph.size)[len(inked) // 2]
    text = fold_spaces(clean(_with_raised(run, usual)))
    if not text:
        return None
    return Line(
        text=text,
        left=min(glyph.left for glyph in inked),
        bottom=usual.bottom,
        right=max(glyph.right for glyph in inked),
        top=usual.top,
        size=usual.size,
        bold=all(_is_bold(textpage, at) for at in _samples(run)),
        page=page,
    )


def _samples(run: list[Glyph]) -> tuple[int, int, int]:
    """The places of a first, a middle and a last character of a run: what they are like, the others are."""
    inked = [glyph for glyph in run if not glyph.character.isspace()]
    return inked[0].index, inked[len(inked) // 2].index, inked[-1].index


def _with_raised(run: list[Glyph], usual: Glyph) -> str:
    """The characters of a run; a small number or sign that stands above its line is put between RAISED_START and RAISED_END."""

    def is_raised(glyph: Glyph) -> bool:
        return glyph.size < 0.9 * usual.size and glyph.base > usual.base + 0.15 * usual.size

    text = ""
    for raised, glyphs in groupby(run, is_raised):
        words = "".join(glyph.character for glyph in glyphs)
        mark = words.strip()
        is_mark = raised and _NOTE_MARK.fullmatch(mark)
        text += words.replace(mark, f"{RAISED_START}{mark}{RAISED_END}") if is_mark else words
    return text


def _is_bold(textpage: Any, index: int) -> bool:
    name = create_string_buffer(128)
    pdfium_c.FPDFText_GetFontInfo(textpage.raw, index, name, 128, c_int(0))
    weight = pdfium_c.FPDFText_GetFontWeight(textpage.raw, index)
    return weight >= 600 or bool(re.search(rb"bold|black|heavy|semibold", name.value, re.IGNORECASE))


# ---------------------------------------------------------------- metadata


def _metadata(declared: dict[str, str], blocks: list[Block]) -> Metadata:
    """The declared title if it is one, else the largest words of the first page; dates only as the page gives them."""
    first_page = [block for block in blocks if block.pages and block.pages[0][1] == 1]
    title = fold_spaces(clean(declared.get("Title", "")))
    heading = first_heading(first_page[:5])
    is_title = len(title) > 4 and " " in title and not _NO_TITLE.fullmatch(title)
    return merge(
        Metadata(title=title if is_title else heading, issuer=_author(declared, first_page)),
        from_first_lines(opening_lines(first_page)),
        Metadata(published=_creation_date(declared, first_page)),
    )


def _author(declared: dict[str, str], first_page: list[Block]) -> str:
    """The declared author where the first page names it too: often it is only who owned the computer."""
    author = fold_spaces(clean(declared.get("Author", "")))
    printed = " ".join(block.text for block in first_page).casefold()
    return author if len(author) > 3 and author.casefold() in printed else ""


def _creation_date(declared: dict[str, str], first_page: list[Block]) -> str:
    """The day the file was made, where the first page prints the same day: alone it is only the file's."""
    match = re.match(r"D:(\d{4})(\d\d)(\d\d)", declared.get("CreationDate", ""))
    made = parse_date("-".join(match.groups())) if match else ""
    for block in first_page if made else []:
        text = block.text
        while found := find_date(text):
            if found[2] == made:
                return made
            text = text[found[1] :]
    return ""
