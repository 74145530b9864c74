"""What advisories state of fields with a value in words: sectors, places, vendors, weaknesses, who reported flaws, missing fixes (pure).

The forms are those in which `index.readers.csaf` says these fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.asking.mentions import words_apart
from assistant.language.names import find_countries
from index.storage.records import Line

FieldName = Literal["sector", "deployed", "home", "vendor", "weakness", "reporter", "unfixed"]
_REPORTED = r"(?:self-)?reported|discovered|identified|found|disclosed|coordinated|analyzed"
# For each field what a sentence of it holds, which is quickly seen, and the forms that give its value.
_FORMS: tuple[tuple[FieldName, str, re.Pattern[str]], ...] = (
    ("sector", "Critical infrastructure sectors affected by ", re.compile(r".*: (?P<value>[^:]+?)\.?")),
    ("deployed", "Countries and areas where the products ", re.compile(r".* are deployed: (?P<value>.+?)\.?")),
    ("home", " headquarter", re.compile(r".* headquarter(?:s|ed) in (?P<value>.+?)\.*")),
    ("vendor", " the vendor", re.compile(r"(?P<value>\S.*?)(?:,| is| are) the vendors? in .*")),
    ("weakness", " is a weakness of type ", re.compile(r"(?P<flaw>.+?) is a weakness of type (?P<value>.+?)\.?")),
    ("reporter", ", as acknowledged in ", re.compile(rf"(?P<value>.+?) (?:{_REPORTED}) .*")),
    ("reporter", " is acknowledged in ", re.compile(r"(?P<value>.+?) is acknowledged in .*")),
    ("unfixed", "No fix ", re.compile(r"No fix (?P<value>planned|available) in .*")),
)  # fmt: skip
# What weaknesses are called for short.
SHORT = {
    "xss": "cross-site scripting", "sqli": "SQL injection", "csrf": "cross-site request forgery", "xxe": "XML external entity",
    "ssrf": "server-side request forgery", "toctou": "time-of-check time-of-use",
}  # fmt: skip
_AT_LEAST_AS_LONG = 8


@dataclass(frozen=True, slots=True)
class Told:
    """A line that states a field, its `value` as it is written, and the `flaw` that has it, where it is of one."""

    line: Line
    value: str
    flaw: str = ""


def find_told(lines: Iterable[Line]) -> Mapping[FieldName, Sequence[Told]]:
    """What the lines state, by field, in their order."""
    found: dict[FieldName, list[Told]] = {}
    for line in lines:
        for name, held, form in _FORMS:
            if held in line.text and (said := form.fullmatch(line.text)):
                flaw = said["flaw"] if name == "weakness" else ""
                found.setdefault(name, []).append(Told(line, said["value"], flaw))
    return found


@lru_cache(maxsize=50_000)
def pieces_of(value: str) -> tuple[frozenset[str], str]:
    """The stems of a value's words, and its letters in a row."""
    return words_apart(value), "".join(re.findall(r"\w", value.casefold()))


@lru_cache(maxsize=50_000)
def countries_in(value: str) -> frozenset[str]:
    return frozenset(find_countries(value))


def says(value: str, words: str) -> bool:
    """Whether a value holds all the words, or names the country that they are; some kinds of weakness also by a short name.

    >>> says("Water and Wastewater Systems", "waste water"), says("CWE-79: Cross-site Scripting", "XSS")
    (True, True)
    """
    if countries := countries_in(words):
        return bool(countries & countries_in(value))
    pieces, letters = pieces_of(value)
    wanted, in_a_row = pieces_of(SHORT.get(words.casefold(), words))
    return bool(wanted) and (wanted <= pieces or (len(in_a_row) >= _AT_LEAST_AS_LONG and in_a_row in letters))
