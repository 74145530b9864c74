"""What the judge is trained on: claims with twins that differ in a few words, places never in both splits."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import torch

from assistant.judge import TrainedJudge
from evals.fine_tune import PairModel
from evals.learn_judge import JUDGED, Judged, embellished, figures, loss_of, main, read_judged, tokens_of
from index.embed import Embedder, packaged_folder
from tests.evals.fitting import losses


@pytest.fixture(scope="module")
def learned() -> list[Judged]:
    return read_judged(JUDGED, "learned")


def test_half_of_the_claims_are_carried_and_no_evidence_is_in_both_splits(learned: list[Judged]) -> None:
    scored = read_judged(JUDGED, "scored")
    for split in (learned, scored):
        assert 0.45 < sum(each.carried for each in split) / len(split) < 0.55
    assert not {each.evidence for each in learned} & {each.evidence for each in scored}


def test_wording_alone_does_not_tell_what_is_carried(learned: list[Judged]) -> None:
    """The share of a claim's words that the evidence has differs by less than a word in ten."""

    def shared(each: Judged) -> float:
        words = set(each.claim.casefold().split())
        return len(words & set(each.evidence.casefold().split())) / len(words)

    means = [
        sum(shared(each) for each in learned if each.carried is carried)
        / sum(each.carried is carried for each in learned)
        for carried in (True, False)
    ]
    assert abs(means[0] - means[1]) < 0.1


def test_a_claim_is_read_beside_its_evidence_or_the_passage_it_stands_in(tmp_path: Path) -> None:
    row = {
        "split": "learned", "document": "x", "evidence": ["It rained."], "passage": "It rained. It snowed.",
        "claims": [["Rain fell.", True, "true"], ["No rain fell.", False, "denial"]],
    }  # fmt: skip
    (tmp_path / "judged.jsonl").write_text(json.dumps(row) + "\n" + json.dumps(row | {"split": "scored"}))
    assert [each.evidence for each in read_judged(tmp_path / "judged.jsonl", "learned")] == ["It rained."] * 2
    drawn = {
        each.evidence
        for seed in range(8)
        for each in read_judged(tmp_path / "judged.jsonl", "learned", random.Random(seed))
    }
    assert drawn == {"It rained.", "It rained. It snowed."}


def test_true_claims_are_embellished_with_words_that_their_evidence_lacks() -> None:
    scored = read_judged(JUDGED, "scored")
    made = embellished(scored, random.Random(0))
    true = {(each.claim, each.evidence) for each in scored if each.carried}
    assert len(made) > 0.1 * len(true)
    assert not any(each.carried or (each.claim, each.evidence) in true for each in made)
    assert all(any(evidence == each.evidence for _, evidence in true) for each in made)


def test_learning_makes_the_right_verdict_likelier(learned: list[Judged]) -> None:
    torch.manual_seed(0)
    model = PairModel(packaged_folder())
    rows = tokens_of(learned[:16], packaged_folder())
    before, after = losses(model, rows, loss_of, steps=12)
    assert after < before / 1.1


def test_a_judge_is_trained_and_kept_and_its_figures_told(
    tmp_path: Path, embedder: Embedder, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = JUDGED.read_text(encoding="utf-8").splitlines()
    of = {
        split: [line for line in lines if f'"split": "{split}"' in line][:2]
        for split in ("learned", "scored")
    }
    (tmp_path / "few.jsonl").write_text("\n".join([*of["learned"], *of["scored"]]), encoding="utf-8")
    assert main([str(tmp_path / "few.jsonl"), "--passes", "1", "-o", str(tmp_path / "judge.npz")]) == 0
    told = json.loads(capsys.readouterr().out)
    scored = read_judged(tmp_path / "few.jsonl", "scored")
    scored += embellished(scored, random.Random(3))
    assert told["claims"] == len(scored)
    again = figures(TrainedJudge(embedder, tmp_path / "judge.npz"), scored)
    assert told["balanced accuracy"] == round(again["balanced accuracy"], 3)
