"""Slips of the fingers in the words by which a question asks, set right."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache

from assistant.asking.wordings import wordings
from index.embed import Embedder
from index.snapshot import Snapshot

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


def as_meant(text: str) -> str:
    """The text with its words that ask spelled right: "wich countries" -> "which countries"."""
    return _SLIP.sub(lambda match: _SLIPS[match.group().lower()], text)


@lru_cache(maxsize=2)
def _vocabulary(embedder: Embedder) -> frozenset[str]:
    return frozenset(embedder.vocabulary())


def mend_spelling(text: str, snapshot: Snapshot, embedder: Embedder) -> str:
    """The text with a slip of the fingers in the words of asking set right.

    A word that stands in the index or in the encoder's vocabulary is no slip, however much like another it is.

    "which advisroy covers it" -> "which advisory covers it".
    """
    spelled = wordings().spelled
    words = [w for w in _WORD.findall(text) if len(w) > 4 and w.isascii() and w.isalpha()]
    unfamiliar = [
        w for w in words if w.casefold() not in spelled and w.casefold() not in _vocabulary(embedder)
    ]
    known = snapshot.chunk_frequencies(word.casefold() for word in unfamiliar)
    for word in unfamiliar:
        if not known[word.casefold()] and (meant := get_close_matches(word.casefold(), spelled, 1, CLOSE)):
            text = re.sub(rf"\b{word}\b", meant[0], text)
    return text
