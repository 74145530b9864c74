"""Which field a question most likely asks for, by how it is worded: compared with the wordings of `wordings.txt`.

A question in words that no pattern foresees still means much what others mean that ask for the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from assistant.asking.content_words import content_words
from assistant.language.words import stem
from index.embed import Embedder, Floats

# The mark by which `wordings.txt` says that a wording asks for what no field holds.
OTHER = "other"
# What is read in the place of a name's mark: a name of its own would count as meaning something.
NAMED = "it"
MARK = re.compile(r"#+")

_LONG_WORD = re.compile(r"\b[a-z]{5,}\b")
_SENTENCE = re.compile(r"(?<=[.?!:;])\s+")


@dataclass(frozen=True, slots=True)
class Wordings:
    """Known questions, the field that each asks for, and the stems of the words by which each field is asked for.

    `spelled` are the longer words of them all but those that ask for no field, sorted.
    """

    texts: tuple[str, ...]
    fields: tuple[str, ...]
    stems: dict[str, frozenset[str]]
    spelled: tuple[str, ...]


@cache
def wordings() -> Wordings:
    """What `wordings.txt` holds: "field: wording" a line, with a mark in the place of what is named."""
    lines = (Path(__file__).parent / "wordings.txt").read_text(encoding="utf-8").splitlines()
    rows = [(field, wording) for field, _, wording in (line.partition(": ") for line in lines)]
    stems: dict[str, set[str]] = {}
    for field, wording in rows:
        stems.setdefault(field, set()).update(map(stem, content_words(wording)))
    return Wordings(
        texts=tuple(wording for _, wording in rows),
        fields=tuple(field for field, _ in rows),
        stems={field: frozenset(words) for field, words in stems.items()},
        spelled=tuple(
            sorted({w for f, text in rows if f != OTHER for w in _LONG_WORD.findall(text.casefold())})
        ),
    )


@lru_cache(maxsize=2)
def _wording_vectors(embedder: Embedder) -> Floats:
    """The known wordings' vectors, shape (wordings, d): made once, at the first question that names something."""
    return embed_masked(wordings().texts, embedder)


def likeliest_fields(masked: str, embedder: Embedder) -> dict[str, float]:
    """How near (cosine, -1..1) the question or a sentence of it comes to a known wording of each field, the nearest first.

    Among the fields is OTHER, for what no field holds.
    """
    # Without BLAS, whose threads wait for each other longer than one of them takes.
    asked, known = embed_masked(clauses_of(masked), embedder), _wording_vectors(embedder)
    near = np.einsum("qd,wd->qw", asked, known).max(axis=0)
    alike: dict[str, float] = {}
    for field, likeness in zip(wordings().fields, near.tolist(), strict=True):
        alike[field] = max(likeness, alike.get(field, -1.0))
    return dict(sorted(alike.items(), key=lambda item: -item[1]))


def clauses_of(masked: str) -> list[str]:
    """The question, and each sentence of it that names something and says more than that."""
    sentences = [s for s in _SENTENCE.split(masked) if MARK.search(s) and content_words(s)]
    return list(dict.fromkeys([masked, *sentences]))


def embed_masked(texts: Sequence[str], embedder: Embedder) -> Floats:
    """The vectors of texts whose names are marks, shape (texts, d)."""
    return np.stack([e.vector for e in embedder.embed_alone([MARK.sub(NAMED, text) for text in texts])])
