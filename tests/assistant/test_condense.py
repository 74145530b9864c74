"""A follow-up in a model's words is taken only where it is of the conversation's own words."""

from __future__ import annotations

import pytest

from assistant.models import open_model
from assistant.types import Answer, Turn
from assistant.writing.condense import condense_question
from tests.assistant.scripted_server import Script, serving

HISTORY = [
    Turn(
        "What did the UK decide about Huawei?",
        Answer("", "Operators must remove Huawei 5G equipment by 2027."),
    )
]


@pytest.mark.parametrize(
    ("written", "condensed"),
    [
        ("By when must operators remove it?\nIt is 2027.", "By when must operators remove it?"),
        ('"By when must UK operators remove Huawei?"', "By when must UK operators remove Huawei?"),
        ("By when must Rakuten remove Huawei equipment?", ""),
        ("Operators must remove Huawei equipment by 2027.", ""),
        (
            "<think>They mean Huawei?</think>\nBy when must UK operators remove it?",
            "By when must UK operators remove it?",
        ),
        ("", ""),
    ],
)
def test_only_a_question_of_the_conversations_own_words_is_taken(written: str, condensed: str) -> None:
    with serving(Script([[*written, " "]])) as name:
        model = open_model(name, environ={})
        assert condense_question("By when must they remove it?", HISTORY, model) == condensed


def test_the_model_is_shown_the_conversation() -> None:
    script = Script([["Why?"]])
    with serving(script) as name:
        condense_question("Why?", HISTORY, open_model(name, environ={}))
    [message] = script.requests[0]["messages"]
    assert "What did the UK decide about Huawei?" in message["content"]
    assert "by 2027" in message["content"]
