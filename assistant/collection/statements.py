"""What the advisories of a folder state in a set form, one and all: the products they affect, how flaws are scored (pure).

The forms are those in which `index.readers.csaf` says the fields of a machine-readable advisory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from assistant.asking.mentions import words_apart
from index.storage.records import Line

# What sentences of these forms hold, so that others need not be looked at.
PHRASES = (" affects ", " base score of ")
_AFFECTED_PRODUCTS = "Affected products"
_AFFECTS, _SCORED, _VERSIONS = " affects ", " has a CVSS v", ", versions: "
_COUNTED = re.compile(r"\d+ products: ")
_SCORE = re.compile(
    r"(?P<version>\S+) base score of (?P<value>\d+(?:\.\d+)?)(?: \((?P<severity>\w+)\))?"
    r"(?: for (?P<products>.+?))?(?:, vector \S+)?\.?"
)
TELLING_LETTERS = 4
_CUT_SHORT = re.compile(r"\band \d+ more\b")
# From which score on CVSS calls a flaw so, where its advisory does not (CVSS v3.1, section 5, and v4.0; v2 has no critical).
_BANDS = (("critical", 9.0), ("high", 7.0), ("medium", 4.0), ("low", 0.1), ("none", 0.0))


@dataclass(frozen=True, slots=True)
class Affected:
    """A line that tells an affected product, and what that is called, in small letters."""

    line: Line
    name: str

    def is_of(self, product: frozenset[str]) -> bool:
        """Whether its name holds these words, letters and digits apart."""
        # Most names are passed over at the sight of how the longest word begins.
        telling = max(sorted(product), key=len)[:TELLING_LETTERS]
        return telling in self.name and product <= words_apart(self.name)


@dataclass(frozen=True, slots=True)
class Score:
    """A line that tells the CVSS score of a flaw, and the band of severity that it lies in.

    `products` are those that it is said to be for, where it is not for all.
    """

    line: Line
    flaw: str
    value: float
    severity: str
    version: str
    products: str = ""

    def is_of(self, product: frozenset[str]) -> bool:
        """Whether it may be for a product whose name holds these words: of a list that is cut short any may be."""
        return (
            not self.products
            or bool(_CUT_SHORT.search(self.products))
            or product <= words_apart(self.products)
        )


@dataclass(frozen=True)
class Statements:
    """What the documents state in these forms, from the lines that hold one of PHRASES, in their order; told apart when asked for."""

    lines: tuple[Line, ...] = ()

    @cached_property
    def affected(self) -> tuple[Affected, ...]:
        """The products that are affected."""
        found = []
        for line in self.lines:
            if line.label == _AFFECTED_PRODUCTS:
                _, affects, told = line.text.partition(_AFFECTS)
                if affects and not _COUNTED.match(told):
                    name = told.partition(_VERSIONS)[0].removesuffix(".")
                    found.append(Affected(line, name.casefold()))
        return tuple(found)

    @cached_property
    def scores(self) -> tuple[Score, ...]:
        """The scores of flaws."""
        products: dict[tuple[int, str], str] = {}
        scored = []
        for line in self.lines:
            flaw, is_scored, score = line.text.partition(_SCORED)
            if is_scored and (said := _SCORE.fullmatch(score)):
                scored.append((line, flaw, said))
            elif line.text.startswith(f"{line.label}{_AFFECTS}"):
                products[line.document, line.label] = line.text
        return tuple(score_of(*told, products.get((told[0].document, told[1]), "")) for told in scored)


def score_of(line: Line, flaw: str, said: re.Match[str], products: str) -> Score:
    """The score that a line tells, with the products that it, or else the flaw, is said to be for."""
    value = float(said["value"])
    severity = (said["severity"] or severity_of(value, said["version"])).casefold()
    return Score(line, flaw, value, severity, said["version"], said["products"] or products)


def severity_of(value: float, version: str) -> str:
    """The band of severity that CVSS puts a base score into.

    >>> severity_of(9.8, "3.1"), severity_of(9.3, "2.0"), severity_of(4.0, "4.0")
    ('critical', 'high', 'medium')
    """
    band = next(name for name, least in _BANDS if value >= least)
    return "high" if band == "critical" and version.startswith("2") else band
