"""What the command lines share: one-line errors, where things are, filters, JSON out and JSON Lines in."""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from index.process import collect_seldom
from index.settings import Settings
from index.terminal import one_line
from index.types import AdvisoryError, Filters


class BadRow(AdvisoryError):
    """A line of a batch that cannot be answered; the others can."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a batch: where it stands, its id, or its number where it has none, and why it is no row of one, or nothing."""

    place: str
    id: str
    said: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""

    def get(self, name: str) -> Any:
        """What the line says under that name, or None. Raises BadRow where the line cannot be used."""
        if self.problem:
            raise BadRow(self.problem)
        return self.said.get(name)


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"error: {message}; see {self.prog} --help\n")


def run_command(
    make_parser: Callable[[], argparse.ArgumentParser], arguments: Sequence[str] | None = None
) -> int:
    """Run the command the parser finds, which sets `run(options, settings)`; the exit code.

    The parser is made here, so that an interrupt while its commands are loaded is said as any other is.
    The code is what `run` returns, 0 where that is nothing; 2, with a line on standard error for each
    thing that is to be mended; 130 when interrupted.
    """
    collect_seldom()
    if isinstance(sys.stdout, io.TextIOWrapper):
        # JSON is UTF-8 wherever it goes; half a character, as a broken argument may hold, is escaped.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        options = make_parser().parse_args(arguments)
        settings = Settings.from_environment(
            corpus=getattr(options, "corpus", None),
            store=getattr(options, "store", None),
            model=getattr(options, "model", None),
        )
        code = options.run(options, settings)
        sys.stdout.flush()
    except AdvisoryError as error:
        return report_problems(*error.problems)
    except KeyboardInterrupt:
        print("interrupted; what was there is as it was", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read has enough; what Python would still write when it ends goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return report_problems(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    return int(code or 0)


def report_problems(*problems: str) -> int:
    """Say on standard error what is to be mended, a line each; the exit code."""
    for problem in problems:
        print(f"error: {one_line(problem)}", file=sys.stderr)
    return 2


def add_places(command: argparse.ArgumentParser) -> None:
    command.add_argument("--corpus", metavar="DIR", help="the documents (ADVISORY_CORPUS, else corpus)")
    command.add_argument("--store", metavar="DIR", help="the index (ADVISORY_STORE, else .store)")
    command.add_argument("--json", action="store_true", help="print one JSON object")


def add_filters(command: argparse.ArgumentParser) -> None:
    """The filters that search and ask share."""
    for name, meaning in (
        ("country", "of the issuer, or where the makers of what it is about are at home"),
        ("issuer", "who issued or published it, in whole words"),
        ("kind", "law, order, guidance, warning, advisory, press, ..."),
        ("language", "as ISO 639-1 writes it: en, ja, ..."),
        ("marking", "its TLP marking: clear, green, amber, ..."),
    ):
        command.add_argument(f"--{name}", default="", metavar="X", help=meaning)
    for name in ("after", "before"):
        command.add_argument(
            f"--{name}", metavar="DATE", type=iso_date, help=f"dated that day, month or year, or {name}"
        )
    command.add_argument("--as-of", type=iso_date, metavar="DATE", help="only what was known on that day")
    command.add_argument(
        "--document", action="append", default=[], metavar="ID", help="only this document; may be repeated"
    )


def iso_date(text: str) -> str:
    """An ISO date as typed, to the year, month or day. Raises what argparse reports."""
    try:
        if not re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}){0,2}", text):
            raise ValueError(text)
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2024-03-31") from None
    return text


def count(text: str) -> int:
    """A number above zero, of up to nine digits. Raises what argparse reports."""
    if not re.fullmatch(r"0{0,9}[1-9][0-9]{0,8}", text):
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is no number above zero with at most nine digits")
    return int(text)


def filters_of(options: argparse.Namespace) -> Filters:
    return Filters(
        country=options.country,
        issuer=options.issuer,
        kind=options.kind,
        language=options.language,
        marking=options.marking,
        after=options.after or "",
        before=options.before or "",
        as_of=options.as_of or "",
        documents=frozenset(options.document),
    )


def print_json(row: dict[str, object]) -> None:
    print(json.dumps(row, ensure_ascii=False), flush=True)


def answer_rows(rows: Iterable[Row], answer: Callable[[Row], Mapping[str, object]]) -> int:
    """Print a line for each row as it comes: its id with its answer, or with the error for which there is none.

    What raises BadRow is in error, and said on standard error too. The exit code: 2 if any was, else 0.
    """
    code = 0
    for row in rows:
        try:
            print_json({"id": row.id, **answer(row)})
        except BadRow as error:
            problem = f"{row.place}: {error}"
            print_json({"id": row.id, "error": problem})
            code = report_problems(problem)
    return code


def print_note(note: str) -> None:
    """Say on standard error what is worth knowing of what is printed, if anything is."""
    if note:
        print(f"note: {note}", file=sys.stderr)


def read_rows(path: Path) -> Iterator[Row]:
    """Each line of a JSON Lines file that holds anything; one that is no object has its problem, and the others go on.

    A row without an id, or with null, has its line number for one; that it is another line's id too is a problem.
    Raises AdvisoryError where the file cannot be opened.
    """
    given: set[str] = set()
    numbered: set[str] = set()
    try:
        file = path.open("rb")
    except OSError as error:
        raise AdvisoryError(f"{path}: {error.strerror}; pass a file of JSON lines") from error
    with file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            place = f"{path}, line {number}"
            try:
                said = json.loads(line.decode("utf-8-sig"))
            except (ValueError, RecursionError):
                said = None
            if not isinstance(said, dict):
                yield Row(place, str(number), problem="not a JSON object")
                continue
            nameless = said.get("id") is None
            id = str(number if nameless else said["id"])
            (numbered if nameless else given).add(id)
            problem = ""
            if id in (given if nameless else numbered):
                problem = f"the id {id!r} is also the number of a line that has no id; give that line one"
            yield Row(place, id, said, problem)
