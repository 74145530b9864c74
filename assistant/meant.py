"""The answer to a question in the way it is meant: a follow-up that may ask something else, two questions in one."""

from __future__ import annotations

from dataclasses import replace

from assistant.asking.compound import split_question
from assistant.asking.content_words import content_words, says_something
from assistant.asking.meanings import stems
from assistant.compose import with_more
from assistant.documents import Documents
from assistant.extract import Extracted, extract_answer
from assistant.language.names import find_countries
from assistant.language.words import stem
from assistant.question import Question, alone, broadened, leads_on, points_back, understand
from assistant.types import Answer, Turn
from index.search import Index
from index.types import Filters

# By how much (log-odds) an answer that leads away from the documents of the turns before is less believed.
LEADS_AWAY = 2.0
# From so many content words on what opens with "and" may stand alone.
WORDS_ALONE = 3
# Of how many passages of each of two questions in one a model writes, and how many sentences each may add.
PART_PASSAGES = 4
PART_SENTENCES = 3


def answer_as_meant(question: Question, index: Index, documents: Documents) -> Extracted:
    """The answer in the documents' own words, or a refusal, with the question as it was meant."""
    extracted = answer_follow_up(question, index, documents)
    parts = split_question(question.text)
    if not parts or question.follows or extracted.answer.shape != "prose" or extracted.answer.refused:
        return extracted
    for part in answer_parts(*parts, question.filters, index, documents):
        extracted = with_part(extracted, part)
    return extracted


def answer_parts(
    first: str, second: str, filters: Filters, index: Index, documents: Documents
) -> tuple[Extracted, Extracted]:
    """The answers to two questions in one, the second asked after the first."""
    answered = extract_answer(understand(first, filters=filters), index, documents)
    history = [Turn(first, answered.answer)]
    return answered, answer_follow_up(understand(second, history=history, filters=filters), index, documents)


def with_part(extracted: Extracted, part: Extracted) -> Extracted:
    """The answer to a whole question and behind it what answers a part of it, if that is sure."""
    if not is_sure(part.answer):
        return extracted
    passages = dict.fromkeys([*extracted.passages[:PART_PASSAGES], *part.passages[:PART_PASSAGES]])
    answer = with_more(extracted.answer, part.answer, most=PART_SENTENCES)
    return replace(extracted, answer=answer, passages=tuple(passages))


def answer_follow_up(question: Question, index: Index, documents: Documents) -> Extracted:
    """The answer to a question that may lean on the turns before it.

    What is asked again of another country is asked more broadly, and what may be on a new matter by itself.
    """
    extracted = extract_answer(question, index, documents)
    if question.broader and not is_sure(extracted.answer):
        broader = extract_answer(broadened(question), index, documents)
        return extracted if broader.answer.refused else broader
    if may_begin_anew(question, documents) and not (
        is_sure(extracted.answer) and stays(extracted.answer, question)
    ):
        by_itself = extract_answer(alone(question), index, documents)
        return by_itself if begins_anew(question, extracted.answer, by_itself.answer) else extracted
    return extracted


def may_begin_anew(question: Question, documents: Documents) -> bool:
    """Whether a question that something was carried over to may as well be on another matter.

    "Who banned it?" may not, nor "what does Oslo say?" and "and the operators?", which say too little by themselves.
    "And Acme?" may, where other documents are on Acme than those of the turns before, and "and Acme in Norway?".
    """
    words = content_words(question.text)
    matter = [word for word in words if says_something(word) and not find_countries(word)]
    if not (question.carried and matter) or points_back(question.text):
        return False
    if not leads_on(question.text) or len(words) >= WORDS_ALONE:
        return True
    named = documents.subjects.intersection(map(stem, words))
    before = stems(" ".join(documents.texts(question.documents)))
    return bool(named - before) or bool(named and question.countries)


def is_sure(answer: Answer) -> bool:
    """Whether there is an answer, on evidence that is not thin."""
    return not (answer.refused or answer.doubtful)


def stays(answer: Answer, question: Question) -> bool:
    """Whether an answer begins with what is in the documents of the turns before it."""
    numbers = answer.statements[0].citations if answer.statements else ()
    return any(c.document in question.documents for c in answer.citations if c.number in numbers)


def begins_anew(question: Question, carried: Answer, by_itself: Answer) -> bool:
    """Whether a question is on a new matter, by its answer with what was carried over and that without.

    With it there is none but without it a sure one, or it is the less likely of two; what leads away from the
    documents of the turns before must be likelier by far.
    """
    if carried.refused:
        return is_sure(by_itself)
    lead = 0.0 if stays(carried, question) else LEADS_AWAY
    return by_itself.confidence > carried.confidence - lead
