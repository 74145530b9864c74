"""The figures verify is held to: what it catches of changed sentences, and what it lets through of honest ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.claims import corpus_claims, judge, paraphrase_claims, rates
from evals.corpus import read_documents

CORPUS = Path(__file__).parent.parent.parent / "corpus"


@pytest.fixture(scope="module")
def refused() -> dict[str, float]:
    """Per kind of claim, the share that verify does not call supported."""
    documents = read_documents(CORPUS)
    judged = judge(corpus_claims(documents) + paraphrase_claims(documents, "scored"))
    return {kind: rate for kind, (rate, _) in rates(judged).items()}


@pytest.mark.parametrize(
    ("kind", "caught"),
    [
        ("number", 0.98),
        ("date", 0.98),
        ("identifier", 0.98),
        ("name", 0.90),
        ("negation", 0.85),
        ("modality", 0.85),
        ("addition", 0.85),
        ("stranger", 0.95),
    ],
)
def test_what_was_changed_is_caught(refused: dict[str, float], kind: str, caught: float) -> None:
    assert refused[kind] >= caught


@pytest.mark.parametrize(("kind", "alarms"), [("verbatim", 0.02), ("paraphrase", 0.15)])
def test_what_is_true_is_let_through(refused: dict[str, float], kind: str, alarms: float) -> None:
    assert refused[kind] <= alarms
