"""Which documents the relations of documents mean, as they name them: by id, by file name or by identifier (pure)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.language.identifiers import find_identifier_mentions
from index.storage.records import Entries, Entry, made_once

# A way to name a document ("id", "file name", ...), and a name in that way.
_Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class References:
    """`named` are the documents by each name; `pointing` is what others say of a document, by its id: (kind, who says it)."""

    ids: Mapping[str, Entry]
    named: Mapping[_Name, Sequence[Entry]]
    pointing: Mapping[str, Sequence[tuple[str, Entry]]]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> References:
        ids = {entry.id: entry for entry in entries}
        named: dict[_Name, list[Entry]] = {}
        for entry in ids.values():
            for name in dict.fromkeys(_names_of(entry)):
                named.setdefault(name, []).append(entry)
        pointing: dict[str, list[tuple[str, Entry]]] = {}
        for entry in ids.values():
            for relation in entry.metadata.relations:
                if meant := _find_meant(relation.target, entry.id, named):
                    pointing.setdefault(meant.id, []).append((relation.kind, entry))
        return cls(ids, named, pointing)

    def meant(self, target: str, *, by: str) -> Entry | None:
        """The document that the one with the id `by` means by `target`; None where it is not here or could be several.

        In turn: the id, the file's name without its folders, an identifier of its own; a document never means itself.
        """
        return _find_meant(target, by, self.named)


@made_once
def references_of(entries: Entries) -> References:
    """The references among the documents of one version of the index."""
    return References.of(entries.values())


def _find_meant(target: str, by: str, named: Mapping[_Name, Sequence[Entry]]) -> Entry | None:
    for name in _names_meant(target):
        others = [entry for entry in named.get(name, ()) if entry.id != by]
        if len(others) == 1:
            return others[0]
    return None


def _names_of(entry: Entry) -> Iterator[_Name]:
    file_name = entry.id.rpartition("/")[2]
    yield "id", entry.id
    yield "id in any case", _in_small_letters(entry.id)
    yield "file name", file_name
    yield "file name in any case", _in_small_letters(file_name)
    for identifier in entry.metadata.identifiers:
        yield "identifier", identifier


def _names_meant(target: str) -> Iterator[_Name]:
    """What the target may be, the surest first."""
    small = _in_small_letters(target)
    yield "id", target
    yield "file name", target
    yield "id in any case", small
    yield "file name in any case", small
    yield "identifier", _spelled(target)


def _spelled(target: str) -> str:
    """An identifier in the one spelling of it; a name that has one among its words is another's: "ed-22-02-explained"."""
    mentions = find_identifier_mentions(target)
    whole = len(mentions) == 1 and mentions[0].end - mentions[0].start == len(target)
    return mentions[0].value if whole else target.upper()


def _in_small_letters(name: str) -> str:
    """Also as one where a file system parts letters from their accents."""
    return unicodedata.normalize("NFC", name).casefold()
