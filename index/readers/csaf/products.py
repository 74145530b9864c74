"""The products of a CSAF advisory: a tree of vendors, products and versions made into names and lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.readers import limits
from index.readers.csaf.json_access import JsonObject, rows, words

# What a branch of each category gives to the products below it; the others (architecture, language, host name,
# specification, legacy) are no part of a name: where a product's own name has them, they are said with it.
_LEVELS = {
    "vendor": "vendor", "product_family": "family", "product_name": "name", "product_version": "version",
    "product_version_range": "version", "service_pack": "version", "patch_level": "version",
}  # fmt: skip
_ALL_VERSIONS = re.compile(r"(?:vers:[\w.-]+/)?\*|all|all versions", re.IGNORECASE)
_VERSION_SCHEME = re.compile(r"vers:[\w.-]+/")


@dataclass(frozen=True, slots=True)
class Product:
    """One product of the tree: what makers call it, in which versions."""

    id: str
    vendor: str
    name: str
    version: str

    @property
    def full_name(self) -> str:
        """The name with its vendor, said once: "Siemens SCALANCE XF208"."""
        return (
            self.name
            if self.name.casefold().startswith(self.vendor.casefold())
            else f"{self.vendor} {self.name}"
        )


def read_products(tree: JsonObject) -> dict[str, Product]:
    """Every product by its id, in the order of the tree. Walks without recursion: trees may be deep."""
    found: dict[str, Product] = {}
    waiting: list[tuple[JsonObject, dict[str, str]]] = [(row, {}) for row in reversed(rows(tree, "branches"))]
    while waiting and len(found) < limits.PRODUCTS:
        branch, above = waiting.pop()
        level = _LEVELS.get(words(branch, "category"))
        path = {**above, level: words(branch, "name")} if level else above
        for leaf in rows(branch, "product"):
            product = _product(leaf, path)
            found.setdefault(product.id, product)
        waiting += [(row, path) for row in reversed(rows(branch, "branches"))]
    for leaf in rows(tree, "full_product_names"):
        product = _product(leaf, {})
        found.setdefault(product.id, product)
    for relationship in rows(tree, "relationships"):
        for leaf in rows(relationship, "full_product_name"):
            product = _product(leaf, {})
            found.setdefault(product.id, product)
    return found


def read_groups(tree: JsonObject) -> dict[str, tuple[str, ...]]:
    """The product ids of every product group."""
    return {
        words(group, "group_id"): tuple(i for i in group.get("product_ids", ()) if isinstance(i, str))
        for group in rows(tree, "product_groups")
        if isinstance(group.get("product_ids"), list)
    }


def vendors(products: Mapping[str, Product]) -> tuple[str, ...]:
    """The vendors, each once."""
    return tuple(dict.fromkeys(product.vendor for product in products.values() if product.vendor))


def versions_by_name(products: Iterable[Product]) -> dict[str, list[str]]:
    """The versions of each product under its full name, each once, in order."""
    found: dict[str, list[str]] = {}
    for product in products:
        versions = found.setdefault(product.full_name, [])
        if product.version and product.version not in versions:
            versions.append(product.version)
    return found


def _product(leaf: JsonObject, path: Mapping[str, str]) -> Product:
    """A leaf by the product name above it, else the family, else its own name, which may hold the version already."""
    said = words(leaf, "name")
    above, branch = path.get("name") or path.get("family"), path.get("version", "")
    name = above or said
    if not above and re.search(rf"(?<![\w.]){re.escape(branch)}(?!\w|\.\d)", said, re.IGNORECASE):
        branch = ""
    written = said[len(name) :].strip(" :") if said.casefold().startswith(name.casefold()) else ""
    if not written and ": " in said:
        written = said.rsplit(": ", 1)[1]
    return Product(
        id=words(leaf, "product_id"),
        vendor=path.get("vendor", ""),
        name=name,
        version=_version(written, branch),
    )


def _version(written: str, branch: str) -> str:
    """The version as people wrote it, with the exact range behind it where that says more.

    >>> _version("All versions prior to V2.8.1", "< 2.8.1"), _version("", "vers:all/<V4.1.4"), _version("*", "*")
    ('All versions prior to V2.8.1 (< 2.8.1)', '<V4.1.4', 'all versions')
    """
    exact = "all versions" if _ALL_VERSIONS.fullmatch(branch) else _VERSION_SCHEME.sub("", branch)
    plain = "all versions" if _ALL_VERSIONS.fullmatch(written) else _VERSION_SCHEME.sub("", written)
    if not plain or not exact:
        return plain or exact
    said = exact.strip("<>= ").casefold() in plain.casefold() and not re.search(r"[<>]", exact)
    return plain if said or exact.casefold() == plain.casefold() else f"{plain} ({exact})"
