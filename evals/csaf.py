"""Gold questions over any folder of CSAF advisories, with answers taken from the JSON's own fields.

    python -m evals.csaf FOLDER -o gold.jsonl -n 300 --held-out held.jsonl

What is asked and what is right come from the fields; only the quotes come from the text that the reader
makes of them. A question whose answer the reader does not say in one sentence is left out and counted.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from evals.scores import normalise
from evals.types import Case, Place
from index.chunk import split_sentences
from index.readers import read_file
from index.readers.json_access import JsonObject, child, rows, strings, words
from index.types import AdvisoryError, UnreadableFile

# The share of questions to which the folder holds no answer.
ABSENT_SHARE = 40 / 310
# More names than these no answer of a few sentences can give.
MOST_NAMED = 5
# Characters of a note or remedy that an answer can be asked to repeat.
MOST_QUOTED = 300

_UPDATE = re.compile(r"\s*\(update [a-z]\)\s*$", re.IGNORECASE)
_SCHEME = re.compile(r"vers:[\w.-]+/")
_VERSION_BRANCHES = ("product_version", "product_version_range")


class NoAdvisories(AdvisoryError):
    """The folder holds nothing to ask about."""


@dataclass(frozen=True, slots=True)
class Advisory:
    """One CSAF file: its parsed JSON, and the sentences a reader makes of it. `name` is the file's without ending."""

    name: str
    root: JsonObject
    text: str
    sentences: tuple[str, ...]

    @property
    def document(self) -> JsonObject:
        return child(self.root, "document")

    @property
    def id(self) -> str:
        return words(child(self.document, "tracking"), "id")

    @property
    def title(self) -> str:
        return _UPDATE.sub("", words(self.document, "title"))

    @property
    def vulnerabilities(self) -> list[JsonObject]:
        return [row for row in rows(self.root, "vulnerabilities") if words(row, "cve")]

    @property
    def cves(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(words(row, "cve") for row in self.vulnerabilities))

    def note(self, title: str) -> str:
        found = (words(n, "text") for n in rows(self.document, "notes") if words(n, "title") == title)
        return next(found, "").rstrip(". ")


@dataclass(frozen=True, slots=True)
class Draft:
    """A question type's answer in one advisory, before it is worded.

    `facts` as in a `Case`; the quote is the sentence that holds every text of `told`. `about` fills the
    wordings, keyed by what a wording calls for: cve, id, title, product.
    """

    facts: tuple[tuple[str, ...], ...]
    told: tuple[str, ...]
    about: Mapping[str, str]
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """One type of question: its gold kind, its wordings, and the answers an advisory has to it."""

    name: str
    kind: str
    wordings: tuple[str, ...]
    drafts: Callable[[Advisory, Folder], Iterator[Draft]]


@dataclass(frozen=True, slots=True)
class Folder:
    """All advisories of a folder, with how many of them cover each CVE."""

    advisories: tuple[Advisory, ...]
    cves: Counter[str]

    @classmethod
    def of(cls, advisories: Iterable[Advisory]) -> Folder:
        listed = tuple(advisories)
        return cls(listed, Counter(cve for advisory in listed for cve in advisory.cves))

    def about(self, advisory: Advisory) -> dict[str, str]:
        """How a question may name the advisory: by id, and by title where no other title holds that title."""
        title = advisory.title.casefold()
        alone = sum(title in other.title.casefold() for other in self.advisories) == 1
        clear = alone and len(title.split()) > 1 and advisory.id not in advisory.title
        return {"id": advisory.id} | ({"title": advisory.title} if clear else {})


def read_folder(folder: Path) -> Folder:
    """Every CSAF file below the folder, in the order of their paths. Raises NoAdvisories where there is none."""
    found = []
    for path in sorted(folder.rglob("*.json")):
        try:
            reading = read_file(path)
        except UnreadableFile:  # it is not in the index either
            continue
        sentences = tuple(reading.text[s.start : s.end] for s in split_sentences(reading))
        found.append(Advisory(path.stem, json.loads(path.read_bytes()), reading.text, sentences))
    if not found:
        raise NoAdvisories(f"{folder}: holds no CSAF advisories")
    return Folder.of(found)


# ---------------------------------------------------------------- what the fields answer


def covering(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    for cve in advisory.cves:
        if folder.cves[cve] == 1:
            yield Draft(((advisory.id,),), (cve, advisory.id), {"cve": cve})


def scores(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    values = {words(row, "cve"): _base_scores(row) for row in advisory.vulnerabilities}
    for cve, own in values.items():
        others = {f"base score of {v}" for scored in values.values() for v in scored if v not in own}
        if folder.cves[cve] == 1 and len(own) == 1:
            score = next(iter(own))
            yield Draft(((score,),), (cve, f"base score of {score}"), {"cve": cve}, tuple(sorted(others)))


def highest_score(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    values = [float(v) for row in advisory.vulnerabilities for v in _base_scores(row)]
    if len(advisory.vulnerabilities) > 1 and values:
        score = str(max(values))
        yield Draft(((score,),), (score, "base score"), folder.about(advisory))


def weaknesses(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    for row in advisory.vulnerabilities:
        weakness = child(row, "cwe")
        cve, id, name = words(row, "cve"), words(weakness, "id"), words(weakness, "name")
        if id and folder.cves[cve] == 1:
            yield Draft(((id,),), (cve, id, name), {"cve": cve})


def vectors(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    for row in advisory.vulnerabilities:
        cve = words(row, "cve")
        found = {words(child(score, "cvss_v3"), "vectorString") for score in rows(row, "scores")} - {""}
        if folder.cves[cve] == 1 and len(found) == 1:
            vector = found.pop()
            yield Draft(((vector,),), (cve, vector), {"cve": cve})


def sectors(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    told = advisory.note("Critical infrastructure sectors")
    named = [re.sub(r"^and ", "", part.strip()) for part in re.split("[,;]", told)]
    if told:
        yield Draft(tuple((name,) for name in named if name), (told,), folder.about(advisory))


def headquarters(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    if place := advisory.note("Company headquarters location"):
        about = folder.about(advisory)
        makers = _vendors(advisory)
        yield Draft(((place,),), (place, "headquarter"), about | _single_cve(advisory, folder))
        if len(makers) == 1 and "title" in about:
            yield Draft(((place,),), (place, "headquarter"), about | {"vendor": makers[0]})


def deployment(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    if areas := advisory.note("Countries/areas deployed"):
        yield Draft(((areas,),), (areas, "deployed"), folder.about(advisory))


def reporters(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    thanked = rows(advisory.document, "acknowledgments")
    named = [n for row in thanked for n in (*strings(row, "names"), words(row, "organization")) if n]
    if named and len(named) <= MOST_NAMED:
        about = folder.about(advisory) | _single_cve(advisory, folder)
        yield Draft(tuple((name,) for name in dict.fromkeys(named)), (named[0],), about)


def release(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    day = words(child(advisory.document, "tracking"), "initial_release_date")[:10]
    yield Draft(
        (_spellings(day),), (day, "first published"), folder.about(advisory) | _single_cve(advisory, folder)
    )


def revision(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    tracking = child(advisory.document, "tracking")
    day = words(tracking, "current_release_date")[:10]
    if day != words(tracking, "initial_release_date")[:10]:
        yield Draft((_spellings(day),), (day, "last revised"), folder.about(advisory))


def affected_versions(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    by_name: dict[str, list[str]] = {}
    for name, version in _leaves(advisory):
        by_name.setdefault(name, []).append(version)
    for name, versions in by_name.items():
        if len(versions) == 1:
            bare = _SCHEME.sub("", versions[0])
            spelled = ("all versions",) if bare == "*" else (bare,)
            about = {"product": name, **folder.about(advisory)}
            yield Draft((spelled,), (name, spelled[0]), about)


def affected_products(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    names = tuple(dict.fromkeys(name for name, _ in _leaves(advisory)))
    if names and len(names) <= MOST_NAMED:
        about = folder.about(advisory) | _single_cve(advisory, folder)
        yield Draft(tuple((name,) for name in names), (names[0], advisory.id), about)


def vendor(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    makers = _vendors(advisory)
    if len(makers) == 1:
        yield Draft(((makers[0],),), (makers[0],), {"id": advisory.id} | _single_cve(advisory, folder))


def vulnerability_count(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    count = len(rows(advisory.root, "vulnerabilities"))
    if count == len(advisory.cves):
        yield Draft(((f"{count} vulnerabilit",),), (f"covers {count} vulnerabilit",), folder.about(advisory))


def covered_cves(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    if 0 < len(advisory.cves) <= MOST_NAMED:
        yield Draft(
            tuple((cve,) for cve in advisory.cves), (*advisory.cves, "covers"), folder.about(advisory)
        )


def remedy(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    """The vendor's fix, where all vulnerabilities of the advisory have one and the same, in one sentence."""
    fixes = {
        words(row, "details")
        for vulnerability in advisory.vulnerabilities
        for row in rows(vulnerability, "remediations")
        if words(row, "category") == "vendor_fix"
    }
    if len(fixes) == 1:
        [fix] = fixes
        if len(fix) < MOST_QUOTED and fix.rstrip(".").count(". ") == 0:
            yield Draft(((fix,),), (fix, advisory.id), folder.about(advisory) | _single_cve(advisory, folder))


def exploitability(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    told = advisory.note("Exploitability").partition(". ")[0]
    if told and len(told) < MOST_QUOTED:
        yield Draft(((told,),), (told,), folder.about(advisory) | _single_cve(advisory, folder))


def impact(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    told = advisory.note("Risk evaluation")
    if told and len(told) < MOST_QUOTED and ". " not in told:
        yield Draft(((told,),), (told,), folder.about(advisory) | _single_cve(advisory, folder))


def status(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    found = words(child(advisory.document, "tracking"), "status")
    if found:
        yield Draft(((found,),), (f"status {found}", advisory.id), {"id": advisory.id})


MATTERS = (
    Matter("covers", "lookup", ("Which advisory covers {cve}?", "what advisory deals with {cve}", "In which advisory is {cve} described?", "which CSAF advisory is {cve} in?", "where can I read about {cve}?", "Is there an advisory for {cve}?", "{cve} advisory", "what notice talks about {cve}?", "find me the advisory on {cve}", "has CISA written anything about {cve}?", "Where is {cve} covered?", "I need the advisory number for {cve}"), covering),
    Matter("score", "number", ("What is the CVSS base score of {cve}?", "how severe is {cve}?", "What base score does {cve} have?", "CVSS score for {cve}", "how is {cve} scored?", "What's the CVSS v3 score of {cve}?", "how bad is {cve}?", "what's the severity of {cve}", "{cve} cvss", "how critical is {cve}", "What severity rating was given to {cve}?", "how dangerous is {cve} rated", "{cve} base score?", "Is {cve} critical?"), scores),
    Matter("highest", "number", ("What is the highest CVSS base score in {id}?", "how severe is the worst vulnerability in {id}?", "What is the highest base score among the vulnerabilities in {title}?", "worst CVSS score in {id}?", "how bad is the most severe flaw in {id}", "max cvss {id}", "What does the most serious vulnerability of {title} score?"), highest_score),
    Matter("weakness", "lookup", ("What weakness is behind {cve}?", "Which CWE is assigned to {cve}?", "what type of weakness is {cve}?", "What kind of vulnerability is {cve}?", "which weakness does {cve} stem from", "CWE of {cve}?", "{cve} cwe", "what kind of bug is {cve}", "what class of flaw is {cve}?", "Name the CWE behind {cve}.", "what is the root cause of {cve}"), weaknesses),
    Matter("vector", "lookup", ("What is the CVSS vector of {cve}?", "give me the CVSS vector string for {cve}", "{cve} vector string", "vector for {cve}?", "Which CVSS vector does {cve} have?"), vectors),
    Matter("sectors", "list", ("Which critical infrastructure sectors does {id} affect?", "What sectors are affected by {id}?", "Which critical infrastructure sectors use {title}?", "sectors at risk from the vulnerabilities in {title}?", "In which sectors are the products of {id} used?", "which industries does {id} concern?", "what industries use {title}", "{id} sectors", "In what critical sectors is {title} found?", "who is at risk from {id}, by sector?"), sectors),
    Matter("headquarters", "lookup", ("Where is the vendor in {id} headquartered?", "In which country is the maker of {title} based?", "What country is the vendor of {title} from?", "where does the vendor affected by {cve} have its headquarters?", "Where is the company behind {id} located?", "In what country is {vendor}, the vendor of {title}, headquartered?", "where is the vendor of {title} based?", "home country of the manufacturer in {id}", "what country does the company in {id} come from", "{title}: where is the vendor located", "Where is {vendor} based according to the advisory on {title}?", "hq of the vendor in {id}?"), headquarters),
    Matter("deployed", "lookup", ("Where in the world are the products of {id} deployed?", "In which countries is {title} deployed?", "where is {title} used?", "countries where {title} is in use?", "{id} deployed where", "In what parts of the world are the devices in {id} installed?"), deployment),
    Matter("reporter", "who", ("Who reported the vulnerabilities in {id}?", "who found the flaws in {title}?", "Who discovered {cve}?", "Who reported {cve}?", "which researcher is credited in {id}?", "Who is acknowledged for the vulnerabilities in {title}?", "who reported the {title} vulnerabilities to CISA?", "who found {cve}", "who is credited with finding {cve}?", "who discovered the bugs in {id}", "{id} reported by whom", "By whom were the {title} flaws reported?", "which researchers found the holes in {title}?", "who gets credit for {id}"), reporters),
    Matter("released", "date", ("When was {id} released?", "When was {id} first published?", "what date was the advisory on {title} published?", "When did the advisory about {title} come out?", "when was the advisory for {cve} issued?", "On what day was {id} initially released?", "{id} release date", "when did {id} come out", "date of {id}?", "when did CISA publish {id}?", "publication date of the {title} advisory", "How old is {id}?"), release),
    Matter("revised", "date", ("When was {id} last revised?", "when was {id} last updated?", "What is the date of the latest revision of {id}?", "When was the advisory on {title} last updated?", "last update of {id}?", "{id} last updated", "latest revision date of {id}", "when did {id} change last?", "When was the {title} advisory most recently revised?"), revision),
    Matter("versions", "lookup", ("Which versions of {product} are affected according to {id}?", "What version of {product} does {id} list as vulnerable?", "which versions of {product} are vulnerable in {title}?", "Which {product} versions are affected in {id}?", "{product} affected versions in {id}", "what {product} releases does {id} affect", "vulnerable versions of {product}, {id}", "which versions of {product} are hit by {title}?"), affected_versions),
    Matter("products", "list", ("Which products are affected by {id}?", "What products does {cve} affect?", "which products does {id} cover?", "List the affected products in {title}.", "{id} affected products", "what's affected by {id}?", "what devices does {id} affect", "what is vulnerable in {id}?", "which equipment is affected by {cve}"), affected_products),
    Matter("vendor", "lookup", ("Which vendor's product is affected by {cve}?", "Which vendor is {id} about?", "whose products does {id} concern?", "who makes the product affected by {cve}?", "whose product has {cve}?", "{id} vendor", "which company is affected by {id}", "who is the manufacturer in {id}?", "What vendor does {cve} belong to?"), vendor),
    Matter("count", "number", ("How many vulnerabilities does {id} cover?", "how many CVEs are in {id}?", "How many vulnerabilities are covered by the advisory on {title}?", "number of vulnerabilities in {id}?", "how many flaws are in {title}?", "how many bugs does {id} list"), vulnerability_count),
    Matter("cves", "list", ("Which CVEs does {id} cover?", "List the CVEs in {title}.", "what vulnerabilities are in {id}?", "Which vulnerabilities does the advisory about {title} cover?", "{id} cves", "cve ids in {id}", "list all CVEs of {id}", "what are the CVE numbers in {title}?", "name the vulnerabilities covered by {id}"), covered_cves),
    Matter("fix", "lookup", ("Is there a fix for {cve}?", "How can {cve} be mitigated?", "what should users of {title} do?", "What does {id} recommend to fix the problem?", "is {cve} patched", "{id} fix", "what can I do about {cve}?", "which update fixes {cve}", "How do customers protect {title}?", "remediation for {id}?"), remedy),
    Matter("exploits", "lookup", ("Are there public exploits for {id}?", "is {cve} exploited in the wild", "Is any exploit known for the {title} vulnerabilities?", "known exploits {id}?", "does {cve} have a public exploit"), exploitability),
    Matter("impact", "lookup", ("What can an attacker do with {cve}?", "what is the impact of {id}?", "What could happen if the flaws in {title} are exploited?", "consequences of {id}", "what is the risk of {cve}?"), impact),
    Matter("status", "lookup", ("What is the status of {id}?", "is {id} final or a draft?", "{id} status"), status),
)  # fmt: skip

# What no field of an advisory holds.
ABSENT_MATTERS = (
    "What does an exploit for {cve} cost on the black market?",
    "How many customers were compromised through {cve}?",
    "What is the EPSS probability of {cve}?",
    "Which ransomware group exploited {cve} first?",
    "What fine was imposed on the vendor for {cve}?",
    "What is the phone number of whoever reported {id}?",
    "How much bug bounty was paid for {cve}?",
    "What is the annual revenue of the vendor in {id}?",
    "Who is the chief executive of the vendor in {id}?",
    "How many lines of code did the fix for {cve} change?",
    "Which court heard the lawsuit over {id}?",
    "What is the purchase price of the product in {id}?",
    "how many stars does {id} have on GitHub",
    "Which insurance pays for damage from {cve}?",
    "who is the prime minister of the country in {id}",
    "What salary does the researcher credited in {id} earn?",
    "how long did it take to write the patch for {cve}?",
    "Which hospital was attacked with {cve}?",
    "What was the share price of the vendor in {id} that day?",
    "what programming language is the exploit for {cve} written in",
    "Which antivirus products detect {cve}?",
    "what's the weather where {id} was written",
)


# ---------------------------------------------------------------- fields


def _base_scores(vulnerability: JsonObject) -> frozenset[str]:
    found = (
        child(score, key).get("baseScore")
        for score in rows(vulnerability, "scores")
        for key in ("cvss_v4", "cvss_v3", "cvss_v2")
    )
    return frozenset(str(float(value)) for value in found if isinstance(value, int | float))


def _single_cve(advisory: Advisory, folder: Folder) -> dict[str, str]:
    """The one CVE by which a question may name the advisory."""
    alone = len(advisory.cves) == 1 and folder.cves[advisory.cves[0]] == 1
    return {"cve": advisory.cves[0]} if alone else {}


def _branches(advisory: Advisory) -> Iterator[tuple[tuple[str, str], ...]]:
    """Every path of (category, name) from the root of the product tree to a leaf."""
    top = rows(child(advisory.root, "product_tree"), "branches")
    waiting: list[tuple[tuple[tuple[str, str], ...], Any]] = [((), branch) for branch in top]
    while waiting:
        above, branch = waiting.pop(0)
        path = (*above, (words(branch, "category"), words(branch, "name")))
        below = rows(branch, "branches")
        waiting += [(path, lower) for lower in below]
        if not below:
            yield path


def _leaves(advisory: Advisory) -> Iterator[tuple[str, str]]:
    """(product name, version) of each leaf of the product tree that is a version of a named product."""
    for path in _branches(advisory):
        names = dict(path)
        version = next((names[category] for category in _VERSION_BRANCHES if category in names), "")
        if version and names.get("product_name"):
            yield names["product_name"], version


def _vendors(advisory: Advisory) -> tuple[str, ...]:
    return tuple(dict.fromkeys(dict(path).get("vendor", "") for path in _branches(advisory)))


def _spellings(day: str) -> tuple[str, ...]:
    """A date as answers may write it: 2022-06-28, 28 June 2022, June 28, 2022."""
    when = date.fromisoformat(day)
    return (day, f"{when.day} {when:%B} {when.year}", f"{when:%B} {when.day}, {when.year}")


# ---------------------------------------------------------------- questions


def answerable_cases(folder: Folder, count: int, choose: random.Random) -> tuple[list[Case], Counter[str]]:
    """`count` questions, as evenly of every type as there are, and how many of each type the text does not answer."""
    unsaid: Counter[str] = Counter()
    streams = [(matter, _cases(matter, folder, choose, unsaid)) for matter in MATTERS]
    cases: list[Case] = []
    while streams and len(cases) < count:
        for matter, stream in list(streams):
            case = next(stream, None)
            if case is None:
                streams.remove((matter, stream))
            elif len(cases) < count:
                cases.append(case)
    return cases, unsaid


def _cases(matter: Matter, folder: Folder, choose: random.Random, unsaid: Counter[str]) -> Iterator[Case]:
    """The type's questions over the advisories in random order, one an advisory."""
    number = 0
    for advisory in choose.sample(folder.advisories, len(folder.advisories)):
        drafts = list(matter.drafts(advisory, folder))
        if not drafts:
            continue
        draft = choose.choice(drafts)
        fitting = [w for w in matter.wordings if all(name in draft.about for name in _blanks(w))]
        place = find_place(advisory, draft.told)
        if not fitting:
            continue
        if place is None:
            unsaid[matter.name] += 1
        else:
            number += 1
            yield Case(
                id=f"csaf-{matter.name}-{number:03}",
                kind=matter.kind,
                question=choose.choice(fitting).format(**draft.about),
                answerable=True,
                facts=draft.facts,
                evidence=((place,),),
                forbidden=draft.forbidden,
            )


def _blanks(wording: str) -> list[str]:
    return re.findall(r"{(\w+)}", wording)


def find_place(advisory: Advisory, told: Sequence[str]) -> Place | None:
    """The shortest sentence that holds all of `told` and occurs once in its document."""
    wanted = [normalise(text) for text in told]
    holding = [s for s in advisory.sentences if all(text in normalise(s) for text in wanted)]
    once = [s for s in holding if advisory.text.count(s) == 1]
    return Place(advisory.name, min(once, key=len)) if once else None


def absent_cases(folder: Folder, count: int, choose: random.Random) -> list[Case]:
    """`count` questions about identifiers, pairs, products and matters that the folder does not hold."""
    makers = (_absent_identifier, _absent_pair, _absent_product, _absent_matter, _absent_maker)
    cases: dict[str, Case] = {}
    while len(cases) < count:
        make = makers[len(cases) % len(makers)]
        kind, question = make(folder, choose)
        name = make.__name__.removeprefix("_absent_")
        if question:
            cases.setdefault(question, Case(f"csaf-absent-{name}-{len(cases):03}", kind, question, False))
    return list(cases.values())


def _absent_identifier(folder: Folder, choose: random.Random) -> tuple[str, str]:
    """A CVE or advisory id of the right form that no advisory has."""
    known = choose.choice(folder.advisories)
    about = {
        "cve": _changed(choose.choice(known.cves or ("CVE-2020-1000",)), choose),
        "id": _changed(known.id, choose),
    }
    taken = {*folder.cves, *(advisory.id for advisory in folder.advisories)}
    if taken & set(about.values()):
        return "near-miss", ""
    fitting = [w for m in MATTERS for w in m.wordings if set(_blanks(w)) <= set(about)]
    return "near-miss", choose.choice(fitting).format(**about)


def _changed(identifier: str, choose: random.Random) -> str:
    """The identifier with other last digits: CVE-2020-10055 -> CVE-2020-10937."""
    return re.sub(
        r"\d{2,3}(?=\D*$)", lambda m: f"{choose.randrange(10 ** len(m[0])):0{len(m[0])}}", identifier
    )


def _absent_pair(folder: Folder, choose: random.Random) -> tuple[str, str]:
    """A CVE asked of an advisory that does not cover it."""
    one, other = choose.sample(folder.advisories, 2)
    if not one.cves or set(one.cves) & set(other.cves):
        return "false-premise", ""
    cve = choose.choice(one.cves)
    wordings = ("What score does {id} give {cve}?", "Which products does {id} list as affected by {cve}?",
                "Who reported {cve} according to {id}?", "which weakness does {id} name for {cve}?",
                "does {id} cover {cve}?", "{id} {cve} fix", "how bad is {cve} in {id}")  # fmt: skip
    return "false-premise", choose.choice(wordings).format(id=other.id, cve=cve)


def _absent_product(folder: Folder, choose: random.Random) -> tuple[str, str]:
    """A product that a known vendor does not have in any advisory."""
    makers = _vendors(choose.choice(folder.advisories))
    letters = "".join(choose.choices("BCDFGHKLMNPQRVWXZ", k=3))
    product = f"{makers[0]} {letters}-{choose.randrange(1000, 9999)}" if makers and makers[0] else ""
    if not product or any(product in advisory.text for advisory in folder.advisories):
        return "near-miss", ""
    wordings = ("Who reported the vulnerabilities in {p}?", "When was the advisory on {p} published?",
                "Which versions of {p} are affected?", "What is the highest CVSS score in the advisory on {p}?",
                "Which critical infrastructure sectors use {p}?", "who found the bugs in {p}", "{p} fix?")  # fmt: skip
    return "near-miss", choose.choice(wordings).format(p=product)


def _absent_maker(folder: Folder, choose: random.Random) -> tuple[str, str]:
    """A vendor asked about another vendor's product."""
    one, other = choose.sample(folder.advisories, 2)
    makers, own = _vendors(one), _vendors(other)
    if len(makers) != 1 or len(own) != 1 or not other.title.startswith(f"{own[0]} "):
        return "false-premise", ""
    product = f"{makers[0]} {other.title.removeprefix(own[0]).strip()}"
    called = set(product.casefold().split())
    if any(called <= set(advisory.text.casefold().split()) for advisory in folder.advisories):
        return "false-premise", ""
    wordings = ("Who reported the vulnerabilities in {p}?", "When was the advisory on {p} published?",
                "how bad are the flaws in {p}", "Which critical infrastructure sectors use {p}?")  # fmt: skip
    return "false-premise", choose.choice(wordings).format(p=product)


def _absent_matter(folder: Folder, choose: random.Random) -> tuple[str, str]:
    """What no advisory says, asked of one that exists."""
    advisory = choose.choice([a for a in folder.advisories if a.cves])
    about = {"cve": choose.choice(advisory.cves), "id": advisory.id}
    return "near-miss", choose.choice(ABSENT_MATTERS).format(**about)


# ---------------------------------------------------------------- the command


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
