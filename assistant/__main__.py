"""`python -m assistant`: its commands, which are loaded when one is run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from index.door import run_command


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 2 with a line on standard error for each thing it could not do."""
    return run_command(_parser, arguments)


def _parser() -> argparse.ArgumentParser:
    from assistant.commands import parser

    return parser()


if __name__ == "__main__":
    sys.exit(main())
