"""What readers and chunker make of files of every format has a number, which a store is signed with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from index.chunk import cut_chunks
from index.readers import read_file
from index.sync import READING_VERSION
from index.types import Document

FOLDER = Path(__file__).parents[2] / "evals" / "documents" / "advisories"
MARKDOWN = """---
title: Order No. 7
issuer: Harbour Authority
date: 2031-05-06
supersedes: order-6
---
# Order

1. Replace the LOGO! units (B. Bolt Works)[^1], e.g. those of Pub. L. 115-232. 2. Report "v1.2.3." by 5 May.

| Model | Until |
|---|---|
| A1 | 2032 |

[^1]: Harbour Press, ["Units recalled"](https://press.example/units), 4 May 2031.
"""
# The version, and the digest of what it makes of these files.
KNOWN = ("6", "f9f78b0d0a1e7281f450807a8c2d7a444bc5c99fcdc1e6ac15b8e76aef321689")


def made_of(path: Path) -> str:
    reading = read_file(path)
    chunks = cut_chunks(Document(path.stem, path.name, "0", reading))
    return f"{reading!r}\n{chunks!r}"


def everything_made(written: Path) -> Iterator[str]:
    for path in sorted(path for path in FOLDER.iterdir() if path.is_file()):
        yield made_of(path)
    (written / "order.md").write_text(MARKDOWN, encoding="utf-8")
    yield made_of(written / "order.md")


def test_a_changed_reading_has_a_new_number(tmp_path: Path) -> None:
    digest = hashlib.sha256("\n".join(everything_made(tmp_path)).encode()).hexdigest()
    assert (READING_VERSION, digest) == KNOWN, (
        "what is made of files has changed: give READING_VERSION in index/sync.py the next number, "
        f"so that stores made before say that they must be rebuilt, and write it here with {digest}"
    )
