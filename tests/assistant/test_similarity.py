"""Word vectors tell the nearer passage, and nothing depends on what was encoded together."""

from __future__ import annotations

import numpy as np

from assistant.judge import TrainedJudge
from assistant.similarity import WordSimilarity
from assistant.verify import verify_statement
from index.embed import BATCH_SIZE, Embedder

CLAIMS = [
    ("The ban holds until 2027.", ["The ban on routers holds until 2027. Operators were told in May."]),
    (
        "Operators were told.",
        ["A decree of 2019 lets the minister exclude suppliers from networks.", "It rains."],
    ),
    ("The minister may exclude suppliers.", ["A decree of 2019 lets the minister exclude suppliers."]),
    ("", ["It rains."]),
    ("It rains.", []),
]


def test_each_text_is_embedded_as_if_alone(embedder: Embedder) -> None:
    texts = ["It rains.", "A decree of 2019 lets the minister exclude suppliers from networks.", "It holds."]
    for text, embedding in zip(texts, embedder.embed_alone(texts), strict=True):
        [alone] = embedder.embed([text])
        assert np.array_equal(embedding.vector, alone.vector)
        assert np.array_equal(embedding.tokens, alone.tokens)
    assert embedder.embed_alone([]) == []


def test_texts_of_many_lengths_keep_their_places(embedder: Embedder) -> None:
    texts = ["word " * (1 + place * 7 % 41) + str(place) for place in range(BATCH_SIZE * 2 + 5)]
    for text, embedding in zip(texts, embedder.embed(texts), strict=True):
        [alone] = embedder.embed([text])
        assert len(embedding.tokens) == len(alone.tokens)
        assert embedding.vector @ alone.vector > 0.99


def test_claims_prepared_together_get_the_verdicts_of_each_alone(embedder: Embedder) -> None:
    together = TrainedJudge(embedder)
    together.prepare(CLAIMS)
    for claim, evidence in CLAIMS:
        alone = verify_statement(claim, evidence, judge=TrainedJudge(embedder))
        assert verify_statement(claim, evidence, judge=together) == alone


def test_the_nearer_passage_scores_higher(embedder: Embedder) -> None:
    similarity = WordSimilarity(embedder)
    claim = "The minister may exclude suppliers."
    assert similarity(claim, ["The minister can bar vendors."]) > similarity(claim, ["It rained in Bergen."])
    assert similarity(claim, []) == 0.0
