"""Bytes to text: any encoding people save in, and a clear no to bytes that are not text."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from index.readers.code_pages import latin_page
from index.types import UnreadableFile

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF", ".pdf"),
    (b"PK\x03\x04", "a ZIP archive or an Office file", ".docx"),
    (b"\xd0\xcf\x11\xe0", "an old Office file", ".docx after saving it as such"),
    (b"{\\rtf", "a rich text file", ".docx after saving it as such"),
    (b"\x89PNG", "a picture", ""),
    (b"\xff\xd8\xff", "a picture", ""),
    (b"GIF8", "a picture", ""),
    (b"\x1f\x8b", "a compressed file", ""),
    (b"BZh", "a compressed file", ""),
    (b"\xfd7zXZ", "a compressed file", ""),
    (b"7z\xbc\xaf", "a compressed file", ""),
    (b"\x7fELF", "a program", ""),
    (b"MZ\x90", "a program", ""),
    (b"SQLite format 3", "a database", ""),
)
_SAMPLE = 200_000
_WHOLE_FOR_A_BROKEN = 20
# Bytes that no encoding of text in use has, and that programs and pictures are full of.
_NOT_TEXT = frozenset(range(0x00, 0x09)) | frozenset(range(0x0E, 0x1B)) | {0x7F}


def signature(raw: bytes) -> tuple[str, str] | None:
    """What the first bytes say the file is, and the ending it should have; None for what may be text."""
    return next(((what, ending) for start, what, ending in _SIGNATURES if raw.startswith(start)), None)


def decode(raw: bytes, name: str) -> str:
    """The text of `raw`, by byte order mark, UTF-8, or the likeliest encoding.

    Raises UnreadableFile for an empty file, for a binary, and where no encoding fits.
    """
    if not raw.strip():
        raise UnreadableFile(f"{name}: the file is empty")
    if found := signature(raw):
        what, ending = found
        remedy = f"name it {ending}" if ending else "take it out of the corpus"
        raise UnreadableFile(f"{name}: this is {what}, not text; {remedy}")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return _strictly(raw, encoding, name)
    if b"\x00" not in raw and (text := _as_utf8(raw)):
        return text
    if encoding := _without_mark(raw):
        return _strictly(raw, encoding, name)
    sample = raw[:_SAMPLE]
    if sum(byte in _NOT_TEXT for byte in sample[:4096]) > len(sample[:4096]) / 100:
        raise UnreadableFile(
            f"{name}: these bytes are not text; take the file out or give it its real ending"
        )
    if page := latin_page(sample):
        return raw.decode(page, errors="replace")
    matches = [match for opening in _openings(raw) if (match := from_bytes(opening).best())]
    if not matches:
        raise UnreadableFile(f"{name}: no text encoding fits these bytes; save the file as UTF-8")
    return raw.decode(min(matches).encoding, errors="replace")


def _as_utf8(raw: bytes) -> str:
    """The text where it is UTF-8, if with a stray byte here and there or cut within its last character; else "".

    What is broken becomes U+FFFD. Text in other encodings has hardly a character that is whole in this one.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", "ignore")) - broken
    is_cut = broken == 1 and text.endswith("\ufffd") and whole > 0
    return text if is_cut or broken * _WHOLE_FOR_A_BROKEN < whole else ""


def _openings(raw: bytes) -> list[bytes]:
    """The first bytes up to the end of a line; of endless lines up to several places, one of which ends a character."""
    if len(raw) <= _SAMPLE:
        return [raw]
    sample = raw[:_SAMPLE]
    end = sample.rfind(b"\n") + 1
    return [sample[:end]] if end > _SAMPLE // 2 else [sample[: _SAMPLE - cut] for cut in range(4)]


def _without_mark(raw: bytes) -> str:
    """UTF-16 saved without its mark shows in where the zero bytes stand."""
    sample = raw[: _SAMPLE // 2 * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(raw) % 2 or max(even, odd) < len(sample) / 8 or min(even, odd) > max(even, odd) / 20:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _strictly(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{name}: the bytes break off being {encoding} at byte {error.start}; save the file as UTF-8"
        ) from None
