"""A sentence with one thing changed says what neither its paragraph nor its document says."""

from __future__ import annotations

import random

from evals.mutations import mutations, names_by_shape


def changed(kind: str, sentence: str, paragraph: str = "", whole: str = "", names: str = "") -> set[str]:
    """What becomes of the sentence by the changes of that kind that chance makes of it."""
    shapes = names_by_shape([names or sentence])
    made = (dict(mutations(sentence, paragraph, whole, shapes, random.Random(seed))) for seed in range(40))
    return {texts[kind] for texts in made if kind in texts}


def test_a_number_becomes_one_that_the_paragraph_does_not_hold() -> None:
    said = "The agency fined 1 operator."
    paragraph = f"{said} It warned 2, 3, 4, 5, 6, 7 and 8 others."
    assert changed("number", said, paragraph) == {"The agency fined 9 operator."}


def test_a_name_becomes_another_of_its_shape_that_the_document_does_not_hold() -> None:
    names = "Quillon told Telmar. Then Telmar told Brightwire of it."
    said = "The agency fined Quillon."
    assert changed("name", said, said, f"{said} It warned Telmar.", names) == {"The agency fined Brightwire."}


def test_what_is_negated_is_told_and_what_is_told_is_negated() -> None:
    assert changed("negation", "The fine was not paid.") == {"The fine was paid."}
    assert changed("negation", "The agency banned it.") == {"The agency did not ban it."}
    assert changed("modality", "Operators must report it.") == {"Operators may report it."}
