"""Which fields a question most likely asks for: what its words ask for, set right by how it is worded."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.asking.fields.by_pattern import (
    AskedField,
    asks_other_matter,
    asks_price,
    beside_named,
    fields_in,
)
from assistant.asking.fields.by_wording import OTHER, likeliest_fields, wordings
from assistant.asking.fields.table import FIRM, Field, FieldName, field_of
from assistant.asking.fields.words import (
    ASKING_WORD,
    free_words,
    names_beyond,
    passing_words,
    wanted_words,
    words_wanted,
)
from assistant.asking.masks import IDENTIFIER, WORD, is_called, mask_names
from assistant.language.words import stem
from index.embed import Embedder

# Of how many words a field's name is at most.
LONGEST_NAME = 4
# Fields that are asked for in words that many other questions have too.
_LOOSE: frozenset[FieldName] = frozenset({"covering", "subject", "publisher", "products", "vendor"})
# By how much (of a cosine) the nearest wording of a field is nearer than one that asks for no field, or for the next
# field, to settle what is asked.
SURELY = 0.1
# From what cosine on a question is worded like a known one, whatever single word of it is new.
ALIKE = 0.85
# Where one question ends and the next begins.
_COORDINATION = re.compile(
    r"\s*(?:[,;/&+]|\?)\s*(?:and|also|plus|as well as)?\s+|\s+(?:and|plus|as well as|&)\s+", re.IGNORECASE
)
_OPENS_WITH = re.compile(r"^\W*(?:(?:in|on|from|of|to|by|at|for|with) )?(what|which)\b", re.IGNORECASE)
# What asks with one of these words is answered by one of these fields.
_ANSWERING: Mapping[str, frozenset[FieldName]] = {
    "who": frozenset({"reporters", "vendor", "publisher", "sectors"}),
    "whom": frozenset({"reporters", "vendor", "publisher", "sectors"}),
    "when": frozenset({"released", "revised"}),
}
# What asks for the latter says the words for the former too.
_WITHIN: Mapping[str, FieldName] = {"revised": "last revision"}
# "CVE-2020-1234: score?" is worded like "CVE-2020-1234 score?".
_LABELLED = re.compile(rf"{IDENTIFIER}\s*[:\u2013\u2014-]+\s")
_LETTERS = re.compile(r"[^\W\d_]{2}")


def find_fields(
    masked: str, embedder: Embedder, *, called: frozenset[str] = frozenset()
) -> tuple[tuple[AskedField, ...], ...]:
    """The fields that a question with masked names may ask for, the likeliest first, for each thing that it asks.

    `called` are the words, in small letters, of what the documents that it names and their products are called.

    >>> [[a.field.name for a in part] for part in find_fields("Who reported # and when was it published?", Embedder())]
    [['reporters'], ['released']]
    """
    if asks_price(masked):
        return ()
    masked = _LABELLED.sub(f"{IDENTIFIER} ", masked)
    parts = parts_of(masked, embedder, called=called)
    if len(parts) > 1:
        return tuple(parts)
    asked = fields_in(masked)
    if IDENTIFIER in masked:
        asked = weigh_wording(
            masked, asked, likeliest_fields(mask_names(masked, called), embedder), called=called
        )
    return tuple(filter(None, [asked]))


@dataclass(frozen=True, slots=True)
class Nearest:
    """The field to whose known wordings a question comes nearest, of those that answer the word it asks with.

    `likeness` is a cosine, `margin` by how much it exceeds that of a wording that asks for no field, and
    `alike` how near each field comes.
    """

    name: str
    likeness: float
    margin: float
    alike: Mapping[str, float]

    @property
    def firm(self) -> bool:
        return self.name in FIRM

    def leads(self, asked: AskedField, by: float) -> bool:
        """Whether it is nearer by so much than a field that the question's words ask for."""
        return self.likeness - self.alike.get(asked.field.name, 0.0) >= by


def nearest_field(masked: str, alike: Mapping[str, float]) -> Nearest:
    """The first field of `alike`, which has the nearest first, that answers what the question asks with."""
    asking = ASKING_WORD.search(masked)
    fit = _ANSWERING.get(asking[0].casefold(), frozenset(alike)) if asking else frozenset(alike)
    name, likeness = next((name, value) for name, value in alike.items() if name != OTHER and name in fit)
    return Nearest(name, likeness, likeness - alike[OTHER], alike)


def weigh_wording(
    masked: str,
    asked: Sequence[AskedField],
    alike: Mapping[str, float],
    *,
    called: frozenset[str] = frozenset(),
) -> tuple[AskedField, ...]:
    """What the question's words ask for by themselves, set right by the fields that questions worded like it ask for."""
    named = {one.field.name for one in asked}
    alike = {name: likeness for name, likeness in alike.items() if _WITHIN.get(name) not in named}
    asked = tuple(one for one in asked if _WITHIN.get(one.field.name) not in named)
    nearest = nearest_field(masked, alike)
    if nearest.margin < -2 * SURELY:
        return ()
    asked = tuple(replace(one, passing=one.passing | beside_named(masked, one)) for one in asked)
    firm = [one for one in asked if stays_firm(one, nearest)]
    if firm and nearest.margin > -SURELY and nearest.name not in [one.field.name for one in firm]:
        return with_first(firm, asked)
    if bare := [one for one in asked if stays_bare(one, nearest, called)]:
        return with_first(bare, asked)
    if nearest.margin < -SURELY:
        return tuple(one for one in asked if not one.names)
    agreed = nearest.name in named and (nearest.name not in _LOOSE or nearest.margin >= SURELY / 2)
    if nearest.margin < 0 or (nearest.margin < SURELY and not agreed and asks_other_matter(masked)):
        return asked
    return with_nearest(masked, asked, nearest, clear=agreed or nearest.margin >= SURELY)


def stays_firm(asked: AskedField, nearest: Nearest) -> bool:
    """Whether a field that is hardly asked for by mistake stands against the nearest.

    Of two such fields the wording tells more than the pattern sooner.
    """
    lead = 2 * SURELY if not nearest.firm else 0.0 if nearest.likeness >= ALIKE else SURELY
    return asked.field.name in FIRM and not nearest.leads(asked, lead)


def stays_bare(asked: AskedField, nearest: Nearest, called: frozenset[str]) -> bool:
    """Whether a field stands against the nearest since the question names nothing beside what is called so."""
    lead = SURELY if asked.field.name in _LOOSE else 2 * SURELY
    return all(is_called(name, called) for name in asked.names) and not nearest.leads(asked, lead)


def with_first(these: Sequence[AskedField], asked: Sequence[AskedField]) -> tuple[AskedField, ...]:
    return (*these, *(one for one in asked if one not in these))


def with_nearest(
    masked: str, asked: Sequence[AskedField], nearest: Nearest, *, clear: bool
) -> tuple[AskedField, ...]:
    """What is asked with the field that the wording tells: first where that is clear, else last."""
    field = field_of(nearest.name)
    names = names_beyond(masked, spans_of_field(masked, field))
    if clear and not wants_a_name(masked, names, nearest):
        free = free_words(masked, names)
    else:
        free = passing_words(masked, names)
    for one in asked:
        if one.field == field:
            names, free = tuple(n for n in names if n in one.names), free | one.passing
    likely = AskedField(field, names, free, patterned=False, wanted=words_wanted(masked))
    rest = tuple(one for one in asked if one.field != field)
    return (likely, *rest) if clear else (*rest, likely)


def wants_a_name(masked: str, names: Sequence[str], nearest: Nearest) -> bool:
    """Whether what is asked for is itself one of the names, in a wording that is not plainly the field's."""
    if nearest.margin >= 2 * SURELY or nearest.likeness >= ALIKE or not ASKING_WORD.search(masked):
        return False
    return any(word in names for word in wanted_words(masked))


def spans_of_field(masked: str, field: Field) -> list[tuple[int, int]]:
    """Where the question has words that the field is known to be asked for with."""
    known = wordings().stems[field.name]
    return [m.span() for m in WORD.finditer(masked) if stem(m[0]) in known]


def parts_of(
    masked: str, embedder: Embedder, *, called: frozenset[str] = frozenset()
) -> list[tuple[AskedField, ...]]:
    """What each part of a question with several asks for; fewer than two where the parts ask for no different fields."""
    found: dict[str, tuple[AskedField, ...]] = {}
    opening = ""
    pieces = [piece for piece in _COORDINATION.split(masked) if _LETTERS.search(piece)]
    for piece in pieces:
        asked = fields_in(piece) or (fields_in(f"{opening} {piece}") if opening else ())
        if opens := _OPENS_WITH.match(piece):
            opening = opens[1]
        if not asked and len(pieces) > 1 and IDENTIFIER in masked:
            asked = field_called(piece, embedder)
        if IDENTIFIER in piece and asked and all(one.binding for one in asked):
            alike = likeliest_fields(mask_names(piece, called), embedder)
            asked = weigh_wording(piece, asked, alike, called=called)
        if asked:
            found.setdefault(asked[0].field.name, asked)
    return list(found.values())


def field_called(piece: str, embedder: Embedder) -> tuple[AskedField, ...]:
    """The field that a part of a question names and no more: "date" of "date and sectors of #"."""
    if len(piece.split()) > LONGEST_NAME or IDENTIFIER in piece:
        return ()
    [(name, likeness), *_] = (alike := likeliest_fields(f"{piece} of {IDENTIFIER}", embedder)).items()
    if name == OTHER or likeness - alike[OTHER] < 2 * SURELY:
        return ()
    return (AskedField(field_of(name), (), patterned=False),)


def asks_beyond_fields(masked: str, embedder: Embedder) -> bool:
    """Whether the question is worded like those that ask for what no field holds, and like no other."""
    if IDENTIFIER not in masked:
        return False
    alike = likeliest_fields(masked, embedder)
    return alike[OTHER] - max(value for name, value in alike.items() if name != OTHER) >= 2 * SURELY
