"""Slips of the fingers are set right; words that somebody writes are left alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.asking.spelling import mend_spelling
from index.embed import Embedder
from index.search import Index
from index.settings import Settings
from index.storage.snapshot import Snapshot
from index.sync import sync_corpus


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Snapshot]:
    folder = tmp_path_factory.mktemp("spelling")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "looms.md").write_text(
        "# Looms\n\nThe Vektor loom by Reperter needs a new shuttle.\n"
    )
    settings = Settings(corpus=folder / "corpus", store=folder / "store")
    sync_corpus(settings, embedder=embedder)
    with Index(settings, embedder=embedder).snapshot() as found:
        yield found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("which advisroy covers it", "which advisory covers it"),
        ("how many vulnerabilites has it", "how many vulnerabilities has it"),
        ("Vulnerabilites of the loom", "vulnerabilities of the loom"),
        # A name that the corpus does not hold.
        ("which advisroy is by Advisroy Ltd", "which advisory is by Advisroy Ltd"),
        # Much like "vector", "reporter" and "version", but names of the corpus and an English word.
        ("what does the Vektor loom cost", "what does the Vektor loom cost"),
        ("who is Reperter", "who is Reperter"),
        ("which erosion machines need it", "which erosion machines need it"),
        ("which patched roof is secured", "which patched roof is secured"),
    ],
)
def test_only_what_nobody_writes_is_set_right(
    snapshot: Snapshot, embedder: Embedder, typed: str, meant: str
) -> None:
    assert mend_spelling(typed, snapshot, embedder) == meant
