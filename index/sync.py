"""The corpus folder into the index, in one straight line: scan, compare, read, embed, publish."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

from index import readers
from index.catalog import Catalog, FileState, Snapshot, Vectors, Writer
from index.chunk import context_of, cut_chunks, lead_in
from index.embed import Embedder, token_projection
from index.identifiers import find_identifiers, with_wider
from index.progress import Progress, no_progress
from index.readers.guard import MACHINE_ERRORS, GuardedReader
from index.readers.limits import Limits
from index.settings import Settings
from index.types import (
    Chunk,
    CorpusProblem,
    Document,
    Failure,
    Reading,
    StoreProblem,
    SyncReport,
    UnreadableFile,
)
from index.vectors import BATCH, VectorStore, copy_folder, fingerprint_of, remove_folder

# What the readers and the chunker make of a file; a store made by an older number is read anew by the next sync.
READING_VERSION = "6"
EMBEDDED_AT_ONCE = 512
SUCCESSOR = "successor.sqlite"
# A file younger than this may still be on its way in.
SETTLING_SECONDS = 0.3
SETTLING_ROUNDS = 30
LOCK_SECONDS = 600.0
_HIDDEN = (".", "~$")  # also what office programs put beside an open file


class Unsettled(UnreadableFile):
    """A file that was changing while it was read; another sync may read it."""


@dataclass(frozen=True, slots=True)
class Work:
    """What one sync has to do, found by comparing the folder with the catalog.

    `again` are those of `read` that are as they were, and are read since older readers read them last.
    """

    states: dict[str, FileState]
    read: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]
    unchanged: int
    again: frozenset[str] = frozenset()


@dataclass(slots=True)
class Prepared:
    """A document ready to be written, with the keys of its sentences in order and the identifiers it holds."""

    document: Document
    chunks: Sequence[Chunk]
    texts: dict[str, str] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    identifiers: Sequence[str] = ()


def sync_corpus(
    settings: Settings,
    *,
    allow_empty: bool = False,
    rebuild: bool = False,
    wait_seconds: float = LOCK_SECONDS,
    progress: Progress = no_progress,
    embedder: Embedder | None = None,
) -> SyncReport:
    """Make the index what the corpus folder says, and report what changed.

    An `embedder` that is loaded already serves instead of one loaded for this run. Where an older version
    of the readers made the index, every file is read anew; what reads as before keeps its embeddings.
    A run that dies at any instant leaves the version before it answering; the next one completes it.
    Raises CorpusProblem where the folder is missing or suddenly empty (unless `allow_empty`), and
    StoreProblem where the store cannot be used, was made by another embedder or newer readers, or belongs
    to another sync for `wait_seconds`.
    """
    started = time.monotonic()
    require_folder(settings.corpus)
    with locked_store(settings.store, wait_seconds=wait_seconds):
        paths = scan_corpus(settings.corpus)
        published = Catalog(settings.store / "catalog.sqlite")
        catalog = begin_anew(published, settings) if rebuild else published
        with catalog.writing() as writer:
            make_usable(writer, settings, published)
            known = writer.snapshot.files()
            renewed = renewal_of(writer.snapshot)
            if not paths and not allow_empty:
                refuse_empty(settings.corpus, published)
            work = find_work(settings.corpus, paths, known, writer.snapshot)
            if not (work.read or work.gone or renewed) and is_whole(writer.snapshot, settings):
                if work.states != known:
                    writer.touch_files(work.states.values())
                tidy(settings, writer)
                return report_of(work, known, writer, seconds=time.monotonic() - started)
            states, prepared = read_documents(
                settings, work, progress, stage="renewing" if renewed else "reading"
            )
            embed_sentences(prepared, embedder or Embedder(settings.embedder), writer, progress)
            publish(work, states, prepared, write_vectors(settings, work, prepared, writer), writer)
        if rebuild:
            published.become(catalog)
        with published.writing() as writer:
            tidy(settings, writer)
            report = report_of(
                replace(work, states=states), known, writer, seconds=time.monotonic() - started
            )
            problems = [
                Failure(item.document.path, problem)
                for item in prepared
                for problem in item.document.reading.problems
            ]
            return replace(report, renewed=renewed, problems=tuple(problems))


def require_folder(corpus: Path) -> None:
    """Raise CorpusProblem where there is no such folder."""
    if not corpus.is_dir():
        what = "is not a folder" if corpus.exists() else "does not exist"
        raise CorpusProblem(f"corpus folder {corpus} {what}; make it or pass --corpus DIR")


def scan_corpus(corpus: Path) -> tuple[str, ...]:
    """Every file of the folder and its subfolders that is offered for reading, as sorted paths below it.

    Hidden files and folders and sidecars are not documents. A link to a folder is not followed, and
    stands in the list itself, to be reported.
    """
    require_folder(corpus)
    found: list[str] = []
    for folder, folders, files in os.walk(corpus, onerror=_raise_unreadable):
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in (*files, *links):
            path = Path(folder, name)
            if not name.startswith(_HIDDEN) and not readers.is_sidecar(path):
                found.append(path.relative_to(corpus).as_posix())
    return tuple(sorted(found))


@contextmanager
def locked_store(store: Path, *, wait_seconds: float) -> Iterator[None]:
    """The store for one writer, by a lock that the operating system drops when its process ends.

    Raises StoreProblem where the store cannot be written, or another process keeps it for `wait_seconds`.
    """
    holder = store / "lock.holder"
    try:
        store.mkdir(parents=True, exist_ok=True)
        with FileLock(store / "lock", timeout=wait_seconds):
            holder.write_text(f"process {os.getpid()}")
            try:
                yield
            finally:
                holder.unlink(missing_ok=True)
    except Timeout as error:
        raise StoreProblem(
            f"{store} is being synced by {_read_holder(store)}; wait for it to end, or stop it, and try again"
        ) from error
    except OSError as error:
        reason = (error.strerror or str(error)).splitlines()[0]
        raise StoreProblem(
            f"store {store} cannot be written ({reason}); make it writable, with free space, or pass --store DIR"
        ) from error


def begin_anew(published: Catalog, settings: Settings) -> Catalog:
    """A catalog without documents beside the published one, which answers until the new one takes its place."""
    successor = Catalog(published.path.with_name(SUCCESSOR))
    successor.remove()
    with successor.writing() as writer:
        writer.set_meta({**first_meta(settings, published), "former": published_vectors(published).name})
    return successor


def make_usable(writer: Writer, settings: Settings, published: Catalog) -> None:
    """Sign a new store; refuse one that another embedder or newer readers made."""
    reading, embedder = writer.snapshot.meta("reading"), writer.snapshot.meta("embedder")
    if not (reading or embedder):
        writer.set_meta(first_meta(settings, published))
    elif embedder != settings.embedder:
        raise StoreProblem(
            f"the index in {settings.store} was made with embedder {embedder or 'unknown'}, not {settings.embedder}; "
            "run: python -m index sync --rebuild"
        )
    elif not is_readable(reading):
        raise StoreProblem(
            f"the index in {settings.store} was made by a newer version of this program (its reading {reading}, here "
            f"{READING_VERSION}); use that version, or run: python -m index sync --rebuild"
        )


def is_readable(reading: str) -> bool:
    """Whether readers of that number are not newer than these."""
    return not reading.isdecimal() or int(reading) <= int(READING_VERSION)


def renewal_of(snapshot: Snapshot) -> str:
    """Why every file is to be read anew, or nothing."""
    reading = snapshot.meta("reading", "unknown")
    if not snapshot.meta("synced") or reading == READING_VERSION or not is_readable(reading):
        return ""
    return f"an older version of this program made the index (its reading {reading}, here {READING_VERSION})"


def find_renewal(settings: Settings) -> str:
    """Why the next sync will read every file anew, or nothing: also where there is no index, or none it would continue."""
    with suppress(StoreProblem), Catalog(settings.store / "catalog.sqlite").snapshot() as snapshot:
        return renewal_of(snapshot) if snapshot.meta("embedder") == settings.embedder else ""
    return ""


def first_meta(settings: Settings, published: Catalog) -> dict[str, str]:
    """What a new catalog says of itself: a name that no other store has, and the last version of the old one.

    So a version's number, and with it the name of its folder, never comes again.
    """
    numbers = [int(folder.name[8:]) for folder in settings.store.glob("vectors-*") if is_folder(folder.name)]
    with suppress(StoreProblem), published.snapshot() as snapshot:
        numbers.append(snapshot.version)
    return {
        "reading": READING_VERSION,
        "embedder": settings.embedder,
        "store": uuid4().hex[:12],
        "version": str(max(numbers, default=0)),
    }


def refuse_empty(corpus: Path, published: Catalog) -> None:
    """Raise CorpusProblem if anything is indexed of a folder that holds nothing now."""
    with suppress(StoreProblem), published.snapshot() as snapshot:
        if indexed := len(snapshot.files()):
            raise CorpusProblem(
                f"{corpus} is suddenly empty and {indexed} files are indexed; pass --allow-empty to mean it"
            )


def is_whole(snapshot: Snapshot, settings: Settings) -> bool:
    """Whether a version is published and its vectors are where the settings want them."""
    name = snapshot.vectors.name
    if not snapshot.meta("synced"):
        return False
    if settings.chroma_url:
        return name == collection_of(snapshot)
    return not name or (is_folder(name) and (settings.store / name).is_dir())


def find_work(corpus: Path, paths: Sequence[str], known: Mapping[str, FileState], snapshot: Snapshot) -> Work:
    """Compare by content: a touched file costs a look, a renamed one no embedding."""
    states = look_at_all(corpus, paths, known)
    by_hash: dict[str, list[str]] = {}
    for path, state in known.items():
        if path not in states and not state.failure:
            by_hash.setdefault(state.hash, []).append(path)
    ids = document_ids(states)
    documents = snapshot.paths()
    # Under other limits, what was too large before may be read now.
    failures_stand = snapshot.meta("limits") == repr(Limits.from_environment(os.environ))
    renewed = bool(renewal_of(snapshot))
    moved: list[tuple[str, str]] = []
    read: list[str] = []
    again: set[str] = set()
    unchanged = 0
    for path, state in states.items():
        before = known.get(path)
        if before and before.failure and failures_stand and not renewed and is_same(before, state):
            states[path] = replace(state, failure=before.failure)
        elif before and path in documents and documents[path][1] == ids[path] and is_same(before, state):
            unchanged += 1
            if renewed:
                again.add(path)
                read.append(path)
        else:
            read.append(path)
            if before is None and by_hash.get(state.hash):
                # Read anew, since a name may carry a date; embeddings are kept by content and serve again.
                moved.append((by_hash[state.hash].pop(0), path))
    gone = tuple(path for path in known if path not in states)
    return Work(states, tuple(read), tuple(moved), gone, unchanged, frozenset(again))


def find_changes(corpus: Path, paths: Sequence[str], known: Mapping[str, FileState]) -> tuple[str, ...]:
    """The paths a sync would add, change or remove."""
    states = look_at_all(corpus, paths, known)
    changed = {path for path, state in states.items() if path not in known or not is_same(known[path], state)}
    return tuple(sorted(changed | (set(known) - set(states))))


def is_same(before: FileState, state: FileState) -> bool:
    """Whether a file, with its sidecar, says what it said before."""
    return (before.hash, before.sidecar) == (state.hash, state.sidecar)


def look_at_all(corpus: Path, paths: Sequence[str], known: Mapping[str, FileState]) -> dict[str, FileState]:
    """The state of each file that is there, by its path as it can be printed."""
    looks = (look_at(corpus, path, known.get(path)) for path in paths)
    return {state.path: state for state in looks if state}


def look_at(corpus: Path, name: str, before: FileState | None = None) -> FileState | None:
    """The file's state, its content hashed only if its size or time changed; None if it vanished meanwhile."""
    path = corpus / name
    try:
        name.encode()
    except UnicodeEncodeError:
        printed = name.encode("utf-8", "backslashreplace").decode()
        return FileState(printed, "", 0, 0, failure=f"{printed}: its name is not UTF-8; rename it")
    try:
        if path.is_symlink() and not _leads_inside(path, corpus):
            return FileState(
                name, "", 0, 0, failure=f"{name}: links out of the corpus folder; copy the file into it"
            )
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            return FileState(name, "", 0, 0, failure=f"{name}: links to a folder; put the folder itself here")
        if not stat.S_ISREG(found.st_mode):
            return FileState(name, "", 0, 0, failure=f"{name}: not a regular file; take it out of the corpus")
        sidecar = readers.sidecar_of(path)
        described = hash_of(sidecar) if sidecar else ""
        same = before and (before.size, before.modified) == (found.st_size, found.st_mtime_ns)
        content = before.hash if before and same else hash_of(path)
        return FileState(name, content, found.st_size, found.st_mtime_ns, described)
    except FileNotFoundError:
        if path.is_symlink():
            return FileState(name, "", 0, 0, failure=f"{name}: links to a file that is not there")
        return None
    except OSError as error:
        return FileState(name, "", 0, 0, failure=f"{name}: cannot be opened ({error.strerror})")


def hash_of(path: Path) -> str:
    """The SHA-256 of the file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def document_ids(paths: Iterable[str]) -> dict[str, str]:
    """Each path without its ending; where two share that, the later in order keeps its ending.

    What no reader reads takes no name away from what one does.

    >>> document_ids(["a.md", "a.pdf", "a.jpg"])
    {'a.md': 'a', 'a.pdf': 'a.pdf', 'a.jpg': 'a.jpg'}
    """
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for path in sorted(paths, key=lambda path: (Path(path).suffix.lower() not in readers.SUFFIXES, path)):
        short = str(Path(path).with_suffix(""))
        ids[path] = path if short in taken else short
        taken.add(ids[path])
    return ids


def read_documents(
    settings: Settings, work: Work, progress: Progress, *, stage: str
) -> tuple[dict[str, FileState], list[Prepared]]:
    """Every new or changed file read and cut; one that cannot be read carries its reason in its state."""
    states = dict(work.states)
    ids = document_ids(states)
    prepared: list[Prepared] = []
    with GuardedReader(Limits.from_environment(os.environ)) as guard:
        for done, path in enumerate(work.read):
            progress(stage, done, len(work.read))
            if states[path].failure:
                continue
            try:
                states[path], reading = read_settled(settings.corpus, path, guard)
                prepared.append(prepare(Document(ids[path], path, states[path].hash, reading)))
            except Unsettled as error:
                states[path] = FileState(path, "", 0, 0, failure=str(error))  # as no later look will find it
            except UnreadableFile as error:
                states[path] = replace(states[path], failure=str(error))
            except Exception as error:  # whatever a hostile file makes a parser raise is that file's problem
                if isinstance(error, OSError) and error.errno in MACHINE_ERRORS:
                    raise
                reason = f"{path}: cannot be read ({type(error).__name__}); the file is damaged"
                states[path] = replace(states[path], failure=reason)
    progress(stage, len(work.read), len(work.read))
    return states, prepared


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


def prepare(document: Document) -> Prepared:
    """The document cut into chunks, with a key for each sentence by what is embedded of it."""
    prepared = Prepared(document, cut_chunks(document))
    for chunk in prepared.chunks:
        for sentence in chunk.sentences:
            lead = lead_in(document.reading, sentence.start) if sentence.kind == "list" else None
            led = document.text[lead.start : lead.end] if lead else ""
            context = context_of(document.metadata.title, sentence.label, led)
            text = context + document.text[sentence.start : sentence.end]
            key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
            prepared.keys.append(key)
            prepared.texts[key] = text
    prepared.identifiers = with_wider(find_identifiers(document.text))
    return prepared


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
    projection = writer.projection(lambda: token_projection(embedder))
    for start in range(0, len(missing), EMBEDDED_AT_ONCE):
        progress("embedding", start, len(missing))
        batch = missing[start : start + EMBEDDED_AT_ONCE]
        embedded = embedder.embed([texts[key] for key in batch])
        writer.store_embeddings(dict(zip(batch, embedded, strict=True)), projection)
    progress("embedding", len(missing), len(missing))


def write_vectors(settings: Settings, work: Work, prepared: Sequence[Prepared], writer: Writer) -> Vectors:
    """The vectors of the next version, where no reader looks yet."""
    snapshot = writer.snapshot
    out = {*work.gone, *work.read}
    staying = [number for path, (number, _) in snapshot.paths().items() if path not in out]
    wanted = {key for item in prepared for key in item.keys} | set(snapshot.keys_of_documents(staying))
    if settings.chroma_url:
        return write_collection(settings.chroma_url, wanted, writer)
    current = snapshot.vectors
    if current.name and is_whole(snapshot, settings) and wanted == snapshot.all_keys():
        return current
    return write_folder(settings.store, wanted, current, writer) if wanted else Vectors()


def write_collection(url: str, wanted: Set[str], writer: Writer) -> Vectors:
    """The wanted keys in the store's collection, beside those that only the published version wants."""
    name = collection_of(writer.snapshot)
    store = VectorStore.open_server(url, name, make=True)
    try:
        add_vectors(store, wanted - store.keys(), writer)
    finally:
        store.close()
    return Vectors(name, len(wanted))


def write_folder(store: Path, wanted: Set[str], current: Vectors, writer: Writer) -> Vectors:
    """A new folder with the wanted keys: a copy of the current one brought up to date, or one made anew.

    Chroma only marks what it forgets, so a folder that has forgotten as much as it holds is not continued;
    nor is one that is not as it was published.
    """
    folder = store / f"vectors-{writer.snapshot.version + 1}"
    shutil.rmtree(folder, ignore_errors=True)
    gone = writer.snapshot.all_keys() - wanted
    forgotten = current.forgotten + len(gone)
    continued = (
        forgotten <= len(wanted)
        and is_folder(current.name)
        and fingerprint_of(store / current.name) == current.fingerprint
    )
    try:
        if continued:
            copy_folder(store / current.name, folder)
        vectors = VectorStore.open_folder(folder, make=True)
        try:
            held = vectors.keys()
            vectors.remove(sorted(held - wanted))
            add_vectors(vectors, wanted - held, writer)
        finally:
            vectors.close()
        return Vectors(folder.name, len(wanted), fingerprint_of(folder), forgotten if continued else 0)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def add_vectors(store: VectorStore, keys: Set[str], writer: Writer) -> None:
    """The vectors of the keys from the catalog into the store, a batch at a time."""
    remaining = iter(sorted(keys))
    while batch := list(islice(remaining, BATCH)):
        store.add(batch, writer.vectors_of(batch))


def publish(
    work: Work,
    states: Mapping[str, FileState],
    prepared: Sequence[Prepared],
    vectors: Vectors,
    writer: Writer,
) -> None:
    """One transaction, after which the new version is what everybody reads."""
    out = {*work.gone, *work.read}
    writer.publish(
        removed=[id for path, (_, id) in writer.snapshot.paths().items() if path in out],
        written=[(item.document, item.chunks, item.keys, item.identifiers) for item in prepared],
        files=[states[path] for path in sorted(states)],
        vectors=vectors,
        meta={
            "limits": repr(Limits.from_environment(os.environ)),
            "synced": datetime.now(UTC).isoformat(timespec="seconds"),
            "reading": READING_VERSION,
        },
    )


def tidy(settings: Settings, writer: Writer) -> None:
    """Drop what no version needs; what a sync that died after it had published left is dropped by the next one."""
    current, version = writer.snapshot.vectors.name, str(writer.snapshot.version)
    if writer.snapshot.meta("tidied") != version:
        writer.forget_unused_embeddings()
        if settings.chroma_url:
            tidy_server(settings.chroma_url, writer.snapshot)
        writer.set_meta({"tidied": version, "former": ""})
    sweep_store(settings.store, keep=current)


def tidy_server(url: str, snapshot: Snapshot) -> None:
    """Remove from the Chroma server what only earlier versions had there, and the collection of an index that this one replaced."""
    store = VectorStore.open_server(url, snapshot.vectors.name)
    store.remove(sorted(store.keys() - snapshot.all_keys()))
    store.close()
    if (former := snapshot.meta("former")) and not is_folder(former):
        VectorStore.open_server(url, former, make=True).drop()


def published_vectors(published: Catalog) -> Vectors:
    """Where the vectors are that readers are pointed to; nowhere if the catalog cannot say."""
    with suppress(StoreProblem), published.snapshot() as snapshot:
        return snapshot.vectors
    return Vectors()


def sweep_store(store: Path, *, keep: str) -> None:
    """Remove the vectors of other versions, but for those that readers are at work in, and what a died rebuild left."""
    Catalog(store / SUCCESSOR).remove()
    for folder in sorted(store.glob("vectors-*")):
        if folder.name != keep and is_folder(folder.name):
            remove_folder(folder)


def report_of(work: Work, known: Mapping[str, FileState], writer: Writer, *, seconds: float) -> SyncReport:
    """What was done, as the paths of the files; a renamed file is neither added nor removed, but moved."""
    failed = tuple(
        Failure(path, state.failure) for path, state in sorted(work.states.items()) if state.failure
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


def collection_of(snapshot: Snapshot) -> str:
    """The store's collection on a Chroma server, which several stores may share."""
    return f"sentences-{snapshot.meta('store')}"


def is_folder(name: str) -> bool:
    """Whether vectors of that name lie in the store, and not on a server."""
    return name.startswith("vectors-") and name[8:].isdecimal()


def is_hidden(path: str, corpus: Path) -> bool:
    """Whether a file, or a folder it lies in below the corpus, is one that no scan looks at."""
    below = os.path.relpath(os.path.realpath(path), os.path.realpath(corpus))
    return any(name.startswith(_HIDDEN) for name in Path(below).parts)


def _leads_inside(link: Path, corpus: Path) -> bool:
    return Path(os.path.realpath(link)).is_relative_to(os.path.realpath(corpus))


def _raise_unreadable(error: OSError) -> None:
    if isinstance(error, FileNotFoundError):
        return  # a subfolder that was removed since it was listed
    raise CorpusProblem(
        f"corpus folder {error.filename} cannot be read ({error.strerror}); make it readable"
    ) from error


def _read_holder(store: Path) -> str:
    try:
        return (store / "lock.holder").read_text()
    except OSError:
        return "another process"
