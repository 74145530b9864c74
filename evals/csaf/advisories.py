"""A folder of CSAF advisories, and what the fields of each hold."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index.chunk import split_sentences
from index.readers import read_file
from index.readers.csaf.json_access import JsonObject, child, rows, words
from index.types import AdvisoryError, UnreadableFile

_UPDATE = re.compile(r"\s*\(update [a-z]\)\s*$", re.IGNORECASE)
_VERSION_BRANCHES = ("product_version", "product_version_range")


class NoAdvisories(AdvisoryError):
    """The folder holds nothing to ask about."""


@dataclass(frozen=True, slots=True)
class Advisory:
    """One CSAF file: its parsed JSON, and the sentences a reader makes of it. `name` is the file's without ending."""

    name: str
    root: JsonObject
    text: str
    sentences: tuple[str, ...]

    @property
    def document(self) -> JsonObject:
        return child(self.root, "document")

    @property
    def id(self) -> str:
        return words(child(self.document, "tracking"), "id")

    @property
    def title(self) -> str:
        return _UPDATE.sub("", words(self.document, "title"))

    @property
    def vulnerabilities(self) -> list[JsonObject]:
        return [row for row in rows(self.root, "vulnerabilities") if words(row, "cve")]

    @property
    def cves(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(words(row, "cve") for row in self.vulnerabilities))

    def note(self, title: str) -> str:
        found = (words(n, "text") for n in rows(self.document, "notes") if words(n, "title") == title)
        return next(found, "").rstrip(". ")

    @property
    def vendors(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(dict(path).get("vendor", "") for path in self._branches()))

    def versions(self) -> Iterator[tuple[str, str]]:
        """(product name, version) of each leaf of the product tree that is a version of a named product."""
        for path in self._branches():
            names = dict(path)
            version = next((names[category] for category in _VERSION_BRANCHES if category in names), "")
            if version and names.get("product_name"):
                yield names["product_name"], version

    def _branches(self) -> Iterator[tuple[tuple[str, str], ...]]:
        """Every path of (category, name) from the root of the product tree to a leaf."""
        top = rows(child(self.root, "product_tree"), "branches")
        waiting: list[tuple[tuple[tuple[str, str], ...], JsonObject]] = [((), branch) for branch in top]
        while waiting:
            above, branch = waiting.pop(0)
            path = (*above, (words(branch, "category"), words(branch, "name")))
            below = rows(branch, "branches")
            waiting += [(path, lower) for lower in below]
            if not below:
                yield path


@dataclass(frozen=True, slots=True)
class Folder:
    """All advisories of a folder, with how many of them cover each CVE."""

    advisories: tuple[Advisory, ...]
    cves: Counter[str]

    @classmethod
    def of(cls, advisories: Iterable[Advisory]) -> Folder:
        listed = tuple(advisories)
        return cls(listed, Counter(cve for advisory in listed for cve in advisory.cves))

    def about(self, advisory: Advisory) -> dict[str, str]:
        """How a question may name the advisory: by id, and by title where no other title holds that title."""
        title = advisory.title.casefold()
        alone = sum(title in other.title.casefold() for other in self.advisories) == 1
        clear = alone and len(title.split()) > 1 and advisory.id not in advisory.title
        return {"id": advisory.id} | ({"title": advisory.title} if clear else {})

    def single_cve(self, advisory: Advisory) -> dict[str, str]:
        """The one CVE by which a question may name the advisory."""
        alone = len(advisory.cves) == 1 and self.cves[advisory.cves[0]] == 1
        return {"cve": advisory.cves[0]} if alone else {}


def read_folder(folder: Path) -> Folder:
    """Every CSAF file below the folder, in the order of their paths. Raises NoAdvisories where there is none."""
    found = []
    for path in sorted(folder.rglob("*.json")):
        try:
            reading = read_file(path)
        except UnreadableFile:  # it is not in the index either
            continue
        sentences = tuple(reading.text[s.start : s.end] for s in split_sentences(reading))
        found.append(Advisory(path.stem, json.loads(path.read_bytes()), reading.text, sentences))
    if not found:
        raise NoAdvisories(f"{folder}: holds no CSAF advisories")
    return Folder.of(found)


def base_scores(vulnerability: JsonObject) -> frozenset[str]:
    found = (
        child(score, key).get("baseScore")
        for score in rows(vulnerability, "scores")
        for key in ("cvss_v4", "cvss_v3", "cvss_v2")
    )
    return frozenset(str(float(value)) for value in found if isinstance(value, int | float))


def spellings(day: str) -> tuple[str, ...]:
    """A date as answers may write it: 2022-06-28, 28 June 2022, June 28, 2022."""
    when = date.fromisoformat(day)
    return (day, f"{when.day} {when:%B} {when.year}", f"{when:%B} {when.day}, {when.year}")
