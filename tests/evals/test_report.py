"""The page shows what was measured, stands alone, and draws nothing a document says."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.compare import compare
from evals.record import keep_run, last_runs, write_record
from evals.report import CHARTED, reasons, render_report, worst_rows
from evals.run import answer_cases, evaluate
from evals.types import Evaluation
from tests.evals.towns import Reader, town_cases

HOSTILE = '<script>alert(1)</script><img src="https://evil.example/x.png">'


@pytest.fixture(scope="module")
def good(reader: Reader) -> Evaluation:
    cases = town_cases()
    return evaluate(cases, {r.id: r for r in answer_cases(cases, reader.ask)}, documents=reader.documents)


@pytest.fixture(scope="module")
def bad(reader: Reader) -> Evaluation:
    cases = town_cases()
    replies = {
        r.id: replace(r, answer=replace(r.answer, text=HOSTILE, kind="answer"))
        for r in answer_cases(cases, reader.ask)
        if r.id != "Arlo-now"
    }
    return evaluate(cases, replies, documents=reader.documents)


def test_the_page_fetches_nothing_and_runs_nothing(bad: Evaluation, good: Evaluation) -> None:
    page = render_report(bad, compare(good, bad))
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|img|link|iframe)|url\(|@import", page)
    assert "&lt;script&gt;alert(1)" in page
    assert page.count("<svg") == len(CHARTED) + 1


def test_the_page_tells_figures_flips_and_worst_questions(bad: Evaluation, good: Evaluation) -> None:
    page = render_report(bad, compare(good, bad))
    assert "0 of 48 questions dealt with rightly" in page
    assert "<td>Required facts found ↑</td><td>0.000</td>" in page
    assert "48 questions flipped" in page
    assert "failed: was not answered" in page


def test_a_failed_question_is_the_worst_then_those_that_found_least(bad: Evaluation) -> None:
    worst = worst_rows(bad)
    assert (worst[0].id, len(worst)) == ("Arlo-now", 40)


def test_a_perfect_run_has_no_worst_questions(good: Evaluation) -> None:
    assert worst_rows(good) == []


def test_reasons_are_words(good: Evaluation) -> None:
    row = good.rows[0]
    spoilt = replace(row, missing_facts=("Adams",), forbidden=1.0, as_of_leakage=1.0, invented_marks=2)
    assert reasons(spoilt) == [
        "fact missing: Adams",
        "holds a forbidden value",
        "cites a document later than the date asked about",
        "2 invented citation marks",
    ]
    assert reasons(replace(row, refused=True, citations_on_refusal=1)) == [
        "refused, though the corpus says",
        "1 citations on a refusal",
    ]


def test_the_report_command_writes_the_page(
    bad: Evaluation, good: Evaluation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, page = (tmp_path / name for name in ("old.json", "new.json", "report.html"))
    write_record(good, old)
    write_record(bad, new)
    assert main(["report", str(new), "--before", str(old), "-o", str(page)]) == 0
    assert capsys.readouterr().out == f"{page}\n"
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_without_a_name_the_report_is_about_the_last_run_beside_the_one_before(
    bad: Evaluation, good: Evaluation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "report.html"
    command = ["report", "--store", str(tmp_path / "store"), "-o", str(page)]
    assert main(command) == 2
    assert capsys.readouterr().err.startswith("error: nothing was run yet")
    keep_run(good, tmp_path / "store")
    assert main(command) == 0
    assert "48 of 48 questions" in page.read_text(encoding="utf-8")
    keep_run(bad, tmp_path / "store")
    assert last_runs(tmp_path / "store") == (bad, good)
    assert main(command) == 0
    assert "48 questions flipped" in page.read_text(encoding="utf-8")


def test_a_run_over_other_questions_is_reported_alone(good: Evaluation, tmp_path: Path) -> None:
    for evaluation in (replace(good, rows=good.rows[:4]), replace(good, rows=good.rows[4:])):
        keep_run(evaluation, tmp_path)
    assert main(["report", "--store", str(tmp_path), "-o", str(tmp_path / "report.html")]) == 0
    assert "Against the run before" not in (tmp_path / "report.html").read_text(encoding="utf-8")
