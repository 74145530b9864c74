"""What the advisories of a folder state in a set form, one and all: the products they affect, how flaws are scored, which are exploited (pure).

The forms are those in which `index.readers.csaf` says the fields of a machine-readable advisory.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.asking.mentions import words_apart
from assistant.collection.told import FieldName, Told, find_told
from index.storage.records import Line

# What sentences of these forms hold, so that others need not be looked at.
_OF_EXPLOITS = "xploit"
PHRASES = (
    " affects ",
    " base score of ",
    _OF_EXPLOITS,
    " is a weakness of type ",
    "as acknowledged in ",
    "No fix ",
)
# And the headings below which all are looked at.
LABELS = ("Overview",)
_AFFECTED_PRODUCTS = "Affected products"
_AFFECTS, _SCORED, _VERSIONS = " affects ", " has a CVSS v", ", versions: "
_COVERS = re.compile(r" covers (\d+) vulnerabilit(?:y|ies): ")
_LAST_REVISED = " was last revised on "
_COUNTED = re.compile(r"\d+ products: ")
_SCORE = re.compile(
    r"(?P<version>\S+) base score of (?P<value>\d+(?:\.\d+)?)(?: \((?P<severity>\w+)\))?"
    r"(?: for (?P<products>.+?))?(?:, vector \S+)?\.?"
)
# What tells of exploitation and of exploits, where nothing denies it or says that it is merely possible.
_EXPLOITED = re.compile(
    r"\b(?:is|are|was|were|been|being|actively|known(?: to be)?|wild(?:ly)?) (?:\w+ ){0,2}?exploited\b|^Exploitation of \S+: (?:\w+ )?exploited\b"
    r"|\bexploited (?:in the wild|in attacks)\b|\bexploitation\b[^.;]*\b(?:is|are|was|were|been) (?:\w+ )?(?:observed|detected|seen|reported|confirmed|known|ongoing)\b"
    r"|\b(?:reports?|evidence|aware|instances|cases) of\b[^.;]*\bexploit(?:ed|ation)\b|\b(?:active|ongoing|in-the-wild) exploitation\b",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"\b(?:exploits?|exploit code|proofs?[- ]of[- ]concept(?: code)?)\b[^.;]*\b(?:available|public|published|exists?|known|released)\b"
    r"|\bpublic(?:ly available)? (?:exploits?|proofs?[- ]of[- ]concept)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:no|not|never|none|nobody|neither|nor|without|unaware|unknown|unlikely|cannot|\w+n['\u2019]t)\b",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(
    r"\b(?:if|could|can|(?-i:may)|might|would|when|once|must|should|unless|where|risks?|before|potential(?:ly)?|possib(?:le|ly)|whether|prevent\w*|reduce\w*|minimi[sz]e\w*)\b",
    re.IGNORECASE,
)
_COMMON_DENIALS = (" could ", " may ", "No known ")
# As some publishers write it among other statuses, of which "no" says nothing of this one.
_MARKED_EXPLOITED = re.compile(r"\bexploited: ?yes\b", re.IGNORECASE)
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
    """What the documents state in these forms, from the lines that hold one of PHRASES or stand below one of LABELS, in their order.

    They are told apart when asked for.
    """

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

    @cached_property
    def told(self) -> Mapping[FieldName, Sequence[Told]]:
        """The fields with a value in words."""
        return find_told(self.lines)

    @cached_property
    def covered(self) -> Mapping[int, int]:
        """How many flaws each document (by number) says that it covers."""
        said = ((line.document, _COVERS.search(line.text)) for line in self.lines)
        return {document: int(covers[1]) for document, covers in said if covers}

    @cached_property
    def revised(self) -> tuple[Line, ...]:
        """What tells of the last revision."""
        return tuple(line for line in self.lines if _LAST_REVISED in line.text)

    @cached_property
    def exploited(self) -> tuple[Line, ...]:
        """What tells of exploitation."""
        return tuple(line for line in self._of_exploits if tells_of_exploitation(line.text))

    @cached_property
    def public(self) -> tuple[Line, ...]:
        """What tells of an exploit."""
        return tuple(line for line in self._of_exploits if tells_of_exploit(line.text))

    @cached_property
    def _of_exploits(self) -> tuple[Line, ...]:
        # Most lines on exploits are passed over at the sight of such a word.
        held = (line for line in self.lines if _OF_EXPLOITS in line.text)
        return tuple(line for line in held if not any(word in line.text for word in _COMMON_DENIALS))


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


def tells_of_exploitation(text: str) -> bool:
    """Whether a sentence says that something is or was exploited, and not that it is not known to be, or could be.

    >>> tells_of_exploitation("CISA has received reports of this flaw being exploited."), tells_of_exploitation("Acme is not aware of it being exploited.")
    (True, False)
    """
    return bool(_MARKED_EXPLOITED.search(text)) or (is_told_as_so(text) and bool(_EXPLOITED.search(text)))


def tells_of_exploit(text: str) -> bool:
    """Whether a sentence says that there is an exploit, and not that none is known."""
    return is_told_as_so(text) and bool(_PUBLIC.search(text))


def is_told_as_so(text: str) -> bool:
    return not (_DENIED.search(text) or _POSSIBLE.search(text))
