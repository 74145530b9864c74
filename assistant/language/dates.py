"""The dates of a text, as exact as they are written, and whether two of them agree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile

from assistant.language.identifiers import take_known_identifiers
from assistant.language.words import plain


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar date as exact as it is written; 0 where a part is not given.

    It stands at `start` to `end` of the text it was found in, of which two equal dates may differ. Of "3-5 May 2021" the
    first is "3 May 2021" and reaches to the end of it, where its month and year are.
    """

    text: str
    year: int = 0
    month: int = 0
    day: int = 0
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    @property
    def iso(self) -> str:
        """The date in ISO 8601, as exact as it is known; empty without a year."""
        if not self.year:
            return ""
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in takewhile(bool, (self.month, self.day)))]
        return "-".join(parts)


def find_dates(text: str) -> tuple[Date, ...]:
    """The dates of `text`, in its order; what is numbered like an identifier is none."""
    return read_dates(text)[1]


@lru_cache(maxsize=20_000)
def read_dates(text: str) -> tuple[tuple[str, ...], tuple[Date, ...], str]:
    """The identifiers of known forms, the dates, and the text without both."""
    known, rest = take_known_identifiers(plain(text))
    return known, *take_dates(rest)


MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
_ANY_YEAR = r"(?:1[5-9]|20|21)\d\d"
_ANY_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = rf"(?P<year>{_ANY_YEAR})"
_DAY = rf"(?P<day>{_ANY_DAY})"
# One, or the `first` and the last of several.
_DAYS = rf"(?:(?<![.,])(?P<first>{_ANY_DAY})(?:-| (?:and|to|or) (?:the )?|/))?{_DAY}"
_YEARS = rf"(?:(?<!/)(?P<first>{_ANY_YEAR})[-/])?{_YEAR}"
_DATE_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_YEAR}-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?\b(?!-?\d)",
        rf"\b{_YEAR}/(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12]\d|3[01])\b",
        r"(?P<year>\d{4})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?",
        rf"\b(?:the )?{_DAYS}(?: of)?[ -]{_MONTH}(?:,? (?:of )?|-){_YEAR}\b",
        rf"\b{_MONTH} (?:the )?{_DAY},? {_YEAR}\b",
        rf"\b(?:the )?{_DAYS}(?: of)? {_MONTH}\b(?! \d{{4}})",
        rf"\b(?-i:(?=[A-Z])){_MONTH} (?:the )?{_DAY}\b(?![,.]?\d)",
        rf"\b{_MONTH},? (?:of )?{_YEAR}\b",
        rf"(?:\b(?:mid|early|late)-|(?<![\d.,$£€-]))\b{_YEARS}\b(?![.,/]\d|[-\d%]| ?(?:%|per|million|billion|km|kg|MW|GW|people|points))",
    )
)
_LONE_MONTH = re.compile(
    r"\b(?:January|February|April|June|July|August|September|October|November|December)\b|(?<=\b[Ii]n )March\b|(?<=\b[Ii]n )May\b"
)


def take_dates(text: str) -> tuple[tuple[Date, ...], str]:
    """The dates, and the text with them blanked out, letter for letter, so that their digits are not read as quantities."""
    found: list[Date] = []
    for form in _DATE_FORMS:
        for match in form.finditer(text):
            found += _dates(match)
        text = form.sub(lambda m: " " * len(m[0]), text)
    for month in _LONE_MONTH.finditer(text):
        found.append(Date(month[0], 0, _month_number(month[0]), 0, *month.span()))
    return tuple(sorted(found, key=lambda date: date.start)), text


def _dates(match: re.Match[str]) -> list[Date]:
    """The date that a form matches; or the first and the last of several, which share what stands behind the last."""
    part = match.groupdict()
    date = Date(
        match[0],
        int(part.get("year") or 0),
        _month_number(part.get("month") or ""),
        _day_number(part.get("day") or ""),
        *match.span(),
    )
    if date.month > len(MONTHS) or date.day > 31:
        date = replace(date, month=0, day=0)  # no calendar has it: of "2024年13月" the year is known
    if not part.get("first"):
        return [date]
    last, begun = ("day" if date.day else "year"), match.start()
    first_text = match[0][: match.end("first") - begun] + match[0][match.end(last) - begun :]
    first = replace(date, text=first_text, **{last: _day_number(match["first"])})
    return [first, replace(date, text=match[0][match.start(last) - begun :], start=match.start(last))]


def _day_number(word: str) -> int:
    """ "3rd" -> 3; 0 where there is none."""
    return int(word.rstrip("dhnrstDHNRST") or 0)


def _month_number(word: str) -> int:
    if not word or word.isdigit():
        return int(word or 0)
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(word[:3].casefold()))


def same_date(claimed: Date, given: Date) -> bool:
    """Whether `given` carries `claimed`: every part claimed is given and equal ("March 2026" is carried by 2026-03-12)."""
    pairs = ((claimed.year, given.year), (claimed.month, given.month), (claimed.day, given.day))
    return all(not want or want == have for want, have in pairs)


def clashing_date(claimed: Date, given: Date) -> bool:
    """Whether both are given to some part and differ in it: 12 and 13 March, 2026 and 2027."""
    pairs = ((claimed.year, given.year), (claimed.month, given.month), (claimed.day, given.day))
    return any(want and have and want != have for want, have in pairs)


# Parts of a year, as the months from and to.
_PARTS = {
    "first half": (1, 6), "second half": (7, 12), "first quarter": (1, 3), "second quarter": (4, 6), "third quarter": (7, 9),
    "fourth quarter": (10, 12), "last quarter": (10, 12), "q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12), "early": (1, 4),
    "spring": (3, 6), "summer": (6, 9), "autumn": (9, 12), "mid": (4, 9), "late": (8, 12), "end": (10, 12), "beginning": (1, 3), "start": (1, 3),
}  # fmt: skip
_PART = re.compile(
    rf"\b(?P<part>{'|'.join(_PARTS)})(?:[ -]|,? of | in |-to-)(?P<year>(?:19|20|21)\d\d)\b", re.IGNORECASE
)

_ASKED_PART = re.compile(
    rf"(?:\b(?P<how>in|during|throughout|within|from|of|since|after|before|until|till|up to|by|at)\s+)?(?:\bthe\s+)?{_PART.pattern}",
    re.IGNORECASE,
)
_FIRST_PART = re.compile(
    rf"\b(?:from|between)\s+(?:the\s+)?{_PART.pattern}(?=\s+(?:to|and|until|till)\b)", re.IGNORECASE
)
_BOUND = {"since": 0, "before": 0, "after": 1, "until": 1, "till": 1, "up to": 1}
# A term, and no time in which something is.
_TERMS = ("by", "at")


def in_months(text: str) -> str:
    """The text with each part of a year that it names as a time told by its first and last month.

    >>> in_months("What was banned in spring 2026, and what since the second half of 2024?")
    'What was banned between March 2026 and June 2026, and what since July 2024?'
    """
    begun = _FIRST_PART.search(text)
    if begun:
        rest = _PART.sub(lambda part: _months(part)[1], text[begun.end() :], count=1)
        return f"{text[: begun.start()]}between {_months(begun)[0]}{rest}"
    return _ASKED_PART.sub(_told_in_months, text)


def _told_in_months(part: re.Match[str]) -> str:
    how, (first, last) = (part["how"] or "").casefold(), _months(part)
    if how in _TERMS:
        return part[0]
    return f"{part['how']} {(first, last)[_BOUND[how]]}" if how in _BOUND else f"between {first} and {last}"


def _months(part: re.Match[str]) -> tuple[str, str]:
    """The first and the last month of a part of a year."""
    first, last = (MONTHS[month - 1].capitalize() for month in _PARTS[part["part"].casefold()])
    return f"{first} {part['year']}", f"{last} {part['year']}"


def names_part(text: str) -> bool:
    """Whether the text names a part of a year: "in early 2026"."""
    return bool(_PART.search(text))


def in_years(text: str) -> str:
    """The text with the year alone in the place of a part of it: "the spring of 2026" -> "the 2026"."""
    return _PART.sub(lambda part: part["year"], text)


def clashing_part(claimed: str, given: str) -> tuple[str, str] | None:
    """The part of a year in `claimed` that no month or part of that year in `given` falls into, with that of `given`.

    "in early 2026" against "in late 2026" -> ("early 2026", "late 2026"); None where they may agree.
    """
    theirs = _spans(given)
    for text, year, first, last in _spans(claimed):
        same_year = [span for span in theirs if span[1] == year]
        if any(start <= last and first <= end for _, _, start, end in same_year):
            continue
        # A month and another month are two dates, of which the source may well give both.
        clashing = [span for span in same_year if _PART.search(text) or _PART.search(span[0])]
        if clashing:
            return text, clashing[0][0]
    return None


@lru_cache(maxsize=20_000)
def _spans(text: str) -> tuple[tuple[str, int, int, int], ...]:
    parts = [(m[0], int(m["year"]), *_PARTS[m["part"].casefold()]) for m in _PART.finditer(plain(text))]
    months = [(d.text, d.year, d.month, d.month) for d in find_dates(text) if d.year and d.month]
    return (*parts, *months)
