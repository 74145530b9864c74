"""What the first lines of a document say of it: its fields, its date and who published it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.language.dates import find_date
from index.metadata import (
    field_meant,
    find_marking,
    from_fields,
    is_date_field,
    is_field_name,
    is_official,
    merge,
)
from index.types import Metadata

_FIELD_LINE = re.compile(r"\s*(?P<name>[A-Za-z][A-Za-z _-]{1,24}?)\s*:\s+(?P<value>\S.*)")
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_SHORT_DAYS = "mon|tues?|wed|thu(?:rs)?|fri|sat|sun"
# What stands beside a date and is no name: right before it, and right after it.
_DATE_LABEL = re.compile(
    rf"(?:(?:^|(?<=[|,:;(\u00b7\u2022\u2013\u2014-]))\s*(?:{_SHORT_DAYS})\.?|(?<!\w)(?:{_DAYS}|"
    r"date|dated|published|posted|issued|released?|last|updated|modified|revised|publication|on|"
    r"datum|fecha|fecha de publicación|data|data di pubblicazione|publié|publicado|pubblicato|veröffentlicht|erstellt|"
    r"mis à jour|aktualisiert|дата|опубликовано|опубліковано|日付|公開日時?|掲載日|配信日?|更新日?|发布日期|发布时间|日期|"
    r"時間|时间|날짜|입력|발행일?|(?-i:am|le|el|il|den|em)))\s*[:,]?\s*$",
    re.IGNORECASE,
)
_DATE_REST = re.compile(
    rf"^[\s,;(]*(?:\d{{1,2}}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?|T\d\d:\d\d\S*|(?:(?:{_DAYS}|{_SHORT_DAYS})(?=\.?\s*(?:[|,;)\d\u00b7\u2013\u2014-]|$))|at|um|uhr|"
    r"UTC|GMT|JST|KST|EST|EDT|CET|CEST|BST|PST|PDT|AEST|г|года|р|року|r|roku)(?!\w))[.)]?",
    re.IGNORECASE,
)
# What is given to the press.
RELEASE = "(?:press|media|news) (?:release|statement|notice)"
# What a text may be that is of a day, up to that day; and what may follow it: a reference, or by whom.
_ACT = f"judge?ment|decision|ruling|order|notice|decree|circular|letter|statement|communiqu[eé]|opinion|resolution|report|{RELEASE}"
_MEETING = r"(?:minutes|memo(?:randum)?|agenda|record|protocol|note|newsletter)\b[^\d:;.]{0,70}?"
_BEFORE_ACT = re.compile(
    rf"\W*(?:(?:case|ref\.?|no\.?|file)\s+\S+,\s*)?(?:(?:{_ACT})|{_MEETING}|answered|adopted|decided|given|delivered|signed)"
    r"\s*(?:,|\bof|\bon|\bdated|[-\u2013\u2014|])\s*(?:the\s+)?",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\s*[,;|\u2013\u2014-]\s*(?:ref\.?|reference|case|file|no\.?)\s[^.!?]{1,60}", re.IGNORECASE
)
_AFTER_ACT = re.compile(r"\W*|,?\s*(?:by|ref\.?|reference|case|file|no\.?)\s[^.!?]{1,80}", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"[|\u2022\u00b7\u2013\u2014;:()\[\]]|\s-\s")
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "at", "de", "del", "der", "des", "di", "du", "et", "for", "für", "in", "la", "le", "of", "on",
     "the", "to", "und", "van", "von", "y", "&", "-"}
)  # fmt: skip
_ARTICLES = frozenset({"a", "the", "la", "le", "der", "de"})
_LABELS = frozenset({"issuer", "publisher", "published", "revised", "language", "marking", "url"})
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,10}")
_REVISED_LABEL = re.compile(r"\b(updated|last updated|modified|revised)\b", re.IGNORECASE)


def read_field_line(line: str) -> tuple[str, str] | None:
    """A line such as "Source: Japan Today" as (name, value), where the name is one we know."""
    match = _FIELD_LINE.fullmatch(line)
    return (match["name"], match["value"].strip()) if match and is_field_name(match["name"]) else None


def is_label_line(line: str) -> bool:
    """Whether a line only says of when, of whom or how marked the document is: "Source: Japan Today"."""
    field = read_field_line(line)
    return field is not None and field_meant(field[0]) in _LABELS


def read_date_line(line: str) -> Metadata | None:
    """A line that gives a date, perhaps with who published, and says nothing else; None for any other line.

    >>> read_date_line(" date 2026-03-12  Japan Today").publisher
    'Japan Today'
    """
    if len(line) > 120 or not (found := find_date(line)):
        return None
    start, end, iso = found
    before, after = _without(_DATE_LABEL, line[:start]), _without(_DATE_REST, line[end:])
    pieces = [
        name
        for piece in _BETWEEN_NAMES.split(f"{before} | {after}")
        if (name := " ".join(piece.split()).strip(" .-,"))
    ]
    if len(pieces) > 1 or any(not is_name(piece) for piece in pieces):
        return None
    # "Brussels, 12 March 2026" begins with a place, not with who published.
    leading = before.strip(" ,")
    is_place = bool(leading) and before.rstrip().endswith(",") and "," not in leading
    names = [] if is_place else pieces
    publisher = names[0] if names else ""
    if _REVISED_LABEL.search(line[:start]):
        return Metadata(publisher=publisher, revised=iso)
    return Metadata(publisher=publisher, published=iso)


def read_act_line(line: str) -> Metadata | None:
    """A line that says what the text is and of which day; None for any other line.

    >>> read_act_line("Minutes of the board meeting of 22 May 2031").published
    '2031-05-22'
    """
    found = find_date(line) if len(line) <= 120 else None
    if not found or len(found[2]) < len("2031-05-22"):
        return None
    before, after = line[: found[0]], line[found[1] :]
    of_act = _BEFORE_ACT.fullmatch(before) and _AFTER_ACT.fullmatch(after)
    return (
        Metadata(published=found[2])
        if of_act or (not before.strip() and _REFERENCE.fullmatch(after))
        else None
    )


def _without(pattern: re.Pattern[str], text: str) -> str:
    """The text without what the pattern finds, until it finds nothing more."""
    while (shorter := pattern.sub("", text)) != text:
        text = shorter
    return text


def is_name(text: str) -> bool:
    """At most eight words, each with a capital but for the small ones, or a domain: a name, no sentence."""
    if _DOMAIN.fullmatch(text):
        return True
    words = text.split()
    return (
        len(words) <= 8
        and not re.search(r"[.!?]\s|[!?]$|\d{3}", text)
        and any(character.isalpha() for character in text)
        and all(word in _SMALL_WORDS or not word[0].islower() for word in words)
        and words[0].lower() not in _SMALL_WORDS - _ARTICLES
    )


def from_first_lines(lines: Iterable[str]) -> Metadata:
    """What the first lines of a document say of it: fields, a line with its date, a marking. Stops at no line: pass few.

    A public body's name alone on the line above or below the date is that of whoever published.
    """
    found = Metadata()
    named: dict[str, object] = {}
    opening = list(lines)
    for at, line in enumerate(opening):
        if field := read_field_line(line):
            named.setdefault(*field)
            beside_date = read_date_line(field[1]) if is_date_field(field[0]) else None
            found = merge(found, Metadata(publisher=beside_date.publisher if beside_date else ""))
        elif dated := read_act_line(line) or read_date_line(line):
            beside = [name for name in opening[max(0, at - 1) : at + 2] if is_body(name)]
            found = merge(found, dated, Metadata(publisher=beside[0] if beside else ""))
        found = merge(found, Metadata(marking=find_marking(line) if len(line) < 200 else ""))
    return merge(from_fields(named), found)


def is_body(line: str) -> bool:
    """Whether a line is the name of a public body, and nothing else."""
    return is_name(line) and is_official(line) and find_date(line) is None


def issuer_in_title(title: str) -> str:
    """The public body whose name a title begins with: "Harbour Ministry: statement on ropes"; or empty."""
    name, colon, _ = title.partition(":")
    return name.strip() if colon and is_body(name.strip()) else ""


def date_in_title(title: str) -> str:
    """The day of a text that its title names as its own: "Minutes of the meeting of 3 May 2031"; or empty."""
    dated = read_act_line(title)
    return dated.published if dated else ""
