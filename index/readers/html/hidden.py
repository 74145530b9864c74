"""What of a page its readers do not see or see struck out, and marks that are not part of its words: taken out of the tree."""

from __future__ import annotations

import re

from lxml import etree

from index.readers import limits
from index.readers.html.tree import STRUCK_TAGS, UNSEEN_TAGS, Element

_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0?(?:\.0+)?\s*(?:;|$|!)"
    r"|font-size\s*:\s*0(?:\.0+)?\s*(?:px|em|rem|pt|%|vw)?\s*(?:;|$|!)"
    r"|text-indent\s*:\s*-\d{3,}|(?:left|top|right|bottom|margin-left|margin-top)\s*:\s*-\d{3,}"
    r"|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(\s*(?:50|100)%|transform\s*:\s*scale\(\s*0"
    r"|(?:^|;)\s*(?:max-)?(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$|!)"
    r"|text-decoration(?:-line)?\s*:[^;]*line-through",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)", re.IGNORECASE)
_BACKGROUND = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_WHITE = frozenset({"white", "#fff", "#ffffff", "transparent", "rgb(255,255,255)", "rgba(0,0,0,0)"})
_AT_RULE = re.compile(r"@[^@{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
# From one brace on: from each letter of words without any, the search would be as long as these are.
_RULE = re.compile(r"(?:^|(?<=[{}]))([^{}]+)\{([^{}]*)\}")
_SIMPLE_SELECTOR = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<mark>[.#])(?P<name>[\w-]+)", re.IGNORECASE)
_BACK_LINKS = frozenset({"^", "\u2191", "\u21a9", "\u21a9\ufe0e", "\u21b5", "\u2b11"})


def drop_hidden(tree: Element) -> None:
    """Take out of the tree whatever a reader of the page does not see: scripts, comments, hidden elements.

    Words that are struck out stand no longer, and go too.
    """
    hidden_names = _hidden_by_sheet(tree)
    for shadow in list(tree.xpath("//template[@shadowrootmode or @shadowroot]")):
        shadow.drop_tag()  # how a browser saves what an element of the page's own drew
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for element in list(tree.iter(etree.Element)):
        if element.getparent() is not None and (
            (element.tag in UNSEEN_TAGS and element.tag not in ("head", "title", "meta"))
            or _is_hidden(element)
            or _is_named(element, hidden_names)
        ):
            element.drop_tree()
    drop_struck(tree)


def drop_struck(tree: Element) -> None:
    """Take out of the tree the words that are struck out."""
    for struck in list(tree.iter(*STRUCK_TAGS)):
        struck.drop_tree()


def _is_hidden(element: Element) -> bool:
    style = element.get("style") or ""
    return (
        element.get("hidden") is not None
        or (element.get("aria-hidden") or "").lower() == "true"
        or bool(style and (_HIDDEN_STYLE.search(style) or _is_colourless(element, style)))
    )


def _is_colourless(element: Element, style: str) -> bool:
    """Whether the words have the colour of what is behind them; a page without background is white."""
    colour = _COLOUR.search(style)
    if not colour:
        return False
    ink = "".join(colour[1].lower().split())
    if ink not in _WHITE and not _BACKGROUND.search(style):
        return False
    paper = next(filter(None, map(_background_of, [element, *element.iterancestors()])), "white")
    return ink == paper or (ink in _WHITE and paper in _WHITE)


def _background_of(element: Element) -> str:
    """The colour that an element gives itself, in small letters; empty where none is seen through."""
    stated = _BACKGROUND.search(element.get("style") or "")
    colour = stated[1] if stated else element.get("bgcolor") or ""
    plain = "".join(colour.lower().split())
    return "" if plain in ("transparent", "none", "inherit", "initial") else plain


def _hidden_by_sheet(tree: Element) -> frozenset[tuple[str, str, str]]:
    """(tag, "." or "#", name) that the page's own style sheets hide outright; media queries are left out."""
    found: set[tuple[str, str, str]] = set()
    for sheet in tree.iter("style"):
        rules = _AT_RULE.sub("", (sheet.text or "")[: limits.STYLE_SHEET_CHARACTERS])
        for match in _RULE.finditer(rules):
            if _HIDDEN_STYLE.search(match[2]):
                for selector in match[1].split(","):
                    if simple := _SIMPLE_SELECTOR.fullmatch(selector.strip()):
                        found.add(((simple["tag"] or "").lower(), simple["mark"], simple["name"]))
    return frozenset(found)


def _is_named(element: Element, names: frozenset[tuple[str, str, str]]) -> bool:
    if not names:
        return False
    marks = [(".", name) for name in (element.get("class") or "").split()] + [("#", element.get("id") or "")]
    return any((tag, *mark) in names for tag in ("", element.tag) for mark in marks)


def set_apart_superscripts(tree: Element) -> None:
    """Numbers set high do not become part of what they stand at: notes' numbers go, powers of ten get their sign.

    So do the arrows that lead back from a note.
    """
    for link in list(tree.iter("a")):
        if len(link) == 0 and (link.text or "").strip("\ufe0e ") in _BACK_LINKS:
            link.drop_tree()
    for raised in list(tree.iter("sup")):
        if raised.find(".//a") is not None:
            raised.drop_tree()
        elif (raised.text or "").strip().isdecimal() and _word_before(raised)[-1:].isdecimal():
            raised.text = f"^{(raised.text or '').strip()}"


def _word_before(element: Element) -> str:
    previous = element.getprevious()
    before = element.getparent().text if previous is None else previous.tail
    return before or ""
