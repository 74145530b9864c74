"""How token vectors are compared: the learned head, its file, and indexes that were made with another."""

from __future__ import annotations

import base64
import sqlite3
from pathlib import Path

import numpy as np

from index.embed import Embedder
from index.search import Index
from index.settings import Settings
from index.sync import sync_corpus
from index.tokens import learned_head, read_head, write_head

ADVISORY = "# Quay gauges\n\nThe harbour office banned Tollan gauges. Ferries run on Sundays.\n"
QUESTION = "who forbade the gauges of Tollan?"


def make_as_of_old(store: Path) -> None:
    """Make the index one of 96 dimensions a token, kept by other keys, that does not say so: as before there was a head."""
    with sqlite3.connect(store / "catalog.sqlite") as connection:
        rows = connection.execute("SELECT key, tokens FROM embeddings").fetchall()
        for key, tokens in rows:
            old = np.frombuffer(tokens, np.int8).reshape(-1, learned_head().projection.shape[1])[:, :96]
            connection.execute(
                "UPDATE embeddings SET key = ?, tokens = ? WHERE key = ?", (f"o{key[1:]}", old.tobytes(), key)
            )
        connection.execute("UPDATE sentences SET key = 'o' || substr(key, 2)")
        projection = np.ascontiguousarray(learned_head().projection[:, :96])
        connection.execute(
            "UPDATE meta SET value = ? WHERE name = 'projection'",
            (base64.b64encode(projection.tobytes()).decode(),),
        )
        connection.execute("DELETE FROM meta WHERE name IN ('tokens', 'token_dimensions')")
    connection.close()


def test_an_index_of_other_tokens_answers_until_the_next_sync_makes_it_anew(
    tmp_path: Path, embedder: Embedder
) -> None:
    settings = Settings(corpus=tmp_path / "corpus", store=tmp_path / "store")
    settings.corpus.mkdir()
    (settings.corpus / "gauges.md").write_text(ADVISORY, encoding="utf-8")
    sync_corpus(settings, embedder=embedder)
    make_as_of_old(settings.store)
    index = Index(settings, embedder=embedder)
    assert [found.document for found in index.search(QUESTION)] == ["gauges"]
    report = sync_corpus(settings, embedder=embedder)
    assert "tokens are compared otherwise" in report.renewed
    assert (report.added, report.unchanged) == ((), 1)
    with index.snapshot() as snapshot:
        assert snapshot.projection().shape == learned_head().projection.shape
        [best, *_] = index.find(snapshot, QUESTION).sentences
    assert best.text == "The harbour office banned Tollan gauges."
    assert sync_corpus(settings, embedder=embedder).renewed == ""


def test_a_head_comes_back_from_its_file_with_a_name_of_its_own(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    projection, gate = rng.normal(size=(8, 3)), rng.normal(size=8)
    write_head(tmp_path / "one.npz", projection, gate)
    write_head(tmp_path / "other.npz", projection, gate + 1)
    one, other = read_head(tmp_path / "one.npz"), read_head(tmp_path / "other.npz")
    assert np.allclose(one.projection, projection, atol=1e-2)
    assert one.name != other.name
    token = np.ones((1, 8), dtype=np.float32)
    assert np.allclose(
        one.importance(token), np.exp(gate.astype(np.float16).astype(np.float32).sum()), rtol=1e-2
    )
