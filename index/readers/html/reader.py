"""HTML saved from the web: the main text without menus and hidden words; title, dates and site from what the page declares."""

from __future__ import annotations

import re
from copy import deepcopy

import trafilatura
from lxml import etree

from index.first_lines import from_first_lines
from index.metadata import merge
from index.readers.blocks import Block, compose, first_heading, opening_lines
from index.readers.decoding import decode
from index.readers.html.blocks import html_blocks
from index.readers.html.declared import declared_by
from index.readers.html.hidden import drop_hidden, set_apart_superscripts
from index.readers.html.tree import Element, parse
from index.readers.news import is_control, mark_comments, quiet_masthead
from index.types import Metadata, Reading, UnreadableFile

_AROUND = frozenset({"nav", "header", "footer", "aside", "form", "menu"})
_COMMENTS = re.compile(r"(?:^|[\s_-])(?:comments?|disqus|respond)(?:$|[\s_-])", re.IGNORECASE)
# What stands about a page, by the names its makers give such elements.
_ABOUT = re.compile(
    r"(?:^|[\s_-])(?:related|recommended|share|sharing|social|breadcrumbs?|cookies?|consent|newsletter|subscribe|promo|"
    r"advert(?:isement)?s?|ads?|sidebar|nav|navbar|navbox|navigation|menu|toc|footer|pagination|pager|skip|feedback|catlinks|"
    r"mw-editsection|noprint)(?:$|[\s_-])",
    re.IGNORECASE,
)
# What holds more of the words than this is no surrounding of them, whatever it is called.
_MOST_OF_A_SURROUNDING = 0.3
_LEAST_SHARE = 0.4


def read(raw: bytes, name: str) -> Reading:
    """The page's main text. Raises UnreadableFile where the page holds none."""
    tree = parse(decode(raw, name), name)
    declared = declared_by(tree)
    drop_hidden(tree)
    set_apart_superscripts(tree)
    blocks = quiet_masthead(mark_comments(_main_blocks(tree)))
    if not blocks:
        raise UnreadableFile(f"{name}: this page holds no text of its own; save it again when it has loaded")
    first_lines = from_first_lines(opening_lines(blocks))
    metadata = merge(declared, first_lines, Metadata(title=first_heading(blocks)))
    if metadata.title and not any(block.text == metadata.title for block in blocks[:5]):
        blocks.insert(0, Block(metadata.title, "heading", metadata.title))
    return compose(blocks, metadata)


def _main_blocks(tree: Element) -> list[Block]:
    """The blocks of the page's article that trafilatura counts to the main text.

    Its own output keeps neither spanning cells nor paragraphs parted by line breaks, so it only chooses.
    Where it chooses less than two fifths of the article, it mistook the article, and all of that is taken.
    """
    copy = deepcopy(tree)
    for cell in copy.iter("td", "th"):
        for span in ("rowspan", "colspan"):
            cell.attrib.pop(span, None)  # trafilatura takes minutes over large ones
    extracted = trafilatura.extract(
        copy, output_format="txt", include_tables=True, include_comments=False, favor_recall=True
    )
    own = list(html_blocks(_without_surroundings(tree)))
    letters, vocabulary = _letters(extracted or ""), frozenset(_words(extracted or ""))
    chosen = [block for block in own if _is_chosen(block, letters, vocabulary)]
    enough = sum(len(block.text) for block in chosen) >= _LEAST_SHARE * sum(len(block.text) for block in own)
    return [block for block in (chosen if enough else own) if not is_control(block.text)]


def _is_chosen(block: Block, letters: str, vocabulary: frozenset[str]) -> bool:
    """Running text stands in the main text as it is; of tables and lists most words do, for their lines differ."""
    if block.kind in ("table", "list"):
        words = _words(block.text)
        return 2 * sum(word in vocabulary for word in words) >= len(words)
    return _letters(block.text) in letters


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _without_surroundings(tree: Element) -> Element:
    marked = tree.xpath("//article | //main | //*[@role='main']")
    root = max(marked, key=lambda element: len(element.text_content()), default=None)
    if root is None:
        body = tree.find("body")
        root = tree if body is None else body
    most = _MOST_OF_A_SURROUNDING * len(root.text_content())
    for element in list(root.iter(etree.Element)):
        if element is root or element.getparent() is None:
            continue
        label = f"{element.get('class') or ''} {element.get('id') or ''}"
        is_comments = _COMMENTS.search(label) and element.find(".//h1") is None
        if (
            (element.tag in _AROUND and not _heads_article(element))
            or element.get("role") == "navigation"
            or is_comments
            or (_ABOUT.search(label) and len(element.text_content()) < most)
        ):
            element.drop_tree()
    return root


def _heads_article(element: Element) -> bool:
    """Whether it is the head of an article, in which the lines below the title may stand."""
    return element.tag == "header" and next(element.iterancestors("article"), None) is not None
