"""The answer to a follow-up in the way it is meant: where it has no sure answer as it was understood, what else it may ask."""

from __future__ import annotations

from assistant.documents import Documents
from assistant.extract import Extracted, extract_answer
from assistant.question import Question, alone, broadened, may_begin_anew
from assistant.types import Answer
from index.search import Index

# By how much (log-odds) an answer that leads away from the documents of the turns before is less believed.
LEADS_AWAY = 2.0


def answer_as_meant(question: Question, index: Index, documents: Documents) -> Extracted:
    """The answer in the documents' own words, or a refusal, with the question as it was meant.

    What is asked again of another country is asked more broadly, and what may be on a new matter by itself.
    """
    extracted = extract_answer(question, index, documents)
    if question.broader and not is_sure(extracted.answer):
        broader = extract_answer(broadened(question), index, documents)
        return extracted if broader.answer.refused else broader
    if may_begin_anew(question) and not (is_sure(extracted.answer) and stays(extracted.answer, question)):
        by_itself = extract_answer(alone(question), index, documents)
        return by_itself if begins_anew(question, extracted.answer, by_itself.answer) else extracted
    return extracted


def is_sure(answer: Answer) -> bool:
    """Whether there is an answer, on evidence that is not thin."""
    return not (answer.refused or answer.doubtful)


def stays(answer: Answer, question: Question) -> bool:
    """Whether an answer cites what the turns before it cited."""
    return any(citation.document in question.documents for citation in answer.citations)


def begins_anew(question: Question, carried: Answer, by_itself: Answer) -> bool:
    """Whether a question is on a new matter, by its answer with what was carried over and that without.

    With it there is none but without it a sure one, or it is the less likely of two; what leads away from the
    documents of the turns before must be likelier by far.
    """
    if carried.refused:
        return is_sure(by_itself)
    lead = 0.0 if stays(carried, question) else LEADS_AWAY
    return by_itself.confidence > carried.confidence - lead
