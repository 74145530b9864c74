"""The catalog's rows as values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from index.packing import DamagedRecord
from index.types import Metadata, Sentence

# What the folder of a version's vectors is called before its number.
VECTORS_FOLDER = "vectors-"
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Entry:
    """A document's line in the catalog, without its text."""

    number: int
    id: str
    path: str
    hash: str
    metadata: Metadata


class Entries(dict[int, Entry]):
    """Every document's line, by number, of one version of the index; `made` is what was made of them: see `made_once`.

    That a row names a document of which there is no line raises DamagedRecord.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        super().__init__((entry.number, entry) for entry in entries)
        self.made: dict[Callable[..., Any], Any] = {}

    def __missing__(self, number: int) -> Entry:
        raise DamagedRecord(f"a row of document {number}, which there is not")


def made_once(make: Callable[[Entries], Made]) -> Callable[[Entries], Made]:
    """What `make` makes of entries, kept with them for as long as they are."""

    @wraps(make)
    def kept(entries: Entries) -> Made:
        if make not in entries.made:
            entries.made[make] = make(entries)
        made: Made = entries.made[make]
        return made

    return kept


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as the last sync saw it; `sidecar` is the SHA-256 of its sidecar, `failure` why it stayed out, or empty.

    `unfinished` is whether that may be no fault of the file, so that a sync that somebody asks for reads it again.

    `modified` and `changed` are nanoseconds: what the file says of its last edit, which anybody may set, and
    what the file system itself says of the last change to it (elsewhere than on POSIX of its making).
    """

    path: str
    hash: str
    size: int
    modified: int
    sidecar: str = ""
    failure: str = ""
    changed: int = 0
    unfinished: bool = False


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

    @property
    def folder_version(self) -> int | None:
        """The version for which their folder was made; None where they are on a server, or nowhere."""
        number = self.name.removeprefix(VECTORS_FOLDER)
        return int(number) if number != self.name and number.isdecimal() else None

    @property
    def in_folder(self) -> bool:
        """Whether they lie in the store, and not on a server."""
        return self.folder_version is not None


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
class Line:
    """A sentence by itself: `text[start:end]` of the document of that number, below the heading `label`."""

    document: int
    start: int
    end: int
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk of the catalog, by number."""

    number: int
    document: int
    start: int
    end: int
    label: str
