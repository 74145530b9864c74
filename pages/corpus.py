"""The documents: what is there, what could not be read, what changed, and the ways in and out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from assistant.desk import Desk
from assistant.in_words import documents_line
from index.storage.records import Entry
from index.types import FileLeftOut, Filters, SyncReport
from pages.parts import drawing, pictures
from pages.parts.desk import caution_in, open_desk, titles_of
from pages.parts.drawing import plain
from pages.parts.filters import choose_filters
from pages.parts.opening import draw_state, open_page
from pages.parts.session import may_edit
from pages.parts.shelving import draw_said, draw_trash, draw_upload, remove
from pages.parts.sidebar import draw_sidebar
from pages.parts.source import draw_document
from pages.parts.table import choose_row, draw_table

# How many files a change is told by, by name.
MOST_CHANGES = 200


def draw_page() -> None:
    desk = open_desk()
    draw_sidebar(desk)
    st.title("Documents", anchor=False)
    if draw_state(desk) is None:
        return
    entries = desk.entries()
    # Its key lets the styles give this page the whole width.
    with st.container(key="documents_page"):
        draw_failures(desk.failures())
        draw_said(desk)
        draw_summary(desk, entries)
        draw_tabs(desk, entries)


def draw_tabs(desk: Desk, entries: Sequence[Entry]) -> None:
    """The documents as a table and as pictures, and for those who may change them the ways in and out."""
    drawn: dict[str, Callable[[], None]] = {}
    if entries:
        drawn |= {
            "All documents": lambda: draw_documents(desk, entries),
            "Over time": lambda: pictures.draw_timeline(entries),
            "Who about whom": lambda: pictures.draw_who_about_whom(entries),
        }
    if may_edit():
        drawn |= {"Add": lambda: draw_upload(desk), "Removed": lambda: draw_trash(desk)}
    if not drawn:
        return
    # Only the open one is drawn: pictures of ten thousand documents are not made unseen.
    for tab, draw in zip(st.tabs(list(drawn), key="tab", on_change="rerun"), drawn.values(), strict=True):
        if tab.open:
            with tab:
                draw()


def draw_failures(failures: Sequence[FileLeftOut]) -> None:
    """The files that stay out, each with its reason, before anything else."""
    if not failures:
        return
    count = f"{len(failures)} files are" if len(failures) > 1 else "1 file is"
    st.warning(f"{count} in the folder but not in the index.", icon=":material/warning:")
    with st.expander("Which, and why", expanded=len(failures) <= 3):
        for failure in failures:
            drawing.draw_words(
                failure.reason if failure.path in failure.reason else f"{failure.path}: {failure.reason}"
            )


def draw_summary(desk: Desk, entries: Sequence[Entry]) -> None:
    if not entries:
        st.info(
            f"There are no documents yet. Put files into **{plain(str(desk.settings.corpus))}**, or add them below.",
            icon=":material/folder_open:",
        )
        return
    # Short enough for one line: where a document opens beside the table, no row moves away from the pointer.
    drawing.draw_words(f"{documents_line(len(entries), (entry.metadata.date for entry in entries))}.")
    if desk.last_change is not None:
        with st.expander(f"Last change: {plain(change_words(desk.last_change))}"):
            drawing.draw_words("\n".join(change_lines(desk.last_change)))


def change_words(report: SyncReport) -> str:
    """How many files the last sync took in and let go."""
    counts = (
        ("added", len(report.added)),
        ("changed", len(report.changed)),
        ("removed", len(report.removed)),
        ("renamed", len(report.moved)),
    )
    words = [f"{count:,} {word}" for word, count in counts if count]
    return ", ".join([*words, *(["every file read anew"] if report.renewed else [])]) or "nothing"


def change_lines(report: SyncReport) -> list[str]:
    """Which files the last sync took in and let go, a line each."""
    lines = [f"every file was read anew: {report.renewed}"] if report.renewed else []
    lines += [f"added: {path}" for path in report.added]
    lines += [f"changed: {path}" for path in report.changed]
    lines += [f"removed: {path}" for path in report.removed]
    lines += [f"renamed: {old} is now {new}" for old, new in report.moved]
    more = len(lines) - MOST_CHANGES
    return lines[:MOST_CHANGES] + ([f"and {more:,} more"] if more > 0 else [])


def draw_documents(desk: Desk, entries: Sequence[Entry]) -> None:
    """Every document in a table; the chosen one can be read, asked about or removed."""
    if (chosen := draw_table(entries)) is not None:
        draw_chosen(desk, chosen)


def draw_choices(desk: Desk, entry: Entry) -> None:
    """What can be done with the chosen document."""
    if st.button("Ask about this document", icon=":material/forum:", type="primary"):
        choose_filters(Filters(documents=frozenset([entry.id])))
        st.session_state.pop("conversation", None)
        st.switch_page("pages/chat.py")
    if may_edit():
        with st.popover("Remove", icon=":material/delete:"):
            drawing.draw_words(f"{entry.path} goes to the trash, and no answer cites it any more.")
            st.button("Remove it", on_click=remove, args=(desk, entry.path), type="primary")


def draw_chosen(desk: Desk, entry: Entry) -> None:
    """The chosen document beside the table, and under it what can be done with it."""
    assert desk.assistant is not None, "chosen from an open index"
    document = desk.assistant.index.document(entry.id)
    if document is not None:
        with st.container(key="source", gap=None):
            draw_document(
                document,
                key="document_view",
                titles=titles_of(desk, document),
                caution=caution_in(desk, entry.id),
                on_close=choose_row,
            )
            with st.container(horizontal=True, key="choices"):
                draw_choices(desk, entry)


open_page(draw_page, __file__)
