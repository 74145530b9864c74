"""The documents of a corpus folder, read as the index reads them, to check quotes and dates against."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.folder import document_ids, hash_of, scan_corpus
from index.readers.guard import GuardedReader
from index.readers.limits import Limits
from index.types import Document, UnreadableFile


def read_documents(corpus: Path) -> dict[str, Document]:
    """Every readable document below the folder, by the id the index gives it."""
    documents: dict[str, Document] = {}
    paths: dict[str, Any] = dict.fromkeys(scan_corpus(corpus))
    with GuardedReader(Limits.from_environment(os.environ)) as guard:
        for name, id in document_ids(paths).items():
            try:
                reading = guard.read(corpus / name)
            except UnreadableFile:  # it is not in the index either, and sync says so
                continue
            documents[id] = Document(id, name, hash_of(corpus / name), reading)
    return documents


def texts_by_name(documents: Mapping[str, Document]) -> dict[str, list[str]]:
    """The texts by every name a gold question may give a document: its file name without ending, with folders or without.

    `sub/paper` is known as `paper` and as `sub/paper`, and `paper` is the name of every paper in any folder.
    """
    texts: dict[str, list[str]] = {}
    for id, document in documents.items():
        folders = id.split("/")
        for start in range(len(folders)):
            texts.setdefault("/".join(folders[start:]), []).append(document.text)
    return texts
