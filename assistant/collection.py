"""Which documents a question about the documents as such asks for: from whom, about what, of when (pure).

Only what the catalog knows of a document counts. A word that this does not account for leaves the question to the
search, for then it asks what the documents say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.asking.meanings import holds, meanings
from assistant.language.dates import MONTHS, take_dates
from assistant.language.names import country_mentions, find_countries
from assistant.language.words import listed, stem
from assistant.standing import Standing
from assistant.suggest import named_country
from index.filters import dated_by
from index.records import Entry
from index.types import Metadata

# What is to be told of the documents that fit.
How = Literal["count", "list", "newest", "oldest"]
_ANY_DOCUMENT = r"documents?|docs?|files?|briefs?|sources?|records?|papers?"
# What a folder that is of advisories for the most part calls its documents.
_ADVISORIES = r"advisor(?:y|ies)|bulletins?"
_COLLECTION = r"(?:corpus|collection|folder|library|index|database|archive)"
# What says that the collection is asked about, and not the world.
_HERE = re.compile(
    r"\b(?:do (?:you|we|i) (?:have|hold|know)|have (?:you|we|i) got|(?:you|we|i) have|(?:are|is) there|in here|indexed|are here|"
    rf"(?:in|of) (?:the|your|this|my|our) {_COLLECTION}|(?:are|is) (?:covered|included)|do you (?:cover|contain))\b",
    re.IGNORECASE,
)
_PLEASE = r"^\W*(?:(?:please|pls|and|so|ok|now|can you|could you|would you|i want to|let me) )*"
_ORDERS = re.compile(rf"{_PLEASE}(?:list|show|see|give|name|display|enumerate|print)\b", re.IGNORECASE)
_ASKS_WHICH = re.compile(
    rf"{_PLEASE}(?:which|what)\b|\b(?:is|are) there\b|\bdo (?:you|we|i) have\b|\b(?:you|we|i) got\b|{_PLEASE}(?:all|any)\b",
    re.IGNORECASE,
)
_COUNTS = re.compile(r"\bhow many\b|\b(?:number|count) of\b", re.IGNORECASE)
# The first that is found says how documents are to be told.
_HOW: Mapping[How, re.Pattern[str]] = {
    "newest": re.compile(r"\b(?:newest|latest|most recent)\b", re.IGNORECASE),
    "oldest": re.compile(r"\b(?:oldest|earliest)\b", re.IGNORECASE),
    "count": _COUNTS,
}
_ANYTHING = re.compile(
    r"\b(?:anything|something|everything|what (?:do (?:you|we|i) have|have (?:you|we|i) got))\b",
    re.IGNORECASE,
)
_NEWS = re.compile(
    rf"{_PLEASE}(?:what|anything)(?:'s| is| has)? (?:new|changed|been added)\b|{_PLEASE}(?:any |all |the )?(?:news|updates?|changes)\b",
    re.IGNORECASE,
)
# What makes a question one about the world even where all its words fit the catalog.
_BEYOND = re.compile(
    r"\b(?:not|no|without|except|but|other than|neither|nor|or|never|why|how (?!many\b)\w+|who|when|where|summar\w+|compar\w+|differ\w*)\b",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\b(?:about|on|concerning|regarding|mention(?:s|ed|ing)?|naming|related to|relating to|to do with|covering|affecting)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:from|by|of|in)\b", re.IGNORECASE)
_GLUE = listed(
    """a an the all any every each some of in from by on to for about and with at as up do does did you your we us our i me
    my have has had got there is are was were be been here this these that those it its them please pls can could would
    will want let list show see give name display enumerate print tell which what what's how many much number count total
    altogether overall right now currently so far concerning regarding mention mentioned mentions mentioning naming related
    relating covering affecting published issued dated released written sent made corpus collection folder library index
    database archive indexed contain contains contained include included includes hold holds held kept stored available cover
    covers covered newest latest most recent oldest earliest since after before until till starting between during year
    month everything anything something ok okay new changed happened added date know one ones entire whole full go covered"""
)
_WORD = re.compile(r"[\w&.'-]*\w")
# Stands where the text had its word for documents.
_NOUN = "#"
_BARE_MONTH = re.compile(
    rf"\b(?P<relation>since|after|before|until|till|up to|in|from)\s+(?P<month>{'|'.join(MONTHS)})\b(?!\s*\d)",
    re.IGNORECASE,
)
# Documents that begin what is typed: "documents about lamps", "Acme documents of 2024".
_BEGINS = re.compile(
    rf"^\W*(?:(?:the|all|any)\s+)?(?:[\w&.-]+\s+)?{_NOUN}(?:\s+(?:from|by|about|on|of|in|since|after|before|until|till|up to|dated|mentioning)\b|\W*$)",
    re.IGNORECASE,
)
_STANDING = {
    "superseded|replaced": "superseded by",
    "withdrawn|revoked": "withdrawn by",
    "amended": "amended by",
}
# What kinds of document are called where that is not their name.
_KINDS_SAID = {"press": "press (?:release|article|report)|news article", "mail": "e-?mail|mail|message"}  # fmt: skip

# The numbers of the documents that hold all the words.
Mentioning = Callable[[Sequence[str]], Iterable[int]]


@dataclass(frozen=True, slots=True)
class Criterion:
    """What documents must be, in words that follow "they are", and the numbers of those that are; what is so besides."""

    words: str
    held: frozenset[int]
    besides: str = ""

    @classmethod
    def of(cls, words: str, entries: Iterable[Entry], fits: Callable[[Metadata], bool]) -> Criterion:
        return cls(words, frozenset(entry.number for entry in entries if fits(entry.metadata)))


@dataclass(frozen=True, slots=True)
class Selection:
    """Documents asked for as such: `how` they are to be told, `criteria` in words, the documents that fit."""

    how: How
    criteria: tuple[str, ...]
    entries: tuple[Entry, ...]
    besides: str = ""


def select_documents(
    text: str, entries: Sequence[Entry], mentioning: Mentioning, standing: Standing
) -> Selection | None:
    """The documents that the question asks for; None where it asks for none, or what the documents say.

    `mentioning` gives the numbers of the documents that hold some words, `standing` what has superseded them.

    >>> select_documents("How many documents do you have from Norway?", entries, mentioning, standing).criteria
    ('from Norway',)
    """
    text = " ".join(text.replace("\u2019", "'").split())
    if not entries or _BEYOND.search(_COUNTS.sub(" ", text)):
        return None
    rest, kinds = take_kinds(text, entries)
    rest = mark_nouns(rest, entries)
    # Where most are of one kind, its name is that of any document.
    of_kind = any(2 * len(kind.held) <= len(entries) for kind in kinds)
    how = how_asked(text, of_kind=of_kind, marked=rest)
    if not how:
        return None
    rest, times = take_times(rest, entries)
    rest, changes = take_standing(rest, entries, standing)
    rest, countries = take_countries(rest, entries)
    rest, names = take_names(rest, entries, mentioning)
    criteria = [*kinds, *times, *changes, *countries, *names]
    chosen = tuple(entry for entry in entries if all(entry.number in c.held for c in criteria))
    if words_left(rest) or (_NEWS.search(text) and not criteria) or (names and not chosen):
        return None
    if _NEWS.search(text) and names:
        return None
    besides = "; ".join(c.besides for c in criteria if c.besides)
    return Selection(how, tuple(c.words for c in criteria), chosen, besides)


def how_asked(text: str, *, of_kind: bool, marked: str) -> How | None:
    """Whether documents are to be counted or listed, or the newest or oldest told; None where none are asked for.

    `marked` is the text with a mark for its words for documents.

    Documents of a kind, such as laws, are also in the world: they are asked for where the question says that it
    means those here, or wants them listed.
    """
    here, ordered = bool(_HERE.search(text)), bool(_ORDERS.search(text))
    is_any = not of_kind and _NOUN in marked
    if not (is_any or ((of_kind or _ANYTHING.search(text)) and (here or ordered))):
        return "list" if _NEWS.search(text) else None
    for how, pattern in _HOW.items():
        if pattern.search(text):
            return how
    return "list" if ordered or _ASKS_WHICH.search(text) or _BEGINS.search(marked) else None


def is_here(text: str) -> bool:
    """Whether the text says that it means what is in the collection."""
    return bool(_HERE.search(text))


def words_left(text: str) -> list[str]:
    """The words that say something of their own, beyond those with which documents are asked for."""
    return [word for word in _WORD.findall(text) if word.casefold() not in _GLUE]


# --- what is said of the documents ---------------------------------------------------------------


def mark_nouns(text: str, entries: Sequence[Entry]) -> str:
    """The text with a mark for each word for documents of whatever kind."""
    of_advisories = 2 * sum("advisory" in entry.metadata.kind for entry in entries) > len(entries)
    nouns = rf"\b(?:{_ANY_DOCUMENT}{f'|{_ADVISORIES}' if of_advisories else ''})\b"
    return re.sub(nouns, _NOUN, text, flags=re.IGNORECASE)


def take_kinds(text: str, entries: Sequence[Entry]) -> tuple[str, list[Criterion]]:
    """The text with a mark for the words for a kind of document that there are some of, and that kind as a criterion."""
    kinds = {entry.metadata.kind for entry in entries}
    for kind in sorted(kinds - {""}, key=lambda kind: (-len(kind), kind)) if len(kinds) > 1 else ():
        said = re.compile(rf"\b(?:{kind_words(kind)})\b", re.IGNORECASE)
        if said.search(text):
            of_kind = Criterion.of(f"of the kind “{kind}”", entries, lambda m, kind=kind: m.kind == kind)  # type: ignore[misc]
            return said.sub(_NOUN, text, count=1), [of_kind]
    return text, []


def kind_words(kind: str) -> str:
    """A pattern of the words for documents of a kind, one or several: "court-ruling" is said "court rulings"."""
    words = _KINDS_SAID.get(kind, kind.replace("-", "[ -]")).split("|")
    return "|".join(rf"{w[:-1]}(?:y|ies)" if w.endswith("y") else rf"{w}(?:e?s)?" for w in words)


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


# Between the first date and the last of a time.
_THROUGH = re.compile(r"(?:-|/| to )(?:the )?$")


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


def take_standing(text: str, entries: Sequence[Entry], standing: Standing) -> tuple[str, list[Criterion]]:
    """The text without "superseded" and the like, and these as criteria."""
    criteria = []
    for words, changed in _STANDING.items():
        if not (said := re.search(rf"\b(?:{words})\b", text, re.IGNORECASE)):
            continue
        held = frozenset(
            e.number for e in entries if any(how == changed for how, _ in standing.changes(e.id))
        )
        criteria.append(Criterion(f"{said[0].casefold()} by another", held))
        text = f"{text[: said.start()]} {text[said.end() :]}"
    return text, criteria


def take_countries(text: str, entries: Sequence[Entry]) -> tuple[str, list[Criterion]]:
    """The text without the countries that it names, and whose or about which the documents are, as criteria."""
    criteria = []
    for start, end, country in reversed(country_mentions(text)):
        about = bool(_OF.search(text[:start]))
        countries = countries_told if about else countries_of
        criteria.append(
            Criterion.of(
                f"{'about' if about else 'from'} {named_country(country)}",
                entries,
                lambda m, country=country, countries=countries: country in countries(m),  # type: ignore[misc]
            )
        )
        text = f"{text[:start]} {text[end:]}"
    return text, criteria


def countries_of(metadata: Metadata) -> tuple[str, ...]:
    """Whose the document is; where it does not say, the countries that its title names."""
    own = find_countries(f"{metadata.country} | {metadata.issuer} | {metadata.publisher}")
    return own or find_countries(metadata.title)


def countries_told(metadata: Metadata) -> tuple[str, ...]:
    """The countries that the document's title and subjects name."""
    return find_countries(" | ".join(_what(metadata)))


def take_names(text: str, entries: Sequence[Entry], mentioning: Mentioning) -> tuple[str, list[Criterion]]:
    """The text without the names by which documents can be told, and these as criteria.

    What follows "about" must be in a title or among the subjects. Other names are of whoever issued a document,
    or, where nobody is called so, in its title or among its subjects: "from Acme" of an advisory on Acme's pumps.
    They stand before the word for documents, or behind "from" and the like. What is asked for with "mention" may
    stand anywhere.
    """
    about = _OF.search(text)
    before, behind = (text[: about.start()], text[about.end() :]) if about else (text, "")
    criteria = []
    if words := words_left(before):
        told_by = bool(_BY.search(before))
        apart = before.rpartition(_NOUN)[2]
        held = _holding(words, entries, _who) or _holding(words, entries, _who_or_what)
        if not held or (words_left(apart) and not _BY.search(apart)):
            return text, []
        criteria.append(Criterion(f"{'from' if told_by else 'of'} {said_in(before)}", held))
    if words := words_left(behind):
        said = said_in(behind)
        mention = frozenset(mentioning(words)) & {entry.number for entry in entries}
        if (about and about[0].casefold().startswith("mention")) and mention:
            criteria.append(Criterion(f"ones that mention {said}", mention))
        elif held := _holding(words, entries, _what):
            criteria.append(Criterion(f"about {said}", held, f"{len(mention | held):,} mention it"))
        else:
            return text, []
    return "", criteria


def said_in(text: str) -> str:
    """The text from the first word that says something to the last: "list those of the Rope Office" -> "Rope Office"."""
    words = [match for match in _WORD.finditer(text) if match[0].casefold() not in _GLUE]
    return text[words[0].start() : words[-1].end()].replace(_NOUN, " ").strip() if words else ""


def _who(metadata: Metadata) -> tuple[str, ...]:
    return (metadata.issuer, metadata.publisher, metadata.country)


def _what(metadata: Metadata) -> tuple[str, ...]:
    return (metadata.title, *metadata.targets, *metadata.topics, *metadata.identifiers)


def _who_or_what(metadata: Metadata) -> tuple[str, ...]:
    return (*_who(metadata), *_what(metadata))


def _holding(
    words: Sequence[str], entries: Sequence[Entry], told: Callable[[Metadata], Iterable[str]]
) -> frozenset[int]:
    """The numbers of the documents whose fields hold all the words, in any inflection or as a synonym."""
    wanted = [stem(part) for word in words for part in re.findall(r"[\w']+", word)]
    said = ((entry.number, meanings(" | ".join(told(entry.metadata)))) for entry in entries)
    return frozenset(number for number, held in said if all(holds(held, word) for word in wanted))
