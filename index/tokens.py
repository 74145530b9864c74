"""How the encoder's token vectors are compared: in fewer dimensions, and some tokens of a question more than others.

For the packaged encoder both are learned: `python -m evals.learn_tokens` fits them to questions whose answering
sentences are known, and keeps them in `tokens.npz`. For any other encoder the dimensions are principal
directions, and all tokens count the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.settings import PACKAGED_EMBEDDER

if TYPE_CHECKING:
    from index.embed import Embedder, Floats

TOKEN_DIMENSIONS = 128
LEARNED = Path(__file__).parent / "tokens.npz"


@dataclass(frozen=True, slots=True)
class TokenHead:
    """`projection`, shape (d, k), takes token vectors to those that are compared; `gate`, shape (d,), weighs a question's.

    A token counts exp(gate . token) times what its word's rarity makes it count. `name` changes with what was
    learned: what is stored by one projection is never met by another.
    """

    name: str
    projection: Floats
    gate: Floats

    def importance(self, tokens: Floats) -> Floats:
        """How much each token vector of a question counts beside its word's rarity, shape (tokens,)."""
        return np.asarray(np.exp(tokens @ self.gate), dtype=np.float32)


@cache
def learned_head() -> TokenHead:
    """The packaged encoder's."""
    return read_head(LEARNED)


def read_head(path: Path) -> TokenHead:
    with np.load(path) as learned:
        projection, gate = learned["projection"], learned["gate"]
    digest = hashlib.sha256(projection.tobytes() + gate.tobytes()).hexdigest()
    return TokenHead(digest[:8], projection.astype(np.float32), gate.astype(np.float32))


def write_head(path: Path, projection: npt.ArrayLike, gate: npt.ArrayLike) -> None:
    """Keep a head in half precision."""
    np.savez(path, projection=np.asarray(projection, np.float16), gate=np.asarray(gate, np.float16))


def head_name(embedder: str) -> str:
    """What the token vectors of the embedder are kept by: empty where nothing was learned for it."""
    return learned_head().name if embedder == PACKAGED_EMBEDDER else ""


def principal_directions(embedder: Embedder) -> Floats:
    """The first TOKEN_DIMENSIONS principal directions of the encoder's token vectors, shape (d, TOKEN_DIMENSIONS).

    Found on sequences of words drawn from its own vocabulary, so that it depends on the encoder
    alone: adding documents never changes what is stored already.
    """
    words = embedder.vocabulary()
    np.random.default_rng(0).shuffle(words)
    sequences = [" ".join(words[start : start + 40]) for start in range(0, min(len(words), 8_000), 40)]
    tokens = np.concatenate([embedding.tokens for embedding in embedder.embed(sequences)])
    directions = np.linalg.eigh(tokens.T @ tokens)[1][:, ::-1][:, :TOKEN_DIMENSIONS]
    return np.ascontiguousarray(directions, dtype=np.float32)
