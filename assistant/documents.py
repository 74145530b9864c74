"""The documents as one question sees them: those of one version of the index, and how they stand on its day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.asking.meanings import stems
from assistant.collection.statements import LABELS, PHRASES, Statements
from assistant.standing import Standing
from index.filters import passing
from index.references import references_of
from index.search import Index
from index.storage.records import Entries, Entry, made_once
from index.storage.snapshot import Snapshot
from index.types import Document, Filters


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of a snapshot, made once a question: each is read once, and each filter tried once.

    `entries` are their lines by number, and `standing` says what has become of them.
    """

    snapshot: Snapshot
    entries: Entries
    standing: Standing
    _read: dict[str, Document] = field(default_factory=dict, repr=False, compare=False)
    _passing: dict[Filters, tuple[Entry, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, index: Index, snapshot: Snapshot, *, as_of: str = "") -> Documents:
        """The documents of a snapshot of the index, as they stand today or stood on the day `as_of` (ISO)."""
        entries = index.entries(snapshot)
        return cls(snapshot, entries, Standing(references_of(entries), as_of))

    def read(self, id: str) -> Document:
        """The document of that id, which is one that the snapshot ranks."""
        if id not in self._read:
            found = self.snapshot.document(id)
            assert found is not None, "a snapshot holds every document it ranks"
            self._read[id] = found
        return self._read[id]

    def texts(self, ids: Iterable[str]) -> list[str]:
        """The texts of those of these documents that there still are."""
        there = {entry.id for entry in self.entries.values()}
        return [self.read(id).text for id in ids if id in there]

    @property
    def subjects(self) -> frozenset[str]:
        """The stems of the names of what documents are on."""
        return _subjects(self.entries)

    def passing(self, filters: Filters) -> tuple[Entry, ...]:
        """The lines of those that the filters let through."""
        if filters not in self._passing:
            self._passing[filters] = tuple(passing(self.entries.values(), filters))
        return self._passing[filters]

    def statements(self) -> Statements:
        """What all of them state in a set form; read once, and kept with their lines for as long as these are."""
        if Statements not in self.entries.made:
            self.entries.made[Statements] = Statements(tuple(self.snapshot.lines_with(PHRASES, below=LABELS)))
        kept: Statements = self.entries.made[Statements]
        return kept


@made_once
def _subjects(entries: Entries) -> frozenset[str]:
    words = (word for e in entries.values() for target in e.metadata.targets for word in target.split())
    return stems(" ".join(word for word in words if not word.islower()))
