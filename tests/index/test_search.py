"""What a search makes of the words of a question, and by what it knows the vectors it searches."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.rank import CARRIED_WEIGHT
from index.vectors import fingerprint_of
from tests.index.office import Office


def test_words_carried_over_from_an_earlier_question_count_less(office: Office) -> None:
    office.write_advisories()
    office.sync()
    index = office.index()
    text = "cranes with modems"
    with index.snapshot() as snapshot:
        question = index.find(snapshot, text).question
        asked, carried = (index.find(snapshot, text, asked=n).weights for n in (len(text), len("cranes")))
    last = [i for i, (start, _) in enumerate(question.spans) if start >= text.index("modems")]
    assert last
    assert [asked.sum(), carried.sum()] == pytest.approx([1.0, 1.0])
    assert carried[last] / carried[0] == pytest.approx(CARRIED_WEIGHT * asked[last] / asked[0])


def test_the_vectors_of_a_version_are_known_by_content_and_by_the_names_of_their_files(
    tmp_path: Path,
) -> None:
    for name in ("data.bin", "links.bin"):
        (tmp_path / name).write_bytes(name.encode())
    published = fingerprint_of(tmp_path)
    (tmp_path / "links.bin").rename(tmp_path / "other.bin")
    assert fingerprint_of(tmp_path) != published
    (tmp_path / "other.bin").rename(tmp_path / "links.bin")
    assert fingerprint_of(tmp_path) == published
    (tmp_path / "links.bin").write_bytes(b"links.bim")
    assert fingerprint_of(tmp_path) != published
