"""Logistic regressions over gold questions, as `weights.json` keeps them: over their sentences, or a row a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant import weigh
from assistant.question import Question
from assistant.weighing.question_features import question_features
from evals.examples import Example, shares_of
from index.embed import Floats

FOLDS = 8
# What tells the sentences that answer a question.
ModelOf = Callable[[Question], weigh.Model]


def fit_sentence_model(examples: Sequence[Example]) -> dict[str, object]:
    """A regression over all sentences of the answerable questions, by what differs among them."""
    answerable = [e for e in examples if e.gold.any()]
    shares = shares_of(answerable)
    names = tuple(
        name for name in answerable[0].columns if any(np.ptp(e.columns[name]) > 0 for e in answerable)
    )
    rows = np.vstack([np.stack([e.columns[name] for name in names], axis=1) for e in answerable])
    weights = np.concatenate(
        [np.full(len(e.gold), share / e.gold.sum()) for e, share in zip(answerable, shares, strict=True)]
    )
    return fit(names, rows, np.concatenate([e.gold for e in answerable]), weights, inverse_penalty=0.3)


@dataclass(frozen=True, slots=True)
class Table:
    """A row a question: its features, whether it belongs to the class that is learned, its weight, its fold (-1: in all)."""

    names: tuple[str, ...]
    rows: Floats
    labels: Floats
    weights: Floats
    folds: Floats
    inverse_penalty: float

    def fit(self, *, without: int | None = None) -> dict[str, object]:
        """The regression over all rows, or over those of the other folds."""
        kept = self.folds != without if without is not None else np.ones(len(self.rows), dtype=bool)
        return fit(self.names, self.rows[kept], self.labels[kept], self.weights[kept], self.inverse_penalty)

    def cross_validated(self) -> Floats:
        """Log-odds of each row from a model that did not see its conversation; 0 where a row is in all folds."""
        odds = np.zeros(len(self.rows), dtype=np.float32)
        for fold in range(FOLDS):
            mine = np.flatnonzero(self.folds == fold)
            model = weigh.model_of(self.fit(without=fold))
            odds[mine] = model.log_odds({name: self.rows[mine, i] for i, name in enumerate(self.names)})
        return odds


def join_tables(tables: Sequence[Table], *, inverse_penalty: float) -> Table:
    return Table(
        names=tables[0].names,
        rows=np.concatenate([t.rows for t in tables]),
        labels=np.concatenate([t.labels for t in tables]),
        weights=np.concatenate([t.weights for t in tables]),
        folds=np.concatenate([t.folds for t in tables]),
        inverse_penalty=inverse_penalty,
    )


def table_of(
    examples: Sequence[Example],
    labels: Sequence[bool],
    model: ModelOf,
    *,
    weight: float,
    folds: Sequence[int] | None = None,
) -> Table:
    """The questions' rows; yes and no weigh `weight` each, whatever their numbers."""
    rows = [question_row(example, model) for example in examples]
    counts = {answer: max(1, sum(label is answer for label in labels)) for answer in (True, False)}
    return Table(
        names=tuple(rows[0]),
        rows=np.array([[float(value[0]) for value in row.values()] for row in rows], dtype=np.float32),
        labels=np.array(labels, dtype=np.float32),
        weights=np.array([weight / counts[label] for label in labels], dtype=np.float32),
        folds=np.array(folds if folds is not None else [-1] * len(rows), dtype=np.float32),
        inverse_penalty=1.0,
    )


def folds_of(examples: Sequence[Example]) -> list[int]:
    """The fold of each question; a conversation is in one."""
    conversations = sorted({example.case.conversation for example in examples})
    np.random.default_rng(0).shuffle(conversations)
    fold_of = {conversation: i % FOLDS for i, conversation in enumerate(conversations)}
    return [fold_of[example.case.conversation] for example in examples]


def question_row(example: Example, model: ModelOf) -> dict[str, Floats]:
    weighed = weigh.order(example.sentences, model(example.question).log_odds(example.columns), example.read)
    return question_features(
        example.question,
        example.found,
        [w.ranked for w in weighed[: weigh.BEST]],
        [w.log_odds for w in weighed],
        [w.reader_odds for w in weighed],
        document_text=example.texts[weighed[0].ranked.entry.id],
        known=example.known,
    )


def fit(
    names: tuple[str, ...], rows: Floats, labels: Floats, weights: Floats, inverse_penalty: float
) -> dict[str, object]:
    """A standardised logistic regression as `weights.json` keeps it."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    scaled = weights / weights.sum() * len(weights)
    model = LogisticRegression(C=inverse_penalty, max_iter=5000)
    model.fit((rows - mean) / scale, labels, sample_weight=scaled)
    return {
        "features": list(names),
        "mean": [round(float(v), 6) for v in mean],
        "scale": [round(float(v), 6) for v in scale],
        "weights": [round(float(v), 6) for v in model.coef_[0]],
        "bias": round(float(model.intercept_[0]), 6),
    }
