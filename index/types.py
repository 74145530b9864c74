"""The values the index speaks in: what is read from a file, what is cut from it, what a search finds."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


class AdvisoryError(Exception):
    """Something the user can mend; its message is one line that names the thing and, behind the last "; ", the remedy."""

    @property
    def problem(self) -> str:
        """What is wrong, without the remedy, which is one for a terminal.

        >>> StoreProblem("no index in .store; run: python -m index sync").problem
        'no index in .store'
        """
        return str(self).rpartition("; ")[0] or str(self)

    @property
    def problems(self) -> tuple[str, ...]:
        """What is to be mended: its message, or several where they come at once."""
        return (str(self),)


class UnreadableFile(AdvisoryError):
    """A file of the corpus that stays out of the index, with the reason."""


class UnfinishedReading(UnreadableFile):
    """A file whose reader took too long, or too much memory, or broke down, perhaps through no fault of the file."""


class ReaderProblem(AdvisoryError):
    """What reads files of a kind cannot be loaded on this machine; no file is to blame."""


class CorpusProblem(AdvisoryError):
    """The corpus folder is missing, empty where it was not, or not a folder."""


class EmptiedCorpus(CorpusProblem):
    """The corpus folder is empty, and files of it are indexed."""


class StoreProblem(AdvisoryError):
    """The index cannot be used as it is: unwritable, locked, corrupt, or made by another version or embedder."""


class DamagedStore(StoreProblem):
    """What the store holds is not what was written to it."""


class StoreBusy(StoreProblem):
    """Another process is syncing into the store."""


class UnwritableStore(StoreProblem):
    """The store's folder may not be written, or has no space."""


class EncoderProblem(StoreProblem):
    """A model that the settings name for the index cannot be loaded; building the index anew mends nothing."""


@dataclass(frozen=True, slots=True)
class Source:
    """The original publication that a sentence of a document rests on (a footnote, usually)."""

    publisher: str = ""
    title: str = ""
    date: str = ""
    kind: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """`text[start:end]` of a document rests on `source`."""

    start: int
    end: int
    source: Source


@dataclass(frozen=True, slots=True)
class Relation:
    """`kind` is follows, supersedes, superseded_by, amends, withdraws or related; `target` a document id or identifier."""

    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document. Unknown is empty, never guessed.

    Dates are ISO 8601, as exact as they are known: "2019", "2019-12" or "2019-12-03". `country` is that of
    whoever issued it, `origins` where the makers of what it is about are at home.
    """

    title: str = ""
    issuer: str = ""
    publisher: str = ""
    country: str = ""
    language: str = ""
    kind: str = ""
    published: str = ""
    effective: str = ""
    revised: str = ""
    status: str = ""
    marking: str = ""
    url: str = ""
    targets: tuple[str, ...] = ()
    affected: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    identifiers: tuple[str, ...] = ()

    @property
    def date(self) -> str:
        """The date a reader would call the document's own: published, else effective, else revised."""
        return self.published or self.effective or self.revised


@dataclass(frozen=True, slots=True)
class Part:
    """`text[start:end]` is of one `kind`.

    Kinds: text, heading, list, table, status (says what holds now), code (found, but no sentence to
    answer with), comment (a reader's, never quoted as what the document says), boilerplate (kept for
    reading, out of the index).
    `label` is the heading path above it ("Mitigations > Vendor fix"), or who commented.
    """

    start: int
    end: int
    kind: str = "text"
    label: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of a file.

    `text` is the whole plain text, paragraphs parted by blank lines, without footnote marks.
    `parts` are sorted, do not overlap, and cover every word of `text` that may be quoted; sentences
    never cross a part. No parts at all means one part of kind text. `page_starts[i]` is the offset
    at which page i + 1 begins; empty where the format has no pages. `problems` are for people
    ("page 3 holds no text: scanned?").
    """

    text: str
    metadata: Metadata = Metadata()
    parts: tuple[Part, ...] = ()
    marks: tuple[Mark, ...] = ()
    page_starts: tuple[int, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the corpus as read: `id` is its path below the corpus without the ending, `hash` the SHA-256 of its bytes."""

    id: str
    path: str
    hash: str
    reading: Reading

    @property
    def text(self) -> str:
        return self.reading.text

    @property
    def metadata(self) -> Metadata:
        return self.reading.metadata

    def page_at(self, offset: int) -> int | None:
        """The page (from 1) that holds `offset`, or None where the format has no pages."""
        starts = self.reading.page_starts
        return sum(start <= offset for start in starts) or None if starts else None

    def sources_of(self, start: int, end: int) -> tuple[Source, ...]:
        """The original publications of whatever overlaps `text[start:end]`, in order, each once."""
        return tuple(dict.fromkeys(m.source for m in self.reading.marks if m.start < end and start < m.end))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document: `document.text[start:end]`. `kind` is that of its part."""

    start: int
    end: int
    kind: str = "text"
    label: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Neighbouring sentences embedded together: `document.text[start:end] == text`."""

    document: str
    start: int
    end: int
    text: str
    label: str = ""
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage a search found, with its score (higher is better; comparable within one search)."""

    document: str
    start: int
    end: int
    text: str
    score: float
    metadata: Metadata = field(default_factory=Metadata)
    kind: str = "text"
    label: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search may look at. Empty fields do not restrict.

    Text compares in any case, without accents and by whole words ("japan" finds "Government of Japan"). `country` is
    the issuer's or an origin's, by any of its names ("UK"); `kind` also as documents put it ("Press release").
    `after` and `before` are ISO dates and include their day; `as_of` also leaves out what a document says about later
    events. A document with no known date fails any date filter. `documents` restricts to a set of document ids.
    """

    country: str = ""
    issuer: str = ""
    kind: str = ""
    language: str = ""
    marking: str = ""
    after: str = ""
    before: str = ""
    as_of: str = ""
    documents: frozenset[str] = frozenset()

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values by field name."""
        return asdict(self) | {"documents": sorted(self.documents)}


@dataclass(frozen=True, slots=True)
class FileLeftOut:
    """A file that stays out of the index, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class PartLeftOut:
    """What could not be read of a file that is in the index: a page without text, an attachment, a field."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one sync did; paths are below the corpus folder.

    `renewed` is why it read every file anew, the unchanged ones too, or empty; `problems` are what it could
    not read of files it did index; `ended_by` is what kept it from doing anything, where that is reported.
    """

    version: int
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    unchanged: int = 0
    renewed: str = ""
    failed: tuple[FileLeftOut, ...] = ()
    problems: tuple[PartLeftOut, ...] = ()
    chunks: int = 0
    seconds: float = 0.0
    ended_by: AdvisoryError | None = None
