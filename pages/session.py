"""Who is at the page, and what is theirs. Sign-in is on where the secrets have an [auth] section.

[auth]                      as st.login needs it
[access]
editors = ["a@example.org"] who may upload, replace and remove documents
"""

from __future__ import annotations

import streamlit as st

from assistant.conversations import Conversations
from pages.desk import Desk


def sign_in_wanted() -> bool:
    return bool(st.secrets.load_if_toml_exists()) and "auth" in st.secrets


def signed_in() -> bool:
    """Whether the pages may be drawn: always, unless sign-in is on and nobody has signed in."""
    return not sign_in_wanted() or bool(st.user.is_logged_in)


def user_name() -> str:
    """The signed-in user's address, or empty where there is no sign-in."""
    return str(st.user.email) if sign_in_wanted() else ""


def may_edit() -> bool:
    """Whether the user may change the corpus: everybody on their own machine, else the editors named."""
    if not sign_in_wanted():
        return True
    return user_name() in st.secrets.get("access", {}).get("editors", [])


def open_conversations(desk: Desk) -> Conversations:
    return Conversations(desk.settings.store, user=user_name())
