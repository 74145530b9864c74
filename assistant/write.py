"""The answer in a language model's words: what it wrote that holds, and what the documents say beyond it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from assistant.compose import cite_passage, join_statements, number_on
from assistant.documents import Documents
from assistant.extract import Extracted
from assistant.generate import generate_answer, left_out
from assistant.in_words import STAND_IN
from assistant.question import Question
from assistant.types import Answer, Citation, Statement, Turn, Withheld
from assistant.verify import Judge
from assistant.writing.condense import condense_question
from assistant.writing.model_problems import ModelProblem
from assistant.writing.stopping import Stopped, TextModel
from index.types import Evidence

STOPPED = "You stopped the answer here: more may have come"
STOPPED_EARLY = "You stopped this question before an answer came."
# Over what the documents say beyond the prose of a model.
ALSO_SAID = "The documents also say"


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a model is to write of: the turns before a question, its answer in the documents' own words, and these."""

    history: Sequence[Turn]
    extracted: Extracted
    documents: Documents


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a model wrote: the statements that hold with their citations, and the rest with why it is withheld.

    `problem` says what ended it before its time, `stopped` that the reader did.
    """

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    withheld: tuple[Withheld, ...]
    problem: str = ""
    stopped: bool = False

    @property
    def found_nothing(self) -> bool:
        """Whether all that the model has to say is that there is no answer."""
        return not self.statements and any(each.found_nothing for each in self.withheld)


def write_answer(
    assignment: Assignment, model: TextModel, *, judge: Judge
) -> Generator[Statement | Withheld, None, Answer]:
    """The model's checked sentences, then whatever the extractive answer holds beyond them.

    A model that fails leaves what it has shown, completed by the extractive answer, with a note; a
    stopped one leaves what it has shown. One that finds nothing is believed where the extractive answer
    is in doubt itself.
    """
    question, extracted = assignment.extracted.question, assignment.extracted
    attempt = yield from attempt_answer(assignment, model, judge=judge)
    if attempt.stopped and not attempt.statements:
        return stopped_answer(question, attempt, model.name)
    if attempt.found_nothing and not (attempt.stopped or attempt.problem) and extracted.refusal:
        note = f"{model.name} found no answer in the passages"
        return replace(extracted.refusal, withheld=attempt.withheld, model=model.name, notes=(note,))
    whole = attempt if attempt.stopped else with_left_out(attempt, extracted.answer)
    yield from whole.statements[len(attempt.statements) :]
    return replace(
        extracted.answer,
        text=join_statements(whole.statements, shape=question.shape),
        statements=whole.statements,
        citations=whole.citations,
        withheld=whole.withheld,
        model=model.name,
        notes=(*extracted.answer.notes, *notes_on(attempt, model.name)),
    )


def attempt_answer(
    assignment: Assignment, model: TextModel, *, judge: Judge
) -> Generator[Statement | Withheld, None, Attempt]:
    """The model's sentences as they are checked, and what they are together, however they end."""
    question, passages = assignment.extracted.question, assignment.extracted.passages
    statements: list[Statement] = []
    citations: list[Citation] = []
    withheld: list[Withheld] = []
    problem, stopped = "", False

    def cite(quote: Evidence, number: int) -> Citation:
        return cite_passage(number, assignment.documents, quote.document, quote.start, quote.end)

    try:
        condensed = condense_question(question.text, assignment.history, model) if question.follows else ""
        asked = condensed or question.standalone
        with closing(generate_answer(asked, passages, model, cite=cite, judge=judge)) as written:
            for event in written:
                if isinstance(event, Citation):
                    citations.append(event)
                elif isinstance(event, Statement):
                    statements.append(event)
                    yield event
                else:
                    withheld.append(event)
                    yield event
    except ModelProblem as error:
        problem = str(error)
    except Stopped:
        stopped = True
    return Attempt(tuple(statements), tuple(citations), tuple(withheld), problem, stopped)


def stopped_answer(question: Question, attempt: Attempt, name: str) -> Answer:
    """That there is no answer, as the model `name` was stopped before it had shown anything."""
    return Answer(
        question.text,
        STOPPED_EARLY,
        "unanswered",
        withheld=attempt.withheld,
        standalone=question.standalone,
        carried=question.carried,
        filters=question.filters,
        model=name,
    )


def with_left_out(attempt: Attempt, extracted: Answer) -> Attempt:
    """The attempt and behind it the extractive statements that it must not lose, their citations numbered on (pure)."""
    statements, citations = list(attempt.statements), list(attempt.citations)
    apart = ALSO_SAID if attempt.statements and extracted.shape == "prose" else ""
    for statement in left_out(extracted.statements, attempt.statements):
        numbered, quoted = number_on(statement, extracted.citations, len(citations))
        citations += quoted
        statements.append(replace(numbered, group=apart or statement.group))
    return replace(attempt, statements=tuple(statements), citations=tuple(citations))


def notes_on(attempt: Attempt, name: str) -> tuple[str, ...]:
    """What a reader must know of how the model `name` came to an end, if anything (pure)."""
    if attempt.stopped:
        return (STOPPED,)
    why = attempt.problem
    if not why and not attempt.statements:
        why = f"{name} {'found no answer in the passages' if attempt.found_nothing else 'wrote nothing that held'}"
    return (f"{why}; {STAND_IN}",) if why else ()
