"""How sure a figure is and whether two differ: bootstrap over conversations, exact McNemar, Holm. Pure; seeded."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import stats

RESAMPLES = 4000
SEED = 20260312
"""Fixed, so that equal scores give equal intervals."""

Array = NDArray[np.float64]
Values = Sequence[tuple[str, float]]
"""Of each case the conversation it belongs to, and its score."""


def bootstrap_interval(values: Values, *, total: bool = False) -> tuple[float, float]:
    """The 95 % percentile interval of the mean (or sum), drawing whole conversations with replacement.

    Cluster bootstrap (Davison and Hinkley 1997, 3.8): questions of one conversation are not independent.
    From a single conversation nothing can be drawn: both ends are then its own value.
    """
    sums, counts = _by_conversation(values, sorted({name for name, _ in values}))
    if len(sums) < 2:
        return (float(sums.sum()),) * 2 if total else (float(sums.sum() / counts.sum()),) * 2
    drawn = _resample(_sum if total else _ratio, (sums,) if total else (sums, counts))
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def paired_bootstrap_p(old: Values, new: Values) -> float:
    """Two-sided p-value that two systems' means differ, from their scores on the same questions.

    Conversations are drawn together for both (Efron and Tibshirani 1993, ch. 16): the difference of
    means is resampled, centred on zero, and p is how often it is at least as far out as the one seen.
    The two may score different cases (a figure over answers that cite); 1.0 where nothing differs
    or nothing can be drawn.
    """
    names = sorted({name for name, _ in (*old, *new)})
    samples = (*_by_conversation(new, names), *_by_conversation(old, names))
    new_sums, new_counts, old_sums, old_counts = samples
    same = np.array_equal(old_sums, new_sums) and np.array_equal(old_counts, new_counts)
    if same or len(names) < 2 or not old_counts.sum() or not new_counts.sum():
        return 1.0
    seen = float(_difference(*samples))
    drawn = _resample(_difference, samples)
    centred = drawn[np.isfinite(drawn)] - seen
    return float((1 + np.sum(np.abs(centred) >= abs(seen) - 1e-12)) / (1 + len(centred)))


def mcnemar_p(old: Sequence[bool], new: Sequence[bool]) -> float:
    """Exact two-sided McNemar p-value for paired yes/no scores (McNemar 1947): a sign test on those that flipped.

    >>> mcnemar_p([True] * 6, [False] * 6)
    0.03125
    """
    lost = sum(a and not b for a, b in zip(old, new, strict=True))
    won = sum(b and not a for a, b in zip(old, new, strict=True))
    return float(stats.binomtest(won, won + lost).pvalue) if won + lost else 1.0


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """The p-values adjusted for having looked at all of them (Holm 1979).

    >>> holm({"a": 0.01, "b": 0.04, "c": 0.03})
    {'a': 0.03, 'c': 0.06, 'b': 0.06}
    """
    adjusted: dict[str, float] = {}
    floor = 0.0
    for position, (name, p) in enumerate(sorted(p_values.items(), key=lambda item: (item[1], item[0]))):
        floor = max(floor, min(1.0, p * (len(p_values) - position)))
        adjusted[name] = floor
    return adjusted


def _by_conversation(values: Values, names: Sequence[str]) -> tuple[Array, Array]:
    """Sum and number of the scores of each conversation, in the order of `names`."""
    position = {name: i for i, name in enumerate(names)}
    sums, counts = np.zeros(len(names)), np.zeros(len(names))
    for name, value in values:
        sums[position[name]] += value
        counts[position[name]] += 1
    return sums, counts


def _sum(sums: Array, axis: int = -1) -> Array:
    return np.asarray(sums.sum(axis=axis))


def _ratio(sums: Array, counts: Array, axis: int = -1) -> Array:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(sums.sum(axis=axis) / counts.sum(axis=axis))


def _difference(
    new_sums: Array, new_counts: Array, old_sums: Array, old_counts: Array, axis: int = -1
) -> Array:
    return np.asarray(_ratio(new_sums, new_counts, axis) - _ratio(old_sums, old_counts, axis))


def _resample(statistic: object, samples: tuple[Array, ...]) -> Array:
    """The statistic over resampled conversations, shape (RESAMPLES,); all samples are drawn together."""
    with warnings.catch_warnings():
        # A draw may hold no case that a figure asks about: it has no value then, and callers leave it out.
        warnings.simplefilter("ignore", stats.DegenerateDataWarning)
        result = stats.bootstrap(
            samples,
            statistic,
            paired=True,
            vectorized=True,
            n_resamples=RESAMPLES,
            method="percentile",
            rng=np.random.default_rng(SEED),
        )
    return np.asarray(result.bootstrap_distribution)
