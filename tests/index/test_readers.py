"""Reading files of a folder: by their ending, with their sidecars, within limits, in a process that can be ended."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from evals.documents.make import FOLDER
from index.readers import SUFFIXES, is_sidecar, read_file, sidecar_of
from index.readers.guard import GuardedReader, is_cheap
from index.readers.limits import Limits
from index.types import AdvisoryError, UnreadableFile
from tests.index.lawful import assert_lawful

PAGE = "<html lang='en'><body><main><h1>Consoles</h1><p>{}</p></main></body></html>"


def write(path: Path, words: str | bytes) -> Path:
    path.write_bytes(words if isinstance(words, bytes) else words.encode())
    return path


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_every_format_reads_alike_here_and_under_guard(path: Path) -> None:
    with GuardedReader() as reader:
        reading = reader.read(path)
    assert reading == read_file(path)
    assert_lawful(reading)
    assert reading.metadata.title
    assert reading.metadata.published
    assert reading.metadata.language == "en"


def test_a_reader_prepared_for_files_of_one_kind_reads_those_of_another() -> None:
    page, paper = next(FOLDER.glob("*.html")), next(FOLDER.glob("*.pdf"))
    with GuardedReader() as reader:
        reader.prepare(page)
        assert reader.read(paper) == read_file(paper)
        reader.prepare(page)
        assert reader.read(page) == read_file(page)


def test_an_unknown_ending_is_reported_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(
        UnreadableFile, match=r"table\.xlsx: files ending in \.xlsx are not read; the endings read are \.md"
    ):
        read_file(write(tmp_path / "table.xlsx", "x"))


def test_endings_in_capitals_are_the_same(tmp_path: Path) -> None:
    assert (
        read_file(write(tmp_path / "NOTE.TXT", "Meters are barred. Read this.")).text
        == "Meters are barred. Read this."
    )


def test_a_field_sidecar_says_where_a_file_comes_from(tmp_path: Path) -> None:
    path = write(tmp_path / "note.txt", "Meters are barred. Read this.")
    write(
        tmp_path / "note.txt.source.yaml",
        "url: https://nets.example/note\npublisher: Bureau of Nets\ndate: 4 May 2026\ntitle: On meters\n",
    )
    known = read_file(path).metadata
    assert (known.url, known.publisher, known.published, known.title) == (
        "https://nets.example/note",
        "Bureau of Nets",
        "2026-05-04",
        "On meters",
    )
    assert known.issuer == "Bureau of Nets"


def test_an_internet_shortcut_gives_the_address(tmp_path: Path) -> None:
    path = write(tmp_path / "note.txt", "Meters are barred. Read this.")
    write(tmp_path / "note.txt.url", "[InternetShortcut]\r\nURL=https://nets.example/note\r\n")
    assert read_file(path).metadata.url == "https://nets.example/note"


def test_a_broken_sidecar_is_a_problem_and_no_obstacle(tmp_path: Path) -> None:
    path = write(tmp_path / "note.txt", "Meters are barred. Read this.")
    write(tmp_path / "note.txt.source.yaml", "title: [unclosed")
    assert read_file(path).problems == ("note.txt.source.yaml is not valid YAML and was left out",)
    write(tmp_path / "note.txt.source.yaml", "\n")
    assert read_file(path).problems == ("note.txt.source.yaml: the file is empty; it was left out",)


def test_sidecars_are_told_from_documents_by_name(tmp_path: Path) -> None:
    names = ("a.pdf.url", "a.md.source.yaml", "a.txt.source.yml", "a.url", "a.source.yaml", "a.md")
    assert [is_sidecar(Path(name)) for name in names] == [True, True, True, False, False, False]
    document = write(tmp_path / "a.md", "x")
    assert sidecar_of(document) is None
    sidecar = write(tmp_path / "a.md.url", "x")
    assert sidecar_of(document) == sidecar


def test_the_name_gives_a_date_and_identifiers_only_where_the_text_does_not(tmp_path: Path) -> None:
    bare = read_file(write(tmp_path / "2024-05-06-ed-22-02-note.md", "Words without a day. And more."))
    assert (bare.metadata.published, bare.metadata.identifiers) == ("2024-05-06", ("ED 22-02",))
    dated = read_file(write(tmp_path / "2024-05-07-note.md", "---\ndate: 2020-01-02\n---\nWords."))
    assert dated.metadata.published == "2020-01-02"


def test_the_time_of_a_file_is_no_date(tmp_path: Path) -> None:
    path = write(tmp_path / "note.txt", "Words without a day. And more.")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert read_file(path).metadata.date == ""


@pytest.mark.parametrize(
    ("limits", "said"),
    [(Limits(bytes=10), "ADVISORY_MAX_BYTES=10"), (Limits(characters=20), "ADVISORY_MAX_CHARACTERS=20")],
)
def test_a_limit_is_named_by_the_refusal(tmp_path: Path, limits: Limits, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        read_file(write(tmp_path / "note.txt", "Meters are barred. Read this."), limits)


def test_limits_come_from_the_environment_and_say_what_is_wrong_with_it() -> None:
    assert Limits.from_environment({"ADVISORY_MAX_PAGES": "12", "ADVISORY_MAX_SECONDS": "2.5"}) == Limits(
        pages=12, seconds=2.5
    )
    assert Limits.from_environment({"ADVISORY_MAX_BYTES": "1_000"}) == Limits(bytes=1000)
    assert Limits.from_environment({}) == Limits()
    for value in ("many", "-1", "0", "inf", "nan"):
        with pytest.raises(AdvisoryError, match="ADVISORY_MAX_PAGES"):
            Limits.from_environment({"ADVISORY_MAX_PAGES": value})


def test_small_plain_files_are_read_here_and_risky_ones_elsewhere(tmp_path: Path) -> None:
    assert is_cheap(write(tmp_path / "a.md", "words\n" * 100))
    assert is_cheap(write(tmp_path / "a.json", "{" + " " * 50_000 + "}"))
    assert not is_cheap(write(tmp_path / "line.md", "w" * 30_000))
    assert not is_cheap(write(tmp_path / "long.txt", "words\n" * 50_000))
    assert not is_cheap(write(tmp_path / "a.pdf", "x"))


def test_a_reader_that_runs_away_is_ended_and_the_next_file_is_read(tmp_path: Path) -> None:
    slow = write(tmp_path / "slow.html", PAGE.format("Words that go on. <p>" * 150_000))
    quick = write(tmp_path / "quick.html", PAGE.format("The deadline moves to May. Nobody objected to it."))
    with GuardedReader(Limits(seconds=4)) as reader:
        assert "The deadline moves" in reader.read(quick).text
        begun = time.monotonic()
        with pytest.raises(
            UnreadableFile, match=r"slow\.html: reading took longer than ADVISORY_MAX_SECONDS=4 and was ended"
        ):
            reader.read(slow)
        assert time.monotonic() - begun < 6
        assert "The deadline moves" in reader.read(quick).text


def test_a_reader_that_takes_too_much_memory_is_refused_and_the_next_file_is_read(tmp_path: Path) -> None:
    large = write(tmp_path / "large.txt", "words and words\n" * 1_500_000)
    quick = write(tmp_path / "quick.html", PAGE.format("The deadline moves to May. Nobody objected to it."))
    with GuardedReader(Limits(memory=300_000_000)) as reader:
        with pytest.raises(UnreadableFile, match=r"large\.txt: .*too large"):
            reader.read(large)
        assert "The deadline moves" in reader.read(quick).text


def test_a_closed_reader_leaves_no_process_behind(tmp_path: Path) -> None:
    reader = GuardedReader()
    reader.read(
        write(tmp_path / "quick.html", PAGE.format("The deadline moves to May. Nobody objected to it."))
    )
    process = reader._process
    assert process is not None
    reader.close()
    assert process.poll() is not None


def test_every_ending_has_a_reader() -> None:
    assert {".md", ".txt", ".html", ".pdf", ".docx", ".json", ".eml"} <= set(SUFFIXES)
