"""How near a claim is to passages by the encoder's word vectors, for verify to weigh."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from assistant.checking.reading import sentences_of
from assistant.verify import compared_sentences
from index.embed import Embedder, Floats

KEPT_SENTENCES = 2_000


class WordSimilarity:
    """`similarity(claim, passages)` in 0..1: of each word of the claim the best cosine in the passages, averaged.

    The third of the words that fit worst counts as much again as all of them: one foreign word among
    many familiar ones is what tells an invention (late interaction after Khattab and Zaharia 2020).
    The vectors of the last sentences are kept; no figure depends on what was asked before.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept: dict[str, Floats] = {}

    def __call__(self, claim: str, passages: Sequence[str]) -> float:
        sentences = [sentence for passage in passages for sentence in sentences_of(passage)]
        words, *found = self._token_vectors([claim, *sentences])
        if not len(words) or not sum(map(len, found)):
            return 0.0
        best = np.sort((words @ np.concatenate(found).T).max(axis=1))
        worst_third = best[: max(1, len(best) // 3)]
        return float(np.clip((best.mean() + worst_third.mean()) / 2, 0.0, 1.0))

    def prepare(self, claims: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Encode together what verify will compare for these claims and their evidence: faster, and nothing else."""
        self._token_vectors(
            [sentence for claim, evidence in claims for sentence in compared_sentences(claim, evidence)]
        )

    def _token_vectors(self, sentences: Sequence[str]) -> list[Floats]:
        """The vectors of each sentence's tokens, shape (tokens, d)."""
        known = {s: vectors for s in sentences if (vectors := self._kept.get(s)) is not None}
        new = [sentence for sentence in dict.fromkeys(sentences) if sentence not in known]
        known |= zip(new, (embedding.tokens for embedding in self._embedder.embed_alone(new)), strict=True)
        if len(self._kept) + len(new) > KEPT_SENTENCES:
            self._kept.clear()
        self._kept.update(known)
        return [known[sentence] for sentence in sentences]
