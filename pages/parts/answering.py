"""A question being answered, in a thread of its own: the page draws how far it is, and may come and go meanwhile."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from assistant.conversations import Conversations, KeptTurn
from assistant.desk import Desk
from assistant.types import Answer, Statement, Turn
from assistant.write import STOPPED_EARLY
from index.types import AdvisoryError, Filters
from pages.parts import drawing
from pages.parts.drawing import plain
from pages.parts.filters import chips_of
from pages.parts.opening import draw_progress
from pages.parts.told import told

_LOG = logging.getLogger(__name__)
# An answer that comes within this is drawn with the page; for a longer one the page looks every so often.
QUICK_SECONDS = 0.8
POLL_SECONDS = 0.25
# A stopped reply ends with its next breath.
STOP_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class PendingQuestion:
    """A question on its way, with the filters it was asked under; `alone` if what was said before is left aside."""

    question: str
    filters: Filters
    alone: bool = False


class Answering:
    """One question of a conversation while it is answered. Its turn is kept when it ends, whoever still looks.

    `place` is where the turn stands in the conversation, `came` are the checked statements so far.
    `ended` is set once the turn is kept as `kept`, or `problem` says why it is not.
    """

    def __init__(
        self,
        pending: PendingQuestion,
        desk: Desk,
        conversations: Conversations,
        conversation: str,
        history: Sequence[Turn],
    ) -> None:
        self.pending = pending
        self.place = len(history)
        self.kept: KeptTurn | None = None
        self.came: list[str] = []
        self.began = time.monotonic()
        self.ended = threading.Event()
        self.problem: AdvisoryError | None = None
        self._desk = desk
        self._conversations = conversations
        self._conversation = conversation
        self._history = () if pending.alone else history
        self._stopped = threading.Event()
        threading.Thread(target=self._run, name="answering", daemon=True).start()

    def stop(self) -> None:
        """End it with what has come so far, and wait until that is kept."""
        self._stopped.set()
        self.ended.wait(STOP_SECONDS)

    def _run(self) -> None:
        try:
            turn = Turn(self.pending.question, self._answer())
            self.kept = self._conversations.add(self._conversation, turn)
        except KeyError:
            # The conversation was deleted meanwhile: there is nobody to answer any more.
            pass
        except AdvisoryError as error:
            self.problem = error
        finally:
            self.ended.set()

    def _answer(self) -> Answer:
        try:
            with self._desk.answering():
                return self._reply()
        except AdvisoryError as error:
            return self._unanswered(told(error))
        except Exception as error:
            # A thread's end is seen by nobody: the page shows what ended it.
            _LOG.exception("a question could not be answered")
            return self._unanswered(f"this question could not be answered ({type(error).__name__}: {error})")

    def _reply(self) -> Answer:
        while not self._desk.wait(POLL_SECONDS):
            if self._stopped.is_set():
                return self._unanswered(STOPPED_EARLY)
        assert self._desk.assistant is not None, "an open desk has its assistant"
        self._desk.settle()
        reply = self._desk.assistant.reply(
            self.pending.question, history=self._history, filters=self.pending.filters, stopped=self._stopped
        )
        for event in reply:
            if isinstance(event, Statement):
                self.came.append(event.text)
        return reply.answer

    def _unanswered(self, why: str) -> Answer:
        return Answer(self.pending.question, why, "unanswered", filters=self.pending.filters)


@st.cache_resource(show_spinner=False)
def _under_way() -> dict[str, Answering]:
    """What is being answered, by conversation: shared, so that a page loaded anew finds its answer again."""
    return {}


def under_way(conversation: str) -> Answering | None:
    """What is being answered in a conversation, or None. Raises what kept its turn from being kept."""
    answering = _under_way().get(conversation)
    if answering is None or not answering.ended.is_set():
        return answering
    if answering.problem is not None:
        raise answering.problem
    return None


def begin_pending(desk: Desk, conversations: Conversations) -> None:
    """Begin to answer the question that waits in this session; a first one begins a conversation."""
    pending: PendingQuestion | None = st.session_state.pop("pending", None)
    if pending is None:
        return
    for ended in [id for id, answering in list(_under_way().items()) if answering.ended.is_set()]:
        _under_way().pop(ended, None)
    for name in ("opened", "editing"):
        st.session_state.pop(name, None)
    id = st.session_state.get("conversation")
    if id is None or conversations.find(id) is None:
        id = st.session_state.conversation = conversations.begin(pending.question).id
    if (before := under_way(id)) is not None:
        before.stop()
    history = [kept.turn for kept in conversations.turns(id)]
    answering = _under_way()[id] = Answering(pending, desk, conversations, id, history)
    arrive_at(answering.place)


def arrive_at(place: int) -> None:
    """Let the page go to that turn of the conversation that is shown, once."""
    st.session_state.arrived = _name_of(place)


def _name_of(place: int) -> str:
    return f"{st.session_state.get('conversation')}-{place}-{st.session_state.get('reopenings', 0)}"


def draw_asked(question: str, filters: Filters, place: int) -> None:
    """The question at its place in the conversation; the page goes there if it was just asked or opened again."""
    here = _name_of(place)
    drawing.draw_question(
        question,
        under=" · ".join(chips_of(filters).values()),
        key=f"question-{place}",
        arrived=here if st.session_state.get("arrived") == here else "",
        on_edit=lambda: edit(place),
    )


def edit(place: int) -> None:
    if (answering := under_way(st.session_state.conversation)) is not None:
        answering.stop()
    st.session_state.editing = place


@st.fragment(run_every=POLL_SECONDS)
def draw_answering(answering: Answering, desk: Desk) -> None:
    """What has come of an answer, kept up to date; the page is drawn anew when it has ended."""
    if answering.ended.is_set():
        st.rerun()
    if desk.assistant is None:
        if problem := desk.problem:
            st.error(plain(told(problem)), icon=":material/error:")
        else:
            draw_progress(desk)
    else:
        seconds = int(time.monotonic() - answering.began)
        drawing.draw_streamed(answering.came, f"Reading and checking… {seconds} s")
    st.button("Stop", icon=":material/stop_circle:", key="stop", on_click=answering.stop)
