"""What is known about a document: kinds, markings, relations and country, as its own words and fields give them.

Nothing here guesses: what a document does not say stays empty. Formats are the readers' matter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from index.language.addresses import web_address
from index.language.dates import parse_date
from index.language.identifiers import find_identifier_mentions
from index.types import Metadata, Relation

_KINDS = {
    "act": "law", "statute": "law", "legislation": "law", "bill": "law",
    "executive-order": "order", "decree": "order",
    "emergency-directive": "directive", "binding-operational-directive": "directive",
    "news": "press", "article": "press", "press-release": "press", "newspaper": "press", "news-article": "press",
    "alert": "warning", "notice": "advisory", "bulletin": "advisory", "security-advisory": "advisory",
    "guideline": "guidance", "guidelines": "guidance", "recommendation": "guidance",
    "reader-comment": "comment",
}  # fmt: skip
_RELATIONS = {
    "follows": "follows", "follow_up_to": "follows",
    "supersedes": "supersedes", "replaces": "supersedes", "obsoletes": "supersedes",
    "superseded_by": "superseded_by", "replaced_by": "superseded_by", "obsoleted_by": "superseded_by",
    "amends": "amends", "updates": "amends",
    "withdraws": "withdraws", "revokes": "withdraws", "repeals": "withdraws",
    "related": "related", "see_also": "related",
}  # fmt: skip
_OFFICIAL = re.compile(
    r"\b(?:ministry|minist\u00e8re|ministerium|agency|bureau|government|department|office|commission|authority|council|"
    r"court|parliament|treasury|police|centre|center|administration|secretariat|cabinet)\b",
    re.IGNORECASE,
)
_MARKING = re.compile(r"\bTLP\s*[:\- ]\s*(RED|AMBER(?:\+STRICT)?|GREEN|CLEAR|WHITE)\b", re.IGNORECASE)


def normal_kind(kind: str) -> str:
    """The kind in this project's words: lower case, hyphens, synonyms folded ("Press release" -> "press")."""
    plain = "-".join(kind.lower().replace("_", " ").replace("-", " ").split())
    return _KINDS.get(plain, plain)


def is_official(name: str) -> bool:
    """Whether `name` is, by its own words, that of a public body: "Telmar Treasury, Procurement Office"."""
    return bool(_OFFICIAL.search(name))


def find_marking(text: str) -> str:
    """The first Traffic Light Protocol marking in `text`, as "TLP:AMBER+STRICT", or ""."""
    match = _MARKING.search(text)
    return f"TLP:{match[1].upper()}" if match else ""


# Domains that only a state's own bodies can register.
_STATE_DOMAINS = {
    "gov": "United States", "mil": "United States", "gov.uk": "United Kingdom", "gov.au": "Australia",
    "govt.nz": "New Zealand", "gc.ca": "Canada", "go.jp": "Japan", "go.kr": "South Korea", "gov.tw": "Taiwan",
    "gov.cn": "China", "gov.sg": "Singapore", "gov.in": "India", "nic.in": "India", "gov.ua": "Ukraine",
    "gov.pl": "Poland", "gov.cz": "Czech Republic", "gov.sk": "Slovakia", "gov.il": "Israel", "gov.br": "Brazil",
    "gov.it": "Italy", "gov.pt": "Portugal", "gov.ie": "Ireland", "gob.es": "Spain", "gouv.fr": "France",
    "bund.de": "Germany", "admin.ch": "Switzerland", "gv.at": "Austria", "europa.eu": "European Union",
}  # fmt: skip


def country_of_domain(host: str) -> str:
    """The country whose state runs `host`, where only that state can ("www.cisa.gov" -> "United States"), or ""."""
    labels = host.lower().rstrip(".").split(".")
    return _STATE_DOMAINS.get(".".join(labels[-2:])) or _STATE_DOMAINS.get(labels[-1], "")


_RELATION_VERBS = {"amends": "amends", "supersedes": "supersedes", "replaces": "supersedes", "withdraws": "withdraws",
                   "revokes": "withdraws", "repeals": "withdraws", "follows": "follows"}  # fmt: skip
_OWN_RELATION = re.compile(
    rf"\bthis (?:[\w-]+ ){{1,3}}?(?P<verb>{'|'.join(_RELATION_VERBS)}) (?:[\w'.-]+ ){{0,5}}$", re.IGNORECASE
)


def find_relations(text: str) -> tuple[Relation, ...]:
    """What the document says of itself in words: "This notice amends guidance KISB-G-2025/14." """
    found: list[Relation] = []
    for mention in find_identifier_mentions(text):
        if match := _OWN_RELATION.search(text, max(0, mention.start - 120), mention.start):
            found.append(Relation(_RELATION_VERBS[match["verb"].lower()], mention.value))
    return tuple(dict.fromkeys(found))


_FIELD_NAMES = {
    "title": "title", "headline": "title", "subject": "title",
    "issuer": "issuer", "issued_by": "issuer", "authority": "issuer", "agency": "issuer", "author": "issuer",
    "publisher": "publisher", "source": "publisher", "site": "publisher", "site_name": "publisher",
    "country": "country", "jurisdiction": "country",
    "language": "language", "lang": "language",
    "instrument": "kind", "kind": "kind", "type": "kind", "category": "kind",
    "date": "published", "published": "published", "publication_date": "published", "issued": "published",
    "date_published": "published", "release_date": "published",
    "effective": "effective", "effective_date": "effective", "in_force": "effective",
    "revised": "revised", "updated": "revised", "last_updated": "revised", "last_revised": "revised",
    "modified": "revised",
    "status": "status",
    "marking": "marking", "tlp": "marking", "distribution": "marking",
    "url": "url", "link": "url", "source_url": "url",
    "targets": "targets", "affected": "affected", "topics": "topics", "tags": "topics", "keywords": "topics",
}  # fmt: skip
_DATES_AMONG_FIELDS = ("published", "effective", "revised")
_LISTS_AMONG_FIELDS = ("targets", "affected", "topics")
_MOST_CHARACTERS_OF_A_FIELD = 500


def from_fields(given: Mapping[str, object]) -> Metadata:
    """Metadata from named fields (front matter, a sidecar, first lines). Unknown names and wrong types are passed over."""
    known: dict[str, Any] = {}
    for name, value in given.items():
        field = _FIELD_NAMES.get(_field_key(name))
        if field and field not in known and (taken := _field_value(field, value)):
            known[field] = taken
    return Metadata(**known, relations=_relations(given))


def is_field_name(name: str) -> bool:
    """Whether `name` is one that `from_fields` understands."""
    return _field_key(name) in _FIELD_NAMES


def field_meant(name: str) -> str:
    """The field of Metadata that `name` is a name of, or ""."""
    return _FIELD_NAMES.get(_field_key(name), "")


def is_date_field(name: str) -> bool:
    """Whether `name` is one that `from_fields` takes a date from."""
    return _FIELD_NAMES.get(_field_key(name)) in _DATES_AMONG_FIELDS


def _field_key(name: object) -> str:
    return "_".join(str(name).lower().replace("-", " ").replace("_", " ").split())


def _field_value(field: str, value: object) -> str | tuple[str, ...]:
    if field in _LISTS_AMONG_FIELDS:
        return _words_of(value)
    if not isinstance(value, str | int | float | date) or isinstance(value, bool):
        return ""
    text = " ".join(str(value).split())[:_MOST_CHARACTERS_OF_A_FIELD]
    if field in _DATES_AMONG_FIELDS:
        return parse_date(value)
    if field == "kind":
        return normal_kind(text)
    if field == "marking":
        return find_marking(text if text.upper().startswith("TLP") else f"TLP:{text}")
    if field == "url":
        return web_address(text)
    return text


def _words_of(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else str(value).split(",") if isinstance(value, str) else []
    plain = (" ".join(str(item).split()) for item in items if isinstance(item, str | int | float))
    return tuple(dict.fromkeys(item[:_MOST_CHARACTERS_OF_A_FIELD] for item in plain if item))


def _relations(given: Mapping[str, object]) -> tuple[Relation, ...]:
    found: list[Relation] = []
    for name, value in given.items():
        if (kind := _RELATIONS.get(_field_key(name))) is not None:
            found += [Relation(kind, target) for target in _words_of(value)]
    listed = given.get("relations")
    for row in listed if isinstance(listed, list) else []:
        if isinstance(row, dict):
            kind = _RELATIONS.get(_field_key(row.get("type", "related")), "related")
            found += [Relation(kind, target) for target in _words_of(row.get("id", row.get("target")))]
    return tuple(dict.fromkeys(found))


def merge(first: Metadata, *others: Metadata) -> Metadata:
    """`first`, with whatever it lacks taken from the others in turn."""
    for other in others:
        lacking = {
            field.name: getattr(other, field.name)
            for field in fields(Metadata)
            if not getattr(first, field.name) and getattr(other, field.name)
        }
        first = replace(first, **lacking)
    return first
