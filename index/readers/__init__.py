"""Files in, readings out: which reader reads what, and what is added to every reading."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path

from index.first_lines import date_in_title, issuer_in_title
from index.language.dates import date_in_name, without_date_at_end
from index.language.identifiers import find_identifiers
from index.language.languages import find_language
from index.metadata import find_relations, is_official, merge
from index.readers import sidecars
from index.readers.limits import Limits
from index.types import Metadata, Reading, UnfinishedReading, UnreadableFile

Reader = Callable[..., Reading]  # of (raw, name); that of PDF takes `most_pages` too

# The module of this package that reads files of each ending; loaded at the first such file, for some load for a second.
SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    ".html": "html.reader",
    ".htm": "html.reader",
    ".xhtml": "html.reader",
    ".mhtml": "mhtml",
    ".mht": "mhtml",
    ".pdf": "pdf.reader",
    ".docx": "docx",
    ".json": "csaf.reader",
    ".eml": "mail",
}

_OPENING = 3_000  # characters in which a document says what it amends or replaces

sidecar_of = sidecars.sidecar_of


def is_sidecar(path: Path) -> bool:
    """Whether `path` describes another file (`report.pdf.url`) and is no document itself."""
    return sidecars.described_by(path, SUFFIXES) is not None


def read_file(path: Path, limits: Limits = Limits()) -> Reading:
    """What the file says, by the reader of its ending, with its sidecar's provenance.

    Reads in this process: `guard.GuardedReader` is the one that can end a reader that runs away.
    Raises UnreadableFile with the reason and the remedy, and ImportError where the reader cannot be loaded.
    """
    name = printable(path.name)
    reader = _reader_for(path, limits)
    raw = _bytes_of(path, limits)
    try:
        reading = reader(raw, name)
    except RecursionError:
        raise UnreadableFile(f"{name}: too deeply nested to read") from None
    except MemoryError:
        raise UnfinishedReading(
            f"{name}: too large to read in the memory that there was; another sync tries again"
        ) from None
    if len(reading.text) > limits.characters:
        raise UnreadableFile(
            f"{name}: {len(reading.text):,} characters of text, more than ADVISORY_MAX_CHARACTERS={limits.characters}"
        )
    if not reading.text.strip():
        raise UnreadableFile(f"{name}: no text was found in it")
    return _completed(reading, path)


def printable(name: str) -> str:
    """A file name that may stand in a message: on one line, without control characters."""
    return "".join(character if character.isprintable() else "\ufffd" for character in name)


def load_reader(suffix: str) -> Reader:
    """The reader of files with this ending, one of `SUFFIXES`."""
    reader: Reader = import_module(f"index.readers.{SUFFIXES[suffix]}").read
    return reader


def _reader_for(path: Path, limits: Limits) -> Reader:
    name = printable(path.name)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        what = f"files ending in {printable(path.suffix)}" if path.suffix else "files without an ending"
        raise UnreadableFile(f"{name}: {what} are not read; the endings read are {' '.join(SUFFIXES)}")
    reader = load_reader(suffix)
    return partial(reader, most_pages=limits.pages) if suffix == ".pdf" else reader


def _bytes_of(path: Path, limits: Limits) -> bytes:
    name = printable(path.name)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile(f"{name}: not a regular file; take it out of the corpus")
        if status.st_size > limits.bytes:
            raise UnreadableFile(
                f"{name}: {status.st_size:,} bytes, more than ADVISORY_MAX_BYTES={limits.bytes}"
            )
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{name}: cannot be opened ({error.strerror})") from None
    if not raw.strip():
        raise UnreadableFile(f"{name}: the file is empty")
    return raw


def _completed(reading: Reading, path: Path) -> Reading:
    """The reading with what its sidecar, its name and its words say beyond what the format gave."""
    sidecar = sidecar_of(path)
    given, problems = sidecars.read_sidecar(sidecar) if sidecar else (Metadata(), ())
    metadata = merge(given, reading.metadata)
    added = Metadata(
        issuer=metadata.publisher if is_official(metadata.publisher) else issuer_in_title(metadata.title),
        published="" if metadata.date else date_in_title(metadata.title) or date_in_name(path.stem),
        language=metadata.language or find_language(reading.text),
        relations=metadata.relations or find_relations(reading.text[:_OPENING]),
        identifiers=metadata.identifiers
        or find_identifiers(f"{metadata.title} \n {without_date_at_end(path.stem)}"),
    )
    return replace(reading, metadata=merge(metadata, added), problems=reading.problems + problems)
