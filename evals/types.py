"""The values of an evaluation: a gold question, the reply it got, and how that reply scored."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.types import Answer
from index.types import AdvisoryError

KINDS = (
    "lookup",
    "who",
    "date",
    "number",
    "attribution",
    "list",
    "compare",
    "timeline",
    "current",
    "as-of",
    "follow-up",
    "near-miss",
    "off-topic",
    "false-premise",
)


class BadGold(AdvisoryError):
    """Rows of a question or answer file that cannot be used: one line a row, with the place and the reason."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(str(self).splitlines())


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a document that carry an answer.

    `document` is the file name without its ending, or more of the path, up to the document's id. Where several
    documents bear the name, any of them is meant.
    """

    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class Case:
    """A gold question.

    `facts`: of each group one spelling must occur in the answer. `evidence`: of each group one
    place must be cited. `conversation` is the id of the first question of its conversation.
    """

    id: str
    kind: str
    question: str
    answerable: bool
    facts: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[tuple[Place, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    follows: str = ""
    as_of: str = ""
    conversation: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What an assistant said to one case. `error` is why it said nothing, and then `answer` is empty.

    `first_word_seconds` is None where the assistant was not asked to stream.
    """

    id: str
    answer: Answer
    seconds: float = 0.0
    first_word_seconds: float | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as the report shows it. `right` is whether it points at a place the gold row accepts."""

    number: int
    document: str
    quote: str
    right: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """How a search ranked the places of one case, each in 0..1 (definitions: `scores.score_ranking`)."""

    ndcg_10: float
    recall_5: float
    recall_10: float
    mrr: float


@dataclass(frozen=True, slots=True)
class Row:
    """One case scored (definitions: `evals/scores.py`). None: this figure does not ask about this case."""

    id: str
    kind: str
    conversation: str
    question: str
    answerable: bool
    refused: bool
    answer: str = ""
    error: str = ""
    facts_found: float | None = None
    all_facts: float | None = None
    passage_recall: float | None = None
    document_precision: float | None = None
    citation_precision: float | None = None
    quote_exactness: float | None = None
    sentence_support: float | None = None
    forbidden: float | None = None
    as_of_leakage: float | None = None
    obeyed: float | None = None
    citations_on_refusal: int = 0
    invented_marks: int = 0
    words: int = 0
    confidence: float = 0.0
    seconds: float = 0.0
    first_word_seconds: float | None = None
    ranking: Ranking | None = None
    missing_facts: tuple[str, ...] = ()
    missing_places: tuple[Place, ...] = ()
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure over `count` cases with its 95 % interval; a figure that asks about no case has value None."""

    value: float | None
    low: float | None = None
    high: float | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All rows of one run and what they come to. `times` (seconds) are the only part two equal runs differ in."""

    rows: tuple[Row, ...]
    figures: dict[str, Interval] = field(default_factory=dict)
    by_kind: dict[str, dict[str, Interval]] = field(default_factory=dict)
    times: dict[str, float] = field(default_factory=dict)
    model: str = ""
