"""How a document and a sentence stand in time: what has superseded it, and what was known by a date."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.language.dates import Date
from assistant.language.facts import find_facts
from index.records import Entry
from index.types import Document, Sentence

_PAST = {
    "supersedes": "superseded by",
    "amends": "amended by",
    "withdraws": "withdrawn by",
    "superseded_by": "superseded by",
}
# What leads to a day that lies ahead; "by the decision of" leads to none, "by the end of" does.
_AHEAD = re.compile(
    r"\b(?:until|till|before|from|deadline\w*|due|end of|no later than|expires?|expiring|effective|as of|planned|"
    r"scheduled|expected|starting|beginning|up to)\b[^.;]{0,40}$|"
    r"\bby(?: (?:about|around|at|early|end|half|late|latest|least|mid|middle|of|on|quarter|the|then|year|autumn|spring|summer|winter|"
    r"first|second|third|fourth|last|noon|midnight|eastern|time|\d[\d:.]*|[a-z]+uary|march|april|may|june|july|august|[a-z]+ber)"
    r"\b[ ,-]*)*\W*$",
    re.IGNORECASE,
)


def caution_of(id: str, entries: Mapping[int, Entry]) -> str:
    """What a reader must know before relying on the document: what has superseded, amended or withdrawn it.

    Known from the document's own relations and from those of every other; empty if nothing.
    """
    by_id = {entry.id: entry for entry in entries.values()}
    told = [
        f"{_PAST['superseded_by']} {_name(by_id.get(relation.target), relation.target)}"
        for relation in (by_id[id].metadata.relations if id in by_id else ())
        if relation.kind == "superseded_by"
    ]
    told += [
        f"{_PAST[relation.kind]} {_name(entry, entry.id)}"
        for entry in by_id.values()
        for relation in entry.metadata.relations
        if relation.target == id and relation.kind in {"supersedes", "amends", "withdraws"}
    ]
    return "; ".join(dict.fromkeys(told))


def known_by(as_of: str, sentence: Sentence, document: Document) -> bool:
    """Whether the sentence can have been written by that day (ISO).

    It cannot if a publication it rests on is later, or if it tells of a later day as past. A later
    day that it looks ahead to ("by the end of 2027") is no objection.
    """
    sources = document.sources_of(sentence.start, sentence.end)
    if any(source.date and source.date > as_of for source in sources):
        return False
    text = document.text[sentence.start : sentence.end]
    return not any(date.iso > as_of and not _looks_ahead(text, date) for date in find_facts(text).dates)


def date_of(sentence: Sentence, document: Document) -> str:
    """The day a sentence tells of: the first date in it, else its source's, else its document's (ISO, as exact as known)."""
    dates = [date.iso for date in find_facts(document.text[sentence.start : sentence.end]).dates if date.year]
    if dates:
        return dates[0]
    sources = document.sources_of(sentence.start, sentence.end)
    return next((source.date for source in sources if source.date), document.metadata.date)


def _looks_ahead(text: str, date: Date) -> bool:
    at = text.find(date.text)
    return at >= 0 and bool(_AHEAD.search(text[:at]))


def _name(entry: Entry | None, target: str) -> str:
    if entry is None:
        return target
    title = entry.metadata.title or entry.id
    return f"{title} ({entry.metadata.date})" if entry.metadata.date else title
