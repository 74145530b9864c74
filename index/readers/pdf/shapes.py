"""What is drawn on a page behind its words: frames about them, and grounds on which white words can be read."""

from __future__ import annotations

from ctypes import c_uint
from itertools import islice
from typing import Any

import pypdfium2.raw as pdfium_c

from index.readers import limits
from index.readers.pdf.line import Rectangle

_LEAST_FRAME = 20.0  # points: a few lines could stand in it
_WHITE = 250  # of 255 in each colour
_GROUNDS = [
    pdfium_c.FPDF_PAGEOBJ_PATH,
    pdfium_c.FPDF_PAGEOBJ_IMAGE,
    pdfium_c.FPDF_PAGEOBJ_SHADING,
    pdfium_c.FPDF_PAGEOBJ_FORM,
]


def frames_on(page: Any) -> tuple[Rectangle, ...]:
    """The rectangles on a page in which a few lines could stand."""
    shapes = islice(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH]), limits.PAGE_SHAPES)
    frames = [Rectangle(*shape.get_bounds()) for shape in shapes]
    return tuple(f for f in frames if min(f.right - f.left, f.top - f.bottom) >= _LEAST_FRAME)


def grounds_on(page: Any) -> tuple[Rectangle, ...]:
    """Where a page is not white: behind pictures, and what is filled with a colour."""
    shapes = islice(page.get_objects(filter=_GROUNDS, max_depth=1), limits.PAGE_SHAPES)
    return tuple(Rectangle(*shape.get_bounds()) for shape in shapes if not _is_white_shape(shape))


def is_white(textpage: Any, index: int) -> bool:
    """Whether a character is printed in white, or in no colour at all."""
    channels = [c_uint() for _ in range(4)]
    if not pdfium_c.FPDFText_GetFillColor(textpage.raw, index, *channels):
        return False
    red, green, blue, opacity = (channel.value for channel in channels)
    return opacity == 0 or min(red, green, blue) >= _WHITE


def _is_white_shape(shape: Any) -> bool:
    """Whether it is a path that shows no colour inside; of anything else that is not known."""
    if shape.type != pdfium_c.FPDF_PAGEOBJ_PATH:
        return False
    channels = [c_uint() for _ in range(4)]
    if not pdfium_c.FPDFPageObj_GetFillColor(shape.raw, *channels):
        return False
    red, green, blue, opacity = (channel.value for channel in channels)
    return opacity == 0 or min(red, green, blue) >= _WHITE
