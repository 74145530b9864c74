"""Pictures of the corpus: when its documents were issued, and who issued them about whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from index.storage.records import Entry

MOST_KINDS = 7
OTHER = "other"
MOST_ISSUERS = 25
MOST_SUBJECTS = 15


def draw_timeline(entries: Sequence[Entry]) -> None:
    """Documents a year, by kind."""
    table = years_of(entries)
    if table.empty:
        st.caption("No document says when it was issued.")
        return
    years = [str(year) for year in range(int(table["Year"].min()), int(table["Year"].max()) + 1)]
    kinds = table.groupby("Kind")["Documents"].sum().sort_values(ascending=False).index.tolist()
    kinds = [kind for kind in kinds if kind != OTHER] + [OTHER]
    chart = (
        alt.Chart(table)
        .mark_bar()
        .encode(
            # Years without a document have their place too.
            x=alt.X("Year:O", scale=alt.Scale(domain=years), title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("Documents:Q", axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("Kind:N", sort=kinds, legend=alt.Legend(orient="top", columns=4, title=None)),
            tooltip=["Year:O", "Kind:N", "Documents:Q"],
        )
    )
    st.altair_chart(chart, width="stretch", height=420)


def draw_who_about_whom(entries: Sequence[Entry]) -> None:
    """Issuing countries (or issuers) against what their documents are about."""
    table = who_about_whom(entries)
    if table.empty:
        st.caption("No document says whom it is about.")
        return
    issuers, subjects = (
        table.groupby(name)["Documents"].sum().sort_values(ascending=False).index.tolist()
        for name in ("Issued by", "About")
    )
    chart = (
        alt.Chart(table)
        .mark_rect(cornerRadius=2)
        .encode(
            x=alt.X(
                "About:N",
                sort=subjects,
                title=None,
                axis=alt.Axis(labelAngle=-40, orient="top", labelLimit=160, labelOverlap=False),
            ),
            y=alt.Y("Issued by:N", sort=issuers, title=None, axis=alt.Axis(labelLimit=180)),
            opacity=alt.Opacity("Documents:Q", scale=alt.Scale(type="sqrt", range=[0.25, 1.0]), legend=None),
            tooltip=["Issued by:N", "About:N", "Documents:Q"],
        )
    )
    # Fields of one size, few or many; where the window is too narrow for them they are scrolled.
    with st.container(key="charts"):
        st.altair_chart(
            chart.properties(width=alt.Step(42), height=alt.Step(24)), width="content", height="content"
        )
    st.caption("The stronger the colour, the more documents. Point at a field for its number.")


def years_of(entries: Sequence[Entry]) -> pd.DataFrame:
    """Columns Year, Kind and Documents; the rarer kinds are taken together."""
    kinds = Counter(entry.metadata.kind or "unknown" for entry in entries)
    common = {kind for kind, _ in kinds.most_common(MOST_KINDS)}
    counted = Counter(
        (entry.metadata.date[:4], kind if (kind := entry.metadata.kind or "unknown") in common else OTHER)
        for entry in entries
        if entry.metadata.date
    )
    rows = [(year, kind.replace("-", " "), count) for (year, kind), count in sorted(counted.items())]
    return pd.DataFrame(rows, columns=["Year", "Kind", "Documents"])


def who_about_whom(entries: Sequence[Entry]) -> pd.DataFrame:
    """Columns Issued by, About and Documents, for the most frequent of both."""
    pairs = Counter(
        (entry.metadata.country or entry.metadata.issuer, target)
        for entry in entries
        for target in entry.metadata.targets
        if entry.metadata.country or entry.metadata.issuer
    )
    issuers: Counter[str] = Counter()
    subjects: Counter[str] = Counter()
    for (issuer, subject), count in pairs.items():
        issuers[issuer] += count
        subjects[subject] += count
    shown_issuers = {name for name, _ in issuers.most_common(MOST_ISSUERS)}
    shown_subjects = {name for name, _ in subjects.most_common(MOST_SUBJECTS)}
    rows = [
        (issuer, subject, count)
        for (issuer, subject), count in sorted(pairs.items())
        if issuer in shown_issuers and subject in shown_subjects
    ]
    return pd.DataFrame(rows, columns=["Issued by", "About", "Documents"])
