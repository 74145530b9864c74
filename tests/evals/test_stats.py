"""Intervals and tests, against values known from theory."""

from __future__ import annotations

import numpy as np
import pytest

from evals.stats import bootstrap_interval, holm, mcnemar_p, paired_bootstrap_p


def test_the_interval_of_a_share_is_near_the_binomial_one() -> None:
    values = [(f"q{n}", float(n < 60)) for n in range(100)]
    low, high = bootstrap_interval(values)
    assert low == pytest.approx(0.6 - 1.96 * (0.6 * 0.4 / 100) ** 0.5, abs=0.015)
    assert high == pytest.approx(0.6 + 1.96 * (0.6 * 0.4 / 100) ** 0.5, abs=0.015)


def test_questions_of_one_conversation_widen_the_interval() -> None:
    alone = [(f"q{n}", float(n % 2)) for n in range(40)]
    together = [(f"conversation {n % 10}", float(n % 10 < 5)) for n in range(40)]
    widths = [high - low for low, high in (bootstrap_interval(alone), bootstrap_interval(together))]
    assert widths[1] == pytest.approx(2 * widths[0], rel=0.15)


def test_a_sum_has_its_interval_too() -> None:
    assert bootstrap_interval([(f"q{n}", 2.0) for n in range(5)], total=True) == (10.0, 10.0)


def test_one_conversation_has_no_spread() -> None:
    assert bootstrap_interval([("a", 0.0), ("a", 1.0)]) == (0.5, 0.5)
    assert bootstrap_interval([("a", 3.0), ("a", 1.0)], total=True) == (4.0, 4.0)


def test_equal_scores_give_equal_intervals() -> None:
    values = [(f"q{n}", n / 50) for n in range(50)]
    assert bootstrap_interval(values) == bootstrap_interval(values)


def test_a_clear_difference_is_significant_and_none_is_not() -> None:
    old = [(f"q{n}", 0.5 + 0.1 * (n % 3)) for n in range(40)]
    assert paired_bootstrap_p(old, [(name, value + 0.2) for name, value in old]) < 0.01
    assert paired_bootstrap_p(old, old) == 1.0
    assert paired_bootstrap_p(old, []) == 1.0


def test_a_difference_counts_in_either_direction() -> None:
    old = [(f"q{n}", 0.5) for n in range(100)]
    new = [(f"q{n}", 1.0 if n < 15 else 0.0 if n < 23 else 0.5) for n in range(100)]
    # The mean rises by 0.035 with a standard error of 0.0237: 1.475 of them, less half a step of 0.005 for draws that
    # come out the same, which chance exceeds one way or the other in 17 of 100.
    assert paired_bootstrap_p(old, new) == pytest.approx(0.17, abs=0.03)
    assert paired_bootstrap_p(new, old) == pytest.approx(0.17, abs=0.03)


def test_two_runs_of_equal_worth_rarely_raise_an_alarm() -> None:
    generator = np.random.default_rng(7)
    names = [f"q{n // 2}" for n in range(80)]

    def alarm() -> bool:
        old, new = generator.choice([0.0, 0.5, 1.0], size=(2, len(names)), p=[0.3, 0.2, 0.5])
        return (
            paired_bootstrap_p(list(zip(names, old, strict=True)), list(zip(names, new, strict=True))) < 0.05
        )

    # 200 trials at 5 %: 10 alarms expected, more than 19 would happen once in 500 such tests
    assert sum(alarm() for _ in range(200)) <= 19


def test_mcnemar_is_the_sign_test_of_those_that_flipped() -> None:
    assert mcnemar_p([True] * 6 + [False] * 3, [False] * 6 + [False] * 3) == 2 / 2**6
    assert mcnemar_p([True, False] * 5, [False, True] * 5) == 1.0
    assert mcnemar_p([True], [True]) == 1.0


def test_mcnemar_raises_no_false_alarm_more_often_than_it_should() -> None:
    generator = np.random.default_rng(11)
    pairs = generator.random((400, 2, 60)) < 0.7
    assert np.mean([mcnemar_p(old.tolist(), new.tolist()) < 0.05 for old, new in pairs]) <= 0.05


def test_holm_multiplies_the_smallest_most_and_never_falls() -> None:
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx({"a": 0.03, "c": 0.06, "b": 0.06})
    assert holm({"a": 0.6, "b": 0.9}) == {"a": 1.0, "b": 1.0}
    assert holm({}) == {}
