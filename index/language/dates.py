"""Dates as documents write them, in whatever language, as ISO 8601 and as exact as they are given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

# In English, French, German, Spanish, Portuguese, Italian, Dutch, Swedish and Norwegian, Polish, Czech, Russian, Ukrainian.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier januar jänner enero janeiro gennaio januari stycznia ledna января січня",
            "february feb février februar febrero fevereiro febbraio februari lutego února февраля лютого",
            "march mar mars märz marzo março maart marca března марта березня",
            "april apr avril abril aprile kwietnia dubna апреля квітня",
            "may mai mayo maio maggio mei maj maja května мая травня",
            "june jun juin juni junio junho giugno czerwca června июня червня",
            "july jul juillet juli julio julho luglio lipca července июля липня",
            "august aug août agosto augustus augusti sierpnia srpna августа серпня",
            "september sept sep septembre septiembre setembro settembre września září сентября вересня",
            "october oct octobre oktober octubre outubro ottobre października října октября жовтня",
            "november nov novembre noviembre novembro listopada listopadu ноября листопада",
            "december dec décembre dezember diciembre dezembro dicembre desember grudnia prosince декабря грудня",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})(?!\w)\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_ERAS = {
    "\u4ee4\u548c": 2018,
    "\u5e73\u6210": 1988,
    "\u662d\u548c": 1925,
}  # Reiwa, Heisei, Showa: the year before their first
_ERA_DATE = re.compile(
    rf"(?P<era>{'|'.join(_ERAS)})\s*(?P<year>\d{{1,2}}|\u5143)\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*日"
)
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?![\d])",
        rf"(?<!\d){_YEAR}\s*[年년]\s*(?P<month>\d{{1,2}})\s*[月월]\s*(?:(?P<day>\d{{1,2}})\s*[日일])?",
        rf"(?<![\d.]){_YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)(?![\d.])",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?(?:\s+(?:of|de))?[\s-]+{_MONTH},?(?:\s+del?)?[\s-]+{_YEAR}(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})\s+th\u00e1ng\s+(?P<month>\d{{1,2}}),?\s+(?:n\u0103m\s+)?{_YEAR}(?!\d)",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)",
        rf"(?<!\d)(?P<first>\d{{1,2}})(?P<sep>[/.]) ?(?P<second>\d{{1,2}})(?P=sep) ?{_YEAR}(?!\d)",
        rf"\b{_MONTH},?\s+{_YEAR}(?!\d)",
        rf"(?<![\d-]){_YEAR}-(?P<month>\d{{1,2}})(?![\d-])",
    )
)
_ONLY_YEAR = re.compile(rf"\s*{_YEAR}\s*")
_FOREIGN_DATE = re.compile(r"(?=.*(?:19|20)\d\d)(?=.*\d{1,2}).{6,40}")
_HOUR = re.compile(r"\d{1,2}:\d\d\S*")
_WITH_DASHES = re.compile(rf"(?P<first>\d{{1,2}})(?P<sep>-)(?P<second>\d{{1,2}})-{_YEAR}(?!\d)")
# 2020-W05, Q3 2020, 2. HJ 2020, and what no calendar has: 2020-13-01.
_PART_OF_YEAR = r"(?:(?:Q|H|T|W|[CK]W)\W?)?\d{1,2}\.?\s?(?:Q|H|T|HJ)?"
_WITHIN_YEAR = re.compile(
    rf"(?:{_PART_OF_YEAR}[\s./-]+){{0,2}}{_YEAR}(?:(?:[\s./-]+|(?=[QHTCKW])){_PART_OF_YEAR}){{0,2}}(?:(?:T|\s+){_HOUR.pattern})?",
    re.IGNORECASE,
)


def find_date(text: str) -> tuple[int, int, str] | None:
    """The first exact date written in `text` as (start, end, ISO 8601), or None.

    >>> find_date("TOKYO, 12 March 2026")
    (7, 20, '2026-03-12')
    """
    found = [hit for pattern in _DATES for match in pattern.finditer(text) if (hit := _dated(match))]
    found += [hit for match in _ERA_DATE.finditer(text) if (hit := _dated_by_era(match))]
    return min(found, key=lambda hit: (hit[0], -hit[1]), default=None)


def _dated(match: re.Match[str]) -> tuple[int, int, str] | None:
    group = match.groupdict()
    month, day = _day_and_month(group)
    iso = _iso(group["year"], month, day)
    if not iso and _names_month(group) and day <= 31:
        iso = match["year"]  # of 30 February nobody knows whether the day or the month is wrong
    return (match.start(), match.end(), iso) if iso else None


def _names_month(group: Mapping[str, str | None]) -> bool:
    return (group.get("month") or "").lower() in _MONTHS


def _dated_by_era(match: re.Match[str]) -> tuple[int, int, str] | None:
    year = _ERAS[match["era"]] + (1 if match["year"] == "\u5143" else int(match["year"]))
    iso = _iso(str(year), int(match["month"]), int(match["day"]))
    return (match.start(), match.end(), iso) if iso else None


def _day_and_month(group: Mapping[str, str | None]) -> tuple[int, int]:
    """Month and day as numbers, 0 where unknown: of 03/04/2026 nobody knows which is which; 03.04.2026 is in April."""
    if "first" in group:
        first, second = int(group["first"] or 0), int(group["second"] or 0)
        if first == second or first > 12 or (group["sep"] == "." and second <= 12):
            return second, first
        return (first, second) if second > 12 else (0, 0)
    month = group["month"] or "0"
    return (int(month) if month.isdecimal() else _MONTHS[month.lower()]), int(group.get("day") or 0)


def _iso(year: str | None, month: int, day: int) -> str:
    try:
        exact = date(int(year or 0), month or 1, day or 1).isoformat()
    except ValueError:
        return ""
    return exact[: 10 if day else 7 if month else 4]


def parse_date(value: object) -> str:
    """`value` as ISO 8601, as exact as it was given, or "" where it is no date.

    >>> parse_date("12 March 2026"), parse_date("2019-12"), parse_date("2024-01-09T12:00:00Z"), parse_date("soon")
    ('2026-03-12', '2019-12', '2024-01-09', '')
    """
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    if len(text) > 80:
        return ""
    if found := find_date(text):
        return found[2]
    if (match := _WITH_DASHES.match(text)) and (found := _dated(match)):
        return found[2]
    if match := _ONLY_YEAR.fullmatch(text) or _WITHIN_YEAR.fullmatch(text):
        return match["year"]
    return _foreign_date(text) if _FOREIGN_DATE.fullmatch(text) else ""


def _foreign_date(text: str) -> str:
    """A date in another language ("12 Μαρτίου 2026"), by dateparser: as exact as the numbers in it are the year and the day.

    Of other numbers it takes one for the month, and what it does not find it takes from today.
    """
    found = _date_parser().get_date_data(text)
    if found.date_obj is None:
        return ""
    day: date = found.date_obj.date()
    numbers = [int(number) for number in re.findall(r"\d+", _HOUR.sub("", text))]
    if found.period == "day" and sorted(numbers) == sorted([day.day, day.year]):
        return day.isoformat()
    if found.period == "month" and numbers == [day.year]:
        return day.isoformat()[:7]
    return str(day.year) if [number for number in numbers if number > 31] == [day.year] else ""


@cache
def _date_parser() -> Any:
    from dateparser.date import DateDataParser  # imported late: half a second that English never pays

    return DateDataParser(
        settings={
            "PARSERS": ["absolute-time"],
            "REQUIRE_PARTS": ["month", "year"],
            "RELATIVE_BASE": datetime(2001, 1, 1),  # any day but today's: no reading may depend on that
        }
    )


# Parted alike throughout: the 2019-0708 of CVE-2019-0708 is a number, not a day in July.
_DATE_AT_END = re.compile(rf"[-_ .]{_YEAR}(?P<sep>[-_]?)(?P<month>0[1-9]|1[0-2])(?P=sep)(?P<day>[0-3]\d)$")
_DATE_AT_START = re.compile(rf"{_YEAR}[-_]?(?P<month>0[1-9]|1[0-2])(?:[-_]?(?P<day>[0-3]\d))?(?=[-_ .]|$)")


def date_in_name(stem: str) -> str:
    """The date a file's name begins with, or ends with to the day ("2026-03-12-japan", "minutes-2026-03-12"), or "".

    People name files so for the date of what is in them; it serves where the document gives no date itself.
    """
    match = _DATE_AT_START.match(stem) or _DATE_AT_END.search(stem)
    return _iso(match["year"], int(match["month"]), int(match["day"] or 0)) if match else ""


def without_date_at_end(stem: str) -> str:
    """A file's name without the date it ends with: no part of a number by which the document goes."""
    return _DATE_AT_END.sub("", stem)
