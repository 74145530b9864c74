"""What every reading must be, whatever it was read from."""

from __future__ import annotations

from itertools import pairwise

from index.types import Reading

KINDS = {"text", "heading", "list", "table", "status", "code", "comment", "boilerplate"}


def assert_lawful(reading: Reading) -> None:
    """Parts are sorted, apart and inside the text; marks and pages are inside; nothing is padded with white space."""
    text = reading.text
    for part in reading.parts:
        assert 0 <= part.start < part.end <= len(text)
        assert part.kind in KINDS
        assert text[part.start : part.end] == text[part.start : part.end].strip("\n")
    assert all(before.end <= after.start for before, after in pairwise(reading.parts))
    assert all(0 <= mark.start < mark.end <= len(text) for mark in reading.marks)
    assert list(reading.page_starts) == sorted(reading.page_starts)
    assert all(0 <= start <= len(text) for start in reading.page_starts)
    assert "\r" not in text
    assert "\x00" not in text


def of_kind(reading: Reading, kind: str) -> list[str]:
    """The words of every part of one kind, in order."""
    return [reading.text[part.start : part.end] for part in reading.parts if part.kind == kind]


def body(reading: Reading) -> str:
    """All running text that may be quoted as what the document says."""
    return "\n\n".join(of_kind(reading, "text"))
