"""The commands of `python -m evals`: is the assistant any good, where does it fail, and did a change help?"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType

from evals.cases import check_cases, read_cases, read_placed_cases, read_replies
from evals.compare import compare, share_questions
from evals.corpus import read_documents, texts_by_name
from evals.feedback import candidate_rows, read_feedback
from evals.gate import obeyed_rows, read_baseline, rule, set_baseline, write_baseline
from evals.record import keep_run, last_runs, read_record, to_json, write_record
from evals.run import evaluate, run_cases
from evals.table import comparison_table, obeyed_lines, ruling_text, standings_table, summary
from evals.types import BadGold, Case, Evaluation
from index.door import Parser, count
from index.progress import progress_bar
from index.settings import Settings
from index.types import AdvisoryError, Document

BASELINE = Path(__file__).parent / "baseline.json"
TEST = Path(__file__).parent / "gold" / "test.jsonl"
# What no change may lose: the questions that are reported, and the harder ones.
GUARDED = [TEST, TEST.with_name("hard_test.jsonl")]
PIPE_WIDTH = 120


class NothingRun(AdvisoryError):
    """There is no run to report on."""


def run(options: argparse.Namespace, settings: Settings) -> None:
    """ask the assistant every gold question and score the answers"""
    evaluation = evaluate_assistant(read_cases(options.gold), settings)
    keep_run(evaluation, settings.store)
    _tell(evaluation, options.json)


def score(options: argparse.Namespace, settings: Settings) -> None:
    """score answers made elsewhere, by any system"""
    cases, replies = read_cases(options.gold), read_replies(options.answers)
    if replies.keys().isdisjoint(case.id for case in cases):
        raise BadGold(
            [f"{options.answers}: answers none of the questions of {', '.join(map(str, options.gold))}"]
        )
    documents = read_documents(options.corpus) if options.corpus else None
    _tell(evaluate(cases, replies, documents=documents), options.json)


def compare_records(options: argparse.Namespace, settings: Settings) -> None:
    """say what got better or worse between two runs, and which questions flipped"""
    _print(comparison_table(compare(read_record(options.old), read_record(options.new))))


def report(options: argparse.Namespace, settings: Settings) -> None:
    """write one self-contained HTML page about a run, beside the run before; the store's last runs if none is named"""
    from evals.report import render_report  # here: it loads the chart library

    named = [read_record(path) for path in (options.evaluation, options.before) if path]
    runs = named if options.evaluation else last_runs(settings.store)
    if not runs:
        raise NothingRun("nothing was run yet: run `python -m evals run`, or name a run kept with --json")
    changes = compare(runs[1], runs[0]) if len(runs) > 1 and share_questions(*runs) else None
    options.output.write_text(render_report(runs[0], changes), encoding="utf-8")
    print(options.output)


def check(options: argparse.Namespace, settings: Settings) -> int:
    """check gold files: every row well formed, every quote once and to the letter in its document"""
    cases = read_placed_cases(options.gold)
    problems = check_cases(cases, texts_by_name(read_documents(settings.corpus)))
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(f"{len(cases)} questions, all quotes stand in their documents")
    return 1 if problems else 0


def gate(options: argparse.Namespace, settings: Settings) -> int:
    """fail if anything the committed baseline holds is lost"""
    baseline = read_baseline(options.baseline)
    attacks = None if options.evaluation else _attack(settings)
    ruling = rule(baseline, _evaluation(options, settings), attacks=attacks)
    _print(ruling_text(ruling))
    return 0 if ruling.open else 1


def redteam(options: argparse.Namespace, settings: Settings) -> int:
    """ask for documents in which orders to an assistant are planted; fail if one is obeyed"""
    attacks = _attack(settings)
    _tell(attacks, options.json)
    obeyed = obeyed_rows(attacks)
    for line in obeyed_lines(obeyed):
        print(line, file=sys.stderr)
    return 1 if obeyed else 0


def rebaseline(options: argparse.Namespace, settings: Settings) -> None:
    """make the present figures the ones the gate guards, and keep the reason"""
    path = options.baseline
    history = read_baseline(path).history if path.exists() else ()
    today = datetime.now(UTC).date().isoformat()
    baseline = set_baseline(
        _evaluation(options, settings), reason=options.reason, date=today, history=history
    )
    write_baseline(baseline, path)
    print(f"{path}: baseline {len(baseline.history)}, because: {options.reason}")


def collect(options: argparse.Namespace, settings: Settings) -> None:
    """turn the thumbs and flags kept in the store into candidate gold rows to complete"""
    for row in candidate_rows(read_feedback(settings.store)):
        print(json.dumps(row, ensure_ascii=False))


def bench(options: argparse.Namespace, settings: Settings) -> None:
    """measure ranking, ingest and query time, beside LlamaIndex's plain pipeline and BM25 with --peers"""
    from evals.bench import contestants, measure  # here: it loads the index and, with --peers, LlamaIndex

    cases = read_cases(options.gold)
    with progress_bar() as progress:
        standings = measure(
            contestants(settings, peers=options.peers),
            cases,
            settings.corpus,
            repeats=options.repeats,
            progress=progress,
        )
    _print(standings_table(standings))


def _attack(settings: Settings) -> Evaluation:
    """What an assistant of these settings makes of planted documents."""
    from evals.redteam import attack_assistant  # here: it loads the assistant

    with progress_bar() as progress:
        return attack_assistant(settings, progress=progress)


def _evaluation(options: argparse.Namespace, settings: Settings) -> Evaluation:
    """The evaluation named on the command line, or one made now."""
    if options.evaluation:
        return read_record(options.evaluation)
    return evaluate_assistant(read_cases(options.gold), settings)


def evaluate_assistant(cases: Sequence[Case], settings: Settings) -> Evaluation:
    """What the assistant of these settings makes of the cases, on an index brought up to date first."""
    from assistant.assistant import Assistant  # here: it loads the models, which most commands do without
    from index.sync import sync_corpus

    with progress_bar() as progress:
        sync_corpus(settings, progress=progress)
        documents = read_documents(settings.corpus)
        _tell_strangers(cases, documents, settings.corpus)
        assistant = Assistant.open(settings)
        return run_cases(
            cases, assistant.reply, assistant.index.search, documents=documents, progress=progress
        )


def _tell_strangers(cases: Sequence[Case], documents: Mapping[str, Document], corpus: Path) -> None:
    """Say on standard error if questions are about documents that are not there: they can only be failed."""
    named = {place.document for case in cases for group in case.evidence for place in group}
    if strangers := sorted(named - texts_by_name(documents).keys()):
        print(
            f"note: {len(strangers)} documents that the questions name are not in {corpus}, "
            f"the first {strangers[0]!r}; `python -m evals check` names the rows",
            file=sys.stderr,
        )


def _tell(evaluation: Evaluation, path: str | None) -> None:
    """Print the tables, and keep the whole evaluation at `path`; `-` prints it as JSON instead."""
    if path == "-":
        print(json.dumps(to_json(evaluation), ensure_ascii=False))
        return
    _print(summary(evaluation))
    if path:
        write_record(evaluation, Path(path))


def _print(renderable: RenderableType) -> None:
    # a pipe has no width of its own, and at eighty columns names are cut
    Console(width=None if sys.stdout.isatty() else PIPE_WIDTH).print(renderable)


def parser() -> Parser:
    top = Parser(prog="python -m evals", description=(__doc__ or "").split(": ", 1)[1])
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def add(
        name: str, function: Callable[[argparse.Namespace, Settings], int | None], *shared: Parser
    ) -> Parser:
        about = function.__doc__
        command = commands.add_parser(name, help=about, description=about, parents=shared)
        command.set_defaults(run=function)
        return command

    gold, guarded = _gold([TEST]), _gold(GUARDED)
    corpus = _option("--corpus", type=Path, metavar="DIR", help="the documents")
    store = _option("--store", type=Path, metavar="DIR", help="the index")
    model = _option("--model", metavar="PROVIDER:MODEL", help="the language model; none by default")
    output = _option("--json", metavar="OUT", help="keep the evaluation here; - prints it")
    baseline = _option("--baseline", type=Path, default=BASELINE, metavar="FILE", help="what the gate guards")
    kept = _option("--evaluation", type=Path, metavar="OUT.json", help="take this run instead of a new one")

    add("run", run, gold, corpus, store, model, output)
    scores = add("score", score, gold, corpus, output)
    scores.add_argument("--answers", type=Path, required=True, metavar="FILE", help="answers, JSON Lines")
    add("check", check, gold, corpus)
    compares = add("compare", compare_records)
    compares.add_argument("old", type=Path, metavar="OLD.json")
    compares.add_argument("new", type=Path, metavar="NEW.json")
    reports = add("report", report, store)
    reports.add_argument(
        "evaluation", type=Path, nargs="?", metavar="OUT.json", help="a run kept with --json"
    )
    reports.add_argument("--before", type=Path, metavar="OLD.json", help="the run to compare with")
    reports.add_argument("-o", "--output", type=Path, default=Path("report.html"), metavar="report.html")
    add("gate", gate, guarded, corpus, store, model, baseline, kept)
    rebaselines = add("rebaseline", rebaseline, guarded, corpus, store, model, baseline, kept)
    rebaselines.add_argument("--reason", required=True, help="why; it is kept in the baseline")
    redteams = add("redteam", redteam, output)
    redteams.add_argument(
        "--model",
        metavar="PROVIDER:MODEL",
        help="the language model; none by default; obeying: one that does what every document orders",
    )
    add("collect", collect, store)
    benches = add("bench", bench, gold, corpus)
    benches.add_argument("--peers", action="store_true", help="also measure LlamaIndex and BM25")
    benches.add_argument("--repeats", type=count, default=3, metavar="N", help="how often each is built anew")
    return top


def _gold(files: list[Path]) -> Parser:
    """The option that names question files, these by default."""
    return _option("--gold", nargs="+", type=Path, default=files, metavar="FILE", help="question files")


def _option(name: str, **settings: Any) -> Parser:
    """An option that several commands share."""
    shared = Parser(add_help=False)
    shared.add_argument(name, **settings)
    return shared
