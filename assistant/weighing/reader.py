"""A small reader: the question and a passage read together, and where in the passage the answer may lie, if anywhere.

An extractive question answerer (Devlin et al., 2019) of six layers, begun from the packaged encoder, whose word
vectors it shares. `python -m evals.learn_reader` trains it on questions about Wikipedia and on gold questions that
nothing else is learned from, and keeps its layers in `reader.npz` in eight bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.pair_encoder import PairEncoder
from index.embed import Floats
from index.process import available_cores

LEARNED = Path(__file__).parent / "reader.npz"
# The longest question and passage that are read, in tokens; the passage is cut.
TOKENS = 224
# The longest answer looked for.
ANSWER_TOKENS = 40
# Windows of one forward pass; neighbours in length share a batch, so little of it is padding.
BATCH = 4
# What no token can score.
NOWHERE = -1e4


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a document to read: `sentences[i]` is where sentence i stands in `text`."""

    title: str
    text: str
    sentences: tuple[tuple[int, int], ...]


class Reader:
    """The reader of one file of weights; it loads at its first use."""

    def __init__(self, path: Path = LEARNED) -> None:
        self._encoder = PairEncoder(path)

    def read(self, question: str, windows: Sequence[Window]) -> list[Floats]:
        """How much likelier than nowhere the answer is in each sentence of each window (log-odds), shape (sentences,)."""
        by_length = sorted(range(len(windows)), key=lambda i: len(windows[i].text))
        batches = [by_length[start : start + BATCH] for start in range(0, len(by_length), BATCH)]
        self._encoder.load()  # once, not by each thread
        with ThreadPoolExecutor(available_cores()) as pool:
            read = pool.map(lambda batch: self._read(question, [windows[i] for i in batch]), batches)
            scores = dict(zip(chain.from_iterable(batches), chain.from_iterable(read), strict=True))
        return [scores[i] for i in range(len(windows))]

    def _read(self, question: str, windows: Sequence[Window]) -> list[Floats]:
        heads = [head_of(window.title) for window in windows]
        texts = [head + window.text for head, window in zip(heads, windows, strict=True)]
        read = self._encoder.encode([question] * len(windows), texts, tokens=TOKENS)
        return [
            np.array(
                [
                    best_span(
                        read.outputs[i],
                        read.second[i] & inside(read.offsets[i], len(head) + start, len(head) + end),
                    )
                    for start, end in window.sentences
                ],
                dtype=np.float32,
            )
            - read.outputs[i, 0].sum()
            for i, (head, window) in enumerate(zip(heads, windows, strict=True))
        ]


@cache
def learned_reader() -> Reader:
    """The one that answers are weighed with."""
    return Reader()


def head_of(title: str) -> str:
    """What is read before a passage of the document with that title."""
    return f"{title}. "


def best_span(logits: Floats, allowed: npt.NDArray[np.bool_]) -> float:
    """The best sum of a first and a last token's logit, shape (tokens, 2), of a span among the allowed tokens."""
    places = np.flatnonzero(allowed)
    if not len(places):
        return NOWHERE
    first, last = logits[places, 0], logits[places, 1]
    sums = first[:, None] + last[None, :]
    ahead = np.arange(len(places))[None, :] - np.arange(len(places))[:, None]
    return float(np.where((ahead >= 0) & (ahead < ANSWER_TOKENS), sums, NOWHERE).max())


def inside(offsets: npt.NDArray[np.int64], start: int, end: int) -> npt.NDArray[np.bool_]:
    """Which tokens, by their (start, end), lie in a stretch of characters."""
    return (offsets[:, 1] > offsets[:, 0]) & (offsets[:, 0] >= start) & (offsets[:, 1] <= end)
