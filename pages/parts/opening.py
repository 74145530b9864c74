"""A page drawn, and whether the documents can be searched yet: how far their opening is, what is wrong with it, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from assistant.desk import Desk
from index.types import AdvisoryError, StoreProblem
from pages.parts.desk import open_desk
from pages.parts.drawing import plain
from pages.parts.session import may_edit, want_page
from pages.parts.told import told

if TYPE_CHECKING:
    from assistant.assistant import Assistant

# How often the page looks at an index that is being opened.
OPENING_SECONDS = 0.5
# The stages of an opening in words.
STAGES = {
    "starting": "Starting",
    "waiting": "Another program is indexing the documents",
    "reading": "Reading the documents",
    "renewing": "An older version of this program made the index: reading every document anew",
    "embedding": "Indexing their sentences",
    "warming": "Loading the language encoder",
    "ready": "Ready",
}


def open_page(draw_page: Callable[[], None], file: str) -> None:
    """Draw the page of that file of pages/; what the user can mend is told where it stops. Who did not come in by app.py is sent round by it.

    Until app.py has run once in a server, Streamlit runs a file of pages/ by itself where its address is asked for.
    """
    if "entered" not in st.session_state:
        want_page(f"pages/{Path(file).name}")
        st.switch_page("app.py")
    try:
        draw_page()
    except StoreProblem as problem:
        desk = open_desk()
        desk.note_problem(problem)
        draw_problem(problem, desk)
    except AdvisoryError as error:
        st.error(plain(told(error)), icon=":material/error:")


def draw_progress(desk: Desk) -> None:
    """How far the opening or an update of the index is."""
    opening = desk.opening
    share = opening.done / opening.total if opening.total else 0.0
    count = f" ({opening.done:,} of {opening.total:,})" if opening.total > 1 else ""
    st.progress(min(1.0, share), text=f"{STAGES.get(opening.stage, 'Updating the index')}{count}")


def draw_state(desk: Desk) -> Assistant | None:
    """What is wrong with the documents or, while they are opened, how far that is; the assistant once it is open."""
    if problem := desk.problem:
        draw_problem(problem, desk)
    elif desk.assistant is None:
        draw_opening(desk)
    return desk.assistant


@st.fragment(run_every=OPENING_SECONDS)
def draw_opening(desk: Desk) -> None:
    """The progress of the opening on the page itself, kept up to date."""
    draw_progress(desk)


def draw_problem(problem: AdvisoryError, desk: Desk) -> None:
    """Why the documents cannot be searched, and the way out that can be taken from here."""
    st.error(plain(told(problem)), icon=":material/error:")
    if desk.rebuildable and may_edit():
        st.button("Build the index anew", icon=":material/build:", on_click=desk.rebuild, type="primary")
        st.caption("The documents are left as they are, and so are your conversations.")
        if desk.settings.chroma_url:
            st.caption(plain(f"The Chroma server {desk.settings.chroma_url} must be running."))
    if desk.emptied and may_edit():
        st.button("The folder is meant to be empty", icon=":material/folder_off:", on_click=desk.accept_empty)
        st.caption("The documents then leave the index. Your conversations stay.")
    if desk.read_only:
        st.caption("The store can only be read here: whoever keeps it must bring it up to date.")
