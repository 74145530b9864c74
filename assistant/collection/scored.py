"""Which scores a question asks for, of documents or of the flaws that these cover (pure)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.collection.measures import FLAWS_SAID, Measure, take_measure
from assistant.collection.statements import Score, Statements
from assistant.collection.words import NOUN
from index.language.identifiers import find_identifiers


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores that a question asks for; `of_flaws` where it asks for flaws, and not for documents, with such scores."""

    measure: Measure
    of_flaws: bool


def take_scored(text: str, statements: Callable[[], Statements]) -> tuple[str, Scored | None]:
    """The text without its words for how flaws are scored, with a mark for those for flaws, and what it asks of the scores.

    None, and the text as it is, where it says nothing of that, or names an advisory or a flaw, or no document tells a score.
    """
    rest, measure = take_measure(text)
    if not measure or find_identifiers(text) or not statements().scores:
        return text, None
    flaws, documents = FLAWS_SAID.search(rest), rest.find(NOUN)
    if flaws and (documents < 0 or flaws.start() < documents):
        return FLAWS_SAID.sub(NOUN, rest), Scored(measure, of_flaws=True)
    if documents >= 0:
        return FLAWS_SAID.sub(" ", rest), Scored(measure, of_flaws=False)
    # "What is the highest score in Acme pumps?"
    return (f"{NOUN} {rest}", Scored(measure, of_flaws=True)) if measure.highest else (text, None)


def choose_scores(scores: Sequence[Score], asked: Scored) -> tuple[Score, ...]:
    """Those asked for, the highest first: of flaws, or else of documents, each by its highest."""
    measure = asked.measure
    ordered = sorted(scores, key=lambda s: (-s.value, s.line.document, s.line.start))
    best: dict[tuple[int, str], Score] = {}
    for score in filter(measure.is_of_version, ordered):
        best.setdefault((score.line.document, score.flaw if asked.of_flaws else ""), score)
    found = tuple(filter(measure.fits, best.values()))
    if measure.highest == 1:
        return tuple(score for score in found if score.value == found[0].value)
    return found[: measure.highest or None]
