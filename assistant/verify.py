"""One claim against the passages it rests on: supported, partly, contradicted or not, with the reason.

Pure: no model, no index, no file. A claim is first held to its hard facts (numbers, dates, identifiers,
names), then to what it does with them (negation, modality, opposites, who does what to whom), then to
how much of its content the best few sentences of the evidence carry.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from assistant.checking.checks import find_all
from assistant.checking.clauses import find_added
from assistant.checking.given import find_missing
from assistant.checking.held import HeldClaim, hold, read_both
from assistant.checking.mentioned import not_mentioned
from assistant.checking.reading import (
    Sentence,
    coverage,
    match_word,
    nearest_sentences,
    quoted,
    wording_shared,
)
from assistant.types import Verdict

SUPPORTED_FROM = 0.5
PARTLY_FROM = 0.25
# Below this probability of being carried a judge is believed, though all the words are there.
CARRIED_FROM = 0.12
# The same of a clause whose verb is nowhere in the source.
ADDED_CARRIED_FROM = 0.34


class Judge(Protocol):
    """What an encoder makes of a claim beside sentences: see judge.TrainedJudge."""

    def near(self, claim: str, sentences: Sequence[str], /) -> float:
        """How near the claim's words come to words of the sentences, 0..1."""

    def carried(self, claim: str, sentences: Sequence[str], /) -> float:
        """About the probability that the sentences, in that order, say what the claim says, 0..1."""


def verify_statement(
    claim: str, evidence: Sequence[str], *, judge: Judge | None = None, country: str = ""
) -> Verdict:
    """Whether `evidence` (passages of any length, read together) carries `claim`.

    `country` is whose document it is: "a Swedish court" need not be called Swedish in Sweden's own.

    `score` in 0..1 ranks claims by how well they are carried; from 0.5 on, with no fact amiss, a claim
    is supported, unless a `judge` finds that the sentences have its words but do not say it.

    "The fine was 10,000 yen." against ["No fine was imposed."] -> not, the source does not give '10,000 yen'.
    """
    held = hold(claim, evidence, country=country)
    said, sentences = held.said, held.sentences
    if not said.content or not sentences:
        return Verdict(
            "not", 0.0, "it says nothing that can be checked" if sentences else "there is no source for it"
        )
    found = find_all(held)
    amiss, untold, against = found["amiss"], found["untold"], found["against"]
    covered = coverage(said, held.focus)
    near = _nearness(said, sentences, judge) if judge else None
    score = _score(covered, near, missing=min(len(amiss) + len(untold), 3), against=min(len(against), 2))
    verdict = _verdict(score, covered, [*_absent(amiss, sentences), *untold], against, held)
    if judge and verdict.support == "supported" and not _stands_in(held):
        refused = _refused(held, judge)
        return Verdict("partly", min(score, 0.45), refused) if refused else verdict
    return verdict


def _refused(held: HeldClaim, judge: Judge) -> str:
    """Why a judge finds that the sentences in focus have the claim's words but do not say it; "" if they do."""
    in_order = [sentence.text for sentence in dict.fromkeys(held.sentences) if sentence in held.focus]
    if judge.carried(held.said.text, in_order) < CARRIED_FROM:
        return "the source has its words, but does not say this"
    for clause in find_added(held):
        if judge.carried(clause.text, in_order) < ADDED_CARRIED_FROM:
            return f"the source does not say '{clause.verb}'"
    return ""


def _stands_in(held: HeldClaim) -> bool:
    """Whether a sentence says the claim word for word."""
    return any(wording_shared(held.said, sentence) == 1.0 for sentence in held.focus)


def claim_features(claim: str, evidence: Sequence[str], *, judge: Judge | None = None) -> dict[str, float]:
    """What the score is made of, by name: `covered` and `near` in 0..1, `missing` facts. For learning the weights."""
    held = hold(claim, evidence)
    near = {"near": _nearness(held.said, held.sentences, judge)} if judge else {}
    return {
        "covered": coverage(held.said, held.focus),
        **near,
        "missing": float(min(len(find_missing(held)), 3)),
    }


def compared_sentences(claim: str, evidence: Sequence[str]) -> list[str]:
    """What an encoder is asked to compare for this claim: its own words, then the sentences of the evidence nearest to it."""
    said, sentences = read_both(claim, evidence)
    return [said.text, *(sentence.text for sentence in nearest_sentences(said, sentences))]


def has_other_facts(text: str, said: Sequence[str]) -> bool:
    """Whether `text` gives an identifier, date, quantity or name that nothing in `said` gives."""
    sentence, sentences = read_both(text, said)
    return bool(find_missing(HeldClaim(sentence, sentences, sentences))) if sentences else bool(text)


def facts_elsewhere(claim: str, evidence: Sequence[str], others: Sequence[str]) -> list[str]:
    """The facts of a claim, as they are written, that stand nowhere in the evidence and all in the `others`; none if any stands nowhere."""
    facts = read_both(claim, evidence)[0].facts
    written = [
        *(*facts.identifiers, *facts.spelled),
        *(date.text for date in facts.dates),
        *(quantity.text for quantity in facts.quantities),
        *(name.text for name in facts.names),
    ]
    lacking = [fact for fact in dict.fromkeys(written) if not _stands(fact, evidence)]
    return lacking if all(_stands(fact, others) for fact in lacking) else []


def _nearness(said: Sentence, sentences: tuple[Sentence, ...], judge: Judge) -> float:
    return judge.near(said.text, [s.text for s in nearest_sentences(said, sentences)])


# --- the verdict ---------------------------------------------------------------------------------


def _score(covered: float, near: float | None, *, missing: int, against: int) -> float:
    """About the probability that a claim is carried, by its coverage, the encoder's similarity and what is amiss.

    Logistic regression on paraphrases against sentences about the same matter (`python -m evals.claims --fit`),
    rounded to the strict side: half of a claim's words must be found where nothing else speaks for it.
    Four public sets of judged claims, none of which it was learned on, were tried with the threshold as it is: balanced
    accuracy 0.79 for sentences of answers (LFQA-Verification, 1,200 of it), 0.72 (Factcheck-GPT, 1,000), 0.60 for
    one-line summaries (QAGS on XSUM) and 0.52 for summaries fused from several copied sentences (QAGS on CNN), where
    coverage is no evidence. Weights fitted on three of them were worse on the fourth, as were further features of how
    much wording is copied; other thresholds gained on one set what they lost on another.
    """
    logit = 7.5 * covered - 3.7 if near is None else 5.0 * covered + 6.0 * near - 6.0
    return 1 / (1 + math.exp(2.3 * (missing + against) - logit))


def _verdict(
    score: float,
    covered: float,
    amiss: Sequence[str],
    against: Sequence[str],
    held: HeldClaim,
) -> Verdict:
    if against and covered >= 0.5:
        return Verdict("contradicted", min(score, 0.2), against[0])
    if amiss:
        return Verdict("partly" if covered >= 0.6 else "not", min(score, 0.45), amiss[0])
    if score >= SUPPORTED_FROM and not against:
        return Verdict("supported", score, "the source says so")
    lacking = sorted(
        (w for w in held.said.content if not any(match_word(w, s) for s in held.focus)),
        key=lambda w: (-len(w), w),
    )
    lacks = not_mentioned(lacking, held.said) if lacking else "the source has its words, but hardly says so"
    reason = against[0] if against else lacks
    return Verdict("partly" if score >= PARTLY_FROM else "not", min(score, 0.49), reason)


def _absent(facts: Sequence[str], sentences: Sequence[Sentence]) -> list[str]:
    """The facts that the evidence does not give, in one reason; if it has them all, those that it gives of something else."""
    nowhere = [fact for fact in dict.fromkeys(facts) if not _stands(fact, [s.text for s in sentences])]
    if nowhere:
        return [f"the source does not give {quoted(nowhere)}"]
    return [f"the source does not say this of {quoted(dict.fromkeys(facts))}"] if facts else []


def _stands(fact: str, texts: Iterable[str]) -> bool:
    """Whether a text has the fact as it is written."""
    return any(re.search(rf"(?<!\w){re.escape(fact)}(?!\w)", text, re.IGNORECASE) for text in texts)
