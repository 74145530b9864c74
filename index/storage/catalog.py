"""What is indexed: documents, chunks, sentences, keywords, identifiers and the version, in SQLite.

The catalog is the truth that the vectors are derived from. A reader sees one published version from
first to last; a writer publishes a whole version in one transaction.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index.packing import DamagedRecord
from index.settings import Settings
from index.storage.snapshot import Snapshot
from index.storage.writer import Writer
from index.types import DamagedStore, StoreBusy, StoreProblem, UnwritableStore

SCHEMA_VERSION = "2"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, path TEXT UNIQUE NOT NULL,
    hash TEXT NOT NULL, metadata TEXT NOT NULL, reading BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, hash TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
    sidecar TEXT NOT NULL, failure TEXT NOT NULL, changed INTEGER NOT NULL DEFAULT 0,
    unfinished INTEGER NOT NULL DEFAULT 0);
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
"""
_UNWRITABLE = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")
_BUSY = "SQLITE_BUSY"
# What SQLite says of a damaged schema quotes it, and Python takes it for UTF-8, which it may not be any more.
_SQLITE_ERRORS = (sqlite3.Error, UnicodeDecodeError)


class Catalog:
    """The SQLite file of a store, or another beside it. Raises StoreProblem where it is no catalog of this program or cannot be used."""

    def __init__(self, settings: Settings, path: Path | None = None) -> None:
        self.settings = settings
        self.path = path or settings.catalog

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The version published now, for reading."""
        if not self.path.is_file():
            raise self._no_index()
        with self._guarded(), closing(self._connect_to_read()) as connection:
            connection.execute("BEGIN")
            self._check_schema(connection)
            snapshot = Snapshot(connection)
            if not _tables(connection) or not snapshot.meta("synced"):
                raise self._no_index()
            yield snapshot

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """The catalog for its one writer; what is not published when the block ends is dropped."""
        with self._guarded(), closing(self._connect()) as connection:
            self._check_schema(connection)
            signed = f"INSERT OR IGNORE INTO meta VALUES ('schema', '{SCHEMA_VERSION}');"
            connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} {signed} COMMIT;")
            _add_later_columns(connection)
            yield Writer(connection)

    def become(self, successor: Catalog) -> None:
        """Take over all that the successor holds, so that readers see the one or the other; its file goes."""
        with self._guarded():
            try:
                with closing(successor._connect()) as new, closing(self._connect()) as own:
                    new.backup(own)
            except _SQLITE_ERRORS as error:
                if _code_of(error).startswith((*_UNWRITABLE, _BUSY)):
                    raise
                self.remove()  # damaged beyond use: there is nothing to keep answering from
                successor.path.replace(self.path)
        successor.remove()

    def remove(self) -> None:
        """The file and what SQLite keeps beside it; a copy that somebody put there is not ours."""
        for ending in ("", "-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

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
                f"{self.path} is unfinished and its folder can only be read; "
                f"run {self.settings.command('sync')} where it can be written"
            )
        return sqlite3.connect(f"{self.path.absolute().as_uri()}?immutable=1", uri=True, isolation_level=None)

    def _check_schema(self, connection: sqlite3.Connection) -> None:
        tables = _tables(connection)
        found = Snapshot(connection).meta("schema", "unknown") if "meta" in tables else "unknown"
        if tables and found != SCHEMA_VERSION:
            raise StoreProblem(
                f"the index in {self.path.parent} was made with schema {found}, not {SCHEMA_VERSION}; "
                f"run: {self.settings.command('sync', '--rebuild')}"
            )

    def _no_index(self) -> StoreProblem:
        return StoreProblem(f"no index in {self.path.parent}; run: {self.settings.command('sync')}")

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        rebuild = self.settings.command("sync", "--rebuild")
        try:
            yield
        except (DamagedRecord, *_SQLITE_ERRORS) as error:
            code = _code_of(error)
            kind: type[StoreProblem] = DamagedStore
            if code.startswith(_UNWRITABLE):
                kind = UnwritableStore
                problem = f"cannot be used ({error}); make {self.path.parent} writable, with free space"
            elif code.startswith(_BUSY):
                kind = StoreBusy
                problem = f"is held by another program ({error}); end it and try again"
            else:
                problem = f"is damaged ({error}); the corpus is the truth: run {rebuild}"
            raise kind(f"{self.path} {problem}") from error


def _code_of(error: Exception) -> str:
    """SQLite's own name for the error; empty for another's."""
    return getattr(error, "sqlite_errorname", "")


def _add_later_columns(connection: sqlite3.Connection) -> None:
    """What a store of this schema may lack because an earlier version of this program made it."""
    there = {row[1] for row in connection.execute("PRAGMA table_info(files)")}
    for column in ("changed", "unfinished"):
        if column not in there:
            connection.execute(f"ALTER TABLE files ADD COLUMN {column} INTEGER NOT NULL DEFAULT 0")


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
