"""Gold and answer files: what is read, and how each bad row is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.__main__ import main
from evals.cases import chain, check_cases, read_cases, read_placed_cases, read_replies
from evals.types import BadGold
from tests.evals.towns import town_cases, write_gold

GOOD: dict[str, Any] = {
    "id": "a",
    "kind": "lookup",
    "question": "what was fined?",
    "answerable": True,
    "facts": [["a bank", "the bank"]],
    "evidence": [[{"document": "paper", "quote": "fined a bank"}]],
}


def gold(folder: Path, *rows: object) -> Path:
    path = folder / "gold.jsonl"
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def complaint(path: Path) -> str:
    with pytest.raises(BadGold) as caught:
        read_cases([path])
    return str(caught.value)


def test_cases_are_read_as_they_were_written(tmp_path: Path) -> None:
    assert read_cases([write_gold(tmp_path / "towns.jsonl", town_cases())]) == town_cases()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": ""}, "id is empty"),
        ({"id": None}, "id must be a text, not None"),
        ({"question": 7}, "question must be a text, not 7"),
        ({"answerable": "yes"}, "answerable must be true or false"),
        ({"facts": ["a bank"]}, "facts must hold lists of texts, none empty"),
        ({"facts": [[]]}, "facts must be a list of groups, each a list of spellings, none empty"),
        ({"evidence": [{"document": "paper", "quote": "fined"}]}, "evidence must be a list of groups"),
        ({"evidence": [[{"document": "paper"}]]}, "quote must be a text, not None"),
        ({"forbidden": "9"}, "forbidden must be a list, not '9'"),
        ({"as_of": "May 2020"}, "as_of must be a date YYYY-MM-DD, not 'May 2020'"),
        ({"follows": "z"}, "follows 'z', which is no question of this set"),
        ({"follows": "a"}, "follows 'a', which comes after it in the same conversation"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_the_reason(
    change: dict[str, object], reason: str, tmp_path: Path
) -> None:
    path = gold(tmp_path, {**GOOD, "id": "first"}, GOOD | change)
    assert f"{path}:2: {reason}" in complaint(path)


def test_every_bad_row_is_named_at_once(tmp_path: Path) -> None:
    path = gold(tmp_path, "{not json", "", "[1]", GOOD, GOOD)
    assert complaint(path).split("\n") == [
        f"{path}:1: is not JSON (Expecting property name enclosed in double quotes at column 2)",
        f"{path}:3: is not a JSON object",
        f"{path}:5: id 'a' was already used at {path}:4",
    ]


def test_a_file_that_is_missing_or_empty_is_named(tmp_path: Path) -> None:
    assert complaint(tmp_path / "none.jsonl").endswith("none.jsonl: No such file or directory")
    assert "holds no questions" in complaint(gold(tmp_path, ""))


def test_a_line_separator_inside_a_question_does_not_end_the_row(tmp_path: Path) -> None:
    assert read_cases([gold(tmp_path, GOOD | {"question": "one\u2028two"})])[0].question == "one\u2028two"


def test_a_follow_up_belongs_to_the_conversation_it_continues_wherever_that_stands(tmp_path: Path) -> None:
    rows = [GOOD | {"id": "c", "follows": "b"}, GOOD | {"id": "b", "follows": "a"}, GOOD]
    cases = {case.id: case for case in read_cases([gold(tmp_path, *rows)])}
    assert [case.conversation for case in cases.values()] == ["a", "a", "a"]
    assert [turn.id for turn in chain(cases["c"], cases)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, ""),
        ({"kind": "riddle"}, "kind 'riddle' is none of lookup,"),
        ({"facts": []}, "is answerable but lacks facts or evidence"),
        ({"answerable": False}, "is not answerable but names facts or evidence"),
        ({"kind": "follow-up"}, "is a follow-up that follows no question"),
        ({"kind": "as-of"}, "is an as-of question without as_of"),
        ({"evidence": [[{"document": "book", "quote": "x"}]]}, "document 'book' is not in the corpus"),
        ({"evidence": [[{"document": "paper", "quote": "Fined a bank"}]]}, "quote occurs 0 times in paper"),
        ({"evidence": [[{"document": "paper", "quote": "bank"}]]}, "quote occurs 2 times in paper"),
    ],
)
def test_check_says_what_is_wrong_with_a_row_that_reads_well(
    change: dict[str, object], fault: str, tmp_path: Path
) -> None:
    cases = read_placed_cases([gold(tmp_path, GOOD | change)])
    faults = check_cases(cases, {"paper": ["They fined a bank. The bank paid."]})
    assert [fault in found for found in faults] == ([True] if fault else [])


def test_the_check_command_fails_on_a_quote_that_is_not_there(
    tmp_path: Path, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = write_gold(tmp_path / "good.jsonl", town_cases())
    assert main(["check", "--gold", str(good), "--corpus", str(corpus)]) == 0
    assert "48 questions" in capsys.readouterr().out
    bad = gold(tmp_path, GOOD | {"evidence": [[{"document": "2019-arlo", "quote": "fined a bank"}]]})
    assert main(["check", "--gold", str(bad), "--corpus", str(corpus)]) == 1
    assert (
        capsys.readouterr().err
        == f"{bad}:1: a: quote occurs 0 times in 2019-arlo, must be once: 'fined a bank'\n"
    )


@pytest.mark.parametrize(
    ("document", "quote", "fault"),
    [
        ("d", "fined a bank", ""),
        ("d", "fined a shop", ""),
        ("sub/d", "fined a shop", ""),
        ("sub/d", "fined a bank", "quote occurs 0 times in sub/d"),
        ("deep/sub/d", "fined a port", ""),
        ("other/d", "fined a bank", "document 'other/d' is not in the corpus"),
        ("ub/d", "fined a shop", "document 'ub/d' is not in the corpus"),
        ("d", "paid", "quote occurs 2 times in d"),
    ],
)
def test_a_place_is_found_by_file_name_or_id_in_the_check_as_in_the_score(
    document: str, quote: str, fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus"
    papers = {
        "d": "They fined a bank. It paid.",
        "sub/d": "They fined a shop. It paid, and paid.",
        "deep/sub/d": "They fined a port.",
    }
    for id, text in papers.items():
        (corpus / id).parent.mkdir(parents=True, exist_ok=True)
        (corpus / f"{id}.md").write_text(f"{text}\n", encoding="utf-8")
    path = gold(tmp_path, GOOD | {"evidence": [[{"document": document, "quote": quote}]]})
    assert main(["check", "--gold", str(path), "--corpus", str(corpus)]) == (1 if fault else 0)
    assert fault in capsys.readouterr().err
    holder = next(id for id, text in papers.items() if quote in text)
    answers = tmp_path / "answers.jsonl"
    answer = {"id": "a", "answer": "A bank [1].", "citations": [{"document": holder, "quote": quote}]}
    answers.write_text(json.dumps(answer) + "\n", encoding="utf-8")
    main(["score", "--gold", str(path), "--answers", str(answers), "--json", "-"])
    recall = json.loads(capsys.readouterr().out)["figures"]["passage_recall"]
    assert recall == (0 if fault and quote != "paid" else 1)


def test_what_the_index_leaves_out_is_no_document_of_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "paper.md").write_text("They fined a bank. It paid.\n", encoding="utf-8")
    path = gold(tmp_path, GOOD)
    assert main(["check", "--gold", str(path), "--corpus", str(corpus)]) == 0
    monkeypatch.setenv("ADVISORY_MAX_CHARACTERS", "10")
    assert main(["check", "--gold", str(path), "--corpus", str(corpus)]) == 1
    assert "document 'paper' is not in the corpus" in capsys.readouterr().err


def test_answers_of_another_system_need_little(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "answer": "A bank [1].", "citations": [{"document": "paper", "quote": "fined a bank"}]},
        {"id": "b", "answer": "I do not know.", "refused": True},
        {"id": "c", "error": "timed out"},
    ]
    replies = read_replies(gold(tmp_path, *rows))
    assert replies["a"].answer.citations[0].number == 1
    assert replies["b"].answer.refused
    assert (replies["c"].error, replies["c"].answer.text) == ("timed out", "")


@pytest.mark.parametrize("key", ["start", "end", "number"])
@pytest.mark.parametrize("number", [float("inf"), float("nan"), -(10**400), "7", True])
def test_a_place_that_is_no_number_is_named(key: str, number: object, tmp_path: Path) -> None:
    citation = {"document": "paper", "quote": "fined a bank", key: number}
    path = gold(tmp_path, {"id": "a", "answer": "A bank [1].", "citations": [citation]})
    with pytest.raises(BadGold) as caught:
        read_replies(path)
    assert caught.value.problems == (f"{path}:1: {key} must be a number, not {number!r}",)


def test_a_bad_answer_row_is_named(tmp_path: Path) -> None:
    path = gold(
        tmp_path,
        {"id": "a"},
        {"id": "b", "answer": "", "refused": 1},
        {"id": "c", "answer": "x", "citations": [1]},
    )
    with pytest.raises(BadGold) as caught:
        read_replies(path)
    assert caught.value.problems == (
        f"{path}:1: answer must be a text, not None",
        f"{path}:2: refused must be true or false",
        f'{path}:3: citations must be objects with "document" and "quote"',
    )
