"""Slips of the fingers in the words by which a question asks, set right."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache

from assistant.asking.fields.by_wording import wordings
from index.embed import Embedder
from index.storage.snapshot import Snapshot

# How much alike (difflib's ratio) an unknown word and a word of asking are, for the one to be a slip for the other.
CLOSE = 0.8
_WORD = re.compile(r"\w+")
# How the words that ask are mistyped.
_SLIPS = {
    "wich": "which", "whcih": "which", "whihc": "which", "wihch": "which", "wat": "what", "waht": "what", "wht": "what",
    "whta": "what", "wen": "when", "wehn": "when", "whne": "when", "wehre": "where", "whre": "where", "hwo": "how",
    "woh": "who", "whos": "who's", "whats": "what's", "wheres": "where's", "compair": "compare", "diffrence": "difference",
    "diference": "difference", "timline": "timeline", "contries": "countries", "countrys": "countries",
}  # fmt: skip
_SLIP = re.compile(rf"\b(?:{'|'.join(_SLIPS)})\b", re.IGNORECASE)
# What follows a word that opens a question, for it to be no name such as Wen or Wat: "Wen did", "Wat countries".
# Nobody is called like the others.
_AUXILIARY = re.compile(
    r"\s+(?:am|is|are|was|were|do|does|did|has|have|had|will|would|can|could|shall|should|may|might|must)(?:n['’]t)?\b"
)
_SMALL = re.compile(r"\s+[a-z\d]")
_GOES_ON = {"when": _AUXILIARY, "where": _AUXILIARY, "what": _SMALL, "who": _SMALL, "how": _SMALL}


def as_meant(text: str) -> str:
    """The text with its words that ask spelled right, and names left alone.

    "wich countries" -> "which countries"; "Wen did it begin?" -> "when did it begin?"; "Premier Wen" stays.
    """
    return _SLIP.sub(lambda match: _SLIPS[match[0].lower()] if _asks(match) else match[0], text)


def _asks(slip: re.Match[str]) -> bool:
    """Whether what may be mistyped is a word that asks: in small letters, or at the head of what goes on as a question does."""
    if slip[0].islower() or slip.string.isupper():
        return True
    goes_on = _GOES_ON.get(_SLIPS[slip[0].lower()])
    return not _is_name(slip) and (goes_on is None or bool(goes_on.match(slip.string, slip.end())))


def _is_name(word: re.Match[str]) -> bool:
    """Whether a word within a text is set off by its capitals."""
    apart = not word[0].islower() and not word.string.isupper()
    return apart and bool(_WORD.search(word.string[: word.start()]))


@lru_cache(maxsize=2)
def _vocabulary(embedder: Embedder) -> frozenset[str]:
    return frozenset(embedder.vocabulary())


def mend_spelling(text: str, snapshot: Snapshot, embedder: Embedder) -> str:
    """The text with a slip of the fingers in the words of asking set right.

    A word that stands in the index or in the encoder's vocabulary is no slip, however much like another it is,
    and neither is a name.

    "which advisroy covers it" -> "which advisory covers it".
    """
    spelled = wordings().spelled
    unfamiliar = [
        word
        for word in _WORD.finditer(text)
        if len(word[0]) > 4
        and word[0].isascii()
        and word[0].isalpha()
        and word[0].casefold() not in spelled
        and word[0].casefold() not in _vocabulary(embedder)
        and not _is_name(word)
    ]
    known = snapshot.chunk_frequencies(word[0].casefold() for word in unfamiliar)
    for word in reversed(unfamiliar):
        slip = word[0].casefold()
        if not known[slip] and (meant := get_close_matches(slip, spelled, 1, CLOSE)):
            text = f"{text[: word.start()]}{meant[0]}{text[word.end() :]}"
    return text
