"""Who a CSAF advisory thanks, and for what."""

from __future__ import annotations

import re

import sentencex

from index.readers.csaf.json_access import JsonObject, strings, words
from index.readers.csaf.wording import join_names

_PAST = {
    "reporting": "reported",
    "self-reporting": "self-reported",
    "discovering": "discovered",
    "identifying": "identified",
    "finding": "found",
    "disclosing": "disclosed",
    "coordinating": "coordinated",
    "analyzing": "analyzed",
}
# The end of a sentence of words, not of initials or abbreviations, and the next one.
_NEXT_SENTENCE = re.compile(r"(?<=[a-z)\]][a-z)\]])\.\s+(?=[A-Z])|(?<=[A-Z]{3})\.\s+(?=[A-Z])")


def _within_a_sentence(name: str) -> str:
    """The name without a stop that would end the sentence it stands in: "Deep AG." but not "Acme Inc."."""
    ends = sentencex.get_sentence_boundaries("en", f"{name} reported it.")
    return name if len(ends) < 2 else name.rstrip(". ")


def acknowledgment(thanks: JsonObject, name: str) -> str:
    """Who is thanked for what.

    >>> acknowledgment({"names": ["A", "B"], "organization": "C", "summary": "reporting this to D"}, "X-1")
    'A and B of C reported this to D, as acknowledged in X-1.'
    """
    people = join_names(_within_a_sentence(name) for name in strings(thanks, "names"))
    organization = _within_a_sentence(words(thanks, "organization"))
    who = f"{people} of {organization}" if people and organization else people or organization
    verb, _, rest = words(thanks, "summary").rstrip(".").partition(" ")
    if not who:
        return ""
    if past := _PAST.get(verb.lower()):
        told, _, further = _NEXT_SENTENCE.sub("\n", rest, count=1).partition("\n")
        return f"{who} {past} {told}, as acknowledged in {name}." + (f" {further}." if further else "")
    return f"{who} is acknowledged in {name}" + (f" for {verb} {rest}".rstrip() if verb else "") + "."
