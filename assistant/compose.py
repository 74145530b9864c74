"""The sentences of an answer laid out as the question wants them, each quoted and cited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.choose import Choice, subjects_of
from assistant.documents import Documents
from assistant.language.names import find_countries
from assistant.question import Question
from assistant.standing import date_of
from assistant.types import Answer, Citation, Statement
from assistant.weigh import Weighed

# Of how many countries a heading of a list gives the names.
COUNTRIES_NAMED = 2
# What stands in the place of a date where there is none.
UNDATED = "without a date"


def compose(question: Question, choices: Sequence[Choice], *, documents: Documents) -> Answer:
    """The chosen sentences as statements, laid out as the question wants them, each with its citations."""
    laid_out = lay_out(question, choices, documents)
    citations: list[Citation] = []
    statements: list[Statement] = []
    notes: list[str] = []
    for choice in laid_out:
        numbers: list[int] = []
        for weighed in (choice.best, *choice.same):
            sentence = weighed.ranked.candidate.sentence
            number, id = len(citations) + 1, weighed.ranked.entry.id
            citations.append(cite_passage(number, documents, id, sentence.start, sentence.end))
            weighed.ranked.check_words(documents.read(id).text)
            numbers.append(number)
        statements.append(
            Statement(text=choice.best.ranked.text, citations=tuple(numbers), group=choice.group)
        )
        if choice.against:
            notes.append(note_on_conflict(citations[0], citations[numbers[0] - 1]))
    return Answer(
        question=question.text,
        text=join_statements(statements, shape=question.shape),
        shape=question.shape,
        statements=tuple(statements),
        citations=tuple(citations),
        standalone=question.standalone,
        carried=question.carried,
        filters=question.filters,
        notes=tuple(notes),
    )


def note_on_conflict(first: Citation, other: Citation) -> str:
    """That two documents contradict each other, and which says what."""
    told = (f"{who_says(citation)} says [{citation.number}]" for citation in (first, other))
    return f"the documents contradict each other: {', '.join(told)}"


def who_says(citation: Citation) -> str:
    """Whose document it is, and of when: "Harbour Office (2024-02-05)"."""
    whose = citation.issuer or f"“{citation.title}”"
    return f"{whose} ({citation.date})" if citation.date else whose


def with_more(answer: Answer, more: Answer, *, most: int) -> Answer:
    """An answer in prose and behind it the first statements of another that it has not, `most` at the most."""
    said = {statement.text for statement in answer.statements}
    added = [statement for statement in more.statements[:most] if statement.text not in said]
    statements, citations = list(answer.statements), list(answer.citations)
    for statement in added:
        numbered, quoted = number_on(statement, more.citations, len(citations))
        citations += quoted
        statements.append(replace(numbered, group=""))
    return replace(
        answer,
        text=join_statements(statements, shape=answer.shape),
        statements=tuple(statements),
        citations=tuple(citations),
    )


def number_on(
    statement: Statement, citations: Sequence[Citation], last: int
) -> tuple[Statement, list[Citation]]:
    """A statement and those of the citations that are its own, numbered on from `last`."""
    quoted = [citation for citation in citations if citation.number in statement.citations]
    numbered = [replace(citation, number=number) for number, citation in enumerate(quoted, last + 1)]
    return replace(statement, citations=tuple(citation.number for citation in numbered)), numbered


def lay_out(question: Question, choices: Sequence[Choice], documents: Documents) -> list[Choice]:
    """Timelines in the order of their dates, what has none at the end; lists by country or issuer, the rest as chosen."""
    if question.shape == "timeline":
        dated = [
            replace(
                c, group=date_of(c.best.ranked.candidate.sentence, documents.read(c.best.ranked.entry.id))
            )
            for c in choices
        ]
        in_order = sorted(dated, key=lambda choice: choice.group or "9999")
        return [replace(choice, group=choice.group or UNDATED) for choice in in_order]
    if question.shape == "list":
        named = [replace(c, group=group_of(c.best)) for c in choices]
        groups = list(dict.fromkeys(choice.group for choice in named))
        return (
            sorted(named, key=lambda choice: groups.index(choice.group)) if len(groups) > 1 else list(choices)
        )
    return list(choices)


def group_of(weighed: Weighed) -> str:
    """Under which heading a list shows the sentence: the few countries it tells of, else who issued its document, or its title."""
    countries = subjects_of(weighed, by_country=True)
    if 0 < len(countries) <= COUNTRIES_NAMED:
        named = [country for country in find_countries(weighed.ranked.text) if country in countries]
        return " and ".join(named or sorted(countries))
    metadata = weighed.ranked.entry.metadata
    issuer, *others = metadata.issuer.split("; ")
    return (f"{issuer} and others" if others else issuer) or metadata.title


def join_statements(statements: Iterable[Statement], *, shape: str) -> str:
    """The statements as one text, each with its citation marks; all but prose a line each, under its group."""
    marked = [(s.group, f"{s.text} {''.join(f'[{number}]' for number in s.citations)}") for s in statements]
    if shape == "prose":
        return " ".join(text for _, text in marked)
    return "\n".join(f"- {group}: {text}" if group else f"- {text}" for group, text in marked)


def cite_passage(number: int, documents: Documents, id: str, start: int, end: int) -> Citation:
    """The exact words `text[start:end]` of the document `id`, with who published them, when, and how they stand."""
    document = documents.read(id)
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
        caution=documents.standing.caution(document.id),
        sources=document.sources_of(start, end),
    )
