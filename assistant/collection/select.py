"""Which documents a question about the documents as such asks for, and how they are to be told (pure).

A word that this does not account for leaves the question to the search, for then it asks what the documents say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.collection.criteria import Mentioning, take_countries, take_kinds, take_names, take_standing
from assistant.collection.how import How, asks_news, asks_of_the_world, how_asked
from assistant.collection.times import take_times
from assistant.collection.words import mark_nouns, words_left
from assistant.standing import Standing
from index.storage.records import Entry


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
    if not entries or asks_of_the_world(text):
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
    if words_left(rest) or (asks_news(text) and not criteria) or (names and not chosen):
        return None
    if asks_news(text) and names:
        return None
    besides = "; ".join(c.besides for c in criteria if c.besides)
    return Selection(how, tuple(c.words for c in criteria), chosen, besides)
