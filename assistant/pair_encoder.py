"""A small encoder that reads two texts together: layers of its own over the packaged encoder's word vectors, kept in eight bits."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from index.embed import Floats, native_dtype, packaged_folder, quieten_transformers
from index.process import compute_on_one_core

if TYPE_CHECKING:
    import torch

HEAD = "head"


@dataclass(frozen=True, slots=True)
class Encoded:
    """Pairs of texts as the encoder reads them: the two `outputs` of its head for each token, shape (n, tokens, 2).

    `second` says which tokens are of the second text, `offsets` where in its text each stands, shape (n, tokens, 2).
    """

    outputs: Floats
    second: npt.NDArray[np.bool_]
    offsets: npt.NDArray[np.int64]


class PairEncoder:
    """The encoder of one file of layers; it loads at its first use, or by `load`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def load(self) -> None:
        _ = self._tokenizer, self._model

    def encode(self, first: Sequence[str], second: Sequence[str], *, tokens: int) -> Encoded:
        """Each first text read with its second one; of a pair of more than `tokens`, the longer text is cut."""
        import torch

        compute_on_one_core()
        with self._lock:
            encoded = self._tokenizer(
                list(first), list(second),
                truncation="longest_first", max_length=tokens, padding=True,
                return_offsets_mapping=True, return_tensors="pt",
            )  # fmt: skip
        offsets = encoded.pop("offset_mapping").numpy()
        encoder, weight, bias = self._model
        with torch.inference_mode():
            hidden = encoder(**encoded).last_hidden_state
            outputs = (hidden.float() @ weight.T + bias).numpy()
        return Encoded(outputs, encoded["token_type_ids"].numpy() == 1, offsets)

    @cached_property
    def _tokenizer(self) -> Any:
        from transformers import AutoTokenizer

        return AutoTokenizer.from_pretrained(packaged_folder(), local_files_only=True)

    @cached_property
    def _model(self) -> tuple[torch.nn.Module, torch.Tensor, torch.Tensor]:
        """The encoder, and the weight and bias of its head, shapes (2, d) and (2,)."""
        quieten_transformers()
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
        # Without a file of its own, and without drawing at random first what is overwritten then.
        encoder: torch.nn.Module = BertModel.from_pretrained(
            None, config=config, state_dict=shared | layers, dtype=native_dtype(), add_pooling_layer=False
        )
        return encoder.eval(), weight, bias


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
