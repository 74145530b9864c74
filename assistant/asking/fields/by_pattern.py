"""Which fields a question asks for in the words by which people ask for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.asking.fields.table import FIELDS, FIRM, Field
from assistant.asking.fields.words import (
    YES_OR_NO,
    is_small,
    names_beyond,
    passing_words,
    stands_by_title,
    wanted_words,
    within,
    words_wanted,
)
from assistant.asking.masks import IDENTIFIER, TITLE

# What is asked with these is a set field only where the field's own words take them in.
_OTHER_MATTER = re.compile(
    r"\bwhy\b|\bhow (?!is|are|was|were|do|does|did|can|could|should|would|must|to|come|has|have|will|(?:it|they|this|that|these|we|i|you|one)\b)\w+",
    re.IGNORECASE,
)
_PRICED = re.compile(
    r"\b(?:what|how much) (?:do|does|did|will|would)\b.*\bcosts?\b|\bprices?\b", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"(?<=[.;:!?])\s+|\s+[-\u2013\u2014]+\s+|,\s+(?=(?:so |and |but )?(?:what|which|who|whom|whose|when|where|how)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:what|what's|whats|which|who|whom|whose|where|when|how)\b|^\W*(?:is|are|was|were|does|do|did|has|have|can|could|list|give|name|show|tell)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AskedField:
    """A field that a question asks for, and the words of the question that are neither its own nor plain.

    Of `names` those in `passing` may only be how the asker speaks; all others name what is asked about.
    `patterned` is False where the question is only worded like others that ask for the field. `wanted` are
    words that say what is asked for.
    """

    field: Field
    names: tuple[str, ...]
    passing: frozenset[str] = frozenset()
    patterned: bool = True
    wanted: frozenset[str] = frozenset()

    @property
    def binding(self) -> tuple[str, ...]:
        """The names that what answers must hold."""
        return tuple(name for name in self.names if name not in self.passing)


def asking_part(masked: str) -> str:
    """The question without the clauses beside it that ask nothing: what is named there needs no more than its mark.

    >>> asking_part("Sleep-lab gear this time, ##: when was it last revised?")
    '##: when was it last revised?'
    """
    clauses = _CLAUSE.split(masked)
    asking = [c for c in clauses if _ASKS.search(c) or any(a.field.name in FIRM for a in fields_in(c))]
    kept = " ".join(asking)
    if len(asking) == len(clauses) or not fields_in(kept):
        return masked
    mark = TITLE if TITLE in masked else IDENTIFIER
    return kept if IDENTIFIER in kept or IDENTIFIER not in masked else f"{mark}: {kept}"


def fields_in(masked: str) -> tuple[AskedField, ...]:
    """The fields one question may ask for, the likeliest first; none for any other question.

    >>> [(a.field.name, a.names) for a in fields_in("How severe is # in the Pump 7?")]
    [('score', ('Pump', '7'))]
    """
    spans = {
        field: [match.span() for match in field.asked.finditer(masked) if match.end() > match.start()]
        for field in FIELDS
    }
    if asks_other_matter(masked, [span for own in spans.values() for span in own]):
        return ()
    found = []
    for field, own in spans.items():
        if own:
            names = names_beyond(masked, own)
            found.append(AskedField(field, names, passing_words(masked, names), wanted=words_wanted(masked)))
    return tuple(found)


def asks_price(masked: str) -> bool:
    """Whether the question asks what something costs, which no field tells whatever else is said."""
    return bool(_PRICED.search(masked))


def asks_uncounted(masked: str) -> bool:
    """Whether the question asks how much or how many of something that no field counts."""
    spans = [m.span() for field in FIELDS for m in field.asked.finditer(masked)]
    return asks_price(masked) or any(
        not within(m.span(), spans) for m in _OTHER_MATTER.finditer(masked) if m[0].casefold() != "why"
    )


def asks_other_matter(masked: str, spans: Sequence[tuple[int, int]] = ()) -> bool:
    """Whether the question asks why, or how much or how many of something, in words outside the spans."""
    return not all(within(match.span(), spans) for match in _OTHER_MATTER.finditer(masked))


def names_in(masked: str, asked: Sequence[AskedField]) -> tuple[str, ...]:
    """The content words of a question beyond those that ask for its likeliest field and those that are plain."""
    return min((a.names for a in asked), key=len, default=names_beyond(masked, ()))


def beside_named(masked: str, asked: AskedField) -> frozenset[str]:
    """Those of the names that say no more than what is named by itself, in a question whose field is beyond doubt."""
    if asked.field.name not in FIRM or YES_OR_NO.match(masked) or asks_uncounted(masked):
        return frozenset()
    wanted = wanted_words(masked)
    return frozenset(
        n for n in asked.names if is_small(n) and n not in wanted and not stands_by_title(n, masked)
    )
