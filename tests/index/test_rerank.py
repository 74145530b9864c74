"""A cross-encoder named in the settings decides the order of the best passages; what is none is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.rerank import Reranker
from index.search import Index
from index.settings import Settings
from index.sync import sync_corpus
from index.types import StoreProblem
from tests.encoder import write_small_reranker

TOWNS = ("Arlo", "Brix", "Cade", "Doma", "Elva")


@pytest.fixture
def towns(tmp_path: Path, small_encoder: Path) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for town in TOWNS:
        (corpus / f"{town.lower()}.md").write_text(f"# {town}\n\nThe mayor of {town} banned cameras.\n")
    settings = Settings(corpus=corpus, store=tmp_path / "store", embedder=str(small_encoder))
    sync_corpus(settings)
    return settings


def test_the_cross_encoder_decides_the_order(towns: Settings, tmp_path: Path) -> None:
    folder = str(write_small_reranker(tmp_path))
    query = "Who banned cameras?"
    found = Index(replace(towns, reranker=folder)).search(query)
    pages = [f"{town}. The mayor of {town} banned cameras." for town in TOWNS]
    scores = Reranker(folder).scores(query, pages)
    wanted = sorted(TOWNS, key=lambda town: -scores[TOWNS.index(town)])
    assert [hit.document for hit in found] == [town.lower() for town in wanted]
    assert all(0 <= hit.score <= 1 for hit in found)


def test_an_encoder_without_a_head_for_pairs_is_refused(towns: Settings, small_encoder: Path) -> None:
    with pytest.raises(StoreProblem, match="is no cross-encoder"):
        Index(replace(towns, reranker=str(small_encoder))).search("cameras")


def test_a_reranker_that_is_not_there_is_named_with_the_remedy(towns: Settings) -> None:
    with pytest.raises(StoreProblem, match=r"reranker 'no/such' cannot be loaded.*ADVISORY_RERANKER"):
        Index(replace(towns, reranker="no/such")).search("cameras")
