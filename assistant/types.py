"""The values of a conversation: what is asked, what is answered, and what each sentence of the answer rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from index.types import Evidence, Filters, Source

Kind = Literal["answer", "catalog", "refusal", "courtesy", "unanswered"]
"""What a reply is: an answer from what the documents say; one from the catalog, about the documents as such; that the
corpus does not say; a greeting returned; or why there is none (it was stopped, or failed), which is then its text."""

Shape = Literal["prose", "list", "timeline", "comparison"]
"""How an answer is best laid out."""

Support = Literal["supported", "partly", "contradicted", "not"]
"""How far a source carries what is said."""


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact words a statement rests on. It survives re-chunking: document, content hash, offsets, quote.

    `caution` says what a reader must know before relying on it ("superseded by ..."), empty if nothing.
    """

    number: int
    document: str
    hash: str
    start: int
    end: int
    quote: str
    title: str = ""
    issuer: str = ""
    date: str = ""
    page: int | None = None
    caution: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer; `citations` are numbers."""

    text: str
    support: Support = "supported"
    citations: tuple[int, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence a model wrote that no source carries, and why it is not shown; `found_nothing` where it says that there is no answer.

    With `mark` no sentence, but a mark in one that points at no passage given.
    """

    text: str
    reason: str
    found_nothing: bool = False
    mark: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was searched, and what came nearest without being an answer. `missing` names what no passage holds.

    `issuers` are all whose documents were searched, those of most documents first.
    """

    looked_for: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    nearest: tuple[Evidence, ...] = ()
    documents: int = 0
    earliest: str = ""
    latest: str = ""
    issuers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation, with the answer it got."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked reply. A refusal has no statements and no citations; `text` then says that the corpus does not say.

    `standalone` is the question as it was understood, `carried` the words of earlier turns that it was given.
    `silent` are the sides of a comparison of which the corpus says nothing.
    `doubtful` says that the evidence is thin: the answer may come near the question without answering it.
    `notes` are for people ("the model did not answer: this is the extractive answer").
    """

    question: str
    text: str
    kind: Kind = "answer"
    shape: Shape = "prose"
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    receipt: Receipt = field(default_factory=Receipt)
    standalone: str = ""
    carried: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    model: str = ""
    silent: tuple[str, ...] = ()
    doubtful: bool = False
    notes: tuple[str, ...] = ()
    confidence: float = 0.0
    seconds: float = 0.0

    @property
    def refused(self) -> bool:
        """Whether nothing is answered from the documents: they do not say, or nothing was asked of them."""
        return self.kind in ("refusal", "courtesy")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` makes of one claim: how far it is supported; a score in 0..1; a reason in words."""

    support: Support
    score: float
    reason: str = ""
