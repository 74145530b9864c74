"""Which of the sentences that were found an answer may quote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from assistant.asking.content_words import content_words
from assistant.asking.meanings import names_any, told_countries
from assistant.checking.instructions import looks_like_instruction
from assistant.documents import Documents
from assistant.language.names import find_countries
from assistant.question import Question
from assistant.standing import known_by
from index.rank import Found, Ranked
from index.storage.records import Entries, made_once
from index.types import Metadata

# Of how many documents something is a target for it to be a subject of the collection.
SUBJECT_OF = 3
# How many of the best-ranked sentences are weighed; all gold passages of the development set lie within.
WEIGHED = 120
_WORD = re.compile(r"\w+")
# The words of a status line that says something by itself.
TELLING_WORDS = 5
# What a name at the head of a sentence says, in words parted by spaces: "Telmar strongly denied", not "Telmar was banned".
_SPEAKS = re.compile(
    r" (?:(?!is |are |was |were |be |been )\w+ ){0,3}?(?:sa(?:id|ys?)|told|tells?|den(?:y|ies|ied)|call(?:s|ed)|argue[sd]?|stress(?:es|ed)"
    r"|maintain(?:s|ed)|insist(?:s|ed)|reject(?:s|ed)|criticis(?:es|ed)|protest(?:s|ed)|declined|did not) "
)


def with_subject(question: Question, entries: Entries) -> Question:
    """The question with the names in it of what several documents are on, if it asks which countries did something about that."""
    if question.shape != "list" or "countries" not in question.wants:
        return question
    asked = _spaced(" ".join(content_words(question.standalone)))
    named = {target for target in _targets(entries) if target.strip() and target in asked}
    on = Counter(name for entry in entries.values() for name in named if name in _called(entry.metadata))
    return replace(question, subject=frozenset(name for name, count in on.items() if count >= SUBJECT_OF))


@made_once
def _targets(entries: Entries) -> frozenset[str]:
    """The names of what any document is on, but for countries."""
    targets = {target for entry in entries.values() for target in entry.metadata.targets}
    return frozenset(
        _spaced(target) for target in targets if not target.islower() and not find_countries(target)
    )


def _called(metadata: Metadata) -> str:
    """What a document is called and on."""
    return _spaced(" ".join((metadata.title, *metadata.targets)))


@lru_cache(maxsize=5_000)
def _spaced(text: str) -> str:
    """The words in small letters, with a space around each: a name is in a text if it is within that."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def quotable(question: Question, found: Found, documents: Documents) -> list[Ranked]:
    """The best-ranked sentences that may be quoted, of the countries asked about if any is of them; at most WEIGHED."""

    def told() -> Iterator[Ranked]:
        return (ranked for ranked in found.sentences if may_be_quoted(ranked, question, documents))

    asked = (ranked for ranked in told() if names_any(question.answered_of, ranked))
    return list(islice(asked, WEIGHED)) or list(islice(told(), WEIGHED))


def may_be_quoted(ranked: Ranked, question: Question, documents: Documents) -> bool:
    """Whether a document itself says the sentence, in words that tell the reader something, known on the as-of date.

    A question tells nothing. Where members of a region are asked for, the sentence must tell of one; and where a
    subject of the collection is asked about, its document must be on that.
    """
    sentence = ranked.candidate.sentence
    if sentence.kind in {"comment", "code"} or ranked.text.endswith("?"):
        return False
    if is_status(ranked) and not is_telling_status(ranked) and "status" not in question.wants:
        return False
    if question.among and not question.among & told_countries(ranked):
        return False
    if question.subject and not any(name in _called(ranked.entry.metadata) for name in question.subject):
        return False
    as_of = question.filters.as_of
    if as_of and not known_by(as_of, sentence, documents.read(ranked.entry.id)):
        return False
    return not looks_like_instruction(ranked.text)


def subject_speaks(question: Question, ranked: Ranked) -> bool:
    """Whether in the sentence the subject asked about speaks itself: where it is asked who acted on it, that tells nobody."""
    if not question.subject:
        return False
    said = _spaced(ranked.text)
    return any(said.startswith(name) and _SPEAKS.match(said, len(name) - 1) for name in question.subject)


def is_status(ranked: Ranked) -> bool:
    return ranked.candidate.sentence.kind == "status"


def is_telling_status(ranked: Ranked) -> bool:
    """Whether it is a status line that says something by itself: "Status: in force." alone tells nobody of what."""
    return is_status(ranked) and len(ranked.text.split()) >= TELLING_WORDS
