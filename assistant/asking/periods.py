"""In which time something must lie that a question asks for: "in 2025", "since May 2024", "between 2019 and 2021" (pure)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from assistant.asking.compound import split_question
from assistant.language.dates import find_dates, in_months
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
    told = in_months(text)
    dates = find_dates(told)
    days = [date.iso for date in dates]
    before = told[: dates[0].start] if days else ""
    led = _LED_BY.search(before)
    if not led or _TELLS_WHICH.search(before) or not all(days) or split_question(text):
        return None
    how = led["how"].casefold()
    if how == "between":
        first, last = days if len(days) == 2 else ("", "")
        return (lambda date: is_since(date, first) and is_until(date, last)) if first else None
    return partial(_FITS.get(how, is_in), day=days[0]) if len(days) == 1 else None


def is_in(date: str, day: str) -> bool:
    """Whether a date lies within a day, month or year.

    One that is known to the month or year alone fits where a day of it does, here and below.
    """
    return bool(date) and (date.startswith(day) or day.startswith(date))


def is_since(date: str, day: str) -> bool:
    """Whether a date lies within a day, month or year or later."""
    return bool(date) and date >= day[: len(date)]


def is_after(date: str, day: str) -> bool:
    """Whether a date lies later than a day, month or year, and not within it."""
    return is_since(date, day) and not date.startswith(day)


def is_until(date: str, day: str) -> bool:
    """Whether a date lies within a day, month or year or earlier."""
    return bool(date) and dated_by(day, date)


def is_before(date: str, day: str) -> bool:
    """Whether a date lies earlier than a day, month or year, and not within it."""
    return is_until(date, day) and not date.startswith(day)


_FITS = {
    "since": is_since, "after": is_after, "until": is_until, "till": is_until, "up to": is_until, "before": is_before,
}  # fmt: skip
