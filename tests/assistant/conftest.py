"""A small corpus, indexed once for the tests of the assistant that need an index."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.settings import Settings
from index.sync import sync_corpus

DOCUMENTS = {
    "sweden": (
        "---\ntitle: Swedish conditions for the 5G auction\nissuer: PTS\ncountry: Sweden\ndate: 2020-10-20\n---\n\n"
        "Sweden's regulator PTS set the conditions on 20 October 2020. "
        "Operators must remove Huawei equipment by 1 January 2025. Huawei appealed against the decision.\n"
    ),
    "norway": (
        "---\ntitle: Norwegian advice on drones\nissuer: Police Directorate\ncountry: Norway\ndate: 2023-05-02\n---\n\n"
        "The Police Directorate advised on 2 May 2023 against flying drones near airports.\n"
    ),
}


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory, small_encoder: Path) -> Settings:
    """Settings of an index over DOCUMENTS, made with the small encoder."""
    folder = tmp_path_factory.mktemp("assistant")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, text in DOCUMENTS.items():
        (corpus / f"{name}.md").write_text(text, encoding="utf-8")
    settings = Settings(corpus=corpus, store=folder / "store", embedder=str(small_encoder))
    sync_corpus(settings)
    return settings
