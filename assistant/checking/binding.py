"""Whether what a claim puts together stands together in its source: who with what, whose, what for and why.

All words of a claim may be there and yet be put together otherwise. This looks at the order in which they stand; which
date is of which part is the matter of misplaced, what was done that of acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, product

from assistant.checking.given import names_it
from assistant.checking.held import HeldClaim
from assistant.checking.reading import Sentence, as_written, past_verbs, read
from assistant.language.dates import same_date
from assistant.language.facts import Name, find_facts
from assistant.language.names import find_countries
from assistant.language.quantities import Quantity, same_quantity
from assistant.language.words import blanked, senses, stem

# --- order ---------------------------------------------------------------------------------------

# By so many more do the words beside two terms fit if the terms changed places.
_LEAST_GAIN = 2
_BESIDE = 2
_MOST_TERMS = 6
_PRONOUN = re.compile(r"\b(?:it|they|them|he|she|him|her)\b")


def find_exchanged(held: HeldClaim) -> Iterator[str]:
    """Two names (or dates, numbers) each of which has the other's words beside it in the source."""
    said, source = held.said, held.closest
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
                yield f"the source has '{first}' and '{second}' in each other's places"


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
        (_content(read(text[:start]))[-_BESIDE:], _content(read(text[end:]))[:_BESIDE])
        for start, end in _mentions(text, term)
    ]


def _mentions(text: str, term: str) -> list[tuple[int, int]]:
    """Where a term stands in the text, every time."""
    return [match.span() for match in re.finditer(rf"(?<!\w){re.escape(term)}(?!\w)", text)]


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
    if any(re.search(rf"{re.escape(term)}, (?:an?|the|which|who)\b", text) for term in (first, second)):
        return True
    nameless = blanked(text, ((name.start, name.end) for name in find_facts(text).names))
    places = [sorted(pair) for pair in product(_mentions(text, first), _mentions(text, second))]
    return not places or any(_JOINED.fullmatch(nameless[one[1] : other[0]]) for one, other in places)


def _led_by(text: str, *terms: str) -> bool:
    return any(re.search(rf"\bby (?:\w+ ){{0,2}}{re.escape(term)}", text) for term in terms)


def _content(sentence: Sentence) -> tuple[str, ...]:
    return tuple(word for word in sentence.stems if word in sentence.content)


@lru_cache(maxsize=100_000)
def _alike(word: str, other: str) -> bool:
    return word == other or bool(senses(word) & senses(other))


# --- whose ---------------------------------------------------------------------------------------

_OF = re.compile(r"(?P<noun>[a-z]{3,}) (?:of|at) (?:the )?(?=[A-Z])")


def find_of_another_name(held: HeldClaim) -> Iterator[str]:
    """ "An employee of Telmar" where the source speaks of an employee of somebody else and names no Telmar there."""
    said = held.said
    for match in _OF.finditer(said.text):
        name = _name_at(said, match.end())
        if name is None:
            continue
        theirs = [
            (source, other, its)
            for source in held.focus
            for its in _OF.finditer(source.text)
            if stem(its["noun"]) == stem(match["noun"]) and (other := _name_at(source, its.end()))
        ]
        if theirs and not any(names_it(name, source) for source, _, _ in theirs):
            _, other, its = theirs[0]
            yield f"the source says '{its[0]}{other.text}', not '{match[0]}{name.text}'"


def _name_at(sentence: Sentence, place: int) -> Name | None:
    return next((name for name in sentence.facts.names if name.start == place), None)


# --- to whom -------------------------------------------------------------------------------------

_DEED = re.compile(r"(?<!\bby )\b(?P<verb>[a-z]+) (?:the )?(?=[A-Z])")
# A sentence with one of these may say that the same was done to another.
_LIKEWISE = re.compile(
    r"\b(?:also|too|same|likewise|similar\w*|as well|both|and|or|it|they|them|its|their|who|which|that|this|these|those|other\w*|another|all|any"
    r"|add\w*|includ\w*|follow\w*|exten\w+|join\w*|treat\w*|list\w*|hit|target\w*|name[ds]?)\b",
    re.IGNORECASE,
)


def find_done_to_another(held: HeldClaim) -> Iterator[str]:
    """A deed done, wherever the source tells of it, to one whom the claim does not name, while it names the claim's only elsewhere.

    "Japan banned Huawei." against "Japan banned ZTE. Japan praised Huawei."; only where all this stands plainly there.
    """
    said, sentences = held.said, held.sentences
    for verb, name in _deeds(said):
        naming = [s for s in sentences if names_it(name, s)]
        telling = [s for s in sentences if senses(verb) & s.senses]
        if not telling or not naming or any(_LIKEWISE.search(s.text) for s in (*telling, *naming)):
            continue
        of_another = all(
            any(senses(did) & senses(verb) and not names_it(other, said) for did, other in _deeds(s))
            for s in telling
        )
        of_it = all(
            any(not senses(did) & senses(verb) and other.words == name.words for did, other in _deeds(s))
            for s in naming
        )
        if of_another and of_it:
            yield f"the source does not say '{as_written(verb, said)}' of '{name.text}'"


def _deeds(sentence: Sentence) -> list[tuple[str, Name]]:
    """The verbs told of the past, by their stems, each with the name right behind it."""
    return [
        (stem(match["verb"]), name)
        for match in _DEED.finditer(sentence.text)
        if past_verbs(match["verb"]) and (name := _name_at(sentence, match.end()))
    ]


# --- what for, and why ---------------------------------------------------------------------------

# What joins two deeds or things, and whether the second comes of the first (or the first of the second).
_JOINS = (
    (re.compile(r"\b(?:in order to|so as to|to)\b(?= [a-z])"), "for", False),
    (re.compile(r"\b(?:because(?: of)?|due to|owing to)\b"), "why", False),
    (re.compile(r"\b(?:led to|caused|resulted in|brought about|therefore|so that)\b"), "why", True),
    (re.compile(r"\bafter\b"), "when", False),
    (re.compile(r"\bbefore\b"), "when", True),
)
_PART_END = re.compile(r"[,;:]")
# By so many words the one side must be the other's before that is seen; what came after what is told in many ways.
_TURNED = {"for": 2, "why": 2, "when": 3}


def find_turned_round(held: HeldClaim) -> Iterator[str]:
    """What is for what, or comes of what, the other way round than the source has it."""
    for words, kind, first, second in _joined(held.said.text):
        for source in held.focus:
            for _, other, its_first, its_second in _joined(source.text):
                straight = _alike_words(first, its_first) + _alike_words(second, its_second)
                across = (_alike_words(first, its_second), _alike_words(second, its_first))
                if kind == other and min(across) >= _TURNED[kind] and sum(across) > straight + 1:
                    yield f"the source has what stands before and behind '{words}' the other way round"
                    return


def _joined(text: str) -> Iterator[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """Each joining word of a text, its kind, and the content that only the one or the other side of it has in their clause."""
    for pattern, kind, turned in _JOINS:
        for match in pattern.finditer(text):
            sides = (
                _PART_END.split(text[: match.start()])[-1],
                _PART_END.split(text[match.end() :])[0],
            )
            one, other = (read(side).content for side in sides)
            before, behind = tuple(sorted(one - other)), tuple(sorted(other - one))
            yield match[0], kind, *((behind, before) if turned else (before, behind))


def _alike_words(mine: Sequence[str], theirs: Sequence[str]) -> int:
    return sum(any(_alike(word, other) for other in theirs) for word in mine)
