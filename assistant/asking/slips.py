"""Words of a question that nobody writes, read as the words that a slip of the fingers made them of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from string import ascii_lowercase

from assistant.asking.content_words import ASKING
from assistant.asking.fields.by_wording import wordings
from assistant.asking.spelling import is_set_off
from assistant.language.names import find_countries
from assistant.language.words import STOP_WORDS, listed, senses, stem
from index.embed import Embedder
from index.language.countries import country_names
from index.storage.records import Entries, made_once
from index.storage.snapshot import Snapshot

# A text with more words that nothing holds is in another language, or on another matter.
MOST_SLIPS = 4
# A shorter word is one letter away from too many others.
FEWEST_LETTERS = 5
# From so many letters on a word that is this much (difflib's ratio) like a likely one may be mistyped more than once.
MANY_LETTERS = 8
ALIKE = 0.85
# By how many times as many passages the likelier of two words is held.
CLEARLY = 5
# In how many of them it is looked up how a word is written.
PASSAGES_READ = 20
# Of letters alone, and no part of an address, a file's name or the name of a model.
_WORD = re.compile(r"(?<![\w@./\\&+])(?<!\d-)[A-Za-z]{3,}(?![\w@/\\&+]|\.\w|-\w*\d)")
_SAID = re.compile(r"\w+")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")
# What is no slip, and may be meant by one, however short it is.
_SMALL = STOP_WORDS | ASKING
_VOWELS = frozenset("aeiouy")
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PREFIXES = sorted(
    listed(
        "anti bio co counter cyber de dis fore geo in inter micro mis multi non out over pre re sub super tele trans un under"
    )
)
_SUFFIXES = sorted(listed("able er ers ish less like ness or ors r rs ship wise y"))


@dataclass(frozen=True, slots=True)
class Slip:
    """A word as it was typed, and the one that it is read as."""

    typed: str
    meant: str


def slips_note(slips: Iterable[Slip]) -> str:
    """What is told of them with the answer.

    >>> slips_note([Slip("acme", "Acne"), Slip("warnd", "warned")])
    'read “acme” as “Acne” and “warnd” as “warned”'
    """
    return "read " + " and ".join(f"“{slip.typed}” as “{slip.meant}”" for slip in slips)


def read_slips(
    text: str, snapshot: Snapshot, entries: Entries, embedder: Embedder
) -> tuple[str, tuple[Slip, ...]]:
    """The text with its slips of the fingers set right, and what they were.

    A word that documents, front matter or the encoder's vocabulary hold is none, however much like another it is, nor is
    what stands in quotation marks. "who banned Acmee" -> "who banned Acme", where a document is on Acme.
    """
    unfamiliar = list(unfamiliar_words(text, snapshot, entries, embedder))
    if len(unfamiliar) > MOST_SLIPS:
        return text, ()
    found: list[Slip] = []
    for word in reversed(unfamiliar):
        if meant := meant_by(word[0], snapshot, entries, as_name=is_set_off(word)):
            meant = meant.capitalize() if meant.islower() and word[0].istitle() else meant
            found.insert(0, Slip(word[0], meant))
            text = f"{text[: word.start()]}{meant}{text[word.end() :]}"
    return text, tuple(found)


def unfamiliar_words(
    text: str, snapshot: Snapshot, entries: Entries, embedder: Embedder
) -> Iterator[re.Match[str]]:
    """The words of the text that are in no document and in no vocabulary."""
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    words = [
        word
        for word in _WORD.finditer(text)
        if not any(start <= word.start() < end for start, end in quoted)
        and not is_word(word[0].casefold(), vocabulary_of(embedder))
        and word[0].casefold() not in _names(entries)
        and not find_countries(word[0])
    ]
    held = snapshot.chunk_frequencies(word[0] for word in words)
    return (word for word in words if not held[word[0]])


@lru_cache(maxsize=2)
def vocabulary_of(embedder: Embedder) -> frozenset[str]:
    return frozenset(embedder.vocabulary())


def is_word(word: str, vocabulary: Collection[str]) -> bool:
    """Whether it is a word of the vocabulary, inflected, with a prefix or made of two, or one that the program knows.

    >>> is_word("unlicensed", {"licensed"}), is_word("tariffs", {"tariff"}), is_word("licesned", {"licensed"})
    (True, True, False)
    """
    root = stem(word)
    return (
        word in _SMALL
        or word in wordings().spelled
        or len(senses(root)) > 1
        or any(form in vocabulary for form in (word, root, f"{root}e", f"{root[:-1]}y"))
        or any(word.startswith(prefix) and word[len(prefix) :] in vocabulary for prefix in _PREFIXES)
        or any(word.endswith(suffix) and word[: -len(suffix)] in vocabulary for suffix in _SUFFIXES)
        or any(word[:at] in vocabulary and word[at:] in vocabulary for at in range(4, len(word) - 2))
    )


def meant_by(typed: str, snapshot: Snapshot, entries: Entries, *, as_name: bool) -> str:
    """The word that a slip made this of, as it is mostly written; empty where none is likely, or more than one.

    A name is only ever that of another name.
    """
    word = typed.casefold()
    likely = likely_words(entries, as_name=as_name)
    swaps = frozenset(swapped(word))
    held = snapshot.chunk_frequencies(words_near(word, acronym=as_name and typed.isupper()))
    writings = {
        each: writing
        for each, count in held.items()
        if count or each in likely
        if (writing := writing_of(each, snapshot) or likely.get(each, ""))
        if not (as_name and writing.islower()) and not (writing.isupper() and each not in swaps)
    }
    if writings or len(word) < MANY_LETTERS:
        weights = {each: max(held[each], 1) * (CLEARLY if each in likely else 1) for each in writings}
        return writings.get(likeliest(weights), "")
    alike = get_close_matches(word, (each for each in likely if each[0] == word[0]), 1, ALIKE)
    return next((likely[each] for each in alike), "")


def likely_words(entries: Entries, *, as_name: bool) -> dict[str, str]:
    """What is likelier meant than another word, in small letters, and how it is written: names, and words of asking."""
    names = {**_countries(), **_names(entries)}
    return names if as_name else {**{each: each for each in _SMALL | frozenset(wordings().spelled)}, **names}


def words_near(word: str, *, acronym: bool) -> frozenset[str]:
    """What may have been meant by a word; acronyms and short words are near too many others, but for small words and countries."""
    if len(word) >= FEWEST_LETTERS:
        return frozenset(swapped(word) if acronym else before_a_slip(word))
    if acronym:
        return frozenset()
    small = {each for each in swapped(word) if each in _SMALL or len(word) == FEWEST_LETTERS - 1}
    countries = {each for each in before_a_slip(word) if each in _countries() and each in country_names()}
    return frozenset(small | countries)


def likeliest(weights: Mapping[str, int]) -> str:
    """The word of most weight, if all are one in several inflections, or it has clearly more than the others; else empty."""
    ranked = sorted(weights, key=lambda word: (-weights[word], word))
    others = (word for word in ranked if stem(word) != stem(ranked[0]))
    rival = next((weights[word] for word in others), 0)
    return ranked[0] if ranked and weights[ranked[0]] >= CLEARLY * rival else ""


def writing_of(word: str, snapshot: Snapshot) -> str:
    """How passages write a word, mostly; empty where they hold it in other inflections alone."""
    texts = " ".join(snapshot.texts_with(word, most=PASSAGES_READ))
    writings = Counter(said for said in _SAID.findall(texts) if said.casefold() == word)
    return min(writings, key=lambda writing: (-writings[writing], writing), default="")


def swapped(word: str) -> Iterator[str]:
    """The word with two neighbouring letters changed over."""
    return (f"{word[:i]}{word[i + 1]}{word[i]}{word[i + 2 :]}" for i in range(len(word) - 1))


def before_a_slip(word: str) -> Iterator[str]:
    """What may have been meant: a letter is left out, doubled, changed over, or hit beside its key; a vowel is another, or one too many.

    >>> {"huawei", "sweden", "japan"} <= {*before_a_slip("huwaei"), *before_a_slip("sweeden"), *before_a_slip("japn")}
    True
    >>> "nokia" in before_a_slip("nokla")
    False
    """
    yield from swapped(word)
    for i, letter in enumerate(word):
        before, after = word[:i], word[i + 1 :]
        beside = {*before[-1:], *after[:1]}
        if letter in _VOWELS or letter in beside or beside & keys_beside(letter):
            yield before + after
        # Names of few letters often differ in one alone.
        if len(word) > FEWEST_LETTERS:
            others = keys_beside(letter) | (_VOWELS if letter in _VOWELS else frozenset())
            yield from (f"{before}{other}{after}" for other in others - {letter})
    for i in range(len(word) + 1):
        yield from (f"{word[:i]}{letter}{word[i:]}" for letter in ascii_lowercase)


@cache
def keys_beside(letter: str) -> frozenset[str]:
    """The letters whose keys lie beside that of a letter.

    >>> "".join(sorted(keys_beside("g")))
    'bfhtvy'
    """
    row, place = next((row, keys.index(letter)) for row, keys in enumerate(_KEYS) if letter in keys)
    reach = {row - 1: (0, 1), row: (-1, 1), row + 1: (-1, 0)}
    return frozenset(
        _KEYS[other][place + step]
        for other, steps in reach.items()
        for step in steps
        if 0 <= other < len(_KEYS) and 0 <= place + step < len(_KEYS[other])
    )


@cache
def _countries() -> dict[str, str]:
    """The words of countries' names, in small letters, and as they are written."""
    return {
        word: word.capitalize() for name in country_names() for word in name.split() if is_name_word(word)
    }


@made_once
def _names(entries: Entries) -> dict[str, str]:
    """The words of the names on the front matter of documents, in small letters, and as they are mostly written."""
    writings: dict[str, Counter[str]] = {}
    for entry in entries.values():
        about = entry.metadata
        named = " ".join([about.issuer, about.publisher, about.country, *about.targets, *about.origins])
        for word in _SAID.findall(named):
            if not word.islower() and is_name_word(word):
                writings.setdefault(word.casefold(), Counter())[word] += 1
    return {
        word: min(counts, key=lambda writing: (-counts[writing], writing))
        for word, counts in writings.items()
    }


def is_name_word(word: str) -> bool:
    return word.isalpha() and len(word) >= 4 and word.casefold() not in STOP_WORDS
