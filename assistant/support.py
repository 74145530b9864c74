"""Which exact sentences carry a claim: the fewest of those at hand that verify accepts together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from assistant.checking.instructions import looks_like_instruction
from assistant.checking.reading import as_reading
from assistant.types import Verdict
from assistant.verify import SUPPORTED_FROM, Judge, verify_statement
from index.chunk import split_sentences
from index.types import Evidence

MOST_QUOTES = 3
MOST_DOCUMENTS = 3


def quotable_sentences(passage: Evidence) -> list[Evidence]:
    """The sentences of a passage, each as the passage narrowed to it, without those that speak to an assistant."""
    spans = (
        (s.start, s.end, passage.text[s.start : s.end]) for s in split_sentences(as_reading(passage.text))
    )
    return [
        replace(passage, start=passage.start + start, end=passage.start + end, text=text)
        for start, end, text in spans
        if not looks_like_instruction(text)
    ]


def find_support(
    claim: str,
    marked: Sequence[Evidence],
    shown: Sequence[Evidence],
    *,
    judge: Judge | None = None,
    least: float = SUPPORTED_FROM,
) -> tuple[list[Evidence], Verdict]:
    """The fewest sentences of one document that carry the claim, looked for where it points and then in all that was shown; and the verdict.

    A claim is carried when it is supported with a score of at least `least`. Where nothing carries it
    there are no sentences, and the verdict is that on the nearest document of where it points, or of all that was shown.
    """
    looked_in = [_by_document(claim, sentences) for sentences in (marked, shown) if sentences]
    for source in chain.from_iterable(looked_in):
        quotes, verdict = _grow_quotes(claim, source, judge, least)
        if _carried(verdict, least) and not is_denied(claim, source):
            return quotes, verdict
    nearest = looked_in[0][0] if looked_in else []
    return [], verify_by(claim, nearest, judge=judge)


def _by_document(claim: str, sentences: Sequence[Evidence]) -> list[list[Evidence]]:
    """The sentences of each document, the documents that come nearest first, at most MOST_DOCUMENTS.

    Never of two together: a name from the one and a year from the other would carry what neither says.
    """
    sources: dict[str, list[Evidence]] = {}
    for sentence in sentences:
        sources.setdefault(sentence.document, []).append(sentence)

    def nearness(source: list[Evidence]) -> float:
        return max(verify_by(claim, [sentence]).score for sentence in source)

    return sorted(sources.values(), key=nearness, reverse=True)[:MOST_DOCUMENTS]


def _grow_quotes(
    claim: str, sentences: Sequence[Evidence], judge: Judge | None, least: float
) -> tuple[list[Evidence], Verdict]:
    chosen: list[Evidence] = []
    verdict = Verdict("not", 0.0, "no source given")
    for _ in range(MOST_QUOTES):
        rest = [s for s in sentences if s not in chosen]
        if not rest:
            break
        best = max(rest, key=lambda s: verify_by(claim, [*chosen, s]).score)
        grown = [*chosen, best]
        better = verify_by(claim, grown, judge=judge)
        if chosen and better.score <= verdict.score:
            break
        chosen, verdict = grown, better
        if _carried(verdict, least):
            break
    return sorted(chosen, key=lambda s: (s.document, s.start)), verdict


def _carried(verdict: Verdict, least: float) -> bool:
    return verdict.support == "supported" and verdict.score >= least


def verify_by(claim: str, sentences: Sequence[Evidence], *, judge: Judge | None = None) -> Verdict:
    """The verdict on a claim by sentences of one document, which is its own country's."""
    country = sentences[0].metadata.country if sentences else ""
    return verify_statement(claim, [s.text for s in sentences], judge=judge, country=country)


def is_denied(claim: str, sentences: Sequence[Evidence]) -> bool:
    """Whether the document, read whole, contradicts what a choice of its sentences carries."""
    return verify_by(claim, sentences).support == "contradicted"
