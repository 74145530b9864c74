"""Which documents a question means by what they are called: a title in full, a description, or a mention among other words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from math import log

from assistant.asking.content_words import content_words
from assistant.asking.fields.by_wording import OTHER, wordings
from assistant.asking.fields.table import is_in_set_form
from assistant.asking.fields.words import is_plain, is_small
from assistant.asking.masks import TITLE
from assistant.asking.meanings import stems
from assistant.language.dates import Date, take_dates
from assistant.language.words import STOP_WORDS, blanked, stem
from index.storage.records import Entries, Entry, made_once
from index.storage.snapshot import Snapshot

# Of how many documents that a name fits, newest first, an answer is given.
MOST_DOCUMENTS = 5
# By how much less rare the names are that an advisory holds which is as good a match as another.
_AS_GOOD = 0.5
# How rare (log of advisories to those with the word) the names must be that settle which advisory is meant.
_LEAST_RARITY = 4.0
# A small word is a name where so few advisories' products are called so.
_FEW_CALLED = 12
# Fewer words of a title may be said without being meant.
FEWEST_TITLE_WORDS = 2
_WORD = re.compile(r"\w+")
_OF_DATE = re.compile(r"(?:\b(?:of|from|dated) (?:the )?|\()[\w ,.-]*\b(?:19|20)\d\d\b[-\d]*")
_HYPHENATED = re.compile(r"\w+(?:-\w+)*")
_OWNER = re.compile(r"\b\w+['’]s\s+$")
_UPDATE = re.compile(r"\s*\(update \w+\)\s*$", re.IGNORECASE)
_OPENS_CLAUSE = re.compile(r"^\W*|[.;:!?]\s+")
_LETTERS_OR_DIGITS = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Mention:
    """The documents that a question calls by a name, newest first, and its text with a mark in the name's place.

    `titled` says that it is a title in full; `misdated` is the date by which it names an advisory where those
    of that name are of others, or empty.
    """

    documents: tuple[int, ...]
    masked: str
    titled: bool = False
    misdated: str = ""


def find_mention(text: str, snapshot: Snapshot, entries: Entries) -> Mention:
    """The documents that the text calls by a title in full, else by a description, else among its other words."""
    documents, masked = mask_title(text, entries)
    if documents:
        return Mention(newest_first(documents, entries), masked, titled=True)
    documents, masked = mask_description(text, entries)
    if documents:
        return Mention(documents, masked)
    if misdated := is_misdated(text, entries):
        return Mention((), text, misdated=misdated)
    return Mention(*mask_mention(text, snapshot, entries))


def words_called(numbers: Iterable[int], entries: Entries) -> frozenset[str]:
    """The words, in small letters, of what these documents and the products they are about are called."""
    return frozenset(chain.from_iterable(called_words(entries[number]) for number in numbers))


def mask_title(text: str, entries: Entries) -> tuple[tuple[int, ...], str]:
    """The documents whose title the text says in full, the longest alone, and the text with a mark in its place."""
    said = words_of(text).split()
    titles = titles_of(entries)
    found = {
        title: numbers
        for place, opening in enumerate(pairwise(said))
        for title, numbers in titles.get(opening, {}).items()
        if said[place : place + len(title)] == list(title)
    }
    if not found:
        return (), text
    longest = max(found, key=lambda title: (len(" ".join(title)), title))
    pattern = r"\W+".join(map(re.escape, longest))
    masked = re.sub(
        rf"(?<!\w){pattern}(?!\w)(?:\s*\(update \w+\))?", TITLE, text, count=1, flags=re.IGNORECASE
    )
    return found[longest], masked


def mask_description(
    text: str, entries: Entries, *, fewest: int = FEWEST_TITLE_WORDS, most: int = MOST_DOCUMENTS
) -> tuple[tuple[int, ...], str]:
    """The advisories on products that the text describes without their titles, newest first, and the text with a mark instead.

    "Where is the vendor of the Acme advisory of May 2031 on pumps at home?" describes those first published
    in that month whose title or products hold the names that it says. None, and the text as it is, where it
    names too little, or something that they do not hold.
    """
    dates, undated = take_dates(text)
    if len(dates) > 1 or not all(date.month and date.year for date in dates):
        return (), text
    called = advisories_by_word(entries)
    described = (
        frozenset(n for n in called.words if is_of(dates, entries[n])) if dates else called.words.keys()
    )

    def is_told(word: str) -> bool:
        return not called.held(word).isdisjoint(described)

    words = [m for m in _WORD.finditer(undated) if m[0].casefold() not in STOP_WORDS]
    names = [
        m
        for m in words
        if not m[0].islower()
        and not (is_plain(m[0]) and (m is words[0] or m[0].isupper() or not is_told(m[0].casefold())))
    ]
    bound = {
        m[0].casefold() for m in names if is_told(m[0].casefold()) or not is_asking(m[0], opens=m is words[0])
    }
    if len(bound) + len(dates) < fewest or not any(map(is_told, bound)):
        return (), text
    holding = frozenset.intersection(*map(called.held, bound)) & described
    if not holding:
        return (), text
    further = {m[0].casefold() for m in words} - bound
    met = Counter({n: len(further & called.words[n]) for n in holding})
    best = [n for n in holding if met[n] == max(met.values())]
    if len(best) > most:
        return (), text
    spans = [
        m.span()
        for m in _HYPHENATED.finditer(undated)
        if bound & set(_WORD.findall(m[0].casefold())) and not m[0].islower()
    ]
    spans += [(date.start, date.end) for date in dates]
    if not spans:
        return (), text  # the names are figures of what is in small letters: "5-port"
    return newest_first(best, entries), mask_spans(text, sorted(spans))


def mask_mention(text: str, snapshot: Snapshot, entries: Entries) -> tuple[tuple[int, ...], str]:
    """The advisories on products that the text mentions among other words, newest first, and the text with a mark instead.

    Of the names that it says an advisory's title and products hold the rarest, and its text all others. None,
    and the text as it is, where a name is nowhere in such an advisory, or more than MOST_DOCUMENTS of them are as good.
    """
    called = advisories_by_piece(entries)
    words = [m for m in _HYPHENATED.finditer(text) if m[0].casefold() not in STOP_WORDS]
    mentioned = {m: words_apart(m[0]) for m in words}
    opening = {m.end() for m in _OPENS_CLAUSE.finditer(text)}
    names = [m for m in words if says_name(m, called, opens=m is words[0] or m.start() in opening)]
    pieces = frozenset(chain.from_iterable(mentioned.values()))
    rare = {piece: log(len(called.words) / len(held)) for piece in pieces if (held := called.held(piece))}
    bound = frozenset(chain.from_iterable(mentioned[m] for m in names))
    weights = {
        number: sum(
            rare[piece] * (1.0 if piece in bound else 0.5)
            for piece in sorted(called.words[number] & rare.keys())
        )
        for number in frozenset().union(*map(called.held, bound))
    }
    heaviest = max(weights.values(), default=0.0)
    best = [number for number, weight in weights.items() if weight > heaviest - _AS_GOOD]
    # What opens a clause beside other names, or is in small letters, speaks for an advisory, but against none.
    inner = [m for m in names if not (is_small(m[0]) or m is words[0] or m.start() in opening)]
    for name in inner or [m for m in names if not is_small(m[0])]:
        best = [n for n in best if mentioned[name] <= called.words[n] or n in holding_word(name[0], snapshot)]
    met = [m for m in words if any(mentioned[m] & called.words[n] for n in best)]
    if not best or len(best) > MOST_DOCUMENTS or heaviest < _LEAST_RARITY or not any(m in names for m in met):
        return (), text
    if not all(holds_fields(number, snapshot, entries) for number in best):
        return (), text
    return newest_first(best, entries), mask_spans(text, [m.span() for m in met])


def words_apart(text: str) -> frozenset[str]:
    """The stems of a text's words, letters and digits apart: "PG8528" and "PG 8528" are the same."""
    return frozenset(stem(piece) for piece in _LETTERS_OR_DIGITS.findall(text.casefold()))


def says_name(word: re.Match[str], called: Called, *, opens: bool) -> bool:
    """Whether a word is a name: it has a capital or a digit and is no word of asking, or few products are called so."""
    if is_plain(word[0]) or is_asking(word[0], opens=False):
        return False
    if word[0].islower() and not any(c.isdigit() for c in word[0]):
        return 0 < max(len(called.held(piece)) for piece in words_apart(word[0]) or {""}) <= _FEW_CALLED
    known = any(called.held(piece) for piece in words_apart(word[0]))
    return not opens or known or not any(stem(word[0]) in stems for stems in wordings().stems.values())


def holding_word(word: str, snapshot: Snapshot) -> frozenset[int]:
    return frozenset(snapshot.documents_matching(_WORD.findall(word.casefold())))


def is_misdated(text: str, entries: Entries) -> str:
    """The date by which the text names an advisory where those of what it names are of other dates; else empty."""
    named_by = _OF_DATE.search(text)
    dates = take_dates(named_by[0])[0] if named_by else ()
    if not named_by or not dates or not dates[0].month:
        return ""
    described, _ = mask_description(text.replace(named_by[0], " "), entries, fewest=1, most=len(entries))
    return dates[0].text if described else ""


@made_once
def titles_of(entries: Entries) -> dict[tuple[str, str], dict[tuple[str, ...], tuple[int, ...]]]:
    """The documents by the words of their title, and these by their first two; one of fewer words may be said without being meant."""
    titles: dict[tuple[str, str], dict[tuple[str, ...], tuple[int, ...]]] = {}
    for number, entry in entries.items():
        title = tuple(words_of(_UPDATE.sub("", entry.metadata.title)).split())
        if len(title) >= FEWEST_TITLE_WORDS:
            alike = titles.setdefault((title[0], title[1]), {})
            alike[title] = (*alike.get(title, ()), number)
    return titles


@dataclass(frozen=True, slots=True)
class Called:
    """What advisories on products and these are called: the words of each, and the advisories called so by each word."""

    words: Mapping[int, frozenset[str]]
    holders: Mapping[str, frozenset[int]]

    @classmethod
    def of(cls, words: Mapping[int, frozenset[str]]) -> Called:
        holders: dict[str, set[int]] = {}
        for number, own in words.items():
            for word in own:
                holders.setdefault(word, set()).add(number)
        return cls(words, {word: frozenset(numbers) for word, numbers in holders.items()})

    def held(self, word: str) -> frozenset[int]:
        """The advisories called so."""
        return self.holders.get(word, frozenset())


@made_once
def advisories_by_word(entries: Entries) -> Called:
    """What each advisory on products and these are called, as in `called_words`."""
    return Called.of(
        {n: called_words(e) for n, e in entries.items() if e.metadata.targets and e.metadata.identifiers}
    )


@made_once
def advisories_by_piece(entries: Entries) -> Called:
    """What each advisory on products and these are called, as in `words_apart`."""
    words = advisories_by_word(entries).words
    return Called.of({n: words_apart(" ".join(own)) for n, own in words.items()})


def called_words(entry: Entry) -> frozenset[str]:
    """The words, in small letters, of what a document and the products it is about are called."""
    return frozenset(_WORD.findall(" ".join([entry.metadata.title, *entry.metadata.targets]).casefold()))


def is_of(dates: Sequence[Date], entry: Entry) -> bool:
    """Whether a document's date is each of the dates, as exact as these are: "May 2031" is that of 2031-05-04."""
    forms = [f"{date.year:04}-{date.month:02}" + (f"-{date.day:02}" if date.day else "") for date in dates]
    return all(entry.metadata.date.startswith(form) for form in forms)


def is_asking(word: str, *, opens: bool) -> bool:
    """Whether a word with a capital may yet name nothing: it opens the question, or fields are asked for with it."""
    return opens or any(stem(word) in stems for field, stems in wordings().stems.items() if field != OTHER)


def mask_spans(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with one mark for all the spans: with what is between them where that says nothing of its own."""
    first, last = spans[0][0], spans[-1][1]
    if owner := _OWNER.search(text[:first]):
        first = owner.start()
    outside = "".join(text[end:start] for (_, end), (start, _) in pairwise(spans))
    if all(is_plain(word) for word in content_words(outside)):
        return f"{text[:first]}{TITLE}{text[last:]}"
    return f"{text[:first]}{TITLE}{blanked(text, spans[1:])[spans[0][1] :]}"


def words_of(text: str) -> str:
    """The words alone, in small letters: "Acme Pump (Model 7)" -> "acme pump model 7"."""
    return " ".join(_WORD.findall(text.casefold()))


def documents_called(
    names: Sequence[str], snapshot: Snapshot, entries: Entries, *, said: str
) -> tuple[int, ...]:
    """The documents of which a title, or else a passage, holds all the names, newest first.

    Of titles those with the least beyond what is said, and of these the longest: a question that says
    "Acme Pump Products" means the title of these words, not "Acme Pump".
    """
    called = snapshot.documents_matching(names, titles=True) or snapshot.documents_matching(names)
    words = stems(said)
    titles = {number: stems(entries[number].metadata.title) for number in called}
    distance = {number: (len(title - words), -len(title)) for number, title in titles.items()}
    closest = [number for number in called if distance[number] == min(distance.values())]
    return newest_first(closest, entries)


def newest_first(numbers: Iterable[int], entries: Entries) -> tuple[int, ...]:
    return tuple(sorted(numbers, key=lambda n: (entries[n].metadata.date, entries[n].id), reverse=True))


def holds_fields(number: int, snapshot: Snapshot, entries: Entries) -> bool:
    """Whether a document states its fields in a set form."""
    document = snapshot.document(entries[number].id)
    return document is not None and is_in_set_form(document.text)
