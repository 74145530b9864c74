"""What can be asked about an advisory, and what its fields answer to each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evals.csaf.advisories import Advisory, Folder, base_scores, spellings
from index.readers.csaf.json_access import child, rows, strings, words

# More names than these no answer of a few sentences can give.
MOST_NAMED = 5
# Characters of a note or remedy that an answer can be asked to repeat.
MOST_QUOTED = 300

_SCHEME = re.compile(r"vers:[\w.-]+/")


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
    """One type of question: its gold kind, and the answers an advisory has to it."""

    name: str
    kind: str
    drafts: Callable[[Advisory, Folder], Iterator[Draft]]

    @property
    def wordings(self) -> tuple[str, ...]:
        return wordings()[self.name]


@cache
def wordings() -> dict[str, tuple[str, ...]]:
    """How each matter is asked about: "matter: wording" a line of `wordings.txt`, with what is named in braces."""
    lines = (Path(__file__).parent / "wordings.txt").read_text(encoding="utf-8").splitlines()
    asked: dict[str, list[str]] = {}
    for line in lines:
        matter, _, wording = line.partition(": ")
        asked.setdefault(matter, []).append(wording)
    return {matter: tuple(listed) for matter, listed in asked.items()}


def blanks(wording: str) -> list[str]:
    """What a wording calls for: "Where is {cve} covered?" -> ["cve"]."""
    return re.findall(r"{(\w+)}", wording)


def covering(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    for cve in advisory.cves:
        if folder.cves[cve] == 1:
            yield Draft(((advisory.id,),), (cve, advisory.id), {"cve": cve})


def scores(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    values = {words(row, "cve"): base_scores(row) for row in advisory.vulnerabilities}
    for cve, own in values.items():
        others = {f"base score of {v}" for scored in values.values() for v in scored if v not in own}
        if folder.cves[cve] == 1 and len(own) == 1:
            score = next(iter(own))
            yield Draft(((score,),), (cve, f"base score of {score}"), {"cve": cve}, tuple(sorted(others)))


def highest_score(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    values = [float(v) for row in advisory.vulnerabilities for v in base_scores(row)]
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
        makers = advisory.vendors
        yield Draft(((place,),), (place, "headquarter"), about | folder.single_cve(advisory))
        if len(makers) == 1 and "title" in about:
            yield Draft(((place,),), (place, "headquarter"), about | {"vendor": makers[0]})


def deployment(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    if areas := advisory.note("Countries/areas deployed"):
        yield Draft(((areas,),), (areas, "deployed"), folder.about(advisory))


def reporters(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    thanked = rows(advisory.document, "acknowledgments")
    named = [n for row in thanked for n in (*strings(row, "names"), words(row, "organization")) if n]
    if named and len(named) <= MOST_NAMED:
        about = folder.about(advisory) | folder.single_cve(advisory)
        yield Draft(tuple((name,) for name in dict.fromkeys(named)), (named[0],), about)


def release(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    day = words(child(advisory.document, "tracking"), "initial_release_date")[:10]
    yield Draft(
        (spellings(day),), (day, "first published"), folder.about(advisory) | folder.single_cve(advisory)
    )


def revision(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    tracking = child(advisory.document, "tracking")
    day = words(tracking, "current_release_date")[:10]
    if day != words(tracking, "initial_release_date")[:10]:
        yield Draft((spellings(day),), (day, "last revised"), folder.about(advisory))


def affected_versions(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    by_name: dict[str, list[str]] = {}
    for name, version in advisory.versions():
        by_name.setdefault(name, []).append(version)
    for name, versions in by_name.items():
        if len(versions) == 1:
            bare = _SCHEME.sub("", versions[0])
            spelled = ("all versions",) if bare == "*" else (bare,)
            about = {"product": name, **folder.about(advisory)}
            yield Draft((spelled,), (name, spelled[0]), about)


def affected_products(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    names = tuple(dict.fromkeys(name for name, _ in advisory.versions()))
    if names and len(names) <= MOST_NAMED:
        about = folder.about(advisory) | folder.single_cve(advisory)
        yield Draft(tuple((name,) for name in names), (names[0], advisory.id), about)


def vendor(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    makers = advisory.vendors
    if len(makers) == 1:
        yield Draft(((makers[0],),), (makers[0],), {"id": advisory.id} | folder.single_cve(advisory))


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
            yield Draft(((fix,),), (fix, advisory.id), folder.about(advisory) | folder.single_cve(advisory))


def exploitability(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    told = advisory.note("Exploitability").partition(". ")[0]
    if told and len(told) < MOST_QUOTED:
        yield Draft(((told,),), (told,), folder.about(advisory) | folder.single_cve(advisory))


def impact(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    told = advisory.note("Risk evaluation")
    if told and len(told) < MOST_QUOTED and ". " not in told:
        yield Draft(((told,),), (told,), folder.about(advisory) | folder.single_cve(advisory))


def status(advisory: Advisory, folder: Folder) -> Iterator[Draft]:
    found = words(child(advisory.document, "tracking"), "status")
    if found:
        yield Draft(((found,),), (f"status {found}", advisory.id), {"id": advisory.id})


MATTERS = (
    Matter("covers", "lookup", covering),
    Matter("score", "number", scores),
    Matter("highest", "number", highest_score),
    Matter("weakness", "lookup", weaknesses),
    Matter("vector", "lookup", vectors),
    Matter("sectors", "list", sectors),
    Matter("headquarters", "lookup", headquarters),
    Matter("deployed", "lookup", deployment),
    Matter("reporter", "who", reporters),
    Matter("released", "date", release),
    Matter("revised", "date", revision),
    Matter("versions", "lookup", affected_versions),
    Matter("products", "list", affected_products),
    Matter("vendor", "lookup", vendor),
    Matter("count", "number", vulnerability_count),
    Matter("cves", "list", covered_cves),
    Matter("fix", "lookup", remedy),
    Matter("exploits", "lookup", exploitability),
    Matter("impact", "lookup", impact),
    Matter("status", "lookup", status),
)
