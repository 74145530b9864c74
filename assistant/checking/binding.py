"""Whether what a claim puts together stands together in its source: who with what, which date with which part.

All words of a claim may be there and yet be put together otherwise. This looks at the order and the clauses
in which they stand; what was done is the matter of acts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import TypeVar

from assistant.checking.given import names_it
from assistant.checking.reading import TOKEN, Sentence, match_word, past_verbs, read
from assistant.language.dates import Date, find_dates, same_date
from assistant.language.facts import Name, find_facts
from assistant.language.names import find_countries
from assistant.language.quantities import Quantity, same_quantity
from assistant.language.words import listed, senses

Fact = TypeVar("Fact", Date, Quantity)


def find_rebound(said: Sentence, focus: Sequence[Sentence]) -> list[str]:
    """Where the closest sentence puts together otherwise what the claim says, in words for people."""
    source = focus[0]
    return [
        *_exchanged(said, source),
        *_of_another_part(said, source),
    ]


# --- order ---------------------------------------------------------------------------------------

# By so many more do the words beside two terms fit if the terms changed places.
_LEAST_GAIN = 2
_BESIDE = 2
_MOST_TERMS = 6
_PRONOUN = re.compile(r"\b(?:it|they|them|he|she|him|her)\b")


def _exchanged(said: Sentence, source: Sentence) -> Iterator[str]:
    """Two names (or dates, numbers) each of which has the other's words beside it in the source."""
    if _PRONOUN.search(source.text):
        return  # it may stand for either
    for terms in _terms(said, source):
        for (first, its_first), (second, its_second) in combinations(terms[:_MOST_TERMS], 2):
            if (
                (first, its_second) in terms
                or _interchangeable(said.text, first, second)
                or _interchangeable(source.text, its_first, its_second)
            ):
                continue
            if _led_by(said.text, first, second) != _led_by(source.text, its_first, its_second):
                continue  # a passive turns them round
            one, other = _places(said.text, first), _places(said.text, second)
            its, others = _places(source.text, its_first), _places(source.text, its_second)
            straight, across = _fit(one, its) + _fit(other, others), _fit(one, others) + _fit(other, its)
            if across >= straight + _LEAST_GAIN:
                yield f"'{first}' and '{second}' stand in each other's places in the source"


def _terms(said: Sentence, source: Sentence) -> Iterator[list[tuple[str, str]]]:
    """The claim's terms of each sort that the source gives too, as either writes them, in the order of the claim."""
    facts, given = said.facts, source.facts
    named = [(n.text, n.text) for n in facts.names if n.text in source.text]
    sorts = (
        [pair for pair in named if find_countries(pair[0])],
        [pair for pair in named if not find_countries(pair[0])],
        [(identifier, identifier) for identifier in facts.identifiers if identifier in given.identifiers],
        [(d.text, other.text) for d in facts.dates for other in given.dates if same_date(d, other)],
        [
            (_number(q), _number(other))
            for q in facts.quantities
            for other in given.quantities
            if same_quantity(q, other)
        ],
    )
    for sort in sorts:
        yield sorted(
            (pair for pair in dict.fromkeys(sort) if pair[0] in said.text),
            key=lambda pair: said.text.find(pair[0]),
        )


def _number(quantity: Quantity) -> str:
    return quantity.text.split()[0]


# The content words just before and just behind a mention.
_Place = tuple[tuple[str, ...], tuple[str, ...]]


def _places(text: str, term: str) -> list[_Place]:
    """The content words just before and behind every mention of a term."""
    return [
        (_content(read(text[: m.start()]))[-_BESIDE:], _content(read(text[m.end() :]))[:_BESIDE])
        for m in re.finditer(rf"(?<!\w){re.escape(term)}(?!\w)", text)
    ]


def _fit(mine: Sequence[_Place], theirs: Sequence[_Place]) -> int:
    """How many words beside a mention stand on the same side of the other, at the best pair of mentions."""
    return max(
        (
            sum(
                any(_alike(word, other) for other in there)
                for here, there in zip(place, other_place, strict=True)
                for word in here
            )
            for place in mine
            for other_place in theirs
        ),
        default=0,
    )


_JOINED = re.compile(r"(?:[\s,]|\b(?:and|or|the|of|both)\b|['’]s\b)*")


def _interchangeable(text: str, first: str, second: str) -> bool:
    """Whether two terms stand in one list, or one of them is told as what the other is: "BlackTech, an actor"."""
    places = sorted((text.find(term), term) for term in (first, second))
    between = text[places[0][0] + len(places[0][1]) : places[1][0]]
    for name in sorted((name.text for name in find_facts(text).names), key=len, reverse=True):
        between = between.replace(name, "")
    told = any(re.search(rf"{re.escape(term)}, (?:an?|the|which|who)\b", text) for term in (first, second))
    return told or places[0][0] < 0 or bool(_JOINED.fullmatch(between))


def _led_by(text: str, *terms: str) -> bool:
    return any(re.search(rf"\bby (?:\w+ ){{0,2}}{re.escape(term)}", text) for term in terms)


def _content(sentence: Sentence) -> tuple[str, ...]:
    return tuple(word for word in sentence.stems if word in sentence.content)


@lru_cache(maxsize=100_000)
def _alike(word: str, other: str) -> bool:
    return word == other or bool(senses(word) & senses(other))


# --- clauses -------------------------------------------------------------------------------------

_CLAUSE_END = re.compile(r"[;:]|,(?= )|\b(?:and|but|while|whereas|although|or)\b")
# A part of a sentence speaks of the claim from the one share of its own words on, and of something else below the other.
_MEANT, _NOT_MEANT = 0.6, 0.5


def _of_another_part(said: Sentence, source: Sentence) -> Iterator[str]:
    """Dates and numbers that the source gives, but of another part of the sentence than the one the claim speaks of."""
    yield from _misplaced(said, source, find_dates, same_date)
    yield from _misplaced(said, source, lambda s: find_facts(s).quantities, same_quantity)


def _misplaced(
    said: Sentence,
    source: Sentence,
    find: Callable[[str], Sequence[Fact]],
    same: Callable[[Fact, Fact], bool],
) -> Iterator[str]:
    mine = find(said.text)
    parts = [(part, facts, _own_share(part, said)) for part, facts in _parts(source.text, find)]
    for fact in mine:
        its = [share for _, facts, share in parts if any(same(fact, other) for other in facts)]
        if not its or max(its) >= _NOT_MEANT:
            continue
        for part, facts, share in parts:
            others = [other for other in facts if not any(same(each, other) for each in mine)]
            if share >= _MEANT and len(others) == len(facts) and part.rstrip(" .").endswith(others[-1].text):
                yield f"the source says '{others[-1].text}' of that, not '{fact.text}'"


def _parts(text: str, find: Callable[[str], Sequence[Fact]]) -> Iterator[tuple[str, Sequence[Fact]]]:
    """The text cut after every clause that holds such a fact."""
    begun = 0
    for end in [*(match.start() for match in _CLAUSE_END.finditer(text)), len(text)]:
        facts = find(text[begun:end])
        if facts:
            yield text[begun:end], facts
            begun = end


def _own_share(part: str, said: Sentence) -> float:
    """Of the words of a part, facts apart, the share that the claim has too; undecided where they are too few to tell."""
    sentence = read(part)
    texts = [date.text for date in sentence.facts.dates] + [q.text for q in sentence.facts.quantities]
    figures = {word for text in texts for word in read(text).stems}
    own = sentence.content - figures
    return sum(match_word(word, said) > 0 for word in own) / len(own) if len(own) > 1 else _NOT_MEANT


# --- who -----------------------------------------------------------------------------------------

_AUXILIARY = listed("is are was were has have had will would must may might can could should does did do")


def find_other_doer(said: Sentence, focus: Sequence[Sentence]) -> Iterator[str]:
    """The one the claim begins with, where the sentence that carries the rest begins with another and does not name them.

    Of a country's acts any minister or agency may tell.
    """
    doer = _first_name(said.text)
    if doer is None or find_countries(doer.text):
        return
    rest = read(said.text.replace(doer.text, "", 1))
    best = max(focus, key=lambda s: sum(match_word(word, s) for word in rest.content))
    theirs = _subject_names(best.text)
    if theirs and not names_it(doer, best) and not any(names_it(name, said) for name in theirs):
        yield f"the source says so of '{theirs[0].text}', not of '{doer.text}'"


def _first_name(text: str) -> Name | None:
    """The name that opens a sentence as its subject: before the first verb, with at most an article before it."""
    names = _subject_names(text)
    if len(names) != 1:
        return None
    before, _, after = text.partition(names[0].text)
    return names[0] if len(before.split()) <= 1 and not after.startswith(("'s", "’s")) else None


def _subject_names(text: str) -> list[Name]:
    """The names before the first verb, as far as a word's form gives it away, but for countries."""
    verbs = {word for word in past_verbs(text) if word.islower()} | _AUXILIARY
    first = next((match.start() for match in TOKEN.finditer(text) if match[0] in verbs), 0)
    return [name for name in find_facts(text[:first]).names if not find_countries(name.text)]
