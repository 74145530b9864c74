"""A claim beside the sentences it is held to, as every check gets it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.checking.reading import Sentence, closest_sentences, read, rows_meant, sentences_of


@dataclass(frozen=True, slots=True)
class HeldClaim:
    """What a claim says, the few sentences in focus that carry most of it (best first), and all sentences in order.

    `country` is whose document they are of; "" where that is not known.
    """

    said: Sentence
    focus: tuple[Sentence, ...]
    sentences: tuple[Sentence, ...]
    country: str = ""

    @property
    def closest(self) -> Sentence:
        """The best sentence in focus."""
        return self.focus[0]


def hold(claim: str, evidence: Sequence[str], *, country: str = "") -> HeldClaim:
    """A claim beside passages of any length; the focus is empty where either side says nothing."""
    said, sentences = read_both(claim, evidence)
    return HeldClaim(said, closest_sentences(said, sentences), sentences, country)


def read_both(claim: str, evidence: Sequence[str]) -> tuple[Sentence, tuple[Sentence, ...]]:
    """The claim and the sentences that the passages state, without the rows of a table that are of others."""
    stated = [s for passage in evidence for s in sentences_of(passage) if not _ASKS.search(s)]
    return read(_bare(claim)), tuple(map(read, rows_meant(claim, stated)))


# A question states nothing; one in quotation marks is what somebody said.
_ASKS = re.compile(r"^[^\"\u201c\u201d\u00ab]*\?\s*$")
_CITATION_MARK = r"\s*[\[【]\^?\d+(?:\s*[,;–-]\s*\d+)*[^\]】\[]{0,12}[\]】]"
_ADDRESS = r"\(?https?://\S+"
_NOT_SAID = re.compile(rf"{_CITATION_MARK}|{_ADDRESS}")
_LIST_NUMBER = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•#]+)\s+")


def _bare(claim: str) -> str:
    """The claim without what is not said by it: citation marks, addresses, list numbers, emphasis."""
    return _LIST_NUMBER.sub("", _NOT_SAID.sub("", claim)).replace("**", "").replace("__", "")
