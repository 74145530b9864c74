"""The path from a question to a checked answer."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from assistant.extract import choose_sentences, compose
from assistant.question import Question, content_words, sides_of, understand, without_other_sides
from assistant.refuse import answerable_odds, missing_parts, receipt_of, refuse
from assistant.types import Answer, Statement, Turn, Withheld
from assistant.weigh import weigh_sentences
from index.catalog import Snapshot
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
            answer = answer_from(question, self.index, snapshot)
        yield from answer.statements
        yield replace(answer, seconds=round(time.monotonic() - started, 4))


def answer_from(question: Question, index: Index, snapshot: Snapshot) -> Answer:
    """The extractive answer from one version of the index, or a refusal."""
    entries = index.entries(snapshot)

    @cache
    def document(id: str) -> Document:
        found = snapshot.document(id)
        assert found is not None, "a snapshot holds every document it ranks"
        return found

    found = index.find(snapshot, question.standalone, filters=question.filters)
    weighed = weigh_sentences(question, found)
    known = snapshot.chunk_frequencies(word.casefold() for word in content_words(question.standalone))
    missing = missing_parts(question, found, known)
    if not weighed or found.unknown_identifiers:
        return refuse(question, receipt_of(question, found, entries, missing=missing))
    odds = answerable_odds(
        question, found, weighed, document_text=document(weighed[0].ranked.entry.id).text, known=known
    )
    if odds < 0:
        return replace(
            refuse(question, receipt_of(question, found, entries, missing=missing)), confidence=odds
        )
    choices = choose_sentences(question, weighed, document=document)
    if sides := sides_of(question):
        asked = [(side, without_other_sides(question, side)) for side in sides]
        choices = [
            choice
            for side, part in asked
            for choice in choose_sentences(
                part,
                weigh_sentences(part, index.find(snapshot, part.standalone, filters=part.filters)),
                document=document,
                group=side,
            )
        ]
    if not choices:
        return refuse(question, receipt_of(question, found, entries, missing=missing))
    return replace(compose(question, choices, document=document, entries=entries), confidence=odds)
