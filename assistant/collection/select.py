"""Which documents a question about the documents as such asks for, and how they are to be told (pure).

A word that this does not account for leaves the question to the search, for then it asks what the documents say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from assistant.asking.fields.words import YES_OR_NO
from assistant.collection.criteria import (
    Mentioning,
    take_affected,
    take_countries,
    take_kinds,
    take_names,
    take_standing,
)
from assistant.collection.exploited import Exploited, take_exploited
from assistant.collection.fields import Asked, take_fields
from assistant.collection.how import How, asks_news, asks_of_the_world, how_asked
from assistant.collection.measures import FLAWS_SAID
from assistant.collection.scored import Scored, choose_scores, take_scored
from assistant.collection.statements import Statements
from assistant.collection.tally import Tally, take_tally, tally_values, tally_words
from assistant.collection.times import says_time, take_times
from assistant.collection.words import NOUN, mark_nouns, words_left
from assistant.language.dates import in_months
from assistant.standing import Standing
from index.storage.records import Entry, Line


@dataclass(frozen=True, slots=True)
class Selection:
    """Documents asked for as such: `how` they are to be told, `criteria` in words, the documents that fit.

    `lines` are the sentences by which they say that they fit, where they do: of each document one at least, unless
    one is of a title; `ordered` says that they are in the order in which they are to be told, and `of_flaws` that
    each is of a flaw that is asked for, and not of the document. `groups` is what each is told under, where that is not
    what its document is called. `stated` says that they are asked for by what they state, though none may.
    """

    how: How
    criteria: tuple[str, ...]
    entries: tuple[Entry, ...]
    besides: str = ""
    lines: tuple[Line, ...] = ()
    ordered: bool = False
    of_flaws: bool = False
    groups: tuple[str, ...] = ()
    stated: bool = False

    @property
    def newest_first(self) -> list[Entry]:
        """The documents, the newest first; of a day in the order of their ids, backwards."""
        return sorted(self.entries, key=lambda e: (e.metadata.date, e.id), reverse=True)


def select_documents(
    text: str,
    entries: Sequence[Entry],
    mentioning: Mentioning,
    standing: Standing,
    statements: Callable[[], Statements] = Statements,
) -> Selection | None:
    """The documents that the question asks for; None where it asks for none, or what the documents say.

    `mentioning` gives the numbers of the documents that hold some words, `standing` what has superseded them, and
    `statements` what they state in a set form, which is read where the question may ask for it.

    >>> from index.references import References
    >>> from index.types import Metadata
    >>> entries = [Entry(1, "ban", "ban.md", "", Metadata(country="Norway"))]
    >>> standing = Standing(References.of(entries))
    >>> select_documents("How many documents do you have from Norway?", entries, lambda words: [], standing).criteria
    ('from Norway',)
    """
    text = in_months(" ".join(text.replace("\u2019", "'").split()))
    if not entries:
        return None
    rest, kinds = take_kinds(text, entries)
    rest, tally = take_tally(mark_nouns(rest, entries), entries, statements)
    rest, asked = take_fields(rest, entries, statements)
    rest, scored = take_scored(rest, statements)
    rest, exploited = take_exploited(rest, entries, statements)
    if asked:
        rest = FLAWS_SAID.sub(NOUN, rest)
    if asks_of_the_world(rest if scored or exploited or asked or tally else text):
        return None
    # Where most are of one kind, its name is that of any document.
    of_kind = any(2 * len(kind.held) <= len(entries) for kind in kinds)
    how = how_asked(text, of_kind=of_kind, marked=rest)
    # A year that is a time and not of a product's name: "in 2031", not "Server 2031".
    rest, in_time = take_times(rest, entries, statements) if says_time(rest) else (rest, [])
    rest, affected = take_affected(rest, entries, mentioning, statements) if NOUN in rest else (rest, [])
    if scored or exploited or affected or asked or tally:
        how = "list" if tally else how or "list"
    if not how:
        return None
    rest, times = (rest, in_time) if in_time else take_times(rest, entries, statements)
    rest, changes = take_standing(rest, entries, standing)
    rest, countries = take_countries(rest, entries)
    if NOUN in rest and not affected:
        rest, affected = take_affected(rest, entries, mentioning, statements)
    rest, names = take_names(rest, entries, mentioning)
    fields = asked.criteria if asked else ()
    criteria = [*fields, *kinds, *times, *changes, *countries, *affected, *names]
    chosen = tuple(entry for entry in entries if all(entry.number in c.held for c in criteria))
    if words_left(rest) or (asks_news(text) and not criteria) or (names and not chosen):
        return None
    if asks_news(text) and (names or affected or scored or exploited or asked or tally):
        return None
    besides = "; ".join(c.besides for c in criteria if c.besides)
    numbers = {entry.number for entry in chosen}
    lines = tuple(line for c in (*fields, *times, *affected) for line in c.lines if line.document in numbers)
    selection = Selection(
        how, tuple(c.words for c in criteria), chosen, besides, lines, stated=bool(asked or tally)
    )
    product = affected[0].product if affected else frozenset()
    if tally:
        return of_tally(selection, tally, scored, asked, statements()) if not exploited else None
    if asked and not (scored or exploited):
        selection = of_fields(selection, asked, statements())
    if scored:
        selection = of_scores(selection, scored, product, statements(), asked.flaws if asked else None)
    if not exploited:
        return selection
    selection = of_exploited(selection, exploited)
    # Of what is named the advisories may deny it in so many words.
    named = bool(names or affected) and bool(YES_OR_NO.match(text))
    return None if named and not selection.entries else selection


def of_tally(
    selection: Selection, tally: Tally, scored: Scored | None, asked: Asked | None, statements: Statements
) -> Selection:
    """What the documents selected state most of a field, each value by the line of its newest document."""
    flaws = asked.flaws if asked else None
    if scored:
        selection = of_scores(selection, replace(scored, of_flaws=True), frozenset(), statements, flaws)
        lines = set(selection.lines)
        flaws = frozenset((s.line.document, s.flaw) for s in statements.scores if s.line in lines)
    newest = selection.newest_first
    tallied = tally_values(tally, statements, [entry.number for entry in newest], flaws)
    stating = {one.line.document for one in statements.told.get(tally.field, ())}
    criterion, counted = tally_words(tally, len(tallied))
    told = tallied[: tally.most]
    return replace(
        selection,
        criteria=(*selection.criteria, criterion),
        entries=tuple(entry for entry in selection.entries if entry.number in stating),
        besides="; ".join(filter(None, (selection.besides, counted))),
        lines=tuple(one.line for one in told),
        groups=tuple(f"{one.value}, {one.said}" for one in told),
        ordered=True,
        of_flaws=False,
    )


def of_fields(selection: Selection, asked: Asked, statements: Statements) -> Selection:
    """The selection with the lines in which it is told: of each flaw that is asked for one, or of each vendor the newest.

    Of documents asked for by weaknesses, which these lines do not name, it is the first of each.
    """
    lines: dict[int, list[Line]] = {}
    for line in selection.lines:
        lines.setdefault(line.document, []).append(line)
    newest = selection.newest_first
    if asked.subject == "vendors":
        return of_vendors(
            selection, [lines[entry.number][0] for entry in newest if entry.number in lines], statements
        )
    if asked.flaws is None:
        return selection
    weak = {one.line for one in statements.told.get("weakness", ())}
    of_flaws = {number: [line for line in told if line in weak] for number, told in lines.items()}
    most = None if asked.subject == "flaws" else 1
    told = tuple(line for entry in newest for line in of_flaws.get(entry.number, ())[:most])
    return replace(selection, lines=told, ordered=True, of_flaws=asked.subject == "flaws")


def of_vendors(selection: Selection, newest: Sequence[Line], statements: Statements) -> Selection:
    """The selection as told of each vendor, by the newest of its lines."""
    vendors = {one.line.document: one.value for one in reversed(statements.told.get("vendor", ()))}
    named: dict[str, Line] = {}
    for line in newest:
        if line.document in vendors:
            named.setdefault(vendors[line.document], line)
    in_order = sorted(named, key=str.casefold)
    counted = f"{len(named):,} vendor{'' if len(named) == 1 else 's'} in all, each by its newest document"
    return replace(
        selection,
        besides="; ".join(filter(None, (selection.besides, counted if named else ""))),
        lines=tuple(named[vendor] for vendor in in_order),
        groups=tuple(in_order),
        ordered=True,
    )


def of_scores(
    selection: Selection,
    scored: Scored,
    product: frozenset[str],
    statements: Statements,
    flaws: Collection[tuple[int, str]] | None,
) -> Selection:
    """Those of the documents selected that state scores as they are asked for, and these scores; of these `flaws` alone, if any."""
    numbers = {entry.number for entry in selection.entries}
    of_these = [s for s in statements.scores if s.line.document in numbers and s.is_of(product)]
    if flaws is not None:
        of_these = [s for s in of_these if (s.line.document, s.flaw) in flaws]
    scores = choose_scores(of_these, scored)
    held = {score.line.document for score in scores}
    said = f"ones with {scored.measure.words or 'a CVSS base score'}"
    by = "" if scored.of_flaws else "each by its highest score"
    return replace(
        selection,
        criteria=(*selection.criteria, said),
        besides="; ".join(filter(None, (selection.besides, by))),
        entries=tuple(entry for entry in selection.entries if entry.number in held),
        lines=tuple(score.line for score in scores),
        ordered=True,
        of_flaws=scored.of_flaws,
    )


def of_exploited(selection: Selection, exploited: Exploited) -> Selection:
    """Those of the documents selected that tell of exploitation, and the sentences by which they do."""
    entries = tuple(entry for entry in selection.entries if entry.number in exploited.held)
    newest = (entry for entry in selection.newest_first if entry.number in exploited.held)
    lines = tuple(line for entry in newest for line in exploited.lines if line.document == entry.number)
    others = sum(entry.number in exploited.others for entry in selection.entries)
    besides = f"{others:,} {'tells' if others == 1 else 'tell'} of an exploit" if others else ""
    return replace(
        selection,
        criteria=(*selection.criteria, exploited.words),
        entries=entries,
        besides="; ".join(filter(None, (selection.besides, besides))),
        lines=lines,
        ordered=True,
        of_flaws=False,
    )
