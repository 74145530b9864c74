"""The only file that knows Chroma: sentence vectors under the names the catalog gives them.

Chroma does not lock its folder, and two processes on one folder ruin it silently. So a folder is
written by one process before any reader knows its name, and never written again: each published
version of the index names its own. A server (`CHROMA_URL`) locks for itself and keeps one collection.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import weakref
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from index.embed import Floats
from index.settings import Settings
from index.types import DamagedStore, StoreProblem

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

COLLECTION = "sentences"
CONFIGURATION = {
    "hnsw": {
        "space": "cosine",
        "ef_construction": 100,
        "max_neighbors": 16,
        "ef_search": 200,
        # Every write is brought to disk at once: what is not, each reader would write for itself.
        "batch_size": 2,
        "sync_threshold": 2,
    }
}
# Below Chroma's own limits for one call: 5461 rows a write, about 32,000 variables a read.
BATCH = 5000
_DATABASE = "chroma.sqlite3"


@dataclass(frozen=True, slots=True)
class Place:
    """Where vectors are: what it is called, what helps where it cannot be used, and the database of a folder."""

    name: str
    remedy: str
    rebuild: str
    database: Path | None = None


class VectorStore:
    """An open collection of unit vectors, each under a key. Every call raises StoreProblem where Chroma fails."""

    def __init__(
        self,
        collection: Collection,
        client: ClientAPI,
        place: Place,
        copy: TemporaryDirectory[str] | None = None,
    ) -> None:
        self._collection = collection
        self._client = client
        self._closing = weakref.finalize(self, _close, client, copy)
        self._place = place

    @classmethod
    def open_folder(cls, settings: Settings, name: str, *, make: bool = False) -> VectorStore:
        """The vectors in the folder `name` of the store; with `make` it is made where there is none.

        Chroma writes into a folder that it only reads, so one that may not be written is read in a copy.
        """
        import chromadb

        folder, rebuild = settings.store / name, settings.command("sync", "--rebuild")
        remedy = f"free space if the disk is full, else run: {rebuild}"
        place = Place(f"vectors in {folder}", remedy, rebuild, folder / _DATABASE)
        with _named(place):
            copy = None if make or os.access(folder, os.W_OK) else TemporaryDirectory()
            if copy:
                _copy_files(folder, Path(copy.name))
            client = chromadb.PersistentClient(path=copy.name if copy else str(folder), settings=_settings())
            with _closed_if_it_fails(client, copy):
                return cls(_collection(client, COLLECTION, make=make), client, place, copy)

    @classmethod
    def open_server(cls, settings: Settings, name: str, *, make: bool = False) -> VectorStore:
        """The vectors of collection `name` on the Chroma server; with `make` it is made where there is none."""
        import chromadb
        from chromadb.errors import NotFoundError

        url, rebuild = settings.chroma_url, settings.command("sync", "--rebuild")
        address = urlsplit(url)
        remedy = f"start it, or unset CHROMA_URL and run: {settings.command('sync')}"
        place = Place(f"Chroma server {url}", remedy, rebuild)
        with _named(place):
            client = chromadb.HttpClient(
                host=address.hostname or "localhost",
                port=address.port or (443 if address.scheme == "https" else 8000),
                ssl=address.scheme == "https",
                settings=_settings(),
            )
            try:
                with _closed_if_it_fails(client):
                    return cls(_collection(client, name, make=make), client, place)
            except NotFoundError as error:
                raise StoreProblem(f"Chroma server {url} has lost this index; run: {rebuild}") from error

    def add(self, keys: Sequence[str], vectors: Floats) -> None:
        """Up to BATCH vectors, shape (n, d), under their keys; a key that is there already keeps its one row."""
        with _named(self._place):
            # A single row does not fill the smallest batch that Chroma brings to disk; written twice it does.
            for _ in range(2 if len(keys) == 1 else 1):
                self._collection.upsert(ids=list(keys), embeddings=vectors)

    def remove(self, keys: Iterable[str]) -> None:
        """Forget the keys; one that is not there is no error."""
        remaining = iter(keys)
        while batch := list(islice(remaining, BATCH)):
            with _named(self._place):
                self._collection.delete(ids=batch)

    def keys(self) -> set[str]:
        """Every key held."""
        found: set[str] = set()
        with _named(self._place):
            while page := self._collection.get(include=[], limit=BATCH, offset=len(found))["ids"]:
                found.update(page)
        return found

    def nearest(self, vector: Floats, *, k: int, among: Sequence[str] = ()) -> list[tuple[str, float]]:
        """Up to k keys with their cosine, nearest first; only `among` those keys if any are given."""
        restriction: dict[str, Any] = {"ids": list(among)} if among else {}
        with _named(self._place):
            found = self._collection.query(
                query_embeddings=vector[np.newaxis], n_results=k, include=["distances"], **restriction
            )
        distances = found["distances"]
        assert distances is not None
        return [(key, 1.0 - distance) for key, distance in zip(found["ids"][0], distances[0], strict=True)]

    def count(self) -> int:
        with _named(self._place):
            return self._collection.count()

    def drop(self) -> None:
        """Forget everything, and the collection itself."""
        with _named(self._place):
            self._client.delete_collection(self._collection.name)

    def close(self) -> None:
        """Let go of the folder, so that it can be opened anew or removed, or of the server."""
        self._closing()


def copy_folder(old: Path, new: Path) -> bool:
    """The vectors in `old`, which readers may have open, copied to a name nobody reads yet; nothing, and False, if they are damaged.

    Raises StoreProblem where the copy cannot be written.
    """
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(old, new, ignore=shutil.ignore_patterns(f"{_DATABASE}*"))
    # Each opening of a folder leaves a line in its database, which a plain copy might catch half written.
    source, target = (sqlite3.connect(folder / _DATABASE) for folder in (old, new))
    with closing(source), closing(target):
        try:
            source.backup(target)
        except sqlite3.OperationalError as error:
            raise StoreProblem(
                f"{old / _DATABASE} cannot be copied ({error}); make {new.parent} writable, with free space"
            ) from error
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            is_whole = False
        else:
            is_whole = True
    if not is_whole:
        shutil.rmtree(new)
    return is_whole


def _copy_files(old: Path, new: Path) -> None:
    """The files below a folder in a new one, where they may be written."""
    for path in old.rglob("*"):
        if path.is_file():
            target = new / path.relative_to(old)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def fingerprint_of(folder: Path) -> str:
    """A checksum over what Chroma only reads once a folder is published: all but its database."""
    checksum = 0
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith(_DATABASE):
            checksum = zlib.crc32(path.relative_to(folder).as_posix().encode(), checksum)
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    checksum = zlib.crc32(block, checksum)
    return f"{checksum:08x}"


@contextmanager
def held_folder(folder: Path) -> Iterator[None]:
    """Keep `remove_folder` in any process away while the block runs. Raises FileNotFoundError where it came first."""
    if sys.platform == "win32":
        yield  # a folder with open files cannot be removed there
        return
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        if folder.stat().st_ino != os.fstat(descriptor).st_ino:
            raise FileNotFoundError(folder)
        yield
    finally:
        os.close(descriptor)


def remove_folder(folder: Path) -> None:
    """Remove the folder, unless a reader holds it: then the next sync does."""
    if sys.platform == "win32":
        shutil.rmtree(folder, ignore_errors=True)
        return
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(descriptor)


@contextmanager
def _closed_if_it_fails(client: ClientAPI, copy: TemporaryDirectory[str] | None = None) -> Iterator[None]:
    try:
        yield
    except BaseException:
        _close(client, copy)
        raise


def _close(client: Any, copy: TemporaryDirectory[str] | None) -> None:
    servers = [client._server, client._admin_client._server]
    client.close()
    # Chroma forgets to close its connections to a server, which all clients of this process share.
    for server in servers:
        session = getattr(server, "_session", None)
        if session is not None and not server._running:
            session.close()
    if copy:
        copy.cleanup()


def _collection(client: ClientAPI, name: str, *, make: bool) -> Collection:
    if make:
        return client.get_or_create_collection(
            name,
            embedding_function=None,
            configuration=CONFIGURATION,  # type: ignore[arg-type]
        )
    return client.get_collection(name, embedding_function=None)


def _settings() -> Any:
    from chromadb import config

    return config.Settings(anonymized_telemetry=False)


@contextmanager
def _named(place: Place) -> Iterator[None]:
    """Whatever Chroma raises as one line that names the place, or its database if that is damaged, and the remedy."""
    try:
        yield
    except (StoreProblem, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # bare exceptions and panics of its Rust core, ValueError, httpx errors
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        if place.database and (fault := _fault_of(place.database)):
            raise DamagedStore(
                f"{place.database} is damaged ({fault}); the corpus is the truth: run {place.rebuild}"
            ) from error
        raise StoreProblem(f"{place.name} cannot be used ({reason}); {place.remedy}") from error


def _fault_of(database: Path) -> str:
    """What SQLite finds damaged in the database; nothing where it is whole, missing or cannot be opened."""
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.OperationalError:
        return ""
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        return str(error)
    return "" if found == "ok" else found.splitlines()[0]
