"""What a model wrote is said in one place of its source, not pieced together from several."""

from __future__ import annotations

import pytest

from assistant.checking.pieced import find_unsaid
from index.types import Evidence, Metadata

CONTROLS = (
    "The ministry announced controls on twelve Sudmark firms that sell grain and timber.",
    "The ferry list includes the maker Quillon.",
)
BAN = (
    "Norland banned Quillon routers from its core networks.",
    "The ban of Quillon routers in Norland took effect in 2019.",
)


def quoted(*texts: str, title: str = "") -> list[Evidence]:
    return [Evidence("norland", 0, len(text), text, 1.0, metadata=Metadata(title=title)) for text in texts]


@pytest.mark.parametrize(
    ("claim", "quotes", "unsaid"),
    [
        ("The ministry announced controls on firms that sell grain, and the firms put the ministry on a list.", CONTROLS, "the firms put the ministry on a list"),
        ("The maker on the ferry list is Sudmark.", CONTROLS, "Sudmark"),
        ("Quillon's official language is the speech of Norland.", ("Officials of Norland met the makers of Quillon.",), "Quillon's official language is the speech of Norland"),
        ("The Norland police said that grain was sold to firms.", ("Norland said that grain was sold to firms.",), "police"),
        ("The Norland police, the Quillon, said that grain was sold.", ("Norland said that grain was sold to firms.",), "police"),
        ("The makers do not agree on the grain and timber that firms sell.", ("Makers said that firms sell grain and timber.",), "not agre"),
    ],
)  # fmt: skip
def test_what_no_single_sentence_says_is_named(claim: str, quotes: tuple[str, ...], unsaid: str) -> None:
    assert find_unsaid(claim, quoted(*quotes)) == unsaid


@pytest.mark.parametrize(
    ("claim", "quotes"),
    [
        ("The ministry announced controls on firms, and the ferry list includes Quillon.", CONTROLS),
        ("Norland's officials met makers in Quillon.", ("Officials of Norland met the makers of Quillon.",)),
        ("Norland also banned Quillon routers.", BAN),
        ("The order stops imports of radios and cables from ferries, and fishermen must mend old nets before winter.",
         ("Its order stops imports of radios and cables from ferries.", "Fishermen must mend old nets before the winter comes.")),
        ("Norland's data authority, the Quillon, said that grain was sold.", ("The Quillon of Norland said that grain was sold.",)),
        ("The Norland police said that grain was sold.", ("The constables of Norland said that grain was sold.", "Police told firms so.")),
    ],
)  # fmt: skip
def test_what_each_part_has_a_sentence_for_is_let_pass(claim: str, quotes: tuple[str, ...]) -> None:
    assert find_unsaid(claim, quoted(*quotes)) == ""


def test_what_the_whole_document_is_about_need_not_stand_in_each_of_its_sentences() -> None:
    claim = "The ban by Norland took effect in 2019 and covers core networks."
    quotes = ("It took effect in 2019 and covers core networks.", "Ferries are exempt.")
    assert find_unsaid(claim, quoted(*quotes, title="Norland's ban of Quillon routers")) == ""
    assert find_unsaid(claim, quoted(*quotes)) == "ban"
