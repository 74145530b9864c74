"""The words by which documents as such are spoken of, and what a question says beyond them (pure)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.language.words import listed
from index.storage.records import Entry

_ANY_DOCUMENT = r"documents?|docs?|files?|briefs?|sources?|records?|papers?"
# What a folder that is of advisories for the most part calls its documents.
_ADVISORIES = r"advisor(?:y|ies)|bulletins?"
# What kinds of document are called where that is not their name.
_KINDS_SAID = {"press": "press (?:release|article|report)|news article", "mail": "e-?mail|mail|message"}  # fmt: skip
_GLUE = listed(
    """a an the all any every each some of in from by on to for about and with at as up do does did you your we us our i me
    my have has had got there is are was were be been here this these that those it its them please pls can could would
    will want let list show see give name display enumerate print tell which what what's how many much number count total
    altogether overall right now currently so far concerning regarding mention mentioned mentions mentioning naming related
    relating covering affecting published issued dated released written sent made corpus collection folder library index
    database archive indexed contain contains contained include included includes hold holds held kept stored available cover
    covers covered newest latest most recent oldest earliest since after before until till starting between during year
    month everything anything something ok okay new changed happened added date know one ones entire whole full go covered"""
)
_WORD = re.compile(r"[\w&.'-]*\w")
# Stands where the text had its word for documents.
NOUN = "#"


def mark_nouns(text: str, entries: Sequence[Entry]) -> str:
    """The text with a mark for each word for documents of whatever kind."""
    nouns = rf"\b(?:{_ANY_DOCUMENT}{f'|{_ADVISORIES}' if are_advisories(entries) else ''})\b"
    return re.sub(nouns, NOUN, text, flags=re.IGNORECASE)


def are_advisories(entries: Sequence[Entry]) -> bool:
    """Whether most documents are advisories."""
    return 2 * sum("advisory" in entry.metadata.kind for entry in entries) > len(entries)


def kind_words(kind: str) -> str:
    """A pattern of the words for documents of a kind, one or several: "court-ruling" is said "court rulings"."""
    words = _KINDS_SAID.get(kind, kind.replace("-", "[ -]")).split("|")
    return "|".join(rf"{w[:-1]}(?:y|ies)" if w.endswith("y") else rf"{w}(?:e?s)?" for w in words)


def words_left(text: str) -> list[str]:
    """The words that say something of their own, beyond those with which documents are asked for."""
    return [word for word in _WORD.findall(text) if word.casefold() not in _GLUE]


def said_in(text: str) -> str:
    """The text from the first word that says something to the last: "list those of the Rope Office" -> "Rope Office"."""
    words = [match for match in _WORD.finditer(text) if match[0].casefold() not in _GLUE]
    return text[words[0].start() : words[-1].end()].replace(NOUN, " ").strip() if words else ""


def documents_words(count: int) -> str:
    """How many documents, in words.

    >>> documents_words(1), documents_words(1540)
    ('1 document', '1,540 documents')
    """
    return f"{count:,} document{'' if count == 1 else 's'}"
