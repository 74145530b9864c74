"""The chat: questions, checked answers with numbered marks, and the documents the marks open."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.conversations import Conversations, KeptTurn
from assistant.courtesies import collection_words, questions_offered
from assistant.desk import Desk
from assistant.question import QUESTION_CHARACTERS
from assistant.suggest import could_stand_alone
from index.filters import passing
from index.storage.records import Entry
from index.types import Filters
from pages.parts import drawing
from pages.parts.address import show_address, take_address
from pages.parts.answer import draw_answer
from pages.parts.answering import (
    QUICK_SECONDS,
    Answering,
    PendingQuestion,
    arrive_at,
    begin_pending,
    draw_answering,
    draw_asked,
    under_way,
)
from pages.parts.desk import caution_in, open_desk, titles_of
from pages.parts.drawing import plain
from pages.parts.filters import choose_filters, chosen_filters, draw_filters
from pages.parts.opening import draw_opening, draw_problem, open_page
from pages.parts.session import may_edit, open_conversations, want_page
from pages.parts.sidebar import draw_conversations, draw_index_state
from pages.parts.source import citations_of, draw_source, picture_of
from pages.parts.tools import draw_shape, draw_tools, flags_of, record_flag


def draw_page() -> None:
    desk = open_desk()
    conversations = open_conversations(desk)
    take_address(conversations)
    entries = desk.entries()
    with st.bottom:
        filters = draw_filters(entries)
        # Without a limit of its own, at which the field would take nothing of what is pasted, and say nothing.
        typed = st.chat_input("Ask the documents", key="typed")
        if typed and len(typed) > QUESTION_CHARACTERS:
            st.session_state.long_question = typed
        if "long_question" in st.session_state:
            draw_too_long()
    if typed and typed.strip() and len(typed) <= QUESTION_CHARACTERS:
        st.session_state.pending = PendingQuestion(typed, filters)
    begin_pending(desk, conversations)
    show_address()
    id = st.session_state.get("conversation", "")
    # Looked up before the turns: what ends in between is among them.
    answering = under_way(id)
    turns = conversations.turns(id)
    if answering is not None and answering.place < len(turns):
        answering = None
    if id and not turns and answering is None and conversations.find(id) is None:
        st.warning(
            "This conversation was deleted meanwhile; what you ask begins another.", icon=":material/warning:"
        )
    # An empty place of its own: what welcomes is gone as soon as a question is on its way.
    welcome = st.empty()
    if not turns and answering is None:
        with welcome.container():
            draw_welcome(desk, entries, filters)
    newest = len(turns) - 1 if answering is None else answering.place
    if st.session_state.pop("reopened", False) and newest > 0:
        arrive_at(newest)
    # What is offered is asked under the filters that are chosen now.
    searched = passing(entries, filters)
    places = [draw_place(place) for place in range(len(turns))]
    if answering is not None:
        draw_coming(answering, desk, searched)
    # The newest first, and the sidebar last: an answer that is due does not wait for the rest to be drawn again.
    for place, kept in reversed(list(enumerate(turns))):
        box, below = places[place]
        with box:
            draw_turn(kept, place, desk, conversations)
        if kept is turns[-1] and answering is None:
            with below:
                draw_follow_ups(kept, place, desk, searched)
    # Above an empty conversation it is told in the place of the welcome.
    if desk.rebuildable and (turns or answering is not None) and (problem := desk.problem):
        draw_problem(problem, desk)
    draw_conversations(conversations)
    draw_index_state(desk)


def draw_too_long() -> None:
    """What is too long to be asked, to be shortened, or to have its sentences held against the documents."""
    length = len(st.session_state.long_question)
    if length > QUESTION_CHARACTERS:
        st.warning(
            f"A question may have {QUESTION_CHARACTERS:,} characters, and this has {length:,}. Shorten it, or have each "
            "of its sentences held against the documents.",
            icon=":material/warning:",
        )
    st.text_area("Your question", height=140, key="long_question", persist_state="session")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Ask", type="primary", on_click=ask_shortened, key="ask_shortened")
        st.button(
            "Check it as a draft", icon=":material/rule:", on_click=check_as_draft, key="check_as_draft"
        )
        st.button("Discard", type="tertiary", on_click=discard_long, key="discard_long")
        st.caption(f"{length:,} of {QUESTION_CHARACTERS:,} characters")


def ask_shortened() -> None:
    text = st.session_state.long_question
    if text.strip() and len(text) <= QUESTION_CHARACTERS:
        discard_long()
        ask(text)


def check_as_draft() -> None:
    st.session_state.draft = st.session_state.long_question
    st.session_state.check_at_once = True
    discard_long()
    want_page("pages/draft.py")


def discard_long() -> None:
    del st.session_state.long_question


def draw_welcome(desk: Desk, entries: list[Entry], filters: Filters) -> None:
    st.title("Ask your advisories", anchor=False)
    if problem := desk.problem:
        draw_problem(problem, desk)
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
    st.write(f"{plain(collection_words(entries))}.")
    st.write(
        "Every sentence of an answer ends in a number: it opens the exact words that the sentence rests on. "
        "Where the documents do not say, you are told so."
    )
    if not passing(entries, filters):
        st.caption("No document passes the filters that are set below.")
    questions = desk.questions_under(filters)
    if questions:
        st.caption("Questions these documents can answer")
    with st.container(key="suggestions", gap="xsmall"):
        for i, question in enumerate(questions):
            draw_suggestion(question, key=f"suggestion-{i}")
    st.page_link(
        "pages/corpus.py",
        label="See the documents, or add your own" if may_edit() else "See the documents",
        icon=":material/folder_open:",
    )


def draw_suggestion(question: str, *, key: str) -> None:
    st.button(
        plain(question),
        key=key,
        on_click=ask,
        args=(question,),
        type="tertiary",
        icon=":material/arrow_forward:",
    )


def ask(question: str, *, alone: bool = False) -> None:
    st.session_state.pending = PendingQuestion(question, chosen_filters(), alone)
    st.session_state.pop("opened", None)


def ask_unfiltered(question: str) -> None:
    choose_filters(Filters())
    ask(question)


def draw_coming(answering: Answering, desk: Desk, entries: list[Entry]) -> None:
    """A question under way: with its answer if that comes at once, else with what has come of it so far."""
    box, below = draw_place(answering.place)
    with box:
        draw_asked(answering.pending.question, answering.pending.filters, answering.place)
        slot = st.empty()
        with slot:
            drawing.draw_streamed(answering.came, "Searching the documents…")
        answering.ended.wait(QUICK_SECONDS)
        if answering.kept is None:
            with slot.container():
                draw_answering(answering, desk)
            return
        with slot:
            draw_checked(answering.kept, answering.place, desk)
        draw_extras(answering.kept, answering.place, desk)
    with below:
        draw_follow_ups(answering.kept, answering.place, desk, entries)


def draw_place(place: int) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Where a turn is drawn, and a place below it for what may follow, empty until then: nothing further down jumps."""
    with st.container(key=f"turn-{place}", gap="small"):
        return st.container(gap="small"), st.empty()


def draw_turn(kept: KeptTurn, place: int, desk: Desk, conversations: Conversations) -> None:
    if st.session_state.get("editing") == place:
        draw_editor(kept, conversations)
    else:
        draw_asked(kept.turn.question, kept.turn.answer.filters, place)
    draw_checked(kept, place, desk)
    draw_extras(kept, place, desk)


def draw_extras(kept: KeptTurn, place: int, desk: Desk) -> None:
    """What an answer can be seen as, and what can be done with it."""
    draw_shape(kept.turn.answer, key=f"shape-{place}")
    draw_tools(kept, place, desk)


def draw_follow_ups(kept: KeptTurn, place: int, desk: Desk, entries: list[Entry]) -> None:
    answer = kept.turn.answer
    if answer.refused and answer.filters != Filters():
        st.button(
            "Ask again without the filters", key=f"unfiltered-{place}", on_click=ask_unfiltered,
            args=(answer.question,), type="tertiary", icon=":material/filter_list_off:",
        )  # fmt: skip
        return
    alone = could_stand_alone(answer)
    questions = questions_offered(answer, entries, desk.references())
    if not (alone or questions):
        return
    with st.container(key="follow_ups", gap="xxsmall"):
        if alone:
            st.button(
                "Ask again without what was said before", key=f"alone-{place}", on_click=ask, args=(answer.question,),
                kwargs={"alone": True}, type="tertiary", icon=":material/link_off:",
            )  # fmt: skip
        for i, question in enumerate(questions):
            draw_suggestion(question, key=f"follow-{place}-{i}")


def draw_editor(kept: KeptTurn, conversations: Conversations) -> None:
    """The question to be changed and asked again."""
    with st.form(f"edit-{kept.number}", border=False):
        edited = st.text_area("Edit the question", value=kept.turn.question, max_chars=QUESTION_CHARACTERS)
        with st.container(horizontal=True):
            again = st.form_submit_button("Ask again", type="primary")
            leave = st.form_submit_button("Cancel")
    if leave or (again and not edited.strip()):
        del st.session_state.editing
        st.rerun()
    if again:
        try:
            id = conversations.branch(st.session_state.conversation, before=kept.number)
        except KeyError:
            st.warning("This question was deleted meanwhile; ask it below.", icon=":material/warning:")
            return
        del st.session_state.editing
        st.session_state.conversation = id
        st.session_state.pending = PendingQuestion(edited, chosen_filters())
        st.rerun()


@st.fragment
def draw_checked(kept: KeptTurn, place: int, desk: Desk) -> None:
    """The answer, and beside it the document of the mark that is open. Opening one draws only this anew."""
    if st.session_state.pop("opened_elsewhere", False):
        st.rerun()
    number, mark = st.session_state.get("opened", (None, None))
    opened = mark if number == kept.number else None
    draw_answer(
        kept.turn.answer,
        key=f"answer-{place}",
        opened=opened,
        on_open=lambda: open_mark(kept.number, st.session_state[f"answer-{place}"].open),
    )
    if opened is not None:
        draw_opened(kept, opened, place, desk)


def open_mark(number: int, mark: int) -> None:
    before = st.session_state.get("opened")
    st.session_state.opened = (number, mark)
    # The document of another answer is closed by drawing that answer too.
    st.session_state.opened_elsewhere = before is not None and before[0] != number


def close_opened() -> None:
    st.session_state.pop("opened", None)


def draw_opened(kept: KeptTurn, mark: int, place: int, desk: Desk) -> None:
    """The document beside the answer, at the words of the mark that was opened."""
    answer = kept.turn.answer
    citations = citations_of(answer)
    citation = next((each for each in citations if each.number == mark), None)
    if citation is None or desk.assistant is None:
        return
    document = desk.assistant.index.document(citation.document, citation.hash)
    with st.container(key="source"):
        draw_source(
            citation,
            document,
            key=f"source-{place}",
            titles=titles_of(desk, document),
            caution=caution_in(desk, document.id) if document else "",
            also=[each for each in citations if each is not citation],
            picture=picture_of(desk.settings.corpus, document, citation),
            on_close=close_opened,
            on_step=lambda: open_mark(kept.number, st.session_state[f"source-{place}"].step),
            on_flag=(lambda: record_flag(desk.settings.store, kept.number, answer, mark))
            if mark > 0
            else None,
            flagged=mark in flags_of(kept.number),
        )


open_page(draw_page, __file__)
