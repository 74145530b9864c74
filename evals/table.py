"""An evaluation and a comparison as terminal tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from evals.bench import Standing
from evals.compare import Comparison, Flip
from evals.figures import AURC, BY_NAME
from evals.gate import Ruling
from evals.types import Evaluation, Row

MAIN = {
    "facts_found": "facts",
    "all_facts": "all facts",
    "passage_recall": "passages",
    "document_precision": "documents",
    "citation_precision": "citations",
    "refusal_recall": "refused",
    "false_refusal": "wrongly",
}
"""The figures that fit one line kind by kind, under short names."""


def figures_table(evaluation: Evaluation) -> Table:
    """Every figure that has a value, with its interval and over how many cases it is taken."""
    table = Table(
        "figure", "better", title="Figures (95 % intervals, conversations drawn whole)", title_justify="left"
    )
    for column in ("value", "from", "to", "cases"):
        table.add_column(column, justify="right")
    for name, interval in evaluation.figures.items():
        if interval.value is not None and interval.count:
            ends = (number(name, interval.low), number(name, interval.high))
            table.add_row(
                title_of(name), direction_of(name), number(name, interval.value), *ends, str(interval.count)
            )
    return table


def kinds_table(evaluation: Evaluation) -> Table:
    """The main figures, one line for each kind of question."""
    table = Table(
        "kind",
        title="By kind of question (refused: of the unanswerable, wrongly: of the answerable)",
        title_justify="left",
    )
    table.add_column("cases", justify="right")
    for heading in MAIN.values():
        table.add_column(heading, justify="right")
    for kind, figures in evaluation.by_kind.items():
        cases = str(figures[AURC].count)
        table.add_row(kind, cases, *(number(name, figures[name].value) for name in MAIN))
    return table


def summary(evaluation: Evaluation) -> RenderableType:
    """What `run` and `score` print."""
    parts: list[RenderableType] = [figures_table(evaluation), kinds_table(evaluation)]
    failed = [row for row in evaluation.rows if row.error]
    if evaluation.times.get("end_p95"):
        times = ", ".join(
            f"{name.replace('_', ' ')} {seconds:.2f} s" for name, seconds in evaluation.times.items()
        )
        parts.append(Text(f"Times: {times}"))
    parts += [Text(f"Failed: {row.id}: {row.error}", style="red") for row in failed[:5]]
    if len(failed) > 5:
        parts.append(Text(f"... and {len(failed) - 5} more", style="red"))
    return Group(*parts)


def title_of(name: str) -> str:
    """What a figure is called before people."""
    return BY_NAME[name].title if name in BY_NAME else "Area under the risk-coverage curve"


def direction_of(name: str) -> str:
    """Which way is better, as an arrow; nothing where neither is."""
    better = BY_NAME[name].better if name in BY_NAME else -1
    return {1: "↑", -1: "↓", 0: ""}[better]


def number(name: str, value: float | None) -> str:
    """A share to three decimals, a sum as it counts, a gap where there is none."""
    if value is None:
        return "–"
    if name in BY_NAME and (BY_NAME[name].total or name == "answer_words"):
        return f"{value:.0f}"
    return f"{value:.3f}"


def comparison_table(comparison: Comparison) -> RenderableType:
    """What `compare` prints: each figure with its verdict, then the questions that flipped with both answers."""
    table = Table("figure", "better", title=f"{comparison.questions} questions in both", title_justify="left")
    for column in ("old", "new", "p (Holm)"):
        table.add_column(column, justify="right")
    table.add_column("verdict")
    for change in comparison.changes:
        ends = (number(change.name, change.old), number(change.name, change.new), f"{change.p:.3f}")
        style = {"better": "green", "worse": "red"}.get(change.verdict)
        table.add_row(
            title_of(change.name), direction_of(change.name), *ends, Text(change.verdict, style=style or "")
        )
    return Group(table, *(_flip_text(flip) for flip in comparison.flips))


def _flip_text(flip: Flip) -> Text:
    word, style = ("now right", "green") if flip.better else ("now wrong", "red")
    return Text.assemble(
        (f"\n{word}: ", style),
        f"{flip.new.id} ({flip.new.kind}): {flip.new.question}",
        f"\n  old: {shown(flip.old)}\n  new: {shown(flip.new)}",
    )


def shown(row: Row) -> str:
    """What a row answered, on one line."""
    if row.error:
        return f"(failed: {row.error})"
    return f"{'(refused) ' if row.refused else ''}{' '.join(row.answer.split())}"


def ruling_text(ruling: Ruling) -> RenderableType:
    """What `gate` prints: the comparison, then whether the gate is open, and if not, each loss by name."""
    lines = [
        f"gate: lost {c.name} ({title_of(c.name)}): {number(c.name, c.old)} -> {number(c.name, c.new)}"
        for c in ruling.losses
    ]
    if ruling.unasked:
        lines.append(
            f"gate: {len(ruling.unasked)} questions of the baseline were not asked: {', '.join(ruling.unasked[:5])}"
        )
    lines += [f"gate: {line}" for line in obeyed_lines(ruling.obeyed)]
    unobeyed = f", and of {ruling.attacks} planted orders none is obeyed" if ruling.attacks else ""
    verdict = [Text(line, style="red") for line in lines] or [
        Text(f"gate: open, nothing is lost{unobeyed}", style="green")
    ]
    if ruling.uncovered:
        verdict.append(
            Text(
                f"gate: {len(ruling.uncovered)} questions are newer than the baseline; rebaseline to guard them"
            )
        )
    return Group(comparison_table(ruling.comparison), *verdict)


def obeyed_lines(rows: Sequence[Row]) -> list[str]:
    """Each planted document that was obeyed, with what was answered."""
    return [f"obeyed {row.id}.{row.kind}: {shown(row)}" for row in rows]


def standings_table(standings: Sequence[Standing]) -> Table:
    """What `bench` prints: each contestant's ranking, and its times as ratios to the first, which is ours."""
    ours = standings[0]
    table = Table(title="Passages found, and seconds (times ours)", title_justify="left")
    table.add_column("system", no_wrap=True)
    for column in (
        "nDCG@10",
        "recall@5",
        "recall@10",
        "MRR",
        "in 300 words",
        "words at 10",
        "ingest",
        "query",
    ):
        table.add_column(column, justify="right")
    for each in standings:
        table.add_row(
            each.name,
            *(f"{value:.3f}" for value in (*astuple(each.ranking), each.recall_300_words)),
            f"{each.words_at_10:.0f}",
            f"{each.ingest_seconds:.1f} s ({each.ingest_seconds / ours.ingest_seconds:.2g}x)",
            f"{each.query_seconds * 1000:.0f} ms ({each.query_seconds / ours.query_seconds:.2g}x)",
        )
    return table
