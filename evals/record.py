"""An evaluation as JSON and back: the file that `run --json` writes and `compare`, `report` and `gate` read."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evals.types import Cited, Evaluation, Interval, Place, Ranking, Row
from index.types import AdvisoryError

KEPT = ("evaluation.json", "evaluation-before.json")


class BadRecord(AdvisoryError):
    """A file that is not an evaluation written by this program."""


def to_json(evaluation: Evaluation) -> dict[str, Any]:
    """Plain JSON values. `figures` are bare numbers; their intervals and counts stand in `intervals`.

    Everything but `times`, and `seconds` and `first_word_seconds` in the rows, is the same for equal runs.
    """
    return {
        "model": evaluation.model,
        "figures": _values(evaluation.figures),
        "intervals": _intervals(evaluation.figures),
        "by_kind": {kind: _values(figures) for kind, figures in evaluation.by_kind.items()},
        "intervals_by_kind": {kind: _intervals(figures) for kind, figures in evaluation.by_kind.items()},
        "times": evaluation.times,
        "rows": [asdict(row) for row in evaluation.rows],
    }


def from_json(record: dict[str, Any]) -> Evaluation:
    """The evaluation that `to_json` wrote."""
    return Evaluation(
        rows=tuple(row_from_json(row) for row in record["rows"]),
        figures=_figures(record["figures"], record["intervals"]),
        by_kind={
            kind: _figures(figures, record["intervals_by_kind"][kind])
            for kind, figures in record["by_kind"].items()
        },
        times=record["times"],
        model=record["model"],
    )


def row_from_json(row: dict[str, Any]) -> Row:
    """One row that `to_json` wrote."""
    nested = {
        "ranking": row["ranking"] and Ranking(**row["ranking"]),
        "missing_facts": tuple(row["missing_facts"]),
        "missing_places": tuple(Place(**place) for place in row["missing_places"]),
        "cited": tuple(Cited(**cited) for cited in row["cited"]),
    }
    return Row(**{**row, **nested})


def write_record(evaluation: Evaluation, path: Path) -> None:
    """Write the evaluation to `path`, one that `read_record` reads."""
    path.write_text(json.dumps(to_json(evaluation), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_record(path: Path) -> Evaluation:
    """The evaluation kept at `path`. Raises BadRecord if it is not one."""
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise BadRecord(
            f"{path}: {error.strerror}; write one with `python -m evals run --json {path}`"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadRecord(
            f"{path}: is not an evaluation of this version ({error!r}); write it anew with `python -m evals run --json`"
        ) from error


def keep_run(evaluation: Evaluation, store: Path) -> None:
    """Keep this run in the store as the last one; the one that was last becomes the one before.

    Raises BadRecord where the store cannot be written.
    """
    last, before = (store / name for name in KEPT)
    try:
        if last.exists():
            last.replace(before)
        store.mkdir(parents=True, exist_ok=True)
        write_record(evaluation, last)
    except OSError as error:
        raise BadRecord(
            f"{last} cannot be written ({error.strerror or error}); make the store writable, with free space"
        ) from error


def last_runs(store: Path) -> tuple[Evaluation, ...]:
    """The runs kept in the store, the last one first: two, one, or none where nothing was run yet."""
    return tuple(read_record(store / name) for name in KEPT if (store / name).exists())


def _values(figures: dict[str, Interval]) -> dict[str, Any]:
    return {name: figure.value for name, figure in figures.items()}


def _intervals(figures: dict[str, Interval]) -> dict[str, Any]:
    return {
        name: {"low": figure.low, "high": figure.high, "count": figure.count}
        for name, figure in figures.items()
    }


def _figures(values: dict[str, Any], intervals: dict[str, Any]) -> dict[str, Interval]:
    return {name: Interval(value, **intervals[name]) for name, value in values.items()}
