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
from assistant.language.dates import Date, clashing_date, find_dates, same_date
from assistant.language.facts import Name, find_facts
from assistant.language.names import country_mentions, find_countries
from assistant.language.quantities import Quantity, same_quantity
from assistant.language.words import listed, senses, stem

Fact = TypeVar("Fact", Date, Quantity)


def find_rebound(said: Sentence, focus: Sequence[Sentence]) -> list[str]:
    """Where the closest sentence puts together otherwise what the claim says, in words for people."""
    source = focus[0]
    return [
        *_exchanged(said, source),
        *_of_another_part(said, source),
        *_of_an_aside(said, source),
        *_of_another_sentence(said, focus),
        *_of_another_name(said, focus),
        *_turned_round(said, focus),
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


_ASIDE = re.compile(r", (?P<deed>[a-z]+) (?P<rest>[^,;]*),")


def _of_an_aside(said: Sentence, source: Sentence) -> Iterator[str]:
    """A date that the source gives in passing of another deed: "the port, opened in 2012, was paid for by ..."."""
    for aside in _ASIDE.finditer(source.text):
        if not past_verbs(aside["deed"]) or match_word(stem(aside["deed"]), said):
            continue
        outside = find_dates(source.text.replace(aside[0], ", ", 1))
        for date in find_dates(said.text):
            inside = any(same_date(date, other) for other in find_dates(aside["rest"]))
            if inside and not any(same_date(date, other) for other in outside):
                yield f"the source says '{aside['deed']} {aside['rest']}'"


# A sentence says what the claim does from this share of its words on, and by so much more than another.
_SAYS_SO, _BY_MUCH = 0.6, 0.15
_SINCE = ("from", "since", "after")
_DEADLINE = re.compile(r"\b(by|until|from|since|before|after) (?:[\w:.]+ ){0,4}?(?=\d|[A-Z])", re.IGNORECASE)


def _of_another_sentence(said: Sentence, focus: Sequence[Sentence]) -> Iterator[str]:
    """A date by which (until, since) one sentence has something, where another has by another date all that the claim says."""
    mine = _deadlines(said)
    if len(mine) != 1:
        return
    [(lead, date)] = mine
    bare = read(said.text.replace(date.text, ""))
    given = {source: [d for word, d in _deadlines(source) if word == lead] for source in focus}
    saying = {source: _share(bare, source) for source, dates in given.items() if dates}
    if len(saying) < 2:
        return
    best = max(saying, key=lambda source: saying[source])
    others = [share for source, share in saying.items() if any(same_date(date, d) for d in given[source])]
    if (
        others
        and saying[best] >= max(_SAYS_SO, max(others) + _BY_MUCH)
        and all(clashing_date(date, other) for other in given[best])
    ):
        yield f"the source says '{given[best][0].text}' of that, not '{date.text}'"


def _deadlines(sentence: Sentence) -> list[tuple[str, Date]]:
    """The dates that stand behind "by", "until" and the like: "until" or "since", and the date."""
    found = []
    for date in find_dates(sentence.text):
        before = sentence.text[: sentence.text.find(date.text)]
        if leads := [m for m in _DEADLINE.finditer(sentence.text) if m.start() < len(before) <= m.end() + 25]:
            found.append(("since" if leads[-1][1].casefold() in _SINCE else "until", date))
    return found


def _share(said: Sentence, source: Sentence) -> float:
    """Of the words of a claim, the share that a sentence has, 0..1."""
    return sum(match_word(word, source) > 0 for word in said.content) / max(1, len(said.content))


# --- whose ---------------------------------------------------------------------------------------

_OF = re.compile(r"(?P<noun>[a-z]{3,}) (?:of|at) (?:the )?(?=[A-Z])")


def _of_another_name(said: Sentence, focus: Sequence[Sentence]) -> Iterator[str]:
    """ "An employee of Telmar" where the source speaks of an employee of somebody else and names no Telmar there."""
    for match in _OF.finditer(said.text):
        name = _name_at(said, match.end())
        if name is None:
            continue
        theirs = [
            (source, other, its)
            for source in focus
            for its in _OF.finditer(source.text)
            if stem(its["noun"]) == stem(match["noun"]) and (other := _name_at(source, its.end()))
        ]
        if theirs and not any(names_it(name, source) for source, _, _ in theirs):
            _, other, its = theirs[0]
            yield f"the source says '{its[0]}{other.text}', not '{match[0]}{name.text}'"


def _name_at(sentence: Sentence, place: int) -> Name | None:
    return next((name for name in sentence.facts.names if sentence.text.startswith(name.text, place)), None)


# --- what for, and why ---------------------------------------------------------------------------

# What joins two deeds or things, and whether the second comes of the first (or the first of the second).
_JOINS = (
    (re.compile(r"\b(?:in order to|so as to|to)\b(?= [a-z])"), "for", False),
    (re.compile(r"\b(?:because(?: of)?|due to|owing to)\b"), "why", False),
    (re.compile(r"\b(?:led to|caused|resulted in|brought about|therefore|so that)\b"), "why", True),
    (re.compile(r"\bafter\b"), "when", False),
    (re.compile(r"\bbefore\b"), "when", True),
)
# By so many words the one side must be the other's before that is seen; what came after what is told in many ways.
_TURNED = {"for": 2, "why": 2, "when": 3}


def _turned_round(said: Sentence, focus: Sequence[Sentence]) -> Iterator[str]:
    """What is for what, or comes of what, the other way round than the source has it."""
    for words, kind, first, second in _joined(said.text):
        for source in focus:
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
                re.split(r"[,;:]", text[: match.start()])[-1],
                re.split(r"[,;:]", text[match.end() :])[0],
            )
            one, other = (read(side).content for side in sides)
            before, behind = tuple(sorted(one - other)), tuple(sorted(other - one))
            yield match[0], kind, *((behind, before) if turned else (before, behind))


def _alike_words(mine: Sequence[str], theirs: Sequence[str]) -> int:
    return sum(any(_alike(word, other) for other in theirs) for word in mine)


# --- who -----------------------------------------------------------------------------------------

_AUXILIARY = listed("is are was were has have had will would must may might can could should does did do")


def find_other_doer(said: Sentence, focus: Sequence[Sentence]) -> Iterator[str]:
    """The one the claim begins with, where the sentence that carries the rest begins with another and does not name them.

    Of a country's acts any minister or agency may tell; but what is told of a country itself is not said of one of its bodies.
    """
    yield from _body_for_country(said, focus)
    doer = _first_name(said.text)
    if doer is None or find_countries(doer.text):
        return
    rest = read(said.text.replace(doer.text, "", 1))
    best = max(focus, key=lambda s: sum(match_word(word, s) for word in rest.content))
    theirs = _subject_names(best.text)
    if theirs and not names_it(doer, best) and not any(names_it(name, said) for name in theirs):
        yield f"the source says so of '{theirs[0].text}', not of '{doer.text}'"


_BODY = re.compile(r"^(?:the |an? )?(?P<body>(?:[a-z-]+ ){0,2}(?P<head>[a-z-]+))$", re.IGNORECASE)
# By these a country itself is named.
_ITSELF = listed(
    "government governments authorities state states officials side leaders leadership country nation administration"
)
_ADVERBS = re.compile(r"(?:\s+(?:also|then|later|jointly|again|has|have|had|was|were|\w+ly))*\s*$")


def _body_for_country(said: Sentence, focus: Sequence[Sentence]) -> Iterator[str]:
    """ "The Japanese police updated it" where the source says that Japan did: it may have been any other of its bodies."""
    mentions = country_mentions(said.text)
    verb = next((m for m in TOKEN.finditer(said.text) if past_verbs(m[0]) and m[0].islower()), None)
    if not mentions or verb is None or mentions[0][1] > verb.start() or mentions[0][0] > len("the "):
        return
    body = _BODY.match(_ADVERBS.sub("", said.text[mentions[0][1] : verb.start()]).strip())
    if not body or body["head"].casefold() in _ITSELF | _AUXILIARY:
        return
    for source in focus:
        for match in TOKEN.finditer(source.text):
            if stem(match[0]) != stem(verb[0]) or match_word(stem(body["head"]), source):
                continue
            subject = _ADVERBS.sub("", source.text[: match.start()])
            if any(end == len(subject) for _, end, _ in country_mentions(source.text)):
                yield f"the source says so of a country, not of '{body['body'].strip()}'"
                return


def _first_name(text: str) -> Name | None:
    """The name that opens a sentence as its subject: before the first verb, with at most an article before it."""
    names = _subject_names(text)
    if len(names) != 1:
        return None
    before, _, after = text.partition(names[0].text)
    return names[0] if len(before.split()) <= 1 and not after.startswith(("'s", "’s")) else None


def _subject_names(text: str) -> list[Name]:
    """The names before the first verb, as far as a word's form gives it away, but for countries."""
    verbs = set(past_verbs(text)) | _AUXILIARY
    first = next((match.start() for match in TOKEN.finditer(text) if match[0] in verbs), 0)
    return [name for name in find_facts(text[:first]).names if not find_countries(name.text)]
