"""The products of a CSAF advisory as sentences: which it affects, in which versions."""

from __future__ import annotations

from collections.abc import Iterator

from index.readers import limits
from index.readers.csaf.advisory import Advisory
from index.readers.csaf.json_access import child, strings
from index.readers.csaf.products import versions_by_name
from index.readers.csaf.wording import batch_names, ended, join_names, most_that_fit


def product_lines(advisory: Advisory) -> Iterator[str]:
    """A line for each product and its versions, those affected first."""
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
    for verb, name, versions in named[: limits.PRODUCT_LINES]:
        if not versions:
            yield f"{advisory.id} {verb} {name}."
        for batch in batch_names(versions):
            yield f"{advisory.id} {verb} {name}, versions: {ended('; '.join(batch))}"
    if len(named) > limits.PRODUCT_LINES:
        yield f"{advisory.id} lists {len(named) - limits.PRODUCT_LINES} more products."


def _affected_products(advisory: Advisory) -> frozenset[str]:
    statuses = [child(row, "product_status") for row in advisory.vulnerabilities]
    keys = ("known_affected", "first_affected", "last_affected")
    return frozenset(i for status in statuses for key in keys for i in strings(status, key))
