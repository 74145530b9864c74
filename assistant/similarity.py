"""How near a claim is to passages by the encoder's word vectors, for verify to weigh."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.verify import Similarity, sentences_of
from index.embed import Embedder, Floats

KEPT_SENTENCES = 2_000


def word_similarity(embedder: Embedder) -> Similarity:
    """`similarity(claim, passages)` in 0..1: of each word of the claim the best cosine in the passages, averaged.

    The third of the words that fit worst counts as much again as all of them: one foreign word among
    many familiar ones is what tells an invention (late interaction after Khattab and Zaharia 2020).
    The vectors of the last sentences are kept.
    """
    kept: dict[str, Floats] = {}

    def token_vectors(sentences: Sequence[str]) -> list[Floats]:
        known = {s: vectors for s in sentences if (vectors := kept.get(s)) is not None}
        new = [sentence for sentence in dict.fromkeys(sentences) if sentence not in known]
        known |= zip(new, (embedding.tokens for embedding in embedder.embed(new)), strict=True)
        if len(kept) + len(new) > KEPT_SENTENCES:
            kept.clear()
        kept.update(known)
        return [known[sentence] for sentence in sentences]

    def similarity(claim: str, passages: Sequence[str]) -> float:
        sentences = [sentence for passage in passages for sentence in sentences_of(passage)]
        words, *found = token_vectors([claim, *sentences])
        if not len(words) or not sum(map(len, found)):
            return 0.0
        best = np.sort((words @ np.concatenate(found).T).max(axis=1))
        worst_third = best[: max(1, len(best) // 3)]
        return float(np.clip((best.mean() + worst_third.mean()) / 2, 0.0, 1.0))

    return similarity
