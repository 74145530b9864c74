"""What a reply is worth against its gold question: pure functions, each with its definition.

The definitions are meant to be implemented a second time by someone who reads only them.
Texts are compared after `normalise`. A case that failed or was never answered has an empty
answer that is no refusal: it finds nothing, cites nothing, and stands as answered if unanswerable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Mapping, Sequence, Set
from itertools import accumulate, pairwise

from assistant.types import Answer, Citation, Statement
from evals.types import Case, Cited, Place, Ranking, Reply, Row
from index.types import Document, Evidence

SHARED_WORDS = 0.6
"""Share of a text's distinct words that another must hold to count as the same passage."""

UNSPACED = "\u0e00"
"""Where the scripts begin that put no space between words (Thai, Chinese, Japanese): any place may be a seam there."""

_STRAIGHT = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-", "\u2013": "-"}
)
_MARK = re.compile(r"\[\^[^\[\]\s]+\]|\[\d{1,3}(?:\s*[,-]\s*\d{1,3})*\]")
_NUMBERED_MARK = re.compile(r"\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
_WORD = re.compile(r"\w+")


def normalise(text: str) -> str:
    """The form in which texts are compared: NFKC, case-folded, straight quotes and hyphens, no marks, single spaces.

    En dash, hyphen U+2010 and non-breaking hyphen U+2011 (which NFKC turns into U+2010) become `-`.
    Marks are `[1]`, `[1, 2]`, `[1-3]` (three digits at most) and `[^s1]`; they are removed, other brackets stay.

    >>> normalise("Huawei\\u2019s  “5G”[^s1] in 2019\\u20132020 [2].")
    'huawei\\'s "5g" in 2019-2020 .'
    """
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_STRAIGHT)
    return " ".join(_MARK.sub("", folded).split())


def words(text: str) -> frozenset[str]:
    """The distinct words (runs of letters, digits and underscores) of the normalised text."""
    return frozenset(_WORD.findall(normalise(text)))


def missing_facts(case: Case, answer: Answer) -> tuple[str, ...]:
    """The first spelling of each required fact of which no spelling occurs in the answer; all of them after a refusal."""
    said = "" if answer.refused else normalise(answer.text)
    return tuple(
        group[0] for group in case.facts if not any(normalise(spelling) in said for spelling in group)
    )


def holds_forbidden(case: Case, answer: Answer) -> bool:
    """Whether a forbidden string of the case occurs in the answer."""
    said = normalise(answer.text)
    return any(normalise(wrong) in said for wrong in case.forbidden)


def points_at(citation: Citation, place: Place) -> bool:
    """Whether a citation points at a place.

    The document is the same, and of the two quotes one contains the other, or the cited quote holds at
    least 60 % of the gold quote's distinct words. A citation names a document by its id, the path below the
    corpus; a place by file name or by more of the path, up to the id. So `csaf/icsa-1` is at `icsa-1` and at
    `csaf/icsa-1`, and a name that several documents bear means any of them. An empty quote points nowhere.
    """
    return _same_document(citation.document, place.document) and _same_passage(citation.quote, place.quote)


def _same_document(path: str, name: str) -> bool:
    return path == name or path.endswith(f"/{name}")


def _same_passage(cited: str, gold: str) -> bool:
    ours, theirs = normalise(cited), normalise(gold)
    if not ours or not theirs:
        return False
    return ours in theirs or theirs in ours or _share(words(gold), words(cited)) >= SHARED_WORDS


def _share(wanted: Set[Hashable], held: Set[Hashable]) -> float:
    """The share of `wanted` that is in `held`; 0 where nothing is wanted."""
    return len(wanted & held) / len(wanted) if wanted else 0.0


def missing_places(case: Case, citations: Sequence[Citation]) -> tuple[Place, ...]:
    """The first place of each evidence group that no citation points at."""
    return tuple(
        group[0]
        for group in case.evidence
        if not any(points_at(citation, place) for citation in citations for place in group)
    )


def is_right(citation: Citation, case: Case) -> bool:
    """Whether a citation points at any place of any evidence group of the case."""
    return any(points_at(citation, place) for group in case.evidence for place in group)


def is_gold(case: Case, document: str, quote: str) -> bool:
    """Whether citing these words of the document would be right."""
    return is_right(Citation(1, document, "", 0, 0, quote), case)


def document_precision(case: Case, citations: Sequence[Citation]) -> float | None:
    """Citations whose document stands in any evidence group / citations; None without citations."""
    if not citations:
        return None
    named = {place.document for group in case.evidence for place in group}
    return sum(any(_same_document(c.document, name) for name in named) for c in citations) / len(citations)


def invented_marks(answer: Answer) -> int:
    """How many distinct citation numbers the answer's text or statements use that no citation carries."""
    marks = {int(n) for group in _NUMBERED_MARK.findall(answer.text) for n in group.split(",")}
    marks |= {number for statement in answer.statements for number in statement.citations}
    return len(marks - {citation.number for citation in answer.citations})


def citation_precision(case: Case, answer: Answer) -> float | None:
    """Citations that point at an acceptable place / (citations + invented marks); None where there are neither.

    ALCE's citation precision (Gao et al. 2023, "Enabling LLMs to generate text with citations"),
    judged against the gold places instead of by a model. Its recall is `passage_recall`.
    """
    made = len(answer.citations) + invented_marks(answer)
    return sum(is_right(citation, case) for citation in answer.citations) / made if made else None


def quote_exactness(citations: Sequence[Citation], documents: Mapping[str, Document]) -> float | None:
    """Citations whose quote stands to the letter in their document / citations; None without citations.

    A citation that gives offsets must have `text[start:end] == quote` and cut no word in two at either
    end, nor begin or end in white space: places that slipped by a letter are not exact. One that gives
    none (negative) must quote words that occur somewhere in it.
    """
    if not citations:
        return None
    return sum(_is_exact(citation, documents.get(citation.document)) for citation in citations) / len(
        citations
    )


def _is_exact(citation: Citation, document: Document | None) -> bool:
    if document is None or not citation.quote:
        return False
    if citation.start < 0:
        return citation.quote in document.text
    whole = citation.quote == citation.quote.strip()
    return (
        whole
        and document.text[citation.start : citation.end] == citation.quote
        and not any(_splits_word(document.text, at) for at in (citation.start, citation.end))
    )


def _splits_word(text: str, at: int) -> bool:
    """Whether the place between two characters lies inside a word."""
    seam = text[at - 1 : at + 1] if at else ""
    return len(seam) == 2 and seam.isalnum() and max(seam) < UNSPACED


def sentence_support(answer: Answer) -> float | None:
    """Statements that rest on what they cite / statements; None without statements.

    A statement rests on its citations when it has some, all of them exist, and at least 60 % of its
    distinct words occur in their quotes, titles, issuers and dates. Counted here on words alone, so that
    an assistant's own verdict (`Statement.support`) has no say in its mark.
    """
    if not answer.statements:
        return None
    cited = {citation.number: citation for citation in answer.citations}
    return sum(_rests(statement, cited) for statement in answer.statements) / len(answer.statements)


def _rests(statement: Statement, cited: Mapping[int, Citation]) -> bool:
    if not statement.citations or any(number not in cited for number in statement.citations):
        return False
    sources = [cited[number] for number in statement.citations]
    held = words(" ".join(" ".join((c.quote, c.title, c.issuer, c.date)) for c in sources))
    return _share(words(statement.text), held) >= SHARED_WORDS


def as_of_leakage(
    case: Case, citations: Sequence[Citation], documents: Mapping[str, Document]
) -> float | None:
    """1 if a citation's document is dated after the case's `as_of`, else 0; None for a case without `as_of`.

    The date is the document's own where its text is at hand, else what the citation says. A date known to
    the month or year is late only if its first day is (as text, "2019" sorts before "2019-06-01").
    """
    if not case.as_of:
        return None
    return float(any(_date(citation, documents) > case.as_of for citation in citations))


def _date(citation: Citation, documents: Mapping[str, Document]) -> str:
    document = documents.get(citation.document)
    return document.metadata.date if document else citation.date


def score_reply(case: Case, reply: Reply, documents: Mapping[str, Document] | None = None) -> Row:
    """Everything one reply scores. Without `documents` (by id) quote exactness is left out."""
    answer, known = reply.answer, documents or {}
    lacking, unplaced = missing_facts(case, answer), missing_places(case, answer.citations)
    return Row(
        id=case.id,
        kind=case.kind,
        conversation=case.conversation or case.id,
        question=case.question,
        answerable=case.answerable,
        refused=answer.refused,
        answer=answer.text,
        error=reply.error,
        facts_found=_found(case.facts, lacking) if case.answerable else None,
        all_facts=float(not lacking and not answer.refused) if case.answerable and case.facts else None,
        passage_recall=_found(case.evidence, unplaced) if case.answerable else None,
        document_precision=document_precision(case, answer.citations),
        citation_precision=citation_precision(case, answer),
        quote_exactness=None if documents is None else quote_exactness(answer.citations, documents),
        sentence_support=sentence_support(answer),
        forbidden=float(holds_forbidden(case, answer)) if case.answerable else None,
        as_of_leakage=as_of_leakage(case, answer.citations, known),
        citations_on_refusal=len(answer.citations) if answer.refused else 0,
        invented_marks=invented_marks(answer),
        words=len(answer.text.split()),
        # The last bits depend on the order in which floats were added.
        confidence=round(answer.confidence, 9),
        seconds=reply.seconds,
        first_word_seconds=reply.first_word_seconds,
        missing_facts=lacking,
        missing_places=unplaced,
        cited=tuple(Cited(c.number, c.document, c.quote, is_right(c, case)) for c in answer.citations),
    )


def _found(groups: Sequence[object], missing: Sequence[object]) -> float | None:
    """The share of groups that are not missing; None where the case asks for none."""
    return 1 - len(missing) / len(groups) if groups else None


def score_ranking(case: Case, hits: Sequence[Evidence]) -> Ranking:
    """How well a ranked list of passages holds the places of a case that has evidence.

    The relevant items are the evidence groups. A hit has as its gain the number of groups it is the first
    to hold (`holds`), so a passage that only repeats what stands above it gains nothing; a group no hit holds is an item
    of gain 1 that was not retrieved. nDCG@10 (Järvelin and Kekäläinen 2002, log2 discount), recall at 5 and 10 and
    reciprocal rank are then those of ir-measures over these items.
    """
    import ir_measures  # here: it takes a second to load, and most of what uses this module never ranks
    from ir_measures import RR, R, nDCG

    gains, lost = _gains(case, hits)
    run = [ir_measures.ScoredDoc(case.id, f"hit {rank}", -float(rank)) for rank in range(len(gains))]
    qrels = [ir_measures.Qrel(case.id, f"hit {rank}", gain) for rank, gain in enumerate(gains)]
    qrels += [ir_measures.Qrel(case.id, f"lost {number}", 1) for number in range(lost)]
    if not run:
        return Ranking(0.0, 0.0, 0.0, 0.0)
    value = ir_measures.calc_aggregate([nDCG @ 10, R @ 5, R @ 10, RR], qrels, run)
    return Ranking(value[nDCG @ 10], value[R @ 5], value[R @ 10], value[RR])


def _gains(case: Case, hits: Sequence[Evidence]) -> tuple[list[int], int]:
    """Of each hit the number of groups it is first to hold, and the number of groups none holds."""
    open_groups, gains = list(case.evidence), []
    for hit in hits:
        left = [group for group in open_groups if not any(holds(hit, place) for place in group)]
        gains.append(len(open_groups) - len(left))
        open_groups = left
    return gains, len(open_groups)


def holds(hit: Evidence, place: Place) -> bool:
    """Whether a passage holds a place: same document, and at least 60 % of the quote's distinct word pairs.

    Pairs of neighbouring words, not words: a long passage holds most words of its subject by chance.
    A quote of one word must simply occur.
    """
    if not _same_document(hit.document, place.document):
        return False
    wanted, held = _word_pairs(place.quote), _word_pairs(hit.text)
    return _share(wanted, held) >= SHARED_WORDS if wanted else normalise(place.quote) in normalise(hit.text)


def _word_pairs(text: str) -> set[tuple[str, str]]:
    return set(pairwise(_WORD.findall(normalise(text))))


def risk_coverage(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """The risk-coverage curve (El-Yaniv and Wiener 2010) as (coverage, risk) points, from the surest answer on.

    Cases are taken by falling confidence, refusals last. The error of an answer is 1 - facts found, or 1
    to an unanswerable question; the error of a refusal is 1 if the question was answerable, else 0.
    Cases of equal confidence share their mean error, so that their order has no say. After n cases
    coverage is n / all and risk the mean error of the n.
    """
    tied: dict[tuple[bool, float], list[float]] = {}
    for row in rows:
        tied.setdefault((row.refused, 0.0 if row.refused else -row.confidence), []).append(_error(row))
    errors = [sum(tied[key]) / len(tied[key]) for key in sorted(tied) for _ in tied[key]]
    return [(n / len(errors), total / n) for n, total in enumerate(accumulate(errors), start=1)]


def area_under_risk_coverage(rows: Sequence[Row]) -> float:
    """The mean risk over all coverages (AURC, Geifman et al. 2019): lower is better, 0 is perfect."""
    curve = risk_coverage(rows)
    return sum(risk for _, risk in curve) / len(curve) if curve else 0.0


def _error(row: Row) -> float:
    if row.refused or not row.answerable:
        return float(row.refused == row.answerable)
    return 1 - row.facts_found if row.facts_found is not None else 0.0
