"""Which of the sentences that were found an answer may quote (pure)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from assistant.asking.meanings import names_any, told_countries
from assistant.checking.instructions import looks_like_instruction
from assistant.question import Question
from assistant.standing import known_by
from index.rank import Found, Ranked
from index.types import Document

Documents = Callable[[str], Document]

# How many of the best-ranked sentences are weighed; all gold passages of the development set lie within.
WEIGHED = 120
# The words of a status line that says something by itself.
TELLING_WORDS = 5


def quotable(question: Question, found: Found, document: Documents) -> list[Ranked]:
    """The best-ranked sentences that may be quoted, of the countries asked about if any is of them; at most WEIGHED."""

    def told() -> Iterator[Ranked]:
        return (ranked for ranked in found.sentences if may_be_quoted(ranked, question, document))

    asked = (ranked for ranked in told() if names_any(question.countries, ranked))
    return list(islice(asked, WEIGHED)) or list(islice(told(), WEIGHED))


def may_be_quoted(ranked: Ranked, question: Question, document: Documents) -> bool:
    """Whether a document itself says the sentence, in words that tell the reader something, known on the as-of date.

    A question tells nothing. Where members of a region are asked for, the sentence must tell of one.
    """
    sentence = ranked.candidate.sentence
    if sentence.kind in {"comment", "code"} or ranked.text.endswith("?"):
        return False
    if is_status(ranked) and not is_telling_status(ranked) and "status" not in question.wants:
        return False
    if question.among and not question.among & told_countries(ranked):
        return False
    as_of = question.filters.as_of
    if as_of and not known_by(as_of, sentence, document(ranked.entry.id)):
        return False
    return not looks_like_instruction(ranked.text)


def is_status(ranked: Ranked) -> bool:
    return ranked.candidate.sentence.kind == "status"


def is_telling_status(ranked: Ranked) -> bool:
    """Whether it is a status line that says something by itself: "Status: in force." alone tells nobody of what."""
    return is_status(ranked) and len(ranked.text.split()) >= TELLING_WORDS
