"""CSAF 2.0 and 2.1 advisories: every field becomes a sentence that can be quoted alone.

The format is OASIS's Common Security Advisory Framework. A field such as `baseScore` has no words of
its own, so the text of the document is made here, always the same from the same file.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlsplit

import sentencex

from index.metadata import country_of_domain, find_identifiers, find_marking, parse_date
from index.readers.blocks import Block, clean, compose, fold_spaces
from index.readers.csaf_products import Product, read_groups, read_products, vendors, versions_by_name
from index.readers.decoding import decode
from index.readers.json_access import JsonObject, child, rows, strings, words
from index.types import Metadata, Reading, Relation, UnreadableFile

MOST_PRODUCT_LINES = 400
MOST_NAMES_IN_A_SENTENCE = 12
# What names may take of a sentence: with its other words it stays shorter than the chunker cuts at.
CHARACTERS_OF_NAMES = 400

_KINDS = {
    "csaf_security_advisory": "advisory",
    "csaf_informational_advisory": "advisory",
    "csaf_security_incident_response": "incident-response",
    "csaf_vex": "vex",
}
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
_REMEDIES = {
    "vendor_fix": "Vendor fix",
    "mitigation": "Mitigation",
    "workaround": "Workaround",
    "no_fix_planned": "No fix planned",
    "none_available": "No fix available",
    "fix_planned": "Fix planned",
    "optional_patch": "Optional patch",
}
_THREATS = {"exploit_status": "Exploitation", "impact": "Impact", "target_set": "Targets"}
_BOILERPLATE_TITLES = re.compile(
    r"disclaimer|legal|terms of use|recommended practice|general (?:security )?(?:recommendation|measure)|"
    r"for more information|about |contact|additional resources|copyright|license",
    re.IGNORECASE,
)
# General hygiene that publishers append to every advisory: it answers nothing about this one.
_GENERAL_PRACTICE = re.compile(
    r"(?:recommends? (?:that )?(?:all )?(?:users|organizations|asset owners|customers)? ?"
    r"(?:to )?(?:take|implement|apply|deploy) (?:the following )?(?:general )?(?:defensive|security) (?:measures|practices)"
    r"|as a general security measure"
    r"|minimize network exposure for all control system"
    r"|locate control system networks and (?:remote )?devices behind"
    r"|when remote access is required, use"
    r"|perform(?:ing)? proper impact analysis"
    r"|social engineering attacks?\b.*\b(?:unsolicited|protect)"
    r"|avoiding (?:email scams|social engineering)"
    r"|do not click (?:web )?links or open (?:unsolicited )?attachments"
    r"|portable computers and removable storage media should be"
    r"|observing (?:any )?suspected malicious activity"
    r"|industrial security (?:can be found|webpage)"
    r"|(?:control systems?|ics) security recommended practices"
    r"|for further inquiries on (?:security )?vulnerabilities"
    r"|operators of critical power systems .{0,40}worldwide are usually required)",
    re.IGNORECASE | re.DOTALL,
)
_PAST = {
    "reporting": "reported",
    "self-reporting": "self-reported",
    "discovering": "discovered",
    "identifying": "identified",
    "finding": "found",
    "disclosing": "disclosed",
    "coordinating": "coordinated",
    "analyzing": "analyzed",
}
# The end of a sentence of words, not of initials or abbreviations, and the next one.
_NEXT_SENTENCE = re.compile(r"(?<=[a-z)\]][a-z)\]])\.\s+(?=[A-Z])|(?<=[A-Z]{3})\.\s+(?=[A-Z])")
_FOLLOW_UP = re.compile(r"follow-up to|replaces|supersedes|updated version of", re.IGNORECASE)
_MISSING_SPACE = re.compile(r"(?<=[a-z)\]])\.(?=(?:CVE-\d|CWE-\d|A CVSS|An? [a-z]|The [a-z]))")
# What the fields say already, said again in a note: alone it would not tell which vulnerability it is about.
_RESTATED = re.compile(
    r"\s*CVE-\d{4}-\d{4,}(?: (?:and|,) CVE-\d{4}-\d{4,})* (?:has|have) been assigned to (?:this|these) vulnerabilit(?:y|ies)\."
    r"|\s*An? CVSS v[\d.]+ base score of (?P<score>\d+(?:\.\d)?) has been (?:calculated|assigned)"
    r"(?:[;.,] the CVSS vector string is \(?[\w:./]*\)?)?\.?(?=\s|$)",
    re.IGNORECASE,
)
_WITHDRAWN = re.compile(
    r"\b(?:advisory|is|was|been|been fully) (?:withdrawn|retracted|revoked)\b|^\W*withdrawn\b", re.IGNORECASE
)
_PLAIN_TITLE = re.compile(
    r"(?:(?:vulnerability|cve) )?(?:summary|description|details?|overview)", re.IGNORECASE
)
_BULLET = re.compile(r"^(?:[-*\u2022\u00b7]\s*)+")
_WITH_ARTICLE = frozenset(
    {"United States", "United Kingdom", "Netherlands", "Czech Republic", "United Arab Emirates"}
)


def read(raw: bytes, name: str) -> Reading:
    """The advisory as plain sentences under headings. Raises UnreadableFile for JSON that is no CSAF."""
    advisory = Advisory(_parse(decode(raw, name), name))
    if not advisory.id or not advisory.tree_is_csaf:
        raise UnreadableFile(
            f"{name}: this JSON is no CSAF advisory (it lacks document.tracking.id); only CSAF is read"
        )
    return compose(_blocks(advisory), advisory.metadata)


def _parse(text: str, name: str) -> object:
    try:
        return json.loads(text)
    except RecursionError:
        raise UnreadableFile(f"{name}: the JSON is nested too deeply to be an advisory") from None
    except ValueError as error:
        raise UnreadableFile(f"{name}: this is not valid JSON ({fold_spaces(str(error))[:120]})") from None


@dataclass(frozen=True)
class Advisory:
    """A CSAF document with the names its sentences need. `content` is the parsed JSON."""

    content: object

    @cached_property
    def root(self) -> JsonObject:
        return self.content if isinstance(self.content, dict) else {}

    @cached_property
    def document(self) -> JsonObject:
        return child(self.root, "document")

    @cached_property
    def tracking(self) -> JsonObject:
        return child(self.document, "tracking")

    @property
    def tree_is_csaf(self) -> bool:
        return bool(
            self.document.get("csaf_version") or str(self.document.get("category", "")).startswith("csaf")
        )

    @property
    def id(self) -> str:
        return words(self.tracking, "id")

    @property
    def title(self) -> str:
        return words(self.document, "title")

    @property
    def name(self) -> str:
        """The advisory as sentences call it: "ICSA-22-179-04 (Motorola Solutions MOSCAD IP Gateways)"."""
        title = self.title
        return title if self.id in title else f"{self.id} ({title})" if title else self.id

    @property
    def publisher(self) -> str:
        return words(child(self.document, "publisher"), "name")

    @cached_property
    def products(self) -> dict[str, Product]:
        return read_products(child(self.root, "product_tree"))

    @cached_property
    def product_names(self) -> dict[str, str]:
        """What sentences call each product: "Siemens SCALANCE XF208 (< V5.2.6)"."""
        return {
            i: f"{product.full_name} ({product.version})" if product.version else product.full_name
            for i, product in self.products.items()
        }

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        return read_groups(child(self.root, "product_tree"))

    @cached_property
    def notes(self) -> list[JsonObject]:
        return rows(self.document, "notes")

    @cached_property
    def vulnerabilities(self) -> list[JsonObject]:
        return rows(self.root, "vulnerabilities")

    def note(self, *titles: str) -> str:
        """The text of the first note with one of `titles`, on one line."""
        wanted = (n for n in self.notes if words(n, "title").casefold() in titles)
        return next((words(note, "text") for note in wanted), "")

    @property
    def released(self) -> str:
        return parse_date(words(self.tracking, "initial_release_date"))

    @property
    def revised(self) -> str:
        return parse_date(words(self.tracking, "current_release_date"))

    @property
    def metadata(self) -> Metadata:
        publisher = child(self.document, "publisher")
        label = words(child(self.document, "distribution", "tlp"), "label")
        return Metadata(
            title=self.title or self.id,
            issuer=self.publisher,
            publisher=self.publisher,
            country=country_of_domain(urlsplit(words(publisher, "namespace")).hostname or ""),
            language=words(self.document, "lang").split("-")[0].lower(),
            kind=_KINDS.get(words(self.document, "category"), "advisory"),
            published=self.released,
            revised=self.revised if self.revised != self.released else "",
            status=_status(self),
            marking=find_marking(f"TLP:{label}") if label else "",
            url=_own_address(self.document),
            targets=tuple(versions_by_name(self.products.values()))[:MOST_NAMES_IN_A_SENTENCE],
            affected=_split_sectors(
                self.note("critical infrastructure sectors", "critical infastructure sectors")
            ),
            origins=tuple(filter(None, [self.note("company headquarters location").strip(" .")])),
            relations=_relations(self),
            identifiers=_own_identifiers(self),
        )


def _status(advisory: Advisory) -> str:
    """The tracking status; "withdrawn", for which the format has no word, where the title or the last revision says it."""
    last = rows(advisory.tracking, "revision_history")[-1:]
    said = " ".join([advisory.title, *(words(row, "summary") for row in last)])
    return "withdrawn" if _WITHDRAWN.search(said) else words(advisory.tracking, "status")


def _own_address(document: JsonObject) -> str:
    addresses = [
        words(row, "url") for row in rows(document, "references") if words(row, "category") == "self"
    ]
    for_people = [address for address in addresses if not address.endswith(".json")]
    return next(iter(for_people + addresses), "")


def _split_sectors(text: str) -> tuple[str, ...]:
    return tuple(
        sector for part in re.split(r"[,;]", text) if (sector := re.sub(r"^and\s+", "", part.strip(" .")))
    )


def _own_identifiers(advisory: Advisory) -> tuple[str, ...]:
    own = [advisory.id, *strings(advisory.tracking, "aliases")]
    return tuple(dict.fromkeys(value for text in own for value in find_identifiers(text) or (text.upper(),)))


def _relations(advisory: Advisory) -> tuple[Relation, ...]:
    """What the notes say this advisory follows, other than earlier versions of itself."""
    own = set(_own_identifiers(advisory))
    texts = (words(note, "text") for note in advisory.notes)
    said = (text for text in texts if _FOLLOW_UP.search(text))
    targets = (value for text in said for value in find_identifiers(text) if value not in own)
    return tuple(dict.fromkeys(Relation("follows", t) for t in targets if not t.startswith(("CVE-", "CWE-"))))


# ---------------------------------------------------------------- the text


def _blocks(advisory: Advisory) -> Iterator[Block]:
    yield Block(advisory.title or advisory.id, "heading", advisory.title or advisory.id)
    yield from _section("Overview", _overview(advisory))
    notes = [note for note in advisory.notes if not _is_boilerplate_note(note)]
    for note in notes:
        if not _is_told_in_overview(note):
            yield from _section(words(note, "title") or "Notes", _note(advisory, note))
    yield from _lines("Affected products", _product_lines(advisory))
    for number, vulnerability in enumerate(advisory.vulnerabilities, start=1):
        yield from _section(_name_of(vulnerability, number), _vulnerability(advisory, vulnerability, number))
    yield from _remediations(advisory)
    yield from _lines("Revision history", _revisions(advisory))
    for note in advisory.notes:
        if _is_boilerplate_note(note):
            title = words(note, "title") or "Notice"
            yield Block(title, "heading", title)
            yield from (Block(text, "boilerplate", title) for text in _paragraphs(note.get("text")))
    yield from _lines("References", _references(advisory), kind="boilerplate")


def _section(label: str, sentences: Iterable[str]) -> Iterator[Block]:
    """A heading and its paragraphs, or nothing where there are none."""
    paragraphs = [sentence for sentence in sentences if sentence]
    if paragraphs:
        yield Block(label, "heading", label)
        yield from (Block(text, "text", label) for text in paragraphs)


def _note(advisory: Advisory, note: JsonObject) -> Iterator[str]:
    """The note's paragraphs; the first says whose note it is where its title alone would not."""
    title = words(note, "title")
    paragraphs = list(_paragraphs(note.get("text")))
    if paragraphs and title and not find_identifiers(paragraphs[0]):
        paragraphs[0] = f"{title} in {advisory.name}: {paragraphs[0]}"
    yield from paragraphs


def _lines(label: str, lines: Iterable[str], *, kind: str = "list") -> Iterator[Block]:
    text = "\n".join(line for line in lines if line)
    if text:
        yield Block(label, "heading", label)
        yield Block(text, kind, label)


def _overview(advisory: Advisory) -> Iterator[str]:
    dates = [
        f"{advisory.name} was first published by {advisory.publisher or 'its publisher'} on {_day(advisory.released)}."
        if advisory.released
        else "",
        _current_release(advisory),
        _count_revisions(advisory),
    ]
    yield " ".join(filter(None, dates))
    yield _count(advisory)
    yield _severity(advisory)
    yield _vendors(advisory)
    if sectors := advisory.note("critical infrastructure sectors", "critical infastructure sectors"):
        yield f"Critical infrastructure sectors affected by {advisory.name}: {_ended(sectors)}"
    if areas := advisory.note("countries/areas deployed"):
        yield f"Countries and areas where the products of {advisory.name} are deployed: {_ended(areas)}"
    for thanks in rows(advisory.document, "acknowledgments"):
        yield _acknowledgment(thanks, advisory.name)


def _vendors(advisory: Advisory) -> str:
    """Who the vendors are and where they are at home; a note that is a sentence already stays one."""
    place = advisory.note("company headquarters location")
    makers = vendors(advisory.products)
    who = _some(makers)
    role = f"the vendor{'s' if len(makers) > 1 else ''} in {advisory.name}"
    is_sentence = bool(re.search(r"\b(?:is|are) headquartered\b", place))
    if is_sentence or not place:
        named = f"{who} {'are' if len(makers) > 1 else 'is'} {role}." if makers else ""
        return f"{named} {place}".strip()
    place = f"the {place}" if place in _WITH_ARTICLE else place
    if not makers:
        return f"The vendor in {advisory.name} has its company headquarters in {_ended(place)}"
    has = "have their" if len(makers) > 1 else "has its"
    return f"{who}, {role}, {has} company headquarters in {_ended(place)}"


def _current_release(advisory: Advisory) -> str:
    version, status = words(advisory.tracking, "version"), words(advisory.tracking, "status")
    if not advisory.revised:
        return ""
    details = ", ".join(
        filter(None, (f"version {version}" if version else "", f"status {status}" if status else ""))
    )
    if advisory.revised == advisory.released:
        return f"{advisory.id} has not been revised since its first release on {_day(advisory.released)}" + (
            f" ({details})." if details else "."
        )
    return f"{advisory.id} was last revised on {_day(advisory.revised)}" + (
        f" ({details})." if details else "."
    )


def _count_revisions(advisory: Advisory) -> str:
    entries = len(rows(advisory.tracking, "revision_history"))
    listed = "1 entry" if entries == 1 else f"{entries} entries"
    return (
        f"The revision history of {advisory.id} has {listed}, its first release included." if entries else ""
    )


def _count(advisory: Advisory) -> str:
    names = [_name_of(row, number) for number, row in enumerate(advisory.vulnerabilities, start=1)]
    if not names:
        return ""
    noun = "vulnerability" if len(names) == 1 else "vulnerabilities"
    first, *others = batch_names(names)
    listed = join_names([*first, "others"] if others else first)
    also = (f"{advisory.id} also covers {join_names(batch)}." for batch in others)
    return " ".join([f"{advisory.name} covers {len(names)} {noun}: {listed}.", *also])


def _severity(advisory: Advisory) -> str:
    scored = [
        (score.value, _name_of(row, number))
        for number, row in enumerate(advisory.vulnerabilities, start=1)
        for score in _scores(row)
    ]
    aggregate = words(child(advisory.document, "aggregate_severity"), "text")
    told = (
        f"{advisory.publisher} rates the aggregate severity of {advisory.id} as {aggregate}."
        if aggregate
        else ""
    )
    if len(advisory.vulnerabilities) < 2 or not scored:
        return told
    highest = max(value for value, _ in scored)
    which = join_names(dict.fromkeys(name for value, name in scored if value == highest))
    return f"The highest CVSS base score in {advisory.name} is {highest} ({which}). {told}".strip()


def _within_a_sentence(name: str) -> str:
    """The name without a stop that would end the sentence it stands in: "Deep AG." but not "Acme Inc."."""
    ends = sentencex.get_sentence_boundaries("en", f"{name} reported it.")
    return name if len(ends) < 2 else name.rstrip(". ")


def _acknowledgment(thanks: JsonObject, name: str) -> str:
    """Who is thanked for what.

    >>> _acknowledgment({"names": ["A", "B"], "organization": "C", "summary": "reporting this to D"}, "X-1")
    'A and B of C reported this to D, as acknowledged in X-1.'
    """
    people = join_names(_within_a_sentence(name) for name in strings(thanks, "names"))
    organization = _within_a_sentence(words(thanks, "organization"))
    who = f"{people} of {organization}" if people and organization else people or organization
    verb, _, rest = words(thanks, "summary").rstrip(".").partition(" ")
    if not who:
        return ""
    if past := _PAST.get(verb.lower()):
        told, _, further = _NEXT_SENTENCE.sub("\n", rest, count=1).partition("\n")
        return f"{who} {past} {told}, as acknowledged in {name}." + (f" {further}." if further else "")
    return f"{who} is acknowledged in {name}" + (f" for {verb} {rest}".rstrip() if verb else "") + "."


def _is_told_in_overview(note: JsonObject) -> bool:
    return words(note, "title").casefold() in (
        "company headquarters location",
        "critical infrastructure sectors",
        "critical infastructure sectors",
        "countries/areas deployed",
    )


def _is_boilerplate_note(note: JsonObject) -> bool:
    if words(note, "category") == "legal_disclaimer" or _BOILERPLATE_TITLES.search(words(note, "title")):
        return True
    return bool(_GENERAL_PRACTICE.search(words(note, "text")[:400]))


def _product_lines(advisory: Advisory) -> Iterator[str]:
    affected = _affected_products(advisory)
    named = [
        (verb, name, versions)
        for verb, products in (
            ("affects", [p for p in advisory.products.values() if p.id in affected]),
            ("lists", [p for p in advisory.products.values() if p.id not in affected]),
        )
        for name, versions in versions_by_name(products).items()
    ]
    several = list(dict.fromkeys(name for verb, name, _ in named if verb == "affects"))
    if len(several) > 1:
        yield f"{advisory.name} affects {len(several)} products: {join_names(several, most=most_that_fit(several))}."
    for verb, name, versions in named[:MOST_PRODUCT_LINES]:
        if not versions:
            yield f"{advisory.id} {verb} {name}."
        for batch in batch_names(versions):
            yield f"{advisory.id} {verb} {name}, versions: {_ended('; '.join(batch))}"
    if len(named) > MOST_PRODUCT_LINES:
        yield f"{advisory.id} lists {len(named) - MOST_PRODUCT_LINES} more products."


def _affected_products(advisory: Advisory) -> frozenset[str]:
    statuses = [child(row, "product_status") for row in advisory.vulnerabilities]
    keys = ("known_affected", "first_affected", "last_affected")
    return frozenset(i for status in statuses for key in keys for i in strings(status, key))


def _name_of(vulnerability: JsonObject, number: int) -> str:
    ids = (words(row, "text") for row in rows(vulnerability, "ids"))
    return words(vulnerability, "cve") or next(filter(None, ids), "") or f"Vulnerability {number}"


def _vulnerability(advisory: Advisory, vulnerability: JsonObject, number: int) -> Iterator[str]:
    name = _name_of(vulnerability, number)
    yield " ".join(filter(None, _facts(advisory, vulnerability, name)))
    told = {score.value for score in _scores(vulnerability)}
    for note in rows(vulnerability, "notes"):
        if not _is_boilerplate_note(note):
            said = [_without_restated(paragraph, told) for paragraph in _paragraphs(note.get("text"))]
            yield from _about(name, words(note, "title"), [paragraph for paragraph in said if paragraph])
    for threat in rows(vulnerability, "threats"):
        kind = _THREATS.get(words(threat, "category"), "Threat")
        yield f"{kind} of {name}: {_ended(words(threat, 'details'))}" if words(threat, "details") else ""
    for thanks in rows(vulnerability, "acknowledgments"):
        yield _acknowledgment(thanks, f"{advisory.id} for {name}")
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
            yield f"{name} is a weakness of type {words(weakness, 'id')}: {_ended(words(weakness, 'name'))}"
    scores = list(_scores(vulnerability))
    for score in scores:
        where = f" for {_some_names(advisory, score.products)}" if len(scores) > 1 and score.products else ""
        severity = f" ({score.severity})" if score.severity else ""
        vector = f", vector {score.vector}" if score.vector else ""
        yield f"{name} has a CVSS v{score.version} base score of {score.value}{severity}{where}{vector}."
    for key, verb in (
        ("discovery_date", "discovered"),
        ("release_date", "released"),
        ("disclosure_date", "disclosed"),
    ):
        if day := parse_date(words(vulnerability, key)):
            yield f"{name} was {verb} on {_day(day)}."
    for other in rows(vulnerability, "ids"):
        if words(other, "text") != name:
            yield f"{name} is {words(other, 'text')} in {words(other, 'system_name')}."


@dataclass(frozen=True, slots=True)
class _Score:
    version: str
    value: float
    severity: str
    vector: str
    products: tuple[str, ...]


def _scores(vulnerability: JsonObject) -> Iterator[_Score]:
    """CVSS scores of both editions: `scores` (2.0) and `metrics[].content` (2.1)."""
    found = [(row, row) for row in rows(vulnerability, "scores")]
    found += [(row, child(row, "content")) for row in rows(vulnerability, "metrics")]
    for row, content in found:
        for key, version in (("cvss_v4", "4.0"), ("cvss_v3", "3"), ("cvss_v2", "2.0")):
            cvss = child(content, key)
            value = cvss.get("baseScore")
            if isinstance(value, int | float) and not isinstance(value, bool):
                yield _Score(
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
        if ids and not (status == "known_affected" and set(ids) >= set(advisory.products)):
            yield f"{name} {verb} {_some_names(advisory, ids)}."
    for flag in rows(vulnerability, "flags"):
        label = words(flag, "label").replace("_", " ")
        whom = _some_names(advisory, tuple(strings(flag, "product_ids")))
        yield f"{name} does not affect {whom or 'the products'} because of this: {label}." if label else ""


def _some_names(advisory: Advisory, ids: Iterable[str]) -> str:
    names = dict.fromkeys(advisory.product_names[i] for i in ids if i in advisory.product_names)
    return _some(names)


@dataclass(frozen=True, slots=True)
class _Remedy:
    category: str
    details: str
    names: tuple[str, ...]
    products: frozenset[str]


def _remediations(advisory: Advisory) -> Iterator[Block]:
    """Each remedy once, though advisories repeat it for every vulnerability; general hygiene as boilerplate."""
    previous = ""
    remedies = sorted(
        _gather_remedies(advisory), key=lambda remedy: (_is_general(remedy), _rank(remedy.category))
    )
    for remedy in remedies:
        kind = _REMEDIES.get(remedy.category, "Remediation")
        label = "General practices" if _is_general(remedy) else f"Remediations > {kind}"
        if label != previous:
            yield Block(label.rsplit(" > ", 1)[-1], "heading", label)
            previous = label
        paragraphs = list(_paragraphs(remedy.details))
        if not _is_general(remedy):
            paragraphs[0] = f"{kind}{_for_whom(advisory, remedy)}: {paragraphs[0]}"
        yield from (
            Block(text, "boilerplate" if _is_general(remedy) else "text", label) for text in paragraphs
        )


def _rank(category: str) -> int:
    order = list(_REMEDIES)
    return order.index(category) if category in order else len(order)


def _is_general(remedy: _Remedy) -> bool:
    return bool(_GENERAL_PRACTICE.search(remedy.details[:400]))


def _gather_remedies(advisory: Advisory) -> list[_Remedy]:
    gathered: dict[tuple[str, str], tuple[list[str], set[str]]] = {}
    for number, vulnerability in enumerate(advisory.vulnerabilities, start=1):
        for row in rows(vulnerability, "remediations"):
            details = clean(html.unescape(str(row.get("details") or ""))).strip()
            if details.endswith(":") and words(row, "url"):
                details += f" {words(row, 'url')}"
            if details:
                names, products = gathered.setdefault((words(row, "category"), details), ([], set()))
                names.append(_name_of(vulnerability, number))
                products.update(strings(row, "product_ids"))
                for group in strings(row, "group_ids"):
                    products.update(advisory.groups.get(group, ()))
    return [
        _Remedy(category, details, tuple(dict.fromkeys(names)), frozenset(products))
        for (category, details), (names, products) in gathered.items()
    ]


def _for_whom(advisory: Advisory, remedy: _Remedy) -> str:
    """The products and vulnerabilities a remedy is for, where it is not for all of them."""
    listed = [i for i in advisory.products if i in remedy.products]
    whom = f" in {advisory.id}"
    if listed and len(listed) < len(advisory.products):
        names = dict.fromkeys(advisory.products[i].full_name for i in listed)
        whom += f" for {_some(names)}"
    if len(remedy.names) < len(advisory.vulnerabilities):
        whom += f" against {_some(remedy.names)}"
    return whom


def _revisions(advisory: Advisory) -> Iterator[str]:
    for row in rows(advisory.tracking, "revision_history"):
        day, summary = parse_date(words(row, "date")), words(row, "summary")
        number = words(row, "number")
        if day or summary:
            on = f" of {_day(day)}" if day else ""
            yield f"Revision {number} of {advisory.id}{on}: {_ended(summary or 'no summary')}"


def _references(advisory: Advisory) -> Iterator[str]:
    listed = list(rows(advisory.document, "references"))
    for vulnerability in advisory.vulnerabilities:
        listed += rows(vulnerability, "references")
    pairs = dict.fromkeys((words(row, "summary"), words(row, "url")) for row in listed)
    return (" ".join(filter(None, pair)) for pair in list(pairs)[:MOST_PRODUCT_LINES])


# ---------------------------------------------------------------- words


def _paragraphs(text: object) -> Iterator[str]:
    """Paragraphs of a note: lines broken in mid-sentence are joined, bullets dropped, missing spaces put in."""
    if not isinstance(text, str):
        return
    joined: list[str] = []
    for line in clean(html.unescape(text)).split("\n"):
        words_of_line = fold_spaces(line)
        if not words_of_line:
            joined.append("")
        elif joined and joined[-1] and not _BULLET.match(words_of_line) and not _ends(joined[-1]):
            joined[-1] += f" {words_of_line}"
        else:
            joined.append(_BULLET.sub("", words_of_line))
    yield from (_MISSING_SPACE.sub(". ", paragraph) for paragraph in joined if paragraph)


def _ends(text: str) -> bool:
    return text.endswith((".", "!", "?", ":"))


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _some(names: Iterable[str]) -> str:
    """As many of the names as fit a sentence, with a count of those left out."""
    listed = [name for name in names if name]
    return join_names(listed, most=min(MOST_NAMES_IN_A_SENTENCE, most_that_fit(listed)))


def join_names(names: Iterable[str], *, most: int = 0) -> str:
    """Names as a sentence lists them, with a count of those left out beyond `most`.

    >>> join_names(["A", "B", "C"]), join_names(["A", "B", "C"], most=1)
    ('A, B and C', 'A and 2 more')
    """
    listed = [name for name in names if name]
    shown = listed[:most] if most and len(listed) > most else listed
    if len(shown) < len(listed):
        shown = [*shown, f"{len(listed) - len(shown)} more"]
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1]))) if shown else ""


def batch_names(names: Iterable[str]) -> list[list[str]]:
    """The names in as few runs as fit a sentence that can still be quoted whole.

    >>> batch_names(["A", "B"]), batch_names([])
    ([['A', 'B']], [])
    """
    batches: list[list[str]] = []
    room = 0
    for name in filter(None, names):
        if room < len(name):
            batches.append([])
            room = CHARACTERS_OF_NAMES
        batches[-1].append(name)
        room -= len(name) + len(", ")
    return batches


def most_that_fit(names: Iterable[str]) -> int:
    """How many of the names, from the first on, fit a sentence."""
    return len(next(iter(batch_names(names)), []))


def _day(iso: str) -> str:
    """A date as people write it, with its ISO form.

    >>> _day("2022-06-28")
    '28 June 2022 (2022-06-28)'
    """
    if len(iso) < 10:
        return iso
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B} {day.year} ({iso})"
