"""The address of the Ask page: what it asks for, and the conversation it names."""

from __future__ import annotations

import streamlit as st

from assistant.conversations import Conversations
from pages.parts.answering import PendingQuestion
from pages.parts.filters import choose_filters, filters_from
from pages.parts.session import leave_conversation, reopen_conversation


def take_address(conversations: Conversations) -> None:
    """What the address asks for, once: `q` asks a question under the link's filters, `c` opens a conversation.

    A blank question is none: only the filters are chosen, for what is asked next.
    """
    parameters = st.query_params
    if "q" in parameters:
        question = parameters["q"]
        filters = filters_from(parameters, parameters.get_all("document"))
        parameters.clear()
        choose_filters(filters)
        leave_conversation()
        if question.strip():
            st.session_state.pending = PendingQuestion(question, filters)
        return
    id = parameters.get("c", "")
    # Another than the page itself has put there: of a link, or where the browser's Back and Forward lead.
    if id != st.session_state.get("address", "") and (not id or conversations.find(id)):
        if id:
            reopen_conversation(id)
        else:
            leave_conversation()


def show_address() -> None:
    """Let the address name the conversation that is shown: a page loaded anew shows it again."""
    id = st.session_state.address = st.session_state.get("conversation", "")
    if id != st.query_params.get("c", ""):
        st.query_params.from_dict({"c": id} if id else {})
