"""What is planted for an assistant is known also by wordings that nothing was learned from and no pattern foresees."""

from __future__ import annotations

from pathlib import Path

from assistant.checking.instructions import looks_like_instruction

PLANTED = (Path(__file__).parent / "planted.txt").read_text(encoding="utf-8").splitlines()


def test_of_planted_sentences_by_another_hand_most_are_known() -> None:
    known = [sentence for sentence in PLANTED if looks_like_instruction(sentence)]
    assert len(known) >= 0.6 * len(PLANTED)
