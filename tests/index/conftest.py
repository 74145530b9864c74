"""A corpus folder and a store to work with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.index.office import CountingEmbedder, Office


@pytest.fixture
def office(tmp_path: Path, small_encoder: Path) -> Office:
    """An empty corpus folder and no store yet, with the small encoder."""
    (tmp_path / "corpus").mkdir()
    return Office.at(tmp_path, CountingEmbedder(str(small_encoder)))
