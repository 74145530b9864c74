"""Slips of the fingers in the words by which a question asks, set right."""

from __future__ import annotations

import re

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
    return not is_set_off(slip) and (goes_on is None or bool(goes_on.match(slip.string, slip.end())))


def is_set_off(word: re.Match[str]) -> bool:
    """Whether a word within a text is set off by its capitals, as names are."""
    apart = not word[0].islower() and not word.string.isupper()
    return apart and bool(_WORD.search(word.string[: word.start()]))
