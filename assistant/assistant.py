"""The path from a question to a checked answer."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from assistant.extract import choose_sentences, compose
from assistant.question import understand
from assistant.refuse import receipt_of, refuse
from assistant.types import Answer, Statement, Turn, Withheld
from index.search import Index
from index.settings import Settings
from index.types import AdvisoryError, Document, Filters


class NoQuestion(AdvisoryError):
    """Nothing was asked."""


class Reply:
    """An answer on its way: iterate for its statements as they are checked; `answer` completes it."""

    def __init__(self, events: Iterator[Statement | Withheld | Answer]) -> None:
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
        assert self._answer is not None, "a reply ends with its answer"
        return self._answer


class Assistant:
    """Answers questions from one index. Safe to share between threads."""

    def __init__(self, index: Index) -> None:
        self.index = index

    @classmethod
    def open(cls, settings: Settings) -> Assistant:
        return cls(Index(settings))

    def ask(self, question: str, *, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Answer:
        """The complete answer. Raises NoQuestion for an empty one and StoreProblem where there is no index."""
        return self.reply(question, history=history, filters=filters).answer

    def reply(self, question: str, *, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Reply:
        """The answer as it comes; nothing is shown before it is checked."""
        if not question.strip():
            raise NoQuestion("no question was asked; type one")
        return Reply(self._events(question, history, filters))

    def _events(
        self, text: str, history: Sequence[Turn], filters: Filters
    ) -> Iterator[Statement | Withheld | Answer]:
        started = time.monotonic()
        question = understand(text, history=history, filters=filters)
        with self.index.snapshot() as snapshot:
            found = self.index.find(snapshot, question.standalone, filters=question.filters)
            entries = self.index.entries(snapshot)
            chosen = choose_sentences(question, found)

            @cache
            def document(id: str) -> Document:
                return snapshot.document(id)  # type: ignore[return-value]

            if chosen:
                answer = compose(question, chosen, document=document, entries=entries)
            else:
                answer = refuse(question, receipt_of(question, found, entries))
        yield from answer.statements
        yield replace(answer, seconds=round(time.monotonic() - started, 4))
