"""PDF by pdfium: text with its pages, and the picture of a page with a passage marked in it."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from ctypes import c_double, c_int, create_string_buffer
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageDraw

from index.dates import find_date, parse_date
from index.first_lines import from_first_lines
from index.metadata import merge
from index.readers.blocks import Block, clean, compose, fold_spaces
from index.readers.news import mark_comments
from index.readers.pdf_layout import read_pages
from index.readers.pdf_line import RAISED_END, RAISED_START, Line, PageLines
from index.readers.pdf_shapes import frames_on, grounds_on, is_white
from index.types import Metadata, Reading, UnreadableFile

MOST_PAGES = 3_000
MOST_CHARACTERS_OF_A_PAGE = 200_000

_LOCK = threading.Lock()  # pdfium may be used by one thread at a time
_NO_TITLE = re.compile(
    r"(?:untitled|microsoft (?:word|powerpoint|excel)\b.*|.*\.(?:docx?|pdf|indd|qxd|rtf|odt|tex))",
    re.IGNORECASE,
)
_LIGATURES = {0xFB00 + at: plain for at, plain in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}
_MARK = (255, 214, 0, 110)
_LONGEST_SIDE = 2_200
_LEAST_SIZE = 2.0  # points: smaller print is there for machines, not for readers
_BELOW_BASE = 0.22  # of the size: how far letters reach below their base line
_NOTE_MARK = re.compile(r"\d{1,3}|[*\u2020\u2021\u00a7]{1,3}|[a-zA-Z]|[ivx]{1,4}")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


def read(raw: bytes, name: str, most_pages: int = MOST_PAGES) -> Reading:
    """The text of all pages in reading order. Raises UnreadableFile: encrypted, damaged, too long, or only pictures."""
    with _LOCK:
        document = _open(raw, name)
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


def render_page(raw: bytes, page: int, quote: str = "", *, scale: float = 2.0) -> bytes:
    """PNG of `page` (from 1) with the quote marked, at `scale` pixels a point, at most 2,200 pixels a side."""
    with _LOCK:
        document = _open(raw, "this PDF")
        try:
            sheet = _page(document, _checked(document, page))
            width, height = sheet.get_size()
            scale = min(scale, _LONGEST_SIDE / max(width, height, 1))
            picture = sheet.render(scale=scale).to_pil().convert("RGBA")
            boxes = _boxes_of(document, page, quote) if quote else ()
            to_device = [_on_picture(sheet, box, picture.size) for box in boxes]
        finally:
            document.close()
    layer = Image.new("RGBA", picture.size)
    draw = ImageDraw.Draw(layer)
    for corners in to_device:
        draw.rectangle(corners, fill=_MARK)
    png = io.BytesIO()
    Image.alpha_composite(picture, layer).convert("RGB").save(png, "PNG")
    return png.getvalue()


def _open(raw: bytes, name: str) -> Any:
    if b"%PDF-" not in raw[:1024]:
        raise UnreadableFile(f"{name}: this is not a PDF; give it its real ending")
    try:
        document = pdfium.PdfDocument(raw)
        if document.get_formtype() != pdfium_c.FORMTYPE_NONE:
            document.init_forms()
        return document
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise UnreadableFile(f"{name}: this PDF is encrypted; save it without a password") from None
        raise UnreadableFile(f"{name}: this PDF is damaged; open and save it again") from None


def _page(document: Any, number: int) -> Any:
    """The page, with what was filled into its forms set on it. Raises PdfiumError where it is damaged."""
    page = document[number - 1]
    if document.formenv is None:
        return page
    pdfium_c.FPDFPage_Flatten(page.raw, pdfium_c.FLAT_NORMALDISPLAY)
    page.close()
    return document[number - 1]  # only a page opened anew shows it


def _checked(document: Any, page: int) -> int:
    if not 1 <= page <= len(document):
        raise UnreadableFile(f"page {page} of a PDF of {len(document)} pages was asked for")
    return page


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


# ---------------------------------------------------------------- characters


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A character where it stands; an upright one is as high as its print is large, whatever its shape.

    What is not `printed` pdfium put there itself, for a gap or a line's end.
    """

    character: str
    left: float
    bottom: float
    right: float
    top: float
    index: int
    printed: bool

    @property
    def size(self) -> float:
        return self.top - self.bottom

    @property
    def base(self) -> float:
        return self.bottom + _BELOW_BASE * self.size


def _glyphs(textpage: Any) -> Iterator[_Glyph]:
    """The characters of a page in the order they were set; a line end has no extent."""
    box = pdfium_c.FS_RECTF()
    for index in range(min(textpage.count_chars(), MOST_CHARACTERS_OF_A_PAGE)):
        code = pdfium_c.FPDFText_GetUnicode(textpage.raw, index)
        if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000 or chr(code) in (RAISED_START, RAISED_END):
            continue
        pdfium_c.FPDFText_GetLooseCharBox(textpage.raw, index, box)
        bottom, top = _print_height(textpage, index) or (box.bottom, box.top)
        character = "-" if code in (0x02, 0xFFFE) else _LIGATURES.get(code, chr(code))
        printed = pdfium_c.FPDFText_IsGenerated(textpage.raw, index) != 1
        yield _Glyph(character, box.left, bottom, box.right, top, index, printed)


def _print_height(textpage: Any, index: int) -> tuple[float, float] | None:
    """Bottom and top of an upright character by its base line and font size; None for any other.

    The box that pdfium gives is in some fonts as high as the one letter, in others as the whole font.
    """
    matrix, across, base = pdfium_c.FS_MATRIX(), c_double(), c_double()
    if not pdfium_c.FPDFText_GetMatrix(textpage.raw, index, matrix) or abs(matrix.b) > 0.1 * abs(matrix.d):
        return None
    if not pdfium_c.FPDFText_GetCharOrigin(textpage.raw, index, across, base):
        return None
    size = pdfium_c.FPDFText_GetFontSize(textpage.raw, index) * matrix.d
    return (base.value - _BELOW_BASE * size, base.value + (1 - _BELOW_BASE) * size) if size > 0 else None


def _page_lines(document: Any, number: int) -> PageLines:
    try:
        page = _page(document, number)
        textpage = page.get_textpage()
    except pdfium.PdfiumError:
        return PageLines(number, 0.0, ())  # a damaged page is reported as one without text
    try:
        width, height = page.get_size()
        grounds = grounds_on(page)
        lines = []
        for run in _runs(_glyphs(textpage)):
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


def _runs(glyphs: Iterator[_Glyph]) -> Iterator[list[_Glyph]]:
    """Glyphs that stand on one line without a wide gap."""
    run: list[_Glyph] = []
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


def _stands_apart(run: list[_Glyph], glyph: _Glyph, *, ended: bool) -> bool:
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


def _line(run: list[_Glyph], textpage: Any, page: int) -> Line | None:
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


def _samples(run: list[_Glyph]) -> tuple[int, int, int]:
    """The places of a first, a middle and a last character of a run: what they are like, the others are."""
    inked = [glyph for glyph in run if not glyph.character.isspace()]
    return inked[0].index, inked[len(inked) // 2].index, inked[-1].index


def _with_raised(run: list[_Glyph], usual: _Glyph) -> str:
    """The characters of a run; a small number or sign that stands above its line is put between RAISED_START and RAISED_END."""

    def is_raised(glyph: _Glyph) -> bool:
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


# ---------------------------------------------------------------- places


def _boxes_of(document: Any, page: int, quote: str) -> tuple[Box, ...]:
    """Found by letters and digits alone, so that line breaks, hyphens and spaces do not matter."""
    textpage = _page(document, _checked(document, page)).get_textpage()
    try:
        glyphs = [glyph for glyph in _glyphs(textpage) if any(c.isalnum() for c in glyph.character)]
    finally:
        textpage.close()
    letters = [(c, glyph) for glyph in glyphs for c in glyph.character.casefold() if c.isalnum()]
    wanted = "".join(c for c in quote.casefold() if c.isalnum())
    start, length = _find_letters("".join(c for c, _ in letters), wanted)
    return _line_boxes([glyph for _, glyph in letters[start : start + length]])


def _find_letters(page: str, wanted: str) -> tuple[int, int]:
    """Where the quote stands among the letters of the page; of one that crosses pages, what is on this one."""
    if not wanted:
        return 0, 0
    if (start := page.find(wanted)) >= 0:
        return start, len(wanted)
    for length in range(len(wanted) - 1, 19, -1):
        for piece in (wanted[:length], wanted[-length:]):
            if (start := page.find(piece)) >= 0:
                return start, length
    return 0, 0


def _line_boxes(glyphs: list[_Glyph]) -> tuple[Box, ...]:
    boxes: list[Box] = []
    for glyph in glyphs:
        last = boxes[-1] if boxes else None
        if (
            last
            and abs(last.bottom - glyph.bottom) < 0.5 * glyph.size
            and -1 < glyph.left - last.right < 3 * glyph.size
        ):
            boxes[-1] = Box(
                min(last.left, glyph.left),
                min(last.bottom, glyph.bottom),
                max(last.right, glyph.right),
                max(last.top, glyph.top),
            )
        else:
            boxes.append(Box(glyph.left, glyph.bottom, glyph.right, glyph.top))
    return tuple(boxes)


def _on_picture(page: Any, box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The corners of a box in pixels, whatever the page's rotation."""
    across, down = c_int(), c_int()
    corners: list[tuple[int, int]] = []
    for x, y in ((box.left, box.bottom), (box.right, box.top)):
        pdfium_c.FPDF_PageToDevice(page.raw, 0, 0, size[0], size[1], 0, x, y, across, down)
        corners.append((across.value, down.value))
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


# ---------------------------------------------------------------- metadata


def _metadata(declared: dict[str, str], blocks: list[Block]) -> Metadata:
    """The declared title if it is one, else the largest words of the first page; dates only as the page gives them."""
    first_page = [block for block in blocks if block.pages and block.pages[0][1] == 1]
    title = fold_spaces(clean(declared.get("Title", "")))
    heading = next((block.text for block in first_page[:5] if block.kind == "heading"), "")
    is_title = len(title) > 4 and " " in title and not _NO_TITLE.fullmatch(title)
    opening = [block.text for block in first_page[:8] if len(block.text) < 200]
    return merge(
        Metadata(title=title if is_title else heading, issuer=_author(declared, first_page)),
        from_first_lines(opening),
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
