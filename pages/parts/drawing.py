"""How the pages draw what documents and models say: as words, never as markup."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from assistant.export import to_markdown
from assistant.types import Answer, Turn

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_COMPONENTS = Path(__file__).parent.parent / "components"
# A file of our own: icons by name are fetched from the network for the browser's tab.
ICON = str(_COMPONENTS / "icon.png")
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&@/^=\"'])")
# Addresses that Streamlit makes links of even where every sign of them is escaped.
_ADDRESS = re.compile(r"(?<=http)(?=s?:)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)


def plain(text: str) -> str:
    """The text escaped for st.markdown and every label: its words are shown as they are and nothing of it is markup.

    Streamlit would otherwise fetch pictures, link addresses, and read colours, icons and formulas. A word joiner,
    which nobody sees, keeps an address from being one.
    """
    return _MARKUP.sub(r"\\\1", _ADDRESS.sub("\u2060", " ".join(text.split())))


def draw_words(words: str, *, css_class: str = "words") -> None:
    """A paragraph of plain words, with their line breaks."""
    st.html(f'<p class="{css_class}">{html.escape(words)}</p>')


def draw_streamed(statements: Sequence[str], state: str) -> None:
    """The checked statements of an answer that is still coming, and what is being done."""
    words = " ".join(statements)
    st.html(
        f'<div class="words streamed">{html.escape(words)} <span class="state" role="status">{html.escape(state)}</span></div>'
    )


def draw_styles() -> None:
    """The few styles that the theme cannot say."""
    st.html(f"<style>{(_COMPONENTS / 'page.css').read_text(encoding='utf-8')}</style>")


def component(name: str) -> ComponentRenderer:
    """One of the components folder: its script after what all of them share, and its styles if it has any."""
    css = _COMPONENTS / f"{name}.css"
    scripts = [(_COMPONENTS / file).read_text(encoding="utf-8") for file in ("shared.js", f"{name}.js")]
    return st.components.v2.component(
        f"advisory_{name}",
        css=css.read_text(encoding="utf-8") if css.exists() else None,
        js="".join(scripts),
    )


_copy = component("copy")
_page = component("page")
_question = component("question")


def begin_page(place: str) -> None:
    """Nothing to see. Whenever `place` is another than before, the sidebar of a narrow window closes, and where there
    is a field for questions the keyboard is at it."""
    with st.container(key="unseen"):
        _page(key="shown_place", data={"place": place})


def draw_question(
    question: str, *, under: str, key: str, arrived: str = "", on_edit: Callable[[], None]
) -> None:
    """A question with what it was asked under; the page scrolls to it once for each value of `arrived`."""
    _question(key=key, data={"text": question, "under": under, "arrived": arrived}, on_edit_change=on_edit)


def draw_copies(answer: Answer, *, link: str, key: str) -> None:
    """Buttons that copy the answer with its references, and the link that asks its question again."""
    _copy(
        key=key,
        data={"copy": to_markdown("", [Turn(answer.question, answer)]), "link": link},
        width="content",
    )
