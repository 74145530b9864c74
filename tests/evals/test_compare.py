"""Comparing two runs: how often it cries wolf, and what it says when the figures cannot be compared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evals.compare import DifferentQuestions, compare
from evals.figures import summarise
from evals.types import Evaluation, Row

QUESTIONS = 60


def row(number: int, found: float, refused: bool) -> Row:
    """Two of three questions are answerable; a refusal finds nothing."""
    answerable = number % 3 != 0
    facts = (0.0 if refused else found) if answerable else None
    return Row(
        f"q{number}", "lookup", f"c{number // 2}", "?", answerable, refused,
        facts_found=facts, all_facts=None if facts is None else float(facts == 1.0), passage_recall=facts,
    )  # fmt: skip


def rows_of(generator: np.random.Generator) -> list[Row]:
    found = generator.choice([0.0, 0.5, 1.0], size=QUESTIONS, p=[0.2, 0.2, 0.6])
    refused = generator.random(QUESTIONS) < 0.2
    return [row(n, float(found[n]), bool(refused[n])) for n in range(QUESTIONS)]


def test_two_assistants_of_equal_worth_rarely_look_different_in_any_figure() -> None:
    generator = np.random.default_rng(3)

    def alarm() -> bool:
        old, new = (Evaluation(tuple(rows_of(generator))) for _ in range(2))
        return any(change.verdict != "cannot tell" for change in compare(old, new).changes)

    # 100 comparisons at 5 % over all figures together: more than 11 alarms would happen once in 100 such tests
    assert sum(alarm() for _ in range(100)) <= 11


def test_a_run_is_no_different_from_itself() -> None:
    evaluation = summarise(rows_of(np.random.default_rng(5)))
    comparison = compare(evaluation, evaluation)
    assert {change.verdict for change in comparison.changes} == {"cannot tell"}
    assert {change.p for change in comparison.changes} == {1.0}
    assert comparison.flips == ()


def test_only_questions_of_both_runs_are_compared() -> None:
    rows = rows_of(np.random.default_rng(5))
    assert compare(summarise(rows), summarise(rows[10:])).questions == QUESTIONS - 10


def test_runs_over_different_questions_cannot_be_compared() -> None:
    rows = rows_of(np.random.default_rng(5))
    with pytest.raises(DifferentQuestions, match="share no question"):
        compare(summarise(rows[:10]), summarise(rows[10:]))


def test_a_question_whose_gold_changed_does_not_break_the_comparison() -> None:
    rows = rows_of(np.random.default_rng(5))
    changed = replace(rows[0], answerable=True, facts_found=1.0, all_facts=1.0)
    assert compare(summarise(rows), summarise([changed, *rows[1:]])).questions == QUESTIONS
