"""A small reader: the question and a passage read together, and where in the passage the answer may lie, if anywhere.

An extractive question answerer (Devlin et al., 2019) of six layers, begun from the packaged encoder, whose word
vectors it shares. `python -m evals.learn_reader` trains it on questions about Wikipedia and on gold questions that
nothing else is learned from, and keeps its layers in `reader.npz` in eight bits.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from index.embed import Floats, native_dtype, packaged_folder

if TYPE_CHECKING:
    import torch

LEARNED = Path(__file__).parent / "reader.npz"
# The longest question and passage that are read, in tokens; the passage is cut.
TOKENS = 224
# The longest answer looked for.
ANSWER_TOKENS = 40
# Windows of one forward pass; neighbours in length share a batch, so little of it is padding.
BATCH = 4
# What no token can score.
NOWHERE = -1e4
HEAD = "head"


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a document to read: `sentences[i]` is where sentence i stands in `text`."""

    title: str
    text: str
    sentences: tuple[tuple[int, int], ...]


class Reader:
    """The reader of one file of weights; it loads at its first use."""

    def __init__(self, path: Path = LEARNED) -> None:
        self.path = path
        self._lock = threading.Lock()

    def read(self, question: str, windows: Sequence[Window]) -> list[Floats]:
        """How much likelier than nowhere the answer is in each sentence of each window (log-odds), shape (sentences,)."""
        by_length = sorted(range(len(windows)), key=lambda i: len(windows[i].text))
        batches = [by_length[start : start + BATCH] for start in range(0, len(by_length), BATCH)]
        _ = self._tokenizer, self._model  # loaded once, not by each thread
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            read = pool.map(lambda batch: self._read(question, [windows[i] for i in batch]), batches)
            scores = dict(zip(chain.from_iterable(batches), chain.from_iterable(read), strict=True))
        return [scores[i] for i in range(len(windows))]

    def _read(self, question: str, windows: Sequence[Window]) -> list[Floats]:
        import torch

        torch.set_num_threads(1)  # a core a batch: see `Embedder`
        heads = [head_of(window.title) for window in windows]
        with self._lock:
            encoded = self._tokenizer(
                [question] * len(windows),
                [head + window.text for head, window in zip(heads, windows, strict=True)],
                truncation="longest_first", max_length=TOKENS, padding=True,
                return_offsets_mapping=True, return_tensors="pt",
            )  # fmt: skip
        offsets = encoded.pop("offset_mapping").numpy()
        passage = encoded["token_type_ids"].numpy() == 1
        encoder, weight, bias = self._model
        with torch.inference_mode():
            hidden = encoder(**encoded).last_hidden_state
            logits = (hidden.float() @ weight.T + bias).numpy()
        return [
            np.array(
                [
                    best_span(logits[i], passage[i] & inside(offsets[i], len(head) + start, len(head) + end))
                    for start, end in window.sentences
                ],
                dtype=np.float32,
            )
            - logits[i, 0].sum()
            for i, (head, window) in enumerate(zip(heads, windows, strict=True))
        ]

    @cached_property
    def _tokenizer(self) -> Any:
        from transformers import AutoTokenizer

        return AutoTokenizer.from_pretrained(packaged_folder(), local_files_only=True)

    @cached_property
    def _model(self) -> tuple[torch.nn.Module, torch.Tensor, torch.Tensor]:
        """The encoder, and the weight and bias of what finds an answer's first and last token, shapes (2, d) and (2,)."""
        import torch
        from safetensors.torch import load_file
        from transformers import BertConfig, BertModel

        layers = {name: torch.from_numpy(value) for name, value in read_layers(self.path).items()}
        packaged = load_file(Path(packaged_folder()) / "model.safetensors")
        shared = {
            name: value
            for name, value in packaged.items()
            if name.startswith("embeddings.") and value.is_floating_point()
        }
        weight, bias = layers.pop(f"{HEAD}.weight"), layers.pop(f"{HEAD}.bias")
        config = BertConfig.from_pretrained(packaged_folder(), local_files_only=True)
        encoder: torch.nn.Module = BertModel(config, add_pooling_layer=False)
        encoder.load_state_dict(shared | layers)
        return encoder.eval().to(native_dtype()), weight, bias


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


def write_layers(path: Path, layers: Mapping[str, npt.ArrayLike]) -> None:
    """Keep weights: matrices in eight bits with a scale a row, all else in half precision."""
    kept: dict[str, npt.NDArray[Any]] = {}
    for name, value in layers.items():
        values = np.asarray(value, dtype=np.float32)
        if values.ndim == 2 and not name.startswith(HEAD):
            scale = np.abs(values).max(axis=1, keepdims=True) / 127
            kept[name], kept[f"{name}/scale"] = (
                np.round(values / scale).astype(np.int8),
                scale.astype(np.float16),
            )
        else:
            kept[name] = values.astype(np.float16)
    np.savez_compressed(path, **kept)  # type: ignore[arg-type]


def read_layers(path: Path) -> dict[str, Floats]:
    """What `write_layers` kept, in single precision."""
    with np.load(path) as kept:
        return {
            name: kept[name].astype(np.float32)
            * (kept[f"{name}/scale"].astype(np.float32) if f"{name}/scale" in kept.files else 1)
            for name in kept.files
            if not name.endswith("/scale")
        }
