"""Which field a question most likely asks for, by how it is worded: compared with the wordings of `wordings.txt` (pure).

A question in words that no pattern foresees is still spelled much like others that ask for the same.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.question import content_words
from assistant.words import stem

# Lengths of the pieces of words that are compared; how many of a field's nearest wordings count.
PIECES = range(2, 6)
NEAREST = 3

_WORD = re.compile(r"[\w#]+")


@dataclass(frozen=True, slots=True)
class Wording:
    """One way of asking for a field, as weighed pieces of words of length 1."""

    field: str
    pieces: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Wordings:
    """All wordings, how rare each piece is among them, and the stems of the words by which each field is asked for."""

    known: tuple[Wording, ...]
    rarity: Mapping[str, float]
    stems: Mapping[str, frozenset[str]]


@cache
def wordings() -> Wordings:
    """What `wordings.txt` holds: "field: wording" a line, with a mark in the place of what is named."""
    lines = (Path(__file__).parent / "wordings.txt").read_text(encoding="utf-8").splitlines()
    rows = [(field, wording) for field, _, wording in (line.partition(": ") for line in lines)]
    counts = Counter(piece for _, wording in rows for piece in set(pieces_of(wording)))
    rarity = {piece: math.log((1 + len(rows)) / (1 + count)) + 1 for piece, count in counts.items()}
    stems: dict[str, set[str]] = {}
    for field, wording in rows:
        stems.setdefault(field, set()).update(map(stem, content_words(wording)))
    return Wordings(
        tuple(Wording(field, weigh_pieces(wording, rarity)) for field, wording in rows),
        rarity,
        {field: frozenset(words) for field, words in stems.items()},
    )


def likeliest_fields(masked: str) -> dict[str, float]:
    """How alike (0..1) the question is to the nearest wordings of each field, the most alike first."""
    known = wordings()
    asked = weigh_pieces(masked, known.rarity)
    alike: dict[str, list[float]] = {}
    for wording in known.known:
        shared = asked.keys() & wording.pieces.keys()
        alike.setdefault(wording.field, []).append(sum(asked[p] * wording.pieces[p] for p in shared))
    nearest = {field: sum(sorted(values)[-NEAREST:]) / NEAREST for field, values in alike.items()}
    return dict(sorted(nearest.items(), key=lambda item: -item[1]))


def weigh_pieces(text: str, rarity: Mapping[str, float]) -> dict[str, float]:
    """The text's known pieces, those said more often and rarer ones heavier, as a vector of length 1."""
    counts = Counter(piece for piece in pieces_of(text) if piece in rarity)
    weights = {piece: (1 + math.log(count)) * rarity[piece] for piece, count in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {piece: weight / length for piece, weight in weights.items()}


def pieces_of(text: str) -> Iterator[str]:
    """Runs of letters within each word and its edges: "who" -> " w", "wh", "ho", "o ", " wh", ..."""
    for word in _WORD.findall(text.casefold()):
        padded = f" {word} "
        for length in PIECES:
            yield from (padded[i : i + length] for i in range(len(padded) - length + 1))
