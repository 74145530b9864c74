"""What a question names, replaced by a mark while its other words are looked at."""

from __future__ import annotations

import re

from index.language.identifiers import find_identifier_mentions

# A word with what joins its parts: "X-320M", "v2.1".
WORD = re.compile(r"[\w'’.-]*\w")
# What stands for an identifier in a question while its words are looked at.
IDENTIFIER = "#"
# And what for a title, which a word beside it may make another name: "Acme Pump" and "Acme Pump mini".
TITLE = "##"
_PART = re.compile(r"\w+")


def mask_identifiers(text: str) -> str:
    """The text with a mark in the place of each identifier.

    >>> mask_identifiers("Who found CVE-2020-1234?")
    'Who found #?'
    """
    for mention in reversed(find_identifier_mentions(text)):
        text = f"{text[: mention.start]}{IDENTIFIER}{text[mention.end :]}"
    return text


def mask_names(masked: str, called: frozenset[str]) -> str:
    """The text with a mark in the place of each run of capitalised words and numbers that are among `called`."""
    names = [m for m in WORD.finditer(masked) if not m[0].islower() and is_called(m[0], called)]
    for name in reversed(names):
        masked = f"{masked[: name.start()]}{TITLE}{masked[name.end() :]}"
    return re.sub(rf"{TITLE}(?:\s+{TITLE})+", TITLE, masked)


def is_called(name: str, called: frozenset[str]) -> bool:
    """Whether every part of a name, such as those of "X-320M", is among the words of what is called."""
    return called.issuperset(_PART.findall(name.casefold()))
