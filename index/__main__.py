"""The index from the command line: sync, search, status, show, watch."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from index.door import (
    BadRow,
    Parser,
    Row,
    add_filters,
    add_places,
    answer_rows,
    count,
    filters_of,
    print_json,
    print_note,
    read_rows,
    run_command,
)
from index.filters import filter_words
from index.settings import Settings
from index.terminal import failure_line, one_line, printable, problem_line
from index.types import AdvisoryError, Evidence, Filters, SyncReport


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 2 with one line on standard error when it could not."""
    return run_command(parser, arguments)


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


def run_sync(options: argparse.Namespace, settings: Settings) -> None:
    from index.progress import progress_bar
    from index.sync import sync_corpus

    with progress_bar() as progress:
        report = sync_corpus(
            settings, rebuild=options.rebuild, allow_empty=options.allow_empty, retry=True, progress=progress
        )
    print_report(report, as_json=options.json)


def run_search(options: argparse.Namespace, settings: Settings) -> int:
    from index.search import Index
    from index.status import stale_note

    if options.queries is None and not (options.query or "").strip():
        raise AdvisoryError('no query; write: python -m index search "what you look for"')
    if options.queries is not None and options.query is not None:
        raise AdvisoryError("a query and --queries; pass one of them")
    index = Index(settings)
    filters = filters_of(options)
    for note in index.filter_notes(filters):
        print_note(note)

    def found(query: str) -> dict[str, object]:
        started = time.monotonic()
        hits = [hit_json(hit) for hit in index.search(query, k=options.k, filters=filters)]
        return {"query": query, "hits": hits, "seconds": round(time.monotonic() - started, 4)}

    code = 0
    if options.queries is not None:
        code = answer_rows(read_rows(options.queries), lambda row: found(query_of(row)))
    elif options.json:
        print_json({"id": "", **found(options.query)})
    elif hits := index.search(options.query, k=options.k, filters=filters):
        print(*(hit_lines(hit) for hit in hits), sep="\n")
    else:
        print_note(nothing_found(filters))
    print_note(stale_note(settings))
    return code


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
            f"no document {options.document!r} in the index; {settings.command('status')} lists them"
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


def query_of(row: Row) -> str:
    """The query of a line; gold rows are queries too. Raises BadRow where there is none."""
    query = row.get("question") if row.get("query") is None else row.get("query")
    if not isinstance(query, str):
        raise BadRow('not a JSON object with "id" and "query"')
    if not query.strip():
        raise BadRow("no query")
    return query


def nothing_found(filters: Filters) -> str:
    """That a search has no hits, and among which documents."""
    among = ", ".join(f"{called} {value}" for called, value in filter_words(filters).values())
    return f"nothing was found among the documents with {among}" if among else "nothing was found"


def hit_json(hit: Evidence) -> dict[str, object]:
    return {
        "document": hit.document,
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "score": hit.score,
        "title": hit.metadata.title,
        "date": hit.metadata.date,
        "kind": hit.kind,
    }


def hit_lines(hit: Evidence) -> str:
    heading = f"{hit.score:.3f}  {hit.document} [{hit.start}:{hit.end}]  {hit.metadata.date}"
    if hit.kind == "comment":
        heading += "  a reader's comment"
    return f"{one_line(heading)}\n    {printable(hit.text[:300])}\n"


def print_report(report: SyncReport, *, as_json: bool) -> None:
    if as_json:
        print_json(report_json(report))
    else:
        print(report_lines(report), flush=True)


def report_json(report: SyncReport) -> dict[str, object]:
    """As the command prints it: a renamed file is removed under its old name and added under its new one.

    Only where every file was read anew there is "renewed", which says why.
    """
    renewed: dict[str, object] = {"renewed": report.renewed} if report.renewed else {}
    return {
        "version": report.version,
        "added": sorted([*report.added, *(new for _, new in report.moved)]),
        "changed": list(report.changed),
        "removed": sorted([*report.removed, *(old for old, _ in report.moved)]),
        "unchanged": report.unchanged,
        "failed": [asdict(failure) for failure in report.failed],
        "chunks": report.chunks,
        "seconds": report.seconds,
        **renewed,
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
    if report.renewed:
        lines.append(f"every file was read anew: {report.renewed}")
    lines += [failure_line(failure) for failure in report.failed]
    lines += [problem_line(problem) for problem in report.problems]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
