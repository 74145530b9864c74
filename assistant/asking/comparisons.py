"""Which countries a question sets side by side, and what it asks of each."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from assistant.language.names import country_mentions

# What stands between the names of two countries that are set beside each other, at its end.
_OF_BOTH = r"(?:\s+(?:and|or|the|in|by|that|those|of|for|did|does|is|was|what|about|then|also))*\s*$"
_BESIDE = re.compile(rf"(?:[,/&](?!\s+that\b)|\b(?:and|or|nor|vs\.?|versus|than)\b){_OF_BOTH}", re.IGNORECASE)
# The same, where the question says that it compares.
_AGAINST = re.compile(rf"\b(?:with|from|to|before|after|as|against)\b{_OF_BOTH}", re.IGNORECASE)
# What leads to a name and falls with it: "in the".
_LEADS_TO = re.compile(
    r"\b(?:(?:with|from|to|before|after|as|against|in|by|of|for|at)\s+)?(?:the\s+)?$", re.IGNORECASE
)
_TOWARDS = re.compile(r"\b(?:to|with|from)(?: the)?\s*$", re.IGNORECASE)
_COMPARES = re.compile(
    r"\b(?:compar\w+|versus|vs|differ\w*|contrast|than|as \w+ as|\w{3,}er of|(?:before|after) [\w ]+ or (?:before|after))\b|"
    r"\bor (?:before|after)\b|\b(?:before|after) (?:the )?\w+\W*$",
    re.IGNORECASE,
)
_COMPARES_PERHAPS = re.compile(
    r"\b(?:both|each|either|respectively|alike|first|sooner|same|or)\b|\b\w+'s or\b", re.IGNORECASE
)
# What sets two sides beside each other and says nothing of either.
_SETS_BESIDE = re.compile(
    r"^\W*(?:please\s+|can you\s+)?(?:compar(?:e|ing)|contrast)\b(?:\s+and contrast\b)?|\b(?:in|by) (?:comparison|contrast)\b|"
    r"\b(?:the |a |main |key )*(?:differences?|comparison|contrast) (?:between|of)\b|\bdiffer(?:s|ed|ent|ently)?(?: (?:from|to))?\b|"
    r"\b(?:versus|vs\.?|respectively|both|either|side by side|as opposed to)(?=\W|$)|\b(?:and|or|than|vs\.?)\s*(?=[?.,;:]|$)",
    re.IGNORECASE,
)


def compared_countries(text: str) -> tuple[str, ...]:
    """The countries that the question sets side by side, in order; none where it does not.

    >>> compared_countries("Did Berlin go as far as Washington on the Russian antivirus?")
    ('Germany', 'United States')
    """
    compares = bool(_COMPARES.search(text))
    countries = countries_beside(text, compares=compares)
    return countries if len(countries) > 2 or compares or _COMPARES_PERHAPS.search(text) else ()


def countries_beside(text: str, *, compares: bool = False) -> tuple[str, ...]:
    """The countries that are named beside each other, in order: "Norway and Denmark"; with `compares` also one with the other."""
    mentions = country_mentions(text)
    beside: list[tuple[str, str]] = []
    for (_, end, one), (start, _, other) in pairwise(mentions):
        between = text[end:start]
        # "Denmark and Norway to Chinese vendors": what two sides have in common is no third.
        common = beside and _TOWARDS.search(between)
        if (
            one != other
            and not common
            and (_BESIDE.search(between) or (compares and _AGAINST.search(between)))
        ):
            beside.append((one, other))
    return tuple(dict.fromkeys(country for pair in beside for country in pair))


def side_of(text: str, kept: str, compared: Collection[str]) -> str:
    """The question asked of one of the compared countries alone, without the words that compare.

    >>> side_of("Compare how Norway and Denmark dealt with gauges", "Norway", ("Norway", "Denmark"))
    'how Norway dealt with gauges'
    """
    asked = place = 0
    told = ""
    for start, end, country in country_mentions(text):
        gap = text[place:start]
        other = country != kept and country in compared
        if place and (other or not asked):
            gap = _BESIDE.sub(" ", gap)
        if other:
            gap = _LEADS_TO.sub("", gap)
        told += gap if other else gap + text[start:end]
        asked, place = not other, end
    return re.sub(r" (?=[?.,!])", "", " ".join(_SETS_BESIDE.sub(" ", told + text[place:]).split()))
