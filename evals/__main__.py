"""`python -m evals`: its commands, which are loaded when one is run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from index.door import run_command


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. The exit code: 0 done, 1 a gate or check that failed, 2 an error the user can mend."""
    return run_command(_parser, arguments)


def _parser() -> argparse.ArgumentParser:
    from evals.commands import parser

    return parser()


if __name__ == "__main__":
    sys.exit(main())
