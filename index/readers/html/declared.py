"""What a page declares of itself: title, site, dates, language and address, in meta elements, JSON-LD and <time>."""

from __future__ import annotations

import json
import re
from typing import Any

from index.language.addresses import host_of, web_address
from index.language.dates import parse_date
from index.metadata import country_of_domain
from index.readers import limits
from index.readers.blocks import clean, fold_spaces
from index.readers.html.blocks import words_of
from index.readers.html.tree import Element
from index.types import Metadata

_DATE_NAMES = {
    "published": (
        "article:published_time", "datepublished", "dcterms.date", "dc.date", "dcterms.issued", "dc.date.issued",
        "date", "pubdate", "publishdate", "publish_date", "publication_date", "citation_publication_date",
        "article.published", "dcterms.created", "og:published_time", "sailthru.date",
    ),
    "revised": ("article:modified_time", "datemodified", "dcterms.modified", "og:updated_time", "last-modified", "lastmod"),
}  # fmt: skip

_SAVED_FROM = re.compile(
    r"(?:saved from url=\(\d+\)|saved with SingleFile\s+url:\s*)(https?://\S+)", re.IGNORECASE
)


def declared_by(tree: Element) -> Metadata:
    """What the page states of itself; what it does not stays empty."""
    named = _meta_elements(tree)
    linked = _linked_data(tree)
    title_element = tree.find(".//title")
    page_title = fold_spaces(title_element.text_content()) if title_element is not None else ""
    author = named.get("dcterms.creator") or named.get("author") or named.get("dc.creator", "")
    issuer = author if len(author) > 3 and author in page_title else named.get("dcterms.creator", "")
    site = (
        named.get("og:site_name")
        or _name_in(linked.get("publisher"))
        or named.get("dcterms.publisher", issuer)
    )
    heading = tree.xpath("//h1")
    title = (
        named.get("og:title")
        or str(linked.get("headline") or "")
        or named.get("dcterms.title", "")
        or (words_of(heading[0]) if len(heading) == 1 else "")
        or page_title
    )
    url = (
        named.get("og:url")
        or next(iter(tree.xpath("//link[@rel='canonical']/@href")), "")
        or _saved_from(tree)
    )
    return Metadata(
        title=_without_site(fold_spaces(clean(title)), site),
        publisher=fold_spaces(clean(site)),
        issuer=fold_spaces(clean(issuer)),
        country=country_of_domain(host_of(url)),
        language=(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
        .split("-")[0]
        .lower()[:3],
        kind="press" if "NewsArticle" in str(linked.get("@type")) else "",
        published=_date_of(named, "published")
        or parse_date(linked.get("datePublished") or "")
        or _time_element(tree),
        revised=_date_of(named, "revised") or parse_date(linked.get("dateModified") or ""),
        url=web_address(url),
    )


def from_address(url: str) -> Metadata:
    """What the address that a page was saved from says of it."""
    return Metadata(url=web_address(url), country=country_of_domain(host_of(url)))


def _meta_elements(tree: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content[:1000])
    return found


def _linked_data(tree: Element) -> dict[str, Any]:
    """The first JSON-LD object that has a headline or a date."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads((script.text or "")[: limits.LINKED_DATA_CHARACTERS])
        except (ValueError, RecursionError):
            continue
        for row in data if isinstance(data, list) else [data]:
            graph = row.get("@graph") if isinstance(row, dict) else None
            for candidate in [row, *(graph if isinstance(graph, list) else [])]:
                if isinstance(candidate, dict) and ("headline" in candidate or "datePublished" in candidate):
                    return candidate
    return {}


def _name_in(value: object) -> str:
    name = value.get("name") if isinstance(value, dict) else value
    return name if isinstance(name, str) else ""


def _date_of(named: dict[str, str], field: str) -> str:
    return next((day for name in _DATE_NAMES[field] if (day := parse_date(named.get(name, "")))), "")


def _time_element(tree: Element) -> str:
    """The date of the only <time> in the article's head, or of one marked as the publication's."""
    marked = tree.xpath("//time[@pubdate or @itemprop='datePublished']") or tree.xpath(
        "//article//time | //main//time"
    )
    days = {parse_date(time.get("datetime") or time.text_content()) for time in marked} - {""}
    return days.pop() if len(days) == 1 else ""


def _saved_from(tree: Element) -> str:
    """The address browsers leave in a comment when they save a page."""
    for comment in tree.xpath("//comment() | /comment()"):
        if match := _SAVED_FROM.search(comment.text or ""):
            return str(match[1])
    return ""


def _without_site(title: str, site: str) -> str:
    """ "Warning on 5G | Agency" -> "Warning on 5G", where the page calls its site Agency."""
    if site:
        title = re.sub(
            rf"\s*[|\u2013\u2014\-\u00b7:]\s*{re.escape(fold_spaces(site))}\s*$",
            "",
            title,
            flags=re.IGNORECASE,
        )
    return title[:500]
