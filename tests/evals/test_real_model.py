"""A real language model, small and known to invent, over the whole corpus: it adds nothing and costs no facts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.extract import PASSAGES_SHOWN
from assistant.generate import generate_answer
from assistant.judge import TrainedJudge
from assistant.models import ChatModel
from assistant.types import Citation, Statement
from assistant.writing.model_problems import ModelProblem
from evals.cases import read_cases
from evals.run import answer_cases, evaluate
from evals.types import Case
from index.embed import Embedder
from index.search import Index
from index.settings import Settings
from index.sync import sync_corpus
from tests.citing import cite
from tests.evals.literal import find_objections

ROOT = Path(__file__).parent.parent.parent
ANSWERABLE, UNANSWERABLE = 60, 30
MOST_LOST = 0.02


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Index:
    settings = Settings(corpus=ROOT / "corpus", store=tmp_path_factory.mktemp("real") / "store")
    sync_corpus(settings, embedder=embedder)
    return Index(settings, embedder=embedder)


def some_cases(number: int, *, answerable: bool) -> list[Case]:
    """So many questions that stand alone, from all over the development set."""
    cases = [
        case
        for case in read_cases([ROOT / "evals" / "gold" / "dev.jsonl"])
        if case.answerable == answerable and not case.follows
    ]
    return [cases[place * len(cases) // number] for place in range(number)]


def uncarried(statements: Sequence[Statement], citations: Sequence[Citation]) -> list[str]:
    """The statements that a reader who takes nothing on trust would not find in what they cite, with what is amiss.

    Beside each quote the page shows the title of its document, which may give a name.
    """
    cited = {citation.number: citation for citation in citations}

    def objections_to(statement: Statement) -> list[str]:
        own = [cited[number] for number in statement.citations]
        return find_objections(statement.text, [c.quote for c in own], titles=[c.title for c in own])

    return [f"{s.text} {objections}" for s in statements if (objections := objections_to(s))]


@pytest.mark.slow
def test_on_answerable_questions_every_statement_is_carried_and_no_fact_is_lost(
    index: Index, smollm: ChatModel
) -> None:
    cases = some_cases(ANSWERABLE, answerable=True)
    plain = {reply.id: reply for reply in answer_cases(cases, Assistant(index).ask)}
    written = {reply.id: reply for reply in answer_cases(cases, Assistant(index, model=smollm).ask)}
    answers = [reply.answer for reply in written.values()]
    assert [reply.error for reply in written.values() if reply.error] == []
    assert [text for answer in answers for text in uncarried(answer.statements, answer.citations)] == []
    assert any(answer.withheld for answer in answers), "the model is known to invent"
    lost = (
        evaluate(cases, plain).figures["facts_found"].value
        - evaluate(cases, written).figures["facts_found"].value
    )
    assert lost <= MOST_LOST


@pytest.mark.slow
def test_on_unanswerable_questions_nothing_is_shown_that_no_document_carries(
    index: Index, smollm: ChatModel
) -> None:
    """The model is asked even where the assistant would not ask it, as if every refusal had failed."""
    judge = TrainedJudge(index.embedder)
    for case in some_cases(UNANSWERABLE, answerable=False):
        passages = index.search(case.question, k=PASSAGES_SHOWN)
        events: list[object] = []
        with suppress(ModelProblem):  # a slow machine may end its answer; what was shown till then counts
            events.extend(generate_answer(case.question, passages, smollm, cite=cite, judge=judge))
        statements = [event for event in events if isinstance(event, Statement)]
        citations = [event for event in events if isinstance(event, Citation)]
        assert uncarried(statements, citations) == []
        assert all(any(c.quote in passage.text for passage in passages) for c in citations)
