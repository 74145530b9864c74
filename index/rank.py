"""Candidates in the order in which they speak to a question: late interaction, cosine and keywords mixed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.embed import Floats, QuestionEmbedding, unit
from index.packing import DamagedRecord
from index.storage.records import Candidate, Entry, Passage

# What a word taken over from an earlier question counts beside one that is asked now.
CARRIED_WEIGHT = 0.4
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """A sentence with what speaks for it, equal to itself alone.

    `late` is MaxSim of the question's tokens (Khattab and Zaharia, 2020), weighted by how rare
    their words are, -1..1; `cosine` that of the whole vectors, -1..1; `token_scores` how well each
    token of the question is met, shape (question tokens,).
    """

    candidate: Candidate
    entry: Entry
    late: float
    cosine: float
    token_scores: Floats

    @property
    def text(self) -> str:
        return self.candidate.text

    def check_words(self, text: str) -> None:
        """Raises DamagedRecord where the text of its document has other words in its place."""
        sentence = self.candidate.sentence
        if text[sentence.start : sentence.end] != self.text:
            raise DamagedRecord(f"a sentence that is none of {self.entry.id}")


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A chunk with its score, 0..1 plus `named`: 1 where its document holds an identifier of the question, 2 where it is the document's own.

    `kind` is that of its first sentence: of a "comment" all are a reader's.
    """

    passage: Passage
    entry: Entry
    score: float
    named: float = 0.0
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Found:
    """What one search found, best first, and how the question was taken. `weights` sum to 1."""

    question: QuestionEmbedding
    weights: Floats
    sentences: tuple[Ranked, ...] = ()
    passages: tuple[RankedPassage, ...] = ()
    identifiers: tuple[str, ...] = ()
    unknown_identifiers: tuple[str, ...] = ()


def named_documents(
    holders: Iterable[Sequence[tuple[int, bool]]], allowed: frozenset[int] | None
) -> dict[int, float]:
    """For each allowed document that holds an identifier of the question 1.0, or 2.0 where one is its own."""
    named: dict[int, float] = {}
    for held in holders:
        for number, own in held:
            if allowed is None or number in allowed:
                named[number] = max(named.get(number, 0.0), 2.0 if own else 1.0)
    return dict(sorted(named.items(), key=lambda item: (-item[1], item[0])))


def token_weights(
    query: str, question: QuestionEmbedding, frequencies: Mapping[str, int], *, chunks: int, asked: int
) -> Floats:
    """How much each token of the question counts, shape (tokens,), summing to 1.

    A word's weight is its inverse document frequency as in BM25, by its number among all chunks, times the
    token's importance; punctuation counts next to nothing, and a word beyond the first `asked` characters
    CARRIED_WEIGHT of its own.
    """
    words = {match.start(): match for match in _WORD.finditer(query)}
    weights = np.full(len(question.spans), 0.05, dtype=np.float32)
    for i, (start, _) in enumerate(question.spans):
        word = next((m for m in words.values() if m.start() <= start < m.end()), None)
        if word is not None:
            found = frequencies[word.group().casefold()]
            weights[i] = np.log1p((chunks - found + 0.5) / (found + 0.5))
            weights[i] *= 1.0 if start < asked else CARRIED_WEIGHT
    weights *= question.importance
    return np.asarray(weights / max(float(weights.sum()), 1e-9), dtype=np.float32)


def rank_sentences(
    candidates: Sequence[Candidate],
    embeddings: Mapping[str, tuple[Floats, Floats]],
    entries: Mapping[int, Entry],
    question: QuestionEmbedding,
    weights: Floats,
    projection: Floats | None,
) -> list[Ranked]:
    """The candidates by late interaction, best first; ties by document and place."""
    if projection is None:
        return []
    # One order whatever the numbers: sums of floats depend on it, and equal indexes must score equally.
    candidates = sorted(candidates, key=lambda c: (entries[c.document].id, c.sentence.start))
    tokens = unit(question.tokens @ projection)
    # A sentence of which the encoder knows no token has none: a zero vector meets nothing.
    nothing = np.zeros((1, projection.shape[1]), dtype=np.float32)
    matrices = [
        matrix if len(matrix := embeddings[candidate.key][1]) else nothing for candidate in candidates
    ]
    starts = np.concatenate([[0], np.cumsum([len(matrix) for matrix in matrices])[:-1]]).astype(int)
    # One product for all: shape (question tokens, sentences) after the best token of each is taken.
    met = np.maximum.reduceat(tokens @ np.concatenate(matrices).T, starts, axis=1)
    late = weights @ met
    cosine = np.stack([embeddings[candidate.key][0] for candidate in candidates]) @ question.vector
    ranked = [
        Ranked(candidate, entries[candidate.document], float(late[i]), float(cosine[i]), met[:, i])
        for i, candidate in enumerate(candidates)
    ]
    return sorted(ranked, key=lambda r: (-r.late, r.entry.id, r.candidate.sentence.start))


def rank_passages(
    sentences: Sequence[Ranked],
    passages: Mapping[int, Passage],
    weights: Floats,
    matched: Mapping[int, float],
    named: Mapping[int, float],
) -> list[RankedPassage]:
    """Chunks by their mixed scores, each min-max-normalised; those of documents that hold an identifier first.

    Mixed are the best sentence's cosine, BM25, the best sentence's late score, and, counted twice, the late
    score of all its sentences taken together.
    """
    by_chunk: dict[int, list[Ranked]] = {}
    for sentence in sentences:
        by_chunk.setdefault(sentence.candidate.chunk, []).append(sentence)
    if not by_chunk:
        return []
    numbers = sorted(by_chunk)
    dense = np.array([max(s.cosine for s in by_chunk[n]) for n in numbers])
    keyword = np.array([matched.get(n, 0.0) for n in numbers])
    best = np.array([max(s.late for s in by_chunk[n]) for n in numbers])
    together = np.array(
        [float(weights @ np.max([s.token_scores for s in by_chunk[n]], axis=0)) for n in numbers]
    )
    mixed = (normalised(dense) + normalised(keyword) + normalised(best) + 2 * normalised(together)) / 5
    ranked = [
        RankedPassage(
            passages[n],
            by_chunk[n][0].entry,
            float(mixed[i]) + named.get(passages[n].document, 0.0),
            named.get(passages[n].document, 0.0),
            by_chunk[n][0].candidate.sentence.kind,
        )
        for i, n in enumerate(numbers)
    ]
    return sorted(ranked, key=_rank)


def _rank(ranked: RankedPassage) -> tuple[float, float, str, int]:
    """The best of a document that is named comes before the best of one that is not, though both may score 1."""
    return (-ranked.named, -ranked.score, ranked.entry.id, ranked.passage.start)


def reorder(ranked: Sequence[RankedPassage], scores: Floats) -> tuple[RankedPassage, ...]:
    """The first passages by other scores, then the rest; what an identifier adds stays."""
    half = [replace(p, score=p.named + (p.score - p.named) / 2) for p in ranked[len(scores) :]]
    first = [
        replace(p, score=float(p.named + 0.5 + score / 2))
        for p, score in zip(ranked, normalised(scores), strict=False)
    ]
    return tuple(sorted((*first, *half), key=_rank))


def normalised(scores: Floats) -> Floats:
    """Min-max to 0..1; all alike become 1, since none is better, or 0 where none scores at all."""
    spread = float(scores.max() - scores.min())
    if not spread:
        return np.full(scores.shape, float(scores.any()))
    return np.asarray((scores - scores.min()) / spread)
