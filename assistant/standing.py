"""How a document and a sentence stand in time: what has superseded it, and what was known by a date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.language.dates import Date
from assistant.language.facts import find_facts
from index.filters import dated_by
from index.references import References
from index.storage.records import Entry
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
_TOLD_AS_PAST = re.compile(r"\b(?:was|were|had)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Standing:
    """How documents stand today, or stood on the day `as_of` (ISO)."""

    references: References
    as_of: str = ""

    def changes(self, id: str) -> tuple[tuple[str, str], ...]:
        """What has superseded, amended or withdrawn the document: ("superseded by", "Ban (2025-06-10)"), each once.

        Known from its own relations and from those of every other; as of a day without what is dated later.
        """
        own = self.references.ids.get(id)
        changed = [
            (_PAST[relation.kind], self.references.meant(relation.target, by=id), relation.target)
            for relation in (own.metadata.relations if own else ())
            if relation.kind == "superseded_by"
        ]
        changed += [
            (_PAST[kind], entry, entry.id)
            for kind, entry in self.references.pointing.get(id, ())
            if kind in {"supersedes", "amends", "withdraws"}
        ]
        return tuple(
            dict.fromkeys((how, _name(entry, target)) for how, entry, target in changed if self._knows(entry))
        )

    def caution(self, id: str) -> str:
        """What a reader must know before relying on the document; empty if nothing."""
        return "; ".join(f"{how} {name}" for how, name in self.changes(id))

    def _knows(self, entry: Entry | None) -> bool:
        date = entry.metadata.date if entry else ""
        return not (self.as_of and date) or dated_by(self.as_of, date)


def known_by(as_of: str, sentence: Sentence, document: Document) -> bool:
    """Whether the sentence can have been written by that day (ISO; a month or a year until its end).

    It cannot if a publication it rests on is later, or if it tells of a later day as past. A later
    day that it looks ahead to ("by the end of 2027") is no objection. A status line tells how things
    stood when it was written, and can have been written by then only if it gives an earlier day, or looks
    ahead to all that it gives.
    """
    sources = document.sources_of(sentence.start, sentence.end)
    if any(source.date and not dated_by(as_of, source.date) for source in sources):
        return False
    text = document.text[sentence.start : sentence.end]
    dates = find_facts(text).dates
    if sentence.kind == "status" and not _can_be_dated(
        text, [date.iso for date in dates if date.year], as_of
    ):
        return False
    return all(dated_by(as_of, date.iso) or _looks_ahead(text, date) for date in dates)


def _can_be_dated(status: str, days: Sequence[str], as_of: str) -> bool:
    """Whether a status line of these days (ISO) gives one that was past then, or tells of none as past now."""
    return any(dated_by(as_of, day) for day in days) or bool(days and not _TOLD_AS_PAST.search(status))


def date_of(sentence: Sentence, document: Document) -> str:
    """The day a sentence tells of: the first date in it, else its source's, else its document's (ISO, as exact as known)."""
    dates = [date.iso for date in find_facts(document.text[sentence.start : sentence.end]).dates if date.year]
    if dates:
        return dates[0]
    sources = document.sources_of(sentence.start, sentence.end)
    return next((source.date for source in sources if source.date), document.metadata.date)


def _looks_ahead(text: str, date: Date) -> bool:
    return bool(_AHEAD.search(text[: date.start]))


def _name(entry: Entry | None, target: str) -> str:
    if entry is None:
        return target
    title = entry.metadata.title or entry.id
    return f"{title} ({entry.metadata.date})" if entry.metadata.date else title
