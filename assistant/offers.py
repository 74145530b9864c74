"""The questions that are offered to who does not know what to ask: such as the index answers, tried when nobody waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from index.storage.records import Entry

if TYPE_CHECKING:
    from assistant.assistant import Assistant

# How long a question that is tried waits for the users' at most: behind it the folder is watched again.
YIELDING_SECONDS = 5.0
OFFERED = 5


class Offers:
    """`questions` are the first that the index answers of those that fit its documents, found anew for each version."""

    def __init__(self) -> None:
        self.questions: tuple[str, ...] = ()
        self._edition = ""
        self._answering = 0
        self._counting = threading.Lock()
        self._idle = threading.Event()
        self._idle.set()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """While a user's question is answered: none is tried meanwhile."""
        with self._counting:
            self._answering += 1
            self._idle.clear()
        try:
            yield
        finally:
            with self._counting:
                self._answering -= 1
                if not self._answering:
                    self._idle.set()

    def renew(
        self,
        assistant: Assistant,
        entries: Callable[[], Sequence[Entry]],
        *,
        edition: str,
        stop: threading.Event,
    ) -> None:
        """Find the questions for a version of the index, once; until `stop`."""
        from assistant.suggest import suggest_questions

        if edition == self._edition:
            return
        fitting = suggest_questions(entries())
        # What only a document that is gone answered goes at once: trying the others takes seconds.
        self.questions = tuple(question for question in self.questions if question in fitting)
        answered = (question for question in fitting if self._is_answered(question, assistant, stop))
        self.questions = tuple(islice(answered, OFFERED))
        self._edition = edition

    def _is_answered(self, question: str, assistant: Assistant, stop: threading.Event) -> bool:
        """Whether the documents' own words answer it: a language model would write for every question that is tried."""
        from assistant.assistant import Assistant

        self._idle.wait(YIELDING_SECONDS)
        return not stop.is_set() and not Assistant(assistant.index).ask(question).refused
