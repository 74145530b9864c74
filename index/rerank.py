"""A cross-encoder that a user names reads the best passages once more, each together with the question."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from index.embed import Floats
from index.process import work_offline
from index.types import EncoderProblem

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class Reranker:
    """A sentence-transformers cross-encoder by its name in the local cache or by a folder; it loads at its first use."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._lock = threading.Lock()

    def scores(self, query: str, texts: Sequence[str]) -> Floats:
        """How well each text answers the query, shape (n,); comparable within one call. Raises EncoderProblem."""
        with self._lock:
            found = self._model.predict([(query, text) for text in texts], show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)

    @cached_property
    def _model(self) -> CrossEncoder:
        work_offline()
        from sentence_transformers import CrossEncoder
        from transformers import AutoConfig

        remedy = "set ADVISORY_RERANKER to a cross-encoder's folder, or unset it"
        try:
            config = AutoConfig.from_pretrained(self.name, local_files_only=True)
        except (OSError, ValueError) as error:
            raise EncoderProblem(
                f"reranker {self.name!r} cannot be loaded ({str(error).splitlines()[0]}); {remedy}"
            ) from error
        # An encoder without a trained head would be given a random one, and rank at random.
        if not any("SequenceClassification" in kind for kind in config.architectures or ()):
            raise EncoderProblem(f"reranker {self.name!r} is no cross-encoder: it scores no pairs; {remedy}")
        model: CrossEncoder = CrossEncoder(self.name, device="cpu", local_files_only=True)
        return model
