"""The characters of a PDF's page, each where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_double
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium_c

from index.readers import limits
from index.readers.pdf.line import RAISED_END, RAISED_START

_LIGATURES = {0xFB00 + at: plain for at, plain in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}
_BELOW_BASE = 0.22  # of the size: how far letters reach below their base line


@dataclass(frozen=True, slots=True)
class Glyph:
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


def glyphs_of(textpage: Any) -> Iterator[Glyph]:
    """The characters of a page in the order they were set; a line end has no extent."""
    box = pdfium_c.FS_RECTF()
    for index in range(min(textpage.count_chars(), limits.PAGE_CHARACTERS)):
        code = pdfium_c.FPDFText_GetUnicode(textpage.raw, index)
        if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000 or chr(code) in (RAISED_START, RAISED_END):
            continue
        pdfium_c.FPDFText_GetLooseCharBox(textpage.raw, index, box)
        bottom, top = _print_height(textpage, index) or (box.bottom, box.top)
        character = "-" if code in (0x02, 0xFFFE) else _LIGATURES.get(code, chr(code))
        printed = pdfium_c.FPDFText_IsGenerated(textpage.raw, index) != 1
        yield Glyph(character, box.left, bottom, box.right, top, index, printed)


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
