"""In which time something must lie that a question asks for: "in 2025", "since May 2024", "between 2019 and 2021" (pure)."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.asking.compound import split_question
from assistant.language.dates import find_dates
from index.filters import dated_by

Within = Callable[[str], bool]
"""Whether a date, ISO 8601 as exact as it is known, lies in a time."""

_LED_BY = re.compile(
    r"\b(?P<how>in|during|throughout|on|since|after|before|until|till|up to|between)\s+(?:the\s+)?(?:early|late|mid|spring|summer|autumn|winter|end of|start of|beginning of|first half of|second half of)?[\s-]*$",
    re.IGNORECASE,
)

# "The minister who", and not "who" at the head of a question or a clause.
_TELLS_WHICH = re.compile(r"[a-z] (?:who|whom|whose|that|which)\b[^,;:]*$")


def period_of(text: str) -> Within | None:
    """Whether a date lies in the time that a question names; None where it names none, or of two questions in one.

    A date by which something else is told ("the minister who resigned in 2020") is not when the rest is to be.

    >>> within = period_of("Which laws were passed in 2025?")
    >>> within("2025-03-04"), within("2024")
    (True, False)
    """
    days = [date.iso for date in find_dates(text)]
    before = text[: find_dates(text)[0].start] if days else ""
    led = _LED_BY.search(before)
    if not led or _TELLS_WHICH.search(before) or not all(days) or split_question(text):
        return None
    how = led["how"].casefold()
    if how == "between" and len(days) == 2:
        return _between(*days)
    return _TIMES.get(how, _in)(days[0]) if len(days) == 1 and how != "between" else None


def _in(day: str) -> Within:
    return lambda date: date.startswith(day) or day.startswith(date)


def _since(day: str) -> Within:
    return lambda date: date >= day[: len(date)]


def _after(day: str) -> Within:
    return lambda date: date >= day[: len(date)] and not date.startswith(day)


def _until(day: str) -> Within:
    return lambda date: dated_by(day, date)


def _before(day: str) -> Within:
    return lambda date: dated_by(day, date) and not date.startswith(day)


def _between(first: str, last: str) -> Within:
    since, until = _since(first), _until(last)
    return lambda date: since(date) and until(date)


_TIMES = {
    "since": _since,
    "after": _after,
    "until": _until,
    "till": _until,
    "up to": _until,
    "before": _before,
}
