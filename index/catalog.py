"""What is indexed: documents, chunks, sentences, keywords, identifiers and the version, in SQLite.

The catalog is the truth that the vectors are derived from. A reader sees one published version from
first to last; a writer publishes a whole version in one transaction.
"""

from __future__ import annotations

import base64
import json
import os
import re
import sqlite3
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.embed import TOKEN_DIMENSIONS, Embedding, Floats
from index.types import (
    Chunk,
    Document,
    Failure,
    Mark,
    Metadata,
    Part,
    Reading,
    Relation,
    Sentence,
    Source,
    StoreProblem,
)

SCHEMA_VERSION = "2"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, path TEXT UNIQUE NOT NULL,
    hash TEXT NOT NULL, metadata TEXT NOT NULL, reading BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, hash TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
    sidecar TEXT NOT NULL, failure TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS chunks (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents(number) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, label TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS chunks_of ON chunks(document);
CREATE TABLE IF NOT EXISTS sentences (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    chunk INTEGER NOT NULL REFERENCES chunks(number) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL,
    text TEXT NOT NULL, key TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS sentences_of ON sentences(chunk);
CREATE INDEX IF NOT EXISTS sentences_by_key ON sentences(key);
CREATE TABLE IF NOT EXISTS identifiers (
    value TEXT NOT NULL, document INTEGER NOT NULL REFERENCES documents(number) ON DELETE CASCADE,
    own INTEGER NOT NULL, PRIMARY KEY (value, document)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS identifiers_of ON identifiers(document);
CREATE TABLE IF NOT EXISTS problems (
    document INTEGER NOT NULL REFERENCES documents(number) ON DELETE CASCADE, problem TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS problems_of ON problems(document);
CREATE TABLE IF NOT EXISTS embeddings (
    number INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, vector BLOB NOT NULL, tokens BLOB NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS keywords USING fts5(
    context, body, tokenize="porter unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab('keywords', 'row');
"""

_UNWRITABLE = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")
_CJK_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uff66-\uff9f]+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A document's line in the catalog, without its text."""

    number: int
    id: str
    path: str
    hash: str
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as the last sync saw it; `sidecar` is the SHA-256 of its sidecar, `failure` why it stayed out, or empty."""

    path: str
    hash: str
    size: int
    modified: int
    sidecar: str = ""
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Vectors:
    """Where the sentence vectors of a version are: a folder below the store, or a collection on a server.

    `count` is how many they are, `fingerprint` how the folder looked when it was published, and
    `forgotten` how many keys it no longer holds but was once given.
    """

    name: str = ""
    count: int = 0
    fingerprint: str = ""
    forgotten: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the catalog, with its chunk and document by number."""

    number: int
    chunk: int
    document: int
    sentence: Sentence
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk of the catalog, by number."""

    number: int
    document: int
    start: int
    end: int
    label: str


class Snapshot:
    """One published version, read-only and unchanging for as long as it is held."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def meta(self, name: str, default: str = "") -> str:
        row = self._connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else default

    @property
    def version(self) -> int:
        """Counts up with each published change; 0 before the first."""
        return int(self.meta("version", "0"))

    @property
    def edition(self) -> str:
        """A name for this version that no version of any other store has."""
        return f"{self.meta('store')}-{self.version}"

    @property
    def vectors(self) -> Vectors:
        """Where this version's vectors are."""
        return Vectors(**json.loads(self.meta("vectors", "{}")))

    def projection(self) -> Floats:
        """From the embedder's token vectors to the stored ones, shape (d, TOKEN_DIMENSIONS)."""
        raw = np.frombuffer(base64.b64decode(self.meta("projection")), dtype=np.float32)
        return raw.reshape(-1, TOKEN_DIMENSIONS)

    def entries(self) -> list[Entry]:
        """Every document, sorted by id."""
        rows = self._connection.execute("SELECT number, id, path, hash, metadata FROM documents ORDER BY id")
        return [Entry(n, i, p, h, unpack_metadata(json.loads(m))) for n, i, p, h, m in rows]

    def paths(self) -> dict[str, tuple[int, str]]:
        """(number, id) of every document, by path: `entries` at a fraction of the cost."""
        rows = self._connection.execute("SELECT path, number, id FROM documents")
        return {path: (number, id) for path, number, id in rows}

    def files(self) -> dict[str, FileState]:
        """Every file the last sync saw, by path."""
        rows = self._connection.execute("SELECT path, hash, size, modified, sidecar, failure FROM files")
        return {row[0]: FileState(*row) for row in rows}

    def failures(self) -> tuple[Failure, ...]:
        return tuple(Failure(f.path, f.failure) for _, f in sorted(self.files().items()) if f.failure)

    def problems(self) -> tuple[Failure, ...]:
        """What could not be read of documents that are indexed: a page without text, an attachment."""
        rows = self._connection.execute(
            "SELECT d.path, p.problem FROM problems p JOIN documents d ON d.number = p.document ORDER BY d.path, p.rowid"
        )
        return tuple(Failure(path, problem) for path, problem in rows)

    def document(self, id: str) -> Document | None:
        row = self._connection.execute(
            "SELECT id, path, hash, reading FROM documents WHERE id = ?", (id,)
        ).fetchone()
        return Document(row[0], row[1], row[2], unpack_reading(row[3])) if row else None

    def counts(self) -> dict[str, int]:
        """How many documents, chunks and sentences there are."""
        return {
            table: self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("documents", "chunks", "sentences")
        }

    def sentence_counts(self) -> dict[int, int]:
        """How many sentences each document has, by its number."""
        rows = self._connection.execute(
            "SELECT c.document, count(*) FROM sentences s JOIN chunks c ON c.number = s.chunk GROUP BY c.document"
        )
        return dict(rows.fetchall())

    def match_keywords(
        self, words: Sequence[str], *, k: int, documents: Iterable[int] | None = None
    ) -> list[tuple[int, float]]:
        """Up to k (chunk number, BM25 score > 0), best first, among the documents' chunks if given.

        BM25 as FTS5 computes it (k1 = 1.2, b = 0.75), a title's words counting like the text's.
        """
        if not words:
            return []
        expression = " OR ".join(f'"{word}"' for word in dict.fromkeys(words))
        restriction = ""
        if documents is not None:
            # A cross join keeps this order: all that match, then whose they are. The other way round
            # the keyword index is asked anew for each chunk of the documents.
            listed = ",".join(str(int(number)) for number in documents)
            restriction = (
                f"CROSS JOIN chunks ON chunks.number = keywords.rowid AND +chunks.document IN ({listed})"
            )
        rows = self._connection.execute(
            f"SELECT keywords.rowid, -bm25(keywords, 1.0, 1.0) AS score FROM keywords {restriction} "
            "WHERE keywords MATCH ? ORDER BY score DESC, keywords.rowid LIMIT ?",
            (expression, k),
        )
        return [(int(number), float(score)) for number, score in rows]

    def documents_matching(self, words: Sequence[str], *, titles: bool = False) -> list[int]:
        """The documents of which one chunk, with what its document is called, holds all the words; or the title alone."""
        if not words:
            return []
        expression = " AND ".join(f'"{searchable(word)}"' for word in dict.fromkeys(words))
        rows = self._connection.execute(
            "SELECT DISTINCT chunks.document FROM keywords CROSS JOIN chunks ON chunks.number = keywords.rowid "
            "WHERE keywords MATCH ? ORDER BY chunks.document",
            (f"context : ({expression})" if titles else expression,),
        )
        return [int(number) for (number,) in rows]

    def chunk_frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """In how many chunks each word occurs, in any inflection."""
        return {
            word: self._connection.execute(
                "SELECT count(*) FROM keywords WHERE keywords MATCH ?", (f'"{word}"',)
            ).fetchone()[0]
            for word in dict.fromkeys(words)
        }

    def chunks_of_keys(self, keys: Sequence[str]) -> dict[str, list[int]]:
        """The chunks that hold the sentences with these keys."""
        found: dict[str, list[int]] = {}
        for key, chunk in self._select(
            "SELECT key, chunk FROM sentences WHERE key IN ({}) ORDER BY number", keys
        ):
            found.setdefault(key, []).append(chunk)
        return found

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        rows = self._select(
            "SELECT number, document, start, end, label FROM chunks WHERE number IN ({})", numbers
        )
        return {row[0]: Passage(*row) for row in rows}

    def candidates(self, chunks: Sequence[int]) -> list[Candidate]:
        """Every sentence of the chunks, in the order of the catalog."""
        rows = self._select(
            "SELECT s.number, s.chunk, c.document, s.start, s.end, s.kind, s.label, s.text, s.key "
            "FROM sentences s JOIN chunks c ON c.number = s.chunk WHERE s.chunk IN ({}) ORDER BY s.number",
            chunks,
        )
        return [Candidate(n, c, d, Sentence(a, b, k, la), t, key) for n, c, d, a, b, k, la, t, key in rows]

    def chunks_of_documents(self, documents: Iterable[int]) -> list[int]:
        rows = self._select(
            "SELECT number FROM chunks WHERE document IN ({}) ORDER BY number", list(documents)
        )
        return [row[0] for row in rows]

    def keys_of_documents(self, documents: Iterable[int]) -> list[str]:
        rows = self._select(
            "SELECT DISTINCT s.key FROM sentences s JOIN chunks c ON c.number = s.chunk WHERE c.document IN ({})",
            list(documents),
        )
        return sorted(row[0] for row in rows)

    def all_keys(self) -> set[str]:
        return {row[0] for row in self._connection.execute("SELECT DISTINCT key FROM sentences")}

    def embeddings(self, keys: Sequence[str]) -> dict[str, tuple[Floats, Floats]]:
        """For each key the sentence's unit vector, shape (d,), and its tokens', shape (tokens, TOKEN_DIMENSIONS)."""
        rows = self._select("SELECT key, vector, tokens FROM embeddings WHERE key IN ({})", keys)
        return {
            key: (
                np.frombuffer(vector, dtype=np.float16).astype(np.float32),
                np.frombuffer(tokens, dtype=np.int8).astype(np.float32).reshape(-1, TOKEN_DIMENSIONS) / 127.0,
            )
            for key, vector, tokens in rows
        }

    def documents_holding(self, identifier: str) -> list[tuple[int, bool]]:
        """(document number, whether the identifier is the document's own), its own first."""
        rows = self._connection.execute(
            "SELECT i.document, i.own FROM identifiers i JOIN documents d ON d.number = i.document "
            "WHERE value = ? ORDER BY own DESC, d.id",
            (identifier,),
        )
        return [(number, bool(own)) for number, own in rows]

    def known_words(self, prefix: str, *, limit: int = 2000) -> list[tuple[str, int]]:
        """Indexed word stems that begin with `prefix`, with their number of chunks."""
        rows = self._connection.execute(
            "SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ? LIMIT ?",
            (prefix, prefix + "\U0010ffff", limit),
        )
        return [(term, count) for term, count in rows]

    def _select(self, query: str, values: Sequence[object]) -> Iterator[tuple[Any, ...]]:
        # SQLite takes at most 32,766 variables a statement.
        for start in range(0, len(values), 10_000):
            batch = list(values[start : start + 10_000])
            yield from self._connection.execute(query.format(",".join("?" * len(batch))), batch)


class Catalog:
    """The SQLite file of a store. Raises StoreProblem where it is no catalog of this program or cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The version published now, for reading."""
        if not self.path.is_file():
            raise _no_index(self.path)
        with self._guarded(), closing(self._connect_to_read()) as connection:
            connection.execute("BEGIN")
            self._check_schema(connection)
            snapshot = Snapshot(connection)
            if not _tables(connection) or not snapshot.meta("synced"):
                raise _no_index(self.path)
            yield snapshot

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """The catalog for its one writer; what is not published when the block ends is dropped."""
        with self._guarded(), closing(self._connect()) as connection:
            self._check_schema(connection)
            signed = f"INSERT OR IGNORE INTO meta VALUES ('schema', '{SCHEMA_VERSION}');"
            connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} {signed} COMMIT;")
            yield Writer(connection)

    def become(self, successor: Catalog) -> None:
        """Take over all that the successor holds, so that readers see the one or the other; its file goes."""
        with self._guarded():
            try:
                with closing(successor._connect()) as new, closing(self._connect()) as own:
                    new.backup(own)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                self.remove()  # damaged beyond use: there is nothing to keep answering from
                successor.path.replace(self.path)
        successor.remove()

    def remove(self) -> None:
        for path in self.path.parent.glob(f"{self.path.name}*"):
            path.unlink()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            connection.close()
            raise
        return connection

    def _connect_to_read(self) -> sqlite3.Connection:
        """A connection; to a store in which nobody writes, since its folder may only be read, one that does not either."""
        if os.access(self.path.parent, os.W_OK):
            return self._connect()
        log = self.path.with_name(f"{self.path.name}-wal")
        if log.is_file() and log.stat().st_size:
            raise StoreProblem(
                f"{self.path} is unfinished and its folder can only be read; run python -m index sync where it can be written"
            )
        return sqlite3.connect(f"{self.path.absolute().as_uri()}?immutable=1", uri=True, isolation_level=None)

    def _check_schema(self, connection: sqlite3.Connection) -> None:
        tables = _tables(connection)
        found = Snapshot(connection).meta("schema", "unknown") if "meta" in tables else "unknown"
        if tables and found != SCHEMA_VERSION:
            raise StoreProblem(
                f"the index in {self.path.parent} was made with schema {found}, not {SCHEMA_VERSION}; "
                "run: python -m index sync --rebuild"
            )

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorname", "")
            if code.startswith(_UNWRITABLE):
                problem = f"cannot be used ({error}); make {self.path.parent} writable, with free space"
            elif code.startswith("SQLITE_BUSY"):
                problem = f"is held by another program ({error}); end it and try again"
            else:
                problem = f"is damaged ({error}); the corpus is the truth: run python -m index sync --rebuild"
            raise StoreProblem(f"{self.path} {problem}") from error


class Writer:
    """The catalog while a sync writes: embeddings as they come, then one version at once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.snapshot = Snapshot(connection)

    def known_keys(self, keys: Iterable[str]) -> set[str]:
        """Those of the keys that already have an embedding."""
        found: set[str] = set()
        for (key,) in self.snapshot._select("SELECT key FROM embeddings WHERE key IN ({})", list(keys)):
            found.add(key)
        return found

    def store_embeddings(self, embeddings: Mapping[str, Embedding], projection: Floats) -> None:
        """Keep sentence vectors as float16 and projected token vectors as int8; kept whether or not the sync ends well."""
        rows = [
            (key, e.vector.astype(np.float16).tobytes(), pack_tokens(e.tokens, projection))
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
        next_version = str(self.snapshot.version + 1)
        with self._transaction():
            for id in removed:
                self._remove(id)
            for document, chunks, keys, identifiers in written:
                self._insert(document, chunks, keys, identifiers)
            self._write_files(files)
            self.set_meta({**meta, "version": next_version, "vectors": json.dumps(asdict(vectors))})

    def touch_files(self, files: Iterable[FileState]) -> None:
        """Remember new sizes and times of files whose content is the same: no new version."""
        with self._transaction():
            self._write_files(files)

    def projection(self, make: Callable[[], Floats]) -> Floats:
        """The store's token projection, made once for its embedder."""
        if not self.snapshot.meta("projection"):
            self.set_meta({"projection": base64.b64encode(make().tobytes()).decode()})
        return self.snapshot.projection()

    def forget_unused_embeddings(self) -> None:
        with self._transaction():
            self._connection.execute("DELETE FROM embeddings WHERE key NOT IN (SELECT key FROM sentences)")

    def vectors_of(self, keys: Sequence[str]) -> Floats:
        """The sentence vectors of the keys, in order, shape (n, d)."""
        rows = dict(self.snapshot._select("SELECT key, vector FROM embeddings WHERE key IN ({})", keys))
        return np.stack([np.frombuffer(rows[key], dtype=np.float16) for key in keys]).astype(np.float32)

    def _write_files(self, files: Iterable[FileState]) -> None:
        self._connection.execute("DELETE FROM files")
        self._connection.executemany(
            "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)",
            [(f.path, f.hash, f.size, f.modified, f.sidecar, f.failure) for f in files],
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
            chunk_number = self._connection.execute(
                "INSERT INTO chunks (document, start, end, label) VALUES (?, ?, ?, ?)",
                (number, chunk.start, chunk.end, chunk.label),
            ).lastrowid
            self._connection.execute(
                "INSERT INTO keywords (rowid, context, body) VALUES (?, ?, ?)",
                (chunk_number, searchable(f"{context} {chunk.label}"), searchable(chunk.text)),
            )
            self._connection.executemany(
                "INSERT INTO sentences (chunk, start, end, kind, label, text, key) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        chunk_number,
                        s.start,
                        s.end,
                        s.kind,
                        s.label,
                        document.text[s.start : s.end],
                        next(next_key),
                    )
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


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


def _no_index(path: Path) -> StoreProblem:
    return StoreProblem(f"no index in {path.parent}; run: python -m index sync")


def context_words(metadata: Metadata) -> str:
    """What a document is about in its own metadata, for the keyword index."""
    return " ".join([metadata.title, metadata.issuer, metadata.country, *metadata.identifiers])


def searchable(text: str) -> str:
    """The text as the keyword index takes it: NFKC, Chinese, Japanese and Korean as overlapping pairs.

    >>> searchable("日本政府 warned")
    ' 日本 本政 政府  warned'
    """
    folded = unicodedata.normalize("NFKC", text)
    return _CJK_RUN.sub(lambda run: f" {' '.join(_pairs(run.group()))} ", folded)


def words_of(text: str) -> list[str]:
    """The words of a question as the keyword index counts them."""
    return _WORD.findall(searchable(text).casefold().replace("_", " "))


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def pack_tokens(tokens: Floats, projection: Floats) -> bytes:
    """Token vectors projected to fewer dimensions, at length 1 again, in steps of 1/127."""
    projected = tokens @ projection
    projected /= np.maximum(np.linalg.norm(projected, axis=1, keepdims=True), 1e-9)
    return np.round(projected * 127.0).astype(np.int8).tobytes()


def pack_reading(reading: Reading) -> bytes:
    return zlib.compress(json.dumps(asdict(reading), ensure_ascii=False).encode("utf-8", "surrogatepass"))


def unpack_reading(packed: bytes) -> Reading:
    """What `pack_reading` packed. Raises StoreProblem where the bytes are damaged."""
    try:
        fields = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    except (zlib.error, ValueError) as error:
        raise StoreProblem(
            f"a document in the catalog is damaged ({error}); run: python -m index sync --rebuild"
        ) from error
    return Reading(
        text=fields["text"],
        metadata=unpack_metadata(fields["metadata"]),
        parts=tuple(Part(**part) for part in fields["parts"]),
        marks=tuple(Mark(m["start"], m["end"], Source(**m["source"])) for m in fields["marks"]),
        page_starts=tuple(fields["page_starts"]),
        problems=tuple(fields["problems"]),
    )


def unpack_metadata(fields: Mapping[str, Any]) -> Metadata:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()
    }
    values["relations"] = tuple(Relation(**relation) for relation in fields["relations"])
    return Metadata(**values)
