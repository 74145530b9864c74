"""How near a claim is to passages by the encoder's word vectors, for verify to weigh."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from assistant.verify import Similarity, sentences_of
from index.embed import Embedder, Floats

KEPT_SENTENCES = 20_000


def word_similarity(embedder: Embedder) -> Similarity:
    """`similarity(claim, passages)` in 0..1: of each word of the claim the best cosine in the passages, averaged.

    The third of the words that fit worst counts as much again as all of them: one foreign word among
    many familiar ones is what tells an invention (late interaction after Khattab and Zaharia 2020).
    Sentences are embedded once and kept.
    """

    @lru_cache(maxsize=KEPT_SENTENCES)
    def token_vectors(sentence: str) -> Floats:
        return embedder.embed([sentence])[0].tokens

    def similarity(claim: str, passages: Sequence[str]) -> float:
        sentences = dict.fromkeys(s for passage in passages for s in sentences_of(passage))
        words = token_vectors(claim)
        found = [vectors for sentence in sentences if len(vectors := token_vectors(sentence))]
        if not found or not len(words):
            return 0.0
        best = np.sort((words @ np.concatenate(found).T).max(axis=1))
        worst_third = best[: max(1, len(best) // 3)]
        return float(np.clip((best.mean() + worst_third.mean()) / 2, 0.0, 1.0))

    return similarity
