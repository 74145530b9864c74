"""The path from a question to a checked answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from assistant.asking.other_names import OtherName, in_names_that_are_said
from assistant.asking.slips import read_slips, slips_note
from assistant.asking.spelling import as_meant
from assistant.catalog_answers import answer_about_documents
from assistant.courtesies import answer_courtesy, without_courtesies
from assistant.documents import Documents
from assistant.extract import Extracted
from assistant.judge import TrainedJudge
from assistant.meant import answer_as_meant
from assistant.models import open_model
from assistant.question import QUESTION_CHARACTERS, asked_in, understand
from assistant.types import Answer, Statement, Turn, Withheld
from assistant.write import Assignment, write_answer
from assistant.writing.stopping import StoppableModel, TextModel
from index.embed import Embedder
from index.search import SEARCHED_CHARACTERS, Index
from index.settings import Settings
from index.types import AdvisoryError, Filters

KNOWN_THEN = "as of {}: what is dated later was left aside"
ONLY_FIRST = f"the question is long: only its first {SEARCHED_CHARACTERS:,} characters were searched for"

Event = Statement | Withheld | Answer


class NoQuestion(AdvisoryError):
    """Nothing was asked, or more than a question."""


class Reply:
    """An answer on its way: iterate for its statements as they are checked; `answer` completes it."""

    def __init__(self, events: Generator[Event, None, None]) -> None:
        self._events = events
        self._answer: Answer | None = None

    def __iter__(self) -> Iterator[Statement | Withheld]:
        for event in self._events:
            if isinstance(event, Answer):
                self._answer = event
            else:
                yield event

    @property
    def answer(self) -> Answer:
        for _ in self:
            pass
        assert self._answer is not None, "every reply ends with its answer"
        return self._answer


class Assistant:
    """Answers questions from one index, with the model of the settings if they name one. Safe to share between threads."""

    def __init__(self, index: Index, *, model: TextModel | None = None) -> None:
        self.index = index
        self.model = model

    @classmethod
    def open(cls, settings: Settings, *, embedder: Embedder | None = None) -> Assistant:
        """The assistant of the settings; an `embedder` that is loaded already serves it too.

        Raises ModelProblem where the settings name a model that cannot be had.
        """
        index = Index(settings, embedder=embedder)
        return cls(index, model=open_model(settings.model) if settings.model else None)

    def ask(self, question: str, *, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Answer:
        """The complete answer. Raises NoQuestion for an empty one and StoreProblem where there is no index."""
        return self.reply(question, history=history, filters=filters).answer

    def reply(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),
        stopped: threading.Event | None = None,
    ) -> Reply:
        """The answer as it comes; nothing is shown before it is checked. Raises NoQuestion for an empty or endless question.

        Once `stopped` is set, from whichever thread, a model stops writing and what was shown is the answer.
        """
        if not question.strip():
            raise NoQuestion("no question was asked; type one")
        if len(question) > QUESTION_CHARACTERS:
            raise NoQuestion(
                f"the question has {len(question)} characters; ask it in at most {QUESTION_CHARACTERS}"
            )
        return Reply(self._events(question, history, filters, stopped))

    def _events(
        self, text: str, history: Sequence[Turn], filters: Filters, stopped: threading.Event | None
    ) -> Generator[Event, None, None]:
        started = time.monotonic()
        # What follows a courtesy goes on from the turn before it.
        history = [turn for turn in history if turn.answer.kind != "courtesy"]
        with self.index.snapshot() as snapshot:
            entries = self.index.entries(snapshot)
            said, slips = read_slips(
                as_meant(without_courtesies(text)), snapshot, entries, self.index.embedder
            )
            question = understand(said, history=history, filters=filters)
            documents = Documents.of(self.index, snapshot, as_of=question.filters.as_of)
            earlier = asked_in(history[-1]) if history else ""
            courtesy = answer_courtesy(text, documents.passing(question.filters))
            direct = courtesy or answer_about_documents(question, documents, earlier=earlier)
            others: tuple[OtherName, ...] = ()
            if direct:
                extracted = Extracted(question, direct)
            else:
                said, others = in_names_that_are_said(said, snapshot, entries)
                question = understand(said, history=history, filters=filters) if others else question
                extracted = answer_as_meant(question, self.index, documents)
            if direct or self.model is None or extracted.answer.refused:
                yield from extracted.answer.statements
                answer = extracted.answer
            else:
                model = StoppableModel(self.model, stopped) if stopped else self.model
                assignment = Assignment(history, extracted, documents)
                answer = yield from write_answer(assignment, model, judge=TrainedJudge(self.index.embedder))
        notes = [*answer.notes]
        if question.filters.as_of != filters.as_of:
            notes.append(KNOWN_THEN.format(question.filters.as_of))
        if slips:
            notes.append(slips_note(slips))
        notes += [other.note for other in others]
        if not direct and len(question.standalone) > SEARCHED_CHARACTERS:
            notes.append(ONLY_FIRST)
        asked = " ".join(text.split())
        seconds = round(time.monotonic() - started, 4)
        yield replace(answer, question=asked, notes=tuple(notes), seconds=seconds)
