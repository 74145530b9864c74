"""Words put into a sentence that its source does not have, in the manner of a writer who embellishes: true, but for what is added."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.checking.reading import read
from assistant.language.words import stem

_ENDING = re.compile(
    r"(?<= )(?:and|after|for|with|to|by|against|despite|through|because of|in|on|from|under|as|without|during|since)"
    r" [a-z]+(?: [a-z]+){0,4}(?=[.,;])"
)
_JOINED = re.compile(r"(?<= and )[a-z]{4,}s\b")
_ATTRIBUTE = re.compile(
    r"\b(?:the|an?|its|their|of|for|with|new|all) ([a-z]{4,}(?:al|ic|ous|ary|ed|ant|ent|ive|ern|ish|able)) (?=[a-z]{4,})"
)
_ADVERB = re.compile(r"\b[a-z]{4,}ly\b")
# Where they may stand: about things that are several, and before a verb.
_THINGS = re.compile(r"\b[a-z]{4,}s\b(?= (?:in|from|by|with|that|to|for|on|may|must|are|were|had|of)\b|[.,])")
_BEFORE_VERB = re.compile(r"\b(?:must|may|will|has|have|had|was|were|is|are|could|would|can) (?=[a-z]+)")
_PLACES = ("in", "for", "of", "near", "from", "by")
_TRIES = 30


@dataclass(frozen=True, slots=True)
class Additions:
    """What texts have to add: phrases that end a sentence, things, words that go before a thing, and adverbs."""

    endings: Sequence[str]
    things: Sequence[str]
    attributes: Sequence[str]
    adverbs: Sequence[str]


def additions_in(texts: Iterable[str]) -> Additions:
    """What may be added to sentences, as it stands in these texts."""
    text = "\n".join(texts)
    endings, things, attributes, adverbs = (
        sorted(set(pattern.findall(text))) for pattern in (_ENDING, _JOINED, _ATTRIBUTE, _ADVERB)
    )
    return Additions(endings, things, attributes, adverbs)


def add_words(sentence: str, source: str, additions: Additions, chance: random.Random) -> str:
    """The sentence with words added of which the source has none; "" where nothing fits."""
    kinds, weights = ("ending", "thing", "attribute", "place", "adverb"), (40, 25, 15, 12, 8)
    [kind] = chance.choices(kinds, weights)
    if kind == "ending":
        added = _unsaid(additions.endings, sentence, source, chance)
        return (
            f"{sentence[:-1]}{chance.choice(['', ','])} {added}." if added and sentence.endswith(".") else ""
        )
    words = {"attribute": additions.attributes, "adverb": additions.adverbs}.get(kind, additions.things)
    places = [match.span() for match in (_BEFORE_VERB if kind == "adverb" else _THINGS).finditer(sentence)]
    added = _unsaid(words, sentence, source, chance)
    if not (added and places):
        return ""
    start, end = chance.choice(places)
    if kind == "attribute" or (kind == "thing" and chance.random() < 0.25):
        joint = " " if kind == "attribute" else " and "
        return f"{sentence[:start]}{added}{joint}{sentence[start:]}"
    if kind == "adverb":
        return f"{sentence[:end]}{added} {sentence[end:]}"
    joint = chance.choice(_PLACES) if kind == "place" else chance.choice(["and", "and", "or"])
    return f"{sentence[:end]} {joint} {added}{sentence[end:]}"


def _unsaid(words: Sequence[str], sentence: str, source: str, chance: random.Random) -> str:
    """One of the words of whose content neither text has any, nor anything like it; "" if none is found."""
    said = {word[:5] for text in (sentence, source) for word in map(stem, re.findall(r"\w+", text))}
    for _ in range(_TRIES if words else 0):
        drawn = chance.choice(words)
        content = read(drawn).content
        if content and not any(word[:5] in said for word in content):
            return drawn
    return ""
