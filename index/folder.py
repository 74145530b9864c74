"""The corpus folder as it is now: which files it offers for reading, and in what state each is."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from index import readers
from index.storage.records import FileState
from index.types import CorpusProblem

_HIDDEN = (".", "~$")  # also what office programs put beside an open file


def require_folder(corpus: Path) -> None:
    """Raise CorpusProblem where there is no such folder."""
    # One look: a second one may find a folder that has just come back.
    try:
        what = "" if stat.S_ISDIR(corpus.stat().st_mode) else "is not a folder"
    except PermissionError:
        raise
    except (OSError, ValueError):
        what = "does not exist"
    if what:
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
    """The file's state, its content hashed only if its size or one of its times changed; None if it vanished meanwhile."""
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
        described = _hash_of_sidecar(sidecar) if sidecar else ""
        stamp = (found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        same = before and (before.size, before.modified, before.changed) == stamp
        content = before.hash if before and same else hash_of(path)
        return FileState(
            name, content, found.st_size, found.st_mtime_ns, described, changed=found.st_ctime_ns
        )
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


def _hash_of_sidecar(sidecar: Path) -> str:
    """The hash of a sidecar; of one that cannot be opened a word, since its document can be read without."""
    try:
        return hash_of(sidecar)
    except OSError:
        return "unopened"


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
