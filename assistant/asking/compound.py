"""A question that asks for two things, as two questions: "who signed it, and when does it apply?" (pure)."""

from __future__ import annotations

import re

from assistant.asking.content_words import content_words

_ASKS = r"(?:who|whom|whose|when|what|how|why|where|which)\b"
_PREPOSITION = r"(?:(?:in|on|at|by|for|from|to|with|under|of|after|before) )?"
# "And was the ban lifted", but not "banned and was fined".
_DOES = r"(?:did|does|do|was|were|is|are|has|have|can|may|must) (?:the|an?|any|it|they|he|she|there|this|that|its|their|(?-i:[A-Z])\w+)\b"
_AND = re.compile(rf"[,;]?\s+(?:and|but)\s+(?={_PREPOSITION}{_ASKS}|{_DOES})", re.IGNORECASE)
_ASKS_FIRST = re.compile(rf"\b{_ASKS}|^\W*(?:{_DOES})", re.IGNORECASE)


def split_question(text: str) -> tuple[str, str] | None:
    """The two questions that a text asks, of which the second may lean on the first; None where it asks one.

    >>> split_question("Who signed the law, and when does it apply?")
    ('Who signed the law?', 'when does it apply?')
    >>> split_question("Which ships were lost and which ports closed?")
    ('Which ships were lost?', 'which ports closed?')
    >>> split_question("Who met and was fined?") is None
    True
    """
    *_, last = [None, *_AND.finditer(text)]
    if last is None:
        return None
    first, second = text[: last.start()].rstrip(" ,;?"), text[last.end() :]
    if not (content_words(first) and _ASKS_FIRST.search(first)):
        return None
    return f"{first}?", second
