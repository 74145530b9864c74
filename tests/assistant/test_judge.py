"""The trained judge tells what a source says from what only has its words; it judges each claim by itself."""

from __future__ import annotations

import pytest

from assistant.judge import TrainedJudge
from assistant.verify import verify_statement
from index.embed import Embedder

HARBOUR = (
    "The harbour board sued Mardex after a crane dropped two containers. Mardex blamed the board's maintenance and "
    "offered to pay half of the damage. A court in Brinewell dismissed the suit, since the crane was leased."
)
CLINIC = (
    "Doctors at the clinic asked the ministry to recall the pump. The ministry refused, and advised hospitals to "
    "check the valves of pumps bought before 2019. The maker, Orvis, plans to replace them."
)
# What the text says in other words, and what has its words and is not so.
PAIRS = [
    (HARBOUR, "The board took Mardex to court.", "Mardex took the board to court."),
    (HARBOUR, "Mardex was ready to bear half of the damage.", "The board was ready to bear half of the damage."),
    (HARBOUR, "Mardex faulted the board's upkeep.", "The board faulted the upkeep of Mardex."),
    (HARBOUR, "The suit was dismissed by a court in Brinewell.", "The suit was brought by a court in Brinewell."),
    (CLINIC, "The clinic's doctors wanted the pump recalled.", "The ministry wanted the pump recalled."),
    (CLINIC, "Orvis intends to replace the pumps.", "Orvis has replaced the pumps."),
    (CLINIC, "Hospitals were advised to check valves.", "Hospitals were advised to replace valves."),
    (CLINIC, "The ministry turned the doctors down.", "The doctors turned the ministry down."),
]  # fmt: skip


@pytest.fixture(scope="module")
def judge(embedder: Embedder) -> TrainedJudge:
    return TrainedJudge(embedder)


def test_of_two_sentences_with_the_same_words_the_true_one_is_mostly_likelier(judge: TrainedJudge) -> None:
    told = [judge.carried(true, [text]) > judge.carried(false, [text]) for text, true, false in PAIRS]
    assert sum(told) >= 6


def test_a_sentence_of_the_source_is_carried_by_it(judge: TrainedJudge) -> None:
    for text in (HARBOUR, CLINIC):
        for sentence in text.split(". "):
            assert verify_statement(sentence, [text], judge=judge).support == "supported"
