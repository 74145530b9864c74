"""Footnotes: a mark in the text becomes the source of the sentence that it ends, and leaves the text."""

from __future__ import annotations

import re

from index.readers.blocks import fold_spaces
from index.types import Mark, Source

_REFERENCE = re.compile(r"\s*\[\^([^\]\s]+)\]")
_PLAIN_LABEL = re.compile(r"[a-z]{0,4}\d+")
_SOURCE = re.compile(
    r'(?P<publisher>[^"\u201c]*?),?\s*["\u201c](?P<title>.*)["\u201d],?\s*'
    r"(?P<date>\d{4}(?:-\d\d){0,2})?\s*(?:\((?P<kind>[^()]*)\))?[.,]?\s*(?:<?(?P<url>https?://[^\s>]+)>?)?\.?"
)
_LINK = re.compile(r"<?(https?://[^\s>]+)>?")
_TELLS = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|may|might|must|shall|should|can|could|do|does|did|not|says?|said)\b"
)
_LONGEST_CITATION = 250
_SENTENCE_START = re.compile(
    r"(?<![.\s]\w)(?<!\b(?:Mr|Ms|Dr|St|No|vs|Co|Jr|Sr))(?<!\b(?:Mrs|Inc|Ltd|Art|Sec|Gov|Gen|Rep|Sen))"
    r"[.!?\u3002]+[\"'\u201d\u2019)]*\s+(?=[\"'\u201c\u2018(]*[A-Z0-9\u0370-\uffff])"
)


def read_source(note: str) -> Source:
    """A footnote such as `CISA, "Emergency Directive 22-02", 2022-04-08 (official). <https://...>`.

    One of another shape keeps its words as the title, and its first link.
    """
    line = fold_spaces(note)[:2000]
    if match := _SOURCE.fullmatch(line):
        return Source(**{key: (value or "").strip() for key, value in match.groupdict().items()})
    link = _LINK.search(line)
    return Source(title=_LINK.sub("", line).strip(" .,"), url=link[1] if link else "")


def is_citation(note: str) -> bool:
    """Whether a footnote only names what it draws on, and tells nothing itself: it has no verb that English notes do with.

    >>> is_citation("Audit Court, Report 2025/31"), is_citation("Two firms did not answer.")
    (True, False)
    """
    return bool(_SOURCE.fullmatch(fold_spaces(note))) or not (
        _TELLS.search(note) or len(note) > _LONGEST_CITATION
    )


def take_marks(text: str, sources: dict[str, Source]) -> tuple[str, tuple[Mark, ...]]:
    """`text` without footnote marks, and for each mark the sentence (or clause) that it ends."""
    kept: list[str] = []
    ends: list[tuple[int, str]] = []
    length, read_to = 0, 0
    for match in _REFERENCE.finditer(text):
        if match[1] not in sources and not _PLAIN_LABEL.fullmatch(match[1]):
            continue  # a pattern in code, such as [^a-z]
        kept.append(text[read_to : match.start()])
        length += match.start() - read_to
        read_to = match.end()
        ends.append((length, match[1]))
    plain = "".join(kept) + text[read_to:]
    marks: list[Mark] = []
    previous = floor = 0
    for end, label in ends:
        if end != previous:
            floor, previous = previous, end
        start = _sentence_start(plain, floor, end)
        closing = re.compile(r"[.!?,;:\u3002]*[\"'\u201d\u2019)]*").match(plain, end)
        stop = (
            closing.end()
            if closing and not plain[max(0, end - 4) : end].rstrip().endswith((".", "!", "?"))
            else end
        )
        if start < stop and label in sources:
            marks.append(Mark(start, stop, sources[label]))
    return plain, tuple(marks)


def _sentence_start(text: str, floor: int, end: int) -> int:
    """Where the last sentence of `text[floor:end]` begins."""
    starts = [match.end() for match in _SENTENCE_START.finditer(text, floor, end)]
    start = max([floor, text.rfind("\n", floor, end) + 1, *(start for start in starts if start < end)])
    return start + len(text[start:end]) - len(text[start:end].lstrip(" \n.,;:\"'\u201d)"))
