"""When the corpus does not say: what was searched, and what came nearest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.question import Question, content_words, shape_of
from assistant.question_features import question_features
from assistant.types import Answer, Receipt
from assistant.weigh import BEST, Weighed, learned
from index.catalog import Entry
from index.search import Found, passes
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
    row = question_features(question, found, best, odds, document_text=document_text, known=known)
    passed = learned().odds(row, wide=question.shape != "prose", on_topic=bool(found.identifiers))
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


def refuse(question: Question, receipt: Receipt, *, because: str = "") -> Answer:
    """An answer that says no, cites nothing, and shows what was looked at."""
    return Answer(
        question=question.text,
        text=f"{REFUSAL} {because}".strip(),
        refused=True,
        receipt=receipt,
        standalone=question.standalone,
        filters=question.filters,
    )


def receipt_of(
    question: Question, found: Found, entries: Mapping[int, Entry], *, missing: Sequence[str] = ()
) -> Receipt:
    """What was looked for, what is nowhere, what came nearest, and what the documents that pass the filters span."""
    searched = [e.metadata for e in entries.values() if passes(e.id, e.metadata, question.filters)]
    dates = sorted(metadata.date for metadata in searched if metadata.date)
    return Receipt(
        looked_for=tuple(dict.fromkeys(content_words(question.standalone))),
        missing=tuple(missing),
        nearest=tuple(
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
            for ranked in found.sentences[:NEAREST_SHOWN]
        ),
        documents=len(searched),
        earliest=dates[0] if dates else "",
        latest=dates[-1] if dates else "",
        issuers=tuple(sorted({metadata.issuer for metadata in searched if metadata.issuer})),
    )
