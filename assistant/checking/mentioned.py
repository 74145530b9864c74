"""A claim whose own words no source has, though its names and figures may be there."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.checking.held import HeldClaim
from assistant.checking.reading import (
    TELLING,
    TOKEN,
    Sentence,
    as_written,
    light_words,
    match_word,
    quoted,
    token_stems,
)
from assistant.language.quantities import is_figure
from assistant.language.words import senses

# Of so many words a reader is told.
_MOST = 3


def find_unmentioned(held: HeldClaim) -> list[str]:
    """That none of the claim's own words is in focus, naming a few of them."""
    own = own_words(held.said)
    if not own or any(match_word(word, s) for word in own for s in held.focus):
        return []
    return [not_mentioned(own, held.said)]


def not_mentioned(words: Sequence[str], said: Sentence) -> str:
    """That the source has not these stems of the claim, in words for people."""
    return f"the source does not mention {quoted(as_written(word, said) for word in words[:_MOST])}"


def own_words(said: Sentence) -> tuple[str, ...]:
    """The content stems of a claim beyond its names, its figures and its telling ("said"), in order, each once."""
    light = light_words(said)
    named = {
        part for name in said.facts.names for word in TOKEN.findall(name.text) for part in token_stems(word)
    }
    return tuple(
        dict.fromkeys(
            word
            for word in said.stems
            if word in said.content
            and word not in named
            and not is_figure(word)
            and not senses(word) & TELLING
            and word not in light
        )
    )
