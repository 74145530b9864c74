"""Within which days the documents that a question asks for must be dated, or have been revised last (pure)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.asking.periods import is_after, is_before, is_since, is_until
from assistant.collection.criteria import Criterion
from assistant.collection.statements import Statements
from assistant.language.dates import MONTHS, take_dates
from index.storage.records import Entry, Line
from index.types import Metadata

_BARE_MONTH = re.compile(
    rf"\b(?P<relation>since|after|before|until|till|up to|in|from)\s+(?P<month>{'|'.join(MONTHS)})\b(?!\s*\d)",
    re.IGNORECASE,
)
# Between the first date and the last of a time.
_THROUGH = re.compile(r"(?:-|/| to )(?:the )?$")


# Beside a date these say no more than that documents are of it.
_BE = r"(?:\b(?:that|which|were|was|have|has|had|been|being|got|first|last|newly|recently|most recently) )*"
_APPEARED = re.compile(
    rf"{_BE}\b(?:(?:c[ao]me|coming|came|brought|put|sent|gone|went|given) (?:out|public|online)|appear(?:ed|ing|s)?|dat(?:e|es|ing)|posted|announced|disclosed|publici[sz]ed|made public|from the (?:year|month))\b",
    re.IGNORECASE,
)
_REVISED = re.compile(rf"{_BE}\b(?:updated|revised|modified|edited|re-?issued)\b", re.IGNORECASE)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_AGO = re.compile(
    rf"\b(?:in|of|from|during|over|within|since)?\s*the (?:last|past|previous) (?:(?P<count>\d{{1,3}}|{'|'.join(_NUMBERS)}|couple of|few) )?"
    r"(?P<unit>day|week|month|year)s?\b",
    re.IGNORECASE,
)
_THIS_YEAR = re.compile(r"(?<!the )\b(?P<which>last|this) year\b", re.IGNORECASE)
_TIME = re.compile(
    rf"\b(?:in|of|from|since|after|before|until|till|during|dated|between|published|issued|released|appeared|out)\s+(?:the )?(?:(?:early|mid|late|{'|'.join(MONTHS)}) )?(?:19|20)\d\d\b(?!\.\d)",
    re.IGNORECASE,
)
_DAYS_IN = {"day": 1, "week": 7}


@dataclass(frozen=True, slots=True)
class Dated:
    """Of which date of documents a time is asked for: `day_of` gives it, and `words` say what they then are."""

    words: str
    day_of: Callable[[Metadata], str]


_DATED = Dated("dated", lambda m: m.date)
_LAST_REVISED = Dated("ones last revised", lambda m: m.revised)


def take_times(
    text: str, entries: Sequence[Entry], statements: Callable[[], Statements] = Statements
) -> tuple[str, list[Criterion]]:
    """The text without its dates, and within which days documents must be dated, as a criterion each.

    Of what was "revised" that is the day of the last revision, with the sentences that state it. What is of "the last two
    years" is so by the newest document.
    """
    revised = _REVISED.search(text) if any(entry.metadata.revised for entry in entries) else None
    dated = _LAST_REVISED if revised else _DATED
    newest = max((dated.day_of(entry.metadata) for entry in entries), default="")
    text = _THIS_YEAR.sub(
        lambda said: f"in {int(newest[:4] or 0) - (said['which'].casefold() == 'last')}", text
    )
    text = _AGO.sub(lambda said: f" since {day_before(newest, said)}", text) if len(newest) == 10 else text
    text = _BARE_MONTH.sub(lambda month: f"{month[0]} {_year_of(month['month'], newest)}", text)
    dates, without = take_dates(text)
    days = [(text[: date.start], date.iso) for date in dates]
    if not days or not all(day for _, day in days):
        return text, []
    without = (_REVISED if revised else _APPEARED).sub(" ", without)
    if len(days) == 2 and (
        re.search(r"\bbetween\b", text, re.IGNORECASE)
        or _THROUGH.search(text[dates[0].start : dates[1].start])
    ):
        first, last = sorted(day for _, day in days)
        found = [within_days(first, last, entries, dated)]
    else:
        found = [in_time(before, day, entries, dated) for before, day in days]
    return without, [with_lines(each, statements().revised) for each in found] if revised else found


def says_time(text: str) -> bool:
    """Whether the text says a year as a time.

    >>> says_time("Acme advisories in 2031"), says_time("advisories affecting Acme Server 2031")
    (True, False)
    """
    return bool(_TIME.search(text))


def with_lines(criterion: Criterion, lines: Sequence[Line]) -> Criterion:
    """The criterion with those of the sentences that are of its documents."""
    return replace(criterion, lines=tuple(line for line in lines if line.document in criterion.held))


def day_before(newest: str, said: re.Match[str]) -> str:
    """The day (ISO) from which on it is the last so many days, weeks, months or years up to the newest."""
    count = (said["count"] or "one").casefold()
    number = {"couple of": 2, "few": 3}.get(count) or (
        int(count) if count.isdecimal() else _NUMBERS.index(count) + 1
    )
    last, unit = date.fromisoformat(newest), said["unit"].casefold()
    if unit in _DAYS_IN:
        return (last - timedelta(days=number * _DAYS_IN[unit])).isoformat()
    months = last.year * 12 + last.month - 1 - number * (12 if unit == "year" else 1)
    # Of the 31st of a month that has none the 28th will do.
    return f"{months // 12:04d}-{months % 12 + 1:02d}-{min(last.day, 28):02d}"


def _year_of(month: str, newest: str) -> int:
    """The year of the last such month that there can be documents of, if the newest is of that date."""
    number = f"{MONTHS.index(month.casefold()) + 1:02d}"
    return int(newest[:4] or 0) - (number > (newest[5:7] or "12"))


def within_days(first: str, last: str, entries: Sequence[Entry], dated: Dated) -> Criterion:
    """Dated from the first day, month or year to the last."""
    return Criterion.of(
        f"{dated.words} {first} to {last}",
        entries,
        lambda m: is_since(dated.day_of(m), first) and is_until(dated.day_of(m), last),
    )


def in_time(before: str, day: str, entries: Sequence[Entry], dated: Dated = _DATED) -> Criterion:
    """Dated that day, month or year; or since, after, until or before it, as what stands before the date says."""
    for said, words, fits in _RELATIONS:
        if said.search(before):
            return Criterion.of(
                f"{dated.words} {words.format(day=day)}",
                entries,
                lambda m, fits=fits: fits(dated.day_of(m), day),  # type: ignore[misc]
            )
    return Criterion.of(f"{dated.words} {day}", entries, lambda m: dated.day_of(m).startswith(day))


# What stands before a date, what it makes of documents in words, and whether one of a date fits.
_RELATIONS = tuple(
    (re.compile(rf"\b(?:{said})\s+(?:the )?$", re.IGNORECASE), words, fits)
    for said, words, fits in (
        ("since|starting(?: in| from| on)?", "{day} or later", is_since),
        ("after", "after {day}", is_after),
        ("until|till|up to", "{day} or earlier", is_until),
        ("before", "before {day}", is_before),
    )
)
