"""What readers and chunker make of files has a number: a store of an older one is read anew, a newer one's refused."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.chunk import cut_chunks
from index.readers import read_file
from index.storage.store import READING_VERSION
from index.types import Document
from index.watch import watch_corpus
from tests.index.office import ADVISORIES, DRONES, Office, complaint_of, json_of

FOLDER = Path(__file__).parents[2] / "evals" / "documents" / "advisories"
MARKDOWN = """---
title: Order No. 7
issuer: Harbour Authority
date: 2031-05-06
supersedes: order-6
---
# Order

1. Replace the LOGO! units (B. Bolt Works)[^1], e.g. those of Pub. L. 115-232. 2. Report "v1.2.3." by ~~4~~ 5 May, 4 p.m. Eastern time.

| Model | Until |
|---|---|
| A1 | 2032 |

[^1]: Harbour Press, ["Units recalled"](https://press.example/units), 4 May 2031.
"""
# The version, and the digest of what it makes of these files.
KNOWN = ("14", "19960c767a7e5d6592fc0150ebc69f729f0d0afabaece386398b163d6929e2f7")


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
        "what is made of files has changed: give READING_VERSION in index/storage/store.py the next number, "
        f"so that the next sync reads every file anew, and write it here with {digest}"
    )


def read_by_another_version(office: Office, number: str = "1") -> None:
    """Sign the store as one that other readers made."""
    with sqlite3.connect(office.store / "catalog.sqlite") as connection:
        connection.execute("UPDATE meta SET value = ? WHERE name = 'reading'", (number,))
    connection.close()


def test_what_older_readers_made_is_read_anew_and_only_what_reads_otherwise_is_embedded(
    office: Office, tmp_path: Path
) -> None:
    office.write_advisories()
    office.write("broken.pdf", b"%PDF-1.7 and no more")
    office.sync()
    embedded = len(office.embedder.embedded)
    with sqlite3.connect(office.store / "catalog.sqlite") as connection:  # what older readers did not find
        connection.execute("DELETE FROM identifiers")
        connection.execute("DELETE FROM keywords")
        connection.execute("DELETE FROM meta WHERE name = 'seal'")
    connection.close()
    read_by_another_version(office)
    office.write("late.md", "# Late\n\nThis sentence alone is new.\n")
    office.write("meters.md", ADVISORIES["meters.md"] + "It is inspected twice.\n")
    (office.corpus / "trams.txt").unlink()
    report = office.sync()
    assert "older version" in report.renewed
    assert (report.added, report.changed, report.removed) == (("late.md",), ("meters.md",), ("trams.txt",))
    assert (report.unchanged, [failure.path for failure in report.failed]) == (2, ["broken.pdf"])
    assert sorted(office.embedder.embedded[embedded:]) == [
        "Late. This sentence alone is new.",
        "Smart meters. It is inspected twice.",
    ]
    fresh = office.elsewhere(tmp_path / "fresh")
    fresh.sync()
    assert office.contents() == fresh.contents()
    assert office.search(DRONES)[0] == "orchard/drones"
    again = office.sync()
    assert (again.renewed, again.version) == ("", report.version)


def test_until_it_is_read_anew_an_older_index_answers_and_says_what_it_is(office: Office) -> None:
    office.write_advisories()
    office.sync()
    read_by_another_version(office)
    assert office.search(DRONES)[0] == "orchard/drones"
    [note] = json_of(office.cli("status", "--json"))["notes"]
    assert "older version" in note
    row = json_of(office.cli("sync", "--json"))
    assert "older version" in row.pop("renewed")
    assert (row["version"], row["unchanged"], row["added"], row["changed"], row["removed"]) == (
        2,
        4,
        [],
        [],
        [],
    )
    assert json_of(office.cli("status", "--json"))["notes"] == []
    assert "renewed" not in json_of(office.cli("sync", "--json"))
    read_by_another_version(office)
    assert "every file was read anew: an older version" in office.cli("sync").stdout


def test_an_older_index_is_brought_up_to_date_by_watching(office: Office) -> None:
    office.write_advisories()
    office.sync()
    read_by_another_version(office, "of old")
    stop = threading.Event()
    for report in watch_corpus(office.settings, stop=stop, embedder=office.embedder):
        assert "older version" in report.renewed
        break
    stop.set()
    assert office.sync().renewed == ""


def test_what_newer_readers_made_is_refused_until_it_is_rebuilt(office: Office) -> None:
    office.write_advisories()
    office.sync()
    read_by_another_version(office, "1000000")
    assert "newer version" in complaint_of(office.cli("sync"))
    assert office.search(DRONES)[0] == "orchard/drones"
    assert office.sync(rebuild=True).version == 2


def test_a_renewal_that_dies_leaves_the_older_index_and_the_next_sync_ends_it(office: Office) -> None:
    office.write_advisories()
    office.sync()
    read_by_another_version(office)
    office.write("late.md", "# Late\n\nThis sentence alone is new.\n")

    def die(stage: str, done: int, total: int) -> None:
        if stage == "embedding" and done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        office.sync(progress=die)
    assert office.search("This sentence alone") != ["late"]
    embedded = len(office.embedder.embedded)
    assert office.sync().renewed
    assert len(office.embedder.embedded) == embedded
    assert office.search("This sentence alone is new")[0] == "late"
