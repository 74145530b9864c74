"""Sync through `sync_corpus`: the index is what the folder says, and nothing else."""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from evals.documents.make import FOLDER
from index.folder import document_ids
from index.status import read_status
from index.storage.catalog import Catalog
from index.storage.store import locked_store
from index.storage.vectors import VectorStore
from index.types import (
    CorpusProblem,
    DamagedStore,
    EmptiedCorpus,
    FileLeftOut,
    Filters,
    ReaderProblem,
    StoreProblem,
)
from tests.index.office import ADVISORIES, DRONES, CountingEmbedder, Office, age, json_of

# ---------------------------------------------------------------- adding, changing, removing, renaming


def test_the_first_sync_adds_every_file(office: Office) -> None:
    office.write_advisories()
    report = office.sync()
    assert (report.version, report.added) == (1, tuple(sorted(ADVISORIES)))
    assert (report.changed, report.removed, report.moved, report.failed) == ((), (), (), ())
    assert office.search(DRONES)[0] == "orchard/drones"


def test_a_second_sync_changes_nothing(office: Office) -> None:
    office.write_advisories()
    office.sync()
    before = office.contents()
    office.embedder.embedded.clear()
    report = office.sync()
    assert (report.version, report.unchanged, report.added, report.changed) == (1, 4, (), ())
    assert office.embedder.embedded == []
    assert office.contents() == before


def test_a_changed_file_answers_anew_and_only_its_new_sentences_are_embedded(office: Office) -> None:
    office.write_advisories()
    office.sync()
    office.embedder.embedded.clear()
    office.write("harbour.md", ADVISORIES["harbour.md"].replace("1 March 2027", "5 May 2028"))
    report = office.sync()
    assert (report.version, report.changed, report.unchanged) == (2, ("harbour.md",), 3)
    assert office.embedder.embedded == ["Harbour cranes. Operators must remove the modems by 5 May 2028."]
    texts = [hit.text for hit in office.index().search("remove the modems by")]
    assert any("5 May 2028" in text for text in texts)
    assert not any("1 March 2027" in text for text in texts)


def test_a_removed_file_is_never_found_again(office: Office) -> None:
    office.write_advisories()
    office.sync()
    (office.corpus / "orchard/drones.md").unlink()
    report = office.sync()
    assert (report.version, report.removed, report.unchanged) == (2, ("orchard/drones.md",), 3)
    assert "orchard/drones" not in office.search(DRONES)
    assert "orchard/drones" not in office.search("CVE-2031-10001")
    assert office.document("orchard/drones") is None


def test_a_renamed_file_answers_under_its_new_name_and_embeds_nothing(office: Office) -> None:
    office.write_advisories()
    office.sync()
    office.embedder.embedded.clear()
    (office.corpus / "orchard/drones.md").rename(office.corpus / "sprayers.md")
    report = office.sync()
    assert report.moved == (("orchard/drones.md", "sprayers.md"),)
    assert (report.added, report.removed, report.changed) == ((), (), ())
    assert office.embedder.embedded == []
    found = office.search(DRONES)
    assert found[0] == "sprayers"
    assert "orchard/drones" not in found


def test_a_touched_file_costs_nothing(office: Office) -> None:
    office.write_advisories()
    office.sync()
    office.embedder.embedded.clear()
    os.utime(office.corpus / "harbour.md")
    report = office.sync()
    assert (report.version, report.unchanged, report.changed) == (1, 4, ())
    assert office.embedder.embedded == []


def test_an_edit_that_keeps_size_and_time_is_seen(office: Office) -> None:
    office.write_advisories()
    office.sync()
    path = office.corpus / "harbour.md"
    found = path.stat()
    path.write_text(ADVISORIES["harbour.md"].replace("1 March 2027", "2 April 2029"), encoding="utf-8")
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (found.st_size, found.st_mtime_ns)
    assert read_status(office.settings).stale == ("harbour.md",)
    report = office.sync()
    assert (report.version, report.changed, report.unchanged) == (2, ("harbour.md",), 3)
    document = office.document("harbour")
    assert document is not None
    assert "2 April 2029" in document.text


def test_a_folder_that_was_copied_anew_costs_nothing(office: Office, tmp_path: Path) -> None:
    office.write_advisories()
    office.sync()
    office.embedder.embedded.clear()
    office.corpus.rename(tmp_path / "before")
    shutil.copytree(tmp_path / "before", office.corpus)
    assert read_status(office.settings).stale == ()
    report = office.sync()
    assert (report.version, report.unchanged, report.changed, report.added) == (1, 4, (), ())
    assert office.embedder.embedded == []


def test_a_store_that_knows_one_time_of_each_file_goes_on_working(office: Office) -> None:
    office.write_advisories()
    office.sync()
    with sqlite3.connect(office.store / "catalog.sqlite") as connection:
        connection.execute("ALTER TABLE files DROP COLUMN changed")
    connection.close()
    assert office.search(DRONES)[0] == "orchard/drones"
    assert read_status(office.settings).stale == ()
    office.embedder.embedded.clear()
    report = office.sync()
    assert (report.version, report.unchanged, report.renewed, office.embedder.embedded) == (1, 4, "", [])
    with Catalog(office.settings).snapshot() as snapshot:
        times = {path: state.changed for path, state in snapshot.files().items()}
    assert times == {name: (office.corpus / name).stat().st_ctime_ns for name in ADVISORIES}


def test_whatever_way_the_folder_came_to_be_the_index_is_the_same(office: Office, tmp_path: Path) -> None:
    office.write("first.md", "# First\n\nA notice that goes again.\n")
    office.write("harbour.md", "# Harbour cranes\n\nAn older wording of the warning.\n")
    office.write("rail/trams.txt", ADVISORIES["trams.txt"])
    office.sync()
    (office.corpus / "first.md").unlink()
    (office.corpus / "rail/trams.txt").rename(office.corpus / "trams.txt")
    office.sync()
    office.write_advisories()
    office.sync()
    fresh = office.elsewhere(tmp_path / "fresh")
    fresh.sync()
    assert office.contents() == fresh.contents()
    for query in ("modems in cranes", DRONES, "unsigned updates", "CVE-2031-10001"):
        assert office.index().search(query) == fresh.index().search(query)


def test_two_equal_files_are_two_documents_with_one_set_of_vectors(office: Office) -> None:
    office.write("one.md", ADVISORIES["harbour.md"])
    office.write("two.md", ADVISORIES["harbour.md"])
    office.sync()
    assert sorted(set(office.search("cranes with modems"))) == ["one", "two"]
    assert len(office.contents()["vectors"]) == 2
    (office.corpus / "one.md").unlink()
    office.sync()
    assert set(office.search("cranes with modems")) == {"two"}
    assert len(office.contents()["vectors"]) == 2


def test_a_document_without_a_sentence_to_quote_is_indexed_and_stays(office: Office) -> None:
    office.write("heading.md", "# Only a heading\n")
    assert office.sync().added == ("heading.md",)
    assert office.sync().version == 1


# ---------------------------------------------------------------- names


def test_of_two_files_that_differ_in_their_ending_the_later_keeps_it(office: Office) -> None:
    office.write("a.md", "# A\n\nThe first speaks of turbines.\n")
    office.write("a.txt", "B\n\nThe second speaks of reservoirs.\n")
    office.sync()
    assert "reservoirs" in office.document("a.txt").text  # type: ignore[union-attr]
    (office.corpus / "a.md").unlink()
    report = office.sync()
    assert (report.removed, report.changed) == (("a.md",), ("a.txt",))
    assert office.search("reservoirs") == ["a"]
    assert "turbines" not in " ".join(hit.text for hit in office.index().search("turbines"))


def test_a_picture_beside_a_document_does_not_take_its_name() -> None:
    assert document_ids(["report.jpg", "report.md"]) == {"report.md": "report", "report.jpg": "report.jpg"}


@pytest.mark.parametrize(
    "name", ["Hinweis Nr. 5 (größer).md", "警告.md", "a'b\"c;--.md", "tab\tand\nline.md", "-k.md"]
)
def test_a_file_may_have_any_name(office: Office, name: str) -> None:
    office.write(name, ADVISORIES["harbour.md"])
    assert office.sync().added == (name,)
    assert set(office.search("cranes with modems")) == {name.removesuffix(".md")}


def test_a_name_that_is_not_utf8_is_reported_and_the_others_are_indexed(office: Office) -> None:
    office.write("good.md", ADVISORIES["harbour.md"])
    with open(os.fsencode(office.corpus) + b"/bad\xff.md", "wb") as file:
        file.write(b"# Bad\n\nA sentence.\n")
    report = office.sync()
    assert report.added == ("good.md",)
    assert report.failed == (FileLeftOut("bad\\udcff.md", "bad\\udcff.md: its name is not UTF-8; rename it"),)


def test_hidden_files_and_what_office_programs_leave_are_no_documents(office: Office) -> None:
    office.write("seen.md", ADVISORIES["harbour.md"])
    for name in (".hidden.md", ".git/config.md", "~$seen.docx", "sub/.cache/x.md"):
        office.write(name, "# Hidden\n\nNobody reads this.\n")
    report = office.sync()
    assert (report.added, report.failed) == (("seen.md",), ())


# ---------------------------------------------------------------- links


def test_a_link_that_leaves_the_corpus_is_reported_and_never_read(office: Office, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# Secret\n\nThe password is swordfish.\n")
    (office.corpus / "link.md").symlink_to(tmp_path / "secret.md")
    office.write("good.md", ADVISORIES["harbour.md"])
    report = office.sync()
    assert report.added == ("good.md",)
    assert report.failed == (
        FileLeftOut("link.md", "link.md: links out of the corpus folder; copy the file into it"),
    )
    assert "swordfish" not in " ".join(hit.text for hit in office.index().search("password swordfish"))


def test_a_link_inside_the_corpus_is_a_document_of_its_own(office: Office) -> None:
    office.write("real.md", ADVISORIES["harbour.md"])
    (office.corpus / "alias.md").symlink_to("real.md")
    assert office.sync().added == ("alias.md", "real.md")


def test_a_linked_folder_is_reported_and_not_followed(office: Office) -> None:
    office.write("sub/real.md", ADVISORIES["harbour.md"])
    (office.corpus / "sub/up").symlink_to(office.corpus)
    report = office.sync()
    assert report.added == ("sub/real.md",)
    assert [failure.path for failure in report.failed] == ["sub/up"]


def test_links_to_nothing_and_in_a_circle_harm_nobody(office: Office) -> None:
    office.write("good.md", ADVISORIES["harbour.md"])
    (office.corpus / "gone.md").symlink_to("nowhere.md")
    (office.corpus / "one.md").symlink_to("two.md")
    (office.corpus / "two.md").symlink_to("one.md")
    report = office.sync()
    assert report.added == ("good.md",)
    assert [failure.path for failure in report.failed] == ["gone.md", "one.md", "two.md"]
    assert report.failed[0].reason == "gone.md: links to a file that is not there"


def test_a_name_as_long_as_names_can_be_is_read(office: Office) -> None:
    name = "x" * 252 + ".md"
    office.write(name, ADVISORIES["harbour.md"])
    assert office.sync().added == (name,)


def test_a_pipe_called_txt_is_reported_and_nobody_waits_for_it(office: Office) -> None:
    os.mkfifo(office.corpus / "pipe.txt")
    office.write("good.md", ADVISORIES["harbour.md"])
    report = office.sync()
    assert report.added == ("good.md",)
    assert report.failed == (
        FileLeftOut("pipe.txt", "pipe.txt: not a regular file; take it out of the corpus"),
    )


# ---------------------------------------------------------------- sidecars


def test_a_sidecar_added_changed_and_removed_is_followed(office: Office) -> None:
    office.write("scan.txt", ADVISORIES["trams.txt"])
    office.sync()
    assert office.document("scan").metadata.url == ""  # type: ignore[union-attr]
    sidecar = office.write("scan.txt.url", "[InternetShortcut]\nURL=https://rail.example/1\n")
    report = office.sync()
    assert (report.changed, report.added) == (("scan.txt",), ())
    assert office.document("scan").metadata.url == "https://rail.example/1"  # type: ignore[union-attr]
    office.write("scan.txt.url", "[InternetShortcut]\nURL=https://rail.example/2\n")
    assert office.sync().changed == ("scan.txt",)
    assert office.document("scan").metadata.url == "https://rail.example/2"  # type: ignore[union-attr]
    assert office.sync().version == 3
    sidecar.unlink()
    assert office.sync().changed == ("scan.txt",)
    assert office.document("scan").metadata.url == ""  # type: ignore[union-attr]


def test_a_sidecar_in_capitals_is_read_and_one_in_a_mixture_is_named(office: Office) -> None:
    office.write("scan.txt", ADVISORIES["trams.txt"])
    office.write("scan.txt.URL", "[InternetShortcut]\nURL=https://rail.example/1\n")
    assert office.sync().failed == ()
    assert office.document("scan").metadata.url == "https://rail.example/1"  # type: ignore[union-attr]
    office.write("scan.txt.Url", "[InternetShortcut]\nURL=https://rail.example/2\n")
    assert [failure.path for failure in office.sync().failed] == ["scan.txt.Url"]


@pytest.mark.skipif(not Path("/proc/self/mem").is_file(), reason="needs a file that nobody can read")
def test_a_sidecar_that_cannot_be_opened_is_said_and_keeps_no_document_out(office: Office) -> None:
    office.write("scan.txt", ADVISORIES["trams.txt"])
    (office.corpus / "scan.txt.url").symlink_to("/proc/self/mem")
    report = office.sync()
    assert (report.added, report.failed) == (("scan.txt",), ())
    [problem] = report.problems
    assert problem.reason == "scan.txt.url cannot be opened (Input/output error) and was left out"


def test_the_hash_of_a_document_is_that_of_its_bytes_alone(office: Office) -> None:
    path = office.write("scan.txt", "Tram brakes\n\nThey fail.\n")
    office.write("scan.txt.url", "[InternetShortcut]\nURL=https://rail.example/1\n")
    office.sync()
    document = office.document("scan")
    assert document is not None
    assert document.hash == hashlib.sha256(path.read_bytes()).hexdigest()


# ---------------------------------------------------------------- files that cannot be read


def test_a_failed_file_is_reported_each_time_and_read_again_only_when_it_changes(office: Office) -> None:
    office.write("good.md", ADVISORIES["harbour.md"])
    office.write("empty.md", "")
    office.write("table.xls", b"\xd0\xcf\x11\xe0")
    first = office.sync()
    assert first.added == ("good.md",)
    assert [failure.path for failure in first.failed] == ["empty.md", "table.xls"]
    assert all(failure.reason.startswith(failure.path) for failure in first.failed)
    second = office.sync()
    assert (second.version, second.failed, second.unchanged) == (1, first.failed, 1)
    office.write("empty.md", ADVISORIES["meters.md"])
    third = office.sync()
    assert (third.version, third.added, [f.path for f in third.failed]) == (2, ("empty.md",), ["table.xls"])


def test_what_could_not_be_read_of_an_indexed_file_is_said_until_it_can(office: Office) -> None:
    office.write("notice.md", "---\ntitle: [\n---\n\nPorts must unplug their modems.\n")
    [problem] = office.sync().problems
    assert problem.path == "notice.md"
    assert "front matter is not valid YAML" in problem.reason
    assert office.sync().problems == ()  # nothing was read
    assert read_status(office.settings).problems == (problem,)
    office.write("notice.md", "---\ntitle: Modems\n---\n\nPorts must unplug their modems.\n")
    office.sync()
    assert read_status(office.settings).problems == ()


def test_a_document_that_becomes_unreadable_is_cited_no_more(office: Office) -> None:
    office.write_advisories()
    office.sync()
    office.write("orchard/drones.md", "")
    report = office.sync()
    assert [failure.path for failure in report.failed] == ["orchard/drones.md"]
    assert "orchard/drones" not in office.search(DRONES)


def test_a_file_too_large_is_read_once_the_limit_is_raised(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.write("harbour.md", ADVISORIES["harbour.md"])
    monkeypatch.setenv("ADVISORY_MAX_BYTES", "50")
    assert "ADVISORY_MAX_BYTES" in office.sync().failed[0].reason
    assert office.sync().version == 1
    monkeypatch.delenv("ADVISORY_MAX_BYTES")
    assert office.sync().added == ("harbour.md",)


@pytest.mark.parametrize("before", [(), ("a.html",)], ids=["read first", "read after a page"])
def test_a_reader_that_cannot_be_loaded_is_no_fault_of_the_file(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: tuple[str, ...]
) -> None:
    for name in before:
        office.write(name, "<html><body><main><h1>Cranes</h1><p>Ports shall lock cranes.</p></main></body>")
    office.write("paper.pdf", next(FOLDER.glob("*.pdf")).read_bytes())
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "pypdfium2.py").write_text("raise ImportError('its library is gone')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "broken"))
    with pytest.raises(
        ReaderProblem,
        match=r"the reader of \.pdf files cannot be loaded \(ImportError: its library is gone\); install",
    ):
        office.sync()
    monkeypatch.delenv("PYTHONPATH")
    assert office.sync().added == (*before, "paper.pdf")


@pytest.mark.parametrize(
    ("fate", "said"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", "its reader broke down on it (ended by signal 9)"),
        ("os._exit(3)", "its reader broke down on it (out of luck)"),
        ("time.sleep(300)", "reading took longer than ADVISORY_MAX_SECONDS=15"),
        ("raise MemoryError", "too large to read in the memory that there was"),
    ],
)
def test_what_was_not_read_to_the_end_is_read_again_when_somebody_asks(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fate: str, said: str
) -> None:
    monkeypatch.setenv("ADVISORY_MAX_SECONDS", "15")
    office.write("good.md", ADVISORIES["harbour.md"])
    office.write("order.docx", next(FOLDER.glob("*.docx")).read_bytes())
    (tmp_path / "ill").mkdir()
    # A library of the reader, which meets its fate at the first use.
    (tmp_path / "ill" / "mammoth.py").write_text(
        "import os, signal, sys, time\n"
        "def __getattr__(name):\n"
        "    if name.startswith('__'):\n"
        "        raise AttributeError(name)\n"
        "    print('out of luck', file=sys.stderr, flush=True)\n"
        f"    {fate}\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "ill"))
    first = office.sync()
    assert first.added == ("good.md",)
    assert [failure.reason.startswith(f"order.docx: {said}") for failure in first.failed] == [True]
    again = office.sync(retry=True)
    assert (again.version, again.failed) == (first.version, first.failed)
    monkeypatch.delenv("PYTHONPATH")
    assert read_status(office.settings).stale == ()
    unasked = office.sync()
    assert (unasked.version, unasked.failed) == (first.version, first.failed)
    assert json_of(office.cli("sync", "--json"))["added"] == ["order.docx"]
    assert read_status(office.settings).failures == ()


# ---------------------------------------------------------------- files that move while they are read


def test_a_file_being_written_while_scanned_is_picked_up_whole(office: Office) -> None:
    lines = [f"Sentence number {number} of the long advisory.\n\n" for number in range(40)]

    def write_slowly() -> None:
        with (office.corpus / "growing.txt").open("w") as file:
            for line in lines:
                file.write(line)
                file.flush()
                time.sleep(0.02)

    writing = threading.Thread(target=write_slowly)
    writing.start()
    time.sleep(0.1)
    office.sync()
    writing.join()
    document = office.document("growing")
    assert document is not None
    assert "Sentence number 39 of the long advisory." in document.text
    assert office.sync().changed == ()


WRITING_ON = """
import pathlib, sys, time
log = pathlib.Path(sys.argv[1])
while True:
    with log.open("a") as file:
        file.write("A line of a log.\\n" * 50)
    print(flush=True)
    time.sleep(0.01)
"""


def test_a_file_that_never_comes_to_rest_is_tried_again_by_the_next_sync(office: Office) -> None:
    office.write("good.md", ADVISORIES["harbour.md"])
    # A process of its own: a thread of this one would pause while the sync is at work, and the file be at rest.
    command = [sys.executable, "-c", WRITING_ON, str(office.corpus / "log.txt")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writing:
        try:
            assert writing.stdout is not None
            writing.stdout.readline()
            report = office.sync()
        finally:
            writing.kill()
    assert report.added == ("good.md",)
    assert report.failed[0].reason == "log.txt: is being written all the time; the next sync tries again"
    assert office.sync().added == ("log.txt",)


# ---------------------------------------------------------------- folders that vanish


def test_a_missing_corpus_stops_the_sync_and_the_index_answers_on(office: Office) -> None:
    office.write_advisories()
    office.sync()
    shutil.rmtree(office.corpus)
    with pytest.raises(CorpusProblem, match="does not exist; make it or pass --corpus DIR"):
        office.sync()
    assert office.search(DRONES)[0] == "orchard/drones"


def test_a_missing_corpus_makes_no_store(office: Office) -> None:
    office.corpus.rmdir()
    with pytest.raises(CorpusProblem):
        office.sync()
    assert not office.store.exists()


def test_a_file_in_the_place_of_the_corpus_is_said_to_be_one(office: Office) -> None:
    office.corpus.rmdir()
    office.corpus.write_text("x")
    with pytest.raises(CorpusProblem, match="is not a folder"):
        office.sync()


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_suddenly_empty_corpus_wipes_nothing_unless_it_is_meant(office: Office, rebuild: bool) -> None:
    office.write_advisories()
    office.sync()
    shutil.rmtree(office.corpus)
    office.corpus.mkdir()
    with pytest.raises(CorpusProblem, match="suddenly empty and 4 files are indexed; pass --allow-empty"):
        office.sync(rebuild=rebuild)
    assert office.search(DRONES)[0] == "orchard/drones"
    report = office.sync(rebuild=rebuild, allow_empty=True)
    assert report.chunks == 0
    assert office.search(DRONES) == []


@pytest.mark.parametrize("left", ["what no reader reads", "files of no bytes"])
@pytest.mark.parametrize("rebuild", [False, True])
def test_a_corpus_of_which_nothing_can_be_read_any_more_wipes_nothing_unless_it_is_meant(
    office: Office, left: str, rebuild: bool
) -> None:
    office.write_advisories()
    office.sync()
    for name in ADVISORIES:
        if left == "files of no bytes":
            office.write(name, b"")
        else:
            (office.corpus / name).unlink()
    office.write("Thumbs.db", b"thumbs")
    with pytest.raises(EmptiedCorpus, match=r"4 documents are indexed; .*--allow-empty"):
        office.sync(rebuild=rebuild)
    assert office.search(DRONES)[0] == "orchard/drones"
    office.sync(rebuild=rebuild, allow_empty=True)
    assert office.search(DRONES) == []
    assert office.sync().version == read_status(office.settings).version


def test_an_empty_corpus_is_an_index_that_finds_nothing(office: Office) -> None:
    assert office.sync().version == 1
    assert office.sync().version == 1
    assert office.search("anything") == []
    office.write_advisories()
    assert office.sync().version == 2


# ---------------------------------------------------------------- stores that cannot be used


def test_before_the_first_sync_there_is_no_index(office: Office) -> None:
    with pytest.raises(StoreProblem, match=r"no index in .*; run: python -m index sync"):
        office.search("anything")


def test_a_second_sync_says_who_is_at_work(office: Office) -> None:
    office.write_advisories()
    with (
        locked_store(office.store, wait_seconds=1),
        pytest.raises(StoreProblem, match=f"is being synced by process {os.getpid()}; wait for it to end"),
    ):
        office.sync(wait_seconds=0.1)
    assert office.sync().version == 1
    assert not (office.store / "lock.holder").exists()


def test_two_syncs_at_once_make_one_index(office: Office, tmp_path: Path) -> None:
    office.write_advisories()
    reports = []
    threads = [threading.Thread(target=lambda: reports.append(office.sync())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(report.added) for report in reports) == [0, 4]
    fresh = office.elsewhere(tmp_path / "fresh")
    fresh.sync()
    assert office.contents() == fresh.contents()


def test_a_store_that_another_embedder_made_is_refused_until_it_is_rebuilt(
    office: Office, tmp_path: Path
) -> None:
    office.write_advisories()
    office.sync()
    copied = shutil.copytree(office.embedder.name, tmp_path / "other-encoder")
    other = replace(
        office,
        settings=replace(office.settings, embedder=str(copied)),
        embedder=CountingEmbedder(str(copied)),
    )
    for use in (other.sync, lambda: other.search(DRONES)):
        with pytest.raises(StoreProblem, match=r"made with embedder .*run: python -m index sync --rebuild"):
            use()
    assert office.search(DRONES)[0] == "orchard/drones"
    assert other.sync(rebuild=True).version == 2
    assert other.search(DRONES)[0] == "orchard/drones"


def test_a_store_of_another_schema_is_refused_until_it_is_rebuilt(office: Office) -> None:
    office.write_advisories()
    office.sync()
    with sqlite3.connect(office.store / "catalog.sqlite") as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE name = 'schema'")
        connection.execute("DROP TABLE files")
    connection.close()
    for use in (office.sync, lambda: office.search(DRONES)):
        with pytest.raises(StoreProblem, match=r"made with schema 0, not .*--rebuild"):
            use()
    office.sync(rebuild=True)
    assert office.search(DRONES)[0] == "orchard/drones"


@pytest.mark.parametrize("damage", ["header", "middle", "another database"])
def test_a_damaged_catalog_is_said_to_be_and_rebuilt(office: Office, tmp_path: Path, damage: str) -> None:
    office.write_advisories()
    office.sync()
    path = office.store / "catalog.sqlite"
    raw = bytearray(path.read_bytes())
    if damage == "header":
        raw[:4096] = b"\xaa" * 4096
    elif damage == "middle":
        raw[4096:] = b"\x55" * (len(raw) - 4096)
    path.write_bytes(raw)
    if damage == "another database":
        path.unlink()
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE accounts (name TEXT)")
        connection.close()
    for use in (office.sync, lambda: office.search(DRONES)):
        with pytest.raises(StoreProblem, match="--rebuild") as problem:
            use()
        assert "\n" not in str(problem.value)
    office.sync(rebuild=True)
    fresh = office.elsewhere(tmp_path / "fresh")
    fresh.sync()
    assert office.contents() == fresh.contents()


@pytest.mark.parametrize("seed", range(12))
def test_a_catalog_of_which_any_bytes_are_overwritten_is_said_to_be_damaged_and_rebuilt(
    office: Office, seed: int
) -> None:
    office.write_advisories()
    office.sync()
    whole = office.contents()
    path = office.store / "catalog.sqlite"
    raw, random = bytearray(path.read_bytes()), Random(seed)
    for _ in range(200):
        raw[random.randrange(100, len(raw))] = random.randrange(256)
    path.write_bytes(raw)
    for use in (office.sync, lambda: office.search(DRONES)):
        told = problem_of(use)
        assert not told or "sync --rebuild" in told
    office.sync(rebuild=True)
    assert office.contents() == whole


# What a value or a table may become, and whether a sync that has nothing to do sees that too.
DAMAGES = {
    "metadata that is no JSON": ("UPDATE documents SET metadata = '{bad'", True),
    "metadata of other fields": ("UPDATE documents SET metadata = '{}'", True),
    "other words for a country": ("UPDATE documents SET metadata = replace(metadata, 'Orchard', 'Orchxrd')", True),
    "a reading of other bytes": ("UPDATE documents SET reading = x'00112233'", False),
    "a word for a version": ("UPDATE meta SET value = 'abc' WHERE name = 'version'", True),
    "vectors nowhere": ("UPDATE meta SET value = '{' WHERE name = 'vectors'", True),
    "a number for the vectors' folder": (
        """UPDATE meta SET value = '{"name": 7}' WHERE name = 'vectors'""", True,
    ),
    "a short projection": ("UPDATE meta SET value = 'AAAA' WHERE name = 'projection'", True),
    "another width of tokens": ("UPDATE meta SET value = '7' WHERE name = 'token_dimensions'", True),
    "short embeddings": ("UPDATE embeddings SET vector = substr(vector, 1, 8)", False),
    "embeddings cut apart": ("UPDATE embeddings SET vector = substr(vector, 1, 7)", False),
    "no embeddings": ("DELETE FROM embeddings", True),
    "no sentences": ("DELETE FROM sentences", True),
    "a word for a place": ("UPDATE sentences SET start = 'abc'", False),
    "no chunks": ("DELETE FROM chunks", True),
    "chunks of no document": ("UPDATE chunks SET document = document + 1000", False),
    "chunks beyond their text": ("UPDATE chunks SET start = start + 9000, end = end + 9000", False),
    "no keywords": ("DELETE FROM keywords", True),
    "no table of keywords": ("DROP TABLE keywords", True),
    "no table of documents": ("DROP TABLE documents", True),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_was_never_stored_is_said_to_be_damage_and_rebuilt(office: Office, damage: str) -> None:
    office.write_advisories()
    office.sync()
    whole = office.contents()
    statement, seen_by_sync = DAMAGES[damage]
    alter(office, statement)
    uses: list[Callable[[], object]] = [lambda: office.search(DRONES), lambda: office.search("meters")]
    for use in [office.sync, *uses] if seen_by_sync else uses:
        with pytest.raises(DamagedStore, match=r"catalog\.sqlite is damaged .*sync --rebuild") as problem:
            use()
        assert "\n" not in str(problem.value)
    office.sync(rebuild=True)
    assert office.contents() == whole


def test_a_store_that_was_made_before_versions_were_sealed_goes_on_working(office: Office) -> None:
    office.write_advisories()
    office.sync()
    alter(office, "DELETE FROM meta WHERE name = 'seal'")
    assert office.search(DRONES)[0] == "orchard/drones"
    assert office.sync().version == 1


def problem_of(use: Callable[[], object]) -> str:
    """What the store is said to be, if it cannot be used."""
    try:
        use()
    except StoreProblem as problem:
        return str(problem)
    return ""


def alter(office: Office, statement: str) -> None:
    """Change the catalog as no program does."""
    with closing(sqlite3.connect(office.store / "catalog.sqlite")) as connection, connection:
        connection.execute(statement)


@pytest.mark.parametrize("damaged", ["data_level0.bin", "index_metadata.pickle", "chroma.sqlite3"])
def test_damaged_vectors_are_said_to_be_and_rebuilt(office: Office, damaged: str) -> None:
    office.write_advisories()
    office.sync()
    [path] = office.store.glob(f"vectors-1/**/{damaged}")
    raw = path.read_bytes()
    path.write_bytes(b"\xaa" * len(raw))
    with pytest.raises(StoreProblem, match=f"--rebuild .*--store {office.store}") as problem:
        office.search(DRONES)
    assert "\n" not in str(problem.value)
    assert "catalog.sqlite" not in str(problem.value)
    if damaged == "chroma.sqlite3":
        assert str(problem.value).startswith(f"{path} is damaged (")
    office.sync(rebuild=True)
    assert office.search(DRONES)[0] == "orchard/drones"


def test_a_damaged_database_of_vectors_is_not_carried_into_the_next_version(office: Office) -> None:
    office.write_advisories()
    office.sync()
    [path] = office.store.glob("vectors-1/chroma.sqlite3")
    path.write_bytes(b"\xaa" * path.stat().st_size)
    office.write("new.md", "# Elevators\n\nThe building office warned about lifts with remote control.\n")
    office.sync()
    assert office.search("lifts with remote control")[0] == "new"
    assert office.search(DRONES)[0] == "orchard/drones"


def test_a_copy_that_somebody_put_beside_the_catalog_is_left_alone(office: Office) -> None:
    office.write_advisories()
    office.sync()
    copy = office.store / "catalog.sqlite.bak"
    shutil.copy(office.store / "catalog.sqlite", copy)
    (office.store / "catalog.sqlite").write_bytes(b"\xaa" * 8192)
    office.sync(rebuild=True)
    assert office.search(DRONES)[0] == "orchard/drones"
    assert copy.is_file()


def test_vectors_that_are_lost_are_not_kept_open(office: Office) -> None:
    office.write_advisories()
    office.sync()
    [folder] = office.store.glob("vectors-*")
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(StoreProblem, match="cannot be used"):
        VectorStore.open_folder(office.settings, folder.name)
    deadline = time.monotonic() + 30  # Chroma closes its database in a thread of its own
    while _open_files(folder) and time.monotonic() < deadline:
        gc.collect()  # its objects hold one another
        time.sleep(0.05)
    assert _open_files(folder) == []


def _open_files(folder: Path) -> list[str]:
    """The files below the folder that this process has open."""
    open_files = [os.path.realpath(link) for link in Path("/proc/self/fd").iterdir()]
    return [path for path in open_files if path.startswith(str(folder))]


def test_what_goes_wrong_under_the_lock_is_not_said_of_the_store(office: Office, tmp_path: Path) -> None:
    with (
        pytest.raises(FileNotFoundError, match="nowhere"),
        locked_store(office.store, wait_seconds=0),
    ):
        (tmp_path / "nowhere").read_bytes()
    with locked_store(office.store, wait_seconds=0):
        assert (office.store / "lock.holder").is_file()
    assert not (office.store / "lock.holder").exists()


def test_an_emptied_catalog_is_no_index_and_the_next_sync_makes_one(office: Office) -> None:
    office.write_advisories()
    office.sync()
    (office.store / "catalog.sqlite").write_bytes(b"")
    with pytest.raises(StoreProblem, match="no index"):
        office.search(DRONES)
    assert office.sync().version == 2
    assert office.search(DRONES)[0] == "orchard/drones"


def test_missing_vectors_are_made_again_from_the_catalog(office: Office) -> None:
    office.write_advisories()
    office.sync()
    before = office.contents()
    office.embedder.embedded.clear()
    shutil.rmtree(office.store / "vectors-1")
    with pytest.raises(StoreProblem, match="missing; run: python -m index sync"):
        office.search(DRONES)
    office.sync()
    assert office.contents() == before
    assert office.embedder.embedded == []


def test_damaged_vectors_are_not_carried_into_the_next_version(office: Office) -> None:
    office.write_advisories()
    office.sync()
    [path] = office.store.glob("vectors-1/**/data_level0.bin")
    path.write_bytes(b"\xaa" * path.stat().st_size)
    office.write("new.md", "# Elevators\n\nThe building office warned about lifts with remote control.\n")
    office.sync()
    assert office.search(DRONES)[0] == "orchard/drones"
    assert office.search("lifts with remote control")[0] == "new"


def test_a_rebuild_that_fails_leaves_the_old_index_answering(office: Office) -> None:
    office.write_advisories()
    office.sync()

    class Failing(CountingEmbedder):
        def embed(self, texts):  # type: ignore[no-untyped-def]
            raise StoreProblem("out of memory")

    with pytest.raises(StoreProblem, match="out of memory"):
        replace(office, embedder=Failing(office.embedder.name)).sync(rebuild=True)
    assert office.search(DRONES)[0] == "orchard/drones"
    assert office.sync().version == 1


def test_a_rebuild_equals_what_it_replaces(office: Office) -> None:
    office.write_advisories()
    office.sync()
    before = office.contents()
    report = office.sync(rebuild=True)
    assert (report.version, len(report.added)) == (2, 4)
    assert office.contents() == before


def test_of_a_mistrusted_store_a_rebuild_keeps_no_embedding(office: Office) -> None:
    office.write_advisories()
    office.sync()
    embedded = len(office.embedder.embedded)
    office.sync(rebuild=True)
    assert len(office.embedder.embedded) == 2 * embedded
    assert office.search(DRONES)[0] == "orchard/drones"


# ---------------------------------------------------------------- what lies in the store


def test_only_the_published_vectors_stay_in_the_store(office: Office) -> None:
    for number in range(4):
        office.write("count.md", f"# Count\n\nThis is notice number {number}.\n")
        office.sync()
    assert sorted(path.name for path in office.store.iterdir()) == ["catalog.sqlite", "lock", "vectors-4"]


def test_what_a_sync_that_died_after_publishing_left_is_dropped_by_the_next(
    office: Office, tmp_path: Path
) -> None:
    office.write_advisories()
    office.sync()
    with sqlite3.connect(office.store / "catalog.sqlite") as connection:
        connection.execute("DELETE FROM meta WHERE name = 'tidied'")
        connection.execute(
            "INSERT INTO embeddings (key, vector, tokens) VALUES ('of a removed sentence', '', '')"
        )
    connection.close()
    (office.store / "vectors-0").mkdir()
    assert office.sync().version == 1
    fresh = office.elsewhere(tmp_path / "fresh")
    fresh.sync()
    assert office.contents() == fresh.contents()
    assert not (office.store / "vectors-0").exists()


def test_vectors_that_a_reader_is_at_work_in_stay_until_it_is_done(office: Office) -> None:
    office.write_advisories()
    office.sync()
    index = office.index()
    with index.snapshot() as snapshot:
        (office.corpus / "orchard/drones.md").unlink()
        office.sync()
        office.write("count.md", "# Count\n\nThis is a notice.\n")
        office.sync()
        found = index.find(snapshot, DRONES)
        assert found.passages[0].entry.id == "orchard/drones"
    assert "orchard/drones" not in [hit.document for hit in index.search(DRONES)]
    office.sync()
    assert [path.name for path in office.store.glob("vectors-*")] == ["vectors-3"]


def test_a_folder_that_has_forgotten_as_much_as_it_holds_is_made_anew(office: Office) -> None:
    for number in range(4):
        office.write("count.md", f"# Count\n\nThis is notice number {number}.\n")
        office.sync()
        with Catalog(office.settings).snapshot() as snapshot:
            assert snapshot.vectors.forgotten <= snapshot.vectors.count == 1
    assert office.search("notice number") == ["count"]


def test_an_open_index_follows_new_versions_rebuilds_and_new_stores(office: Office) -> None:
    office.write_advisories()
    office.sync()
    index = office.index()
    assert index.search(DRONES)[0].document == "orchard/drones"
    (office.corpus / "orchard/drones.md").rename(office.corpus / "sprayers.md")
    office.sync()
    assert index.search(DRONES)[0].document == "sprayers"
    (office.corpus / "sprayers.md").rename(office.corpus / "drones.md")
    office.sync(rebuild=True)
    assert index.search(DRONES)[0].document == "drones"
    shutil.rmtree(office.store)
    (office.corpus / "drones.md").rename(office.corpus / "again.md")
    office.sync()
    assert index.search(DRONES)[0].document == "again"


def test_identifiers_of_a_document_are_found_first(office: Office) -> None:
    office.write_advisories()
    office.write("list.md", "# Known weaknesses\n\nSee cve 2031 10001 and others.\n")
    office.sync()
    assert set(office.search("CVE-2031-10001")[:2]) == {"orchard/drones", "list"}
    found = office.index()
    with found.snapshot() as snapshot:
        assert found.find(snapshot, "CVE-2031-99999").unknown_identifiers == ("CVE-2031-99999",)
    assert office.search("cranes", filters=Filters(documents=frozenset({"meters"}))) == ["meters"]


def test_a_file_older_than_the_last_sync_can_still_be_new(office: Office) -> None:
    office.write("first.md", ADVISORIES["harbour.md"])
    office.sync()
    age(office.write("old.md", ADVISORIES["meters.md"]), seconds=1e8)
    assert office.sync().added == ("old.md",)


def test_a_document_is_found_by_an_identifier_that_only_its_name_gives(office: Office) -> None:
    office.write_advisories()
    office.write("CVE-2031-20002.md", "The depot found a fault in its ticket printers.\n")
    office.sync()
    assert office.search("CVE-2031-20002")[0] == "CVE-2031-20002"
    index = office.index()
    with index.snapshot() as snapshot:
        assert index.find(snapshot, "CVE-2031-20002").unknown_identifiers == ()
        assert index.find(snapshot, "CVE-2031-20002").passages[0].score >= 2.0  # the document's own
