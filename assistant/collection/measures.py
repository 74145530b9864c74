"""How severe the flaws must be that a question asks for: by CVSS score, by a word such as "critical", or the highest of all (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import inf

from assistant.collection.statements import Score
from assistant.collection.words import NOUN

FLAWS = r"(?:(?:security )?(?:vulnerabilit(?:y|ies)|vulns?|flaws?|bugs?|holes?)|cves?)"
FLAWS_SAID = re.compile(rf"\b{FLAWS}\b", re.IGNORECASE)
_CVSS = r"cvss(?:[ -]?v?[234](?:\.\d)?)?"
_SCORE = rf"(?:(?:{_CVSS} )?(?:base |severity )?(?:scor(?:es?|ed|ing)|rat(?:ed|ings?)|severity)|{_CVSS})"
_NUMBER = r"(?:10(?:\.0)?|\d(?:\.\d)?)(?![\w.]*\d)"
# What may lead in to a score: "of those that have a base score".
_LEAD = r"(?:\b(?:with|that|which|whose|has|have|having|is|are|of|at|an?|the|and|in|by|on) )*"
_ABOVE = r"above|over|beyond|exceed(?:s|ing)?|(?:greater|higher|more|larger) than|>(?!=)"
_LEAST = r"at least|from|no (?:less|lower) than|not below|>=|\u2265"
_BELOW = r"below|under|(?:less|lower|smaller) than|<(?!=)"
_MOST = r"at most|up to|no (?:more|higher) than|not above|<=|\u2264"
_COMPARED = re.compile(
    rf"{_LEAD}\b{_SCORE}(?: (?:that|is|are|was|of|as|at|equals?|to|exactly|between|[=:]))* ?"
    rf"(?:(?P<above>{_ABOVE})|(?P<least>{_LEAST})|(?P<below>{_BELOW})|(?P<most>{_MOST}))? ?(?P<number>{_NUMBER})"
    rf"(?: ?(?:-|\u2013|to|and) ?(?P<last>{_NUMBER})|(?P<or_more>\+| (?:or|and) (?:higher|above|more|greater|over|up)\b)"
    r"|(?P<or_less> (?:or|and) (?:lower|below|less|under)\b))?",
    re.IGNORECASE,
)
_BAND = r"(?:critical|high|medium|low)"
_BANDS = rf"(?P<bands>{_BAND}(?:(?:,| or| and|/) ?{_BAND})*)(?P<or_more>(?: severity)? (?:or|and) (?:higher|above|worse)\b)?"
# "high" says how severe flaws are beside a word for that; "critical" also before the word for flaws or documents, or at the end.
_SEVERE = (
    re.compile(rf"{_LEAD}\b{_BANDS}[- ](?:in )?(?:{_SCORE}|risk)\b", re.IGNORECASE),
    re.compile(rf"{_LEAD}\b{_SCORE} (?:(?:is|are|of|as) )*{_BANDS}(?![\w-])", re.IGNORECASE),
    re.compile(rf"\b(?P<bands>critical)(?P<or_more>) (?={NOUN}|{FLAWS}\b|ones?\b)", re.IGNORECASE),
    re.compile(r"\b(?:is|are) (?P<bands>critical)(?P<or_more>)(?=\W*$)", re.IGNORECASE),
)
COUNT = r"(?P<{}>\d{{1,2}}|two|three|four|five|ten)"
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_HIGHEST = re.compile(
    rf"\b(?:top|worst|highest) {COUNT.format('behind')}\b(?: (?:highest|most severe|worst))?"
    rf"|{_LEAD}(?:\b{COUNT.format('before')} )?\b(?:(?:highest|top|worst|maximum|max)[- ](?:{_SCORE})"
    r"|most (?:severe|critical|serious|dangerous)|worst)\b",
    re.IGNORECASE,
)
_ORDERED_BY = re.compile(rf"\b(?:ranked |sorted |ordered )?by {_SCORE}\b", re.IGNORECASE)
_VERSION = re.compile(r"\bcvss[ -]?v([234])", re.IGNORECASE)
_SEVERITIES = ("low", "medium", "high", "critical")


@dataclass(frozen=True, slots=True)
class Measure:
    """What scores are asked for: from `least` to `most` (CVSS, 0..10; `above` and `below` leave these out), of the
    `severities` and the `version` of CVSS ("v4 ") if any are named, and of these the `highest`, as many as that, or all
    where that is 0.
    """

    least: float = 0.0
    most: float = inf
    above: bool = False
    below: bool = False
    severities: frozenset[str] = frozenset()
    highest: int = 0
    version: str = ""

    def fits(self, score: Score) -> bool:
        """Whether a score is such a one, but for the highest."""
        lies = self.least <= score.value <= self.most and not (
            (self.above and score.value == self.least) or (self.below and score.value == self.most)
        )
        is_severe = not self.severities or score.severity in self.severities
        return lies and is_severe

    def is_of_version(self, score: Score) -> bool:
        """Whether a score is of the version of CVSS that is asked for, if one is."""
        return score.version.startswith(self.version.strip(" v"))

    @property
    def words(self) -> str:
        """What is asked for, in words that follow "ones with": "a CVSS base score above 9"; empty where any score is."""
        bounds = []
        if self.least == self.most:
            bounds.append(f"of {self.least:g}")
        elif self.least:
            bounds.append(f"above {self.least:g}" if self.above else f"of {self.least:g} or more")
        if self.least != self.most < inf:
            bounds.append(f"below {self.most:g}" if self.below else f"of {self.most:g} or less")
        severe = [severity for severity in reversed(_SEVERITIES) if severity in self.severities]
        said = [f"a CVSS {self.version}base score {' and '.join(bounds)}"] if bounds else []
        return " and ".join([*said, *([f"{' or '.join(severe)} severity"] if severe else [])])


def take_measure(text: str) -> tuple[str, Measure | None]:
    """The text without its words for how severe flaws must be, and that; None where it has none.

    >>> take_measure("which # have a CVSS score of 9.8 or higher?")[1].words
    'a CVSS base score of 9.8 or more'
    """
    version = _VERSION.search(text)
    measure = Measure()
    if told := _HIGHEST.search(text):
        count = told["behind"] or told["before"] or "1"
        measure = replace(measure, highest=int(NUMBERS.get(count.casefold(), count)))
        text = _ORDERED_BY.sub(" ", f"{text[: told.start()]} {text[told.end() :]}")
    if told := _COMPARED.search(text):
        measure = bounded(measure, told)
        text = f"{text[: told.start()]} {text[told.end() :]}"
    if told := next((said for pattern in _SEVERE if (said := pattern.search(text))), None):
        named = {severity for severity in _SEVERITIES if severity in told["bands"].casefold()}
        if told["or_more"]:
            named.update(_SEVERITIES[min(map(_SEVERITIES.index, named)) :])
        measure = replace(measure, severities=frozenset(named))
        text = f"{text[: told.start()]} {text[told.end() :]}"
    if measure == Measure():
        return text, None
    return " ".join(text.split()), replace(measure, version=f"v{version[1]} " if version else "")


def bounded(measure: Measure, told: re.Match[str]) -> Measure:
    """The measure with the bounds that a comparison gives."""
    number = float(told["number"])
    if told["last"]:
        first, last = sorted((number, float(told["last"])))
        return replace(measure, least=first, most=last)
    if told["above"]:
        return replace(measure, least=number, above=True)
    if told["below"]:
        return replace(measure, most=number, below=True)
    if told["least"] or told["or_more"]:
        return replace(measure, least=number)
    if told["most"] or told["or_less"]:
        return replace(measure, most=number)
    return replace(measure, least=number, most=number)
