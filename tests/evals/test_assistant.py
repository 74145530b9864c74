"""The evaluation asks the assistant that the page asks, on any documents and questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.__main__ import main
from tests.evals.towns import town_cases, write_gold


@pytest.mark.slow
def test_run_indexes_an_empty_store_asks_and_scores(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = write_gold(tmp_path / "gold.jsonl", town_cases())
    places = ["--corpus", str(corpus), "--store", str(tmp_path / "store")]
    assert main(["run", "--gold", str(gold), *places, "--json", "-"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert len(record["rows"]) == 48
    assert [row["error"] for row in record["rows"] if row["error"]] == []
    figures = record["figures"]
    assert (figures["quote_exactness"], figures["citations_on_refusal"], figures["invented_marks"]) == (
        1.0,
        0.0,
        0.0,
    )
    assert figures["as_of_leakage"] == 0.0
    assert figures["facts_found"] > 0.5
    assert figures["recall_10"] > 0.9
    assert record["times"]["first_word_p50"] <= record["times"]["end_p95"]


def test_a_corpus_that_is_not_there_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = write_gold(tmp_path / "gold.jsonl", town_cases())
    places = ["--corpus", str(tmp_path / "none"), "--store", str(tmp_path / "store")]
    assert main(["run", "--gold", str(gold), *places]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert str(tmp_path / "none") in error
