"""Dates and numbers that the source gives of another part of a sentence, another deed or another sentence than the claim, or otherwise.

"The port was paid for in 2012." against ["The port, opened in 2012, was paid for by Norway."] ->
"the source says 'opened in 2012'"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from assistant.checking.held import HeldClaim
from assistant.checking.reading import Sentence, match_word, past_verbs, read, words_shared
from assistant.language.dates import Date, clashing_date, find_dates, same_date
from assistant.language.facts import find_facts
from assistant.language.quantities import NUMBER_WORDS, Quantity, find_quantities, same_quantity
from assistant.language.words import blanked, one_of, stem

Fact = TypeVar("Fact", Date, Quantity)


_CLAUSE_END = re.compile(r"[;:]|,(?= )|\b(?:and|but|while|whereas|although|or)\b")
# A part of a sentence speaks of the claim from the one share of its own words on, and of something else below the other.
_MEANT, _NOT_MEANT = 0.6, 0.5


def find_of_another_part(held: HeldClaim) -> Iterator[str]:
    """Dates and numbers that the source gives, but of another part of the sentence than the one the claim speaks of."""
    yield from _misplaced(held.said, held.closest, find_dates, same_date)
    yield from _misplaced(held.said, held.closest, lambda s: find_facts(s).quantities, same_quantity)


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


def find_of_an_aside(held: HeldClaim) -> Iterator[str]:
    """A date that the source gives in passing of another deed: "the port, opened in 2012, was paid for by ..."."""
    said, source = held.said, held.closest
    for aside in _ASIDE.finditer(source.text):
        if not past_verbs(aside["deed"]) or match_word(stem(aside["deed"]), said):
            continue
        outside = find_dates(f"{source.text[: aside.start()]}, {source.text[aside.end() :]}")
        for date in find_dates(said.text):
            inside = any(same_date(date, other) for other in find_dates(aside["rest"]))
            if inside and not any(same_date(date, other) for other in outside):
                yield f"the source says '{aside['deed']} {aside['rest']}', not this"


# A sentence says what the claim does from this share of its words on, and by so much more than another.
_SAYS_SO, _BY_MUCH = 0.6, 0.15
_SINCE = ("from", "since", "after")
_DEADLINE = re.compile(r"\b(by|until|from|since|before|after) (?:[\w:.]+ ){0,4}?(?=\d|[A-Z])", re.IGNORECASE)


def find_of_another_sentence(held: HeldClaim) -> Iterator[str]:
    """A date by which (until, since) one sentence has something, where another has by another date all that the claim says."""
    said = held.said
    mine = _deadlines(said)
    if len(mine) != 1:
        return
    [(lead, date)] = mine
    bare = read(said.text[: date.start] + said.text[date.end :])
    given = {source: [d for word, d in _deadlines(source) if word == lead] for source in held.focus}
    saying = {source: words_shared(bare, source) for source, dates in given.items() if dates}
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
        if leads := [m for m in _DEADLINE.finditer(sentence.text) if m.start() < date.start <= m.end() + 25]:
            found.append(("since" if leads[-1][1].casefold() in _SINCE else "until", date))
    return found


# --- of the same deed ------------------------------------------------------------------------------

# A dated sentence tells of the claim's deed from this share of its other words on, and by so much more than another.
_SAME_DEED, _BY_FAR = 0.75, 0.3


def find_at_another_time(held: HeldClaim) -> Iterator[str]:
    """The one date of a claim, where the sentence that tells all the rest gives another, and what has the claim's, if anything, tells far less.

    "The review began in May." against ["In May the office reported. The review had begun in March."]
    """
    said = held.said
    mine = find_dates(said.text)
    if len(mine) != 1:
        return
    [date] = mine
    bare = read(said.text[: date.start] + said.text[date.end :])
    dated = {source: dates for source in held.sentences if (dates := find_dates(source.text))}
    told = {source: words_shared(bare, source) for source in dated}
    best = max(told, key=lambda source: told[source], default=None)
    if best is None or len(bare.content) < 2 or told[best] < _SAME_DEED:
        return
    others = [told[source] for source in dated if any(same_date(date, d) for d in dated[source])]
    if max(others, default=0.0) <= told[best] - _BY_FAR and all(clashing_date(date, d) for d in dated[best]):
        yield f"the source says '{dated[best][0].text}' of that, not '{date.text}'"


_COUNTED = re.compile(
    rf"\b(?P<count>{one_of(NUMBER_WORDS)}|(?<![\w.,])\d[\d,]*) (?P<what>(?:(?!(?:and|or|of|to|in|for|with|by|than|the|a|an)\b)[^\W\d]+ ){{0,3}}?(?P<noun>[a-z]{{2,}}s))\b",
    re.IGNORECASE,
)


def find_counted_otherwise(held: HeldClaim) -> Iterator[str]:
    """So many of something as the source counts of something else, where it counts these otherwise.

    "Twelve firms were listed." against ["Three firms and twelve officers were listed."]
    """
    told = [(source, counted) for source in held.sentences for counted in _counted(source.text)]
    for mine in _counted(held.said.text):
        same = [c for source, c in told if source in held.focus and c.noun == mine.noun]
        given = any(same_quantity(mine.count, c.count) for _, c in told)
        if same and given and not any(same_quantity(mine.count, c.count) for c in same):
            yield f"the source says '{same[0].text}', not '{mine.text}'"


@dataclass(frozen=True, slots=True)
class _Counted:
    """What is counted: how many, the stem of the noun, and all of it as it is written."""

    count: Quantity
    noun: str
    text: str


@lru_cache(maxsize=20_000)
def _counted(text: str) -> tuple[_Counted, ...]:
    """What a text counts, dates blanked out: "2021" in "November 2021" is no number of anything."""
    undated = blanked(text, ((date.start, date.end) for date in find_dates(text)))
    return tuple(
        _Counted(quantity, stem(match["noun"]), match[0])
        for match in _COUNTED.finditer(undated)
        for quantity in find_quantities(undated[: match.end("count")])[-1:]
    )


def find_another_number(held: HeldClaim) -> Iterator[str]:
    """A number of the claim's that nothing gives, where the sentence that tells all the rest gives one other of that unit.

    "The fine was 12 million euros." against ["The fine was 15 million euros."]
    """
    for mine in held.said.facts.quantities:
        rest = read(held.said.text.replace(mine.text, "", 1))
        same = [q for q in held.closest.facts.quantities if q.unit and q.unit == mine.unit]
        given = any(same_quantity(mine, q) for source in held.sentences for q in source.facts.quantities)
        exact = not any(q.rough or q.bound or q.label for q in (mine, *same))
        if len(same) == 1 and exact and not given and words_shared(rest, held.closest) >= _SAME_DEED:
            yield f"the source says '{same[0].text}', not '{mine.text}'"
