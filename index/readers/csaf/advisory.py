"""A CSAF advisory as parsed: its parts by name, what sentences call it, and its metadata."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from index.language.addresses import host_of
from index.language.dates import parse_date
from index.language.identifiers import find_identifiers
from index.metadata import country_of_domain, find_marking
from index.readers.csaf.json_access import JsonObject, child, rows, strings, words
from index.readers.csaf.products import Product, read_groups, read_products, versions_by_name
from index.readers.csaf.wording import MOST_NAMES_IN_A_SENTENCE
from index.types import Metadata, Relation

_KINDS = {
    "csaf_security_advisory": "advisory",
    "csaf_informational_advisory": "advisory",
    "csaf_security_incident_response": "incident-response",
    "csaf_vex": "vex",
}
_FOLLOW_UP = re.compile(r"follow-up to|replaces|supersedes|updated version of", re.IGNORECASE)
_WITHDRAWN = re.compile(
    r"\b(?:advisory|is|was|been|been fully) (?:withdrawn|retracted|revoked)\b|^\W*withdrawn\b", re.IGNORECASE
)


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
            country=country_of_domain(host_of(words(publisher, "namespace"))),
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
