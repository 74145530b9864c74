"""The sidebar of every page: conversations, the state of the index, who is signed in."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from itertools import groupby
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from assistant.conversations import Conversation, Conversations
from assistant.desk import Desk
from assistant.in_words import short_name
from pages.parts.drawing import plain
from pages.parts.opening import OPENING_SECONDS, draw_progress
from pages.parts.session import (
    leave_conversation,
    open_conversations,
    reopen_conversation,
    sign_in_wanted,
    user_name,
    want_page,
)
from pages.parts.told import told
from pages.parts.tools import draw_downloads

# So few that what is said of the index stands below them in sight.
SHOWN_CONVERSATIONS = 7
# How often the page looks at an index that is open.
FOLLOW_SECONDS = 2.0


def draw_sidebar(desk: Desk) -> None:
    """The sidebar of a page that shows no conversation: choosing one there leads to the Ask page."""
    # The address of this page names no conversation, nor does it ask to leave the one that is open.
    st.session_state.address = ""
    draw_conversations(open_conversations(desk), page="pages/chat.py")
    draw_index_state(desk)


def draw_conversations(conversations: Conversations, *, page: str = "") -> None:
    """The user's conversations, to search, open, rename and delete; one that is chosen is shown on `page`."""
    with st.sidebar:
        st.button(
            "New conversation", icon=":material/add:", key="new", width="stretch",
            on_click=begin_conversation, args=(page,),
        )  # fmt: skip
        search = st.text_input(
            "Search conversations",
            placeholder="Search conversations",
            label_visibility="collapsed",
            icon=":material/search:",
            key="conversation_search",
            persist_state="session",
        )
        found = conversations.list(search)
        shown = found if st.session_state.get("all_conversations") else found[:SHOWN_CONVERSATIONS]
        today = datetime.now(time_zone()).date()
        with st.container(key="conversations", gap="xxsmall"):
            for day, of_day in groupby(shown, lambda each: day_words(day_of(each.updated), today)):
                st.caption(day)
                for conversation in of_day:
                    _draw_conversation(conversation, conversations, page)
        if len(found) > len(shown):
            st.button(
                f"Show all {len(found)}", type="tertiary", on_click=_show_all, key="show_all_conversations"
            )
        if search and not found:
            st.caption("No conversation holds these words.")


def time_zone() -> tzinfo:
    """Where the user is, as far as the browser says."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def day_of(time: str) -> date:
    """The user's day of an ISO time in UTC."""
    return datetime.fromisoformat(time).replace(tzinfo=UTC).astimezone(time_zone()).date()


def day_words(day: date, today: date) -> str:
    """The day as one looks for it.

    >>> day_words(date(2026, 3, 4), date(2026, 3, 5)), day_words(date(2026, 2, 4), date(2026, 3, 5))
    ('Yesterday', '4 February 2026')
    """
    near = {0: "Today", 1: "Yesterday"}
    return near.get((today - day).days, f"{day.day} {day:%B %Y}")


def begin_conversation(page: str = "") -> None:
    """Leave the open conversation for an empty page, on another page where one is named."""
    st.session_state.chosen = st.session_state.get("chosen", 0) + 1
    leave_conversation()
    if page:
        want_page(page)


def open_conversation(id: str, page: str = "") -> None:
    begin_conversation(page)
    reopen_conversation(id)


def draw_index_state(desk: Desk) -> None:
    """How many documents are indexed and whether that is being changed; follows changes by itself."""
    with st.sidebar, st.container(key="index_state", gap="xxsmall"):
        st.session_state.drawing_page = True
        every = FOLLOW_SECONDS if desk.opening.stage == "ready" else OPENING_SECONDS
        st.fragment(_follow_index, run_every=every)(desk)
        st.caption(
            f":material/edit_note: Answers by {plain(short_name(desk.settings.model))}, checked"
            if desk.settings.model
            else ":material/format_quote: Answers quote the documents"
        )
        if sign_in_wanted():
            st.caption(plain(user_name()))
            st.button("Sign out", on_click=st.logout, type="tertiary", icon=":material/logout:")


def _follow_index(desk: Desk) -> None:
    # Never while the whole page is being drawn: what was clicked or asked would be lost.
    by_itself = not st.session_state.pop("drawing_page", False)
    if by_itself and st.session_state.drawn_under != desk.state:
        st.session_state.draws_by_itself = True
        st.rerun()
    if problem := desk.problem:
        st.caption(f":material/error: {plain(told(problem))}")
    elif desk.opening.stage != "ready":
        draw_progress(desk)
    elif desk.read_only:
        st.caption(
            ":material/lock: The store can only be read: the index stays as it is, and conversations are kept "
            "only until this program ends"
        )
    elif count := len(desk.failures()):
        files = f"{count:,} file{'' if count == 1 else 's'}"
        st.caption(f":material/warning: Up to date, but for {files} that the Documents page names")
    else:
        st.caption(":material/check_circle: Up to date with the folder")


def _draw_conversation(conversation: Conversation, conversations: Conversations, page: str) -> None:
    is_open = st.session_state.get("conversation") == conversation.id
    with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center"):
        st.button(
            plain(conversation.title),
            key=f"open-{conversation.id}",
            type="secondary" if is_open else "tertiary",
            on_click=open_conversation,
            args=(conversation.id, page),
            width="stretch",
        )
        st.button(
            plain(f"Rename, export or delete: {conversation.title}"), icon=":material/more_vert:", type="tertiary",
            key=f"menu-{conversation.id}", on_click=_toggle_menu, args=(conversation.id,),
        )  # fmt: skip
    if st.session_state.get("menu") == conversation.id:
        with st.container(border=True, gap="small", key="conversation_menu"):
            _draw_menu(conversation, conversations)


def _toggle_menu(id: str) -> None:
    st.session_state.menu = None if st.session_state.get("menu") == id else id


def _draw_menu(conversation: Conversation, conversations: Conversations) -> None:
    """Rename, export and delete one conversation."""
    title = st.text_input("Title", value=conversation.title, key=f"title-{conversation.id}", max_chars=200)
    if title != conversation.title and title.strip():
        conversations.rename(conversation.id, title)
        st.session_state.menu = None
        st.rerun()
    st.caption("Export the conversation")
    turns = [kept.turn for kept in conversations.turns(conversation.id)]
    draw_downloads("conversation", conversation.title, turns, key=f"export-{conversation.id}")
    st.button(
        "Delete this conversation",
        icon=":material/delete:",
        key=f"delete-{conversation.id}",
        on_click=_delete,
        args=(conversation.id, conversations),
        width="stretch",
    )


def _delete(id: str, conversations: Conversations) -> None:
    conversations.delete(id)
    if st.session_state.get("conversation") == id:
        begin_conversation()


def _show_all() -> None:
    st.session_state.all_conversations = True
