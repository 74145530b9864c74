"""Ask every gold question as a user would, in conversation and in time, and score what comes back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from assistant.types import Answer, Turn
from evals.cases import chain
from evals.figures import summarise
from evals.scores import score_ranking, score_reply
from evals.types import Case, Evaluation, Ranking, Reply
from index.progress import Progress, no_progress
from index.types import Document, Evidence, Filters, StoreProblem

RANKED = 10
"""How many passages a search is asked for: what nDCG@10 and recall@10 look at."""


class Stream(Protocol):
    """An answer on its way: iterating gives its statements as they come, `answer` completes it."""

    def __iter__(self) -> Iterator[object]: ...

    @property
    def answer(self) -> Answer: ...


class Ask(Protocol):
    """What is evaluated: the assistant's own `reply` or `ask`, or anything that answers like them."""

    def __call__(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filters = ...
    ) -> Answer | Stream: ...


class Search(Protocol):
    """The index's own `search`, or anything that ranks passages like it."""

    def __call__(self, query: str, *, k: int = RANKED, filters: Filters = ...) -> Sequence[Evidence]: ...


def answer_cases(
    cases: Sequence[Case], ask: Ask, *, clock: Callable[[], float] = time.perf_counter
) -> Iterator[Reply]:
    """The reply to each case, in order. A follow-up is asked with the turns it follows as its history.

    A case is asked after the one it follows, wherever that stands. What raises becomes a Reply with
    `error`, and leaves no turn behind: one broken question must not hide the other hundred.
    """
    by_id = {case.id: case for case in cases}
    replies: dict[str, Reply] = {}
    for case in cases:
        for turn in chain(case, by_id):
            if turn.id not in replies:
                history = _history(chain(turn, by_id)[:-1], replies)
                replies[turn.id] = _reply_to(turn, ask, history, clock)
        yield replies[case.id]


def _history(earlier: Sequence[Case], replies: Mapping[str, Reply]) -> tuple[Turn, ...]:
    return tuple(
        Turn(case.question, replies[case.id].answer) for case in earlier if not replies[case.id].error
    )


def _reply_to(case: Case, ask: Ask, history: tuple[Turn, ...], clock: Callable[[], float]) -> Reply:
    start = clock()
    try:
        answered = ask(case.question, history=history, filters=Filters(as_of=case.as_of))
        first_word = None if isinstance(answered, Answer) else _exhaust(answered, clock)
        answer = answered if isinstance(answered, Answer) else answered.answer
    except StoreProblem:  # no question can be answered then, and the remedy is the user's
        raise
    except Exception as error:  # whatever the assistant raises is a failed question, named in the report
        return Reply(
            case.id, Answer(case.question, ""), clock() - start, error=f"{type(error).__name__}: {error}"
        )
    end = clock()
    return Reply(case.id, answer, end - start, None if first_word is None else first_word - start)


def _exhaust(stream: Stream, clock: Callable[[], float]) -> float | None:
    """When the first statement came; None if none did."""
    first = None
    for _ in stream:
        first = clock() if first is None else first
    return first


def rank_cases(cases: Sequence[Case], replies: Mapping[str, Reply], search: Search) -> dict[str, Ranking]:
    """How the search ranks the places of each case that has some; a follow-up is searched as it was made to stand alone."""
    rankings = {}
    for case in cases:
        query = (case.id in replies and replies[case.id].answer.standalone) or case.question
        if case.answerable and case.evidence:
            hits = search(query, k=RANKED, filters=Filters(as_of=case.as_of))
            rankings[case.id] = score_ranking(case, hits)
    return rankings


def run_cases(
    cases: Sequence[Case],
    ask: Ask,
    search: Search,
    *,
    documents: Mapping[str, Document],
    progress: Progress = no_progress,
) -> Evaluation:
    """Ask every case, rank its places and score what came back; `progress` is told of each reply."""
    replies: dict[str, Reply] = {}
    for reply in answer_cases(cases, ask):
        replies[reply.id] = reply
        progress("asking", len(replies), len(cases))
    rankings = rank_cases(cases, replies, search)
    return evaluate(cases, replies, documents=documents, rankings=rankings)


def evaluate(
    cases: Sequence[Case],
    replies: Mapping[str, Reply],
    *,
    documents: Mapping[str, Document] | None = None,
    rankings: Mapping[str, Ranking] | None = None,
) -> Evaluation:
    """Score every case; one without a reply counts as failed."""
    rows = [
        replace(
            score_reply(case, replies.get(case.id) or _unanswered(case), documents),
            ranking=(rankings or {}).get(case.id),
        )
        for case in cases
    ]
    models = sorted({reply.answer.model for reply in replies.values()} - {""})
    return summarise(rows, model=", ".join(models))


def _unanswered(case: Case) -> Reply:
    return Reply(case.id, Answer(case.question, ""), error="was not answered")
