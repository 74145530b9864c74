"""What can be done with an answer: vote, comment, flag, export, look behind it, take it as a table or a timeline."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import streamlit as st

from assistant.conversations import KeptTurn
from assistant.desk import Desk
from assistant.export import to_docx, to_markdown, to_receipt
from assistant.in_words import filters_line, withheld_words, written_line
from assistant.types import Answer, Turn
from evals.feedback import Flag, record_feedback
from index.types import AdvisoryError
from pages.parts import drawing
from pages.parts.drawing import plain
from pages.parts.filters import link_of
from pages.parts.told import told

_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
WIDTHS = {"About": 120, "Date": 95, "Statement": 400, "Issuer": 180, "Document": 260, "Mark": 60}
# From these log-odds above the threshold of refusing on, the evidence is called strong: a third of the answers.
STRONG = 2.0
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@st.fragment
def draw_tools(kept: KeptTurn, place: int, desk: Desk) -> None:
    """Thumbs, a comment, the answer as a file, and what is behind it; one of them open at a time.

    No popovers: one that closes because another page is chosen asks for this page again.
    """
    number, answer, store = kept.number, kept.turn.answer, desk.settings.store
    drawn: dict[str, Callable[[], None]] = {
        "Comment": lambda: draw_comment(store, number, answer),
        "Export": lambda: draw_downloads("answer", answer.question, [kept.turn], key=f"export-{place}"),
        "Evidence": lambda: draw_evidence(answer),
    }
    tools = list(drawn)
    drawn["Withheld"] = lambda: draw_withheld(answer)
    open_tool = st.session_state.get(f"tool-{number}")

    def draw_tool(name: str, label: str) -> None:
        icon = ":material/expand_less:" if name == open_tool else ":material/expand_more:"
        st.button(
            label, key=f"{name}-{place}", type="tertiary", icon=icon, icon_position="right",
            on_click=toggle_tool, args=(number, name),
        )  # fmt: skip

    if written := written_line(answer):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"written-{place}"):
            st.caption(plain(written), width="content")
            if answer.withheld:
                draw_tool("Withheld", withheld_words(answer))
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"tools-{place}"):
        st.feedback(
            "thumbs", key=f"vote-{number}", on_change=record_thumb, args=(store, number, answer),
            persist_state="session",
        )  # fmt: skip
        drawing.draw_copies(answer, link=link_of(answer.question, answer.filters), key=f"copy-{place}")
        for name in tools:
            draw_tool(name, name)
    if open_tool:
        with st.container(border=True, key=f"tool_open-{place}"):
            drawn[open_tool]()


def toggle_tool(number: int, name: str) -> None:
    """Open one of an answer's tools, or close it if it is open."""
    key = f"tool-{number}"
    st.session_state[key] = None if st.session_state.get(key) == name else name


def draw_comment(store: Path, number: int, answer: Answer) -> None:
    with st.form(f"comment-{number}", border=False):
        comment = st.text_area("What is right or wrong with this answer?", key=f"comment_text-{number}")
        if st.form_submit_button("Keep comment"):
            if not comment.strip():
                st.caption("There is nothing to keep yet: write a comment above.")
            elif record_vote(store, number, answer, comment=comment):
                st.caption("Kept on this machine, thank you.")


def draw_downloads(what: str, title: str, turns: Sequence[Turn], *, key: str) -> None:
    """The turns as Markdown, Word and a receipt that can be checked again."""
    files = (
        ("Markdown", "md", "text/markdown", lambda: to_markdown(title, turns)),
        ("Word", "docx", WORD, lambda: to_docx(title, turns)),
        ("Receipt (JSON)", "json", "application/json", lambda: to_receipt(title, turns)),
    )
    with st.container(horizontal=True, gap="small", key=key):
        for label, ending, kind, make in files:
            st.download_button(
                label, make, file_name=f"{what}.{ending}", mime=kind, key=f"{key}-{ending}", on_click="ignore",
            )  # fmt: skip
    st.caption("A receipt holds every quote and its place; the page “Check a draft” looks them up again.")


def record_thumb(store: Path, number: int, answer: Answer) -> None:
    """Keep the thumb as it is now, as `record_vote` does."""
    record_vote(store, number, answer)


def record_vote(store: Path, number: int, answer: Answer, comment: str = "") -> bool:
    """Keep the thumb, or that it was taken back, with the marks flagged so far; whether that could be done, else why not is told.

    A comment or a flag without a thumb counts as a complaint.
    """
    thumb = st.session_state.get(f"vote-{number}")
    flags = [Flag(mark) for mark in flags_of(number)]
    vote = 1 if thumb == 1 else -1 if thumb == 0 or comment or flags else 0
    try:
        record_feedback(store, answer, vote=vote, time=datetime.now(UTC), flags=flags, comment=comment)
    except AdvisoryError as error:
        st.toast(plain(told(error)), icon=":material/error:")
        return False
    return True


def flags_of(number: int) -> list[int]:
    """The marks of an answer flagged as wrong in this session."""
    flags: list[int] = st.session_state.setdefault(f"flags-{number}", [])
    return flags


def record_flag(store: Path, number: int, answer: Answer, mark: int) -> None:
    """Keep that a mark does not carry its sentence."""
    flags = flags_of(number)
    if mark not in flags:
        flags.append(mark)
        if not record_vote(store, number, answer):
            flags.remove(mark)


def draw_evidence(answer: Answer) -> None:
    """How the answer came about."""
    by = f"by {answer.model}" if answer.model else "without a language model"
    lines = [
        "There is no answer that evidence could carry."
        if answer.kind == "unanswered"
        else f"Answered in {answer.seconds:.2f} s {by}.",
        f"The evidence is {strength_of(answer)}." if answer.kind == "answer" else "",
        filters_line(answer),
    ]
    drawing.draw_words("\n".join(line for line in lines if line))


def draw_withheld(answer: Answer) -> None:
    """What the model wrote that is not shown, each sentence with the reason."""
    drawing.draw_words("The model also wrote what no document carries, or what is no answer:")
    for withheld in answer.withheld:
        drawing.draw_words(f"{withheld.text}\n{withheld.reason}", css_class="words withheld")


def strength_of(answer: Answer) -> str:
    """How far the evidence is above the line under which the corpus is said not to hold the answer."""
    if answer.doubtful:
        return (
            "thin: it may come near the question without answering it; read the sources before relying on it"
        )
    if answer.confidence < STRONG:
        return "fair: as with most answers"
    return "strong: better than with two answers of three"


@st.fragment
def draw_shape(answer: Answer, *, key: str) -> None:
    """What lists, dates or compares as a table, to sort and to download; made once it is opened."""
    if answer.shape == "prose" or len(answer.statements) < 2:
        return
    columns: dict[Literal["_index"] | str, Any] = {
        name: st.column_config.Column(width=width) for name, width in WIDTHS.items()
    }
    with st.expander("As a table, to sort and download", key=f"{key}-table", on_change="rerun") as table:
        if table.open:
            st.dataframe(table_of(answer), hide_index=True, key=key, width="stretch", column_config=columns)


def csv_of(table: pd.DataFrame) -> bytes:
    """The table as a CSV file, with the mark by which spreadsheets know that its letters are UTF-8."""
    text: str = table.to_csv(index=False)
    return text.encode("utf-8-sig")


def table_of(answer: Answer) -> pd.DataFrame:
    """One row a statement, with what it is about, its date and its documents; columns that say nothing are left out."""
    by_number = {citation.number: citation for citation in answer.citations}
    rows = []
    for statement in answer.statements:
        cited = [by_number[number] for number in statement.citations if number in by_number]
        dated = _DATE.fullmatch(statement.group) is not None
        rows.append(
            {
                "About": "" if dated else statement.group,
                "Date": statement.group if dated else min((c.date for c in cited if c.date), default=""),
                "Statement": statement.text,
                "Issuer": "; ".join(dict.fromkeys(c.issuer for c in cited if c.issuer)),
                "Document": "; ".join(dict.fromkeys(c.title or c.document for c in cited)),
                "Mark": ", ".join(str(c.number) for c in cited),
            }
        )
    table = pd.DataFrame(rows)
    return table.loc[:, [name for name in table.columns if table[name].astype(bool).any()]]
