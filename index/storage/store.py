"""The store: one writer at a time, and by which embedder and which readers its index was made."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

from index.settings import Settings
from index.storage.catalog import Catalog
from index.storage.snapshot import Snapshot
from index.storage.versions import SUCCESSOR, folders_in, published_vectors
from index.storage.writer import Writer
from index.tokens import head_name
from index.types import StoreBusy, StoreProblem, UnwritableStore

# What the readers and the chunker make of a file; a store made by an older number is read anew by the next sync.
READING_VERSION = "14"
LOCK_SECONDS = 600.0


@contextmanager
def locked_store(store: Path, *, wait_seconds: float) -> Iterator[None]:
    """The store for one writer, by a lock that the operating system drops when its process ends.

    Raises UnwritableStore where its lock cannot be written, StoreBusy where another process keeps it for `wait_seconds`.
    """
    holder = store / "lock.holder"
    with ExitStack() as held:
        try:
            with writing_to(store):
                store.mkdir(parents=True, exist_ok=True)
                held.enter_context(FileLock(store / "lock", timeout=wait_seconds))
                held.callback(holder.unlink, missing_ok=True)
                holder.write_text(f"process {os.getpid()}")
        except Timeout as error:
            raise StoreBusy(
                f"{store} is being synced by {_read_holder(store)}; wait for it to end, or stop it, and try again"
            ) from error
        yield


@contextmanager
def writing_to(store: Path) -> Iterator[None]:
    """While files of the store are written: what the system refuses is raised as UnwritableStore with the remedy."""
    try:
        yield
    except Timeout:
        raise
    except OSError as error:
        reason = (error.strerror or str(error)).splitlines()[0]
        raise UnwritableStore(
            f"store {store} cannot be written ({reason}); make it writable, with free space, or pass --store DIR"
        ) from error


def begin_anew(published: Catalog, settings: Settings) -> Catalog:
    """A catalog without documents beside the published one, which answers until the new one takes its place."""
    successor = Catalog(settings, settings.store / SUCCESSOR)
    with writing_to(settings.store):
        successor.remove()
    with successor.writing() as writer:
        writer.set_meta({**first_meta(settings, published), "former": published_vectors(published).name})
    return successor


def make_usable(writer: Writer, settings: Settings, published: Catalog) -> None:
    """Sign a new store; refuse one that another embedder or newer readers made."""
    reading = writer.snapshot.meta("reading")
    if not (reading or writer.snapshot.meta("embedder")):
        writer.set_meta(first_meta(settings, published))
        return
    writer.snapshot.check_embedder(settings)
    writer.snapshot.check_seal()
    if not is_readable(reading):
        raise StoreProblem(
            f"the index in {settings.store} was made by a newer version of this program (its reading {reading}, here "
            f"{READING_VERSION}); use that version, or run: {settings.command('sync', '--rebuild')}"
        )


def is_readable(reading: str) -> bool:
    """Whether readers of that number are not newer than these."""
    return not reading.isdecimal() or int(reading) <= int(READING_VERSION)


def renewal_of(snapshot: Snapshot) -> str:
    """Why every file is to be read anew, or nothing."""
    reading = snapshot.meta("reading", "unknown")
    if not snapshot.meta("synced") or not is_readable(reading):
        return ""
    if reading != READING_VERSION:
        return (
            f"an older version of this program made the index (its reading {reading}, here {READING_VERSION})"
        )
    if snapshot.meta("tokens") != head_name(snapshot.meta("embedder")):
        return "another version of this program made the index (its tokens are compared otherwise)"
    return ""


def find_renewal(settings: Settings) -> str:
    """Why the next sync will read every file anew, or nothing: also where there is no index, or none it would continue."""
    with suppress(StoreProblem), Catalog(settings).snapshot() as snapshot:
        return renewal_of(snapshot) if snapshot.meta("embedder") == settings.embedder else ""
    return ""


def first_meta(settings: Settings, published: Catalog) -> dict[str, str]:
    """What a new catalog says of itself: a name that no other store has, and the last version of the old one.

    So a version's number, and with it the name of its folder, never comes again.
    """
    numbers = [vectors.folder_version or 0 for vectors in folders_in(settings.store)]
    with suppress(StoreProblem), published.snapshot() as snapshot:
        numbers.append(snapshot.version)
    return {
        "reading": READING_VERSION,
        "embedder": settings.embedder,
        "store": uuid4().hex[:12],
        "version": str(max(numbers, default=0)),
    }


def _read_holder(store: Path) -> str:
    try:
        return (store / "lock.holder").read_text()
    except OSError:
        return "another process"
