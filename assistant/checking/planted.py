"""How likely a sentence speaks to an assistant, by its words and letters.

A logistic regression over hashed n-grams (Weinberger et al., 2009), which `python -m evals.learn_planted` fits on
sentences written for it, planted ones and ordinary ones like them, and keeps in `planted.npz`. It knows wordings that
no pattern foresees.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

LEARNED = Path(__file__).parent / "planted.npz"
BUCKETS = 1 << 15
# As much of a sentence as is looked at.
MOST_CHARACTERS = 600
_TOKEN = re.compile(r"\w+|[^\w\s]")
_WORDS, _LETTERS = (1, 2, 3), (4, 5)


def log_odds(sentence: str) -> float:
    """Log-odds that the sentence is meant for an assistant."""
    weights, bias = _learned()
    places = buckets(sentence)
    return float(weights[places].sum() / np.sqrt(max(1, len(places))) + bias)


def buckets(sentence: str) -> npt.NDArray[np.int64]:
    """The numbers, below BUCKETS, of the n-grams of a sentence, each once."""
    return np.array(sorted({zlib.crc32(gram.encode()) % BUCKETS for gram in _ngrams(sentence)}), np.int64)


def _ngrams(sentence: str) -> Iterator[str]:
    text = " ".join(sentence[:MOST_CHARACTERS].casefold().split())
    words = ["^", *_TOKEN.findall(text), "$"]
    for n in _WORDS:
        yield from (" ".join(words[i : i + n]) for i in range(len(words) - n + 1))
    for n in _LETTERS:
        yield from (f"\0{text[i : i + n]}" for i in range(len(text) - n + 1))


@cache
def _learned() -> tuple[npt.NDArray[np.float32], float]:
    with np.load(LEARNED) as kept:
        return kept["weights"].astype(np.float32), float(kept["bias"])
