"""One vulnerability of a CSAF advisory: weakness, scores, dates, notes, threats and the products' statuses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.language.dates import parse_date
from index.readers.csaf.acknowledgments import acknowledgment
from index.readers.csaf.advisory import Advisory
from index.readers.csaf.boilerplate import is_boilerplate
from index.readers.csaf.json_access import JsonObject, child, rows, strings, words
from index.readers.csaf.wording import day_of, ended, paragraphs_of, some

_STATUSES = {
    "known_affected": "affects",
    "first_affected": "affects, from this version on,",
    "last_affected": "affects, up to this version,",
    "fixed": "is fixed in",
    "first_fixed": "is first fixed in",
    "recommended": "is best met with",
    "known_not_affected": "does not affect",
    "under_investigation": "is under investigation for",
    "unknown": "has an unknown effect on",
}
_THREATS = {"exploit_status": "Exploitation", "impact": "Impact", "target_set": "Targets"}
# What the fields say already, said again in a note: alone it would not tell which vulnerability it is about.
_RESTATED = re.compile(
    r"\s*CVE-\d{4}-\d{4,}(?: (?:and|,) CVE-\d{4}-\d{4,}){0,99} (?:has|have) been assigned to (?:this|these) vulnerabilit(?:y|ies)\."
    r"|\s*An? CVSS v[\d.]+ base score of (?P<score>\d+(?:\.\d)?) has been (?:calculated|assigned)"
    r"(?:[;.,] the CVSS vector string is \(?[\w:./]*\)?)?\.?(?=\s|$)",
    re.IGNORECASE,
)
_PLAIN_TITLE = re.compile(
    r"(?:(?:vulnerability|cve) )?(?:summary|description|details?|overview)", re.IGNORECASE
)


def name_of(vulnerability: JsonObject, number: int) -> str:
    """What sentences call a vulnerability: its CVE, else another id, else its number in the advisory."""
    ids = (words(row, "text") for row in rows(vulnerability, "ids"))
    return words(vulnerability, "cve") or next(filter(None, ids), "") or f"Vulnerability {number}"


def describe_vulnerability(advisory: Advisory, vulnerability: JsonObject, number: int) -> Iterator[str]:
    """The paragraphs about one vulnerability."""
    name = name_of(vulnerability, number)
    yield " ".join(filter(None, _facts(advisory, vulnerability, name)))
    told = {score.value for score in scores_of(vulnerability)}
    for note in rows(vulnerability, "notes"):
        if not is_boilerplate(note):
            said = [_without_restated(paragraph, told) for paragraph in paragraphs_of(note.get("text"))]
            yield from _about(name, words(note, "title"), [paragraph for paragraph in said if paragraph])
    for threat in rows(vulnerability, "threats"):
        kind = _THREATS.get(words(threat, "category"), "Threat")
        yield f"{kind} of {name}: {ended(words(threat, 'details'))}" if words(threat, "details") else ""
    for thanks in rows(vulnerability, "acknowledgments"):
        yield acknowledgment(thanks, f"{advisory.id} for {name}")
    yield from _product_statuses(advisory, vulnerability, name)


def _about(name: str, title: str, paragraphs: list[str]) -> Iterator[str]:
    """What a note says of a vulnerability; the first paragraph names it where it does not by itself."""
    for number, paragraph in enumerate(paragraphs):
        named = number > 0 or name in paragraph.partition(". ")[0]
        plain = "Description" if not title or _PLAIN_TITLE.fullmatch(title) else title
        yield paragraph if named else f"{plain} of {name}: {paragraph}"


def _without_restated(paragraph: str, told: set[float]) -> str:
    def cut(match: re.Match[str]) -> str:
        return match[0] if match["score"] and float(match["score"]) not in told else ""

    return _RESTATED.sub(cut, paragraph).strip()


def _facts(advisory: Advisory, vulnerability: JsonObject, name: str) -> Iterator[str]:
    title = words(vulnerability, "title")
    called = f", called {title.rstrip('.')}" if title and name.casefold() not in title.casefold() else ""
    yield (
        f"{name}{called}, is covered by {advisory.name}."
        if called
        else f"{name} is covered by {advisory.name}."
    )
    for weakness in [*rows(vulnerability, "cwe"), *rows(vulnerability, "cwes")]:
        if words(weakness, "id"):
            yield f"{name} is a weakness of type {words(weakness, 'id')}: {ended(words(weakness, 'name'))}"
    scores = list(scores_of(vulnerability))
    for score in scores:
        where = (
            f" for {name_products(advisory, score.products)}" if len(scores) > 1 and score.products else ""
        )
        severity = f" ({score.severity})" if score.severity else ""
        vector = f", vector {score.vector}" if score.vector else ""
        yield f"{name} has a CVSS v{score.version} base score of {score.value}{severity}{where}{vector}."
    for key, verb in (
        ("discovery_date", "discovered"),
        ("release_date", "released"),
        ("disclosure_date", "disclosed"),
    ):
        if day := parse_date(words(vulnerability, key)):
            yield f"{name} was {verb} on {day_of(day)}."
    yield from _exploited(advisory, vulnerability, name)
    yield from _ratings(vulnerability, name)
    for other in rows(vulnerability, "ids"):
        if words(other, "text") != name:
            yield f"{name} is {words(other, 'text')} in {words(other, 'system_name')}."


def _exploited(advisory: Advisory, vulnerability: JsonObject, name: str) -> Iterator[str]:
    """Since when it is known to be exploited (CSAF 2.1)."""
    for row in rows(vulnerability, "first_known_exploitation_dates"):
        if day := parse_date(words(row, "exploitation_date")):
            products = name_products(advisory, tuple(strings(row, "product_ids")))
            where = f" in {products}" if products else ""
            yield f"Exploitation of {name}{where} is known since {day_of(day)}."


def _ratings(vulnerability: JsonObject, name: str) -> Iterator[str]:
    """How it is rated otherwise than by CVSS (CSAF 2.1)."""
    for content in (child(row, "content") for row in rows(vulnerability, "metrics")):
        if rating := words(content, "qualitative_severity_rating"):
            yield f"{name} is rated {rating}."
        chance = child(content, "epss")
        if probability := words(chance, "probability"):
            day = parse_date(words(chance, "timestamp"))
            yield f"{name} has an EPSS probability of {probability}" + (
                f" as of {day_of(day)}." if day else "."
            )


@dataclass(frozen=True, slots=True)
class Score:
    version: str
    value: float
    severity: str
    vector: str
    products: tuple[str, ...]


def scores_of(vulnerability: JsonObject) -> Iterator[Score]:
    """CVSS scores of both editions: `scores` (2.0) and `metrics[].content` (2.1)."""
    found = [(row, row) for row in rows(vulnerability, "scores")]
    found += [(row, child(row, "content")) for row in rows(vulnerability, "metrics")]
    for row, content in found:
        for key, version in (("cvss_v4", "4.0"), ("cvss_v3", "3"), ("cvss_v2", "2.0")):
            cvss = child(content, key)
            value = cvss.get("baseScore")
            if isinstance(value, int | float) and not isinstance(value, bool):
                yield Score(
                    version=words(cvss, "version") or version,
                    value=float(value),
                    severity=words(cvss, "baseSeverity"),
                    vector=words(cvss, "vectorString"),
                    products=tuple(strings(row, "products")),
                )


def _product_statuses(advisory: Advisory, vulnerability: JsonObject, name: str) -> Iterator[str]:
    """Which products have which status; nothing where all products are affected, as said above already."""
    statuses = child(vulnerability, "product_status")
    for status, verb in _STATUSES.items():
        ids = tuple(strings(statuses, status))
        if status == "known_affected" and set(ids) == set(advisory.products):
            continue
        if whom := name_products(advisory, ids):
            yield f"{name} {verb} {whom}."
    for flag in rows(vulnerability, "flags"):
        label = words(flag, "label").replace("_", " ")
        whom = name_products(advisory, tuple(strings(flag, "product_ids")))
        yield f"{name} does not affect {whom or 'the products'} because of this: {label}." if label else ""


def name_products(advisory: Advisory, ids: Iterable[str]) -> str:
    """The products of these ids as a sentence lists them; one that the advisory does not name by its id."""
    return some(dict.fromkeys(advisory.product_names.get(i) or i for i in ids))
