"""Does verify catch what was changed? `python -m evals.claims`: mutations of the corpus's own sentences, and paraphrases.

Each mutation changes one thing (a number, date, identifier, name, a negation, "must" to "may") in a
sentence that its own paragraph supports, so it must not come back as supported. The same sentences
untouched, and honest paraphrases of them written by hand, must.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.checking.reading import sentences_of
from assistant.language.facts import find_facts
from assistant.similarity import WordSimilarity
from assistant.types import Verdict
from assistant.verify import Similarity, claim_features, verify_statement
from evals.corpus import read_documents
from index.embed import Embedder
from index.settings import Settings
from index.types import Document

PARAPHRASES = Path(__file__).parent.parent / "tests" / "assistant" / "paraphrases.jsonl"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with the passages to judge it by, what was done to it, and whether they carry it."""

    kind: str
    text: str
    evidence: tuple[str, ...]
    supported: bool


# --- claims from the corpus ----------------------------------------------------------------------


def corpus_claims(documents: Mapping[str, Document]) -> list[Claim]:
    """Every mutation that can be made of the corpus's sentences, the sentences themselves, and strangers.

    `evidence` is the sentence's paragraph. A `stranger` is a sentence with the paragraph of another
    place of its document: on the subject, but saying something else.
    """
    names = _names_by_shape(documents)
    claims: list[Claim] = []
    for id, document in documents.items():
        chance = random.Random(id)
        paragraphs = list(_prose(document))
        for place, paragraph in enumerate(paragraphs):
            for sentence in sentences_of(paragraph):
                claims.append(Claim("verbatim", sentence, (paragraph,), True))
                claims += _mutations(sentence, paragraph, document.text, names, chance)
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


def _names_by_shape(documents: Mapping[str, Document]) -> dict[tuple[bool, int], list[str]]:
    """The corpus's names by (acronym, number of words): what one may be swapped for."""
    names: dict[tuple[bool, int], set[str]] = defaultdict(set)
    for document in documents.values():
        for paragraph in _prose(document):
            for name in find_facts(paragraph).names:
                names[name.acronym, len(name.words)].add(name.text)
    return {shape: sorted(found) for shape, found in names.items()}


# --- mutations -----------------------------------------------------------------------------------

Names = Mapping[tuple[bool, int], Sequence[str]]


def _mutations(
    sentence: str, paragraph: str, whole: str, names: Names, chance: random.Random
) -> Iterator[Claim]:
    changed = {
        "number": _change_number(sentence, paragraph, chance),
        "date": _change_date(sentence, paragraph, chance),
        "identifier": _change_identifier(sentence, chance),
        "name": _change_name(sentence, whole, names, chance),
        "negation": _change_negation(sentence),
        "modality": _change_modality(sentence),
    }
    for kind, text in changed.items():
        if text and text != sentence:
            yield Claim(kind, text, (paragraph,), False)


def _change_number(sentence: str, paragraph: str, chance: random.Random) -> str:
    """One figure or number word made another that the paragraph does not hold."""
    words = [
        w for q in find_facts(sentence).quantities for w in re.findall(r"\d(?:[\d,.]*\d)?|[A-Za-z]+", q.text)
    ]
    written = [w for w in words if w[0].isdigit() or w.casefold() in _NUMBER_WORDS]
    figures = [w for w in written if re.search(rf"(?<![\w.,-]){re.escape(w)}(?!\w)", sentence)]
    if not figures:
        return ""
    old = chance.choice(figures)
    word = old.casefold()
    if word in _NUMBER_WORDS:
        others = [n for n in _NUMBER_WORDS if n not in paragraph.casefold() and n != word]
        return _replace(sentence, old, chance.choice(others))
    digits = [i for i, c in enumerate(old) if c.isdigit()]
    for _ in range(20):
        place = chance.choice(digits)
        new = old[:place] + chance.choice("123456789") + old[place + 1 :]
        if new != old and not re.search(rf"(?<!\d){re.escape(new)}(?!\d)", paragraph):
            return _replace(sentence, old, new)
    return ""


_NUMBER_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty")
_MONTHS = ("January", "February", "March", "April", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip


def _change_date(sentence: str, paragraph: str, chance: random.Random) -> str:
    """The day, month or year of one date made another that the paragraph does not hold."""
    dates = [d for d in find_facts(sentence).dates if d.text in sentence]
    if not dates:
        return ""
    old = chance.choice(dates)
    for _ in range(20):
        part = chance.choice(re.findall(r"\d+|[A-Z][a-z]+", old.text) or [old.text])
        if part.isdigit():
            limit = 28 if len(part) < 3 else 2029
            new_part = str(chance.randint(1 if len(part) < 3 else 2010, limit))
        else:
            new_part = chance.choice(_MONTHS)
        new = _replace(old.text, part, new_part)
        if new != old.text and new_part not in paragraph:
            return _replace(sentence, old.text, new)
    return ""


def _change_identifier(sentence: str, chance: random.Random) -> str:
    """One digit of one identifier made another."""
    identifiers = [i for i in find_facts(sentence).identifiers if i in sentence]
    if not identifiers:
        return ""
    old = chance.choice(identifiers)
    place = chance.choice([i for i, c in enumerate(old) if c.isdigit()])
    new = old[:place] + chance.choice([d for d in "123456789" if d != old[place]]) + old[place + 1 :]
    return _replace(sentence, old, new)


def _change_name(sentence: str, whole: str, names: Names, chance: random.Random) -> str:
    """One name made another of the same shape that the document never mentions."""
    found = [n for n in find_facts(sentence).names if n.text in sentence]
    if not found:
        return ""
    old = chance.choice(found)
    others = [n for n in names[old.acronym, len(old.words)] if all(w not in whole for w in n.split())]
    return _replace(sentence, old.text, chance.choice(others)) if others else ""


_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|could|can|must|should|does|did|may|might)\b(?! not\b| no\b)"
)
_NEGATED = re.compile(
    r"\b(?:(is|are|was|were|has|have|had|will|would|could|can|must|should|does|did|may|might) not|cannot|(?:could|can) no longer)\b"
)
_PAST = re.compile(
    r"\b(said|warned|told|announced|named|signed|banned|issued|adopted|ordered|asked|called|agreed|confirmed|published|reported|gave|took)\b"
)
_BASE = {"said": "say", "told": "tell", "banned": "ban", "gave": "give", "took": "take", "named": "name", "issued": "issue", "agreed": "agree", "announced": "announce"}  # fmt: skip


def _change_negation(sentence: str) -> str:
    """A "not" taken out where there is one, else put in after an auxiliary or before the verb."""
    if _NEGATED.search(sentence):
        return _NEGATED.sub(lambda m: m[1] or "can", sentence, count=1)
    if " no " in sentence:
        return sentence.replace(" no ", " ", 1)
    if _AUXILIARY.search(sentence):
        return _AUXILIARY.sub(r"\1 not", sentence, count=1)
    return _PAST.sub(lambda m: f"did not {_BASE.get(m[1], m[1].removesuffix('ed'))}", sentence, count=1)


_MODAL_SWAPS = (
    (r"\bmust\b", "may"), (r"\bmay\b", "must"), (r"\bmight\b", "must"), (r"\bshould\b", "must"), (r"\bshall\b", "may"),
    (r"\b(?:has|have) to\b", "may"), (r"\bhad to\b", "could"), (r"\bcould\b", "must"), (r"\b(are|is|were|was) required to\b", r"\1 allowed to"),
    (r"\b(banned|excluded|removed|suspended|blocked|prohibited)\b", "considered"), (r"\bconsidered (\w+)ing\b", r"\1ed"),
    (r"\bmandatory\b", "voluntary"), (r"\b(are|is|were|was) advised to\b", r"\1 required to"), (r"\bplanned to\b", "had to"), (r"\bproposed\b", "adopted"),
)  # fmt: skip


def _change_modality(sentence: str) -> str:
    """What is obliged made allowed, what is done made considered, and the other way round."""
    for old, new in _MODAL_SWAPS:
        if re.search(old, sentence):
            return re.sub(old, new, sentence, count=1)
    return ""


def _replace(text: str, old: str, new: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, text, count=1)


# --- measuring -----------------------------------------------------------------------------------


def judge(claims: Iterable[Claim], similarity: Similarity | None = None) -> list[tuple[Claim, Verdict]]:
    """Every claim with verify's verdict on it."""
    return [(claim, verify_statement(claim.text, claim.evidence, similarity=similarity)) for claim in claims]


def rates(judged: Iterable[tuple[Claim, Verdict]]) -> dict[str, tuple[float, int]]:
    """Per kind the share not called supported (for changed claims: caught; for true ones: false alarms), and the number."""
    total: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for claim, verdict in judged:
        total[claim.kind] += 1
        refused[claim.kind] += verdict.support != "supported"
    return {kind: (refused[kind] / n, n) for kind, n in total.items()}


def fit_weights(claims: Sequence[Claim], similarity: Similarity | None = None) -> dict[str, float]:
    """What verify's score should weigh: logistic regression of being carried on coverage, similarity and facts missing.

    Both classes count alike, however many claims they have; weights are held small (L2, 0.001).
    """
    named = [{**claim_features(c.text, c.evidence, similarity=similarity), "constant": 1.0} for c in claims]
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
        encoder = WordSimilarity(Embedder()) if options.encoder else None
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
