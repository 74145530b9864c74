"""When the corpus does not say: what was searched, and what came nearest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.asking.content_words import content_words
from assistant.asking.meanings import asked_words, holds, meanings
from assistant.question import Question, shape_of
from assistant.types import Answer, Receipt
from assistant.weigh import BEST, Weighed, learned
from assistant.weighing.question_features import question_features
from index.rank import Found, Ranked
from index.storage.records import Entry
from index.types import Evidence

REFUSAL = "The corpus does not say."
NEAREST_SHOWN = 3


def answerable_odds(
    question: Question,
    found: Found,
    weighed: Sequence[Weighed],
    *,
    document_text: str,
    known: Mapping[str, int],
) -> float:
    """By how much the log-odds that the corpus holds the answer pass what was learned: below 0 it does not say."""
    best = [w.ranked for w in weighed[:BEST]]
    odds = [w.log_odds for w in weighed]
    read = [w.reader_odds for w in weighed]
    row = question_features(question, found, best, odds, read, document_text=document_text, known=known)
    passed = learned().odds(row, wide=question.wide, on_topic=bool(found.identifiers))
    return max(passed, 0.0) if asks_what_it_is(question, found) else passed


def asks_what_it_is(question: Question, found: Found) -> bool:
    """Whether all that the question says is an identifier that documents hold: "what is BOD 17-01?"."""
    held = {word for identifier in found.identifiers for word in identifier.casefold().split()}
    words = {word.casefold() for word in content_words(question.text)}
    return bool(words) and words <= held | {"".join(held)}


def missing_parts(question: Question, found: Found, known: Mapping[str, int]) -> tuple[str, ...]:
    """What the question names that nothing in the index holds: identifiers and words, but not "timeline" and the like."""
    words = [
        word
        for word in content_words(question.text)
        if known.get(word.casefold()) == 0 and shape_of(word) == "prose"
    ]
    return tuple(dict.fromkeys([*found.unknown_identifiers, *words]))


def refuse(question: Question, receipt: Receipt, found: Found, *, confidence: float) -> Answer:
    """An answer that says no, cites nothing, and shows what was looked at and what came nearest."""
    return Answer(
        question=question.text,
        text=REFUSAL,
        kind="refusal",
        confidence=confidence,
        receipt=replace(receipt, nearest=nearest_passages(question, found)),
        standalone=question.standalone,
        carried=question.carried,
        filters=question.filters,
    )


def nearest_passages(question: Question, found: Found) -> tuple[Evidence, ...]:
    """The sentences that come nearest to the question, best first."""
    return tuple(
        Evidence(
            document=ranked.entry.id,
            start=ranked.candidate.sentence.start,
            end=ranked.candidate.sentence.end,
            text=ranked.text,
            score=round(ranked.late, 4),
            metadata=ranked.entry.metadata,
            kind=ranked.candidate.sentence.kind,
            label=ranked.candidate.sentence.label,
        )
        for ranked in nearest_sentences(question, found)[:NEAREST_SHOWN]
    )


def nearest_sentences(question: Question, found: Found) -> list[Ranked]:
    """What documents say themselves, by how many of the question's words each sentence holds; without those that hold none.

    Where an identifier is nowhere, what comes near it in form says more than the words around it.
    """
    told = [ranked for ranked in found.sentences if ranked.candidate.sentence.kind != "comment"]
    if found.unknown_identifiers:
        return told
    asked = {sense for _, sense in asked_words(question.standalone)}
    held = {}
    for ranked in told:
        said = meanings(f"{ranked.text} {ranked.entry.metadata.title}")
        held[ranked] = sum(holds(said, word) for word in asked)
    return sorted((ranked for ranked in held if held[ranked]), key=lambda ranked: -held[ranked])


def receipt_of(question: Question, passing: Sequence[Entry], *, missing: Sequence[str] = ()) -> Receipt:
    """What was looked for, what is nowhere, and what the documents that pass the filters span."""
    searched = [entry.metadata for entry in passing]
    issued = Counter(metadata.issuer for metadata in searched if metadata.issuer)
    dates = sorted(metadata.date for metadata in searched if metadata.date)
    return Receipt(
        looked_for=tuple(dict.fromkeys(content_words(question.standalone))),
        missing=tuple(missing),
        documents=len(searched),
        earliest=dates[0] if dates else "",
        latest=dates[-1] if dates else "",
        issuers=tuple(sorted(issued, key=lambda issuer: (-issued[issuer], issuer))),
    )
