"""The judge of the real model's sentences sees what is wrong by itself: it would be no judge if it asked the checker."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.evals import literal
from tests.evals.literal import find_objections

BAN = "On 14 July 2020 Culture Secretary Oliver Dowden told Parliament that operators could buy no new Telmar 5G equipment after 31 December 2020."
COST = "Dowden said the decision would delay 5G by two to three years and add costs of up to GBP 2 billion."


@pytest.mark.parametrize(
    ("sentence", "objection"),
    [
        ("Dowden said the decision would add costs of up to GBP 3 billion.", "3 stands in no quote"),
        ("On 15 July 2020 Oliver Dowden told Parliament that operators could buy no new Telmar equipment.", "15 stands in no quote"),
        ("On 14 June 2020 Oliver Dowden told Parliament that operators could buy no new Telmar equipment.", "June stands in no quote"),
        ("Operators could buy no new Nortel 5G equipment after 31 December 2020.", "Nortel stands in no quote"),
        ("Austria told operators that they could buy no new Telmar equipment.", "whom it tells of is in no quote: Austria"),
        ("The decision was welcomed by doctors, nurses and teachers.", "not in any quote: welcomed doctors nurses teachers"),
        ("It told operators that the delay would add years and new equipment.", "no quote alone says most of it"),
    ],
)  # fmt: skip
def test_what_does_not_stand_there_is_objected_to(sentence: str, objection: str) -> None:
    assert any(objection in each for each in find_objections(sentence, [BAN, COST]))


def test_a_denial_needs_one() -> None:
    assert find_objections("The decision would not add costs.", [COST]) == ["it denies, and no quote does"]


@pytest.mark.parametrize(
    "sentence",
    [
        BAN,
        COST,
        "Operators may buy no new Telmar 5G equipment after 31 December 2020.",
        "The decision would add costs of up to GBP 2 billion, Dowden said.",
        "Oliver Dowden said to Parliament that carriers could purchase no new Telmar gear after December 2020.",
    ],
)
def test_what_plainly_stands_there_is_not(sentence: str) -> None:
    assert find_objections(sentence, [BAN, COST]) == []


def test_a_country_is_the_same_by_its_short_name() -> None:
    ban = ["The ban on exports towards the US is suspended until 2026."]
    assert find_objections("The ban on exports to the United States is suspended until 2026.", ban) == []
    told = find_objections("The ban on exports to the United Kingdom is suspended until 2026.", ban)
    assert told == ["Kingdom stands in no quote"]


def test_a_title_gives_names_and_nothing_else() -> None:
    quote = "BIS released the rule; it prohibits the import of connected cars with a link to China."
    title = "US ban of 2025 on connected vehicles"
    said = "The rule is a US rule on connected cars from China."
    assert find_objections(said, [quote]) == ["US stands in no quote"]
    assert find_objections(said, [quote], titles=[title]) == []
    assert find_objections("It prohibits the import from 2025.", [quote], titles=[title]) == [
        "2025 stands in no quote"
    ]
    assert find_objections("The decision would not add costs.", [COST], titles=[title]) == [
        "it denies, and no quote does"
    ]


def test_it_shares_nothing_with_the_checker() -> None:
    tree = ast.parse(Path(literal.__file__).read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)} | {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    assert imported == {"__future__", "collections.abc", "re", "unicodedata"}
