"""What questions, sentences and titles speak of: by stems, senses and countries (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.asking.content_words import content_words
from assistant.language.names import country_mentions, find_countries
from assistant.language.words import STOP_WORDS, senses, stem
from index.rank import Ranked

_WORD = re.compile(r"\w+")


def asked_words(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """The question's content words in order, each with its stem; that of a country's name is its sense, whatever name it is called by."""
    content = {word.casefold() for word in content_words(text)}
    countries = country_mentions(text)
    for match in _WORD.finditer(text):
        if any(match.group().casefold() in word for word in content):
            named = next((name for start, end, name in countries if start <= match.start() < end), "")
            yield match, _country_sense(named) if named else stem(match.group())


def holds(said: frozenset[str], word: str) -> bool:
    """Whether what is said holds the stem or a synonym of it."""
    return not said.isdisjoint(senses(word))


def meanings(text: str) -> frozenset[str]:
    """Every sense of the text's content words, and of the countries it names."""
    words = (sense for word in stems(text) for sense in senses(word))
    return frozenset(words) | frozenset(map(_country_sense, find_countries(text)))


def _country_sense(country: str) -> str:
    return f"@{country}"


@lru_cache(maxsize=5_000)
def stems(text: str) -> frozenset[str]:
    """The stems of the text's content words."""
    return frozenset(stem(word) for word in _WORD.findall(text) if word.casefold() not in STOP_WORDS)


def is_of(country: str, ranked: Ranked) -> bool:
    """Whether the sentence names the country, or its document is that country's own."""
    return country in find_countries(ranked.text) or country in own_countries(ranked)


def own_countries(ranked: Ranked) -> tuple[str, ...]:
    """Whose the sentence's document is; where its country is not known, the only country that its title names."""
    known = ranked.entry.metadata
    titled = find_countries(known.title)
    return find_countries(known.country) or (titled if len(titled) == 1 else ())


def told_countries(ranked: Ranked) -> set[str]:
    """Of which countries the sentence tells: the one whose document it is, or those that it names."""
    own = set(own_countries(ranked))
    return own if len(own) == 1 else set(find_countries(ranked.text)) or own


def names_any(countries: Sequence[str], ranked: Ranked) -> bool:
    """Whether the sentence, or what is known of its document, names one of the countries; where none is asked about, any does."""
    return not countries or not set(countries).isdisjoint(_countries_of(ranked))


def speaks_of(countries: Sequence[str], ranked: Ranked) -> bool:
    """Whether the sentence, or what is known of its document, names every country of the question."""
    return bool(countries) and set(countries) <= _countries_of(ranked)


def _countries_of(ranked: Ranked) -> set[str]:
    known = ranked.entry.metadata
    return set(find_countries(f"{ranked.text} {known.title} {known.issuer} {known.country}"))
