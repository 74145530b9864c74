"""Train what `assistant/judge.npz` holds: whether sentences carry a claim.

Learned from `judged_claims.jsonl`: for each place of a document, sentences that writers based on it in their own words,
some of them wrong in one way; and from true ones among them to which words of others were added. Who learns to see what
is added sees less of the rest, so the layers kept lie between those of a model that learned from both and of one that did not. Each has a twin with the other label that differs from it in a few words, so wording alone
tells nothing (contrast sets, Gardner et al., 2020). A line is {"split", "document", "evidence": [sentence],
"claims": [[text, carried, kind]]}, with the "passage" that the evidence stands in where that is longer. What is marked
"scored" is not learned from; the figures on it are printed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from torch.nn.functional import binary_cross_entropy_with_logits

from assistant.judge import LEARNED, TOKENS, TrainedJudge
from assistant.pair_encoder import HEAD, read_layers, write_layers
from assistant.weighing import reader
from evals.additions import add_words, additions_in
from evals.fine_tune import PairModel, encoded, train
from index.embed import Embedder, packaged_folder

JUDGED = Path(__file__).parent / "judged_claims.jsonl"
RATE, PASSES = 1e-4, 2
# To so many of the true claims words are added, and by so much the layers kept are those that learned from them.
EMBELLISHED, SHARE = 0.55, 0.7


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim beside sentences, and whether they carry it; `kind` is "true", or in which way it is wrong."""

    claim: str
    evidence: str
    carried: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """A judged claim as the encoder takes it."""

    ids: list[int]
    types: list[int]
    carried: bool


def read_judged(path: Path, split: str, draw: random.Random | None = None) -> list[Judged]:
    """The claims of one split, each beside its evidence, or by `draw` half of them beside the passage it stands in."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Judged(claim, passage if draw and draw.random() < 0.5 else " ".join(row["evidence"]), carried, kind)
        for row in rows
        if row["split"] == split
        for passage in [row.get("passage") or " ".join(row["evidence"])]
        for claim, carried, kind in row["claims"]
    ]


def embellished(judged: Sequence[Judged], chance: random.Random) -> list[Judged]:
    """True claims with words added that their evidence does not have, as other claims and passages have them."""
    additions = additions_in(text for each in judged for text in (each.claim, each.evidence))
    return [
        Judged(text, each.evidence, False, "addition")
        for each in judged
        if each.carried and chance.random() < EMBELLISHED
        for text in [add_words(each.claim, each.evidence, additions, chance)]
        if text
    ]


def tokens_of(judged: Sequence[Judged], folder: str) -> list[Tokens]:
    claims, evidence = [each.claim for each in judged], [each.evidence for each in judged]
    rows = encoded(folder, claims, evidence, tokens=TOKENS, cut="longest_first")
    pairs = zip(rows["input_ids"], rows["token_type_ids"], judged, strict=True)
    return [Tokens(ids, types, each.carried) for ids, types, each in pairs]


def loss_of(model: PairModel, batch: Sequence[Tokens]) -> torch.Tensor:
    """Minus the log-likelihood of the labels, by the outputs for the first token."""
    first = model(batch)[:, 0]
    labels = torch.tensor([float(each.carried) for each in batch])
    return binary_cross_entropy_with_logits(first[:, 0] - first[:, 1], labels)


def learn(judged: Sequence[Judged], begun: Path, *, passes: int = PASSES) -> dict[str, Any]:
    """The layers of a model that has learned from the claims, begun from those of the reader."""
    torch.manual_seed(0)
    draw = random.Random(0)
    folder = packaged_folder()
    model = PairModel(folder)
    model.take({name: value for name, value in read_layers(begun).items() if not name.startswith(HEAD)})
    train(model, tokens_of(judged, folder), loss_of, RATE, draw, passes=passes)
    return model.layers()


def figures(judge: TrainedJudge, judged: Sequence[Judged]) -> dict[str, float]:
    """Area under ROC and balanced accuracy, and per way to be wrong the share that is not let through."""
    carried = np.array([each.carried for each in judged])
    scores = np.array([judge.carried(each.claim, [each.evidence]) for each in judged])
    caught = {
        kind: float(np.mean([s < 0.5 for s, each in zip(scores, judged, strict=True) if each.kind == kind]))
        for kind in sorted({each.kind for each in judged if not each.carried})
    }
    return {
        "claims": len(judged),
        "area under ROC": float(roc_auc_score(carried, scores)),
        "balanced accuracy": float(balanced_accuracy_score(carried, scores >= 0.5)),
        "carried let through": float((scores >= 0.5)[carried].mean()),
        **caught,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.learn_judge", description=__doc__)
    parser.add_argument("judged", type=Path, nargs="?", default=JUDGED, help="the claims to learn from")
    parser.add_argument("--passes", type=int, default=PASSES, help=f"how often over all of them ({PASSES})")
    parser.add_argument("-o", "--out", type=Path, default=LEARNED)
    options = parser.parse_args(arguments)
    learned = read_judged(options.judged, "learned", random.Random(0))
    plain = learn(learned, reader.LEARNED, passes=options.passes)
    learned += embellished(learned, random.Random(1))
    wary = learn(learned, reader.LEARNED, passes=options.passes)
    between = {name: (1 - SHARE) * plain[name] + SHARE * wary[name] for name in plain}
    write_layers(options.out, between)
    scored = read_judged(options.judged, "scored")
    told = figures(TrainedJudge(Embedder(), options.out), [*scored, *embellished(scored, random.Random(3))])
    print(json.dumps({name: round(value, 3) for name, value in told.items()}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
