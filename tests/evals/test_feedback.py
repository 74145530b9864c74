"""Thumbs and flags are kept, and become questions that a person must complete before they count."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.types import Answer, Citation
from evals.__main__ import main
from evals.cases import read_cases
from evals.feedback import BadFeedback, Flag, candidate_rows, read_feedback, record_feedback
from evals.types import BadGold
from index.types import Filters

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
ANSWER = Answer(
    "what about Arlo?",
    "It bought 11. [1] Then 21. [2]",
    citations=(
        Citation(1, "towns/arlo", "", 0, 13, "It bought 11."),
        Citation(2, "arlo-2", "", 0, 8, "Then 21."),
    ),
    standalone="how many cameras did Arlo buy?",
    filters=Filters(as_of="2020-01-01", documents=frozenset({"b", "a"})),
)


def candidates(store: Path) -> list[dict[str, Any]]:
    return candidate_rows(read_feedback(store))


def test_a_vote_is_one_line_in_the_store(tmp_path: Path) -> None:
    record_feedback(
        tmp_path / "store", ANSWER, vote=-1, time=NOON, flags=[Flag(2, "another town")], comment="no"
    )
    (line,) = (tmp_path / "store" / "feedback.jsonl").read_text(encoding="utf-8").splitlines()
    row = json.loads(line)
    assert (row["time"], row["vote"], row["comment"]) == ("2026-03-12T12:00:00+00:00", -1, "no")
    assert row["flags"] == [{"citation": 2, "reason": "another town"}]
    assert row["filters"]["documents"] == ["a", "b"]


def test_a_vote_is_up_or_down_or_taken_back(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="vote must be 1, -1 or 0, not 2"):
        record_feedback(tmp_path, ANSWER, vote=2, time=NOON)


def test_a_vote_that_is_taken_back_leaves_no_question(tmp_path: Path) -> None:
    for vote in (1, 0):
        record_feedback(tmp_path, ANSWER, vote=vote, time=NOON)
    assert candidates(tmp_path) == []
    record_feedback(tmp_path, ANSWER, vote=-1, time=NOON)
    assert [row["_vote"] for row in candidates(tmp_path)] == [-1]


def test_a_thumb_up_vouches_for_the_citations_not_flagged(tmp_path: Path) -> None:
    record_feedback(tmp_path, ANSWER, vote=1, time=NOON, flags=[Flag(2)])
    (row,) = candidates(tmp_path)
    assert (row["question"], row["as_of"]) == ("how many cameras did Arlo buy?", "2020-01-01")
    assert (row["answerable"], row["evidence"]) == (True, [[{"document": "arlo", "quote": "It bought 11."}]])


def test_a_thumb_up_on_a_refusal_is_an_unanswerable_question(tmp_path: Path) -> None:
    record_feedback(tmp_path, Answer("what fine?", "The corpus does not say.", "refusal"), vote=1, time=NOON)
    assert (candidates(tmp_path)[0]["answerable"], candidates(tmp_path)[0]["evidence"]) == (False, [])


def test_a_thumb_down_leaves_the_answer_to_be_said(tmp_path: Path) -> None:
    record_feedback(tmp_path, ANSWER, vote=-1, time=NOON)
    assert (candidates(tmp_path)[0]["answerable"], candidates(tmp_path)[0]["evidence"]) == (None, [])


def test_the_last_vote_on_a_question_counts(tmp_path: Path) -> None:
    for vote in (1, -1):
        record_feedback(tmp_path, ANSWER, vote=vote, time=NOON)
    record_feedback(tmp_path, replace(ANSWER, filters=Filters()), vote=1, time=NOON)
    assert [row["_vote"] for row in candidates(tmp_path)] == [-1, 1]


def test_a_comment_stays_when_a_thumb_is_given_after_it(tmp_path: Path) -> None:
    record_feedback(tmp_path, ANSWER, vote=-1, time=NOON, comment="the wrong year")
    record_feedback(tmp_path, ANSWER, vote=1, time=NOON)
    assert [(row["_vote"], row["_comment"]) for row in candidates(tmp_path)] == [(1, "the wrong year")]


@pytest.mark.parametrize(
    ("line", "reason"), [("5", "is no vote"), ("{}", "is no vote"), ("{", "is not JSON")]
)
def test_a_line_that_is_no_vote_is_named(tmp_path: Path, line: str, reason: str) -> None:
    (tmp_path / "feedback.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(BadFeedback, match=f"feedback.jsonl:2: {reason}.*mend or delete the line"):
        read_feedback(tmp_path)


def test_a_candidate_is_no_gold_until_it_is_completed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record_feedback(tmp_path, ANSWER, vote=1, time=NOON)
    assert main(["collect", "--store", str(tmp_path)]) == 0
    line = capsys.readouterr().out
    gold = tmp_path / "gold.jsonl"
    gold.write_text(line, encoding="utf-8")
    with pytest.raises(BadGold, match="kind must be a text, not None"):
        read_cases([gold])
    gold.write_text(
        json.dumps(json.loads(line) | {"kind": "number", "facts": [["11"]]}) + "\n", encoding="utf-8"
    )
    assert read_cases([gold])[0].facts == (("11",),)


def test_nobody_voted(tmp_path: Path) -> None:
    assert candidates(tmp_path) == []


def test_a_store_that_cannot_be_written_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("no folder", encoding="utf-8")
    with pytest.raises(BadFeedback, match=r"feedback\.jsonl cannot be written .*; make the store writable"):
        record_feedback(
            tmp_path / "store", Answer("Who?", "Nobody."), vote=1, time=datetime(2026, 1, 2, tzinfo=UTC)
        )
