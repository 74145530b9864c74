"""The words of a question that carry what is asked, and those that name what is asked for."""

from __future__ import annotations

import re

from assistant.asking.masks import WORD
from assistant.asking.shapes_and_wants import STATUS
from assistant.language.words import STOP_WORDS, listed

# In small letters, or opening a question that goes on in small ones: in capitals they are of a name ("Latest Lamps Ltd").
_STATUS = re.compile(rf"{'|'.join(STATUS)}|^\W*(?i:{'|'.join(STATUS)})(?=\W+[a-z])")
_BEFORE_FOCUS = re.compile(
    r"^(?:\W*(?:and|but|so|ok|then|please|tell me|do you know|can you tell me|could you tell me|who|whom|whose|what|which|"
    r"when|where|why|how|many|much|long|large|is|are|was|were|did|does|do|has|have|had|will|would|can|could|must|should|"
    r"may|exactly|the|a|an|any|there|that|it|they|(?:kind|sort|type|name|number|amount) of)\b)*",
    re.IGNORECASE,
)
_AFTER_FOCUS = re.compile(
    r"\b(?:of|for|in|on|by|to|from|with|at|about|against|over|under|into|after|before|during|between|when|if|that|who|"
    r"which|did|does|do|is|are|was|were|has|have|had|will|would|can|could|must|should|may|and|or|as|than)\b|[,;:(]",
    re.IGNORECASE,
)
ASKING = listed(
    """who whom whose what when where why which how did does do was were is are has have had will would
    can could should may might must about tell me please give explain describe say said happen
    happened many much long exactly there ok okay also same thing things anything something"""
)


def content_words(text: str) -> list[str]:
    """The words that carry what is asked, in order."""
    words = [word.strip(".") for word in WORD.findall(_STATUS.sub(" ", text))]
    return [word for word in words if word.casefold() not in STOP_WORDS and word.casefold() not in ASKING]


def says_something(word: str) -> bool:
    """Whether a word can name a matter: "hi" does not; "EU", "5G" and words of other scripts do."""
    return len(word) > 2 or not (word.islower() and word.isascii() and word.isalpha())


def focus_words(text: str) -> list[str]:
    """The words that name what is asked for, at most three.

    >>> focus_words("what fine did the ministry impose on the operator?")
    ['fine']
    """
    rest = text[_BEFORE_FOCUS.match(text).end() :]  # type: ignore[union-attr]
    end = _AFTER_FOCUS.search(rest)
    return content_words(rest[: end.start()] if end else rest)[:3]
