"""The regressions that the weights are made of: fitted, joined, and tried on questions that they did not see."""

from __future__ import annotations

import numpy as np
import pytest

from assistant import weigh
from evals.regressions import FOLDS, Table, join_tables

QUESTIONS = 4 * FOLDS


def table(*, told: bool = True, folds: bool = True) -> Table:
    """A row a question: the first column tells the label if it is `told`, the second says nothing."""
    labels = np.arange(QUESTIONS) % 2
    noise = np.random.default_rng(0).normal(size=(2, QUESTIONS))
    return Table(
        names=("telling", "silent"),
        rows=np.stack([labels + 0.1 * noise[0] if told else noise[0], noise[1]], axis=1).astype(np.float32),
        labels=labels.astype(np.float32),
        weights=np.ones(QUESTIONS, np.float32),
        folds=(np.arange(QUESTIONS) // 2 % FOLDS if folds else np.full(QUESTIONS, -1)).astype(np.float32),
        inverse_penalty=1.0,
    )


def test_what_tells_the_label_weighs_and_what_says_nothing_hardly() -> None:
    model = weigh.model_of(table().fit())
    assert model.features == ("telling", "silent")
    assert model.weights[0] > 5 * abs(model.weights[1])
    ends = model.log_odds({"telling": np.array([1.0, 0.0]), "silent": np.zeros(2)})
    assert ends[0] > 0 > ends[1]


def test_each_question_is_judged_by_a_model_that_did_not_see_it() -> None:
    seen = table()
    # Of one fold every label is wrong: what others learned of the column speaks against them all.
    fold = seen.folds == 3
    labels = np.where(fold, 1 - seen.labels, seen.labels)
    odds = Table(
        seen.names, seen.rows, labels, seen.weights, seen.folds, seen.inverse_penalty
    ).cross_validated()
    assert ((odds > 0) == (labels == 1))[~fold].all()
    assert ((odds > 0) != (labels == 1))[fold].all()


def test_what_is_in_all_folds_is_learned_from_and_not_judged() -> None:
    own, other = table(told=False), table(folds=False)
    joined = join_tables([own, other], inverse_penalty=0.5)
    assert joined.cross_validated()[QUESTIONS:] == pytest.approx(0.0)
    alone, beside = (weigh.model_of(each.fit()).weights[0] for each in (own, joined))
    assert beside > alone + 0.5
