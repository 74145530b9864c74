"""What a question names: documents, by identifier or by what they are called, and the fields of them that it may ask for.

A named document alone may answer: never a neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.asking.fields.by_pattern import AskedField, asking_part, asks_uncounted, names_in
from assistant.asking.fields.find import asks_beyond_fields, find_fields
from assistant.asking.fields.table import COVERING
from assistant.asking.fields.words import is_model
from assistant.asking.masks import mask_identifiers
from assistant.asking.mentions import (
    MOST_DOCUMENTS,
    documents_called,
    find_mention,
    holds_fields,
    words_called,
)
from assistant.language.identifiers import kind_of
from assistant.question import Question
from index.embed import Embedder
from index.language.identifiers import find_identifiers
from index.storage.records import Entries
from index.storage.snapshot import Snapshot

_UPDATE_LETTER = re.compile(r"\(update \w\)", re.IGNORECASE)
# What asks for other advisories than one that is named.
_ELSEWHERE = re.compile(
    r"\bbesides?\b|\bapart from\b|\baside from\b|\bother than\b|\bexcept\b|\bin addition to\b|\belse\b|\belsewhere\b|"
    r"\b(?:other|others|another|further|additional|more)\b(?=(?: \S+){0,2}? (?:advisor|bulletin|notice|alert|document|id|#|than|publication))|"
    r"\bwhich others?\b|\bany others?\b|\balso (?:in|by)\b(?! #)",
    re.IGNORECASE,
)
# What only all advisories together answer, unless one is named.
_OVER_ALL = re.compile(
    r"\b(?:most|least) (?:common(?:ly)?|frequent(?:ly)?|often|prevalent|widespread)\b|\bcommonest\b|\b(?:average|median)\b|"
    r"\bthe (?:most|fewest) (?:\w+ )?(?:advisories|bulletins|documents|vulnerabilities|flaws|bugs|cves|cwes|weaknesses|products|vendors|revisions|updates)\b",
    re.IGNORECASE,
)
# The documents (by number) that hold an identifier, and whether it is their own.
Held = Sequence[tuple[int, bool]]


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names; `asking/__init__.py` says which file tells which part of it.

    `identifiers` by the documents (numbers) that hold each; `documents` those that hold one of every
    kind, or, without identifiers, those called what the question calls them, `titled` where it says a
    title in full; `own` are those of them whose own identifier it says; `fields` those it may ask
    for, for each thing that it asks, and `names` its words beyond those that ask; `uncounted` says that
    it asks how much of what no field counts, or what only all documents together tell, or is worded like those that ask for what none holds.
    `apart` are identifiers that no document holds together, `unknown` names that nothing holds.
    """

    identifiers: Mapping[str, frozenset[int]]
    documents: tuple[int, ...]
    fields: tuple[tuple[AskedField, ...], ...]
    names: tuple[str, ...] = ()
    titled: bool = False
    own: tuple[int, ...] = ()
    uncounted: bool = False
    apart: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def find_named(question: Question, snapshot: Snapshot, entries: Entries, embedder: Embedder) -> Named:
    """The documents that the question names, and the fields it may ask for."""
    text = _UPDATE_LETTER.sub(" ", question.text)
    holding = {value: snapshot.documents_holding(value) for value in named_identifiers(question)}
    if set_aside := identifiers_set_aside(question.text, holding):
        return named_elsewhere(holding, set_aside)
    if holding:
        return named_by_identifiers(text, holding, entries, embedder)
    mention = find_mention(text, snapshot, entries)
    masked = asking_part(mention.masked) if mention.documents else mention.masked
    fields = find_fields(masked, embedder, called=words_called(mention.documents, entries))
    names = names_asked(masked, fields)
    if not fields:
        return Named({}, (), (), names, uncounted=asks_uncounted(masked))
    unknown = [n for n, count in snapshot.chunk_frequencies(names).items() if not count and is_model(n)]
    if mention.misdated:
        unknown.append(mention.misdated)
    documents, titled = mention.documents, mention.titled
    over_all = not documents and bool(_OVER_ALL.search(text))
    if documents:
        titled = titled or (len(documents) == 1 and holds_fields(documents[0], snapshot, entries))
    elif names:
        documents = documents_with_names(names, fields, text, snapshot, entries)
        # Of advisories one that merely holds these words is no answer.
        if over_all and documents and holds_fields(documents[0], snapshot, entries):
            documents = ()
    else:
        documents = tuple(n for n, entry in entries.items() if entry.id in question.documents)
    return Named({}, documents, fields, names, titled=titled, uncounted=over_all, unknown=tuple(unknown))


def documents_with_names(
    names: Sequence[str],
    fields: Sequence[Sequence[AskedField]],
    text: str,
    snapshot: Snapshot,
    entries: Entries,
) -> tuple[int, ...]:
    """The documents that hold all the names that a question says, or else those that what answers must hold."""
    if called := documents_called(names, snapshot, entries, said=text):
        return called
    binding = [name for name in names if any(name in one.binding for part in fields for one in part)]
    return documents_called(binding, snapshot, entries, said=text)


def named_by_identifiers(
    text: str, holding: Mapping[str, Held], entries: Entries, embedder: Embedder
) -> Named:
    """What a question names that says identifiers: the documents that hold them."""
    identifiers = {value: frozenset(number for number, _ in held) for value, held in holding.items()}
    together = holding_all(identifiers)
    masked = asking_part(mask_identifiers(text))
    fields = find_fields(masked, embedder, called=words_called(sorted(together)[:MOST_DOCUMENTS], entries))
    own = {number for held in holding.values() for number, is_own in held if is_own}
    return Named(
        identifiers,
        tuple(sorted(together)),
        fields,
        names_asked(masked, fields),
        own=tuple(sorted(together & own)),
        uncounted=asks_uncounted(masked) or (not fields and asks_beyond_fields(masked, embedder)),
        apart=() if together or not all(identifiers.values()) else tuple(identifiers),
    )


def identifiers_set_aside(text: str, identifiers: Iterable[str]) -> tuple[str, ...]:
    """The advisories beside which a question asks for others on the same vulnerability.

    "Which advisory besides ICSA-31-063-01 covers CVE-2031-1111?" -> ("ICSA-31-063-01",)
    """
    kinds = {value: kind_of(value) for value in identifiers}
    if "CVE" not in kinds.values() or not _ELSEWHERE.search(mask_identifiers(text)):
        return ()
    return tuple(value for value, kind in kinds.items() if not kind)


def named_elsewhere(holding: Mapping[str, Held], set_aside: Sequence[str]) -> Named:
    """The documents that hold a question's vulnerabilities, but for those that it sets aside."""
    wanted = {v: frozenset(number for number, _ in held) for v, held in holding.items() if v not in set_aside}
    left_out = {number for value in set_aside for number, is_own in holding[value] if is_own}
    documents = tuple(sorted(holding_all(wanted) - left_out))
    apart = () if documents or not all(holding.values()) else tuple(holding)
    return Named(wanted, documents, ((AskedField(COVERING, ()),),), apart=apart)


def names_asked(masked: str, fields: Sequence[Sequence[AskedField]]) -> tuple[str, ...]:
    """The names that the question says, in each of its parts, beyond what asks for the likeliest field."""
    if not fields:
        return names_in(masked, ())
    parts = [[one for one in part if one.patterned] or part for part in fields]
    return tuple(dict.fromkeys(name for part in parts for name in names_in(masked, part)))


def named_identifiers(question: Question) -> tuple[str, ...]:
    """The identifiers now asked for, and those carried over of kinds that are not."""
    now = find_identifiers(question.text)
    kinds = {kind_of(value) for value in now}
    carried = find_identifiers(" ".join(question.carried))
    return tuple(dict.fromkeys([*now, *(v for v in carried if kind_of(v) not in kinds)]))


def holding_all(identifiers: Mapping[str, frozenset[int]]) -> frozenset[int]:
    """The documents that hold, of every kind of identifier, at least one; where some hold them all, these alone."""
    by_kind: dict[str, frozenset[int]] = {}
    for value, held in identifiers.items():
        by_kind[kind_of(value)] = by_kind.get(kind_of(value), frozenset()) | held
    together = frozenset.intersection(*by_kind.values())
    return frozenset.intersection(*identifiers.values()) or together
