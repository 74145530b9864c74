"""The small world of `towns`, written once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evals.towns import Reader, write_corpus


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("towns"))


@pytest.fixture(scope="session")
def reader(corpus: Path) -> Reader:
    return Reader.of(corpus)
