"""A corpus folder with its store, worked on as a user would: files come and go, `sync`, `search`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.embed import Embedder, Embedding
from index.search import Index, open_vectors
from index.settings import Settings
from index.storage.catalog import Catalog
from index.sync import sync_corpus
from index.types import Document, Filters, SyncReport

ROOT = Path(__file__).resolve().parents[2]

# Four advisories, each about one thing that no other mentions.
ADVISORIES = {
    "harbour.md": "# Harbour cranes\n\nThe port authority warned about cranes with cellular modems. "
    "Operators must remove the modems by 1 March 2027.\n",
    "meters.md": "# Smart meters\n\nThe energy regulator found hidden radios in smart meters. "
    "No meter may be installed before it is inspected.\n",
    "orchard/drones.md": "# Orchard drones\n\nThe farm ministry banned spraying drones near airfields. See CVE-2031-10001.\n",
    "trams.txt": "Tram brakes\n\nThe rail inspectorate reported brake controllers that accept unsigned updates.\n",
}
DRONES = "banned spraying drones"


class CountingEmbedder(Embedder):
    """An encoder that knows what it was given to embed."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> list[Embedding]:
        self.embedded += texts
        return super().embed(texts)


@dataclass(frozen=True)
class Office:
    """`settings` say where; every method does what one command does."""

    settings: Settings
    embedder: CountingEmbedder

    @classmethod
    def at(cls, folder: Path, embedder: CountingEmbedder) -> Office:
        settings = Settings(corpus=folder / "corpus", store=folder / "store", embedder=embedder.name)
        return cls(settings, embedder)

    @property
    def corpus(self) -> Path:
        return self.settings.corpus

    @property
    def store(self) -> Path:
        return self.settings.store

    def elsewhere(self, store: Path) -> Office:
        """The same corpus with another store."""
        return replace(self, settings=replace(self.settings, store=store))

    def write(self, name: str, text: str | bytes) -> Path:
        """A file of the corpus, an hour old, so that no sync waits for it to settle."""
        path = self.corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        age(path)
        return path

    def write_advisories(self) -> None:
        for name, text in ADVISORIES.items():
            self.write(name, text)

    def sync(self, **options: Any) -> SyncReport:
        return sync_corpus(self.settings, embedder=self.embedder, **options)

    def search(self, query: str, *, k: int = 10, filters: Filters = Filters()) -> list[str]:
        """The documents of the hits, in order."""
        return [hit.document for hit in self.index().search(query, k=k, filters=filters)]

    def index(self) -> Index:
        return Index(self.settings, embedder=self.embedder)

    def document(self, id: str) -> Document | None:
        return self.index().document(id)

    def contents(self) -> dict[str, Any]:
        """All that the index holds, without the numbers that depend on the order of syncs."""
        return contents_of(self.settings)

    def cli(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return run_cli(*arguments, settings=self.settings, **variables)


def age(path: Path, seconds: float = 3600) -> None:
    """Make the file look that much older than it does."""
    found = path.stat()
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns - int(seconds * 1e9)))


def environment_of(settings: Settings, **variables: str) -> dict[str, str]:
    return {
        **os.environ,
        "ADVISORY_CORPUS": str(settings.corpus),
        "ADVISORY_STORE": str(settings.store),
        "ADVISORY_EMBEDDER": settings.embedder,
        "CHROMA_URL": settings.chroma_url,
        **variables,
    }


def run_cli(
    *arguments: str, settings: Settings, module: str = "index", **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment_of(settings, **variables),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )


def json_of(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """What a command that went well printed: one JSON object, and nothing on standard error."""
    assert (done.returncode, done.stderr) == (0, "")
    row: dict[str, Any] = json.loads(done.stdout)
    return row


def complaint_of(done: subprocess.CompletedProcess[str]) -> str:
    """What a command that failed said: one line, exit 2, nothing on standard output."""
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    return done.stderr.removeprefix("error: ").strip()


def contents_of(settings: Settings) -> dict[str, Any]:
    with Catalog(settings).snapshot() as snapshot:
        select = snapshot.connection.execute
        vectors = open_vectors(settings, snapshot)
        try:
            keys = vectors.keys()
        finally:
            vectors.close()
        select("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'keywords', 'row')")
        return {
            "documents": [(e.id, e.path, e.hash, e.metadata) for e in snapshot.entries()],
            "readings": [snapshot.document(e.id) for e in snapshot.entries()],
            "chunks": select(
                "SELECT d.id, c.start, c.end, c.label FROM chunks c JOIN documents d ON d.number = c.document "
                "ORDER BY d.id, c.start"
            ).fetchall(),
            "sentences": select(
                "SELECT d.id, s.start, s.end, s.kind, s.label, s.text, s.key FROM sentences s "
                "JOIN chunks c ON c.number = s.chunk JOIN documents d ON d.number = c.document ORDER BY d.id, s.start"
            ).fetchall(),
            "identifiers": select(
                "SELECT i.value, d.id, i.own FROM identifiers i JOIN documents d ON d.number = i.document "
                "ORDER BY i.value, d.id"
            ).fetchall(),
            "keywords": select("SELECT term, doc, cnt FROM vocabulary ORDER BY term").fetchall(),
            "embeddings": select("SELECT key, vector, tokens FROM embeddings ORDER BY key").fetchall(),
            "files": sorted((f.path, f.hash, f.sidecar, f.failure) for f in snapshot.files().values()),
            "vectors": sorted(keys),
        }
