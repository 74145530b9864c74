"""MHTML, a page saved by a browser as one file: the page itself, by the reader of HTML."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy

from index.metadata import merge
from index.readers.html import reader as html
from index.readers.html.declared import from_address
from index.types import Reading, UnreadableFile


def read(raw: bytes, name: str) -> Reading:
    """The page's main text, with the address it was saved from. Raises UnreadableFile where there is no page in it."""
    archive = message_from_bytes(raw, policy=policy.default)
    pages = (
        part for part in archive.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")
    )
    page = next(pages, None)
    content = page.get_payload(decode=True) if page else None
    if page is None or not isinstance(content, bytes):
        raise UnreadableFile(f"{name}: this holds no page saved by a browser; save it again")
    reading = html.read(content, name)
    address = str(page["Content-Location"] or archive["Snapshot-Content-Location"] or "")
    return replace(reading, metadata=merge(reading.metadata, from_address(address)))
