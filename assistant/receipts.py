"""Where a quote stands today in the document it was cited from, and so for every citation of an exported answer."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from assistant.checking.reading import sentences_of
from index.types import Document

# A document by its id or, where no document has that id any more, by the hash of its file.
Load = Callable[[str, str], Document | None]
# What became of a quote: it is where it was, elsewhere in its document in one place or in several, no longer in it,
# or there is no such document.
Status = Literal["found", "moved", "ambiguous", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """What became of one quote since it was cited.

    `start`..`end` is where it stands now, if that is one place; `places` counts them if they are several. Of a
    changed one `now` is the sentence most like it, if any. `renamed` is the document's id today where its file has
    got another name.
    """

    number: int
    document: str
    quote: str
    status: Status
    start: int = 0
    end: int = 0
    now: str = ""
    places: int = 0
    renamed: str = ""


def find_quote(document: Document | None, quote: str, start: int) -> tuple[Status, tuple[int, ...]]:
    """What became of the words cited from `start` on, and the places they stand in now: of those found, no others.

    A file that was renamed is still that document: `Index.document` finds it by the hash in its citations.
    """
    if document is None:
        return "gone", ()
    if document.text[start : start + len(quote)] == quote:
        return "found", (start,)
    starts = tuple(match.start() for match in re.finditer(re.escape(quote), document.text))
    return ("moved" if len(starts) == 1 else "ambiguous" if starts else "changed"), starts


def check_receipt(receipt: object, load_document: Load) -> list[ReceiptLine]:
    """Every citation of an exported answer or conversation (parsed JSON), looked up in the corpus as it is now.

    A renamed file is found by the hash that exported citations carry; without one, its document is gone.
    """
    return [_check_citation(citation, load_document) for citation in _citations(receipt)]


def _citations(value: object) -> Iterator[Mapping[str, Any]]:
    """The citations at any depth: an answer has a list of them, a conversation a list of answers."""
    if isinstance(value, Mapping):
        if isinstance(value.get("quote"), str) and isinstance(value.get("document"), str):
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _citations(part)


def _check_citation(citation: Mapping[str, Any], load_document: Load) -> ReceiptLine:
    id, quote, hash = citation["document"], citation["quote"], citation.get("hash")
    document = load_document(id, hash if isinstance(hash, str) else "")
    status, starts = find_quote(document, quote, _whole(citation.get("start")))
    line = ReceiptLine(_whole(citation.get("number")), id, quote, status)
    if document is None:
        return line
    if document.id != id:
        line = replace(line, renamed=document.id)
    if status == "ambiguous":
        return replace(line, places=len(starts))
    if status == "changed":
        alike = difflib.get_close_matches(quote, sentences_of(document.text), n=1, cutoff=0.6)
        return replace(line, now=alike[0] if alike else "")
    [start] = starts
    return replace(line, start=start, end=start + len(quote))


def _whole(value: object) -> int:
    """The value if it is a whole number from 0 on, else 0: a receipt may have been through other hands."""
    return value if isinstance(value, int) and value >= 0 else 0
