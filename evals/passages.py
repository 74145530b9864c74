"""Files of questions on single passages, which the reader and the token heads learn from beside the gold questions."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Passage:
    """A question and the sentences of one passage; `answers` are the numbers of those that answer it: none where none does."""

    question: str
    title: str
    sentences: tuple[str, ...]
    answers: tuple[int, ...]


def read_passages(path: Path) -> Iterator[Passage]:
    """The lines of a file, `.jsonl.xz`: {"question", "title", "sentences", "answers"} each."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield Passage(row["question"], row["title"], tuple(row["sentences"]), tuple(row["answers"]))
