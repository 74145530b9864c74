"""Where a quote stands today in the document that it was cited from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.types import Document


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What became of a quote since it was cited, and the document that was looked into.

    `status` is found (where it was), moved (elsewhere, in one place), ambiguous (elsewhere, in several places),
    changed (the document no longer says it) or gone (no such document). `starts` are the places it stands in now;
    of one found where it was, no others.
    """

    status: str
    document: Document | None = None
    starts: tuple[int, ...] = ()


def find_quote(document: Document | None, quote: str, start: int) -> Whereabouts:
    """Where the words cited from `start` on stand in their document as it is today, None if that is no more.

    A file that was renamed is still that document: `Index.document` finds it by the hash in its citations.
    """
    if document is None:
        return Whereabouts("gone")
    if document.text[start : start + len(quote)] == quote:
        return Whereabouts("found", document, (start,))
    starts = tuple(match.start() for match in re.finditer(re.escape(quote), document.text))
    status = "moved" if len(starts) == 1 else "ambiguous" if starts else "changed"
    return Whereabouts(status, document, starts)
