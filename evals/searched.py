"""Gold questions as the assistant searches for them, in conversation, with the sentences that answer: what models learn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.documents import Documents
from assistant.question import Question, understand
from assistant.quotable import quotable, with_subject
from assistant.types import Answer, Citation, Turn
from evals.cases import chain
from evals.scores import is_gold
from evals.types import Case
from index.rank import Found, Ranked
from index.search import Index
from index.storage.snapshot import Snapshot
from index.types import Filters

# How many sentences an earlier turn is taken to have quoted.
QUOTED = 3


@dataclass(frozen=True, slots=True)
class Searched:
    """A case, its question as it was understood, what was found, and the sentences of it that may be quoted.

    `gold` are the numbers, as candidates, of the found sentences that answer.
    """

    case: Case
    question: Question
    found: Found
    sentences: tuple[Ranked, ...]
    gold: frozenset[int]

    def is_gold(self, ranked: Ranked) -> bool:
        return ranked.candidate.number in self.gold


def search_gold(cases: Sequence[Case], index: Index, snapshot: Snapshot) -> Iterator[Searched]:
    """Each case searched in order; one that follows others comes after turns that were answered well."""
    by_id = {case.id: case for case in cases}
    documents = Documents.of(index, snapshot)
    turns: dict[str, Turn] = {}
    for case in cases:
        history = [turns[earlier.id] for earlier in chain(case, by_id)[:-1] if earlier.id in turns]
        understood = understand(case.question, history=history, filters=Filters(as_of=case.as_of))
        question = with_subject(understood, documents.entries)
        found = index.find(snapshot, question.standalone, filters=question.filters, asked=len(question.asked))
        gold = frozenset(s.candidate.number for s in found.sentences if is_gold(case, s.entry.id, s.text))
        searched = Searched(case, question, found, tuple(quotable(question, found, documents)), gold)
        turns[case.id] = _turn(searched)
        yield searched


def _turn(searched: Searched) -> Turn:
    """The turn as a good answer would have made it: its gold sentences, or the best where there are none."""
    case, sentences = searched.case, searched.sentences
    gold = [ranked for ranked in sentences if searched.is_gold(ranked)]
    citations = tuple(
        Citation(1, s.entry.id, "", 0, 0, s.text, title=s.entry.metadata.title)
        for s in (gold or sentences)[:QUOTED]
    )
    answer = Answer(case.question, "", standalone=searched.question.standalone, citations=citations)
    return Turn(case.question, answer)
