"""Does verify catch what was changed? `python -m evals.claims`: mutations of the corpus's own sentences, and paraphrases.

Each mutation changes one thing (a number, date, identifier, name, a negation, "must" to "may") in a
sentence that its own paragraph supports, or adds words to it, so it must not come back as supported. The same sentences
untouched, and honest paraphrases of them written by hand, must.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.checking.reading import sentences_of
from assistant.judge import TrainedJudge
from assistant.types import Verdict
from assistant.verify import Judge, claim_features, verify_statement
from evals.additions import add_words, additions_in
from evals.corpus import read_documents
from evals.mutations import mutations, names_by_shape
from index.embed import Embedder
from index.settings import Settings
from index.types import Document

PARAPHRASES = Path(__file__).parent / "paraphrases.jsonl"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with the passages to judge it by, what was done to it, and whether they carry it."""

    kind: str
    text: str
    evidence: tuple[str, ...]
    supported: bool


# --- claims from the corpus ----------------------------------------------------------------------


def corpus_claims(documents: Mapping[str, Document]) -> list[Claim]:
    """Every mutation that can be made of the corpus's sentences, the sentences themselves, additions to them, and strangers.

    `evidence` is the sentence's paragraph. A `stranger` is a sentence with the paragraph of another
    place of its document: on the subject, but saying something else.
    """
    prose = [paragraph for document in documents.values() for paragraph in _prose(document)]
    names, additions = names_by_shape(prose), additions_in(prose)
    claims: list[Claim] = []
    for id, document in documents.items():
        chance = random.Random(id)
        paragraphs = list(_prose(document))
        for place, paragraph in enumerate(paragraphs):
            for sentence in sentences_of(paragraph):
                claims.append(Claim("verbatim", sentence, (paragraph,), True))
                changed = mutations(sentence, paragraph, document.text, names, chance)
                claims += [Claim(kind, text, (paragraph,), False) for kind, text in changed]
                if added := add_words(sentence, paragraph, additions, random.Random(sentence)):
                    claims.append(Claim("addition", added, (paragraph,), False))
                if len(paragraphs) > 1:
                    claims.append(Claim("stranger", sentence, (paragraphs[place - 1],), False))
    return claims


def paraphrase_claims(documents: Mapping[str, Document], split: str, path: Path = PARAPHRASES) -> list[Claim]:
    """The hand-written paraphrases of one split (dev, scored), each with the paragraph it paraphrases."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Claim(
            "paraphrase", row["paraphrase"], (_paragraph_of(row["quote"], documents[row["document"]]),), True
        )
        for row in rows
        if row["split"] == split
    ]


def _prose(document: Document) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", document.text):
        if len(paragraph.split()) >= 8 and not paragraph.startswith("#"):
            yield " ".join(paragraph.split())


def _paragraph_of(quote: str, document: Document) -> str:
    return next(paragraph for paragraph in _prose(document) if " ".join(quote.split()) in paragraph)


# --- measuring -----------------------------------------------------------------------------------


def judge(claims: Iterable[Claim], by: Judge | None = None) -> list[tuple[Claim, Verdict]]:
    """Every claim with verify's verdict on it."""
    return [(claim, verify_statement(claim.text, claim.evidence, judge=by)) for claim in claims]


def rates(judged: Iterable[tuple[Claim, Verdict]]) -> dict[str, tuple[float, int]]:
    """Per kind the share not called supported (for changed claims: caught; for true ones: false alarms), and the number."""
    total: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for claim, verdict in judged:
        total[claim.kind] += 1
        refused[claim.kind] += verdict.support != "supported"
    return {kind: (refused[kind] / n, n) for kind, n in total.items()}


def fit_weights(claims: Sequence[Claim], by: Judge | None = None) -> dict[str, float]:
    """What verify's score should weigh: logistic regression of being carried on coverage, similarity and facts missing.

    Both classes count alike, however many claims they have; weights are held small (L2, 0.001).
    """
    named = [{**claim_features(c.text, c.evidence, judge=by), "constant": 1.0} for c in claims]
    features = np.array([list(row.values()) for row in named])
    signs = np.array([1.0 if claim.supported else -1.0 for claim in claims])
    shares = np.where(signs > 0, 0.5 / (signs > 0).sum(), 0.5 / (signs < 0).sum())

    def loss(weights: NDArray[np.float64]) -> float:
        penalty = 1e-3 * float((weights[:-1] ** 2).sum())
        return float((shares * np.logaddexp(0, -signs * (features @ weights))).sum()) + penalty

    fitted = minimize(loss, np.zeros(features.shape[1])).x
    return {name: round(float(weight), 2) for name, weight in zip(named[0], fitted, strict=True)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the rates, one JSON object; with --show KIND also what went wrong there."""
    parser = argparse.ArgumentParser(prog="python -m evals.claims", description=__doc__)
    parser.add_argument(
        "--split", default="dev", choices=["dev", "scored"], help="which paraphrases (default dev)"
    )
    parser.add_argument(
        "--show", metavar="KIND", help="list the claims of this kind that were judged wrongly"
    )
    parser.add_argument(
        "--fit", action="store_true", help="print the weights that verify's score should have instead"
    )
    parser.add_argument(
        "--encoder", action="store_true", help="with --fit: with the encoder's similarity (minutes)"
    )
    options = parser.parse_args(arguments)
    documents = read_documents(Settings.from_environment().corpus)
    if options.fit:
        learned = paraphrase_claims(documents, "dev") + [
            c for c in corpus_claims(documents) if c.kind == "stranger"
        ]
        encoder = TrainedJudge(Embedder()) if options.encoder else None
        print(json.dumps(fit_weights(learned, encoder)))
        return 0
    judged = judge(corpus_claims(documents) + paraphrase_claims(documents, options.split))
    figures = {kind: {"refused": round(rate, 4), "claims": n} for kind, (rate, n) in rates(judged).items()}
    print(json.dumps(figures, indent=1))
    for claim, verdict in judged:
        if claim.kind == options.show and (verdict.support == "supported") != claim.supported:
            print(
                f"{verdict.score:.2f} {verdict.support}: {verdict.reason}\n  {claim.text}\n  {claim.evidence[0][:600]}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
