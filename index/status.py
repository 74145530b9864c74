"""What is indexed, what failed and why, and what a sync would change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from index.embed import Embedder
from index.folder import find_changes, scan_corpus
from index.settings import Settings
from index.storage.catalog import Catalog
from index.storage.records import Entry
from index.storage.snapshot import Snapshot
from index.storage.store import renewal_of
from index.terminal import failure_line, one_line, problem_line
from index.types import AdvisoryError, CorpusProblem, FileLeftOut, PartLeftOut


@dataclass(frozen=True, slots=True)
class Status:
    """The store beside the folder. `problems` are what could not be read of indexed files; `stale` are paths that a sync would add, change or remove."""

    version: int
    synced: str
    embedder: str
    entries: tuple[Entry, ...]
    chunks: int
    sentences: int
    failures: tuple[FileLeftOut, ...]
    problems: tuple[PartLeftOut, ...]
    stale: tuple[str, ...]
    notes: tuple[str, ...]


def read_status(settings: Settings) -> Status:
    """The status now. Raises CorpusProblem or StoreProblem where there is no folder or no index."""
    with Catalog(settings).snapshot() as snapshot:
        snapshot.check_seal()
        entries = tuple(snapshot.entries())
        counts = snapshot.counts()
        return Status(
            version=snapshot.version,
            synced=snapshot.meta("synced"),
            embedder=snapshot.meta("embedder"),
            entries=entries,
            chunks=counts["chunks"],
            sentences=counts["sentences"],
            failures=snapshot.failures(),
            problems=snapshot.problems(),
            stale=find_stale(settings, snapshot),
            notes=(
                *renewal_notes(renewal_of(snapshot)),
                *language_notes(entries, Embedder(settings.embedder)),
            ),
        )


def find_stale(settings: Settings, snapshot: Snapshot) -> tuple[str, ...]:
    """The paths that a sync would add, change or remove. Raises CorpusProblem where there is no folder."""
    return find_changes(settings.corpus, scan_corpus(settings.corpus), snapshot.files())


def stale_note(settings: Settings) -> str:
    """What whoever is answered from the index should know where its folder is gone or no longer what was indexed; else ""."""
    try:
        with Catalog(settings).snapshot() as snapshot:
            known = snapshot.files().keys()
            stale = find_stale(settings, snapshot)
    except CorpusProblem as problem:
        return f"{problem}; until then the index answers as it was"
    except (AdvisoryError, OSError):
        return ""
    if not stale or known <= set(stale):
        return ""  # or was made of another one
    others = f" and {len(stale) - 1} more" if len(stale) > 1 else ""
    return (
        f"{settings.corpus} has changed since it was indexed ({one_line(stale[0])}{others}); "
        f"{settings.command('sync')} takes that up"
    )


def renewal_notes(renewal: str) -> tuple[str, ...]:
    """That the next sync reads everything, where it does."""
    return (f"{renewal}: the next sync reads every file anew",) if renewal else ()


def language_notes(entries: tuple[Entry, ...], embedder: Embedder) -> tuple[str, ...]:
    """Where the encoder is weak: documents in languages it was not trained on."""
    foreign = Counter(
        e.metadata.language
        for e in entries
        if e.metadata.language and not e.metadata.language.startswith("en")
    )
    if not foreign or embedder.multilingual:
        return ()
    listed = ", ".join(f"{language} ({count})" for language, count in sorted(foreign.items()))
    return (
        f"{sum(foreign.values())} documents are not in English: {listed}; {embedder.name} finds them by keyword "
        "only: set ADVISORY_EMBEDDER to a multilingual model",
    )


def status_json(status: Status) -> dict[str, object]:
    return {
        "version": status.version,
        "synced": status.synced,
        "embedder": status.embedder,
        "documents": [
            {"document": e.id, "path": e.path, "title": e.metadata.title, "date": e.metadata.date}
            for e in status.entries
        ],
        "chunks": status.chunks,
        "sentences": status.sentences,
        "failed": [{"path": f.path, "reason": f.reason} for f in status.failures],
        "problems": [{"path": p.path, "reason": p.reason} for p in status.problems],
        "stale": list(status.stale),
        "notes": list(status.notes),
    }


def status_lines(status: Status) -> str:
    lines = [
        f"version {status.version} of {status.synced}: {len(status.entries)} documents, {status.chunks} chunks, "
        f"{status.sentences} sentences, embedder {status.embedder}"
    ]
    lines += [failure_line(failure) for failure in status.failures]
    lines += [problem_line(problem) for problem in status.problems]
    lines += [one_line(f"out of date: {path}") for path in status.stale]
    return "\n".join([*lines, *status.notes])
