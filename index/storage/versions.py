"""The vectors of each version of the index: written beside those in use, and swept when nobody needs them."""

from __future__ import annotations

import shutil
from collections.abc import Set
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path

from index.settings import Settings
from index.storage.catalog import Catalog
from index.storage.records import VECTORS_FOLDER, Vectors
from index.storage.snapshot import Snapshot
from index.storage.vectors import BATCH, VectorStore, copy_folder, fingerprint_of, remove_folder
from index.storage.writer import Writer
from index.types import StoreProblem

SUCCESSOR = "successor.sqlite"


def is_whole(snapshot: Snapshot, settings: Settings) -> bool:
    """Whether a version is published and its vectors are where the settings want them."""
    vectors = snapshot.vectors
    if not snapshot.meta("synced"):
        return False
    if settings.chroma_url:
        return vectors.name == collection_of(snapshot)
    return not vectors.name or (vectors.in_folder and (settings.store / vectors.name).is_dir())


def write_vectors(settings: Settings, wanted: Set[str], writer: Writer) -> Vectors:
    """The vectors of the wanted keys for the next version, where no reader looks yet."""
    snapshot = writer.snapshot
    if settings.chroma_url:
        return write_collection(settings, wanted, writer)
    current = snapshot.vectors
    if current.name and is_whole(snapshot, settings) and wanted == snapshot.all_keys():
        return current
    return write_folder(settings, wanted, current, writer) if wanted else Vectors()


def write_collection(settings: Settings, wanted: Set[str], writer: Writer) -> Vectors:
    """The wanted keys in the store's collection, beside those that only the published version wants."""
    name = collection_of(writer.snapshot)
    with closing(VectorStore.open_server(settings, name, make=True)) as store:
        add_vectors(store, wanted - store.keys(), writer)
    return Vectors(name, len(wanted))


def write_folder(settings: Settings, wanted: Set[str], current: Vectors, writer: Writer) -> Vectors:
    """A new folder with the wanted keys: a copy of the current one brought up to date, or one made anew.

    Chroma only marks what it forgets, so a folder that has forgotten as much as it holds is not continued;
    nor is one that is not as it was published.
    """
    store = settings.store
    folder = store / f"{VECTORS_FOLDER}{writer.snapshot.version + 1}"
    shutil.rmtree(folder, ignore_errors=True)
    gone = writer.snapshot.all_keys() - wanted
    forgotten = current.forgotten + len(gone)
    continued = (
        forgotten <= len(wanted)
        and current.in_folder
        and fingerprint_of(store / current.name) == current.fingerprint
    )
    try:
        if continued:
            continued = copy_folder(store / current.name, folder)
        with closing(VectorStore.open_folder(settings, folder.name, make=True)) as vectors:
            held = vectors.keys()
            vectors.remove(sorted(held - wanted))
            add_vectors(vectors, wanted - held, writer)
        return Vectors(folder.name, len(wanted), fingerprint_of(folder), forgotten if continued else 0)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def add_vectors(store: VectorStore, keys: Set[str], writer: Writer) -> None:
    """The vectors of the keys from the catalog into the store, a batch at a time."""
    remaining = iter(sorted(keys))
    while batch := list(islice(remaining, BATCH)):
        store.add(batch, writer.vectors_of(batch))


def tidy(settings: Settings, writer: Writer) -> None:
    """Drop what no version needs; what a sync that died after it had published left is dropped by the next one."""
    current, version = writer.snapshot.vectors.name, str(writer.snapshot.version)
    if writer.snapshot.meta("tidied") != version:
        writer.forget_unused_embeddings()
        if settings.chroma_url:
            tidy_server(settings, writer.snapshot)
        writer.set_meta({"tidied": version, "former": ""})
    sweep_store(settings, keep=current)


def tidy_server(settings: Settings, snapshot: Snapshot) -> None:
    """Remove from the Chroma server what only earlier versions had there, and the collection of an index that this one replaced."""
    with closing(VectorStore.open_server(settings, snapshot.vectors.name)) as store:
        store.remove(sorted(store.keys() - snapshot.all_keys()))
    former = Vectors(snapshot.meta("former"))
    if former.name and not former.in_folder:
        with closing(VectorStore.open_server(settings, former.name, make=True)) as store:
            store.drop()


def published_vectors(published: Catalog) -> Vectors:
    """Where the vectors are that readers are pointed to; nowhere if the catalog cannot say."""
    with suppress(StoreProblem), published.snapshot() as snapshot:
        return snapshot.vectors
    return Vectors()


def sweep_store(settings: Settings, *, keep: str) -> None:
    """Remove the vectors of other versions, but for those that readers are at work in, and what a died rebuild left."""
    Catalog(settings, settings.store / SUCCESSOR).remove()
    for vectors in folders_in(settings.store):
        if vectors.name != keep:
            remove_folder(settings.store / vectors.name)


def folders_in(store: Path) -> list[Vectors]:
    """The vectors of every version that has a folder in the store, by name."""
    found = [Vectors(path.name) for path in sorted(store.glob(f"{VECTORS_FOLDER}*"))]
    return [vectors for vectors in found if vectors.in_folder]


def collection_of(snapshot: Snapshot) -> str:
    """The store's collection on a Chroma server, which several stores may share."""
    return f"sentences-{snapshot.meta('store')}"
