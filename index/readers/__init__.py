"""Files in, readings out: which reader reads what, and how a reader that runs away is ended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.readers import csaf, markdown, text
from index.types import Reading, UnreadableFile

Reader = Callable[[bytes, str], Reading]

SUFFIXES: dict[str, Reader] = {
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".txt": text.read,
    ".text": text.read,
    ".json": csaf.read,
}


def read_file(path: Path) -> Reading:
    """What the file says, by the reader of its suffix. Raises UnreadableFile with the reason and the remedy."""
    reader = SUFFIXES.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(SUFFIXES))
        raise UnreadableFile(
            f"{path.name}: no reader for {path.suffix or 'a file without ending'}; known are {known}"
        )
    return reader(path.read_bytes(), path.name)
