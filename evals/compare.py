"""Two evaluations of the same questions: what got better, what got worse, what cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.figures import FIGURES, Figure, values_of
from evals.stats import holm, mcnemar_p, paired_bootstrap_p
from evals.types import Evaluation, Row
from index.types import AdvisoryError

SIGNIFICANT = 0.05


class DifferentQuestions(AdvisoryError):
    """Two evaluations that share no questions cannot be compared."""


@dataclass(frozen=True, slots=True)
class Change:
    """One figure before and after. `p` is Holm's over all figures compared; `verdict` is better, worse or cannot tell."""

    name: str
    old: float
    new: float
    p: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Flip:
    """A question that is now answered right and was not, or the other way round."""

    old: Row
    new: Row

    @property
    def better(self) -> bool:
        return is_good(self.new)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two evaluations, over the questions both hold."""

    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]
    questions: int


def compare(old: Evaluation, new: Evaluation) -> Comparison:
    """Compare question by question.

    Yes/no figures are tested by the exact McNemar test, the others by the paired bootstrap over
    conversations, all with Holm's correction at the 5 % level.
    """
    if not share_questions(old, new):
        raise DifferentQuestions("the two evaluations share no question: run both over the same --gold")
    after = {row.id: row for row in new.rows}
    pairs = [(row, after[row.id]) for row in old.rows if row.id in after]
    return Comparison(
        changes=_changes([a for a, _ in pairs], [b for _, b in pairs]),
        flips=tuple(Flip(a, b) for a, b in pairs if is_good(a) != is_good(b)),
        questions=len(pairs),
    )


def share_questions(one: Evaluation, other: Evaluation) -> bool:
    """Whether two evaluations can be compared at all."""
    return not {row.id for row in one.rows}.isdisjoint(row.id for row in other.rows)


def is_good(row: Row) -> bool:
    """Whether a question was dealt with as it should be: all facts and nothing forbidden, or rightly refused."""
    if not row.answerable:
        return row.refused and not row.citations_on_refusal
    return row.all_facts == 1.0 and not row.forbidden


def _changes(old: Sequence[Row], new: Sequence[Row]) -> tuple[Change, ...]:
    tested = {
        figure.name: p
        for figure in FIGURES
        if figure.better and (p := _p_value(figure, old, new)) is not None
    }
    adjusted = holm(tested)
    return tuple(
        _change(figure, old, new, adjusted[figure.name]) for figure in FIGURES if figure.name in tested
    )


def _p_value(figure: Figure, old: Sequence[Row], new: Sequence[Row]) -> float | None:
    """How likely so great a difference is by chance; None where the figure is missing on a side."""
    before, after = values_of(figure, old), values_of(figure, new)
    if not before or not after:
        return None
    if not figure.yes_no:
        return paired_bootstrap_p(before, after)
    pairs = [(figure.score(a), figure.score(b)) for a, b in zip(old, new, strict=True)]
    both = [(a == 1.0, b == 1.0) for a, b in pairs if a is not None and b is not None]
    return mcnemar_p([a for a, _ in both], [b for _, b in both])


def _change(figure: Figure, old: Sequence[Row], new: Sequence[Row], p: float) -> Change:
    before, after = (_value(figure, rows) for rows in (old, new))
    gain = (after - before) * figure.better
    verdict = "cannot tell" if p >= SIGNIFICANT or not gain else "better" if gain > 0 else "worse"
    return Change(figure.name, before, after, p, verdict)


def _value(figure: Figure, rows: Sequence[Row]) -> float:
    scores = [value for _, value in values_of(figure, rows)]
    return sum(scores) if figure.total else sum(scores) / len(scores)
