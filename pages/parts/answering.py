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


def pending() -> Asked | None:
    """The question that waits for its answer in this session, or None."""
    return st.session_state.get("pending")


def answer_pending(desk: Desk, conversations: Conversations, turns: Sequence[KeptTurn]) -> None:
    """Answer the waiting question, keep the turn, and draw the page anew. A stopped answer is kept as stopped."""
    asked = pending()
    assert asked is not None, "asked only where a question waits"
    del st.session_state.pending
    st.session_state.pop("opened", None)
    drawing.draw_arrival(f"asked-{len(turns)}")
    drawing.draw_words(asked.question, css_class="question")
    place = st.container(key="answering")
    stop = threading.Event()
    answer = Answer(asked.question, STOPPED, filters=asked.filters, notes=(STOPPED,))
    try:
        assistant = wait_for(desk, place)
        answer = draw_events(start_reply(assistant, asked, [kept.turn for kept in turns], stop), place)
    except AdvisoryError as error:
        answer = Answer(asked.question, str(error), filters=asked.filters, notes=(str(error),))
    finally:
        # Reached also where stop or another question ends this run of the page.
        stop.set()
        keep_turn(conversations, Turn(asked.question, answer))
    st.rerun()


def wait_for(desk: Desk, place: st.delta_generator.DeltaGenerator) -> Assistant:
    """The open assistant; until it is there, how far the opening is."""
    shown = place.empty()
    while not desk.wait(POLL_SECONDS):
        if desk.problem:
            shown.error(plain(desk.problem), icon=":material/error:")
        else:
            with shown:
                draw_progress(desk)
    shown.empty()
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


def draw_events(events: queue.SimpleQueue[Event], place: st.delta_generator.DeltaGenerator) -> Answer:
    """Draw each statement as it comes; the complete answer. Raises what the reply raised."""
    waiting = place.empty()
    waiting.caption("Searching the documents…")
    while True:
        try:
            event = events.get(timeout=POLL_SECONDS)
        except queue.Empty:
            # Drawing is where Streamlit notices that the user pressed stop.
            waiting.caption("Reading and checking…")
            continue
        if isinstance(event, Answer):
            return event
        if isinstance(event, Exception):
            raise event
        if isinstance(event, Statement):
            with place:
                drawing.draw_words(event.text)


def keep_turn(conversations: Conversations, turn: Turn) -> None:
    """Add the turn to the open conversation; a first question begins one."""
    id = st.session_state.get("conversation")
    if id is None or conversations.find(id) is None:
        id = st.session_state.conversation = conversations.begin(turn.question).id
    st.session_state.arrived = conversations.add(id, turn).number
