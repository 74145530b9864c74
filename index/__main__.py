"""The index from the command line: sync, search, status, show, watch."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import NoReturn

from index.settings import Settings
from index.terminal import failure_line, one_line, printable
from index.types import AdvisoryError, Evidence, Filters, SyncReport


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 2 with one line on standard error when it could not."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # JSON is UTF-8 wherever it goes; half a character, as a broken argument may hold, is escaped.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = parser().parse_args(arguments)
    settings = Settings.from_environment(
        corpus=getattr(options, "corpus", None), store=getattr(options, "store", None)
    )
    try:
        options.run(options, settings)
        sys.stdout.flush()
    except AdvisoryError as error:
        print(f"error: {one_line(str(error))}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("interrupted; the index is as it was", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read has enough; what Python would still write when it ends goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"error: {message}; see {self.prog} --help\n")


def parser() -> argparse.ArgumentParser:
    top = Parser(prog="python -m index", description="Keep a folder of advisories searchable.")
    commands = top.add_subparsers(required=True, metavar="sync|search|status|show|watch")

    sync = commands.add_parser("sync", help="make the index what the corpus folder says")
    add_places(sync)
    sync.add_argument("--rebuild", action="store_true", help="forget the store and build it anew")
    sync.add_argument("--allow-empty", action="store_true", help="mean it when the corpus folder is empty")
    sync.set_defaults(run=run_sync)

    search = commands.add_parser("search", help="passages for a query")
    search.add_argument("query", nargs="?")
    search.add_argument("--queries", type=Path, metavar="FILE.jsonl", help='one {"id", "query"} a line')
    search.add_argument("-k", type=count, default=10, help="at most so many passages (10)")
    add_places(search)
    add_filters(search)
    search.set_defaults(run=run_search)

    status = commands.add_parser("status", help="what is indexed, what failed and why, what is out of date")
    add_places(status)
    status.set_defaults(run=run_status)

    show = commands.add_parser("show", help="a document's text, as citations count in it")
    show.add_argument("document")
    add_places(show)
    show.set_defaults(run=run_show)

    watch = commands.add_parser("watch", help="sync whenever the folder changes")
    add_places(watch)
    watch.set_defaults(run=run_watch)
    return top


def add_places(command: argparse.ArgumentParser) -> None:
    command.add_argument("--corpus", metavar="DIR", help="the documents (ADVISORY_CORPUS, else corpus)")
    command.add_argument("--store", metavar="DIR", help="the index (ADVISORY_STORE, else .store)")
    command.add_argument("--json", action="store_true", help="print one JSON object")


def add_filters(command: argparse.ArgumentParser) -> None:
    """The filters that search and ask share."""
    for name in ("country", "issuer", "kind", "language", "marking"):
        command.add_argument(f"--{name}", default="", metavar="X")
    for name in ("after", "before"):
        command.add_argument(f"--{name}", metavar="DATE", type=iso_date)


def iso_date(text: str) -> str:
    """An ISO date as typed, to the year, month or day. Raises what argparse reports."""
    try:
        if len(text) not in (4, 7, 10) or text[4:5] not in ("", "-"):
            raise ValueError(text)
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2024-03-31") from None
    return text


def count(text: str) -> int:
    """A number above zero. Raises what argparse reports."""
    if not (text.isascii() and text.isdecimal() and int(text[:9])):
        raise argparse.ArgumentTypeError(f"{text[:20]!r} is no number above zero")
    return int(text[:9])


def filters_of(options: argparse.Namespace) -> Filters:
    return Filters(
        country=options.country,
        issuer=options.issuer,
        kind=options.kind,
        language=options.language,
        marking=options.marking,
        after=options.after or "",
        before=options.before or "",
        as_of=getattr(options, "as_of", None) or "",
    )


def run_sync(options: argparse.Namespace, settings: Settings) -> None:
    from index.progress import progress_bar
    from index.sync import sync_corpus

    with progress_bar() as progress:
        report = sync_corpus(
            settings, rebuild=options.rebuild, allow_empty=options.allow_empty, progress=progress
        )
    print_report(report, as_json=options.json)


def run_search(options: argparse.Namespace, settings: Settings) -> None:
    from index.search import Index

    if options.queries is None and not (options.query or "").strip():
        raise AdvisoryError('no query; write: python -m index search "what you look for"')
    if options.queries is not None and options.query is not None:
        raise AdvisoryError("a query and --queries; pass one of them")
    index = Index(settings)
    filters = filters_of(options)
    rows = [("", options.query)] if options.queries is None else read_queries(options.queries)
    for id, query in rows:
        started = time.monotonic()
        hits = index.search(query, k=options.k, filters=filters)
        seconds = round(time.monotonic() - started, 4)
        if options.json or options.queries is not None:
            row = {"id": id, "query": query, "hits": [hit_json(hit) for hit in hits], "seconds": seconds}
            print_json(row)
        else:
            print(*(hit_lines(hit) for hit in hits), sep="\n")


def run_status(options: argparse.Namespace, settings: Settings) -> None:
    from index.status import read_status, status_json, status_lines

    status = read_status(settings)
    if options.json:
        print_json(status_json(status))
    else:
        print(printable(status_lines(status)))


def run_show(options: argparse.Namespace, settings: Settings) -> None:
    from index.search import Index

    document = Index(settings).document(options.document)
    if document is None:
        raise AdvisoryError(
            f"no document {options.document!r} in the index; python -m index status lists them"
        )
    if options.json:
        row = {"document": document.id, "path": document.path, "hash": document.hash}
        print_json(row | asdict(document.reading))
    else:
        print(printable(document.text))


def run_watch(options: argparse.Namespace, settings: Settings) -> None:
    from index.watch import watch_corpus

    for report in watch_corpus(settings):
        print_report(report, as_json=options.json)


def read_queries(path: Path) -> Iterator[tuple[str, str]]:
    """(id, query) of each line; gold rows are queries too. Raises AdvisoryError naming the line."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise AdvisoryError(f"{path}: {error.strerror}; pass a file of JSON lines") from error
    with file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode("utf-8-sig"))
                query = row["query"] if "query" in row else row["question"]
                if not isinstance(query, str):
                    raise TypeError(query)
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                raise AdvisoryError(
                    f'{path}, line {number}: not a JSON object with "id" and "query"'
                ) from error
            yield str(row.get("id", number)), query


def hit_json(hit: Evidence) -> dict[str, object]:
    return {
        "document": hit.document,
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "score": hit.score,
        "title": hit.metadata.title,
        "date": hit.metadata.date,
    }


def hit_lines(hit: Evidence) -> str:
    heading = f"{hit.score:.3f}  {hit.document} [{hit.start}:{hit.end}]  {hit.metadata.date}"
    return f"{one_line(heading)}\n    {printable(hit.text[:300])}\n"


def print_report(report: SyncReport, *, as_json: bool) -> None:
    if as_json:
        print_json(report_json(report))
    else:
        print(report_lines(report), flush=True)


def print_json(row: dict[str, object]) -> None:
    print(json.dumps(row, ensure_ascii=False), flush=True)


def report_json(report: SyncReport) -> dict[str, object]:
    """As the command prints it: a renamed file is removed under its old name and added under its new one."""
    return {
        "version": report.version,
        "added": sorted([*report.added, *(new for _, new in report.moved)]),
        "changed": list(report.changed),
        "removed": sorted([*report.removed, *(old for old, _ in report.moved)]),
        "unchanged": report.unchanged,
        "failed": [asdict(failure) for failure in report.failed],
        "chunks": report.chunks,
        "seconds": report.seconds,
    }


def report_lines(report: SyncReport) -> str:
    counts = ", ".join(
        f"{len(paths)} {name}"
        for name, paths in (
            ("added", report.added),
            ("changed", report.changed),
            ("removed", report.removed),
            ("moved", report.moved),
        )
        if paths
    )
    lines = [
        f"version {report.version}: {counts or 'nothing changed'}, {report.unchanged} unchanged, "
        f"{report.chunks} chunks, {report.seconds:.1f} s"
    ]
    lines += [failure_line(failure) for failure in report.failed]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
