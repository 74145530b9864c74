"""Text for people at a terminal: one line where one is promised, and nothing that steers it."""

from __future__ import annotations

import re
from pathlib import PurePath

from index.types import FileLeftOut, PartLeftOut

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_LINE_ENDS = re.compile(r"\s*[\r\n\u2028\u2029]\s*")


def printable(text: str) -> str:
    """The text with "?" for each control character but line ends and tabs.

    >>> printable("red \\x1b[31m")
    'red ?[31m'
    """
    return _CONTROLS.sub("?", text)


def one_line(text: str) -> str:
    """The text, printable, on one line.

    >>> one_line("first\\nsecond")
    'first second'
    """
    return printable(_LINE_ENDS.sub(" ", text.strip()))


def failure_line(failure: FileLeftOut) -> str:
    """Which file is not indexed, and why: a reason names the file without its folder, or in full."""
    reason = failure.reason
    for name in (failure.path, PurePath(failure.path).name):
        reason = reason.removeprefix(f"{name}: ")
    return one_line(f"not indexed: {failure.path}: {reason}")


def problem_line(problem: PartLeftOut) -> str:
    """What of an indexed file could not be read."""
    return one_line(f"not all read: {problem.path}: {problem.reason}")
