"""Answers as files: Markdown and Word with numbered references, and a JSON receipt that can be checked again."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Literal

from assistant.in_words import ISSUERS_NAMED, filters_line, notes_of, reference, searched_lines
from assistant.types import Answer, Turn

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|$~])")
# What at the start of a line makes an item of a list of it, or a heading of the line above.
_LINE_START = re.compile(r"^([0-9]{1,9}(?=[.)](?!\S))|(?=[-+](?!\S)|[-=]+$))")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

BlockKind = Literal["title", "question", "aside", "paragraph", "sentence", "item", "heading", "reference"]
_MARKDOWN_BEFORE = {"title": "# ", "question": "## ", "heading": "### ", "item": "- "}
_WORD_STYLES = {"title": "Title", "question": "Heading 1", "heading": "Heading 2", "item": "List Bullet"}
# What stands line below line in Markdown; anything else has an empty line before it.
_TOGETHER = ("sentence", "item", "reference")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of an exported answer: its text on one line, and the numbers of what it cites, or of a reference its own."""

    kind: BlockKind
    text: str
    marks: tuple[int, ...] = ()


def to_markdown(title: str, turns: Sequence[Turn]) -> str:
    """The answers with, under each, its notes and the references its numbers stand for; the title may be empty."""
    parts = [
        ("\n" if kind in _TOGETHER else "\n\n").join(map(_markdown_line, blocks))
        for kind, blocks in groupby(blocks_of(title, turns), key=lambda block: block.kind)
    ]
    return "\n\n".join(parts) + "\n"


def to_docx(title: str, turns: Sequence[Turn]) -> bytes:
    """The same as a Word document."""
    from docx import Document

    document = Document()
    for block in blocks_of(title, turns):
        paragraph = document.add_paragraph(style=_WORD_STYLES.get(block.kind))
        marks = "".join(f"[{number}]" for number in block.marks)
        if block.kind == "reference":
            paragraph.add_run(f"{marks} {block.text}")
        else:
            paragraph.add_run(block.text).italic = block.kind == "aside" or None
            paragraph.add_run(f" {marks}" if marks else "").font.superscript = True
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def blocks_of(title: str, turns: Iterable[Turn]) -> Iterator[Block]:
    """What is exported of the answers, from top to bottom; without a title where it is empty."""
    if line := _one_line(title):
        yield Block("title", line)
    for turn in turns:
        answer = turn.answer
        yield Block("question", _one_line(turn.question))
        yield from (Block("aside", _one_line(line)) for line in _asked_lines(answer))
        if not answer.statements:
            yield Block("paragraph", _one_line(answer.text))
        if searched := _searched(answer):
            yield Block("paragraph", _one_line(searched))
        for group, statements in groupby(answer.statements, key=lambda statement: statement.group):
            if group:
                yield Block("heading", _one_line(group))
            for statement in statements:
                kind: BlockKind = "sentence" if answer.shape == "prose" else "item"
                yield Block(kind, _one_line(statement.text), statement.citations)
        yield from (Block("aside", _one_line(_sentence(note))) for note in notes_of(answer))
        if answer.citations:
            yield Block("heading", "References")
        yield from (Block("reference", _one_line(reference(c)), (c.number,)) for c in answer.citations)


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
        "issuers": list(receipt.issuers[:ISSUERS_NAMED]),
        "issuers_in_all": len(receipt.issuers),
        "looked_for": list(receipt.looked_for),
        "missing": list(receipt.missing),
        "nearest": [
            {"document": near.document, "start": near.start, "end": near.end, "text": near.text}
            for near in receipt.nearest
        ],
    }


def _asked_lines(answer: Answer) -> list[str]:
    """How the question was understood where that is not as it stands, and what was searched only."""
    otherwise = answer.standalone not in ("", answer.question)
    understood = f"Understood as: {answer.standalone}" if otherwise else ""
    return [line for line in (understood, filters_line(answer)) if line]


def _sentence(note: str) -> str:
    """A note as it stands by itself.

    >>> _sentence("as of 2024-05: what is dated later was left aside")
    'As of 2024-05: what is dated later was left aside.'
    """
    return f"{note[:1].upper()}{note[1:].rstrip('.')}."


def _searched(answer: Answer) -> str:
    return " ".join(f"{label}: {words}." for label, words in searched_lines(answer))


def _markdown_line(block: Block) -> str:
    text = _escape(block.text)
    if block.kind == "reference":
        return f"{block.marks[0]}. {text}"
    if block.kind == "aside":
        return f"_{text}_"
    marks = "".join(f"[{number}]" for number in block.marks)
    return f"{_MARKDOWN_BEFORE.get(block.kind, '')}{text} {marks}".rstrip()


def _one_line(text: str) -> str:
    """The text on one line, without the control characters that Word cannot hold."""
    return _CONTROL.sub("", " ".join(text.split()))


def _escape(text: str) -> str:
    """The line as Markdown, which makes nothing but words of it.

    >>> print(_escape("1. *Routers*"))
    1\\. \\*Routers\\*
    """
    return _LINE_START.sub(r"\1\\", _MARKDOWN.sub(r"\\\1", text))
