"""Letters without their accents."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=100_000)
def without_accents(text: str) -> str:
    """The text in compatibility form, without what stands over or under its letters.

    >>> without_accents("NÚKIB")
    'NUKIB'
    """
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
