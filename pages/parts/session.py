"""Who is at the page, and what is theirs. Sign-in is on where the secrets have an [auth] section.

[auth]                      as st.login needs it
[access]
editors = ["a@example.org"] who may upload, replace and remove documents
"""

from __future__ import annotations

import atexit
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import streamlit as st

from assistant.conversations import Conversations
from assistant.desk import Desk


def enter() -> None:
    """Note that the session came in by app.py, where sign-in is asked for."""
    st.session_state.entered = True


def want_page(path: str) -> None:
    """Go to another page at the next run of app.py: a button's callback cannot, nor can who did not come in by it."""
    st.session_state.wanted = path


def go_on() -> None:
    """Go to the page that is wanted, if one is."""
    if "wanted" in st.session_state:
        st.switch_page(st.session_state.pop("wanted"))


def leave_conversation() -> None:
    """Forget which conversation is shown, and what is open in it."""
    for name in ("conversation", "opened", "pending", "editing", "menu", "reopened"):
        st.session_state.pop(name, None)


def reopen_conversation(id: str) -> None:
    """Show that conversation instead of the one that is shown, at its newest turn."""
    leave_conversation()
    st.session_state.conversation = id
    # Another number each time: the page goes there also where it was at the same turn before.
    st.session_state.reopenings = st.session_state.get("reopenings", 0) + 1
    st.session_state.reopened = True


def draw_sign_in() -> None:
    """The page before sign-in, where an organisation wants one."""
    st.title("Advisory Chat", anchor=False)
    st.write("Sign in to ask questions and to see your conversations.")
    st.button("Sign in", type="primary", icon=":material/login:", on_click=st.login)


def sign_in_wanted() -> bool:
    return bool(st.secrets.load_if_toml_exists()) and "auth" in st.secrets


def signed_in() -> bool:
    """Whether the pages may be drawn: always, unless sign-in is on and nobody has signed in."""
    return not sign_in_wanted() or bool(st.user.get("is_logged_in"))


def user_name() -> str:
    """The signed-in user's mail address, or what else the provider knows them by; empty where there is no sign-in."""
    return str(st.user.get("email") or st.user["sub"]) if sign_in_wanted() else ""


def may_edit() -> bool:
    """Whether the user may change the corpus and run evaluations: everybody on their own machine, else the editors named."""
    if not sign_in_wanted():
        return True
    return user_name() in editors_in(st.secrets.get("access", {}))


def editors_in(access: Mapping[str, Any]) -> list[str]:
    """The editors that the secrets name: a list, or one alone as a text.

    >>> editors_in({"editors": "anna@example.org"}), editors_in({})
    (['anna@example.org'], [])
    """
    editors = access.get("editors", [])
    return [editors] if isinstance(editors, str) else list(editors)


def open_conversations(desk: Desk) -> Conversations:
    """The user's conversations; where nothing can be written in the store, for as long as this program runs."""
    return Conversations(
        desk.settings.store if desk.settings.writable else _passing_store(), user=user_name()
    )


@st.cache_resource(show_spinner=False)
def _passing_store() -> Path:
    """A folder that is removed with the program."""
    folder = TemporaryDirectory(prefix="advisory-chat-")
    atexit.register(folder.cleanup)
    return Path(folder.name)
