"""`python -m index`, each command in a process of its own, as another program would call it."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from queue import Queue

import pytest

from tests.index.office import (
    ADVISORIES,
    DRONES,
    ROOT,
    CountingEmbedder,
    Office,
    complaint_of,
    environment_of,
    json_of,
)

PATIENCE = 300.0  # seconds until a command that should have spoken is given up


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, small_encoder: Path) -> Office:
    """A corpus with an index, which no test changes."""
    folder = tmp_path_factory.mktemp("indexed")
    (folder / "corpus").mkdir()
    office = Office.at(folder, CountingEmbedder(str(small_encoder)))
    office.write_advisories()
    office.write(
        "circular.md",
        "---\ntitle: Circular\ncountry: Telmar\ndate: 2026-02-03\ninstrument: order\n---\n\nPorts must unplug modems.\n",
    )
    office.sync()
    return office


@contextmanager
def started(office: Office, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A command at work; it is ended with the block, if it has not ended by itself."""
    with subprocess.Popen(
        [sys.executable, "-m", "index", *arguments],
        cwd=ROOT, env=environment_of(office.settings), stdout=subprocess.PIPE, encoding="utf-8",
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def lines_of(process: subprocess.Popen[str]) -> Queue[str]:
    """What the process prints, line by line as it comes."""
    lines: Queue[str] = Queue()
    stream = process.stdout
    assert stream is not None
    threading.Thread(target=lambda: [lines.put(line) for line in stream], daemon=True).start()
    return lines


def test_sync_prints_what_it_did_as_one_object(office: Office) -> None:
    office.write_advisories()
    office.write("picture.jpg", b"\xff\xd8\xff\xe0")
    row = json_of(office.cli("sync", "--json"))
    assert list(row) == ["version", "added", "changed", "removed", "unchanged", "failed", "chunks", "seconds"]
    assert (row["version"], row["added"], row["unchanged"]) == (1, sorted(ADVISORIES), 0)
    [failed] = row["failed"]
    assert failed["path"] == "picture.jpg"
    assert "files ending in .jpg are not read" in failed["reason"]


def test_search_prints_passages_that_stand_where_it_says(indexed: Office) -> None:
    row = json_of(indexed.cli("search", DRONES, "-k", "2", "--json"))
    assert list(row) == ["id", "query", "hits", "seconds"]
    assert len(row["hits"]) == 2
    assert list(row["hits"][0]) == ["document", "start", "end", "text", "score", "title", "date", "kind"]
    for hit in row["hits"]:
        document = indexed.document(hit["document"])
        assert document is not None
        assert document.text[hit["start"] : hit["end"]] == hit["text"]


def test_filters_restrict_what_is_searched(indexed: Office) -> None:
    for filters in (
        ["--country", "telmar"],
        ["--kind", "order"],
        ["--after", "2026", "--before", "2026-02-03"],
    ):
        row = json_of(indexed.cli("search", DRONES, *filters, "--json"))
        assert {hit["document"] for hit in row["hits"]} == {"circular"}


def test_each_query_of_a_batch_is_answered_before_the_next_is_asked(indexed: Office, tmp_path: Path) -> None:
    pipe = tmp_path / "queries.jsonl"
    os.mkfifo(pipe)
    with started(indexed, "search", "--queries", str(pipe)) as process:
        lines = lines_of(process)
        with pipe.open("w") as queries:
            for id in ("q1", "q2"):
                print(json.dumps({"id": id, "query": DRONES}), file=queries, flush=True)
                assert json.loads(lines.get(timeout=PATIENCE))["id"] == id
        assert process.wait(timeout=PATIENCE) == 0


def test_a_broken_line_of_a_batch_is_named_in_its_place(indexed: Office, tmp_path: Path) -> None:
    queries = tmp_path / "queries.jsonl"
    queries.write_text(
        '{"id": "q1", "query": "cranes"}\n\n{"id": "q2", "query": \n{"id": "q3", "query": " "}\n{"id": "q4", "query": "meters"}\n'
    )
    done = indexed.cli("search", "--queries", str(queries))
    assert done.returncode == 2
    first, broken, empty, last = map(json.loads, done.stdout.splitlines())
    assert (first["id"], last["id"]) == ("q1", "q4")
    assert first["hits"]
    assert last["hits"]
    assert broken == {"id": "3", "error": f"{queries}, line 3: not a JSON object"}
    assert empty == {"id": "q3", "error": f"{queries}, line 4: no query"}
    assert done.stderr == f"error: {broken['error']}\nerror: {empty['error']}\n"


def test_a_search_without_a_hit_says_so_and_prints_nothing(indexed: Office) -> None:
    done = indexed.cli("search", "cranes", "--country", "Telmor", "--after", "2026")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == (
        "note: no document has --country 'Telmor'; there are: Telmar\n"
        "note: nothing was found among the documents with country Telmor, from 2026\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["search", " "], "no query"),
        (["search", "x", "-k", "0"], "no number above zero"),
        (["search", "x", "-k", "12345678901"], "no number above zero with at most nine digits"),
        (["search", "x", "--after", "yesterday"], "is no date"),
        (["search", "x", "--after", "2024-W01-1"], "is no date"),
        (["search", "x", "--after", "2024-W01"], "is no date"),
        (["search", "--queries", "nowhere.jsonl"], "nowhere.jsonl: No such file"),
        (["show", "nothing"], "no document 'nothing'"),
        (["sink"], "invalid choice"),
        (["search", "x", "--store", "nowhere"], "no index in nowhere; run: python -m index sync --corpus "),
        (["status", "--store", "nowhere"], "--store nowhere"),
        (["sync", "--corpus", "nowhere"], "corpus folder nowhere does not exist"),
        (["status", "--corpus", "nowhere"], "corpus folder nowhere does not exist"),
        (["sync", "--store", "pyproject.toml/store"], "cannot be written"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line_and_exit_2(indexed: Office, arguments: list[str], said: str) -> None:
    assert said in complaint_of(indexed.cli(*arguments))


def test_status_says_what_is_indexed_what_failed_and_where_the_encoder_is_weak(office: Office) -> None:
    office.write_advisories()
    office.write("empty.txt", "")
    office.write(
        "mail.eml",
        "From: a@b.example\nSubject: Bremsen\n\nDie Aufsicht hat gestern alle Bremsen der Stadt geprüft und keine Mängel gefunden.\n",
    )
    office.sync()
    office.write("later.md", "Something new.\n")
    row = json_of(office.cli("status", "--json"))
    assert [d["path"] for d in row["documents"]] == sorted([*ADVISORIES, "mail.eml"])
    assert [f["path"] for f in row["failed"]] == ["empty.txt"]
    assert row["stale"] == ["later.md"]
    assert "1 documents are not in English: de (1)" in row["notes"][0]
    assert "set ADVISORY_EMBEDDER to a multilingual model" in row["notes"][0]


def test_a_search_says_if_the_folder_has_changed_since(office: Office) -> None:
    office.write_advisories()
    office.sync()
    assert office.cli("search", "brakes").stderr == ""
    office.write("later.md", "Something new.\n")
    office.write("latest.md", "Something newer.\n")
    found = office.cli("search", "brakes", "--json")
    assert "has changed since it was indexed (later.md and 1 more); python -m index sync" in found.stderr
    assert json.loads(found.stdout)["hits"]


def test_a_search_says_if_the_folder_is_gone(office: Office) -> None:
    office.write_advisories()
    office.sync()
    office.corpus.rename(office.corpus.with_name("moved"))
    found = office.cli("search", "brakes", "--json")
    assert "make it or pass --corpus DIR; until then the index answers as it was" in found.stderr
    assert json.loads(found.stdout)["hits"]


def test_watch_reports_each_change_by_itself_and_ends_when_interrupted(office: Office) -> None:
    office.write_advisories()
    with started(office, "watch", "--json") as process:
        lines = lines_of(process)
        assert json.loads(lines.get(timeout=PATIENCE))["added"] == sorted(ADVISORIES)
        (office.corpus / "new.md").write_text("The customs office seized forged routers.\n")
        assert json.loads(lines.get(timeout=PATIENCE))["added"] == ["new.md"]
        (office.corpus / "trams.txt").rename(office.corpus / "brakes.txt")
        row = json.loads(lines.get(timeout=PATIENCE))
        assert (row["added"], row["removed"]) == (["brakes.txt"], ["trams.txt"])
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE) == 130
    assert "seized forged routers" in office.index().search("forged routers seized by customs")[0].text


@pytest.mark.parametrize("seconds", [0.0, 2.0])
def test_a_folder_that_was_away_for_a_while_is_watched_again(office: Office, seconds: float) -> None:
    office.write_advisories()
    with started(office, "watch", "--json") as process:
        lines = lines_of(process)
        assert json.loads(lines.get(timeout=PATIENCE))["added"] == sorted(ADVISORIES)
        for name in ("first.md", "second.md"):
            away = office.corpus.rename(office.corpus.with_name("away"))
            time.sleep(seconds)
            away.rename(office.corpus)
            (office.corpus / name).write_text("The customs office seized forged routers.\n")
            while (row := json.loads(lines.get(timeout=PATIENCE)))["version"] == 0:
                assert "does not exist" in row["failed"][0]["reason"]
            while not row["added"]:  # the folder was back before the file was in it
                row = json.loads(lines.get(timeout=PATIENCE))
            assert row["added"] == [name]
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE) == 130


def test_a_full_disk_is_said_and_leaves_the_index_answering(office: Office) -> None:
    office.write_advisories()
    office.sync()
    for number in range(40):
        words = " ".join(f"Sentence {number}-{part} on pumps." for part in range(40))
        office.write(f"pumps-{number}.md", words + "\n")
    size = max(path.stat().st_size for path in office.store.rglob("*") if path.is_file())

    def fill_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    full = subprocess.run(
        [sys.executable, "-m", "index", "sync", "--json"],
        cwd=ROOT, env=environment_of(office.settings), capture_output=True, encoding="utf-8", preexec_fn=fill_disk,
    )  # fmt: skip
    assert "free space" in complaint_of(full)
    assert office.search(DRONES)[0] == "orchard/drones"
    report = office.sync()
    assert len(report.added) == 40
    assert office.contents() == rebuilt(office).contents()


def rebuilt(office: Office) -> Office:
    anew = replace(office, settings=replace(office.settings, store=office.store.with_name("anew")))
    anew.sync()
    return anew


def test_a_store_that_may_only_be_read_is_searched_and_not_synced(indexed: Office, tmp_path: Path) -> None:
    # Nothing keeps root from writing but the lack of that power.
    powerless = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    if powerless and not shutil.which("setpriv"):
        pytest.skip("root cannot give up its powers without setpriv")
    shutil.copytree(indexed.store, tmp_path / "store")
    settings = replace(indexed.settings, store=tmp_path / "store")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*powerless, sys.executable, "-m", "index", *arguments], cwd=ROOT, env=environment_of(settings),
            capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False,
        )  # fmt: skip

    paths = [settings.store, *settings.store.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    found, refused = run("search", "modems in ports", "--json"), run("sync", "--rebuild")
    for path in paths:
        path.chmod(0o755)
    assert json.loads(found.stdout)["hits"][0]["document"] == "circular"
    assert refused.returncode == 2
    assert "cannot be written" in refused.stderr
