"""Answers as files: Markdown and Word with numbered references, and a JSON receipt that can be checked again."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from assistant.refuse import REFUSAL
from assistant.types import Answer, Citation, Turn
from index.filters import filter_words

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|$~])")
# What at the start of a line makes an item of a list of it, or a heading of the line above.
_LINE_START = re.compile(r"^([0-9]{1,9}(?=[.)](?!\S))|(?=[-+](?!\S)|[-=]+$))")
# Word cannot hold control characters.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
IN_DOUBT = "the evidence is thin: this may come near the question without answering it"


def to_markdown(title: str, turns: Sequence[Turn]) -> str:
    """The answers with, under each, its notes and the references its numbers stand for; the title may be empty."""
    lines = [f"# {_escape(title)}", ""] if title else []
    for turn in turns:
        answer = turn.answer
        lines += [f"## {_escape(turn.question)}", ""]
        for line in _asked_lines(answer):
            lines += [f"_{_escape(line)}_", ""]
        lines += [*_markdown_body(answer), ""]
        for note in notes_of(answer):
            lines += [f"_{_escape(_sentence(note))}_", ""]
        lines += [f"{c.number}. {_escape(reference(c))}" for c in answer.citations]
        lines += [""] if answer.citations else []
    return "\n".join(lines).rstrip() + "\n"


def to_docx(title: str, turns: Sequence[Turn]) -> bytes:
    """The same as a Word document."""
    from docx import Document

    document = Document()
    document.add_heading(_CONTROL.sub("", title), level=0)
    for turn in turns:
        answer = turn.answer
        document.add_heading(_CONTROL.sub("", turn.question), level=1)
        for line in _asked_lines(answer):
            document.add_paragraph().add_run(_CONTROL.sub("", line)).italic = True
        if not answer.statements:
            document.add_paragraph(_CONTROL.sub("", answer.text))
        if searched := _searched(answer):
            document.add_paragraph(_CONTROL.sub("", searched))
        group = ""
        for statement in answer.statements:
            if statement.group != group:
                group = statement.group
                document.add_heading(_CONTROL.sub("", group), level=2)
            paragraph = document.add_paragraph(
                _CONTROL.sub("", statement.text) + " ",
                style=None if answer.shape == "prose" else "List Bullet",
            )
            paragraph.add_run(
                "".join(f"[{number}]" for number in statement.citations)
            ).font.superscript = True
        for note in notes_of(answer):
            document.add_paragraph().add_run(_CONTROL.sub("", _sentence(note))).italic = True
        if answer.citations:
            document.add_heading("References", level=2)
        for citation in answer.citations:
            document.add_paragraph(f"[{citation.number}] {_CONTROL.sub('', reference(citation))}")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def to_receipt(title: str, turns: Sequence[Turn]) -> str:
    """The answers with every quote's document, content hash and offsets, as JSON."""
    return json.dumps(
        {"title": title, "answers": [answer_json(turn.answer) for turn in turns]},
        ensure_ascii=False,
        indent=2,
    )


def answer_json(answer: Answer) -> dict[str, object]:
    """One answer in the form that `python -m assistant ask --json` prints."""
    return {
        "question": answer.question,
        "answer": answer.text,
        "kind": answer.kind,
        "refused": answer.refused,
        "statements": [
            {"text": s.text, "support": s.support, "citations": list(s.citations)} for s in answer.statements
        ],
        "citations": [asdict(citation) for citation in answer.citations],
        "searched": searched_json(answer),
        "withheld": [{"text": each.text, "reason": each.reason} for each in answer.withheld],
        "silent": list(answer.silent),
        "doubtful": answer.doubtful,
        "notes": notes_of(answer),
        "confidence": round(answer.confidence, 4),
        "model": answer.model,
        "seconds": answer.seconds,
    }


def searched_json(answer: Answer) -> dict[str, object]:
    """What was asked of the index, under which filters, and what it spans; with a refusal also what came nearest."""
    receipt = answer.receipt
    return {
        "question": answer.standalone,
        "filters": answer.filters.as_json(),
        "documents": receipt.documents,
        "earliest": receipt.earliest,
        "latest": receipt.latest,
        "looked_for": list(receipt.looked_for),
        "missing": list(receipt.missing),
        "nearest": [
            {"document": near.document, "start": near.start, "end": near.end, "text": near.text}
            for near in receipt.nearest
        ],
    }


def notes_of(answer: Answer) -> list[str]:
    """What must be known of an answer in words: of whom nothing is said, that it is in doubt, and its notes.

    >>> notes_of(Answer("", "", silent=("Italy",), notes=("stopped",)))
    ['Italy: The corpus does not say.', 'stopped']
    """
    silent = [f"{side}: {REFUSAL}" for side in answer.silent]
    return [*silent, *([IN_DOUBT] if answer.doubtful else []), *answer.notes]


def reference(citation: Citation) -> str:
    """A citation in full: issuer, title, date, page, quote, original publications and the place in the file.

    Government of Japan, "A warning", 2026-03-12: "The exact words." First published by Kyodo, 2026-03-12,
    https://... (japan-warning, characters 120 to 180)
    """
    head = [citation.issuer, f'"{citation.title or citation.document}"', citation.date]
    head += [f"p. {citation.page}"] if citation.page else []
    text = f'{", ".join(part for part in head if part)}: "{" ".join(citation.quote.split())}"'
    if citation.caution:
        text += f" Caution: {citation.caution}."
    published = "; ".join(
        ", ".join(part for part in (s.publisher, s.title, s.date, s.url) if part) for s in citation.sources
    )
    if published:
        text += f" First published by {published}."
    return f"{text} ({citation.document}, characters {citation.start} to {citation.end})"


def searched_lines(answer: Answer) -> list[tuple[str, str]]:
    """What was searched without finding an answer, as labels and words; none where there is one, or nothing was searched."""
    if answer.kind != "refusal":
        return []
    receipt = answer.receipt
    lines = (
        ("Searched", documents_line(receipt.documents, (receipt.earliest, receipt.latest))),
        ("Looked for", ", ".join(receipt.looked_for)),
        ("Nowhere found", ", ".join(receipt.missing)),
    )
    return [(label, words) for label, words in lines if words]


def documents_line(count: int, dates: Iterable[str]) -> str:
    """How many documents there are, and from when, as far as they say.

    >>> documents_line(154, ["2026-06-30", "", "2010-11-01"])
    '154 documents, dated 2010-11-01 to 2026-06-30'
    """
    known = sorted({date for date in dates if date})
    dated = f", dated {' to '.join(dict.fromkeys((known[0], known[-1])))}" if known else ""
    return f"{count:,} document{'' if count == 1 else 's'}{dated}"


def filters_line(answer: Answer) -> str:
    """The filters the answer was found under, in words, or empty."""
    listed = "; ".join(f"{name} {value}" for name, value in filter_words(answer.filters).values())
    return f"Searched only: {listed}" if listed else ""


def _asked_lines(answer: Answer) -> list[str]:
    """How the question was understood where that is not as it stands, and what was searched only."""
    otherwise = answer.standalone not in ("", answer.question)
    understood = f"Understood as: {answer.standalone}" if otherwise else ""
    return [line for line in (understood, filters_line(answer)) if line]


def _sentence(note: str) -> str:
    """A note as it stands by itself.

    >>> _sentence("stopped before the answer was complete")
    'Stopped before the answer was complete.'
    """
    return f"{note[:1].upper()}{note[1:].rstrip('.')}."


def _searched(answer: Answer) -> str:
    return " ".join(f"{label}: {words}." for label, words in searched_lines(answer))


def _markdown_body(answer: Answer) -> list[str]:
    if not answer.statements:
        searched = _searched(answer)
        return [_escape(answer.text), *(["", _escape(searched)] if searched else [])]
    bullet = "" if answer.shape == "prose" else "- "
    lines: list[str] = []
    group = ""
    for statement in answer.statements:
        if statement.group != group:
            group = statement.group
            lines += ["", f"### {_escape(group)}", ""]
        marks = "".join(f"[{number}]" for number in statement.citations)
        lines.append(f"{bullet}{_escape(statement.text)} {marks}".rstrip())
    return lines


def _escape(text: str) -> str:
    """The text on one line, of which Markdown makes nothing but words.

    >>> print(_escape("1. *Routers*"))
    1\\. \\*Routers\\*
    """
    return _LINE_START.sub(r"\1\\", _MARKDOWN.sub(r"\\\1", " ".join(text.split())))
