"""A page as a tree of elements."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from index.readers.blocks import fold_spaces
from index.types import UnreadableFile

Element = Any  # lxml ships no types
UNSEEN_TAGS = frozenset(
    {"script", "style", "noscript", "noframes", "template", "iframe", "object", "embed", "svg", "canvas", "audio", "video", "map",
     "select", "textarea", "button", "input", "datalist", "dialog", "head", "title", "meta", "link", "base"}
)  # fmt: skip
STRUCK_TAGS = ("del", "s", "strike")
# The characters that XML has no place for: controls, half characters and two that are none.
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse(page: str, name: str) -> Element:
    """The page's tree. Raises UnreadableFile where there is none."""
    without_declaration = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)
    try:
        tree = lxml_html.document_fromstring(without_declaration, parser=lxml_html.HTMLParser(huge_tree=True))
    except (etree.ParserError, ValueError) as error:
        raise UnreadableFile(f"{name}: this is not HTML ({fold_spaces(str(error))[:80]})") from None
    # The tree holds such characters, but breaks when an element beside them is taken out.
    for element in tree.iter():
        if element.text and _NO_XML.search(element.text):
            element.text = _NO_XML.sub(" ", element.text)
        if element.tail and _NO_XML.search(element.tail):
            element.tail = _NO_XML.sub(" ", element.tail)
    return tree
