"""A question being answered: statements are drawn as they are checked, and the turn is kept when it ends."""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from assistant.conversations import Conversations, KeptTurn
from assistant.types import Answer, Statement, Turn, Withheld
from index.types import AdvisoryError, Filters
from pages.parts import drawing
from pages.parts.desk import Desk
from pages.parts.drawing import plain
from pages.parts.filters import filter_words
from pages.parts.sidebar import draw_progress

if TYPE_CHECKING:
    from assistant.assistant import Assistant

# How long stop may take to be noticed.
POLL_SECONDS = 0.1
STOPPED = "Stopped before the answer was complete."

Event = Statement | Withheld | Answer | Exception


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on its way, with the filters it was asked under."""

    question: str
    filters: Filters


def take_pending(conversations: Conversations, *, place: int) -> Asked | None:
    """The question that waits for its answer in this session, or None; a first one begins a conversation."""
    asked: Asked | None = st.session_state.pop("pending", None)
    if asked is None:
        return None
    for name in ("opened", "editing"):
        st.session_state.pop(name, None)
    id = st.session_state.get("conversation")
    if id is None or conversations.find(id) is None:
        id = st.session_state.conversation = conversations.begin(asked.question).id
    st.query_params["c"] = id
    st.session_state.arrived = f"{id}-{place}"
    return asked


def draw_asked(question: str, filters: Filters, place: int) -> None:
    """The question at its place in the conversation; the page goes there if it was just asked."""
    here = f"{st.session_state.get('conversation')}-{place}"
    drawing.draw_question(
        question,
        under=" · ".join(filter_words(filters).values()),
        key=f"question-{place}",
        arrived=here if st.session_state.get("arrived") == here else "",
        on_edit=lambda: edit(place),
    )


def edit(place: int) -> None:
    st.session_state.editing = place


def answer_question(
    asked: Asked,
    slot: st.delta_generator.DeltaGenerator,
    desk: Desk,
    conversations: Conversations,
    turns: Sequence[KeptTurn],
) -> KeptTurn:
    """Answer the question, drawing into the slot what is checked as it comes; the turn as kept.

    One that is stopped is kept as stopped.
    """
    stop = threading.Event()
    answer = Answer(asked.question, STOPPED, filters=asked.filters, notes=(STOPPED,))
    try:
        assistant = wait_for(desk, slot)
        answer = draw_events(start_reply(assistant, asked, [kept.turn for kept in turns], stop), slot)
    except AdvisoryError as error:
        answer = Answer(asked.question, str(error), filters=asked.filters, notes=(str(error),))
    finally:
        # Reached also where stop or another question ends this run of the page.
        stop.set()
        kept = keep_turn(conversations, Turn(asked.question, answer))
    return kept


def keep_turn(conversations: Conversations, turn: Turn) -> KeptTurn:
    """Add the turn to the open conversation, or to a new one where that was deleted meanwhile."""
    try:
        return conversations.add(st.session_state.conversation, turn)
    except KeyError:
        st.session_state.conversation = conversations.begin(turn.question).id
        return conversations.add(st.session_state.conversation, turn)


def wait_for(desk: Desk, slot: st.delta_generator.DeltaGenerator) -> Assistant:
    """The open assistant; until it is there, how far the opening is."""
    while not desk.wait(POLL_SECONDS):
        if desk.problem:
            slot.error(plain(desk.problem), icon=":material/error:")
        else:
            with slot:
                draw_progress(desk)
    assert desk.assistant is not None, "an open desk has its assistant"
    return desk.assistant


def start_reply(
    assistant: Assistant, asked: Asked, history: Sequence[Turn], stop: threading.Event
) -> queue.SimpleQueue[Event]:
    """The reply's events as a thread of its own makes them, so that the page can be stopped while a model thinks."""
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()

    def run() -> None:
        try:
            reply = assistant.reply(asked.question, history=history, filters=asked.filters)
            for event in reply:
                if stop.is_set():
                    return
                events.put(event)
            events.put(reply.answer)
        except Exception as error:
            # Handed over whole: it is raised where the page can show it.
            events.put(error)

    threading.Thread(target=run, name="reply", daemon=True).start()
    return events


def draw_events(events: queue.SimpleQueue[Event], slot: st.delta_generator.DeltaGenerator) -> Answer:
    """Draw the statements as they come; the complete answer. Raises what the reply raised."""
    came: list[str] = []
    state = "Searching the documents…"
    while True:
        with slot:
            drawing.draw_streamed(came, state)
        try:
            event = events.get(timeout=POLL_SECONDS)
        except queue.Empty:
            # Drawing is where Streamlit notices that the user pressed stop.
            state = "Reading and checking…"
            continue
        if isinstance(event, Answer):
            return event
        if isinstance(event, Exception):
            raise event
        if isinstance(event, Statement):
            came.append(event.text)
