"""Reading JSON that others wrote: whatever is missing or of another type is as good as empty."""

from __future__ import annotations

import html
from typing import Any

from index.readers.blocks import clean, fold_spaces

JsonObject = dict[str, Any]


def child(node: JsonObject, *path: str) -> JsonObject:
    """The object below `path`, or an empty one."""
    for key in path:
        below = node.get(key)
        if not isinstance(below, dict):
            return {}
        node = below
    return node


def rows(node: JsonObject, key: str) -> list[JsonObject]:
    """The objects listed under `key`; one object alone counts as a list of one."""
    listed = node.get(key)
    if isinstance(listed, dict):
        return [listed]
    return [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []


def strings(node: JsonObject, key: str) -> list[str]:
    """The strings listed under `key`, on one line each, without empty ones."""
    listed = node.get(key)
    return (
        [text for row in listed if isinstance(row, str) and (text := plain(row))]
        if isinstance(listed, list)
        else []
    )


def words(node: JsonObject, key: str) -> str:
    """The value under `key` as one line of text; numbers as they are written."""
    value = node.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return plain(str(value))


def plain(text: str) -> str:
    """One line without entities and invisible characters."""
    is_plain = text.isascii() and text.isprintable() and "&" not in text and "  " not in text
    return text.strip() if is_plain else fold_spaces(clean(html.unescape(text)))
