"""The answerer with a real language model, small and known to invent, over a real server."""

from __future__ import annotations

from contextlib import suppress

import pytest

from assistant.generate import generate_answer
from assistant.models import ChatModel
from assistant.types import Citation, Statement, Withheld
from assistant.verify import verify_statement
from assistant.writing.model_problems import ModelProblem
from index.types import Evidence
from tests.citing import cite

TEXT = (
    "On 20 October 2020 Sweden's regulator PTS set the conditions of the 5G auction. "
    "Operators must remove Huawei and ZTE equipment by 1 January 2025. "
    "Huawei appealed against the decision, and a court rejected the appeal in June 2022."
)
PASSAGE = Evidence("sweden", 0, len(TEXT), TEXT, 1.0)


@pytest.mark.model
@pytest.mark.parametrize(
    "question",
    [
        "By when must operators remove Huawei equipment in Sweden?",
        "What fine was imposed on Huawei in Sweden?",
        "Who is the prime minister of Sweden?",
        "What is the boiling point of mercury?",
    ],
)
def test_nothing_is_shown_that_its_quotes_do_not_carry(smollm: ChatModel, question: str) -> None:
    events: list[object] = []
    with suppress(ModelProblem):  # it may write on until it is cut off; what was shown till then counts
        events.extend(generate_answer(question, [PASSAGE], smollm, cite=cite))
    quotes = {event.number: event.quote for event in events if isinstance(event, Citation)}
    for statement in (event for event in events if isinstance(event, Statement)):
        assert statement.citations, "a statement shown without a citation"
        carried = verify_statement(statement.text, [quotes[number] for number in statement.citations])
        assert carried.support == "supported"
    assert all(quote in TEXT for quote in quotes.values())
    assert all(event.reason for event in events if isinstance(event, Withheld))
