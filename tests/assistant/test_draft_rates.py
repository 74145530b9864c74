"""The draft check on an analyst's sentences about the shipped corpus: true ones, and ones false in one way each."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from assistant.draft import check_sentence
from assistant.judge import TrainedJudge
from evals.corpus import read_documents
from index.embed import Embedder
from index.types import Evidence

CORPUS = Path(__file__).parent.parent.parent / "corpus"
DRAFTS = Path(__file__).parent / "drafts.jsonl"
MEMO = Path(__file__).parent / "memo.jsonl"
NOTES = Path(__file__).parent / "notes.jsonl"


@pytest.fixture(scope="module")
def judge(embedder: Embedder) -> TrainedJudge:
    return TrainedJudge(embedder)


@pytest.fixture(scope="module")
def statuses(judge: TrainedJudge) -> dict[str, list[str]]:
    return statuses_of(DRAFTS, judge)


@pytest.fixture(scope="module")
def memo(judge: TrainedJudge) -> dict[str, list[str]]:
    return statuses_of(MEMO, judge)


def statuses_of(path: Path, judge: TrainedJudge, half: str = "") -> dict[str, list[str]]:
    """Per kind of sentence, what each comes back as when held against the document it is about."""
    documents = read_documents(CORPUS)
    found: dict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row.get("half", "") != half:
            continue
        document = documents[row["document"]]
        whole = Evidence(document.id, 0, len(document.text), document.text, 1.0, metadata=document.metadata)
        found[row["kind"]].append(check_sentence(row["sentence"], [whole], judge=judge).status)
    return found


def test_what_is_true_is_mostly_supported_and_never_contradicted(statuses: dict[str, list[str]]) -> None:
    true = statuses["true"]
    assert true.count("supported") >= 0.9 * len(true)
    assert "contradicted" not in true


@pytest.mark.parametrize("kind", ["reversed", "actor", "addressee", "year", "planned", "denied"])
def test_what_is_false_in_one_way_is_not_supported(statuses: dict[str, list[str]], kind: str) -> None:
    assert "supported" not in statuses[kind]


def test_a_warning_is_seldom_taken_for_a_ban(statuses: dict[str, list[str]]) -> None:
    assert statuses["warning"].count("supported") <= 1


# The sentences of a memo keep less of the briefs' wording, and each false one differs in its meaning alone. Of the 70
# false ones 14 pass, and 17 would without a judge.


def test_a_free_paraphrase_is_mostly_supported_and_hardly_ever_contradicted(
    memo: dict[str, list[str]],
) -> None:
    true = memo["true"]
    assert true.count("supported") >= 0.65 * len(true)
    assert true.count("contradicted") <= 0.05 * len(true)


@pytest.mark.parametrize(
    ("kinds", "most"),
    [
        (("actor", "reason", "modality", "year"), 0.2),
        (("pair", "scope", "planned", "negation", "comparative"), 0.5),
    ],
)
def test_a_free_paraphrase_that_is_false_in_one_way_is_mostly_not_supported(
    memo: dict[str, list[str]], kinds: tuple[str, ...], most: float
) -> None:
    """Another thing in the place of the one meant ("aircraft" for "vehicles") is seldom seen, and not asked for here."""
    false = [status for kind in kinds for status in memo[kind]]
    assert false.count("supported") <= most * len(false)


# Notes as of an analyst who misremembers, about briefs that no other set is about. Half of them was put aside: of
# its false ones 17 of 35 passed before they were written, 14 after what was made by the other half, and 8 since a
# trained judge is asked. All their words are in the source; what is wrong is how they belong together.


def test_of_notes_put_aside_most_true_ones_are_supported_and_most_false_ones_are_not(
    judge: TrainedJudge,
) -> None:
    found: dict[bool, list[str]] = {True: [], False: []}
    for kind, statuses in statuses_of(NOTES, judge, half="unseen").items():
        found[kind == "true"] += statuses
    assert found[True].count("supported") >= 0.6 * len(found[True])
    assert found[True].count("contradicted") <= 0.05 * len(found[True])
    assert found[False].count("supported") <= 0.3 * len(found[False])
