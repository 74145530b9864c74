"""The picture of a PDF's page, with a passage marked in it."""

from __future__ import annotations

import io
from ctypes import c_int
from typing import Any

import pypdfium2.raw as pdfium_c
from PIL import Image, ImageDraw

from index.readers.pdf.file import LOCK, open_pdf, page_of
from index.readers.pdf.glyphs import Glyph, glyphs_of
from index.readers.pdf.line import Rectangle
from index.types import UnreadableFile

_MARK = (255, 214, 0, 110)
_LONGEST_SIDE = 2_200


def render_page(raw: bytes, page: int, quote: str = "", *, scale: float = 2.0) -> bytes:
    """PNG of `page` (from 1) with the quote marked, at `scale` pixels a point, at most 2,200 pixels a side."""
    with LOCK:
        document = open_pdf(raw, "this PDF")
        try:
            sheet = page_of(document, _checked(document, page))
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


def _checked(document: Any, page: int) -> int:
    if not 1 <= page <= len(document):
        raise UnreadableFile(f"page {page} of a PDF of {len(document)} pages was asked for")
    return page


def _boxes_of(document: Any, page: int, quote: str) -> tuple[Rectangle, ...]:
    """Found by letters and digits alone, so that line breaks, hyphens and spaces do not matter."""
    textpage = page_of(document, _checked(document, page)).get_textpage()
    try:
        glyphs = [glyph for glyph in glyphs_of(textpage) if any(c.isalnum() for c in glyph.character)]
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


def _line_boxes(glyphs: list[Glyph]) -> tuple[Rectangle, ...]:
    boxes: list[Rectangle] = []
    for glyph in glyphs:
        last = boxes[-1] if boxes else None
        if (
            last
            and abs(last.bottom - glyph.bottom) < 0.5 * glyph.size
            and -1 < glyph.left - last.right < 3 * glyph.size
        ):
            boxes[-1] = Rectangle(
                min(last.left, glyph.left),
                min(last.bottom, glyph.bottom),
                max(last.right, glyph.right),
                max(last.top, glyph.top),
            )
        else:
            boxes.append(Rectangle(glyph.left, glyph.bottom, glyph.right, glyph.top))
    return tuple(boxes)


def _on_picture(page: Any, box: Rectangle, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The corners of a box in pixels, whatever the page's rotation."""
    across, down = c_int(), c_int()
    corners: list[tuple[int, int]] = []
    for x, y in ((box.left, box.bottom), (box.right, box.top)):
        pdfium_c.FPDF_PageToDevice(page.raw, 0, 0, size[0], size[1], 0, x, y, across, down)
        corners.append((across.value, down.value))
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
