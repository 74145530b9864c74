"""The desk as the pages have it: one for all sessions; and what they tell beside a document."""

from __future__ import annotations

import streamlit as st

from assistant.desk import Desk
from assistant.standing import Standing
from index.settings import Settings
from index.types import Document


@st.cache_resource(show_spinner=False, on_release=lambda desk: desk.close())
def _desk_of(settings: Settings) -> Desk:
    return Desk(settings)


def open_desk() -> Desk:
    """The desk of the environment's settings, the same one for every session; the page is drawn under its state."""
    desk = _desk_of(Settings.from_environment())
    st.session_state.drawn_under = desk.state
    st.session_state.drawn_by_itself = st.session_state.pop("draws_by_itself", False)
    return desk


def titles_of(desk: Desk, document: Document | None) -> dict[str, str]:
    """The titles of those that the document supersedes, follows and so on, by the names by which it knows them."""
    references = desk.references()
    return {
        relation.target: meant.metadata.title
        for relation in (document.metadata.relations if document else ())
        if (meant := references.meant(relation.target, by=document.id if document else ""))
        and meant.metadata.title
    }


def caution_in(desk: Desk, id: str) -> str:
    """What must be known today before relying on a document: what superseded, amended or withdrew it, or nothing."""
    return Standing(desk.references()).caution(id)
