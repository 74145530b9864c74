"""The catalog for its one writer: embeddings as they come, then one version at once."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict

import numpy as np

from index.embed import Embedding, Floats
from index.packing import as_stored, pack_reading
from index.storage.keywords import context_words, searchable
from index.storage.records import FileState, Vectors
from index.storage.snapshot import Snapshot
from index.types import Chunk, Document


def projection_meta(projection: Floats) -> dict[str, str]:
    """A token projection, shape (d, k), as the catalog keeps it."""
    return {
        "projection": base64.b64encode(projection.astype(np.float32).tobytes()).decode(),
        "token_dimensions": str(projection.shape[1]),
    }


class Writer:
    """The catalog while a sync writes: embeddings as they come, then one version at once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.snapshot = Snapshot(connection)

    def known_keys(self, keys: Iterable[str]) -> set[str]:
        """Those of the keys that already have an embedding."""
        found: set[str] = set()
        rows = self.snapshot.select((str,), "SELECT key FROM embeddings WHERE key IN ({})", list(keys))
        for (key,) in rows:
            found.add(key)
        return found

    def store_embeddings(self, embeddings: Mapping[str, Embedding], projection: Floats) -> None:
        """Keep sentence vectors as float16 and projected token vectors as int8; kept whether or not the sync ends well."""
        rows = [
            (key, e.vector.astype(np.float16).tobytes(), _pack_tokens(e.tokens, projection))
            for key, e in embeddings.items()
        ]
        with self._transaction():
            self._connection.executemany(
                "INSERT OR IGNORE INTO embeddings (key, vector, tokens) VALUES (?, ?, ?)", rows
            )

    def set_meta(self, values: Mapping[str, str]) -> None:
        self._connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def publish(
        self,
        *,
        removed: Iterable[str],
        written: Iterable[tuple[Document, Sequence[Chunk], Sequence[str], Sequence[str]]],
        files: Iterable[FileState],
        vectors: Vectors,
        meta: Mapping[str, str],
    ) -> None:
        """Everything that makes the next version, in one transaction.

        `removed` are document ids; `written` documents with their chunks, the keys of all their
        sentences in order, and their identifiers.
        """
        next_version = self.snapshot.version + 1
        with self._transaction():
            for id in removed:
                self._remove(id)
            for document, chunks, keys, identifiers in written:
                self._insert(document, chunks, keys, identifiers)
            self._write_files(files)
            self.set_meta({**meta, "version": str(next_version), "vectors": json.dumps(asdict(vectors))})
            self.set_meta({"seal": json.dumps(self.snapshot.seal(next_version))})

    def touch_files(self, files: Iterable[FileState]) -> None:
        """Remember new sizes and times of files whose content is the same: no new version."""
        with self._transaction():
            self._write_files(files)

    def projection(self, make: Callable[[], Floats]) -> Floats:
        """The store's token projection, made once for its embedder."""
        if not self.snapshot.meta("projection"):
            self.set_meta(projection_meta(make()))
        return self.snapshot.projection()

    def forget_unused_embeddings(self) -> None:
        with self._transaction():
            self._connection.execute("DELETE FROM embeddings WHERE key NOT IN (SELECT key FROM sentences)")

    @as_stored()
    def vectors_of(self, keys: Sequence[str]) -> Floats:
        """The sentence vectors of the keys, in order, shape (n, d)."""
        query = "SELECT key, vector FROM embeddings WHERE key IN ({})"
        rows = dict(self.snapshot.select((str, bytes), query, keys))
        return np.stack([np.frombuffer(rows[key], dtype=np.float16) for key in keys]).astype(np.float32)

    def _write_files(self, files: Iterable[FileState]) -> None:
        self._connection.execute("DELETE FROM files")
        self._connection.executemany(
            "INSERT INTO files (path, hash, size, modified, sidecar, failure, changed, unfinished) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (f.path, f.hash, f.size, f.modified, f.sidecar, f.failure, f.changed, f.unfinished)
                for f in files
            ],
        )

    def _remove(self, id: str) -> None:
        self._connection.execute(
            "DELETE FROM keywords WHERE rowid IN (SELECT c.number FROM chunks c "
            "JOIN documents d ON d.number = c.document WHERE d.id = ?)",
            (id,),
        )
        self._connection.execute("DELETE FROM documents WHERE id = ?", (id,))

    def _insert(
        self, document: Document, chunks: Sequence[Chunk], keys: Sequence[str], identifiers: Sequence[str]
    ) -> None:
        number = self._connection.execute(
            "INSERT INTO documents (id, path, hash, metadata, reading) VALUES (?, ?, ?, ?, ?)",
            (
                document.id,
                document.path,
                document.hash,
                json.dumps(asdict(document.metadata)),
                pack_reading(document.reading),
            ),
        ).lastrowid
        own = set(document.metadata.identifiers)
        self._connection.executemany(
            "INSERT OR IGNORE INTO identifiers VALUES (?, ?, ?)",
            [(value, number, value in own) for value in dict.fromkeys([*own, *identifiers])],
        )
        self._connection.executemany(
            "INSERT INTO problems VALUES (?, ?)",
            [(number, problem) for problem in document.reading.problems],
        )
        next_key = iter(keys)
        context = context_words(document.metadata)
        for chunk in chunks:
            self._insert_chunk(number, chunk, context, document.text, next_key)

    def _insert_chunk(
        self, document: int | None, chunk: Chunk, context: str, text: str, next_key: Iterator[str]
    ) -> None:
        """The chunk of the document of that number and text, with its words for the keyword index and its sentences."""
        number = self._connection.execute(
            "INSERT INTO chunks (document, start, end, label) VALUES (?, ?, ?, ?)",
            (document, chunk.start, chunk.end, chunk.label),
        ).lastrowid
        self._connection.execute(
            "INSERT INTO keywords (rowid, context, body) VALUES (?, ?, ?)",
            (number, searchable(f"{context} {chunk.label}"), searchable(chunk.text)),
        )
        self._connection.executemany(
            "INSERT INTO sentences (chunk, start, end, kind, label, text, key) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (number, s.start, s.end, s.kind, s.label, text[s.start : s.end], next(next_key))
                for s in chunk.sentences
            ],
        )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def _pack_tokens(tokens: Floats, projection: Floats) -> bytes:
    """Token vectors projected to fewer dimensions, at length 1 again, in steps of 1/127."""
    projected = tokens @ projection
    projected /= np.maximum(np.linalg.norm(projected, axis=1, keepdims=True), 1e-9)
    return np.round(projected * 127.0).astype(np.int8).tobytes()
