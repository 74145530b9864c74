"""The corpus folder changed by hand: files are checked as they come in, and leave through a trash that gives them back."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from uuid import uuid4

from index import readers
from index.readers.guard import GuardedReader
from index.readers.limits import Limits
from index.types import AdvisoryError, Reading, UnreadableFile

NAME_BYTES = 240  # of the 255 that file systems take; a sidecar's ending comes behind it

_UNFIT = re.compile(r"[^\w .()+,&'-]+")
_TIME = "%Y%m%dT%H%M%S%fZ"


class ShelfProblem(AdvisoryError):
    """A file of the corpus cannot be added, removed or given back as asked."""


class AlreadyThere(ShelfProblem):
    """A file is in the corpus just as it is to be added: nothing was done, and nothing need be."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The corpus folder and the trash beside the index."""

    corpus: Path
    store: Path

    @property
    def trash(self) -> Path:
        return self.store / "trash"


@dataclass(frozen=True, slots=True)
class Trashed:
    """A file in the trash: `path` is where it was below the corpus, `removed` when, as an ISO time in UTC."""

    id: str
    path: str
    removed: str


def add_file(
    shelf: Shelf, name: str, raw: bytes, *, now: datetime, replace: bool = False
) -> tuple[str, Reading]:
    """Put a file into the corpus once its reader has read it; its path below the corpus and what was read.

    With `replace` an older file of that name goes to the trash, and its sidecar describes the new one.
    Raises UnreadableFile with the reader's reason, and ShelfProblem where the name is taken or the folder cannot be
    written; AlreadyThere where the file of that name is the same.
    """
    path = safe_name(name)
    target = shelf.corpus / path
    # The reader judges by the name's ending, and a hidden folder is never scanned.
    waiting = shelf.corpus / f".incoming-{uuid4().hex}"
    try:
        if target.is_file() and target.read_bytes() == raw:
            raise AlreadyThere(f"{path} is in the corpus already, just as it is; nothing was changed")
        if target.exists() and not replace:
            raise ShelfProblem(f"{path} is already in the corpus; rename the file, or choose to replace it")
        waiting.mkdir()
        (waiting / path).write_bytes(raw)
        with GuardedReader(Limits.from_environment(os.environ)) as guard:
            reading = guard.read(waiting / path)
        if target.exists():
            _move_to_trash(shelf, path, now=now, keep_sidecar=True)
        os.replace(waiting / path, target)
    except OSError as error:
        raise ShelfProblem(f"{path} cannot be put into {shelf.corpus} ({error.strerror or error})") from error
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
    return path, reading


def remove_file(shelf: Shelf, path: str, *, now: datetime) -> Trashed:
    """Move a file, and the sidecar that describes it, out of the corpus into the trash."""
    return _move_to_trash(shelf, path, now=now, keep_sidecar=False)


def _move_to_trash(shelf: Shelf, path: str, *, now: datetime, keep_sidecar: bool) -> Trashed:
    """The file into the trash with its sidecar, of which a copy can stay for what takes the file's place."""
    source = _inside(shelf.corpus, path)
    if not source.is_file():
        raise ShelfProblem(f"{path} is not in the corpus any more")
    id = f"{now.strftime(_TIME)}-{uuid4().hex[:6]}"
    sidecar = readers.sidecar_of(source)
    try:
        for file in [source, *([sidecar] if sidecar else [])]:
            target = shelf.trash / id / file.relative_to(shelf.corpus)
            target.parent.mkdir(parents=True, exist_ok=True)
            if keep_sidecar and file == sidecar:
                shutil.copy2(file, target)
            else:
                shutil.move(file, target)
    except OSError as error:
        raise ShelfProblem(f"{path} cannot be moved to the trash ({error.strerror or error})") from error
    return Trashed(id, path, now.isoformat(timespec="seconds"))


def list_trash(shelf: Shelf) -> list[Trashed]:
    """What was removed, the latest first; what else a system or a person has put there is passed over."""
    found = []
    for folder in sorted(shelf.trash.glob("*"), reverse=True):
        try:
            removed = datetime.strptime(folder.name.split("-")[0], _TIME).isoformat(timespec="seconds")
        except ValueError:
            continue  # no name that remove_file gives
        files = [
            file
            for file in sorted(folder.rglob("*"))
            if file.is_file() and not file.name.startswith(".") and not readers.is_sidecar(file)
        ]
        found += [Trashed(folder.name, file.relative_to(folder).as_posix(), removed) for file in files]
    return found


def restore_file(shelf: Shelf, trashed: Trashed) -> str:
    """Put a removed file back where it was, with its sidecar; its path below the corpus. Overwrites nothing."""
    folder = shelf.trash / trashed.id
    _inside(shelf.corpus, trashed.path)
    try:
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        backs = {file: shelf.corpus / file.relative_to(folder) for file in files}
        for back in backs.values():
            if back.exists():
                path = back.relative_to(shelf.corpus).as_posix()
                raise ShelfProblem(f"{path} is in the corpus again; remove or rename that file first")
        for file, back in backs.items():
            back.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(file, back)
        shutil.rmtree(folder)
    except OSError as error:
        raise ShelfProblem(f"{trashed.path} cannot be put back ({error.strerror or error})") from error
    return trashed.path


def safe_name(name: str) -> str:
    """The file's own name without folders, hidden or odd characters. Raises UnreadableFile if no reader reads its ending.

    >>> safe_name("../../etc/Circular 7:2026.pdf")
    'Circular 7_2026.pdf'
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    path = Path(_UNFIT.sub("_", last).strip(" ."))
    if path.suffix.lower() not in readers.SUFFIXES:
        known = ", ".join(sorted(readers.SUFFIXES))
        raise UnreadableFile(f"{path}: files of this kind are not read; add one of {known}")
    stem = path.stem.encode()[: NAME_BYTES - len(path.suffix.encode())]
    return stem.decode(errors="ignore") + path.suffix


def _inside(folder: Path, path: str) -> Path:
    target = folder / path
    if not target.resolve().is_relative_to(folder.resolve()):
        raise ShelfProblem(f"{path} is not below {folder}")
    return target
