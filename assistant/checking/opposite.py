"""The contrary word in the place of the claim's: "before" for "after", "unlawful" for "lawful"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.held import HeldClaim
from assistant.checking.negation import says_not
from assistant.checking.reading import as_written, read
from assistant.language.word_classes import NEGATIONS
from assistant.language.words import STOP_WORDS, listed, opposites, stem

# What the one does when the other does its opposite: it is the contrary only where the same one does both.
_CONVERSE = frozenset({"buy", "sell"})
_BESIDE = 2
_REACH = 4
_PRONOUNS = listed("it them him her us me you")


def find_opposite_words(held: HeldClaim) -> Iterator[str]:
    """Where the closest sentence has the contrary of a word of the claim's beside the same words."""
    said, source = held.said, held.closest
    for place, word in enumerate(said.stems):
        if word in source.stems:
            continue
        for contrary in sorted(opposites(word) & set(source.stems) - set(said.stems)):
            beside = _before if word in _CONVERSE else _beside
            there = source.stems.index(contrary)
            if _denied(said.stems, place) != _denied(source.stems, there):
                continue  # "left untouched" is what is not touched
            if beside(said.stems, place) & beside(source.stems, there):
                yield f"the source says '{as_written(contrary, source)}', not '{as_written(word, said)}'"


def _denied(stems: tuple[str, ...], place: int) -> bool:
    """Whether "not" or the like stands just before a word."""
    return bool(NEGATIONS & set(stems[max(place - _REACH, 0) : place]))


def _beside(stems: tuple[str, ...], place: int) -> set[str]:
    behind = stems[place + 1 :]
    # "its" has the stem of "it": behind a preposition ("without its annex") it is no one to whom something is done
    until = len(behind) if stems[place] in STOP_WORDS else _first_pronoun(behind)
    return _before(stems, place) | set(_content(behind[:until]))


def _before(stems: tuple[str, ...], place: int) -> set[str]:
    return {w for w in stems[max(place - _BESIDE, 0) : place] if w not in STOP_WORDS}


def _content(stems: tuple[str, ...]) -> list[str]:
    """The first content stems, as far as a word reaches: over "by about" in "fallen by about five percent"."""
    return [w for w in stems[:_REACH] if w not in STOP_WORDS][:_BESIDE]


def _first_pronoun(stems: tuple[str, ...]) -> int:
    """The place of the first pronoun, up to which a verb reaches: not over "it" in "sent it a note"."""
    return next((place for place, word in enumerate(stems) if word in _PRONOUNS), len(stems))


_BEING_OR_AS = r"(?:is|are|was|were|be|been|as)"
# What may stand between: "was not found to be unlawful".
_FOUND = r"(?: (?:not|itself|themselves|also|found|ruled|held|judged|declared|deemed|considered|called|to|be|\w+ly))*"
# What something is, was found or was ruled to be.
_PREDICATE = re.compile(rf"(?P<of>(?:[^\s,;:]+ ){{1,5}}){_BEING_OR_AS}{_FOUND} (?P<what>[a-z]+)\b")


def find_opposite_predicates(held: HeldClaim) -> Iterator[str]:
    """Where any sentence in focus says the contrary of what the claim says that something is: "unlawful" for "lawful"."""
    for mine in _PREDICATE.finditer(held.said.text):
        for source in held.focus:
            for theirs in _PREDICATE.finditer(source.text):
                if (
                    stem(theirs["what"]) in opposites(stem(mine["what"]))
                    and not says_not(mine[0])
                    and not says_not(theirs[0])
                    and read(mine["of"]).content & read(theirs["of"]).content
                ):
                    yield f"the source says '{theirs['what']}', not '{mine['what']}'"
