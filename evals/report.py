"""One self-contained HTML page about an evaluation: figures, curve, worst questions, what changed since the last run.

Also the charts of it, which the app's page draws from the same functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from evals.compare import Comparison, is_good
from evals.scores import risk_coverage
from evals.table import MAIN, direction_of, number, shown, title_of
from evals.types import Evaluation, Row

if TYPE_CHECKING:
    import altair as alt

TEMPLATE = Path(__file__).parent / "report.html"
CHARTED = tuple(name for name in MAIN if name != "all_facts")
WORST = 40


def kinds_chart(evaluation: Evaluation, names: Sequence[str] = CHARTED) -> alt.FacetChart:
    """Each main figure by kind of question, with its 95 % interval."""
    import altair as alt

    points = [
        {
            "kind": kind,
            "figure": title_of(name),
            "value": figures[name].value,
            "low": figures[name].low,
            "high": figures[name].high,
        }
        for kind, figures in {"all": evaluation.figures, **evaluation.by_kind}.items()
        for name in names
        if figures[name].value is not None
    ]
    rows = ["all", *evaluation.by_kind]  # the same in every chart, so that they can be read side by side
    base = alt.Chart(alt.InlineData(values=points)).encode(
        y=alt.Y(
            "kind:N",
            sort=rows,
            scale=alt.Scale(domain=rows),
            title=None,
            axis=alt.Axis(labelOverlap=False),
        )
    )
    share = alt.Scale(domain=[0, 1])
    intervals = base.mark_rule(strokeWidth=2, color="#8a8478").encode(
        x=alt.X("low:Q", scale=share, title=None), x2="high:Q"
    )
    values = base.mark_point(filled=True, size=50, opacity=1).encode(x=alt.X("value:Q", scale=share))
    layered = alt.layer(intervals, values).properties(width=180, height=230)
    return layered.facet(
        facet=alt.Facet("figure:N", title=None, sort=[title_of(n) for n in names]), columns=3
    )


def curve_chart(evaluation: Evaluation) -> alt.Chart:
    """The risk-coverage curve: how wrong the answers are if only the surest share is given."""
    import altair as alt

    points = [{"coverage": coverage, "risk": risk} for coverage, risk in risk_coverage(evaluation.rows)]
    curve: alt.Chart = (
        alt.Chart(alt.InlineData(values=points))
        .mark_line(interpolate="step-after")
        .encode(
            x=alt.X(
                "coverage:Q",
                scale=alt.Scale(domain=[0, 1]),
                title="coverage: share of questions, surest first",
            ),
            y=alt.Y("risk:Q", scale=alt.Scale(domain=[0, 1]), title="risk: mean error"),
        )
        .properties(width=420, height=260)
    )
    return curve


def to_svg(chart: Any) -> str:
    """The chart drawn, as SVG text: no script, no font file, nothing fetched."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(chart.to_dict(), config={"background": "transparent"}))


def worst_rows(evaluation: Evaluation, *, limit: int = WORST) -> list[Row]:
    """The questions dealt with worst, worst first: failed, answered though unanswerable, then by facts and passages found."""
    bad = [row for row in evaluation.rows if not is_good(row)]
    return sorted(bad, key=lambda row: (_merit(row), row.id))[:limit]


def _merit(row: Row) -> tuple[bool, float, float]:
    return (not row.error, row.facts_found or 0.0, row.passage_recall or 0.0)


def reasons(row: Row) -> list[str]:
    """What is wrong with a row, in words."""
    found = [f"failed: {row.error}"] if row.error else []
    if not row.answerable and not row.refused:
        found.append("answered, though the corpus does not say")
    if row.answerable and row.refused:
        found.append("refused, though the corpus says")
    found += [f"fact missing: {fact}" for fact in row.missing_facts if not row.refused]
    found += ["holds a forbidden value"] if row.forbidden else []
    found += ["cites a document later than the date asked about"] if row.as_of_leakage else []
    found += [f"{row.citations_on_refusal} citations on a refusal"] if row.citations_on_refusal else []
    found += [f"{row.invented_marks} invented citation marks"] if row.invented_marks else []
    return found


def render_report(evaluation: Evaluation, comparison: Comparison | None = None) -> str:
    """The page as HTML text."""
    good = sum(is_good(row) for row in evaluation.rows)
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        questions=len(evaluation.rows),
        good=good,
        model=escape(evaluation.model or "no language model"),
        figures=_figure_rows(evaluation),
        kinds="\n".join(_figure(kinds_chart(evaluation, [name]), title_of(name)) for name in CHARTED),
        curve=_figure(curve_chart(evaluation), "Risk against coverage"),
        comparison=_comparison_section(comparison) if comparison else "",
        worst="\n".join(_card(row) for row in worst_rows(evaluation)),
    )


def _figure(chart: Any, label: str) -> str:
    """One chart as a figure of its own, so that a narrow page can put it below the one before."""
    return f'<figure role="img" aria-label="{escape(label)}">{to_svg(chart)}</figure>'


def _figure_rows(evaluation: Evaluation) -> str:
    return "\n".join(
        _table_row(
            f"{title_of(name)} {direction_of(name)}",
            number(name, figure.value),
            "–" if figure.low is None else f"{number(name, figure.low)} to {number(name, figure.high)}",
            str(figure.count),
        )
        for name, figure in evaluation.figures.items()
        if figure.count
    )


def _table_row(*cells: str, mark: str = "") -> str:
    return f'<tr class="{mark}">' + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _comparison_section(comparison: Comparison) -> str:
    rows = "\n".join(
        _table_row(
            f"{title_of(c.name)} {direction_of(c.name)}",
            number(c.name, c.old),
            number(c.name, c.new),
            f"{c.p:.3f}",
            c.verdict,
            mark=c.verdict,
        )
        for c in comparison.changes
    )
    flips = "\n".join(
        f'<article class="{"better" if flip.better else "worse"}"><h3>{escape(flip.new.question)}</h3>'
        f"<p class=note>{escape(flip.new.id)}, {escape(flip.new.kind)}: {'now right' if flip.better else 'now wrong'}</p>"
        f"<p><b>before</b> {escape(shown(flip.old))}</p><p><b>now</b> {escape(shown(flip.new))}</p></article>"
        for flip in comparison.flips
    )
    head = _table_row("figure", "before", "now", "p (Holm)", "verdict").replace("td>", "th>")
    return (
        f"<h2>Against the run before</h2><table><thead>{head}</thead><tbody>{rows}</tbody></table>"
        f"<h3>{len(comparison.flips)} questions flipped</h3>{flips}"
    )


def _card(row: Row) -> str:
    """One question with its answer, what it cites, what it should have cited, and what is wrong."""
    wrong = "".join(f"<li>{escape(reason)}</li>" for reason in reasons(row))
    cited = "".join(
        f'<li class="{"right" if c.right else "wrong"}">[{c.number}] <i>{escape(c.document)}</i>: {escape(c.quote)}</li>'
        for c in row.cited
    )
    wanted = "".join(f"<li><i>{escape(p.document)}</i>: {escape(p.quote)}</li>" for p in row.missing_places)
    return (
        f"<article><h3>{escape(row.question)}</h3><p class=note>{escape(row.id)}, {escape(row.kind)}</p>"
        f"<ul class=reasons>{wrong}</ul><p>{escape(shown(row))}</p>"
        + (f"<h4>cited</h4><ul>{cited}</ul>" if cited else "")
        + (f"<h4>not cited</h4><ul>{wanted}</ul>" if wanted else "")
        + "</article>"
    )
