"""Is it any good: the last evaluation kept in the store, and a button to make another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from assistant.assistant import Assistant
from assistant.desk import Desk
from evals.cases import chain, read_cases
from evals.compare import Comparison, compare, is_good, share_questions
from evals.corpus import read_documents
from evals.feedback import read_feedback, votes_that_count
from evals.record import KEPT, keep_run, read_record
from evals.report import curve_chart, kinds_chart, reasons, worst_rows
from evals.run import run_cases
from evals.table import direction_of, number, shown, title_of
from evals.types import Case, Evaluation, Row
from index.types import AdvisoryError
from pages.parts import drawing
from pages.parts.desk import open_desk
from pages.parts.drawing import plain
from pages.parts.opening import draw_state, open_page
from pages.parts.session import may_edit
from pages.parts.sidebar import draw_sidebar
from pages.parts.told import told

GOLD = Path(__file__).parents[1] / "evals" / "gold"
LATEST, BEFORE = KEPT
SIZES = {"20 questions": 20, "60 questions": 60, "All questions": None}
SHOWN_ROWS = 25


def draw_page() -> None:
    desk = open_desk()
    draw_sidebar(desk)
    st.title("Evaluation", anchor=False)
    assistant = draw_state(desk)
    if assistant is None:
        return
    st.write(
        "Questions whose answers are known are asked, through the same path as on the Ask page, "
        "and what comes back is scored."
    )
    if may_edit():
        draw_run(desk, assistant)
    latest = desk.settings.store / LATEST
    if not latest.exists():
        st.info("No evaluation has been made yet.", icon=":material/monitoring:")
    else:
        draw_kept(latest, desk.settings.store / BEFORE)
    draw_votes(desk)


def draw_run(desk: Desk, assistant: Assistant) -> None:
    """Choose questions and ask them, with progress; leaving the page stops it and keeps the last evaluation."""
    files = sorted(GOLD.glob("*.jsonl"))
    if not files:
        st.caption("There are no gold questions beside the program.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        file = st.selectbox("Questions", files, format_func=lambda path: path.stem, key="gold")
        size = st.segmented_control(
            "How many", list(SIZES), default="20 questions", required=True, key="size"
        )
        start = st.button("Run", type="primary", icon=":material/play_arrow:")
    if not start:
        return
    try:
        cases = choose_cases(read_cases([file]), SIZES[size])
        evaluation = ask_cases(cases, assistant, desk)
        keep_run(evaluation, desk.settings.store)
    except AdvisoryError as error:
        st.error(plain(told(error)))


def choose_cases(cases: Sequence[Case], most: int | None) -> tuple[Case, ...]:
    """Questions from all over the file, each with the conversation it follows."""
    by_id = {case.id: case for case in cases}
    wanted = cases if most is None else cases[:: max(1, len(cases) // most)][:most]
    ids = {turn.id for case in wanted for turn in chain(case, by_id)}
    return tuple(case for case in cases if case.id in ids)


def ask_cases(cases: Sequence[Case], assistant: Assistant, desk: Desk) -> Evaluation:
    bar = st.progress(0.0, text="Reading the documents")

    def show(stage: str, done: int, total: int) -> None:
        bar.progress(done / total, text=f"Asked {done} of {total}" if done < total else "Scoring")

    documents = read_documents(desk.settings.corpus)
    evaluation = run_cases(cases, assistant.reply, assistant.index.search, documents=documents, progress=show)
    bar.empty()
    return evaluation


def draw_kept(latest: Path, before: Path) -> None:
    """The figures, the pictures, what changed since the run before, and the questions dealt with worst."""
    try:
        evaluation = read_record(latest)
    except AdvisoryError as error:
        st.error(plain(f"{error.problem}. Run it anew above."))
        return
    good = sum(is_good(row) for row in evaluation.rows)
    st.header(f"{good} of {len(evaluation.rows)} questions dealt with as they should be", anchor=False)
    answered = f"by {evaluation.model}" if evaluation.model else "in the documents' own words"
    st.caption(plain(f"Answered {answered}. ↑ stands for the more the better, ↓ for the less."))
    figures, pictures, changes, worst = st.tabs(["Figures", "By kind", "Since the run before", "Worst"])
    with figures:
        st.dataframe(figures_table(evaluation), hide_index=True, width="stretch")
    with pictures, st.container(key="charts"):
        st.altair_chart(kinds_chart(evaluation), width="content")
        st.altair_chart(curve_chart(evaluation), width="content")
    with changes:
        draw_changes(evaluation, before)
    with worst:
        for row in worst_rows(evaluation, limit=SHOWN_ROWS):
            draw_row(row)


def figures_table(evaluation: Evaluation) -> pd.DataFrame:
    """Each figure with its 95 % interval and the number of questions behind it."""
    rows = [
        (
            f"{title_of(name)} {direction_of(name)}".strip(),
            number(name, figure.value),
            "" if figure.low is None else f"{number(name, figure.low)} to {number(name, figure.high)}",
            figure.count,
        )
        for name, figure in evaluation.figures.items()
        if figure.count
    ]
    return pd.DataFrame(rows, columns=["Figure", "Value", "95 % interval", "Questions"])


def draw_changes(evaluation: Evaluation, before: Path) -> None:
    if not before.exists():
        st.caption("There is no run before this one.")
        return
    old = read_record(before)
    if not share_questions(old, evaluation):
        st.caption("The run before asked other questions.")
        return
    comparison = compare(old, evaluation)
    st.dataframe(changes_table(comparison), hide_index=True, width="stretch")
    for flip in comparison.flips[:SHOWN_ROWS]:
        with st.expander(plain(("Now right: " if flip.better else "Now wrong: ") + flip.new.question)):
            drawing.draw_words(f"Before: {shown(flip.old)}")
            drawing.draw_words(f"Now: {shown(flip.new)}")


def changes_table(comparison: Comparison) -> pd.DataFrame:
    rows = [
        (title_of(c.name), number(c.name, c.old), number(c.name, c.new), round(c.p, 3), c.verdict)
        for c in comparison.changes
    ]
    return pd.DataFrame(rows, columns=["Figure", "Before", "Now", "p (Holm)", "Verdict"])


def draw_row(row: Row) -> None:
    with st.expander(plain(row.question)):
        drawing.draw_words("\n".join(reasons(row)))
        drawing.draw_words(shown(row))


def draw_votes(desk: Desk) -> None:
    """What users said, in numbers."""
    votes = votes_that_count(read_feedback(desk.settings.store))
    if votes:
        liked = sum(vote["vote"] == 1 for vote in votes)
        flags = sum(len(vote["flags"]) for vote in votes)
        st.caption(
            f"Votes kept: {liked} up, {len(votes) - liked} down, {flags} citations flagged. "
            "`python -m evals collect` makes questions of them."
        )


open_page(draw_page, __file__)
