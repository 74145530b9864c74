"""The answerer with no model: the documents' own sentences that answer a question, or a refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.asking.content_words import content_words, says_something
from assistant.asking.meanings import names_any
from assistant.asking.mentions import MOST_DOCUMENTS
from assistant.choose import Choice, choose_sentences
from assistant.compose import compose
from assistant.documents import Documents
from assistant.language.dates import in_years
from assistant.language.words import without_possessive
from assistant.named import Named, find_named
from assistant.question import Question, parts_of, points_back
from assistant.quotable import quotable, with_subject
from assistant.refuse import answerable_odds, missing_parts, receipt_of, refuse
from assistant.stated import STATED, asks_beyond, lay_out_stated, narrow, state_fields
from assistant.types import Answer, Receipt
from assistant.weigh import Weighed, learned, weigh_sentences
from index.rank import Found, Ranked, RankedPassage
from index.search import Index, evidence_of
from index.storage.keywords import telling_parts
from index.storage.snapshot import Snapshot
from index.types import Evidence

# How many passages a language model is given; of a comparison at least one of each side.
PASSAGES_SHOWN = 6
# Below these log-odds a model that finds no answer to a question for one thing is believed. One in twenty of the
# unanswerable development questions for one thing lie there, cross-validated, and one in a hundred of the answerable
# ones: a model that never finds anything costs no more. Of lists, timelines and comparisons a part may be found where
# the model sees none.
MODEL_DECIDES_BELOW = 0.2
# Log-odds where nothing was found at all.
NOTHING_FOUND = -10.0


@dataclass(frozen=True, slots=True)
class Extracted:
    """The question as it was asked, the answer made without a model, the passages a model may write from, and the refusal if it finds nothing there."""

    question: Question
    answer: Answer
    passages: tuple[Evidence, ...] = ()
    refusal: Answer | None = None


@dataclass(frozen=True, slots=True)
class Considered:
    """One question (or one side of a comparison) as searched and weighed.

    `odds` (log-odds less the learned threshold) below 0 say that the corpus does not hold the answer; `stated` says
    that documents state it in a set form.
    """

    question: Question
    group: str
    found: Found
    weighed: tuple[Weighed, ...]
    receipt: Receipt
    odds: float
    stated: bool = False

    @property
    def answered(self) -> bool:
        return self.odds >= 0


def extract_answer(question: Question, index: Index, documents: Documents) -> Extracted:
    """The answer in the documents' own words from one version of the index, or a refusal."""
    parts = [consider(part, group, index, documents) for group, part in parts_of(question)]
    chosen = [
        choose_sentences(
            part.question, part.weighed, documents=documents, group=part.group, stated=part.stated
        )
        if part.answered
        else []
        for part in parts
    ]
    choices = [choice for of_part in chosen for choice in of_part]
    best = max(parts, key=lambda part: part.odds)
    refusal = partial(refuse, question, best.receipt, best.found, confidence=best.odds)
    if not choices:
        return Extracted(question, refusal())
    answer = compose(question, choices, documents=documents)
    # A side may pass as answerable and yet have no sentence of its own.
    answered = [part for part, of_part in zip(parts, chosen, strict=True) if of_part]
    silent = tuple(part.group for part, of_part in zip(parts, chosen, strict=True) if not of_part)
    return Extracted(
        question,
        replace(
            answer,
            confidence=best.odds,
            receipt=best.receipt,
            silent=silent,
            notes=(*answer.notes, *notes_on_length(parts, choices)),
            doubtful=best.odds < learned().doubt or is_foreign(question, index),
        ),
        passages=tuple(evidence_of(p, documents.read(p.entry.id)) for p in passages_shown(answered)),
        refusal=refusal() if question.shape == "prose" and best.odds < MODEL_DECIDES_BELOW else None,
    )


def notes_on_length(parts: Sequence[Considered], choices: Sequence[Choice]) -> tuple[str, ...]:
    """That documents state more than is quoted, where they do."""
    stated = sum(len(part.weighed) for part in parts if part.stated)
    quoted = sum(1 + len(choice.same) for choice in choices)
    return (
        (f"the first {quoted} of {stated} sentences that state this are quoted",) if stated > quoted else ()
    )


def consider(question: Question, group: str, index: Index, documents: Documents) -> Considered:
    """Search and weigh one question; what it names and a document states is the answer."""
    named = find_named(question, documents.snapshot, documents.entries, index.embedder)
    found = find_narrowed(question, named, index, documents.snapshot)
    known = chunks_with_words(question, documents.snapshot)
    missing = (*missing_parts(question, found, with_owners(known, documents.snapshot)), *named.apart)
    receipt = receipt_of(question, documents.passing(question.filters), missing=missing)
    question = with_subject(question, documents.entries)
    sentences = quotable(question, found, documents)
    nothing = Considered(question, group, found, (), receipt, NOTHING_FOUND)
    if not may_be_answered(question, named, found, sentences, known):
        return nothing
    stated = state_fields(named, found)
    if stated is not None:
        laid_out = lay_out_stated(question, stated)
        told = replace(nothing, question=laid_out, weighed=stated, odds=STATED, stated=True)
        return told if stated else nothing
    weighed = weigh_sentences(question, found, sentences, lambda id: documents.read(id).text)
    best = documents.read(weighed[0].ranked.entry.id)
    if asks_beyond(named, best):
        return nothing
    odds = answerable_odds(question, found, weighed, document_text=best.text, known=known)
    return replace(nothing, weighed=tuple(weighed), odds=odds)


def find_narrowed(question: Question, named: Named, index: Index, snapshot: Snapshot) -> Found:
    """What the index finds for the question; of documents that it names, only what these hold."""
    found = index.find(
        snapshot,
        question.standalone,
        filters=question.filters,
        asked=len(question.asked),
        whole=(named.own or named.documents)[:MOST_DOCUMENTS],
    )
    return narrow(found, named)


def chunks_with_words(question: Question, snapshot: Snapshot) -> dict[str, int]:
    """In how many chunks each word of the question occurs that says something, by the word in small letters."""
    asked = [word for word in content_words(in_years(question.standalone)) if says_something(word)]
    return snapshot.chunk_frequencies(word.casefold() for word in asked)


def with_owners(known: Mapping[str, int], snapshot: Snapshot) -> dict[str, int]:
    """The same counts, but that whose name occurs is no stranger: "norway's" counts as "norway" where it has no chunk of its own."""
    owners = {word: without_possessive(word) for word, count in known.items() if not count}
    held = snapshot.chunk_frequencies(owners.values())
    return {**known, **{word: held[name] for word, name in owners.items()}}


def may_be_answered(
    question: Question,
    named: Named,
    found: Found,
    sentences: Sequence[Ranked],
    known: Mapping[str, int],
) -> bool:
    """Whether there is anything to answer from."""
    # An identifier or a name that nothing holds, or identifiers that nothing holds together.
    if found.unknown_identifiers or named.unknown or named.apart:
        return False
    # Words that nothing holds.
    if not found.identifiers and not is_known(question, known):
        return False
    # Nothing that may be quoted, or nothing of the countries asked about.
    return any(names_any(question.answered_of, sentence) for sentence in sentences)


def is_known(question: Question, known: Mapping[str, int]) -> bool:
    """Whether the index holds any of the words that are asked now: those carried over do not answer for them.

    Words carried over count where the question points back to them, or has none of its own.
    """
    told = question.standalone if question.follows and points_back(question.text) else question.asked
    now = {word.casefold() for word in content_words(told)} & known.keys()
    return any(known[word] for word in now or known)


def passages_shown(parts: Sequence[Considered]) -> list[RankedPassage]:
    """What a language model is to write from: the best passages of each part, but for readers' comments."""
    of_each = max(1, PASSAGES_SHOWN // len(parts))
    shown: list[RankedPassage] = []
    for part in parts:
        told = [passage for passage in part.found.passages if passage.kind != "comment"]
        shown += told[:of_each]
    return shown


def is_foreign(question: Question, index: Index) -> bool:
    """Whether it is in a script that the encoder hardly reads, so that the odds say little."""
    return bool(telling_parts(question.text)) and not index.embedder.multilingual
