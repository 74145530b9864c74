"""The documents of a corpus folder, read as the index reads them, to check quotes and dates against."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from index.readers import read_file
from index.sync import hash_of, scan_corpus
from index.types import Document, UnreadableFile


def read_documents(corpus: Path) -> dict[str, Document]:
    """Every readable document below the folder, by the id the index gives it."""
    documents: dict[str, Document] = {}
    for name in scan_corpus(corpus):
        path = corpus / name
        try:
            reading = read_file(path)
        except UnreadableFile:  # it is not in the index either, and sync says so
            continue
        short = Path(name).with_suffix("").as_posix()
        id = name if short in documents else short
        documents[id] = Document(id, name, hash_of(path), reading)
    return documents


def texts_by_name(documents: Mapping[str, Document]) -> dict[str, str]:
    """The texts by file name without ending: the way gold questions name documents."""
    return {id.rpartition("/")[2]: document.text for id, document in documents.items()}
