"""The elements of a page's tree."""

from __future__ import annotations

from typing import Any

Element = Any  # lxml ships no types
UNSEEN_TAGS = frozenset(
    {"script", "style", "noscript", "noframes", "template", "iframe", "object", "embed", "svg", "canvas", "audio", "video", "map",
     "select", "textarea", "button", "input", "datalist", "dialog", "head", "title", "meta", "link", "base"}
)  # fmt: skip
