"""What encoders make of a claim beside sentences of its evidence, for verify to weigh.

How near their words come is told by word vectors (see similarity). Whether the sentences say what the claim says is
told by a small encoder that reads the two together, six layers begun from those of the reader: `python -m
evals.learn_judge` trains them on sentences written about documents, each beside a twin that differs from it in a few
words and in being carried or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from scipy.special import expit

from assistant.pair_encoder import PairEncoder
from assistant.similarity import WordSimilarity
from index.embed import Embedder

LEARNED = Path(__file__).parent / "judge.npz"
# The longest claim and sentences that are read together, in tokens; the longer text is cut.
TOKENS = 192


class TrainedJudge:
    """The judge that answers and drafts are held to; what it loads it loads at its first use."""

    def __init__(self, embedder: Embedder, path: Path = LEARNED) -> None:
        self._similarity = WordSimilarity(embedder)
        self._encoder = pair_encoder(path)

    def near(self, claim: str, sentences: Sequence[str]) -> float:
        """How near the claim's words come to words of the sentences, 0..1."""
        return self._similarity(claim, sentences)

    def carried(self, claim: str, sentences: Sequence[str]) -> float:
        """About the probability that the sentences, in that order, say what the claim says, 0..1."""
        outputs = self._encoder.encode([claim], [" ".join(sentences)], tokens=TOKENS).outputs[0, 0]
        return float(expit(outputs[0] - outputs[1]))

    def prepare(self, claims: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Encode together what verify will compare for these claims and their evidence: faster, and nothing else."""
        self._similarity.prepare(claims)


@cache
def pair_encoder(path: Path) -> PairEncoder:
    """One for all judges: its layers stay in memory."""
    return PairEncoder(path)
