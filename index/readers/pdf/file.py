"""A PDF opened by pdfium, and its pages as they are read and shown."""

from __future__ import annotations

import threading
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from index.types import UnreadableFile

LOCK = threading.Lock()  # pdfium may be used by one thread at a time


def open_pdf(raw: bytes, name: str) -> Any:
    """The document, to be closed. Raises UnreadableFile where it is none, damaged or encrypted."""
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


def page_of(document: Any, number: int) -> Any:
    """The page, with what was filled into its forms set on it. Raises PdfiumError where it is damaged."""
    page = document[number - 1]
    if document.formenv is None:
        return page
    pdfium_c.FPDFPage_Flatten(page.raw, pdfium_c.FLAT_NORMALDISPLAY)
    page.close()
    return document[number - 1]  # only a page opened anew shows it
