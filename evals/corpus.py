"""The documents of a corpus folder, read as the index reads them, to check quotes and dates against."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from index.readers import read_file
from index.types import CorpusProblem, Document, UnreadableFile


def read_documents(corpus: Path) -> dict[str, Document]:
    """Every readable document below the folder, by id (its path without the ending)."""
    if not corpus.is_dir():
        raise CorpusProblem(f"{corpus}: is not a folder; name the documents' folder with --corpus")
    documents = {}
    for path in sorted(
        path for path in corpus.rglob("*") if path.is_file() and not path.name.startswith(".")
    ):
        try:
            reading = read_file(path)
        except UnreadableFile:  # it is not in the index either, and sync has said so
            continue
        name = path.relative_to(corpus)
        id = name.with_suffix("").as_posix()
        documents[id] = Document(id, name.as_posix(), hashlib.sha256(path.read_bytes()).hexdigest(), reading)
    return documents


def texts_by_name(documents: Mapping[str, Document]) -> dict[str, str]:
    """The texts by file name without ending: the way gold questions name documents."""
    return {id.rpartition("/")[2]: document.text for id, document in documents.items()}
