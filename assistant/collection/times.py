"""Within which days the documents that a question asks for must be dated (pure)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.collection.criteria import Criterion
from assistant.language.dates import MONTHS, take_dates
from index.filters import dated_by
from index.storage.records import Entry

_BARE_MONTH = re.compile(
    rf"\b(?P<relation>since|after|before|until|till|up to|in|from)\s+(?P<month>{'|'.join(MONTHS)})\b(?!\s*\d)",
    re.IGNORECASE,
)
# Between the first date and the last of a time.
_THROUGH = re.compile(r"(?:-|/| to )(?:the )?$")


def take_times(text: str, entries: Sequence[Entry]) -> tuple[str, list[Criterion]]:
    """The text without its dates, and within which days documents must be dated, as a criterion each."""
    newest = max((entry.metadata.date for entry in entries), default="")
    text = _BARE_MONTH.sub(lambda month: f"{month[0]} {_year_of(month['month'], newest)}", text)
    dates, without = take_dates(text)
    days = [(text[: date.start], date.iso) for date in dates]
    if not all(day for _, day in days):
        return text, []
    if len(days) == 2 and (
        re.search(r"\bbetween\b", text, re.IGNORECASE)
        or _THROUGH.search(text[dates[0].start : dates[1].start])
    ):
        first, last = sorted(day for _, day in days)
        within = Criterion.of(
            f"dated {first} to {last}", entries, lambda m: is_since(m.date, first) and is_until(m.date, last)
        )
        return without, [within]
    return without, [in_time(before, day, entries) for before, day in days]


def _year_of(month: str, newest: str) -> int:
    """The year of the last such month that there can be documents of, if the newest is of that date."""
    number = f"{MONTHS.index(month.casefold()) + 1:02d}"
    return int(newest[:4] or 0) - (number > (newest[5:7] or "12"))


def in_time(before: str, day: str, entries: Sequence[Entry]) -> Criterion:
    """Dated that day, month or year; or since, after, until or before it, as what stands before the date says."""
    for said, words, fits in _RELATIONS:
        if said.search(before):
            return Criterion.of(words.format(day=day), entries, lambda m, fits=fits: fits(m.date, day))  # type: ignore[misc]
    return Criterion.of(f"dated {day}", entries, lambda m: m.date.startswith(day))


def is_since(date: str, day: str) -> bool:
    """Whether a document's date lies within a day, month or year or later.

    A date that is known to the month or year alone fits where a day of it does, here and below.
    """
    return bool(date) and date >= day[: len(date)]


def is_after(date: str, day: str) -> bool:
    """Whether a document's date lies later than a day, month or year, and not within it."""
    return is_since(date, day) and not date.startswith(day)


def is_until(date: str, day: str) -> bool:
    """Whether a document's date lies within a day, month or year or earlier."""
    return bool(date) and dated_by(day, date)


def is_before(date: str, day: str) -> bool:
    """Whether a document's date lies earlier than a day, month or year, and not within it."""
    return is_until(date, day) and not date.startswith(day)


# What stands before a date, what it makes of documents in words, and whether one of a date fits.
_RELATIONS = tuple(
    (re.compile(rf"\b(?:{said})\s+(?:the )?$", re.IGNORECASE), words, fits)
    for said, words, fits in (
        ("since|starting(?: in| from| on)?", "dated {day} or later", is_since),
        ("after", "dated after {day}", is_after),
        ("until|till|up to", "dated {day} or earlier", is_until),
        ("before", "dated before {day}", is_before),
    )
)
