"""The answerer with no model: the sentences that answer, quoted and cited, or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from assistant.question import Question
from assistant.types import Answer, Citation, Statement
from index.catalog import Entry
from index.search import Found, Ranked
from index.types import Document

MOST_SENTENCES = {"prose": 3, "list": 6, "timeline": 6, "comparison": 5}


def choose_sentences(question: Question, found: Found) -> list[Ranked]:
    """The sentences that answer, the best first."""
    quotable = [s for s in found.sentences if s.candidate.sentence.kind != "comment"]
    return quotable[: MOST_SENTENCES[question.shape]]


def compose(
    question: Question,
    chosen: Sequence[Ranked],
    *,
    document: Callable[[str], Document],
    entries: Mapping[int, Entry],
) -> Answer:
    """The chosen sentences as statements, each with its citation."""
    citations = tuple(
        cite(number, ranked, document(ranked.entry.id), entries)
        for number, ranked in enumerate(chosen, start=1)
    )
    statements = tuple(Statement(text=c.quote, citations=(c.number,)) for c in citations)
    return Answer(
        question=question.text,
        text=join_statements(statements, shape=question.shape),
        shape=question.shape,
        statements=statements,
        citations=citations,
        standalone=question.standalone,
        filters=question.filters,
    )


def join_statements(statements: Sequence[Statement], *, shape: str) -> str:
    """The statements as one text, each with its citation marks."""
    marked = [f"{s.text} {''.join(f'[{number}]' for number in s.citations)}" for s in statements]
    return " ".join(marked) if shape == "prose" else "\n".join(f"- {line}" for line in marked)


def cite(number: int, ranked: Ranked, document: Document, entries: Mapping[int, Entry]) -> Citation:
    """The exact words of the sentence, with who published them and when."""
    start, end = ranked.candidate.sentence.start, ranked.candidate.sentence.end
    metadata = document.metadata
    return Citation(
        number=number,
        document=document.id,
        hash=document.hash,
        start=start,
        end=end,
        quote=document.text[start:end],
        title=metadata.title,
        issuer=metadata.issuer or metadata.publisher,
        date=metadata.date,
        page=document.page_at(start),
        caution=caution_of(document.id, entries),
        sources=document.sources_of(start, end),
    )


def caution_of(id: str, entries: Mapping[int, Entry]) -> str:
    """What a reader must know of the document's standing: what has superseded, amended or withdrawn it."""
    told = []
    for entry in entries.values():
        for relation in entry.metadata.relations:
            by_other = relation.target in {id} and relation.kind in {"supersedes", "amends", "withdraws"}
            by_itself = entry.id == id and relation.kind == "superseded_by"
            if by_other:
                past = {"supersedes": "superseded", "amends": "amended", "withdraws": "withdrawn"}[
                    relation.kind
                ]
                told.append(f"{past} by {entry.metadata.title or entry.id} ({entry.metadata.date})")
            if by_itself:
                newer = next((e for e in entries.values() if e.id == relation.target), None)
                title = f"{newer.metadata.title} ({newer.metadata.date})" if newer else relation.target
                told.append(f"superseded by {title}")
    return "; ".join(dict.fromkeys(told))
