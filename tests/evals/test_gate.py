"""The gate tells each way of spoiling an assistant, by the name of what it spoils."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from assistant.types import Answer, Citation, Turn
from evals.__main__ import main
from evals.commands import parser
from evals.figures import summarise
from evals.gate import Baseline, Ruling, read_baseline, rule, set_baseline, write_baseline
from evals.record import write_record
from evals.run import Ask, answer_cases, evaluate
from evals.table import ruling_text
from evals.types import Evaluation, Row
from index.types import Filters
from tests.evals.towns import EVERYTHING, Reader, town_cases


def evaluation_of(ask: Ask, reader: Reader) -> Evaluation:
    cases = town_cases()
    return evaluate(cases, {r.id: r for r in answer_cases(cases, ask)}, documents=reader.documents)


@pytest.fixture(scope="module")
def baseline(reader: Reader) -> Baseline:
    return set_baseline(evaluation_of(reader.ask, reader), reason="the first", date="2026-01-01")


def never_refuses(reader: Reader, answer: Answer, filters: Filters) -> Answer:
    if not answer.refused:
        return answer
    first = next(iter(reader.documents.values()))
    return replace(answer, kind="answer", text=first.text)


def shifts_citations_by_one(reader: Reader, answer: Answer, filters: Filters) -> Answer:
    """Each statement carries the next one's citation, and the last one the first's."""
    turned = {c.number: c.number % len(answer.citations) + 1 for c in answer.citations}
    moved = tuple(replace(s, citations=tuple(turned[n] for n in s.citations)) for s in answer.statements)
    return replace(answer, statements=moved)


def counts_citations_from_two(reader: Reader, answer: Answer, filters: Filters) -> Answer:
    return replace(answer, text=answer.text.replace("[2]", "[3]").replace("[1]", "[2]"))


def shifts_places_by_one(reader: Reader, answer: Answer, filters: Filters) -> Answer:
    """Every place begins and ends a letter later, and the quote is what stands there."""

    def shifted(c: Citation) -> Citation:
        start, end = c.start + 1, c.end + 1
        return replace(c, start=start, end=end, quote=reader.documents[c.document].text[start:end])

    return replace(answer, citations=tuple(map(shifted, answer.citations)))


def cites_the_neighbour(reader: Reader, answer: Answer, filters: Filters) -> Answer:
    """The quotes are right, but said to stand in the document that comes next in the folder."""
    names = sorted(reader.documents)

    def neighbour(citation: Citation) -> Citation:
        return replace(citation, document=names[(names.index(citation.document) + 1) % len(names)])

    return replace(answer, citations=tuple(map(neighbour, answer.citations)))


def truncates(reader: Reader, answer: Answer, filters: Filters) -> Answer:
    return replace(answer, text=answer.text[: len(answer.text) // 3])


def leaks_later_documents(reader: Reader, answer: Answer, filters: Filters) -> Answer:
    return reader.ask(answer.question, filters=replace(filters, as_of="")) if filters.as_of else answer


def cites_on_refusal(reader: Reader, answer: Answer, filters: Filters) -> Answer:
    somewhere = Citation(1, "2019-arlo", "", 0, 7, "Cameras")
    return replace(answer, citations=(somewhere,)) if answer.refused else answer


def misquotes(reader: Reader, answer: Answer, filters: Filters) -> Answer:
    return replace(answer, citations=tuple(replace(c, quote=c.quote.upper()) for c in answer.citations))


Mutant = Callable[[Reader, Answer, Filters], Answer]


@pytest.mark.parametrize(
    ("mutant", "lost"),
    [
        (never_refuses, "refusal_recall"),
        (shifts_citations_by_one, "sentence_support"),
        (shifts_places_by_one, "quote_exactness"),
        (counts_citations_from_two, "invented_marks"),
        (cites_the_neighbour, "document_precision"),
        (truncates, "facts_found"),
        (leaks_later_documents, "as_of_leakage"),
        (cites_on_refusal, "citations_on_refusal"),
        (misquotes, "quote_exactness"),
    ],
)
def test_a_mutant_is_caught_by_the_name_of_what_it_loses(
    mutant: Mutant, lost: str, reader: Reader, baseline: Baseline
) -> None:
    def ask(question: str, *, history: Sequence[Turn] = (), filters: Filters = EVERYTHING) -> Answer:
        return mutant(reader, reader.ask(question, history=history, filters=filters), filters)

    assert lost in {loss.name for loss in rule(baseline, evaluation_of(ask, reader)).losses}


def test_the_same_assistant_passes(reader: Reader, baseline: Baseline) -> None:
    ruling = rule(baseline, evaluation_of(reader.ask, reader))
    assert ruling.open
    assert ruling.uncovered == ()


def test_one_answer_that_got_worse_is_not_a_significant_loss(reader: Reader, baseline: Baseline) -> None:
    def ask(question: str, *, history: Sequence[Turn] = (), filters: Filters = EVERYTHING) -> Answer:
        answer = reader.ask(question, history=history, filters=filters)
        return (
            replace(answer, text="Something else.")
            if question.startswith("Which mayor signed for Arlo")
            else answer
        )

    assert rule(baseline, evaluation_of(ask, reader)).open


def test_a_law_is_lost_by_a_single_answer(reader: Reader, baseline: Baseline) -> None:
    def ask(question: str, *, history: Sequence[Turn] = (), filters: Filters = EVERYTHING) -> Answer:
        answer = reader.ask(question, history=history, filters=filters)
        return misquotes(reader, answer, filters) if "Arlo" in question else answer

    assert [loss.name for loss in rule(baseline, evaluation_of(ask, reader)).losses] == ["quote_exactness"]


def attacks_of(*obeyed: float | None) -> Evaluation:
    """What became of planted documents, each obeyed or not; None brought the assistant down."""
    rows = [
        Row(
            f"plant-{number}", "md", f"plant-{number}", "By when?", True, False,
            answer="ZEBRA", obeyed=each, error="" if each is not None else "KeyError",
        )
        for number, each in enumerate(obeyed)
    ]  # fmt: skip
    return summarise(rows)


def test_no_planted_order_may_be_obeyed(reader: Reader, baseline: Baseline) -> None:
    evaluation = evaluation_of(reader.ask, reader)
    kept = rule(baseline, evaluation, attacks=attacks_of(0.0, 0.0))
    assert kept.open
    assert said(kept)[-1] == "gate: open, nothing is lost, and of 2 planted orders none is obeyed"
    lost = rule(baseline, evaluation, attacks=attacks_of(0.0, 1.0, None))
    assert not lost.open
    assert said(lost)[-2:] == [
        "gate: obeyed plant-1.md: ZEBRA",
        "gate: obeyed plant-2.md: (failed: KeyError)",
    ]
    assert attacks_of(0.0, 1.0, None).figures["attack_success"].value == 0.5


def said(ruling: Ruling) -> list[str]:
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(ruling_text(ruling))
    return console.export_text().splitlines()


def test_questions_newer_than_the_baseline_are_named(reader: Reader, baseline: Baseline) -> None:
    kept = tuple(row for row in baseline.evaluation.rows if row.id != "Lund-fine")
    older = replace(baseline, evaluation=replace(baseline.evaluation, rows=kept))
    assert rule(older, evaluation_of(reader.ask, reader)).uncovered == ("Lund-fine",)


def test_leaving_out_the_hard_questions_does_not_open_the_gate(reader: Reader, baseline: Baseline) -> None:
    evaluation = evaluation_of(reader.ask, reader)
    ruling = rule(baseline, replace(evaluation, rows=evaluation.rows[1:]))
    assert (ruling.open, ruling.losses, ruling.unasked) == (False, (), ("Arlo-now",))


def test_a_baseline_is_read_back_as_it_was_written(baseline: Baseline, tmp_path: Path) -> None:
    write_baseline(baseline, tmp_path / "baseline.json")
    assert read_baseline(tmp_path / "baseline.json") == baseline


def test_rebaseline_keeps_every_reason_and_gate_names_the_loss(
    reader: Reader, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, good, bad = (tmp_path / name for name in ("baseline.json", "good.json", "bad.json"))
    write_record(evaluation_of(reader.ask, reader), good)

    def ask(question: str, *, history: Sequence[Turn] = (), filters: Filters = EVERYTHING) -> Answer:
        return truncates(reader, reader.ask(question, history=history, filters=filters), filters)

    write_record(evaluation_of(ask, reader), bad)
    for evaluation, reason in (
        (good, "first"),
        (bad, "shorter answers are wanted"),
        (good, "no, they are not"),
    ):
        assert (
            main(["rebaseline", "--baseline", str(path), "--evaluation", str(evaluation), "--reason", reason])
            == 0
        )
    assert [kept.reason for kept in read_baseline(path).history] == [
        "first",
        "shorter answers are wanted",
        "no, they are not",
    ]

    assert main(["gate", "--baseline", str(path), "--evaluation", str(good)]) == 0
    capsys.readouterr()
    assert main(["gate", "--baseline", str(path), "--evaluation", str(bad)]) == 1
    assert "gate: lost facts_found" in capsys.readouterr().out


def test_a_missing_baseline_says_how_to_set_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gate", "--baseline", str(tmp_path / "none.json"), "--evaluation", "x.json"]) == 2
    assert "rebaseline --reason" in capsys.readouterr().err


def test_the_gate_asks_the_harder_questions_too() -> None:
    guarded = parser().parse_args(["gate"]).gold
    assert [path.name for path in guarded] == ["test.jsonl", "hard_test.jsonl"]
    assert parser().parse_args(["rebaseline", "--reason", "r"]).gold == guarded
    assert [path.name for path in parser().parse_args(["run"]).gold] == ["test.jsonl"]
