"""The corpus folder into the index, in one straight line: scan, compare, read, embed, publish."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from index.chunk import context_of, cut_chunks, lead_in
from index.embed import Embedder
from index.folder import document_ids, is_same, look_at, look_at_all, require_folder, scan_corpus
from index.language.identifiers import find_identifiers, with_wider
from index.progress import Progress, no_progress
from index.readers.guard import MACHINE_ERRORS, GuardedReader
from index.readers.limits import Limits
from index.settings import Settings
from index.storage.catalog import Catalog
from index.storage.records import FileState, Vectors
from index.storage.snapshot import Snapshot
from index.storage.store import (
    LOCK_SECONDS,
    READING_VERSION,
    begin_anew,
    locked_store,
    make_usable,
    renewal_of,
    writing_to,
)
from index.storage.versions import is_whole, tidy, write_vectors
from index.storage.writer import Writer, projection_meta
from index.tokens import head_name, learned_head, principal_directions
from index.types import (
    AdvisoryError,
    Chunk,
    Document,
    EmptiedCorpus,
    FileLeftOut,
    PartLeftOut,
    ReaderProblem,
    Reading,
    StoreProblem,
    SyncReport,
    UnfinishedReading,
    UnreadableFile,
)

EMBEDDED_AT_ONCE = 512
# A file younger than this may still be on its way in.
SETTLING_SECONDS = 0.3
SETTLING_ROUNDS = 30


class Unsettled(UnreadableFile):
    """A file that was changing while it was read; another sync may read it."""


@dataclass(frozen=True, slots=True)
class Work:
    """What one sync has to do, found by comparing the folder with the catalog, and what each file may cost it.

    `again` are those of `read` that are as they were, and are read since older readers read them last;
    `retried` those that are as they were, and whose reading came to no end.
    """

    states: dict[str, FileState]
    read: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]
    unchanged: int
    limits: Limits
    again: frozenset[str] = frozenset()
    retried: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be written: the keys of its sentences in order, what is embedded under each, its identifiers."""

    document: Document
    chunks: Sequence[Chunk]
    keys: Sequence[str]
    texts: Mapping[str, str]
    identifiers: Sequence[str]


def sync_corpus(
    settings: Settings,
    *,
    allow_empty: bool = False,
    rebuild: bool = False,
    retry: bool = False,
    wait_seconds: float = LOCK_SECONDS,
    progress: Progress = no_progress,
    embedder: Embedder | None = None,
) -> SyncReport:
    """Make the index what the corpus folder says, and report what changed.

    An `embedder` that is loaded already serves instead of one loaded for this run. Where an older version
    of the readers made the index, every file is read anew; what reads as before keeps its embeddings.
    With `retry` those files too are read that were not read to the end: by a reader that took too long or broke down.
    A run that dies at any instant leaves the version before it answering; the next one completes it.
    Raises CorpusProblem where the folder is missing, suddenly empty or without any document that can be read
    (unless `allow_empty`), and StoreProblem where the store cannot be used, was made by another embedder or
    newer readers, or belongs to another sync for `wait_seconds`, and ReaderProblem where a reader cannot be loaded.
    """
    started = time.monotonic()
    require_folder(settings.corpus)
    limits = Limits.from_environment(os.environ)
    with locked_store(settings.store, wait_seconds=wait_seconds):
        paths = scan_corpus(settings.corpus)
        published = Catalog(settings)
        catalog = begin_anew(published, settings) if rebuild else published
        with catalog.writing() as writer:
            make_usable(writer, settings, published)
            known = writer.snapshot.files()
            renewed = renewal_of(writer.snapshot)
            if not paths and not allow_empty:
                refuse_empty(settings.corpus, published)
            work = find_work(settings.corpus, paths, known, writer.snapshot, limits, retry=retry)
            if not (work.read or work.gone or renewed) and is_whole(writer.snapshot, settings):
                if work.states != known:
                    writer.touch_files(work.states.values())
                with writing_to(settings.store):
                    tidy(settings, writer)
                return report_of(work, known, writer, seconds=time.monotonic() - started)
            work, prepared = read_documents(
                settings, work, progress, stage="renewing" if renewed else "reading"
            )
            if not (prepared or allow_empty):
                refuse_nothing_left(settings.corpus, work, writer.snapshot, published)
            in_vain = bool(work.retried) and work.retried == set(work.read) and not (prepared or work.gone)
            if in_vain and is_whole(writer.snapshot, settings):
                writer.touch_files(work.states.values())
                return report_of(work, known, writer, seconds=time.monotonic() - started)
            embed_sentences(prepared, embedder or Embedder(settings.embedder), writer, progress)
            with writing_to(settings.store):
                vectors = write_vectors(settings, wanted_keys(work, prepared, writer.snapshot), writer)
            publish(settings, work, prepared, vectors, writer)
        if rebuild:
            with writing_to(settings.store):
                published.become(catalog)
        with published.writing() as writer:
            with writing_to(settings.store):
                tidy(settings, writer)
            report = report_of(work, known, writer, seconds=time.monotonic() - started)
            return replace(report, renewed=renewed, problems=problems_of(prepared))


def refuse_empty(corpus: Path, published: Catalog) -> None:
    """Raise EmptiedCorpus if anything is indexed of a folder that holds nothing now."""
    with suppress(StoreProblem), published.snapshot() as snapshot:
        if indexed := len(snapshot.files()):
            raise EmptiedCorpus(
                f"{corpus} is suddenly empty and {indexed} files are indexed; pass --allow-empty to mean it"
            )


def refuse_nothing_left(corpus: Path, work: Work, snapshot: Snapshot, published: Catalog) -> None:
    """Raise EmptiedCorpus if documents are indexed, and none was read and none stays: of what was theirs nothing is left."""
    if snapshot.paths().keys() - {*work.gone, *work.read}:
        return
    with suppress(StoreProblem), published.snapshot() as before:
        if indexed := before.counts()["documents"]:
            raise EmptiedCorpus(
                f"nothing in {corpus} can be read any more and {indexed} documents are indexed; "
                "see what became of its files, or pass --allow-empty to mean it"
            )


def find_work(
    corpus: Path,
    paths: Sequence[str],
    known: Mapping[str, FileState],
    snapshot: Snapshot,
    limits: Limits,
    *,
    retry: bool,
) -> Work:
    """Compare by content: a touched file costs a look, a renamed one no embedding."""
    states = look_at_all(corpus, paths, known)
    gone = tuple(path for path in known if path not in states)
    left = indexed_by_hash(known[path] for path in gone)
    ids = document_ids(states)
    documents = snapshot.paths()
    # Under other limits, what was too large before may be read now.
    failures_stand = snapshot.meta("limits") == repr(limits)
    renewed = bool(renewal_of(snapshot))
    moved: list[tuple[str, str]] = []
    read: list[str] = []
    again: set[str] = set()
    retried: set[str] = set()
    unchanged = 0
    for path, state in states.items():
        before = known.get(path)
        if before and before.failure and failures_stand and not renewed and is_same(before, state):
            if retry and before.unfinished:
                retried.add(path)
                read.append(path)
            else:
                states[path] = replace(state, failure=before.failure, unfinished=before.unfinished)
        elif before and path in documents and documents[path][1] == ids[path] and is_same(before, state):
            unchanged += 1
            if renewed:
                again.add(path)
                read.append(path)
        else:
            read.append(path)
            if before is None and left.get(state.hash):
                # Read anew, since a name may carry a date; embeddings are kept by content and serve again.
                moved.append((left[state.hash].pop(0), path))
    return Work(
        states, tuple(read), tuple(moved), gone, unchanged, limits, frozenset(again), frozenset(retried)
    )


def indexed_by_hash(states: Iterable[FileState]) -> dict[str, list[str]]:
    """The paths of the files that were indexed, by their content's hash, in order."""
    by_hash: dict[str, list[str]] = {}
    for state in states:
        if not state.failure:
            by_hash.setdefault(state.hash, []).append(state.path)
    return by_hash


def read_documents(
    settings: Settings, work: Work, progress: Progress, *, stage: str
) -> tuple[Work, list[Prepared]]:
    """Every new or changed file read and cut, and the work with the states they were read in.

    One that cannot be read carries its reason in its state.
    """
    states = dict(work.states)
    ids = document_ids(states)
    prepared: list[Prepared] = []
    with GuardedReader(work.limits) as guard:
        for done, path in enumerate(work.read):
            progress(stage, done, len(work.read))
            if states[path].failure:
                continue
            try:
                states[path], reading = read_settled(settings.corpus, path, guard)
                document = Document(ids[path], path, states[path].hash, reading)
                prepared.append(prepare(document, tokens=head_name(settings.embedder)))
            except Unsettled as error:
                states[path] = FileState(path, "", 0, 0, failure=str(error))  # as no later look will find it
            except UnreadableFile as error:
                unfinished = isinstance(error, UnfinishedReading)
                states[path] = replace(states[path], failure=str(error), unfinished=unfinished)
            except ReaderProblem:
                raise
            except Exception as error:  # whatever a hostile file makes a parser raise is that file's problem
                if isinstance(error, OSError) and error.errno in MACHINE_ERRORS:
                    raise AdvisoryError(
                        f"{path} cannot be read now ({error.strerror}); see that there is free space and not too much open, and sync again"
                    ) from error
                reason = f"{path}: cannot be read ({type(error).__name__}); the file is damaged"
                unfinished = isinstance(error, MemoryError)
                states[path] = replace(states[path], failure=reason, unfinished=unfinished)
    progress(stage, len(work.read), len(work.read))
    return replace(work, states=states), prepared


def read_settled(corpus: Path, path: str, guard: GuardedReader) -> tuple[FileState, Reading]:
    """The reading of a file and the state it was read in; one that is still being written is waited for.

    Raises Unsettled if it vanished or does not come to rest, UnreadableFile if it cannot be read at all.
    """
    for _ in range(SETTLING_ROUNDS):
        before = look_at(corpus, path)
        if before is None:
            raise Unsettled(f"{path}: vanished while it was read")
        if 0 <= time.time_ns() - before.modified < SETTLING_SECONDS * 1e9:
            guard.prepare(corpus / path)
            time.sleep(SETTLING_SECONDS / 2)
            continue
        if before.failure:
            raise UnreadableFile(before.failure)
        try:
            reading = guard.read(corpus / path)
        except UnreadableFile:
            if look_at(corpus, path) == before:
                raise
            continue
        if look_at(corpus, path) == before:
            return before, reading
    raise Unsettled(f"{path}: is being written all the time; the next sync tries again")


def prepare(document: Document, *, tokens: str) -> Prepared:
    """The document cut into chunks, with a key for each sentence by what is embedded of it, and by which token head.

    It holds the identifiers of its text, and those that it is called by or said to be on.
    """
    chunks = cut_chunks(document)
    keys: list[str] = []
    texts: dict[str, str] = {}
    for sentence in (sentence for chunk in chunks for sentence in chunk.sentences):
        lead = lead_in(document.reading, sentence.start) if sentence.kind == "list" else None
        led = document.text[lead.start : lead.end] if lead else ""
        context = context_of(document.metadata.title, sentence.label, led)
        text = context + document.text[sentence.start : sentence.end]
        key = hashlib.sha256((tokens + text).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        keys.append(key)
        texts[key] = text
    told = "\n".join([document.text, document.metadata.title, *document.metadata.targets])
    return Prepared(document, chunks, keys, texts, with_wider(find_identifiers(told)))


def embed_sentences(
    prepared: Sequence[Prepared], embedder: Embedder, writer: Writer, progress: Progress
) -> None:
    """Embed each sentence no document had before; what is done stays done if the run dies."""
    texts = {key: text for item in prepared for key, text in item.texts.items()}
    known = writer.known_keys(texts)
    # Neighbours in length share a batch, so that little of it is padding.
    missing = sorted((key for key in texts if key not in known), key=lambda key: (len(texts[key]), key))
    if not missing:
        return
    projection = (
        learned_head().projection
        if head_name(embedder.name)
        else writer.projection(lambda: principal_directions(embedder))
    )
    for start in range(0, len(missing), EMBEDDED_AT_ONCE):
        progress("embedding", start, len(missing))
        batch = missing[start : start + EMBEDDED_AT_ONCE]
        embedded = embedder.embed([texts[key] for key in batch])
        writer.store_embeddings(dict(zip(batch, embedded, strict=True)), projection)
    progress("embedding", len(missing), len(missing))


def wanted_keys(work: Work, prepared: Sequence[Prepared], snapshot: Snapshot) -> set[str]:
    """The keys of all sentences that the next version holds."""
    out = {*work.gone, *work.read}
    staying = [number for path, (number, _) in snapshot.paths().items() if path not in out]
    return {key for item in prepared for key in item.keys} | set(snapshot.keys_of_documents(staying))


def publish(
    settings: Settings,
    work: Work,
    prepared: Sequence[Prepared],
    vectors: Vectors,
    writer: Writer,
) -> None:
    """One transaction, after which the new version is what everybody reads."""
    tokens = head_name(settings.embedder)
    out = {*work.gone, *work.read}
    writer.publish(
        removed=[id for path, (_, id) in writer.snapshot.paths().items() if path in out],
        written=[(item.document, item.chunks, item.keys, item.identifiers) for item in prepared],
        files=[work.states[path] for path in sorted(work.states)],
        vectors=vectors,
        meta={
            "limits": repr(work.limits),
            "synced": datetime.now(UTC).isoformat(timespec="seconds"),
            "reading": READING_VERSION,
            "tokens": tokens,
            **(projection_meta(learned_head().projection) if tokens else {}),
        },
    )


def report_of(work: Work, known: Mapping[str, FileState], writer: Writer, *, seconds: float) -> SyncReport:
    """What was done, as the paths of the files; a renamed file is neither added nor removed, but moved."""
    failed = tuple(
        FileLeftOut(path, state.failure) for path, state in sorted(work.states.items()) if state.failure
    )
    unread = {failure.path for failure in failed}
    moved = tuple((old, new) for old, new in work.moved if new not in unread)
    sources, targets = {old for old, _ in moved}, {new for _, new in moved}
    indexed = [path for path in work.read if path not in unread | targets | work.again]
    return SyncReport(
        version=writer.snapshot.version,
        added=tuple(path for path in indexed if path not in known or known[path].failure),
        changed=tuple(path for path in indexed if path in known and not known[path].failure),
        removed=tuple(path for path in work.gone if path not in sources and not known[path].failure),
        moved=moved,
        unchanged=work.unchanged - len(work.again & unread),
        failed=failed,
        chunks=writer.snapshot.counts()["chunks"],
        seconds=round(seconds, 3),
    )


def problems_of(prepared: Sequence[Prepared]) -> tuple[PartLeftOut, ...]:
    """What could not be read of files that are indexed now."""
    return tuple(
        PartLeftOut(item.document.path, problem)
        for item in prepared
        for problem in item.document.reading.problems
    )
