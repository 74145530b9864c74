"""Gold questions over any folder of CSAF advisories, with answers taken from the JSON's own fields.

    python -m evals.csaf FOLDER -o gold.jsonl -n 300 --held-out held.jsonl

What is asked and what is right come from the fields; only the quotes come from the text that the reader
makes of them. A question whose answer the reader does not say in one sentence is left out and counted.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from evals.csaf.absent import absent_cases
from evals.csaf.advisories import read_folder
from evals.csaf.questions import answerable_cases
from evals.types import Case
from index.types import AdvisoryError

# The share of questions to which the folder holds no answer.
ABSENT_SHARE = 40 / 310


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the gold rows; with --held-out every other one goes there, to be scored and never looked at."""
    options = _parser().parse_args(arguments)
    try:
        folder = read_folder(options.folder)
    except AdvisoryError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    choose = random.Random(options.seed)
    absent = round(options.n * ABSENT_SHARE)
    cases, unsaid = answerable_cases(folder, options.n - absent, choose)
    cases += absent_cases(folder, absent, choose)
    if options.held_out:
        choose.shuffle(cases)
        write_cases(options.held_out, cases[1::2])
        cases = cases[::2]
    write_cases(options.output, cases)
    for name, times in unsaid.items():
        print(
            f"{name}: {times} advisories do not say in one sentence what their fields hold", file=sys.stderr
        )
    return 0


def write_cases(path: Path, cases: Iterable[Case]) -> None:
    """The cases as gold rows, sorted by id."""
    lines = (json.dumps(gold_row(case), ensure_ascii=False) for case in sorted(cases, key=lambda c: c.id))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def gold_row(case: Case) -> dict[str, object]:
    """The case as a row of a gold file, without keys that say nothing."""
    return {
        key: value
        for key, value in asdict(case).items()
        if value or key in ("answerable", "facts", "evidence")
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.csaf", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="a folder of CSAF JSON files")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="GOLD.jsonl")
    parser.add_argument("--held-out", type=Path, metavar="GOLD.jsonl", help="where every other question goes")
    parser.add_argument("-n", type=int, default=300, help="how many questions (300)")
    parser.add_argument("--seed", type=int, default=1, help="another seed asks other questions")
    return parser


if __name__ == "__main__":
    sys.exit(main())
