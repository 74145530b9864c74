"""The only file that knows Chroma: sentence vectors under the names the catalog gives them.

Chroma does not lock its folder, and two processes on one folder ruin it silently. So a folder is
written by one process before any reader knows its name, and never written again: each published
version of the index names its own. A server (`CHROMA_URL`) locks for itself and keeps one collection.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from index.embed import Floats
from index.types import StoreProblem

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

COLLECTION = "sentences"
CONFIGURATION = {"hnsw": {"space": "cosine", "ef_construction": 100, "max_neighbors": 16, "ef_search": 200}}
# Below Chroma's own limits for one call: 5461 rows a write, about 32,000 variables a read.
BATCH = 5000


class VectorStore:
    """An open collection of unit vectors, each under a key."""

    def __init__(self, collection: Collection, client: ClientAPI) -> None:
        self._collection = collection
        self._client = client

    @classmethod
    def open_folder(cls, folder: Path) -> VectorStore:
        """The vectors in a folder, which is made where there is none. Raises StoreProblem if it cannot be used."""
        import chromadb
        from chromadb.config import Settings

        try:
            client = chromadb.PersistentClient(
                path=str(folder), settings=Settings(anonymized_telemetry=False)
            )
            return cls(_collection(client, COLLECTION), client)
        except Exception as error:  # Chroma raises bare exceptions of its Rust core
            raise StoreProblem(
                f"vectors in {folder} cannot be opened ({error}); run: python -m index sync --rebuild"
            ) from error

    @classmethod
    def open_server(cls, url: str, name: str) -> VectorStore:
        """The vectors of collection `name` on a Chroma server. Raises StoreProblem if it does not answer."""
        import chromadb
        from chromadb.config import Settings

        address = urlsplit(url)
        try:
            client = chromadb.HttpClient(
                host=address.hostname or "localhost",
                port=address.port or (443 if address.scheme == "https" else 8000),
                ssl=address.scheme == "https",
                settings=Settings(anonymized_telemetry=False),
            )
            return cls(_collection(client, name), client)
        except Exception as error:  # connection errors come as ValueError, httpx errors and others
            raise StoreProblem(
                f"Chroma server {url} does not answer ({error}); start it or unset CHROMA_URL"
            ) from error

    def add(self, keys: Sequence[str], vectors: Floats) -> None:
        """Vectors, shape (n, d), under their keys; a key that is there already keeps its one row."""
        for start in range(0, len(keys), BATCH):
            batch = slice(start, start + BATCH)
            self._collection.upsert(ids=list(keys[batch]), embeddings=vectors[batch])

    def remove(self, keys: Iterable[str]) -> None:
        """Forget the keys; one that is not there is no error."""
        remaining = iter(keys)
        while batch := list(islice(remaining, BATCH)):
            self._collection.delete(ids=batch)

    def keys(self) -> set[str]:
        """Every key held."""
        found: set[str] = set()
        while page := self._collection.get(include=[], limit=BATCH, offset=len(found))["ids"]:
            found.update(page)
        return found

    def nearest(self, vector: Floats, *, k: int, among: Sequence[str] = ()) -> list[tuple[str, float]]:
        """Up to k keys with their cosine, nearest first; only `among` those keys if any are given."""
        restriction: dict[str, Any] = {"ids": list(among)} if among else {}
        found = self._collection.query(
            query_embeddings=vector[np.newaxis], n_results=k, include=["distances"], **restriction
        )
        distances = found["distances"]
        assert distances is not None
        return [(key, 1.0 - distance) for key, distance in zip(found["ids"][0], distances[0], strict=True)]

    def count(self) -> int:
        return self._collection.count()

    def close(self) -> None:
        """Let go of the folder, so that it can be opened anew or removed."""
        self._client.close()  # type: ignore[attr-defined]


def copy_folder(old: Path, new: Path) -> None:
    """A folder nobody writes, copied to a name nobody reads yet."""
    shutil.rmtree(new, ignore_errors=True)
    if old.is_dir():
        shutil.copytree(old, new)


def _collection(client: ClientAPI, name: str) -> Collection:
    return client.get_or_create_collection(name, embedding_function=None, configuration=CONFIGURATION)  # type: ignore[arg-type]
