"""The assistant's commands: ask, verify, mcp."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant, NoQuestion
from assistant.draft import CheckedSentence, check_draft_in
from assistant.export import answer_json, notes_of, reference, searched_lines
from assistant.judge import TrainedJudge
from assistant.receipts import ReceiptLine, check_receipt
from assistant.types import Answer, Turn
from assistant.verify import verify_statement
from index.door import (
    Parser,
    add_filters,
    add_places,
    filters_of,
    iso_date,
    print_json,
    print_note,
    read_rows,
)
from index.embed import Embedder
from index.search import Index
from index.settings import Settings
from index.status import stale_note
from index.terminal import printable
from index.types import AdvisoryError, Filters

# How many claims of a file are encoded together; one that comes through a pipe is answered before the next is read.
CLAIMS_AT_ONCE = 128


def parser() -> argparse.ArgumentParser:
    top = Parser(
        prog="python -m assistant", description="Ask the corpus, and check what is written against it."
    )
    commands = top.add_subparsers(required=True, metavar="ask|verify|mcp")

    ask = commands.add_parser("ask", help="an answer in which every sentence cites the words it rests on")
    ask.add_argument("question", nargs="?")
    ask.add_argument(
        "--questions", type=Path, metavar="FILE.jsonl", help='one {"id", "question"} a line; gold rows serve'
    )
    ask.add_argument("--model", metavar="PROVIDER:MODEL", help="a language model (ADVISORY_MODEL, else none)")
    add_places(ask)
    add_filters(ask)
    ask.set_defaults(run=run_ask)

    verify = commands.add_parser("verify", help="hold a draft, a receipt or claims against their sources")
    verify.add_argument(
        "file", nargs="?", type=Path, help="a draft (text or Markdown) or an exported receipt (.json)"
    )
    verify.add_argument(
        "--claims", type=Path, metavar="FILE.jsonl", help='one {"id", "claim", "evidence": [text]} a line'
    )
    add_places(verify)
    verify.set_defaults(run=run_verify)

    mcp = commands.add_parser("mcp", help="serve search, ask and read_document to other programs over MCP")
    mcp.add_argument("--model", metavar="PROVIDER:MODEL")
    add_places(mcp)
    mcp.set_defaults(run=run_mcp)
    return top


# --- ask -----------------------------------------------------------------------------------------


def run_ask(options: argparse.Namespace, settings: Settings) -> None:
    if options.questions is None and not (options.question or "").strip():
        raise AdvisoryError('no question was asked; write: python -m assistant ask "what you want to know"')
    if options.questions is not None and options.question is not None:
        raise AdvisoryError("a question and --questions; pass one of them")
    assistant = Assistant.open(settings)
    filters = filters_of(options)
    if options.questions is not None:
        for id, answer in ask_in_turn(assistant, read_rows(options.questions), options.questions, filters):
            print_json({"id": id, **answer_json(answer)})
    else:
        answer = assistant.ask(options.question, filters=filters)
        if options.json:
            print_json({"id": "", **answer_json(answer)})
        else:
            print(answer_lines(answer))
    print_note(stale_note(settings))


def ask_in_turn(
    assistant: Assistant, rows: Iterator[tuple[int, str, Mapping[str, Any]]], path: Path, filters: Filters
) -> Iterator[tuple[str, Answer]]:
    """Each question's id and answer, in order; `follows`, unless it is empty, makes a conversation and `as_of` is honoured.

    Raises AdvisoryError naming the line that is not a question.
    """
    conversations: dict[str, tuple[Turn, ...]] = {}
    for number, id, row in rows:
        question, follows = row.get("question"), row.get("follows")
        if not isinstance(question, str):
            raise AdvisoryError(f'{path}, line {number}: not a JSON object with "id" and "question"')
        continues = follows not in (None, "")
        if continues and str(follows) not in conversations:
            raise AdvisoryError(
                f"{path}, line {number}: follows {follows!r}, which no line before it has as its id"
            )
        history = conversations[str(follows)] if continues else ()
        try:
            as_of = iso_date(str(row["as_of"])) if row.get("as_of") else filters.as_of
        except argparse.ArgumentTypeError as error:
            raise AdvisoryError(f"{path}, line {number}: as_of {error}") from error
        try:
            answer = assistant.ask(question, history=history, filters=replace(filters, as_of=as_of))
        except NoQuestion as error:
            raise AdvisoryError(f"{path}, line {number}: {error}") from error
        conversations[id] = (*history, Turn(question, answer))
        yield id, answer


def answer_lines(answer: Answer) -> str:
    """The answer for a terminal: its text, then what each mark cites."""
    lines = [printable(answer.text), ""]
    lines += [f"[{c.number}] {printable(reference(c))}" for c in answer.citations]
    lines += [f"withheld: {printable(w.text)} ({w.reason})" for w in answer.withheld]
    lines += [f"note: {note}" for note in notes_of(answer)]
    if searched := searched_lines(answer):
        lines += [f"{label}: {printable(words)}." for label, words in searched]
        if not answer.receipt.documents:
            lines.append("No document passes the filters; python -m index status lists what is indexed.")
        lines += [
            f"Nearest, not an answer: {printable(near.text)} "
            f"({near.label + ', ' if near.kind == 'comment' else ''}{near.document})"
            for near in answer.receipt.nearest
        ]
    return "\n".join(lines).rstrip()


# --- verify --------------------------------------------------------------------------------------


def run_verify(options: argparse.Namespace, settings: Settings) -> None:
    if options.claims is not None and options.file is not None:
        raise AdvisoryError("a file and --claims; pass one of them")
    if options.claims is not None:
        verify_claims(options.claims, settings)
    elif options.file is None:
        raise AdvisoryError("nothing to verify; pass a file, or --claims FILE.jsonl")
    elif options.file.suffix.lower() == ".json":
        verify_receipt(options.file, Index(settings), as_json=options.json)
    else:
        verify_draft(options.file, Index(settings), as_json=options.json)


def verify_claims(path: Path, settings: Settings) -> None:
    """A verdict a line on each claim with its own evidence; no index is needed."""
    judge = TrainedJudge(Embedder(settings.embedder))
    claims, at_once = read_claims(path), CLAIMS_AT_ONCE if path.is_file() else 1
    while some := list(islice(claims, at_once)):
        judge.prepare((claim, evidence) for _, claim, evidence in some)
        for id, claim, evidence in some:
            verdict = verify_statement(claim, evidence, judge=judge)
            print_json(
                {
                    "id": id,
                    "support": verdict.support,
                    "score": round(verdict.score, 4),
                    "reason": verdict.reason,
                }
            )


def read_claims(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Id, claim and evidence of every line. Raises AdvisoryError naming the line that has none."""
    for number, id, row in read_rows(path):
        claim, evidence = row.get("claim"), row.get("evidence")
        if (
            not isinstance(claim, str)
            or not isinstance(evidence, list)
            or not all(isinstance(e, str) for e in evidence)
        ):
            raise AdvisoryError(
                f'{path}, line {number}: not a JSON object with "id", "claim" and "evidence": [text]'
            )
        yield id, claim, evidence


def verify_draft(path: Path, index: Index, *, as_json: bool) -> None:
    for number, sentence in enumerate(check_draft_in(index, read_text(path)), start=1):
        if as_json:
            print_json({"id": number, **sentence_json(sentence)})
        else:
            print(sentence_lines(sentence), flush=True)


def verify_receipt(path: Path, index: Index, *, as_json: bool) -> None:
    try:
        receipt = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise AdvisoryError(f"{path}: not JSON ({error}); pass an exported receipt") from error
    lines = check_receipt(receipt, index.document)
    if not lines:
        raise AdvisoryError(f"{path}: holds no citation; pass an exported receipt")
    for line in lines:
        if as_json:
            print_json(asdict(line))
        else:
            print(receipt_line(line), flush=True)


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise AdvisoryError(f"{path}: not UTF-8 text; save the draft as plain text") from error
    except OSError as error:
        raise AdvisoryError(f"{path}: {error.strerror}; pass a file that can be read") from error


def sentence_json(sentence: CheckedSentence) -> dict[str, object]:
    return {
        "text": sentence.text,
        "status": sentence.status,
        "support": sentence.verdict.support,
        "score": round(sentence.verdict.score, 4),
        "reason": sentence.verdict.reason,
        "passages": [
            {"document": p.document, "start": p.start, "end": p.end, "text": p.text}
            for p in sentence.passages
        ],
    }


def sentence_lines(sentence: CheckedSentence) -> str:
    lines = [f"{sentence.status.upper()}: {printable(sentence.text)}"]
    if sentence.verdict.reason:
        lines.append(f"    {printable(sentence.verdict.reason)}")
    lines += [f"    {p.document} [{p.start}:{p.end}]: {printable(p.text)}" for p in sentence.passages]
    return "\n".join(lines)


def receipt_line(line: ReceiptLine) -> str:
    name = f"{line.document} (now {line.renamed})" if line.renamed else line.document
    place = (
        f" [{line.start}:{line.end}]" if line.end else f" (in {line.places} places)" if line.places else ""
    )
    now = f"\n    now: {printable(line.now)}" if line.now else ""
    return f"{line.status.upper()}: {name}{place} {printable(line.quote)}{now}"


# --- mcp -----------------------------------------------------------------------------------------


def run_mcp(options: argparse.Namespace, settings: Settings) -> None:
    from assistant.mcp import serve

    serve(Assistant.open(settings))
