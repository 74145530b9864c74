"""Asking and scoring from end to end, with a whole if small assistant."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.types import Answer, Turn
from evals.__main__ import main
from evals.compare import compare
from evals.record import read_record, to_json, write_record
from evals.run import answer_cases, evaluate, rank_cases
from evals.types import Case
from index.types import Evidence, Filters, StoreProblem
from tests.evals.towns import EVERYTHING, Reader, town_cases, write_gold


def answers_file(path: Path, reader: Reader, *, without: Sequence[str] = ()) -> Path:
    """The reader's answers as any other system would hand them in."""
    rows = [
        {
            "id": reply.id,
            "answer": reply.answer.text,
            "refused": reply.answer.refused,
            "citations": [{"document": c.document, "quote": c.quote} for c in reply.answer.citations],
        }
        for reply in answer_cases(town_cases(), reader.ask)
        if reply.id not in without
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_perfect_assistant_scores_one_everywhere(reader: Reader) -> None:
    cases = town_cases()
    figures = evaluate(
        cases, {r.id: r for r in answer_cases(cases, reader.ask)}, documents=reader.documents
    ).figures
    for name in ("facts_found", "all_facts", "passage_recall", "document_precision", "citation_precision",
                 "quote_exactness", "sentence_support", "refusal_recall", "refusal_precision"):  # fmt: skip
        assert (figures[name].value, figures[name].low, figures[name].high) == (1.0, 1.0, 1.0), name
    for name in (
        "false_refusal",
        "forbidden",
        "citations_on_refusal",
        "invented_marks",
        "as_of_leakage",
        "failures",
    ):
        assert figures[name].value == 0.0, name
    assert (
        figures["facts_found"].count,
        figures["refusal_recall"].count,
        figures["as_of_leakage"].count,
    ) == (36, 12, 12)


def test_a_follow_up_is_asked_with_the_turns_before_it_even_if_they_stand_later() -> None:
    asked: list[tuple[str, list[str]]] = []

    def ask(question: str, *, history: Sequence[Turn] = (), filters: Filters = EVERYTHING) -> Answer:
        asked.append((question, [turn.question for turn in history]))
        return Answer(question, "")

    cases = [
        Case("c", "follow-up", "three", True, follows="b"),
        Case("a", "lookup", "one", True),
        Case("b", "follow-up", "two", True, follows="a"),
    ]
    assert [reply.id for reply in answer_cases(cases, ask)] == ["c", "a", "b"]
    assert asked == [("one", []), ("two", ["one"]), ("three", ["one", "two"])]


def test_as_of_is_passed_as_a_filter() -> None:
    seen: list[str] = []

    def ask(question: str, *, history: Sequence[Turn] = (), filters: Filters = EVERYTHING) -> Answer:
        seen.append(filters.as_of)
        return Answer(question, "")

    list(
        answer_cases([Case("a", "as-of", "?", True, as_of="2020-01-01"), Case("b", "lookup", "?", True)], ask)
    )
    assert seen == ["2020-01-01", ""]


def test_a_question_that_raises_is_a_failure_and_the_others_are_asked() -> None:
    def ask(question: str, *, history: Sequence[Turn] = (), filters: Filters = EVERYTHING) -> Answer:
        if question == "one":
            raise TimeoutError("no word in 60 s")
        return Answer(question, f"after {len(history)} turns")

    cases = [Case("a", "lookup", "one", True), Case("b", "follow-up", "two", True, follows="a")]
    first, second = answer_cases(cases, ask)
    assert (first.error, second.answer.text) == ("TimeoutError: no word in 60 s", "after 0 turns")
    assert evaluate(cases, {"a": first, "b": second}).figures["failures"].value == 1.0


def test_an_index_that_cannot_be_used_is_no_failed_question() -> None:
    def ask(question: str, *, history: Sequence[Turn] = (), filters: Filters = EVERYTHING) -> Answer:
        raise StoreProblem("there is no index; run: python -m index sync")

    with pytest.raises(StoreProblem):
        list(answer_cases([Case("a", "lookup", "one", True)], ask))


def test_seconds_come_from_the_clock_that_is_given() -> None:
    def ask(question: str, *, history: Sequence[Turn] = (), filters: Filters = EVERYTHING) -> Answer:
        return Answer(question, "")

    ticks = iter([1.0, 1.5, 2.0, 4.0])
    cases = [Case("a", "lookup", "?", True), Case("b", "lookup", "?", True)]
    replies = {reply.id: reply for reply in answer_cases(cases, ask, clock=lambda: next(ticks))}
    assert evaluate(cases, replies).times == {"end_p50": 1.25, "end_p95": pytest.approx(1.925)}


class Streaming:
    """An answer in two statements."""

    def __iter__(self) -> Iterator[str]:
        yield from ("one", "two")

    @property
    def answer(self) -> Answer:
        return Answer("?", "one two")


def test_a_streamed_answer_tells_when_its_first_word_came() -> None:
    def reply(question: str, *, history: Sequence[Turn] = (), filters: Filters = EVERYTHING) -> Streaming:
        return Streaming()

    ticks = iter([1.0, 1.25, 3.0])
    (streamed,) = answer_cases([Case("a", "lookup", "?", True)], reply, clock=lambda: next(ticks))
    assert (streamed.answer.text, streamed.first_word_seconds, streamed.seconds) == ("one two", 0.25, 2.0)


def test_two_runs_differ_in_nothing_but_times(reader: Reader) -> None:
    def once() -> dict[str, object]:
        cases = town_cases()
        record = to_json(evaluate(cases, {r.id: r for r in answer_cases(cases, reader.ask)}))
        del record["times"]
        return record | {"rows": [{**row, "seconds": 0} for row in record["rows"]]}

    assert json.dumps(once()) == json.dumps(once())


def test_ranking_asks_the_question_that_stands_alone() -> None:
    case = town_cases()[2]
    asked: list[str] = []

    def ask(question: str, *, history: Sequence[Turn] = (), filters: Filters = EVERYTHING) -> Answer:
        return Answer(question, "", standalone=f"{question} in Arlo")

    def search(query: str, *, k: int = 10, filters: Filters = EVERYTHING) -> list[Evidence]:
        asked.append(query)
        place = case.evidence[0][0]
        return [Evidence(place.document, 0, 0, place.quote, 1.0)]

    leads = replace(case, follows="")
    rankings = rank_cases([leads], {r.id: r for r in answer_cases([leads], ask)}, search)
    assert asked == ["and how many cameras were bought? in Arlo"]
    assert evaluate([leads], {}, rankings=rankings).figures["ndcg_10"].value == 1.0


def test_score_reads_answers_made_elsewhere_and_counts_the_missing(
    reader: Reader, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = write_gold(tmp_path / "gold.jsonl", town_cases())
    answers = answers_file(tmp_path / "answers.jsonl", reader, without=["Arlo-then", "Arlo-fine"])
    out = tmp_path / "out.json"
    command = [
        "score",
        "--gold",
        str(gold),
        "--answers",
        str(answers),
        "--corpus",
        str(corpus),
        "--json",
        str(out),
    ]
    assert main(command) == 0
    assert "Required facts found" in capsys.readouterr().out
    figures = json.loads(out.read_text(encoding="utf-8"))["figures"]
    assert figures["facts_found"] == pytest.approx(35 / 36)
    assert figures["refusal_recall"] == pytest.approx(11 / 12)
    assert (figures["failures"], figures["quote_exactness"]) == (2.0, 1.0)


def test_json_on_standard_output_holds_figures_kinds_and_rows(
    reader: Reader, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = write_gold(tmp_path / "gold.jsonl", town_cases())
    answers = answers_file(tmp_path / "answers.jsonl", reader)
    assert main(["score", "--gold", str(gold), "--answers", str(answers), "--json", "-"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert set(record) >= {"figures", "by_kind", "rows"}
    assert record["by_kind"]["near-miss"]["refusal_recall"] == 1.0
    row = record["rows"][0]
    assert (row["id"], row["kind"], row["answerable"], row["refused"], row["facts_found"]) == (
        "Arlo-now", "current", True, False, 1.0,
    )  # fmt: skip


def test_a_record_is_read_back_as_it_was_written(reader: Reader, tmp_path: Path) -> None:
    cases = town_cases()
    evaluation = evaluate(
        cases, {r.id: r for r in answer_cases(cases, reader.ask)}, documents=reader.documents
    )
    write_record(evaluation, tmp_path / "out.json")
    assert read_record(tmp_path / "out.json") == evaluation


def test_what_is_no_record_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out.json").write_text("{}", encoding="utf-8")
    assert main(["compare", str(tmp_path / "out.json"), str(tmp_path / "none.json")]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"error: {tmp_path / 'out.json'}: is not an evaluation of this version")
    assert error.count("\n") == 1


def test_compare_says_what_got_worse_and_which_questions_flipped(
    reader: Reader, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def evasive(question: str, *, history: Sequence[Turn] = (), filters: Filters = EVERYTHING) -> Answer:
        return Answer(question, "The corpus does not say.", "refusal")

    cases = town_cases()
    good, bad = (
        evaluate(cases, {r.id: r for r in answer_cases(cases, ask)}) for ask in (reader.ask, evasive)
    )
    verdicts = {change.name: change.verdict for change in compare(good, bad).changes}
    assert verdicts["facts_found"] == verdicts["false_refusal"] == "worse"
    assert verdicts["refusal_recall"] == "cannot tell"
    assert {change.name: change.verdict for change in compare(bad, good).changes}["facts_found"] == "better"
    assert len(compare(good, bad).flips) == 36
    for name, evaluation in (("old.json", good), ("new.json", bad)):
        write_record(evaluation, tmp_path / name)
    assert main(["compare", str(tmp_path / "old.json"), str(tmp_path / "new.json")]) == 0
    printed = capsys.readouterr().out
    assert "now wrong: Arlo-now" in printed
    assert "old: Mayor Adams signed the order for Arlo. [1]" in printed
    assert "new: (refused) The corpus does not say." in printed


def test_a_file_that_cannot_be_written_is_one_line(
    reader: Reader, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = write_gold(tmp_path / "gold.jsonl", town_cases())
    answers = answers_file(tmp_path / "answers.jsonl", reader)
    out = tmp_path / "none" / "out.json"
    assert main(["score", "--gold", str(gold), "--answers", str(answers), "--json", str(out)]) == 2
    assert capsys.readouterr().err == f"error: {out}: No such file or directory\n"


def test_answers_to_other_questions_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = write_gold(tmp_path / "gold.jsonl", town_cases())
    answers = tmp_path / "answers.jsonl"
    answers.write_text('{"id": "stranger", "answer": "yes", "refused": false}\n', encoding="utf-8")
    assert main(["score", "--gold", str(gold), "--answers", str(answers)]) == 2
    assert capsys.readouterr().err == f"error: {answers}: answers none of the questions of {gold}\n"
