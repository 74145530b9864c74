"""What a CSAF advisory says to do: each remedy once, with the products and vulnerabilities it is for."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass

from index.readers.blocks import Block, clean
from index.readers.csaf.advisory import Advisory
from index.readers.csaf.boilerplate import is_general_practice
from index.readers.csaf.json_access import rows, strings, words
from index.readers.csaf.vulnerabilities import name_of
from index.readers.csaf.wording import paragraphs_of, some

_REMEDIES = {
    "vendor_fix": "Vendor fix",
    "mitigation": "Mitigation",
    "workaround": "Workaround",
    "no_fix_planned": "No fix planned",
    "none_available": "No fix available",
    "fix_planned": "Fix planned",
    "optional_patch": "Optional patch",
}


@dataclass(frozen=True, slots=True)
class Remedy:
    category: str
    details: str
    names: tuple[str, ...]
    products: frozenset[str]


def remediations(advisory: Advisory) -> Iterator[Block]:
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
        paragraphs = list(paragraphs_of(remedy.details))
        if not _is_general(remedy):
            paragraphs[0] = f"{kind}{_for_whom(advisory, remedy)}: {paragraphs[0]}"
        yield from (
            Block(text, "boilerplate" if _is_general(remedy) else "text", label) for text in paragraphs
        )


def _rank(category: str) -> int:
    order = list(_REMEDIES)
    return order.index(category) if category in order else len(order)


def _is_general(remedy: Remedy) -> bool:
    return is_general_practice(remedy.details)


def _gather_remedies(advisory: Advisory) -> list[Remedy]:
    gathered: dict[tuple[str, str], tuple[list[str], set[str]]] = {}
    for number, vulnerability in enumerate(advisory.vulnerabilities, start=1):
        for row in rows(vulnerability, "remediations"):
            details = clean(html.unescape(str(row.get("details") or ""))).strip()
            if details.endswith(":") and words(row, "url"):
                details += f" {words(row, 'url')}"
            if details:
                names, products = gathered.setdefault((words(row, "category"), details), ([], set()))
                names.append(name_of(vulnerability, number))
                products.update(strings(row, "product_ids"))
                for group in strings(row, "group_ids"):
                    products.update(advisory.groups.get(group, ()))
    return [
        Remedy(category, details, tuple(dict.fromkeys(names)), frozenset(products))
        for (category, details), (names, products) in gathered.items()
    ]


def _for_whom(advisory: Advisory, remedy: Remedy) -> str:
    """The products and vulnerabilities a remedy is for, where it is not for all of them."""
    listed = [i for i in advisory.products if i in remedy.products]
    whom = f" in {advisory.id}"
    if listed and len(listed) < len(advisory.products):
        names = dict.fromkeys(advisory.products[i].full_name for i in listed)
        whom += f" for {some(names)}"
    if len(remedy.names) < len(advisory.vulnerabilities):
        whom += f" against {some(remedy.names)}"
    return whom
