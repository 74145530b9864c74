"""An answer that an earlier version kept opens as what it is, though that version said so in its words alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.conversations import Conversations, pack_answer
from assistant.types import Answer, Receipt
from tests.assistant.test_conversations import FULL, keep

# As those versions wrote it, whatever is written today.
CATALOG = "told from the titles, issuers, dates and subjects of the documents, not from what they say"
DOUBT = "the evidence is thin: this may come near the question without answering it"
# What versions before these fields kept: the kind of an answer, its silent sides and its doubt were in its words.
NEW_FIELDS = ("kind", "silent", "doubtful")
SEARCHED = Receipt(("routers",), documents=2)


@pytest.mark.parametrize(
    ("answer", "kept_notes"),
    [
        (Answer("hello", "Hello. You can ask me about 2 documents.", "courtesy"), []),
        (
            Answer("why?", "The corpus does not say.", "refusal", receipt=SEARCHED, notes=("a note",)),
            ["a note"],
        ),
        (replace(FULL, silent=(), doubtful=False, notes=(CATALOG,)), [CATALOG]),
        (Answer("how many documents?", "2 documents.", "catalog", notes=(CATALOG,)), [CATALOG]),
        (Answer("how many?", "no index is there", "unanswered"), ["no index is there"]),
        (
            replace(FULL, kind="answer", silent=("Estmark", "Sudmark")),
            ["Estmark: The corpus does not say.", "Sudmark: The corpus does not say.", DOUBT, "a note"],
        ),
    ],
)
def test_an_answer_that_an_earlier_version_kept_opens_as_what_it_is(
    tmp_path: Path, answer: Answer, kept_notes: list[str]
) -> None:
    packed = {name: value for name, value in pack_answer(answer).items() if name not in NEW_FIELDS}
    id = keep(tmp_path, packed | {"refused": answer.refused, "notes": kept_notes})
    assert [kept.turn.answer for kept in Conversations(tmp_path).turns(id)] == [answer]
