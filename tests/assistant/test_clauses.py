"""A clause that is added to what a source says is no part of it, however true the rest."""

from __future__ import annotations

import pytest

from assistant.judge import TrainedJudge
from assistant.verify import verify_statement
from index.embed import Embedder

SOURCE = (
    "On 3 May 2021 the Harbour Office of Norland ordered shipyards to take Acme gauges out of cranes by 1 July 2023. "
    "Acme said that it would study the order. "
    "Minister Ada Quill called the step a matter of safety at sea. "
    "Two ports had tested other gauges in the spring."
)


@pytest.fixture(scope="module")
def judge(embedder: Embedder) -> TrainedJudge:
    return TrainedJudge(embedder)


@pytest.mark.parametrize(
    "claim",
    [
        "The Harbour Office of Norland ordered shipyards to take Acme gauges out of cranes, and Acme was fined.",
        "Shipyards must take Acme gauges out of cranes by 1 July 2023, or they are fined.",
        "The Harbour Office ordered shipyards to take Acme gauges out of cranes, and Acme sued.",
        "Acme said that it would study the order, and the minister apologised for it.",
        "Two ports had tested other gauges in the spring, which failed.",
        "Minister Ada Quill called the step a matter of safety at sea and resigned.",
        "The order of 3 May 2021 is on Acme gauges in cranes; Acme complained to a court.",
    ],
)
def test_an_added_clause_is_not_carried(claim: str, judge: TrainedJudge) -> None:
    assert verify_statement(claim, [SOURCE], judge=judge).support != "supported"


@pytest.mark.parametrize(
    "claim",
    [
        "The Harbour Office of Norland ordered shipyards to take Acme gauges out of cranes, and Acme said that it would study the order.",
        "Two ports had tested other gauges in the spring, and Acme said that it would study the order.",
        "Minister Ada Quill called the step a matter of safety at sea, which Acme said it would study.",
    ],
)
def test_a_clause_that_the_source_has_is(claim: str, judge: TrainedJudge) -> None:
    assert verify_statement(claim, [SOURCE], judge=judge).support == "supported"
