"""The chat: questions, checked answers with numbered marks, and the documents the marks open."""

from __future__ import annotations

import streamlit as st

from assistant.conversations import Conversations, KeptTurn
from assistant.question import QUESTION_CHARACTERS
from assistant.suggest import follow_ups
from assistant.types import Answer
from index.catalog import Entry
from index.types import Evidence
from pages.parts import drawing
from pages.parts.answering import Asked, answer_pending, pending
from pages.parts.desk import Desk, entries_of, open_desk
from pages.parts.drawing import plain
from pages.parts.filters import choose_filters, chosen_filters, draw_filters
from pages.parts.session import open_conversations, require_entrance
from pages.parts.sidebar import draw_conversations, draw_index_state, draw_opening, draw_problem
from pages.parts.tools import draw_shape, draw_tools, record_flag


def draw_page() -> None:
    desk = open_desk()
    conversations = open_conversations(desk)
    take_link(conversations)
    draw_conversations(conversations)
    draw_index_state(desk)
    entries = entries_of(desk)
    with st.bottom:
        filters = draw_filters(entries)
        typed = st.chat_input(
            "Ask the documents", max_chars=QUESTION_CHARACTERS, submit_mode="stop", key="typed"
        )
    if typed:
        st.session_state.pending = Asked(typed, filters)
    turns = conversations.turns(st.session_state.get("conversation", ""))
    if not turns and not pending():
        draw_welcome(desk, entries)
    for kept in turns:
        draw_turn(kept, desk, conversations, last=kept is turns[-1] and not pending(), entries=entries)
    if pending():
        answer_pending(desk, conversations, turns)
    draw_opened(desk, turns)


def take_link(conversations: Conversations) -> None:
    """What the address asks for, once: `c` opens a conversation, `q` asks a question under the link's filters."""
    parameters = st.query_params
    if question := parameters.get("q"):
        filters = drawing.filters_from(parameters, parameters.get_all("document"))
        parameters.clear()
        choose_filters(filters)
        st.session_state.pop("conversation", None)
        st.session_state.pending = Asked(question, filters)
    if (id := parameters.get("c")) and "conversation" not in st.session_state and conversations.find(id):
        st.session_state.conversation = id
    if id := st.session_state.get("conversation"):
        parameters["c"] = id
    elif "c" in parameters:
        del parameters["c"]


def draw_welcome(desk: Desk, entries: list[Entry]) -> None:
    st.title("Ask your advisories", anchor=False)
    if desk.problem:
        draw_problem(desk)
        return
    if desk.assistant is None:
        st.write(
            "The documents are being made ready. You can type your question now; it is answered as soon as they are."
        )
        draw_opening(desk)
        return
    if not entries:
        st.info(
            f"There are no documents yet. Put files into **{plain(str(desk.settings.corpus))}**, or add them on the "
            "Documents page. Text, Markdown, HTML, PDF, Word, mail and CSAF files are read.",
            icon=":material/folder_open:",
        )
        st.page_link("pages/corpus.py", label="Add documents", icon=":material/upload:")
        return
    dates = sorted(entry.metadata.date for entry in entries if entry.metadata.date)
    span = f", from {dates[0][:4]} to {dates[-1][:4]}" if dates else ""
    st.write(
        f"{len(entries):,} documents{span}. Every sentence of an answer is shown with the exact words it rests on; "
        "where the documents do not say, you are told so."
    )
    if desk.suggestions:
        st.caption("Questions these documents can answer")
    with st.container(key="suggestions", gap="xsmall"):
        for i, question in enumerate(desk.suggestions):
            draw_suggestion(question, key=f"suggestion-{i}")


def draw_suggestion(question: str, *, key: str) -> None:
    st.button(plain(question), key=key, on_click=ask, args=(question,))


def ask(question: str) -> None:
    st.session_state.pending = Asked(question, chosen_filters())
    st.session_state.pop("opened", None)


def draw_turn(
    kept: KeptTurn, desk: Desk, conversations: Conversations, *, last: bool, entries: list[Entry]
) -> None:
    turn = kept.turn
    with st.container(key=f"turn-{kept.number}", gap="small"):
        if st.session_state.get("arrived") == kept.number:
            drawing.draw_arrival(f"arrived-{kept.number}")
        draw_question(kept, conversations)
        opened = st.session_state.get("opened", (None, None))
        drawing.draw_answer(
            turn.answer,
            key=f"answer-{kept.number}",
            opened=opened[1] if opened[0] == kept.number else None,
            on_open=lambda: open_mark(kept.number),
        )
        draw_shape(turn.answer, key=f"shape-{kept.number}")
        if turn.answer.refused:
            draw_receipt(turn.answer, kept.number)
        draw_tools(kept, desk)
        if last:
            with st.container(key="follow_ups", gap="xsmall"):
                for i, question in enumerate(follow_ups(turn.answer, entries)):
                    draw_suggestion(question, key=f"follow-{kept.number}-{i}")


def draw_question(kept: KeptTurn, conversations: Conversations) -> None:
    """The question as asked, which can be edited and asked again."""
    if st.session_state.get("editing") == kept.number:
        with st.form(f"edit-{kept.number}", border=False):
            edited = st.text_area(
                "Edit the question", value=kept.turn.question, max_chars=QUESTION_CHARACTERS
            )
            with st.container(horizontal=True):
                again = st.form_submit_button("Ask again", type="primary")
                leave = st.form_submit_button("Cancel")
        if leave or (again and not edited.strip()):
            del st.session_state.editing
            st.rerun()
        if again:
            id = conversations.branch(st.session_state.conversation, before=kept.number)
            del st.session_state.editing
            st.session_state.conversation = id
            st.session_state.pending = Asked(edited, chosen_filters())
            st.rerun()
        return
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        drawing.draw_words(kept.turn.question, css_class="question")
        st.button(
            "", icon=":material/edit:", type="tertiary", help="Edit and ask again", key=f"edit_{kept.number}",
            on_click=edit, args=(kept.number,),
        )  # fmt: skip


def edit(number: int) -> None:
    st.session_state.editing = number


def open_mark(number: int) -> None:
    st.session_state.opened = (number, st.session_state[f"answer-{number}"].open)


def draw_receipt(answer: Answer, number: int) -> None:
    """What was searched without finding an answer."""
    receipt = answer.receipt
    span = f", {receipt.earliest} to {receipt.latest}" if receipt.earliest else ""
    lines = [f"Searched {receipt.documents:,} documents{span}."]
    if receipt.looked_for:
        lines.append(f"Looked for: {', '.join(receipt.looked_for)}.")
    if receipt.missing:
        lines.append(f"Nowhere found: {', '.join(receipt.missing)}.")
    drawing.draw_words("\n".join(lines), css_class="words")
    if receipt.nearest:
        with st.expander("What came nearest, without answering"):
            for i, evidence in enumerate(receipt.nearest):
                draw_nearest(evidence, key=f"nearest-{number}-{i}", turn=number, place=i)


def draw_nearest(evidence: Evidence, *, key: str, turn: int, place: int) -> None:
    drawing.draw_words(evidence.text)
    st.button(
        plain(" · ".join(part for part in (evidence.metadata.title or evidence.document, evidence.metadata.date) if part)),
        key=key, type="tertiary", icon=":material/article:", on_click=open_nearest, args=(turn, place),
    )  # fmt: skip


def open_nearest(turn: int, place: int) -> None:
    st.session_state.opened = (turn, -1 - place)


def close_opened() -> None:
    st.session_state.pop("opened", None)


def draw_opened(desk: Desk, turns: tuple[KeptTurn, ...]) -> None:
    """The document beside the answer, at the words of the mark that was opened."""
    number, mark = st.session_state.get("opened", (None, None))
    answer = next((kept.turn.answer for kept in turns if kept.number == number), None)
    if answer is None or mark is None:
        return
    citation = drawing.cited_in(answer, mark)
    if citation is None or desk.assistant is None:
        return
    document = desk.assistant.index.document(citation.document)
    with st.container(key="source"):
        drawing.draw_source(
            citation,
            document,
            key="source_view",
            also=[c for c in answer.citations if c.number != citation.number],
            picture=drawing.picture_of(desk.settings.corpus, document, citation),
            on_close=close_opened,
            on_flag=(lambda: record_flag(desk.settings.store, number, answer, mark)) if mark > 0 else None,
        )


require_entrance()
draw_page()
