"""What a CSAF advisory says as a whole: dates, counts, the highest score, vendors, sectors, who is thanked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.readers.csaf.acknowledgments import acknowledgment
from index.readers.csaf.advisory import Advisory
from index.readers.csaf.json_access import JsonObject, child, rows, words
from index.readers.csaf.products import vendors
from index.readers.csaf.vulnerabilities import name_of, scores_of
from index.readers.csaf.wording import batch_names, day_of, ended, join_names, some

_WITH_ARTICLE = frozenset(
    {"United States", "United Kingdom", "Netherlands", "Czech Republic", "United Arab Emirates"}
)


def overview(advisory: Advisory) -> Iterator[str]:
    """The sentences about the advisory as a whole, a paragraph each."""
    dates = [
        f"{advisory.name} was first published by {advisory.publisher or 'its publisher'} on {day_of(advisory.released)}."
        if advisory.released
        else "",
        _current_release(advisory),
        _count_revisions(advisory),
    ]
    yield " ".join(filter(None, dates))
    yield _count(advisory)
    yield _severity(advisory)
    yield _vendors(advisory)
    if sectors := advisory.note("critical infrastructure sectors", "critical infastructure sectors"):
        yield f"Critical infrastructure sectors affected by {advisory.name}: {ended(sectors)}"
    if areas := advisory.note("countries/areas deployed"):
        yield f"Countries and areas where the products of {advisory.name} are deployed: {ended(areas)}"
    for thanks in rows(advisory.document, "acknowledgments"):
        yield acknowledgment(thanks, advisory.name)


def _vendors(advisory: Advisory) -> str:
    """Who the vendors are and where they are at home; a note that is a sentence already stays one."""
    place = advisory.note("company headquarters location")
    makers = vendors(advisory.products)
    who = some(makers)
    role = f"the vendor{'s' if len(makers) > 1 else ''} in {advisory.name}"
    is_sentence = bool(re.search(r"\b(?:is|are) headquartered\b", place))
    if is_sentence or not place:
        named = f"{who} {'are' if len(makers) > 1 else 'is'} {role}." if makers else ""
        return f"{named} {place}".strip()
    place = f"the {place}" if place in _WITH_ARTICLE else place
    if not makers:
        return f"The vendor in {advisory.name} has its company headquarters in {ended(place)}"
    has = "have their" if len(makers) > 1 else "has its"
    return f"{who}, {role}, {has} company headquarters in {ended(place)}"


def _current_release(advisory: Advisory) -> str:
    version, status = words(advisory.tracking, "version"), words(advisory.tracking, "status")
    if not advisory.revised:
        return ""
    details = ", ".join(
        filter(None, (f"version {version}" if version else "", f"status {status}" if status else ""))
    )
    if advisory.revised == advisory.released:
        return (
            f"{advisory.id} has not been revised since its first release on {day_of(advisory.released)}"
            + (f" ({details})." if details else ".")
        )
    return f"{advisory.id} was last revised on {day_of(advisory.revised)}" + (
        f" ({details})." if details else "."
    )


def _count_revisions(advisory: Advisory) -> str:
    entries = len(rows(advisory.tracking, "revision_history"))
    listed = "1 entry" if entries == 1 else f"{entries} entries"
    return (
        f"The revision history of {advisory.id} has {listed}, its first release included." if entries else ""
    )


def _count(advisory: Advisory) -> str:
    names = [name_of(row, number) for number, row in enumerate(advisory.vulnerabilities, start=1)]
    if not names:
        return ""
    noun = "vulnerability" if len(names) == 1 else "vulnerabilities"
    first, *others = batch_names(names)
    listed = join_names([*first, "others"] if others else first)
    also = (f"{advisory.id} also covers {join_names(batch)}." for batch in others)
    return " ".join([f"{advisory.name} covers {len(names)} {noun}: {listed}.", *also])


def _severity(advisory: Advisory) -> str:
    scored = [
        (score.value, name_of(row, number))
        for number, row in enumerate(advisory.vulnerabilities, start=1)
        for score in scores_of(row)
    ]
    aggregate = words(child(advisory.document, "aggregate_severity"), "text")
    told = (
        f"{advisory.publisher} rates the aggregate severity of {advisory.id} as {aggregate}."
        if aggregate
        else ""
    )
    if len(advisory.vulnerabilities) < 2 or not scored:
        return told
    highest = max(value for value, _ in scored)
    which = join_names(dict.fromkeys(name for value, name in scored if value == highest))
    return f"The highest CVSS base score in {advisory.name} is {highest} ({which}). {told}".strip()


def is_told_in_overview(note: JsonObject) -> bool:
    """Whether `overview` has a sentence for the note already."""
    return words(note, "title").casefold() in (
        "company headquarters location",
        "critical infrastructure sectors",
        "critical infastructure sectors",
        "countries/areas deployed",
    )
