"""Which documents a search may look at."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from difflib import get_close_matches

from index.language.accents import without_accents
from index.language.countries import country_called
from index.metadata import normal_kind
from index.storage.records import Entry
from index.types import Filters, Metadata

# What a filter is called where that is not its field's name.
_CALLED = {"after": "from", "before": "to", "as_of": "as of"}
# Up to how many values are all told where none is the one that was asked for, how many of more, and how near those are.
_FEW = 12
_NEAR = 3
_NEARNESS = 0.7


def filter_words(filters: Filters) -> dict[str, tuple[str, str]]:
    """Each filter that is set, by the name of its field: what it is called, and what it lets through.

    >>> filter_words(Filters(country="Norway", after="2024"))
    {'country': ('country', 'Norway'), 'after': ('from', '2024')}
    """
    values = {field.name: getattr(filters, field.name) for field in fields(Filters)}
    return {
        name: (_CALLED.get(name, name), value if isinstance(value, str) else ", ".join(sorted(value)))
        for name, value in values.items()
        if value
    }


def allowed_documents(entries: Mapping[int, Entry], filters: Filters) -> frozenset[int] | None:
    """The numbers of the documents that pass the filters; None where nothing is restricted."""
    if filters == Filters():
        return None
    return frozenset(number for number, entry in entries.items() if passes(entry.id, entry.metadata, filters))


def passing(entries: Iterable[Entry], filters: Filters) -> list[Entry]:
    """The documents that pass the filters."""
    if filters == Filters():
        return list(entries)
    return [entry for entry in entries if passes(entry.id, entry.metadata, filters)]


def passes(id: str, metadata: Metadata, filters: Filters) -> bool:
    """Whether a document may be looked at. A date known to the month counts from its first day."""
    texts = (
        (filters.issuer, f"{metadata.issuer} {metadata.publisher}"),
        (filters.language, metadata.language),
        (filters.marking, metadata.marking),
    )
    if not all(says(found, wanted) for wanted, found in texts):
        return False
    if not (is_of_country(metadata, filters.country) and is_of_kind(metadata, filters.kind)):
        return False
    if filters.documents and id not in filters.documents:
        return False
    if not (filters.after or filters.before or filters.as_of):
        return True
    date = metadata.date
    latest = [limit for limit in (filters.before, filters.as_of) if limit]
    return (
        bool(date)
        and all(dated_by(limit, date) for limit in latest)
        and (not filters.after or date >= filters.after[: len(date)])
    )


def is_of_country(metadata: Metadata, wanted: str) -> bool:
    """Whether a country of the document has that name or, both by whatever name, is that country."""
    named = (metadata.country, *metadata.origins)
    country = country_called(wanted)
    return any(
        says(name, wanted) or (country and (says(name, country) or country_called(name) == country))
        for name in named
    )


def is_of_kind(metadata: Metadata, wanted: str) -> bool:
    """Whether the document's kind is the one that is wanted, as it was typed or in this project's words."""
    return says(metadata.kind, wanted) or says(metadata.kind, normal_kind(wanted))


def dated_by(day: str, date: str) -> bool:
    """Whether what is of that date was there by that day, both ISO and as exact as known.

    >>> dated_by("2020-07-14", "2020-07"), dated_by("2020", "2020-07-14"), dated_by("2020-03", "2020-07-14")
    (True, True, False)
    """
    return date[: len(day)] <= day


def says(text: str, wanted: str) -> bool:
    """Whether the text holds what is wanted as whole words, in any case and with or without accents.

    >>> says("South Korea", "korea"), says("Sweden", "de"), says("NÚKIB", "nukib"), says("NUKIB", "núkib")
    (True, False, True, True)
    """
    plain = re.escape(without_accents(wanted))
    return not wanted or bool(re.search(rf"(?<!\w){plain}(?!\w)", without_accents(text), re.IGNORECASE))


def unmatched_notes(entries: Collection[Entry], filters: Filters) -> list[str]:
    """For each name that is filtered by and that no document has: that it is so, and which there are if they are few or near."""
    notes = []
    for name in ("country", "issuer", "kind", "language", "marking"):
        wanted = getattr(filters, name)
        alone = Filters(**{name: wanted})
        if wanted and not any(passes(entry.id, entry.metadata, alone) for entry in entries):
            there = (value for entry in entries for value in values_of(entry.metadata, name))
            notes.append(f"no document has --{name} {wanted!r}{_which_there_are(wanted, there)}")
    ids = {entry.id for entry in entries}
    for id in sorted(filters.documents - ids):
        notes.append(f"there is no --document {id!r}{_which_there_are(id, ids)}")
    return notes


def values_of(metadata: Metadata, name: str) -> tuple[str, ...]:
    """What a document has for the filter of that name."""
    if name == "country":
        return (metadata.country, *metadata.origins)
    if name == "issuer":
        return (metadata.issuer, metadata.publisher)
    return (getattr(metadata, name),)


def _which_there_are(wanted: str, values: Iterable[str]) -> str:
    """The values, if they are few, else those that are written nearly as what is wanted, or of which a word is."""
    there = sorted({value for value in values if value})
    if 0 < len(there) <= _FEW:
        return f"; there are: {', '.join(there)}"
    spelled: dict[str, dict[str, None]] = {}
    for value in there:
        for part in (value, *re.findall(r"\w+", value)):
            spelled.setdefault(without_accents(part).casefold(), {})[value] = None
    near = get_close_matches(without_accents(wanted).casefold(), spelled, n=_NEAR, cutoff=_NEARNESS)
    found = list(dict.fromkeys(value for spelling in near for value in spelled[spelling]))[:_NEAR]
    return f"; near it: {', '.join(found)}" if found else ""
