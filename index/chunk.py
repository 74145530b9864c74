"""A reading cut into sentences, and sentences gathered into chunks, with exact offsets (pure)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

import sentencex

from index.types import Chunk, Document, Part, Reading, Sentence

# A chunk of about a paragraph finds best (128 tokens beat 256 and 512 where it was measured).
CHUNK_WORDS = 110
# What is longer than this without a full stop is no sentence anybody would quote.
SENTENCE_CHARACTERS = 700
# What leads in to a list says what its items are; a longer sentence says something itself.
LEAD_IN_CHARACTERS = 240
UNQUOTED_KINDS = frozenset({"heading", "boilerplate"})

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_LINE = re.compile(r"[^\n]+")
_UNPARTED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")
# A stop between Latin letters ends no sentence, nor does that of a version such as "v2.*".
_INSIDE_WORD = re.compile(r"[.!?][A-Za-z*]")
# The number of a list's item is no sentence of its own, nor is what ends in an abbreviation.
_ITEM_NUMBER = re.compile(r"\s*\(?\d{1,3}[.)]\s*")
_ABBREVIATED = re.compile(r"[(\[](?:[A-Z]\.\s*)+$|\b(?:Pub|Ft|Mt|Ph\.D)\.\s*$")
_BEFORE_NUMBER = re.compile(r"\b(?:paras?|approx|arts?|regs?|subparas?|vols?|ch)\.\s*$", re.IGNORECASE)
# "4:15 p.m. Eastern time": behind the hour its zone.
_HOUR = re.compile(r"\d\s?[ap]\.\s?m\.\s*$", re.IGNORECASE)
_ZONE = re.compile(r"\(?(?:UTC|GMT|[A-Z]{1,4}T\b|(?:U\.?S\.? )?(?:[A-Z]\w+ ){1,3}[Tt]ime\b)")
# Names that end in an exclamation mark: somewhere it is followed by what begins no sentence, or a title holds it.
_MARKED_NAME = re.compile(r"\b\w+!(?=[,;:)]| [a-z])")
_MARKED_IN_TITLE = re.compile(r"\b\w+!(?= ?\S)")
_LEADS_IN = (":", "：")
_SOFT_BREAK = re.compile(r"[;:,\s、，]\s*")


def split_sentences(reading: Reading) -> tuple[Sentence, ...]:
    """Every sentence of the reading that may be quoted, in order; none crosses a part or a paragraph.

    >>> [s.start for s in split_sentences(Reading("It holds. It ends."))]
    [0, 10]
    """
    names = marked_names(reading)
    return tuple(
        Sentence(start, end, kind=part.kind, label=part.label)
        for part in _quotable_parts(reading)
        for start, end in _spans(reading.text, part, reading.metadata.language or "en", names)
    )


def text_start(reading: Reading) -> int:
    """Where the reading's first sentence begins that may be quoted; its end where it has none.

    >>> text_start(Reading("  It holds."))
    2
    """
    places = (place for part in _quotable_parts(reading) for place in range(part.start, part.end))
    return next((place for place in places if not reading.text[place].isspace()), len(reading.text))


def _quotable_parts(reading: Reading) -> list[Part]:
    parts = reading.parts or (Part(0, len(reading.text)),)
    return [part for part in parts if part.kind not in UNQUOTED_KINDS]


def marked_names(reading: Reading) -> tuple[str, ...]:
    """The names in the reading that end in an exclamation mark, which ends no sentence wherever they stand."""
    titled = _MARKED_IN_TITLE.findall(reading.metadata.title)
    return tuple(sorted({*titled, *_MARKED_NAME.findall(reading.text)}))


def cut_chunks(document: Document) -> tuple[Chunk, ...]:
    """Neighbouring sentences of one kind under one heading, up to about CHUNK_WORDS words a chunk."""
    sentences = split_sentences(document.reading)
    return tuple(
        _chunk(document, group)
        for _, alike in groupby(sentences, key=lambda s: (s.kind == "comment", s.label))
        for group in _groups(document.text, alike)
    )


def context_of(title: str, label: str, lead: str = "") -> str:
    """What stands before a sentence when it is embedded: its document's title, the last heading above it, what leads in.

    >>> context_of("Router advisory", "Mitigations > Vendor fix", "Operators should:")
    'Router advisory. Vendor fix. Operators should: '
    """
    heading = label.rsplit(" > ", 1)[-1].strip()
    names = [title.strip()] if heading.casefold() in title.casefold() else [title.strip(), heading]
    return "".join(f"{name.rstrip('.')}. " for name in names if name) + (f"{lead} " if lead else "")


def lead_in(reading: Reading, place: int) -> Sentence | None:
    """The sentence that leads in to the list around `place`, as "Operators should:" does; None where none does."""
    part, before = _part_at(reading, place)
    if part is None or before is None or part.kind != "list" or before.kind != "text":
        return None
    if not reading.text[before.start : before.end].endswith(_LEADS_IN):
        return None
    paragraph = max(before.start, reading.text.rfind("\n\n", before.start, before.end))
    language = reading.metadata.language or "en"
    *_, (start, end) = [(0, 0), *_spans(reading.text, replace(before, start=paragraph), language, ())]
    return Sentence(start, end, before.kind, before.label) if 0 < end - start <= LEAD_IN_CHARACTERS else None


def led_in(reading: Reading, lead: Sentence) -> tuple[Sentence, ...]:
    """The items of the list that the sentence leads in to, a line each; none where it leads in to none."""
    if not reading.text[lead.start : lead.end].endswith(_LEADS_IN):
        return ()
    part, _ = _part_at(reading, reading.text.find("\n\n", lead.end) + len("\n\n"))
    if part is None or part.kind != "list" or reading.text[lead.end : part.start].strip():
        return ()
    lines = _LINE.finditer(reading.text, part.start, part.end)
    spans = [span for line in lines for span in _stripped(reading.text, line.start(), line.end())]
    return tuple(Sentence(start, end, kind=part.kind, label=part.label) for start, end in spans)


def _part_at(reading: Reading, place: int) -> tuple[Part | None, Part | None]:
    """The part that holds `place`, and the one before it."""
    number = bisect_right(reading.parts, place, key=lambda part: part.start) - 1
    if number < 0 or place >= reading.parts[number].end:
        return None, None
    return reading.parts[number], reading.parts[number - 1] if number else None


def count_words(text: str) -> int:
    """How many words; where a script does not part them, two characters count as one, and elsewhere twelve.

    >>> count_words("warned twice"), count_words("政府は警告した。")
    (2, 3)
    """
    unparted = sum(len(run) for run in _UNPARTED.findall(text))
    return max(len(text.split()), unparted // 2, len(text) // 12)


def _groups(text: str, sentences: Iterable[Sentence]) -> Iterator[list[Sentence]]:
    group: list[Sentence] = []
    words = 0
    for sentence in sentences:
        length = count_words(text[sentence.start : sentence.end])
        starts_paragraph = bool(group) and "\n\n" in text[group[-1].end : sentence.start]
        full = words + length > CHUNK_WORDS or (starts_paragraph and words > CHUNK_WORDS // 2)
        if group and full:
            yield group
            group, words = [], 0
        group.append(sentence)
        words += length
    if group:
        yield group


def _chunk(document: Document, sentences: list[Sentence]) -> Chunk:
    start, end = sentences[0].start, sentences[-1].end
    return Chunk(
        document=document.id,
        start=start,
        end=end,
        text=document.text[start:end],
        label=sentences[0].label,
        sentences=tuple(sentences),
    )


def _spans(text: str, part: Part, language: str, names: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    pattern = _LINE if part.kind in {"table", "list"} else _PARAGRAPH
    for paragraph in pattern.finditer(text, part.start, part.end):
        for start, end in _sentence_spans(text, paragraph.start(), paragraph.end(), language, names):
            yield from _bounded(text, start, end)


def _sentence_spans(
    text: str, start: int, end: int, language: str, names: tuple[str, ...]
) -> Iterator[tuple[int, int]]:
    first = start
    for boundary in sentencex.get_sentence_boundaries(language, text[start:end]):
        last = start + boundary["end_index"]
        if last < end and _goes_on(text, first, last, names):
            continue
        yield first, last
        first = last


def _goes_on(text: str, first: int, last: int, names: tuple[str, ...]) -> bool:
    """Whether the sentence goes on beyond `last`, where the splitter would end it: "non-U.|S. affiliates"."""
    said = text[first:last]
    following = text[last : last + 40].lstrip()
    return bool(
        _INSIDE_WORD.match(text, last - 1)
        or _ITEM_NUMBER.fullmatch(said)
        or _ABBREVIATED.search(said)
        or (following[:1].isdigit() and _BEFORE_NUMBER.search(said))
        or (_ZONE.match(following) and _HOUR.search(said))
        or (names and said.rstrip().endswith(names))
    )


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without white space at its ends, in pieces of at most SENTENCE_CHARACTERS."""
    while end - start > SENTENCE_CHARACTERS:
        breaks = list(
            _SOFT_BREAK.finditer(text, start + SENTENCE_CHARACTERS // 2, start + SENTENCE_CHARACTERS)
        )
        cut = breaks[-1].end() if breaks else start + SENTENCE_CHARACTERS
        yield from _stripped(text, start, cut)
        start = cut
    yield from _stripped(text, start, end)


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if any(character.isalnum() for character in text[start:end]):
        yield start, end
