"""What is known about a document: dates, kinds, markings, relations, country and language, as its own words give them.

Nothing here guesses: what a document does not say stays empty. Formats are the readers' matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from functools import cache
from typing import Any

from index.identifiers import IdentifierMention, find_identifier_mentions, find_identifiers
from index.types import Metadata, Relation

# ---------------------------------------------------------------- dates

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
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)",
        rf"(?<!\d)(?P<first>\d{{1,2}})(?P<sep>[/.]) ?(?P<second>\d{{1,2}})(?P=sep) ?{_YEAR}(?!\d)",
        rf"\b{_MONTH},?\s+{_YEAR}(?!\d)",
        rf"(?<![\d-]){_YEAR}-(?P<month>\d{{1,2}})(?![\d-])",
    )
)
_ONLY_YEAR = re.compile(rf"\s*{_YEAR}\s*")
_FOREIGN_DATE = re.compile(r"(?=.*(?:19|20)\d\d)(?=.*\d{1,2}).{6,40}")


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
    iso = _iso(group["year"], *(_day_and_month(group)))
    return (match.start(), match.end(), iso) if iso else None


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
    if match := _ONLY_YEAR.fullmatch(text):
        return match["year"]
    return _foreign_date(text) if _FOREIGN_DATE.fullmatch(text) else ""


def _foreign_date(text: str) -> str:
    """A date in another language ("12 mars 2026", "12. März 2026"), by dateparser."""
    found = _date_parser().get_date_data(text)
    if found.date_obj is None:
        return ""
    return str(found.date_obj.date().isoformat()[: {"year": 4, "month": 7}.get(found.period, 10)])


@cache
def _date_parser() -> Any:
    from dateparser.date import DateDataParser  # imported late: half a second that English never pays

    return DateDataParser(settings={"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["month", "year"]})


# ---------------------------------------------------------------- kinds, markings, relations

_KINDS = {
    "act": "law", "statute": "law", "legislation": "law", "bill": "law",
    "executive-order": "order", "decree": "order",
    "emergency-directive": "directive", "binding-operational-directive": "directive",
    "news": "press", "article": "press", "press-release": "press", "newspaper": "press", "news-article": "press",
    "alert": "warning", "notice": "advisory", "bulletin": "advisory", "security-advisory": "advisory",
    "guideline": "guidance", "guidelines": "guidance", "recommendation": "guidance",
    "reader-comment": "comment",
}  # fmt: skip
_RELATIONS = {
    "follows": "follows", "follow_up_to": "follows",
    "supersedes": "supersedes", "replaces": "supersedes", "obsoletes": "supersedes",
    "superseded_by": "superseded_by", "replaced_by": "superseded_by", "obsoleted_by": "superseded_by",
    "amends": "amends", "updates": "amends",
    "withdraws": "withdraws", "revokes": "withdraws", "repeals": "withdraws",
    "related": "related", "see_also": "related",
}  # fmt: skip
_OFFICIAL = re.compile(
    r"\b(?:ministry|minist\u00e8re|ministerium|agency|bureau|government|department|office|commission|authority|council|"
    r"court|parliament|treasury|police|centre|center|administration|secretariat|cabinet)\b",
    re.IGNORECASE,
)
_MARKING = re.compile(r"\bTLP\s*[:\- ]\s*(RED|AMBER(?:\+STRICT)?|GREEN|CLEAR|WHITE)\b", re.IGNORECASE)


def normal_kind(kind: str) -> str:
    """The kind in this project's words: lower case, hyphens, synonyms folded ("Press release" -> "press")."""
    plain = "-".join(kind.lower().replace("_", " ").replace("-", " ").split())
    return _KINDS.get(plain, plain)


def is_official(name: str) -> bool:
    """Whether `name` is, by its own words, that of a public body: "Telmar Treasury, Procurement Office"."""
    return bool(_OFFICIAL.search(name))


def find_marking(text: str) -> str:
    """The first Traffic Light Protocol marking in `text`, as "TLP:AMBER+STRICT", or ""."""
    match = _MARKING.search(text)
    return f"TLP:{match[1].upper()}" if match else ""


# ---------------------------------------------------------------- countries

# Domains that only a state's own bodies can register.
_STATE_DOMAINS = {
    "gov": "United States", "mil": "United States", "gov.uk": "United Kingdom", "gov.au": "Australia",
    "govt.nz": "New Zealand", "gc.ca": "Canada", "go.jp": "Japan", "go.kr": "South Korea", "gov.tw": "Taiwan",
    "gov.cn": "China", "gov.sg": "Singapore", "gov.in": "India", "nic.in": "India", "gov.ua": "Ukraine",
    "gov.pl": "Poland", "gov.cz": "Czech Republic", "gov.sk": "Slovakia", "gov.il": "Israel", "gov.br": "Brazil",
    "gov.it": "Italy", "gov.pt": "Portugal", "gov.ie": "Ireland", "gob.es": "Spain", "gouv.fr": "France",
    "bund.de": "Germany", "admin.ch": "Switzerland", "gv.at": "Austria", "europa.eu": "European Union",
}  # fmt: skip


def country_of_domain(host: str) -> str:
    """The country whose state runs `host`, where only that state can ("www.cisa.gov" -> "United States"), or ""."""
    labels = host.lower().rstrip(".").split(".")
    return _STATE_DOMAINS.get(".".join(labels[-2:])) or _STATE_DOMAINS.get(labels[-1], "")


# ---------------------------------------------------------------- languages

_ENOUGH_LETTERS = 40
_SURE_ENOUGH = 0.8


def find_language(text: str) -> str:
    """The ISO 639-1 code of the language most of `text` is in, or "" where it is too short or not clear."""
    sample = text[:3000]
    letters = sum(character.isalpha() for character in sample)
    ideographs = len(re.findall(r"[\u3400-\u9fff]", sample))
    kana = len(re.findall(r"[\u3040-\u30ff]", sample))
    if ideographs + kana > max(8, letters / 3):
        return "ja" if kana > ideographs / 10 else "zh"
    if letters < _ENOUGH_LETTERS:
        return ""
    language, sureness = _language_model().classify(sample)
    return str(language) if sureness >= _SURE_ENOUGH and len(language) == 2 else ""


@cache
def _language_model() -> Any:
    from py3langid import langid  # type: ignore[import-untyped,unused-ignore]  # late: it loads for most of a second

    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)


# ---------------------------------------------------------------- relations said in words

_RELATION_VERBS = {"amends": "amends", "supersedes": "supersedes", "replaces": "supersedes", "withdraws": "withdraws",
                   "revokes": "withdraws", "repeals": "withdraws", "follows": "follows"}  # fmt: skip
_OWN_RELATION = re.compile(
    rf"\bthis (?:[\w-]+ ){{1,3}}?(?P<verb>{'|'.join(_RELATION_VERBS)}) (?:[\w'.-]+ ){{0,5}}$", re.IGNORECASE
)


def find_relations(text: str) -> tuple[Relation, ...]:
    """What the document says of itself in words: "This notice amends guidance KISB-G-2025/14." """
    found: list[Relation] = []
    for mention in find_identifier_mentions(text):
        if match := _OWN_RELATION.search(text, max(0, mention.start - 120), mention.start):
            found.append(Relation(_RELATION_VERBS[match["verb"].lower()], mention.value))
    return tuple(dict.fromkeys(found))


# ---------------------------------------------------------------- fields

_FIELD_NAMES = {
    "title": "title", "headline": "title", "subject": "title",
    "issuer": "issuer", "issued_by": "issuer", "authority": "issuer", "agency": "issuer", "author": "issuer",
    "publisher": "publisher", "source": "publisher", "site": "publisher", "site_name": "publisher",
    "country": "country", "jurisdiction": "country",
    "language": "language", "lang": "language",
    "instrument": "kind", "kind": "kind", "type": "kind", "category": "kind",
    "date": "published", "published": "published", "publication_date": "published", "issued": "published",
    "date_published": "published", "release_date": "published",
    "effective": "effective", "effective_date": "effective", "in_force": "effective",
    "revised": "revised", "updated": "revised", "last_updated": "revised", "last_revised": "revised",
    "modified": "revised",
    "status": "status",
    "marking": "marking", "tlp": "marking", "distribution": "marking",
    "url": "url", "link": "url", "source_url": "url",
    "targets": "targets", "affected": "affected", "topics": "topics", "tags": "topics", "keywords": "topics",
}  # fmt: skip
_DATES_AMONG_FIELDS = ("published", "effective", "revised")
_LISTS_AMONG_FIELDS = ("targets", "affected", "topics")
_MOST_WORDS_OF_A_FIELD = 500


def from_fields(given: Mapping[str, object]) -> Metadata:
    """Metadata from named fields (front matter, a sidecar, first lines). Unknown names and wrong types are passed over."""
    known: dict[str, Any] = {}
    for name, value in given.items():
        field = _FIELD_NAMES.get(_field_key(name))
        if field and field not in known and (taken := _field_value(field, value)):
            known[field] = taken
    return Metadata(**known, relations=_relations(given))


def is_field_name(name: str) -> bool:
    """Whether `name` is one that `from_fields` understands."""
    return _field_key(name) in _FIELD_NAMES


def _field_key(name: object) -> str:
    return "_".join(str(name).lower().replace("-", " ").replace("_", " ").split())


def _field_value(field: str, value: object) -> str | tuple[str, ...]:
    if field in _LISTS_AMONG_FIELDS:
        return _words_of(value)
    if not isinstance(value, str | int | float | date) or isinstance(value, bool):
        return ""
    text = " ".join(str(value).split())[:_MOST_WORDS_OF_A_FIELD]
    if field in _DATES_AMONG_FIELDS:
        return parse_date(value)
    if field == "kind":
        return normal_kind(text)
    if field == "marking":
        return find_marking(text if text.upper().startswith("TLP") else f"TLP:{text}")
    if field == "url":
        return text if re.match(r"https?://\S+$", text) else ""
    return text


def _words_of(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else str(value).split(",") if isinstance(value, str) else []
    plain = (" ".join(str(item).split()) for item in items if isinstance(item, str | int | float))
    return tuple(dict.fromkeys(item[:_MOST_WORDS_OF_A_FIELD] for item in plain if item))


def _relations(given: Mapping[str, object]) -> tuple[Relation, ...]:
    found: list[Relation] = []
    for name, value in given.items():
        if (kind := _RELATIONS.get(_field_key(name))) is not None:
            found += [Relation(kind, target) for target in _words_of(value)]
    listed = given.get("relations")
    for row in listed if isinstance(listed, list) else []:
        if isinstance(row, dict):
            kind = _RELATIONS.get(_field_key(row.get("type", "related")), "related")
            found += [Relation(kind, target) for target in _words_of(row.get("id", row.get("target")))]
    return tuple(dict.fromkeys(found))


def merge(first: Metadata, *others: Metadata) -> Metadata:
    """`first`, with whatever it lacks taken from the others in turn."""
    for other in others:
        lacking = {
            field.name: getattr(other, field.name)
            for field in fields(Metadata)
            if not getattr(first, field.name) and getattr(other, field.name)
        }
        first = replace(first, **lacking)
    return first


def date_in_name(name: str) -> str:
    """The date a file name begins with ("2026-03-12-japan.md" -> "2026-03-12"), or "".

    People name files so for the date of what is in them; it serves where the document gives no date itself.
    """
    match = re.match(r"((?:19|20)\d\d)[-_]?(0[1-9]|1[0-2])(?:[-_]?([0-3]\d))?(?=[-_ .])", name)
    return _iso(match[1], int(match[2]), int(match[3] or 0)) if match else ""


# ---------------------------------------------------------------- first lines

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
_BETWEEN_NAMES = re.compile(r"[|\u2022\u00b7\u2013\u2014;:()\[\]]|\s-\s")
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "at", "de", "del", "der", "des", "di", "du", "et", "for", "für", "in", "la", "le", "of", "on",
     "the", "to", "und", "van", "von", "y", "&", "-"}
)  # fmt: skip
_ARTICLES = frozenset({"a", "the", "la", "le", "der", "de"})
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,10}")
_REVISED_LABEL = re.compile(r"\b(updated|last updated|modified|revised)\b", re.IGNORECASE)


def read_field_line(line: str) -> tuple[str, str] | None:
    """A line such as "Source: Japan Today" as (name, value), where the name is one we know."""
    match = _FIELD_LINE.fullmatch(line)
    return (match["name"], match["value"].strip()) if match and is_field_name(match["name"]) else None


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
    if len(pieces) > 1 or any(not _is_name(piece) for piece in pieces):
        return None
    # "Brussels, 12 March 2026" begins with a place, not with who published.
    leading = before.strip(" ,")
    is_place = bool(leading) and before.rstrip().endswith(",") and "," not in leading
    names = [] if is_place else pieces
    publisher = names[0] if names else ""
    if _REVISED_LABEL.search(line[:start]):
        return Metadata(publisher=publisher, revised=iso)
    return Metadata(publisher=publisher, published=iso)


def _without(pattern: re.Pattern[str], text: str) -> str:
    """The text without what the pattern finds, until it finds nothing more."""
    while (shorter := pattern.sub("", text)) != text:
        text = shorter
    return text


def _is_name(text: str) -> bool:
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
    """What the first lines of a document say of it: fields, a line with its date, a marking. Stops at no line: pass few."""
    found = Metadata()
    named: dict[str, object] = {}
    for line in lines:
        if field := read_field_line(line):
            named.setdefault(*field)
            beside_date = (
                read_date_line(field[1])
                if _FIELD_NAMES[_field_key(field[0])] in _DATES_AMONG_FIELDS
                else None
            )
            found = merge(found, Metadata(publisher=beside_date.publisher if beside_date else ""))
        elif dated := read_date_line(line):
            found = merge(found, dated)
        found = merge(found, Metadata(marking=find_marking(line) if len(line) < 200 else ""))
    return merge(from_fields(named), found)


__all__ = [
    "IdentifierMention",
    "country_of_domain",
    "date_in_name",
    "find_date",
    "find_identifier_mentions",
    "find_identifiers",
    "find_language",
    "find_marking",
    "find_relations",
    "from_fields",
    "from_first_lines",
    "is_field_name",
    "is_official",
    "merge",
    "normal_kind",
    "parse_date",
    "read_date_line",
    "read_field_line",
]
