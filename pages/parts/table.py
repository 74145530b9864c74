"""The table of documents: found by their words, and one of them chosen by a click anywhere in its row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd
import streamlit as st

from index.storage.records import Entry
from pages.parts.drawing import component

WIDTHS = {
    "Title": 340,
    "Date": 95,
    "Country": 115,
    "Kind": 110,
    "Issuer": 220,
    "Status": 240,
    "About": 200,
    "File": 260,
}
# These tell documents apart, whatever they hold; another that says the same of every document tells nothing.
ALWAYS_SHOWN = ("Title", "Date", "File")

_keyboard = component("table")


def draw_table(entries: Sequence[Entry]) -> Entry | None:
    """Every document in a table that can be searched; the one that is chosen in it, if any."""
    words = st.text_input(
        "Find a document", placeholder="Words of a title, issuer, country, kind, date or file name",
        icon=":material/search:", key="document_search", persist_state="session",
    )  # fmt: skip
    table, row_words = table_of(entries)
    for word in words.casefold().split():
        row_words = row_words[row_words.str.contains(word, regex=False)]
    table = table.loc[row_words.index]
    said = "Choose one to read it." if len(table) else "None holds all of these words."
    st.caption(f"{len(table):,} of {len(entries):,} documents. {said}")
    shown = [entries[place] for place in table.index]
    _keep_choice([entry.path for entry in shown])
    # An empty table would go on showing the row that was chosen; the choice is kept for when its document is back.
    if not shown:
        return None
    columns: dict[Literal["_index"] | str, Any] = {
        name: st.column_config.TextColumn(width=WIDTHS[name]) for name in table.columns
    }
    chosen = st.dataframe(
        table,
        hide_index=True,
        height=min(36 * (len(table) + 1) + 3, 470),
        on_select="rerun",
        # A cell stands for its row: rows are chosen by their boxes alone.
        selection_mode="single-cell",
        key="documents",
        column_config=columns,
    )
    with st.container(key="unseen_keyboard"):
        _keyboard(key="table_keyboard")
    rows = [row for row, _ in chosen.selection.cells if row < len(shown)]
    entry = shown[rows[0]] if rows else None
    st.session_state.chosen_path = entry.path if entry else ""
    return entry


def choose_row(row: int | None = None) -> None:
    """Of the table, whose widget is `documents`, this row is chosen and no other, or none."""
    cells = [] if row is None else [(row, "Title")]
    st.session_state.documents = {"selection": {"rows": [], "columns": [], "cells": cells}}


def table_of(entries: Sequence[Entry]) -> tuple[pd.DataFrame, pd.Series[str]]:
    """The entries as rows, the newest first, and each row's words in lower case; both with the entries' places."""
    return _table_of(str(hash(tuple(entries))), entries)


@st.cache_data(show_spinner=False, max_entries=2)
def _table_of(version: str, _entries: Sequence[Entry]) -> tuple[pd.DataFrame, pd.Series[str]]:
    rows = [
        (
            entry.metadata.title or entry.id,
            entry.metadata.date,
            entry.metadata.country,
            entry.metadata.kind.replace("-", " "),
            entry.metadata.issuer,
            entry.metadata.status,
            ", ".join(entry.metadata.targets),
            # The name, which says more than the folders before it; those are found too.
            entry.path.rpartition("/")[2],
        )
        for entry in _entries
    ]
    table = pd.DataFrame(rows, columns=list(WIDTHS)).sort_values(["Date", "File"], ascending=[False, True])
    words = [
        " ".join([*row, _entries[place].path]).casefold()
        for place, row in zip(table.index, table.itertuples(index=False), strict=True)
    ]
    told = [name for name in table.columns if name in ALWAYS_SHOWN or table[name].nunique() > 1]
    return table[told], pd.Series(words, index=table.index, dtype="str")


def _keep_choice(paths: Sequence[str]) -> None:
    """Where other rows come or go, the document that was chosen stays chosen, and no other takes its place."""
    if paths != st.session_state.get("paths_shown"):
        st.session_state.paths_shown = paths
        path = st.session_state.get("chosen_path")
        choose_row(paths.index(path) if path in paths else None)
