"""An answer as the page draws it: its statements under their groups, the documents behind them, or what was searched."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.in_words import IN_DOUBT, documents_line, searched_lines
from assistant.refuse import REFUSAL
from assistant.types import Answer, Citation
from index.types import Evidence
from pages.parts.drawing import component
from pages.parts.reading import mark_words

_answer = component("answer")


def draw_answer(answer: Answer, *, key: str, opened: int | None, on_open: Callable[[], None]) -> None:
    """An answer with its marks; opening one calls `on_open`, and the mark's number is in session_state[key].open."""
    _answer(
        key=key,
        data={
            "refused": answer.kind == "refusal",
            "text": answer.text,
            "shape": answer.shape,
            "groups": [*groups_of(answer), *({"name": name, "silent": REFUSAL} for name in answer.silent)],
            "citations": {str(c.number): _peek(c) for c in answer.citations},
            "understood": answer.standalone if answer.standalone != answer.question else "",
            "doubt": IN_DOUBT if answer.doubtful else "",
            "notes": list(answer.notes),
            "sources": sources_of(answer),
            "span": sources_line(answer),
            "receipt": searched_lines(answer),
            "nearest": [
                {
                    "pieces": [list(p) for p in mark_words(evidence.text, answer.receipt.looked_for)],
                    "line": line_of(evidence),
                }
                for evidence in answer.receipt.nearest
            ],
            "opened": opened,
        },
        on_open_change=on_open,
    )


def groups_of(answer: Answer) -> list[dict[str, object]]:
    """The statements under the names of their groups, in the answer's order; what cites nothing as one statement."""
    if not answer.statements and answer.kind != "refusal":
        return [{"name": "", "statements": [{"text": answer.text, "support": "supported", "marks": []}]}]
    groups: dict[str, list[dict[str, object]]] = {}
    for statement in answer.statements:
        groups.setdefault(statement.group, []).append(
            {"text": statement.text, "support": statement.support, "marks": list(statement.citations)}
        )
    return [{"name": name, "statements": statements} for name, statements in groups.items()]


def sources_of(answer: Answer) -> list[dict[str, object]]:
    """The documents that are cited, in order of their first marks: who said it and when, and what must be known."""
    by_document: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        by_document.setdefault(citation.document, []).append(citation)
    return [
        {
            "first": cited[0].number,
            "numbers": numbers_line([citation.number for citation in cited]),
            "title": cited[0].title or cited[0].document,
            "line": [part for part in (cited[0].issuer, cited[0].date) if part],
            "caution": cited[0].caution,
        }
        for cited in by_document.values()
    ]


def numbers_line(numbers: Sequence[int]) -> str:
    """Ascending numbers, those that follow each other taken together.

    >>> numbers_line([1, 2, 3, 5, 8, 9])
    '1–3, 5, 8, 9'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def sources_line(answer: Answer) -> str:
    """How many documents are cited, from when, and how many of them do not stand as they were.

    >>> sources_line(Answer("", "", citations=(Citation(1, "a", "", 0, 0, "", date="2020-01", caution="amended by b"),)))
    '1 document, dated 2020-01; 1 of them superseded, amended or withdrawn since'
    """
    cited = {citation.document: citation for citation in answer.citations}.values()
    count = sum(bool(citation.caution) for citation in cited)
    past = f"; {count} of them superseded, amended or withdrawn since" if count else ""
    return documents_line(len(cited), (citation.date for citation in cited)) + past


def line_of(evidence: Evidence) -> list[str]:
    """The document a passage is from, and its date."""
    known = evidence.metadata
    return [part for part in (known.title or evidence.document, known.date) if part]


def _peek(citation: Citation) -> dict[str, object]:
    page = f"page {citation.page}" if citation.page else ""
    return {
        "title": citation.title or citation.document,
        "line": [part for part in (citation.issuer, citation.date, page) if part],
        "quote": citation.quote,
        "caution": citation.caution,
    }
