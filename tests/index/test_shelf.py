"""Files enter the corpus only if they can be read, and leave it through a trash that gives them back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.readers import read_file
from index.shelf import (
    AlreadyThere,
    Shelf,
    ShelfProblem,
    add_file,
    list_trash,
    remove_file,
    restore_file,
    safe_name,
)
from index.types import UnreadableFile

NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
NOTE = b"# Norland warns\n\nThe agency warned operators about routers on 4 March 2025.\n"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    (tmp_path / "corpus").mkdir()
    return Shelf(tmp_path / "corpus", tmp_path / "store")


def test_a_readable_file_is_added_and_what_was_read_is_told(shelf: Shelf) -> None:
    path, reading = add_file(shelf, "norland.md", NOTE, now=NOW)
    assert path == "norland.md"
    assert reading.metadata.title == "Norland warns"
    assert [p.name for p in shelf.corpus.iterdir()] == ["norland.md"]


def test_of_a_file_that_is_there_just_as_it_is_nothing_is_done(shelf: Shelf) -> None:
    add_file(shelf, "norland.md", NOTE, now=NOW)
    for replace in (False, True):
        with pytest.raises(AlreadyThere, match=r"norland\.md is in the corpus already, just as it is"):
            add_file(shelf, "norland.md", NOTE, now=NOW, replace=replace)
    assert list_trash(shelf) == []


@pytest.mark.parametrize(
    ("name", "raw"), [("broken.pdf", b"%PDF-1.7 nothing"), ("empty.md", b""), ("program.exe", b"MZ")]
)
def test_an_unreadable_file_stays_out_and_leaves_nothing_behind(shelf: Shelf, name: str, raw: bytes) -> None:
    with pytest.raises(UnreadableFile):
        add_file(shelf, name, raw, now=NOW)
    assert list(shelf.corpus.iterdir()) == []


def test_the_limits_of_the_settings_hold_for_a_file_that_is_added(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISORY_MAX_BYTES", "40")
    with pytest.raises(UnreadableFile, match="ADVISORY_MAX_BYTES=40"):
        add_file(shelf, "norland.md", NOTE, now=NOW)
    assert list(shelf.corpus.iterdir()) == []


def test_a_name_cannot_lead_out_of_the_corpus() -> None:
    assert safe_name("../../etc/circular.md") == "circular.md"
    assert safe_name("..\\..\\circular.md") == "circular.md"
    assert safe_name(".hidden.md") == "hidden.md"
    assert safe_name("a\x00b\n:c.md") == "a_b_c.md"
    assert safe_name("x" * 500 + ".md") == "x" * 237 + ".md"


def test_a_long_name_in_any_script_is_cut_to_what_a_folder_takes(shelf: Shelf) -> None:
    path, _ = add_file(shelf, "警告" * 60 + ".md", NOTE, now=NOW)
    assert path == "警告" * 39 + "警.md"
    assert (shelf.corpus / path).read_bytes() == NOTE
    (shelf.corpus / f"{path}.source.yaml").write_text("publisher: Bureau\n")
    remove_file(shelf, path, now=NOW)
    assert list(shelf.corpus.iterdir()) == []


def test_a_replaced_file_leaves_its_sidecar_to_the_new_one(shelf: Shelf) -> None:
    add_file(shelf, "norland.md", NOTE, now=NOW)
    (shelf.corpus / "norland.md.url").write_text("[InternetShortcut]\nURL=https://norland.example/1\n")
    add_file(shelf, "norland.md", NOTE + b"\nMore.\n", now=NOW, replace=True)
    assert read_file(shelf.corpus / "norland.md").metadata.url == "https://norland.example/1"
    (old,) = list_trash(shelf)
    assert read_file(shelf.trash / old.id / "norland.md").metadata.url == "https://norland.example/1"


def test_a_sidecar_that_took_the_place_is_not_overwritten_and_nothing_is_moved(shelf: Shelf) -> None:
    add_file(shelf, "norland.md", NOTE, now=NOW)
    sidecar = shelf.corpus / "norland.md.url"
    sidecar.write_text("[InternetShortcut]\nURL=https://norland.example/1\n")
    trashed = remove_file(shelf, "norland.md", now=NOW)
    sidecar.write_text("[InternetShortcut]\nURL=https://norland.example/2\n")
    with pytest.raises(ShelfProblem, match=r"norland\.md\.url is in the corpus again"):
        restore_file(shelf, trashed)
    assert sidecar.read_text().endswith("/2\n")
    assert not (shelf.corpus / "norland.md").exists()
    assert [item.id for item in list_trash(shelf)] == [trashed.id]


def test_a_name_taken_is_refused_unless_it_is_to_be_replaced(shelf: Shelf) -> None:
    add_file(shelf, "norland.md", NOTE, now=NOW)
    with pytest.raises(ShelfProblem, match="already in the corpus"):
        add_file(shelf, "norland.md", NOTE + b"\nMore.\n", now=NOW)
    add_file(shelf, "norland.md", NOTE + b"\nMore.\n", now=NOW, replace=True)
    assert (shelf.corpus / "norland.md").read_bytes().endswith(b"More.\n")
    (old,) = list_trash(shelf)
    assert (shelf.trash / old.id / "norland.md").read_bytes() == NOTE


def test_a_removed_file_comes_back_to_its_folder(shelf: Shelf) -> None:
    (shelf.corpus / "norland").mkdir()
    (shelf.corpus / "norland" / "note.md").write_bytes(NOTE)
    remove_file(shelf, "norland/note.md", now=NOW)
    assert not (shelf.corpus / "norland" / "note.md").exists()
    (trashed,) = list_trash(shelf)
    assert (trashed.path, trashed.removed) == ("norland/note.md", "2026-05-12T09:30:00")
    assert restore_file(shelf, trashed) == "norland/note.md"
    assert (shelf.corpus / "norland" / "note.md").read_bytes() == NOTE
    assert list_trash(shelf) == []


def test_what_else_lies_in_the_trash_is_passed_over(shelf: Shelf) -> None:
    add_file(shelf, "norland.md", NOTE, now=NOW)
    trashed = remove_file(shelf, "norland.md", now=NOW)
    for foreign in (".DS_Store", "notes.txt", f"{trashed.id}/.DS_Store"):
        (shelf.trash / foreign).write_bytes(b"not ours")
    (shelf.trash / "kept by hand").mkdir()
    assert [(item.id, item.path) for item in list_trash(shelf)] == [(trashed.id, "norland.md")]


def test_a_file_that_took_the_place_is_not_overwritten(shelf: Shelf) -> None:
    add_file(shelf, "norland.md", NOTE, now=NOW)
    trashed = remove_file(shelf, "norland.md", now=NOW)
    add_file(shelf, "norland.md", NOTE + b"\nNew.\n", now=NOW)
    with pytest.raises(ShelfProblem, match="in the corpus again"):
        restore_file(shelf, trashed)
    assert (shelf.corpus / "norland.md").read_bytes().endswith(b"New.\n")


def test_only_files_of_the_corpus_can_be_removed(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_bytes(NOTE)
    with pytest.raises(ShelfProblem, match="not below"):
        remove_file(shelf, "../outside.md", now=NOW)
    with pytest.raises(ShelfProblem, match="not in the corpus"):
        remove_file(shelf, "gone.md", now=NOW)
    assert (tmp_path / "outside.md").exists()
