"""What a search makes of the words of a question, and by what it knows the vectors it searches."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.rank import CARRIED_WEIGHT
from index.storage.vectors import fingerprint_of
from index.types import Filters
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


def test_words_of_scripts_without_spaces_are_counted_where_their_documents_hold_them(office: Office) -> None:
    office.write("pumps.md", "# 港湾局の警告\n\n港湾局は国内企業に対し、北海ポンプの使用を警告した。\n")
    office.write("buoys.md", "# 海事局的命令\n\n海事局命令所有船东停止使用浮标。\n")
    office.sync()
    counted = {
        "港湾局": 1,
        "ﾎﾟﾝﾌﾟ": 1,
        "使用": 2,
        "港湾局は何を警告しましたか": 1,
        "海事局命令什么": 1,
        "火星人はどこに住んでいますか": 0,
        "火星人": 0,
        "した": 1,
        "pump": 0,
    }
    with office.index().snapshot() as snapshot:
        assert snapshot.chunk_frequencies(counted) == counted


def test_a_sole_hit_scores_as_the_best_one_it_is(office: Office) -> None:
    office.write(
        "cranes.md",
        "# Cranes\n\nThe port authority warned about cranes with modems. It will check all of them.\n",
    )
    office.sync()
    index = office.index()
    [hit] = index.search("cranes with modems")
    assert hit.score == 1.0
    [unmatched] = index.search("spraying drones")
    assert unmatched.score == 0.8  # no keyword speaks for it
    [named] = index.search("cranes", filters=Filters(documents=frozenset({"cranes"})))
    assert named.score == 1.0


def test_a_named_document_comes_first_whatever_else_fits_best(office: Office) -> None:
    office.write("named.md", "# Trams\n\nSee CVE-2031-10001.\n")
    office.write("about.md", "# Cranes\n\nThe port authority warned about cranes with modems.\n")
    office.sync()
    query = "What did the port authority warn about cranes with modems and CVE-2031-10001?"
    first, second = office.index().search(query)
    assert (first.document, second.document) == ("named", "about")
    assert first.score >= 1.0 >= second.score


def test_an_index_of_one_sentence_can_be_searched_again_and_again(office: Office) -> None:
    office.write("cranes.md", "# Cranes\n\nThe port authority warned about cranes with modems.\n")
    office.sync()
    assert [office.search(query) for query in ("cranes", "modems", "drones")] == [["cranes"]] * 3
