"""What a search may look at: chosen in one place, shown as long as it holds, cleared by a click."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

import streamlit as st

from index.filters import filter_words
from index.storage.records import Entry
from index.types import Filters
from pages.parts.drawing import plain

CHOICES = {"country": "Country", "issuer": "Issuer", "kind": "Kind"}
DATES = {"after": "From", "before": "To", "as_of": "As of"}
EARLIEST = date(1950, 1, 1)
_LINKED = (*CHOICES, *DATES)
_NAMES = (*_LINKED, "documents")


def chosen_filters() -> Filters:
    """What is chosen now: by the widgets where they were drawn, else as they will be drawn."""
    state = st.session_state
    held: Filters = state.get("filters", Filters())
    said: dict[str, Any] = {name: _value_of(state[_key(name)]) for name in _NAMES if _key(name) in state}
    return replace(held, **said)


def choose_filters(filters: Filters) -> None:
    """Choose what a link or an earlier question says, or less than before.

    The widgets are made anew: the browser holds on to what was chosen in those that lie closed in the bar.
    """
    st.session_state.filters = filters
    st.session_state.filters_made = st.session_state.get("filters_made", 0) + 1


def draw_filters(entries: Sequence[Entry]) -> Filters:
    """The filter bar; returns what is chosen. The choices are drawn once they are opened."""
    filters = st.session_state.filters = chosen_filters()
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="filters"):
        # Drawn also while it is closed: one that fills after it has opened is placed as if it were empty.
        with st.popover("Filters", icon=":material/filter_list:", type="tertiary", key="filter_choices"):
            _draw_choices(entries, filters)
        words = chips_of(filters)
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


def chips_of(filters: Filters) -> dict[str, str]:
    """Each filter that is set, in the few words of a chip."""
    found = {name: f"{label.capitalize()}: {value}" for name, (label, value) in filter_words(filters).items()}
    if filters.documents:
        count = len(filters.documents)
        found["documents"] = f"{count} document{'s' if count > 1 else ''} only"
    return found


def link_of(question: str, filters: Filters) -> str:
    """The query string that asks the question again under the same filters."""
    named = {name: getattr(filters, name) for name in _LINKED if getattr(filters, name)}
    return urlencode(
        {"q": question, **named, "document": sorted(filters.documents)}, doseq=True, quote_via=quote
    )


def filters_from(parameters: Mapping[str, str], documents: Sequence[str] = ()) -> Filters:
    """The filters of a link; `link_of` made them."""
    named = {name: parameters[name] for name in _LINKED if name in parameters}
    return Filters(**named, documents=frozenset(documents))


def values_of(entries: Iterable[Entry], name: str) -> list[str]:
    """The different values of a metadata field, in alphabetical order."""
    return sorted({value for entry in entries if (value := getattr(entry.metadata, name))}, key=str.casefold)


def _draw_choices(entries: Sequence[Entry], filters: Filters) -> None:
    for name in _NAMES:
        st.session_state.setdefault(_key(name), _widget_value(name, filters))
    for name, label in CHOICES.items():
        options = values_of(entries, name)
        if (held := getattr(filters, name)) and held not in options:
            options = [held, *options]
        st.selectbox(label, options, index=None, placeholder="Any", key=_key(name))
    helps = {"as_of": "Answer as on that day: nothing later is looked at"}
    for name, column in zip(DATES, st.columns(len(DATES)), strict=True):
        column.date_input(
            DATES[name], value=None, min_value=EARLIEST, format="YYYY-MM-DD", key=_key(name),
            help=helps.get(name),
        )  # fmt: skip
    titles = {entry.id: entry.metadata.title or entry.id for entry in entries}
    titles |= {id: id for id in filters.documents if id not in titles}
    st.multiselect(
        "Only these documents",
        list(titles),
        format_func=lambda id: titles.get(id, id),
        placeholder="All documents",
        key=_key("documents"),
    )


def _key(name: str) -> str:
    return f"filter_{name}_{st.session_state.get('filters_made', 0)}"


def _value_of(chosen: str | date | list[str] | None) -> str | frozenset[str]:
    """What a widget says, as a filter."""
    if isinstance(chosen, list):
        return frozenset(chosen)
    return chosen.isoformat() if isinstance(chosen, date) else chosen or ""


def _widget_value(name: str, filters: Filters) -> str | date | list[str] | None:
    """What a widget shows for a filter."""
    if name == "documents":
        return sorted(filters.documents)
    value: str = getattr(filters, name)
    return _day(value) if name in DATES else value or None


def _clear(name: str) -> None:
    choose_filters(replace(chosen_filters(), **{name: getattr(Filters(), name)}))


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None
