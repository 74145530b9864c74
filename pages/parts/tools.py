"""What can be done with an answer: vote, comment, flag, export, look behind it, take it as a table or a timeline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import altair as alt
import pandas as pd
import streamlit as st

from assistant.conversations import KeptTurn
from assistant.export import filters_line, to_docx, to_markdown, to_receipt
from assistant.types import Answer, Turn
from evals.feedback import Flag, record_feedback
from pages.parts import drawing
from pages.parts.desk import Desk
from pages.parts.drawing import plain

_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def draw_tools(kept: KeptTurn, desk: Desk) -> None:
    """Thumbs, a comment, the answer as a file, and what is behind it."""
    number, answer, store = kept.number, kept.turn.answer, desk.settings.store
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"tools-{number}"):
        st.feedback("thumbs", key=f"vote-{number}", on_change=record_vote, args=(store, number, answer))
        with st.popover("Comment", type="tertiary", icon=":material/comment:"), st.form(f"comment-{number}"):
            comment = st.text_area("What is right or wrong with this answer?", key=f"comment_text-{number}")
            if st.form_submit_button("Keep comment") and comment.strip():
                record_vote(store, number, answer, comment=comment)
                st.caption("Kept on this machine, thank you.")
        with st.popover("Export", type="tertiary", icon=":material/download:"):
            draw_downloads("answer", answer.question, [kept.turn], key=f"export-{number}")
        if answer.statements or answer.withheld:
            with st.popover("Evidence", type="tertiary", icon=":material/fact_check:"):
                draw_evidence(answer)
    for note in answer.notes:
        st.caption(plain(note))


def draw_downloads(what: str, title: str, turns: Sequence[Turn], *, key: str) -> None:
    """The turns as Markdown, Word and a receipt that can be checked again."""
    files = (
        ("Markdown", "md", "text/markdown", lambda: to_markdown(title, turns)),
        ("Word", "docx", WORD, lambda: to_docx(title, turns)),
        ("Receipt (JSON)", "json", "application/json", lambda: to_receipt(title, turns)),
    )
    for label, ending, kind, make in files:
        st.download_button(
            label, make, file_name=f"{what}.{ending}", mime=kind, key=f"{key}-{ending}", on_click="ignore",
            width="stretch",
        )  # fmt: skip


def record_vote(store: Path, number: int, answer: Answer, comment: str = "") -> None:
    """Keep the thumb, with the marks flagged so far; a comment without a thumb counts as a complaint."""
    thumb = st.session_state.get(f"vote-{number}")
    flags = [Flag(mark) for mark in st.session_state.get(f"flags-{number}", ())]
    record_feedback(
        store, answer, vote=1 if thumb == 1 else -1, time=datetime.now(UTC), flags=flags, comment=comment
    )


def record_flag(store: Path, number: int, answer: Answer, mark: int) -> None:
    """Keep that a mark does not carry its sentence."""
    flags = st.session_state.setdefault(f"flags-{number}", [])
    if mark not in flags:
        flags.append(mark)
        record_vote(store, number, answer)


def draw_evidence(answer: Answer) -> None:
    """How the answer came about, and what was withheld."""
    lines = [
        f"Answered in {answer.seconds:.2f} s "
        + (f"by {answer.model}." if answer.model else "without a language model."),
        f"Evidence strength {answer.confidence:.0%}." if answer.confidence else "",
        f"Understood as: {answer.standalone}" if answer.standalone not in ("", answer.question) else "",
        filters_line(answer),
        "No sentence was withheld." if not answer.withheld else "Withheld, because no document carries it:",
    ]
    drawing.draw_words("\n".join(line for line in lines if line))
    for withheld in answer.withheld:
        drawing.draw_words(f"{withheld.text}\n{withheld.reason}", css_class="words withheld")


def draw_shape(answer: Answer, *, key: str) -> None:
    """A list as a table to sort and download, a timeline as a picture."""
    if answer.shape == "timeline":
        draw_timeline(answer)
    if answer.shape in ("list", "timeline", "comparison") and len(answer.statements) > 1:
        with st.expander("As a table, to sort and download"):
            st.dataframe(table_of(answer), hide_index=True, key=key, width="stretch")


def table_of(answer: Answer) -> pd.DataFrame:
    """One row a statement, with what it is about, its date and its documents."""
    by_number = {citation.number: citation for citation in answer.citations}
    rows = []
    for statement in answer.statements:
        cited = [by_number[number] for number in statement.citations if number in by_number]
        rows.append(
            {
                "About": "" if _DATE.fullmatch(statement.group) else statement.group,
                "Statement": statement.text,
                "Date": statement.group
                if _DATE.fullmatch(statement.group)
                else min((c.date for c in cited if c.date), default=""),
                "Issuer": "; ".join(dict.fromkeys(c.issuer for c in cited if c.issuer)),
                "Document": "; ".join(dict.fromkeys(c.title or c.document for c in cited)),
                "Mark": ", ".join(str(c.number) for c in cited),
            }
        )
    table = pd.DataFrame(rows)
    return table.loc[:, [name for name in table.columns if table[name].astype(bool).any()]]


def draw_timeline(answer: Answer) -> None:
    """The statements along the dates of their documents."""
    table = table_of(answer)
    if "Date" not in table or (table["Date"] != "").sum() < 2:
        return
    dated = table[table["Date"] != ""].assign(
        When=lambda t: pd.to_datetime(t["Date"], format="ISO8601", errors="coerce")
    )
    base = alt.Chart(dated.dropna(subset=["When"])).encode(
        x=alt.X("When:T", title=None, axis=alt.Axis(grid=False)),
        tooltip=[alt.Tooltip("Date:N"), alt.Tooltip("Statement:N"), alt.Tooltip("Issuer:N")]
        if "Issuer" in dated
        else [alt.Tooltip("Date:N"), alt.Tooltip("Statement:N")],
    )
    st.altair_chart(base.mark_circle(size=140, opacity=0.85).properties(height=70), width="stretch")
