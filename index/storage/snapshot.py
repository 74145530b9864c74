"""One published version of the catalog, for reading: rows become values here, or are found to be damaged.

Whatever is asked raises DamagedRecord where the catalog holds what was never written to it.
"""

from __future__ import annotations

import base64
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, fields
from typing import Any

import numpy as np

from index.embed import Floats
from index.packing import DamagedRecord, as_stored, metadata_of, unpack_reading
from index.settings import Settings
from index.storage.keywords import searchable, telling_parts
from index.storage.records import Candidate, Entry, FileState, Line, Passage, Vectors
from index.types import Document, FileLeftOut, PartLeftOut, Sentence, StoreProblem

# Of a token's vector in stores that do not say it.
FIRST_DIMENSIONS = "96"
_ENTRIES = "SELECT number, id, path, hash, metadata FROM documents ORDER BY id"
_ENTRY = (int, str, str, str, str)
# Of what a version is sealed with the number of rows.
_COUNTED = ("documents", "chunks", "sentences", "keywords", "identifiers", "problems")


class Snapshot:
    """One published version, read-only and unchanging for as long as it is held."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def meta(self, name: str, default: str = "") -> str:
        row = self.connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else default

    @property
    @as_stored()
    def version(self) -> int:
        """Counts up with each published change; 0 before the first."""
        return int(self.meta("version", "0"))

    @property
    def edition(self) -> str:
        """A name for this version that no version of any other store has."""
        return f"{self.meta('store')}-{self.version}"

    @property
    @as_stored()
    def vectors(self) -> Vectors:
        """Where this version's vectors are."""
        vectors = Vectors(**json.loads(self.meta("vectors", "{}")))
        if [type(value) for value in astuple(vectors)] != [type(value) for value in astuple(Vectors())]:
            raise DamagedRecord("what is said of its vectors")
        return vectors

    def seal(self, version: int) -> dict[str, int]:
        """What a version of that number is told by from what is left of it: how much there is, and a checksum of the documents' lines."""
        documents = 0
        for row in self._rows(_ENTRY, _ENTRIES):
            documents = zlib.crc32(repr(row).encode(), documents)
        return {"version": version, "lines": documents, **{table: self._count(table) for table in _COUNTED}}

    @as_stored()
    def check_seal(self) -> None:
        """Raises DamagedRecord where this is not what was published; what an older version of this program did says nothing."""
        sealed = json.loads(self.meta("seal", "{}"))
        if sealed.get("version") != self.version:
            return
        wrong = [name for name, _ in sealed.items() ^ self.seal(self.version).items()]
        # There may be more of them than any sentence wants: what a sync that died embedded is kept.
        if self._count("embeddings") < self.vectors.count:
            wrong.append("embeddings")
        if wrong:
            raise DamagedRecord(f"its {min(wrong)} are not those that were written")
        if self.vectors.count:
            self.projection()

    def check_embedder(self, settings: Settings) -> None:
        """Raises StoreProblem where another embedder than the settings' made this version."""
        made_by = self.meta("embedder")
        if made_by != settings.embedder:
            raise StoreProblem(
                f"the index in {settings.store} was made with embedder {made_by or 'unknown'}, not "
                f"{settings.embedder}; set ADVISORY_EMBEDDER to it or run: {settings.command('sync', '--rebuild')}"
            )

    @as_stored()
    def projection(self) -> Floats:
        """From the embedder's token vectors to the stored ones, shape (d, k)."""
        raw = np.frombuffer(base64.b64decode(self.meta("projection")), dtype=np.float32)
        return raw.reshape(-1, self._token_dimensions)

    @property
    @as_stored()
    def _token_dimensions(self) -> int:
        return int(self.meta("token_dimensions", FIRST_DIMENSIONS))

    def entries(self) -> list[Entry]:
        """Every document, sorted by id."""
        rows = self._rows(_ENTRY, _ENTRIES)
        with as_stored():
            return [Entry(n, i, p, h, metadata_of(json.loads(m))) for n, i, p, h, m in rows]

    def paths(self) -> dict[str, tuple[int, str]]:
        """(number, id) of every document, by path: `entries` at a fraction of the cost."""
        rows = self._rows((str, int, str), "SELECT path, number, id FROM documents")
        return {path: (number, id) for path, number, id in rows}

    def files(self) -> dict[str, FileState]:
        """Every file the last sync saw, by path."""
        there = {column[0] for column in self.connection.execute("SELECT * FROM files LIMIT 0").description}
        # Older stores lack the later columns.
        named = ", ".join(f.name if f.name in there else "0" for f in fields(FileState))
        rows = self._rows((str, str, int, int, str, str, int, int), f"SELECT {named} FROM files")
        return {row[0]: FileState(*(*row[:-1], bool(row[-1]))) for row in rows}

    def failures(self) -> tuple[FileLeftOut, ...]:
        """The files that are not in the index, by path, with the reason; open pages ask for them all the time."""
        rows = self._rows((str, str), "SELECT path, failure FROM files WHERE failure != '' ORDER BY path")
        return tuple(FileLeftOut(path, failure) for path, failure in rows)

    def problems(self) -> tuple[PartLeftOut, ...]:
        """What could not be read of documents that are indexed: a page without text, an attachment."""
        rows = self._rows(
            (str, str),
            "SELECT d.path, p.problem FROM problems p JOIN documents d ON d.number = p.document ORDER BY d.path, p.rowid",
        )
        return tuple(PartLeftOut(path, problem) for path, problem in rows)

    def document(self, id: str, hash: str = "") -> Document | None:
        """The document of that id; where there is none, the first by name whose file has that hash."""
        columns = "SELECT id, path, hash, reading FROM documents"
        kinds = (str, str, str, bytes)
        row = next(self._rows(kinds, f"{columns} WHERE id = ?", (id,)), None) or next(
            self._rows(kinds, f"{columns} WHERE hash = ? ORDER BY id LIMIT 1", (hash,)), None
        )
        return Document(row[0], row[1], row[2], unpack_reading(row[3])) if row else None

    def counts(self) -> dict[str, int]:
        """How many documents, chunks and sentences there are."""
        return {table: self._count(table) for table in ("documents", "chunks", "sentences")}

    def _count(self, table: str) -> int:
        (count,) = self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(count)

    def sentence_counts(self) -> dict[int, int]:
        """How many sentences each document has, by its number."""
        rows = self._rows(
            (int, int),
            "SELECT c.document, count(*) FROM sentences s JOIN chunks c ON c.number = s.chunk GROUP BY c.document",
        )
        return dict(rows)

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
        rows = self._rows(
            (int, float),
            f"SELECT keywords.rowid, -bm25(keywords, 1.0, 1.0) AS score FROM keywords {restriction} "
            "WHERE keywords MATCH ? ORDER BY score DESC, keywords.rowid LIMIT ?",
            (expression, k),
        )
        return [(number, score) for number, score in rows]

    def documents_matching(self, words: Sequence[str], *, titles: bool = False) -> list[int]:
        """The documents of which one chunk, with what its document is called, holds all the words; or the title alone."""
        if not words:
            return []
        expression = " AND ".join(f'"{searchable(word)}"' for word in dict.fromkeys(words))
        rows = self._rows(
            (int,),
            "SELECT DISTINCT chunks.document FROM keywords CROSS JOIN chunks ON chunks.number = keywords.rowid "
            "WHERE keywords MATCH ? ORDER BY chunks.document",
            (f"context : ({expression})" if titles else expression,),
        )
        return [number for (number,) in rows]

    def chunk_frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """In how many chunks each word occurs, in any inflection.

        Chinese, Japanese and Korean, where nothing parts a word from the next: what occurs nowhere as it
        stands counts where any part of it occurs that tells something.
        """
        return {
            word: self._matching(f'"{searchable(word)}"')
            or self._matching(" OR ".join(f'"{part}"' for part in telling_parts(word)))
            for word in dict.fromkeys(words)
        }

    def texts_with(self, word: str, *, most: int) -> list[str]:
        """The sentences of up to so many passages that hold a word, in any inflection."""
        rows = self._rows(
            (str,),
            "SELECT text FROM sentences WHERE chunk IN (SELECT rowid FROM keywords WHERE keywords MATCH ? LIMIT ?)",
            (f'"{searchable(word)}"', most),
        )
        return [text for (text,) in rows]

    def _matching(self, expression: str) -> int:
        """How many chunks match an expression of the keyword index; an empty one matches none."""
        if not expression:
            return 0
        row = self.connection.execute(
            "SELECT count(*) FROM keywords WHERE keywords MATCH ?", (expression,)
        ).fetchone()
        return int(row[0])

    def chunks_of_keys(self, keys: Sequence[str]) -> dict[str, list[int]]:
        """The chunks that hold the sentences with these keys."""
        found: dict[str, list[int]] = {}
        for key, chunk in self.select(
            (str, int), "SELECT key, chunk FROM sentences WHERE key IN ({}) ORDER BY number", keys
        ):
            found.setdefault(key, []).append(chunk)
        return found

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        rows = self.select(
            (int, int, int, int, str),
            "SELECT number, document, start, end, label FROM chunks WHERE number IN ({})",
            numbers,
        )
        return {row[0]: Passage(*row) for row in rows}

    def candidates(self, chunks: Sequence[int]) -> list[Candidate]:
        """Every sentence of the chunks, in the order of the catalog."""
        rows = self.select(
            (int, int, int, int, int, str, str, str, str),
            "SELECT s.number, s.chunk, c.document, s.start, s.end, s.kind, s.label, s.text, s.key "
            "FROM sentences s JOIN chunks c ON c.number = s.chunk WHERE s.chunk IN ({}) ORDER BY s.number",
            chunks,
        )
        return [Candidate(n, c, d, Sentence(a, b, k, la), t, key) for n, c, d, a, b, k, la, t, key in rows]

    def lines_with(self, phrases: Sequence[str], *, below: Sequence[str] = ()) -> Iterator[Line]:
        """All sentences that hold one of the phrases to the letter, or stand `below` one of these headings, in the order of the catalog."""
        held = " OR ".join([*["s.label = ?"] * len(below), *["instr(s.text, ?)"] * len(phrases)])
        rows = self._rows(
            (int, int, int, str, str),
            "SELECT c.document, s.start, s.end, s.text, s.label FROM sentences s "
            f"JOIN chunks c ON c.number = s.chunk WHERE {held} ORDER BY s.number",
            (*below, *phrases),
        )
        return (Line(*row) for row in rows)

    def chunks_of_documents(self, documents: Iterable[int]) -> list[int]:
        rows = self.select(
            (int,), "SELECT number FROM chunks WHERE document IN ({}) ORDER BY number", list(documents)
        )
        return [row[0] for row in rows]

    def keys_of_documents(self, documents: Iterable[int]) -> list[str]:
        rows = self.select(
            (str,),
            "SELECT DISTINCT s.key FROM sentences s JOIN chunks c ON c.number = s.chunk WHERE c.document IN ({})",
            list(documents),
        )
        return sorted(row[0] for row in rows)

    def all_keys(self) -> set[str]:
        return {key for (key,) in self._rows((str,), "SELECT DISTINCT key FROM sentences")}

    @as_stored()
    def embeddings(self, keys: Sequence[str]) -> dict[str, tuple[Floats, Floats]]:
        """For each key the sentence's unit vector, shape (d,), and its tokens', shape (tokens, k)."""
        dimensions = self._token_dimensions
        rows = self.select(
            (str, bytes, bytes), "SELECT key, vector, tokens FROM embeddings WHERE key IN ({})", keys
        )
        found = {
            key: (
                np.frombuffer(vector, dtype=np.float16).astype(np.float32),
                np.frombuffer(tokens, dtype=np.int8).astype(np.float32).reshape(-1, dimensions) / 127.0,
            )
            for key, vector, tokens in rows
        }
        return {key: found[key] for key in keys}

    def documents_holding(self, identifier: str) -> list[tuple[int, bool]]:
        """(document number, whether the identifier is the document's own), its own first."""
        rows = self._rows(
            (int, int),
            "SELECT i.document, i.own FROM identifiers i JOIN documents d ON d.number = i.document "
            "WHERE value = ? ORDER BY own DESC, d.id",
            (identifier,),
        )
        return [(number, bool(own)) for number, own in rows]

    def select(
        self, kinds: Sequence[type], query: str, values: Sequence[object]
    ) -> Iterator[tuple[Any, ...]]:
        """The rows, each of these kinds, for however many values."""
        # SQLite takes at most 32,766 variables a statement.
        for start in range(0, len(values), 10_000):
            batch = list(values[start : start + 10_000])
            yield from self._rows(kinds, query.format(",".join("?" * len(batch))), batch)

    def _rows(
        self, kinds: Sequence[type], query: str, values: Sequence[object] = ()
    ) -> Iterator[tuple[Any, ...]]:
        """The rows, each of these kinds: SQLite itself takes anything in any column, and gives it back."""
        wanted = tuple(kinds)
        for row in self.connection.execute(query, values):
            if tuple(map(type, row)) != wanted:
                raise DamagedRecord("a row that was never written")
            yield row
