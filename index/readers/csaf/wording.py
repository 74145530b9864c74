"""The words of sentences made from CSAF fields: names listed, dates written out, paragraphs of notes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from datetime import date

from index.readers.blocks import clean, fold_spaces

MOST_NAMES_IN_A_SENTENCE = 12
# What names may take of a sentence: with its other words it stays shorter than the chunker cuts at.
CHARACTERS_OF_NAMES = 400
_MISSING_SPACE = re.compile(r"(?<=[a-z)\]])\.(?=(?:CVE-\d|CWE-\d|A CVSS|An? [a-z]|The [a-z]))")
_BULLET = re.compile(r"^(?:[-*\u2022\u00b7]\s*)+")


def paragraphs_of(text: object) -> Iterator[str]:
    """Paragraphs of a note: lines broken in mid-sentence are joined, bullets dropped, missing spaces put in."""
    if not isinstance(text, str):
        return
    paragraphs: list[list[str]] = [[]]
    for line in clean(html.unescape(text)).split("\n"):
        words_of_line = fold_spaces(line)
        if not words_of_line:
            paragraphs.append([])
        elif _goes_on(paragraphs[-1]) and not _BULLET.match(words_of_line):
            paragraphs[-1].append(words_of_line)
        else:
            paragraphs.append(list(filter(None, [_BULLET.sub("", words_of_line)])))
    yield from (_MISSING_SPACE.sub(". ", " ".join(lines)) for lines in paragraphs if lines)


def _goes_on(lines: list[str]) -> bool:
    """Whether a paragraph of these lines does not end with them."""
    return bool(lines) and not lines[-1].endswith((".", "!", "?", ":"))


def ended(text: str) -> str:
    """The text with a full stop, unless it ends a sentence already."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def some(names: Iterable[str]) -> str:
    """As many of the names as fit a sentence, with a count of those left out."""
    listed = [name for name in names if name]
    return join_names(listed, most=min(MOST_NAMES_IN_A_SENTENCE, most_that_fit(listed)))


def join_names(names: Iterable[str], *, most: int = 0) -> str:
    """Names as a sentence lists them, with a count of those left out beyond `most`.

    >>> join_names(["A", "B", "C"]), join_names(["A", "B", "C"], most=1)
    ('A, B and C', 'A and 2 more')
    """
    listed = [name for name in names if name]
    shown = listed[:most] if most and len(listed) > most else listed
    if len(shown) < len(listed):
        shown = [*shown, f"{len(listed) - len(shown)} more"]
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1]))) if shown else ""


def batch_names(names: Iterable[str]) -> list[list[str]]:
    """The names in as few runs as fit a sentence that can still be quoted whole.

    >>> batch_names(["A", "B"]), batch_names([])
    ([['A', 'B']], [])
    """
    batches: list[list[str]] = []
    room = 0
    for name in filter(None, names):
        if room < len(name):
            batches.append([])
            room = CHARACTERS_OF_NAMES
        batches[-1].append(name)
        room -= len(name) + len(", ")
    return batches


def most_that_fit(names: Iterable[str]) -> int:
    """How many of the names, from the first on, fit a sentence."""
    return len(next(iter(batch_names(names)), []))


def day_of(iso: str) -> str:
    """A date as people write it, with its ISO form.

    >>> day_of("2022-06-28")
    '28 June 2022 (2022-06-28)'
    """
    if len(iso) < 10:
        return iso
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B} {day.year} ({iso})"
