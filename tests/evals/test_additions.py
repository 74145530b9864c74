"""A sentence with words added says more than its source, in words of other texts."""

from __future__ import annotations

import random

from evals.additions import add_words, additions_in

OTHERS = [
    "The harbour closed after pressure from farmers. Offices and museums, for rural people, were sold.",
    "It was secretly sold with medical records, in the dark.",
]
SAID = "The agency will fine operators in May."


def added(sentence: str, source: str, texts: list[str]) -> set[str]:
    """All that chance makes of the sentence."""
    additions = additions_in(texts)
    return {add_words(sentence, source, additions, random.Random(seed)) for seed in range(300)} - {""}


def test_what_is_added_is_an_ending_a_thing_an_attribute_a_place_or_an_adverb_of_other_texts() -> None:
    made = added(SAID, SAID, OTHERS)
    assert {
        "The agency will fine operators in May after pressure from farmers.",
        "The agency will fine operators and museums in May.",
        "The agency will fine museums and operators in May.",
        "The agency will fine medical operators in May.",
        "The agency will fine operators near museums in May.",
        "The agency will secretly fine operators in May.",
    } <= made
    assert SAID not in made


def test_nothing_is_added_that_the_source_has_in_any_form() -> None:
    source = (
        f"{SAID} Farmers pressed for it in the darkness of rural places. A museum keeps medicine in secret."
    )
    assert added(SAID, source, OTHERS) == set()


def test_where_there_is_nothing_to_add_nothing_is_made() -> None:
    assert added(SAID, SAID, ["Nothing fits."]) == set()
    assert added("No", "No", OTHERS) == set()
