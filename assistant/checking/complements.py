"""Whom or what a word reaches by a preposition: "advice from Acme", "ruled for the regulator", "arbitration against Norland".

Both words may be in the source, and the one stand behind the other's preposition there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.held import HeldClaim
from assistant.checking.reading import Sentence, match_word, read, words_shared
from assistant.language.quantities import is_figure
from assistant.language.words import stem

_WORD = re.compile(r"[^\W\d_]+")
_REACHES = re.compile(
    r"(?<![^\W_])(?P<word>[a-z]{3,}) (?P<by>from|for|against|with|by|to|of|at) (?=(?P<what>[^\W\d_][^,;:()]*))"
)
# What it reaches ends where another is reached, or something else is told.
_ENDS = re.compile(
    r"\b(?:from|for|against|with|by|to|of|at|in|on|about|over|under|after|before|since|until|as|and|or|but|that|which|who|because"
    r"|is|was|were|are|has|have|had|will|would|can|could|may|must|should|yet)\b"
)
# "With it" reaches what was told before; "to leave" is what somebody does.
_OF_ANOTHER = re.compile(
    r"(?:it|they|them|him|her|us|its|their|his|this|these|those|that|such|each|all|both|others?|another|one)\b"
)
_THING = re.compile(r"(?:the|an?) |[A-Z]")
# A sentence tells of what the claim does from this share of its words on.
_OF_THE_CLAIM = 0.5


@dataclass(frozen=True, slots=True)
class _Reach:
    """The stem of a word, the preposition behind it, what that reaches, and all of it as it is written."""

    word: str
    by: str
    what: Sentence
    text: str


def find_other_complement(held: HeldClaim) -> Iterator[str]:
    """What a word of the claim's reaches, where by the same preposition it reaches something else in the source, and that nowhere.

    "It acted on advice from Telmar." against ["Telmar acted on advice from Acme."] -> "the source says 'advice from Acme', ..."
    Only of what the source names too: what it does not may be its own word for the same.
    """
    for mine in _reaches(held.said.text):
        theirs = [
            other
            for source in held.focus
            if words_shared(held.said, source) >= _OF_THE_CLAIM
            for other in _reaches(source.text)
            if (other.word, other.by) == (mine.word, mine.by)
        ]
        named = all(any(match_word(word, s) for s in held.sentences) for word in mine.what.content)
        if theirs and named and not any(_stands_behind(mine, source) for source in held.sentences):
            yield f"the source says '{theirs[0].text}', not '{mine.text}'"


@lru_cache(maxsize=20_000)
def _reaches(text: str) -> tuple[_Reach, ...]:
    found = []
    for match in _REACHES.finditer(text):
        what = read(_ENDS.split(match["what"])[0].strip(" ."))
        told_before = _OF_ANOTHER.match(match["what"]) or (
            match["by"] == "to" and not _THING.match(match["what"])
        )
        if what.content and not told_before and not any(map(is_figure, what.content)):
            found.append(_Reach(stem(match["word"]), match["by"], what, f"{match[0]}{what.text}"))
    return tuple(found)


def _stands_behind(mine: _Reach, source: Sentence) -> bool:
    """Whether any of what is reached stands behind the word in the source, however it is joined to it."""
    behind = (read(source.text[m.end() :]) for m in _WORD.finditer(source.text) if stem(m[0]) == mine.word)
    return any(match_word(word, rest) for rest in behind for word in mine.what.content)
