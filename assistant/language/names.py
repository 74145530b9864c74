"""Countries by any of their names: "Beijing", "PRC" and "Chinese" are China; and those of a region: "Nordic states"."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from assistant.language.words import fold
from index.language.countries import country_names

# Words that are a country's name only when written with capitals.
_CASED = frozenset(
    {
        "us",
        "roc",
        "rok",
        "png",
        "nz",
        "lao",
        "chad",
        "guinea",
        "pole",
        "poles",
        "finn",
        "finns",
        "dane",
        "danes",
    }
)
_TAKES_ARTICLE = re.compile(
    r"^(?!the\b).*\b(?:United|Union|Kingdom|States|Emirates|Republic|Federation|Islands|Netherlands|Philippines)\b",
    re.IGNORECASE,
)


@cache
def _pattern() -> re.Pattern[str]:
    """Any of the names, the longest that fits; parted by first letters, most places of a text are passed at once."""
    by_letter: dict[str, list[str]] = {}
    for name in sorted(country_names(), key=len, reverse=True):
        by_letter.setdefault(name[0], []).append(re.escape(name[1:]))
    names = "|".join(f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())
    return re.compile(rf"(?<![\w-])(?:{names})(?![\w])(?:'s)?".replace("'", "['’]"), re.IGNORECASE)


def find_countries(text: str) -> tuple[str, ...]:
    """The countries named in the text, each once, by their English short names.

    >>> find_countries("What did Tokyo tell the Ukrainian side?")
    ('Japan', 'Ukraine')
    """
    return tuple(dict.fromkeys(country for _, _, country in country_mentions(text)))


@lru_cache(maxsize=20_000)
def country_mentions(text: str) -> tuple[tuple[int, int, str], ...]:
    """(start, end, country) of each mention, in order."""
    found = []
    for match in _pattern().finditer(text):
        word = re.sub(r"['’]s$", "", match.group())
        # "TÜRKİYE": the capital İ matches i, and casefold makes two letters of it.
        country = country_names().get(word.casefold()) or country_names().get(fold(word))
        if country and not (word.casefold() in _CASED and word == word.lower()):
            found.append((match.start(), match.end(), country))
    return tuple(found)


@cache
def _regions() -> dict[str, frozenset[str]]:
    lines = (Path(__file__).parent / "regions.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return {name.casefold(): frozenset(members) for names, *members in rows for name in names.split("; ")}


@cache
def _members_pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_regions(), key=len, reverse=True))
    return re.compile(
        rf"\b(?P<of>{names})(?:'s|’s)?[ -](?:member[ -])?(?:countries|country|states?|nations?|governments?|members?|capitals|"
        rf"allies|partners|authorities|regulators|islands)\b|\b(?:in|across|within|throughout|around) (?:the )?(?P<within>{names})\b",
        re.IGNORECASE,
    )


def find_members(text: str) -> frozenset[str]:
    """The countries of the region among whose members the text asks; none where it names no region so.

    >>> sorted(find_members("Which Baltic states objected?"))
    ['Estonia', 'Latvia', 'Lithuania']
    """
    found = _members_pattern().search(text)
    return _regions()[(found["of"] or found["within"]).casefold()] if found else frozenset()


def named_country(country: str) -> str:
    """The country as a sentence names it.

    >>> named_country("United States"), named_country("Japan")
    ('the United States', 'Japan')
    """
    return f"the {country}" if _TAKES_ARTICLE.search(country) else country
