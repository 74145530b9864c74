"""The corpus folder into the index, in one straight line: scan, compare, read, embed, publish."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index import readers
from index.catalog import Catalog, FileState, Writer
from index.chunk import context_of, cut_chunks
from index.embed import Embedder, token_projection
from index.identifiers import find_identifiers
from index.progress import Progress, no_progress
from index.readers.guard import GuardedReader
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
from index.vectors import VectorStore, copy_folder

# What the readers and the chunker make of a file; a store made by another number is built anew.
READING_VERSION = "1"
EMBEDDED_AT_ONCE = 512
# A file younger than this may still be on its way in.
SETTLING_SECONDS = 0.3
SETTLING_ROUNDS = 30
LOCK_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Work:
    """What one sync has to do, found by comparing the folder with the catalog."""

    states: dict[str, FileState]
    read: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]
    unchanged: int


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
) -> SyncReport:
    """Make the index what the corpus folder says, and report what changed.

    A run that dies at any instant leaves the version before it answering; the next one completes it.
    Raises CorpusProblem where the folder is missing or suddenly empty (unless `allow_empty`), and
    StoreProblem where the store cannot be used or belongs to another sync for `wait_seconds`.
    """
    started = time.monotonic()
    paths = scan_corpus(settings.corpus)
    with locked_store(settings.store, wait_seconds=wait_seconds):
        catalog = open_catalog(settings, rebuild=rebuild)
        with catalog.writing() as writer:
            make_usable(writer, settings, rebuild=rebuild)
            known = writer.snapshot.files()
            if known and not paths and not allow_empty:
                raise CorpusProblem(
                    f"{settings.corpus} is suddenly empty and {len(known)} files are indexed; "
                    "pass --allow-empty to mean it"
                )
            work = find_work(settings.corpus, paths, known, writer)
            if not (work.read or work.gone):
                if work.states != known:
                    writer.touch_files(work.states.values())
                return report_of(work, writer, seconds=time.monotonic() - started)
            states, prepared = read_documents(settings, work, progress)
            embed_sentences(prepared, settings, writer, progress)
            folder = write_vectors(settings, work, prepared, writer)
            publish(work, states, prepared, folder, writer)
            tidy(settings, writer)
            return report_of(
                replace(work, states=states), writer, seconds=time.monotonic() - started, known=known
            )


def scan_corpus(corpus: Path) -> tuple[str, ...]:
    """Every file of the folder and its subfolders that a reader may try, as sorted paths below it.

    Hidden files and folders, sidecars, and links that lead out of the folder are not documents.
    """
    if not corpus.is_dir():
        what = "is not a folder" if corpus.exists() else "does not exist"
        raise CorpusProblem(f"corpus folder {corpus} {what}; make it or pass --corpus DIR")
    root = corpus.resolve()
    found: list[str] = []
    for folder, folders, files in os.walk(corpus, onerror=_raise_unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            path = Path(folder, name)
            if name.startswith((".", "~$")) or readers.is_sidecar(path) or not _is_inside(path, root):
                continue
            found.append(path.relative_to(corpus).as_posix())
    return tuple(sorted(found))


@contextmanager
def locked_store(store: Path, *, wait_seconds: float) -> Iterator[None]:
    """The store for one writer, by a lock that the operating system drops when its process ends."""
    try:
        store.mkdir(parents=True, exist_ok=True)
        lock = FileLock(store / "lock", timeout=wait_seconds)
        with lock:
            holder = store / "lock.holder"
            holder.write_text(f"process {os.getpid()}")
            try:
                yield
            finally:
                holder.unlink(missing_ok=True)
    except Timeout as error:
        holder_name = _read_holder(store)
        raise StoreProblem(
            f"{store} is being synced by {holder_name}; wait for it to end, or stop it, and try again"
        ) from error
    except PermissionError as error:
        raise StoreProblem(
            f"store {store} cannot be written; make it writable or pass --store DIR"
        ) from error
    except OSError as error:
        raise StoreProblem(f"store {store} cannot be written ({error.strerror or error})") from error


def open_catalog(settings: Settings, *, rebuild: bool) -> Catalog:
    """The store's catalog; with `rebuild` a new one in the place of whatever lies there."""
    path = settings.store / "catalog.sqlite"
    if rebuild:
        for name in settings.store.glob("catalog.sqlite*"):
            name.unlink()
        for folder in settings.store.glob("vectors-*"):
            shutil.rmtree(folder, ignore_errors=True)
    return Catalog(path)


def make_usable(writer: Writer, settings: Settings, *, rebuild: bool) -> None:
    """Sign a new store; refuse one that another version or another embedder made."""
    signature = store_signature(settings)
    found = {name: writer.snapshot.meta(name) for name in signature}
    if not any(found.values()):
        writer.set_meta(signature)
        return
    for name, wanted in signature.items():
        if found[name] != wanted:
            raise StoreProblem(
                f"the index in {settings.store} was made with {name} {found[name] or 'unknown'}, not {wanted}; "
                "run: python -m index sync --rebuild"
            )


def store_signature(settings: Settings) -> dict[str, str]:
    """What must be the same for an index to be continued."""
    from index.catalog import SCHEMA_VERSION

    return {"schema": SCHEMA_VERSION, "reading": READING_VERSION, "embedder": settings.embedder}


def find_work(corpus: Path, paths: Sequence[str], known: Mapping[str, FileState], writer: Writer) -> Work:
    """Compare by content: a touched file costs a look, a renamed one a line in the catalog."""
    states = {path: state for path in paths if (state := look_at(corpus / path, path, known.get(path)))}
    by_hash: dict[str, list[str]] = {}
    for path, state in known.items():
        if path not in states and not state.failure:
            by_hash.setdefault(state.hash, []).append(path)
    ids = document_ids(states)
    old_ids = {entry.path: entry.id for entry in writer.snapshot.entries()}
    moved: list[tuple[str, str]] = []
    read: list[str] = []
    unchanged = 0
    for path, state in states.items():
        before = known.get(path)
        if before and before.hash == state.hash and (before.failure or old_ids.get(path) == ids[path]):
            states[path] = replace(state, failure=before.failure)
            unchanged += 1
        elif before is None and by_hash.get(state.hash):
            # Read anew, since a name may carry a date; embeddings are kept by content and serve again.
            moved.append((by_hash[state.hash].pop(), path))
            read.append(path)
        else:
            read.append(path)
    gone = tuple(path for path in known if path not in states)
    return Work(states, tuple(read), tuple(moved), gone, unchanged)


def find_changes(corpus: Path, paths: Sequence[str], known: Mapping[str, FileState]) -> tuple[str, ...]:
    """The paths a sync would add, change or remove."""
    states = {path: look_at(corpus / path, path, known.get(path)) for path in paths}
    changed = {
        path
        for path, state in states.items()
        if state and (path not in known or known[path].hash != state.hash)
    }
    return tuple(sorted(changed | (set(known) - set(states))))


def look_at(path: Path, name: str, before: FileState | None) -> FileState | None:
    """The file's state, its content hashed only if its size or time changed; None if it vanished meanwhile."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return FileState(name, "", 0, 0, failure="not a regular file")
        seen = f"{found.st_size} {found.st_mtime_ns}"
        if before and f"{before.size} {before.modified}" == seen and readers.sidecar_of(path) is None:
            return before
        return FileState(name, hash_of(path), found.st_size, found.st_mtime_ns)
    except FileNotFoundError:
        return None
    except OSError as error:
        return FileState(name, "", 0, 0, failure=f"{name}: cannot be opened ({error.strerror})")


def hash_of(path: Path) -> str:
    """SHA-256 of the file, and of its sidecar if it has one."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    sidecar = readers.sidecar_of(path)
    if sidecar is not None:
        digest.update(sidecar.read_bytes())
    return digest.hexdigest()


def document_ids(paths: Mapping[str, FileState]) -> dict[str, str]:
    """Each path without its ending; where two share that, the later in order keeps its ending.

    >>> document_ids({"a.md": ..., "a.pdf": ...})
    {'a.md': 'a', 'a.pdf': 'a.pdf'}
    """
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for path in sorted(paths):
        short = str(Path(path).with_suffix(""))
        ids[path] = path if short in taken else short
        taken.add(ids[path])
    return ids


def read_documents(
    settings: Settings, work: Work, progress: Progress
) -> tuple[dict[str, FileState], list[Prepared]]:
    """Every new or changed file read and cut; one that cannot be read carries its reason in its state."""
    states = dict(work.states)
    ids = document_ids(states)
    prepared: list[Prepared] = []
    with GuardedReader(Limits.from_environment(os.environ)) as guard:
        for done, path in enumerate(work.read):
            progress("reading", done, len(work.read))
            if states[path].failure:
                continue
            try:
                states[path], reading = read_settled(settings.corpus, path, guard)
                prepared.append(prepare(Document(ids[path], path, states[path].hash, reading)))
            except UnreadableFile as error:
                states[path] = replace(states[path], failure=str(error))
    progress("reading", len(work.read), len(work.read))
    return states, prepared


def read_settled(corpus: Path, path: str, guard: GuardedReader) -> tuple[FileState, Reading]:
    """The reading of a file and the state it was read in; one that is still being written is waited for.

    Raises UnreadableFile if it vanished or does not come to rest.
    """
    for _ in range(SETTLING_ROUNDS):
        before = look_at(corpus / path, path, None)
        if before is not None and time.time_ns() - before.modified < SETTLING_SECONDS * 1e9:
            time.sleep(SETTLING_SECONDS / 2)
            before = look_at(corpus / path, path, None)
        if before is None:
            raise UnreadableFile(f"{path}: vanished while it was read")
        if before.failure:
            raise UnreadableFile(before.failure)
        reading = guard.read(corpus / path)
        if look_at(corpus / path, path, None) == before:
            return before, reading
    raise UnreadableFile(f"{path}: is being written all the time; the next sync tries again")


def prepare(document: Document) -> Prepared:
    """The document cut into chunks, with a key for each sentence by what is embedded of it."""
    prepared = Prepared(document, cut_chunks(document))
    for chunk in prepared.chunks:
        for sentence in chunk.sentences:
            context = context_of(document.metadata.title, sentence.label)
            text = context + document.text[sentence.start : sentence.end]
            key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
            prepared.keys.append(key)
            prepared.texts[key] = text
    prepared.identifiers = find_identifiers(document.text)
    return prepared


def embed_sentences(
    prepared: Sequence[Prepared], settings: Settings, writer: Writer, progress: Progress
) -> None:
    """Embed each sentence no document had before; what is done stays done if the run dies."""
    texts = {key: text for item in prepared for key, text in item.texts.items()}
    known = writer.known_keys(texts)
    # Neighbours in length share a batch, so that little of it is padding.
    missing = sorted((key for key in texts if key not in known), key=lambda key: (len(texts[key]), key))
    if not missing:
        return
    embedder = Embedder(settings.embedder)
    projection = writer.projection(lambda: token_projection(embedder))
    for start in range(0, len(missing), EMBEDDED_AT_ONCE):
        progress("embedding", start, len(missing))
        batch = missing[start : start + EMBEDDED_AT_ONCE]
        embedded = embedder.embed([texts[key] for key in batch])
        writer.store_embeddings(dict(zip(batch, embedded, strict=True)), projection)
    progress("embedding", len(missing), len(missing))


def write_vectors(settings: Settings, work: Work, prepared: Sequence[Prepared], writer: Writer) -> str:
    """The vectors of the next version, where no reader looks yet; their folder's name below the store."""
    snapshot = writer.snapshot
    entries = snapshot.entries()
    paths_out = {*work.gone, *work.read}
    staying = [entry.number for entry in entries if entry.path not in paths_out]
    wanted = {key for item in prepared for key in item.keys} | set(snapshot.keys_of_documents(staying))
    held = snapshot.all_keys()
    current = snapshot.meta("vectors")
    if settings.chroma_url:
        store = VectorStore.open_server(settings.chroma_url, collection_name(writer))
        added = sorted(wanted - store.keys())
        if added:
            store.add(added, writer.vectors_of(added))
        return ""
    if current and wanted == held:
        return current
    folder = f"vectors-{snapshot.version + 1}"
    copy_folder(settings.store / (current or folder), settings.store / folder)
    store = VectorStore.open_folder(settings.store / folder)
    try:
        # What the catalog says and what a copied folder holds may differ after a crash: the folder is asked.
        present = store.keys()
        store.remove(sorted(present - wanted))
        added = sorted(wanted - present)
        if added:
            store.add(added, writer.vectors_of(added))
    finally:
        store.close()
    return folder


def publish(
    work: Work, states: Mapping[str, FileState], prepared: Sequence[Prepared], folder: str, writer: Writer
) -> None:
    """One transaction, after which the new version is what everybody reads."""
    paths_out = {*work.gone, *work.read}
    writer.publish(
        removed=[entry.id for entry in writer.snapshot.entries() if entry.path in paths_out],
        written=[(item.document, item.chunks, item.keys, item.identifiers) for item in prepared],
        files=[states[path] for path in sorted(states)],
        meta={"version": str(writer.snapshot.version + 1), "vectors": folder, "synced": _now()},
    )


def tidy(settings: Settings, writer: Writer) -> None:
    """Drop what no version needs; the folder before the current one stays for readers at work in it."""
    writer.forget_unused_embeddings()
    if settings.chroma_url:
        store = VectorStore.open_server(settings.chroma_url, collection_name(writer))
        store.remove(sorted(store.keys() - writer.snapshot.all_keys()))
    folders = sorted(settings.store.glob("vectors-*"), key=lambda folder: int(folder.name.split("-")[1]))
    current = writer.snapshot.meta("vectors")
    before = [folder for folder in folders if folder.name != current]
    for folder in before[:-1]:
        shutil.rmtree(folder, ignore_errors=True)


def collection_name(writer: Writer) -> str:
    """The store's collection on a Chroma server, which several stores may share."""
    return f"sentences-{writer.store_id()}"


def report_of(
    work: Work, writer: Writer, *, seconds: float, known: Mapping[str, FileState] | None = None
) -> SyncReport:
    known = known or {}
    failed = tuple(
        Failure(path, state.failure) for path, state in sorted(work.states.items()) if state.failure
    )
    unread = {failure.path for failure in failed}
    sources = {old for old, _ in work.moved}
    targets = {new for _, new in work.moved}
    indexed = [path for path in work.read if path not in unread and path not in targets]
    return SyncReport(
        version=writer.snapshot.version,
        added=tuple(path for path in indexed if path not in known or known[path].failure),
        changed=tuple(path for path in indexed if path in known and not known[path].failure),
        removed=tuple(path for path in work.gone if path not in sources),
        moved=work.moved,
        unchanged=work.unchanged,
        failed=failed,
        chunks=writer.snapshot.counts()["chunks"],
        seconds=round(seconds, 3),
    )


def _is_inside(path: Path, root: Path) -> bool:
    return not path.is_symlink() or path.resolve().is_relative_to(root)


def _raise_unreadable(error: OSError) -> None:
    raise CorpusProblem(f"corpus folder {error.filename} cannot be read ({error.strerror})") from error


def _read_holder(store: Path) -> str:
    try:
        return (store / "lock.holder").read_text()
    except OSError:
        return "another process"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
