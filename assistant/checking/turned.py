"""Less made of more, a fall of a rise, an end of a beginning, and another part of a year than the source gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.held import HeldClaim
from assistant.checking.reading import Sentence
from assistant.language.dates import Date, clashing_date, clashing_part, find_dates, same_date
from assistant.language.words import listed, one_of

# --- how much --------------------------------------------------------------------------------------

_MORE, _LESS = listed("more higher greater larger longer"), listed("fewer less lower smaller shorter")
_COMPARED = re.compile(
    rf"\b({one_of(_MORE | _LESS)})\b(?=.{{0,60}}\b(?:than|double|twice|times)\b)", re.IGNORECASE
)


def find_turned_comparison(held: HeldClaim) -> Iterator[str]:
    """Less made of more, or more of less, in a comparison."""
    said, source = held.said, held.closest
    mine, theirs = _compared(said), _compared(source)
    for up, down in ((_MORE, _LESS), (_LESS, _MORE)):
        if mine and mine <= up and theirs and theirs <= down:
            yield f"the source says '{min(theirs)}', not '{min(mine)}'"
    multiple = _MULTIPLE.search(source.text)
    if mine and mine <= _LESS and multiple and not theirs:
        yield f"the source says '{multiple[0]}', not '{min(mine)}'"


# So many times as many is more, whatever is counted.
_MULTIPLE = re.compile(
    r"\b(?:\w+ times as (?:many|much|high|large|long)|(?:more than )?(?:doubled|tripled))\b", re.IGNORECASE
)


def _compared(sentence: Sentence) -> frozenset[str]:
    return frozenset(match[1].casefold() for match in _COMPARED.finditer(sentence.text))


_RANGE = re.compile(r"\bfrom \S+(?: \S+)? to \S+")
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")


def find_turned_range(held: HeldClaim) -> Iterator[str]:
    """A rise made a fall: "from 400 to 200" where the source has "from 200 to 400"."""
    theirs = [ends for _, ends in _ranges(held.closest.text)]
    for words, ends in _ranges(held.said.text):
        if len(ends) == 2 and ends not in theirs and ends[::-1] in theirs:
            yield f"the source does not say '{words}'"


def _ranges(text: str) -> list[tuple[str, list[str]]]:
    """Each range of the text in its words, with the figures in it."""
    return [(match[0], _FIGURE.findall(match[0])) for match in _RANGE.finditer(text)]


# --- when ----------------------------------------------------------------------------------------

# Until when, and since when: what may stand before a date and its "the end of".
_UNTIL, _SINCE = listed("until till through to by before"), listed("from since after starting")
_LEADS_TO_DATE = re.compile(
    rf"\b({one_of(_UNTIL | _SINCE)}) (?:the )?(?:(?:beginning|start|middle|end|early|mid|late) (?:of )?)?$",
    re.IGNORECASE,
)


def find_turned_end(held: HeldClaim) -> Iterator[str]:
    """A date until which something holds made one since which it does, or the other way round, where both sides deny it or neither."""
    said, source = held.said, held.closest
    if bool(_NO_LONGER.search(said.text)) != bool(_NO_LONGER.search(source.text)):
        return
    given = find_dates(source.text)
    for date in find_dates(said.text):
        mine = _side(date, said.text)
        same = [other for other in given if same_date(date, other)]
        theirs = [_side(other, source.text) for other in same]
        instead = [
            d
            for d in given
            if _side(d, source.text) == mine
            and clashing_date(date, d)
            and not any(d.start < other.start < d.end for other in same)  # "by 3-5 May" is also by the 5th
        ]
        if mine and theirs and mine not in theirs and (all(theirs) or instead):
            yield f"the source does not say '{mine} {date.text}'"


# What may not be done after a day may be done until then.
_NO_LONGER = re.compile(
    r"\b(?:not|no|never|longer|ban\w*|bar\w*|prohibit\w*|forbid\w*|stop\w*|end(?:s|ed)|exempt\w*)\b|n't\b"
)


def _side(date: Date, text: str) -> str:
    """ "until" or "since", by what stands before the date; "" where neither does."""
    lead = _LEADS_TO_DATE.search(text[: date.start])
    return ("until" if lead[1].casefold() in _UNTIL else "since") if lead else ""


def find_other_part_of_year(held: HeldClaim) -> Iterator[str]:
    """Another season, quarter or half of a year than the closest sentence gives."""
    clash = clashing_part(held.said.text, held.closest.text)
    if clash:
        yield f"the source says '{clash[1]}', not '{clash[0]}'"
