"""What a search may look at: chosen in one place, shown as long as it holds, cleared by a click."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import streamlit as st

from index.catalog import Entry
from index.types import Filters
from pages.parts.drawing import plain

CHOICES = {"country": "Country", "issuer": "Issuer", "kind": "Kind"}
DATES = {"after": "From", "before": "To", "as_of": "As of"}
EARLIEST = date(1950, 1, 1)


def chosen_filters() -> Filters:
    """What the widgets say now."""
    state = st.session_state
    return Filters(
        **{name: state.get(f"filter_{name}") or "" for name in CHOICES},
        **{name: day.isoformat() if (day := state.get(f"filter_{name}")) else "" for name in DATES},
        documents=frozenset(state.get("filter_documents") or ()),
    )


def choose_filters(filters: Filters) -> None:
    """Set the widgets, as a link or an earlier question says. Call it before they are drawn."""
    for name in CHOICES:
        st.session_state[f"filter_{name}"] = getattr(filters, name) or None
    for name in DATES:
        st.session_state[f"filter_{name}"] = _day(getattr(filters, name))
    st.session_state.filter_documents = sorted(filters.documents)


def draw_filters(entries: Sequence[Entry]) -> Filters:
    """The filter bar; returns what is chosen. The choices are drawn once they are opened."""
    filters = chosen_filters()
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="filters"):
        # Drawn also while it is closed: one that fills after it has opened is placed as if it were empty.
        with st.popover("Filters", icon=":material/filter_list:", type="tertiary", key="filter_choices"):
            _draw_choices(entries)
        words = filter_words(filters)
        for name, said in words.items():
            st.button(
                plain(said), icon=":material/close:", icon_position="right", key=f"clear_{name}",
                help="Remove this filter", on_click=_clear, args=(name,),
            )  # fmt: skip
        if len(words) > 1:
            st.button(
                "Clear all", type="tertiary", key="clear_filters", on_click=choose_filters, args=(Filters(),)
            )
    return filters


def filter_words(filters: Filters) -> dict[str, str]:
    """Each filter that is set, in words."""
    words = {name: f"{label}: {getattr(filters, name)}" for name, label in (CHOICES | DATES).items()}
    found = {name: said for name, said in words.items() if getattr(filters, name)}
    if filters.documents:
        count = len(filters.documents)
        found["documents"] = f"{count} document{'s' if count > 1 else ''} only"
    return found


def values_of(entries: Iterable[Entry], name: str) -> list[str]:
    """The different values of a metadata field, in alphabetical order."""
    return sorted({value for entry in entries if (value := getattr(entry.metadata, name))}, key=str.casefold)


def _draw_choices(entries: Sequence[Entry]) -> None:
    for name, label in CHOICES.items():
        key = f"filter_{name}"
        options = values_of(entries, name)
        if (held := st.session_state.get(key)) and held not in options:
            options = [held, *options]
        st.selectbox(label, options, index=None, placeholder="Any", key=key, persist_state="session")
    helps = {"as_of": "Answer as on that day: nothing later is looked at"}
    for name, column in zip(DATES, st.columns(len(DATES)), strict=True):
        column.date_input(
            DATES[name], value=None, min_value=EARLIEST, format="YYYY-MM-DD", key=f"filter_{name}",
            persist_state="session", help=helps.get(name),
        )  # fmt: skip
    titles = {entry.id: entry.metadata.title or entry.id for entry in entries}
    for id in st.session_state.get("filter_documents") or ():
        titles.setdefault(id, id)
    st.multiselect(
        "Only these documents",
        list(titles),
        format_func=lambda id: _titled(id, titles),
        placeholder="All documents",
        key="filter_documents",
        persist_state="session",
    )


def _titled(id: str, titles: Mapping[str, str]) -> str:
    return titles.get(id, id)


def _clear(name: str) -> None:
    st.session_state[f"filter_{name}"] = [] if name == "documents" else None


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None
