"""The assistant's commands: ask, verify, mcp."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path

from assistant.assistant import Assistant, NoQuestion
from assistant.draft import CheckedSentence, check_draft_in
from assistant.export import answer_json
from assistant.in_words import notes_of, reference, searched_lines, withheld_words, written_line
from assistant.judge import TrainedJudge
from assistant.receipts import ReceiptLine, check_receipt
from assistant.types import Answer, Turn
from assistant.verify import verify_statement
from index.door import (
    BadRow,
    Parser,
    Row,
    add_filters,
    add_places,
    answer_rows,
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


def run_ask(options: argparse.Namespace, settings: Settings) -> int:
    if options.questions is None and not (options.question or "").strip():
        raise AdvisoryError('no question was asked; write: python -m assistant ask "what you want to know"')
    if options.questions is not None and options.question is not None:
        raise AdvisoryError("a question and --questions; pass one of them")
    assistant = Assistant.open(settings)
    filters = filters_of(options)
    for note in assistant.index.filter_notes(filters):
        print_note(note)
    code = 0
    if options.questions is not None:
        code = answer_rows(read_rows(options.questions), Asking(assistant, filters).answer)
    else:
        answer = assistant.ask(options.question, filters=filters)
        if options.json:
            print_json({"id": "", **answer_json(answer)})
        else:
            print(answer_lines(answer, settings))
    print_note(stale_note(settings))
    return code


class Asking:
    """The questions of a batch in their order; `follows`, unless it is empty, makes a conversation and `as_of` is honoured."""

    def __init__(self, assistant: Assistant, filters: Filters) -> None:
        self._assistant = assistant
        self._filters = filters
        # What each line's question comes after, itself included, by its id; None where it is in error.
        self._conversations: dict[str, tuple[Turn, ...] | None] = {}

    def answer(self, row: Row) -> dict[str, object]:
        """The answer as JSON. Raises BadRow where the line is no question, or follows none that was answered."""
        try:
            conversation = self._continue(row)
        except BadRow:
            self._conversations[row.id] = None
            raise
        self._conversations[row.id] = conversation
        return answer_json(conversation[-1].answer)

    def _continue(self, row: Row) -> tuple[Turn, ...]:
        question = row.get("question")
        if not isinstance(question, str):
            raise BadRow('not a JSON object with "id" and "question"')
        history = self._followed(row.get("follows"))
        as_of = row.get("as_of")
        try:
            filters = replace(self._filters, as_of=iso_date(str(as_of))) if as_of else self._filters
            answer = self._assistant.ask(question, history=history, filters=filters)
        except argparse.ArgumentTypeError as error:
            raise BadRow(f"as_of {error}") from error
        except NoQuestion as error:
            raise BadRow(str(error)) from error
        return (*history, Turn(question, answer))

    def _followed(self, follows: object) -> tuple[Turn, ...]:
        if follows in (None, ""):
            return ()
        if str(follows) not in self._conversations:
            raise BadRow(f"follows {follows!r}, which no line before it has as its id")
        history = self._conversations[str(follows)]
        if history is None:
            raise BadRow(f"follows {follows!r}, which is itself in error")
        return history


def answer_lines(answer: Answer, settings: Settings) -> str:
    """The answer for a terminal: its text, then what each mark cites; `settings` say by which command one looks further."""
    lines = [printable(answer.text), ""]
    lines += [f"[{c.number}] {printable(reference(c))}" for c in answer.citations]
    if written := written_line(answer):
        lines.append(printable("; ".join(part for part in (written, withheld_words(answer)) if part)))
    lines += [f"withheld: {printable(w.text)} ({w.reason})" for w in answer.withheld]
    lines += [f"note: {note}" for note in notes_of(answer)]
    if searched := searched_lines(answer):
        lines += [f"{label}: {printable(words)}." for label, words in searched]
        if not answer.receipt.documents:
            lines.append(
                f"No document passes the filters; {settings.command('status')} lists what is indexed."
            )
        lines += [
            f"Nearest, not an answer: {printable(near.text)} "
            f"({near.label + ', ' if near.kind == 'comment' else ''}{near.document})"
            for near in answer.receipt.nearest
        ]
    return "\n".join(lines).rstrip()


# --- verify --------------------------------------------------------------------------------------


def run_verify(options: argparse.Namespace, settings: Settings) -> int:
    if options.claims is not None and options.file is not None:
        raise AdvisoryError("a file and --claims; pass one of them")
    if options.claims is not None:
        return verify_claims(options.claims, settings)
    if options.file is None:
        raise AdvisoryError("nothing to verify; pass a file, or --claims FILE.jsonl")
    if options.file.suffix.lower() == ".json":
        verify_receipt(options.file, Index(settings), as_json=options.json)
    else:
        verify_draft(options.file, Index(settings), as_json=options.json)
    return 0


def verify_claims(path: Path, settings: Settings) -> int:
    """A verdict a line on each claim with its own evidence; no index is needed. The exit code."""
    judge = TrainedJudge(Embedder(settings.embedder))

    def judged(row: Row) -> dict[str, object]:
        claim, evidence = claim_of(row)
        verdict = verify_statement(claim, evidence, judge=judge)
        return {"support": verdict.support, "score": round(verdict.score, 4), "reason": verdict.reason}

    rows, at_once = read_rows(path), CLAIMS_AT_ONCE if path.is_file() else 1
    code = 0
    while some := list(islice(rows, at_once)):
        judge.prepare(claims_of(some))
        code = answer_rows(some, judged) or code
    return code


def claims_of(rows: Iterable[Row]) -> Iterator[tuple[str, list[str]]]:
    """What `claim_of` gives for those of the rows that can be used."""
    for row in rows:
        with suppress(BadRow):
            yield claim_of(row)


def claim_of(row: Row) -> tuple[str, list[str]]:
    """Claim and evidence of a line. Raises BadRow where it has none."""
    claim, evidence = row.get("claim"), row.get("evidence")
    if (
        not isinstance(claim, str)
        or not isinstance(evidence, list)
        or not all(isinstance(e, str) for e in evidence)
    ):
        raise BadRow('not a JSON object with "id", "claim" and "evidence": [text]')
    return claim, evidence


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
