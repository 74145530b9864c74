"""A small word that turns a sentence's meaning is named."""

from __future__ import annotations

import pytest

from assistant.checking.alterations import find_alterations
from assistant.checking.held import hold

SOURCE = "All agencies must report the first incident before Friday, and no vendor may allegedly refuse an audit of more than 30 days."


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("All", "Some", "the source says 'All', not 'Some'"),
        ("must report", "may report", "the source says 'must', not 'may'"),
        ("must report", "must not report", "the source does not say 'not'"),
        ("first", "second", "the source says 'first', not 'second'"),
        ("before", "after", "the source says 'before', not 'after'"),
        ("no vendor", "a vendor", "the source adds 'no'"),
        ("allegedly ", "", "the source adds 'allegedly'"),
        ("more than", "less than", "the source says 'more', not 'less'"),
    ],
)
def test_a_small_word_that_turns_the_meaning_is_named(old: str, new: str, reason: str) -> None:
    assert reason in find_alterations(hold(SOURCE.replace(old, new), [SOURCE]))


@pytest.mark.parametrize(
    "claim",
    [
        SOURCE,
        "All agencies reportedly must report the first incident before Friday.",
        "Agencies have to report the first incident before Friday.",
        "The first incident has to be reported by every agency ahead of Friday.",
        "All agencies must report the first incident before Friday.",
    ],
)
def test_what_is_only_shortened_or_put_otherwise_is_left_to_others(claim: str) -> None:
    assert find_alterations(hold(claim, [SOURCE])) == []


@pytest.mark.parametrize(
    ("claim", "source", "reason"),
    [
        ("The port will be closed for exactly two years.", "The port will be closed for two to three years.", "the source does not say 'exactly'"),
        ("Norway would never ask a bank to keep records.", "Norway would never ask a bank to keep records illegally.", "the source adds 'illegally'"),
    ],
)  # fmt: skip
def test_what_is_made_exact_or_denied_without_its_limit_is_named(
    claim: str, source: str, reason: str
) -> None:
    assert reason in find_alterations(hold(claim, [source]))
    assert find_alterations(hold(source, [source])) == []
