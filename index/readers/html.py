"""HTML saved from the web: the main text without menus and hidden words; title, dates and site from what the page declares."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from index.metadata import country_of_domain, from_first_lines, merge, parse_date
from index.readers.blocks import Block, Outline, clean, compose, fold_spaces, table_text
from index.readers.decoding import decode
from index.readers.news import is_control, mark_comments, quiet_masthead
from index.types import Metadata, Reading, UnreadableFile

Element = Any  # lxml ships no types

_UNSEEN_TAGS = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio", "video", "map",
     "select", "textarea", "button", "input", "datalist", "dialog", "head", "title", "meta", "link", "base"}
)  # fmt: skip
_AROUND = frozenset({"nav", "header", "footer", "aside", "form", "menu"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PARAGRAPHS = frozenset(
    {"p", "div", "section", "article", "main", "body", "html", "header", "footer", "aside", "nav", "figure", "hr",
     "figcaption", "address", "fieldset", "form", "center", "details", "summary", "hgroup", "tbody", "thead", "tfoot",
     "tr", "td", "th", "caption", "dt", "dd", "li", "blockquote", "pre"}
)  # fmt: skip
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0?(?:\.0+)?\s*(?:;|$|!)"
    r"|font-size\s*:\s*0(?:\.0+)?\s*(?:px|em|rem|pt|%|vw)?\s*(?:;|$|!)"
    r"|text-indent\s*:\s*-\d{3,}|(?:left|top|right|bottom|margin-left|margin-top)\s*:\s*-\d{3,}"
    r"|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(\s*(?:50|100)%|transform\s*:\s*scale\(\s*0"
    r"|(?:^|;)\s*(?:max-)?(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$|!)",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)", re.IGNORECASE)
_BACKGROUND = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_WHITE = frozenset({"white", "#fff", "#ffffff", "transparent", "rgb(255,255,255)", "rgba(0,0,0,0)"})
_AT_RULE = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE_SELECTOR = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<mark>[.#])(?P<name>[\w-]+)", re.IGNORECASE)
# The characters that XML has no place for: controls, half characters and two that are none.
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COMMENTS = re.compile(r"(?:^|[\s_-])(?:comments?|disqus|respond)(?:$|[\s_-])", re.IGNORECASE)
# What stands about a page, by the names its makers give such elements.
_ABOUT = re.compile(
    r"(?:^|[\s_-])(?:related|recommended|share|sharing|social|breadcrumbs?|cookies?|consent|newsletter|subscribe|promo|"
    r"advert(?:isement)?s?|ads?|sidebar|nav|navbar|navbox|navigation|menu|toc|footer|pagination|pager|skip|feedback|catlinks|"
    r"mw-editsection|noprint)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BACK_LINKS = frozenset({"^", "\u2191", "\u21a9", "\u21a9\ufe0e", "\u21b5", "\u2b11"})
# What holds more of the words than this is no surrounding of them, whatever it is called.
_MOST_OF_A_SURROUNDING = 0.3
_LEAST_SHARE = 0.4
_MOST_COLUMNS = 200

_DATE_NAMES = {
    "published": (
        "article:published_time", "datepublished", "dcterms.date", "dc.date", "dcterms.issued", "dc.date.issued",
        "date", "pubdate", "publishdate", "publish_date", "publication_date", "citation_publication_date",
        "article.published", "dcterms.created", "og:published_time", "sailthru.date",
    ),
    "revised": ("article:modified_time", "datemodified", "dcterms.modified", "og:updated_time", "last-modified", "lastmod"),
}  # fmt: skip


def read(raw: bytes, name: str) -> Reading:
    """The page's main text. Raises UnreadableFile where the page holds none."""
    tree = parse(decode(raw, name), name)
    declared = _declared(tree)
    drop_hidden(tree)
    _set_apart_superscripts(tree)
    blocks = quiet_masthead(mark_comments(_main_blocks(tree)))
    if not blocks:
        raise UnreadableFile(f"{name}: this page holds no text of its own; save it again when it has loaded")
    first_lines = from_first_lines(block.text for block in blocks[:8] if len(block.text) < 200)
    metadata = merge(declared, first_lines, Metadata(title=_first_heading(blocks)))
    if metadata.title and not any(block.text == metadata.title for block in blocks[:5]):
        blocks.insert(0, Block(metadata.title, "heading", metadata.title))
    return compose(blocks, metadata)


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


# ---------------------------------------------------------------- what nobody saw


def drop_hidden(tree: Element) -> None:
    """Take out of the tree whatever a reader of the page does not see: scripts, comments, hidden elements."""
    hidden_names = _hidden_by_sheet(tree)
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for element in list(tree.iter(etree.Element)):
        if element.getparent() is not None and (
            (element.tag in _UNSEEN_TAGS and element.tag not in ("head", "title", "meta"))
            or _is_hidden(element)
            or _is_named(element, hidden_names)
        ):
            element.drop_tree()


def _is_hidden(element: Element) -> bool:
    style = element.get("style") or ""
    return (
        element.get("hidden") is not None
        or (element.get("aria-hidden") or "").lower() == "true"
        or bool(style and (_HIDDEN_STYLE.search(style) or _is_colourless(style)))
    )


def _is_colourless(style: str) -> bool:
    """Whether the words have the colour of what is behind them; a page without background is white."""
    colour, background = _COLOUR.search(style), _BACKGROUND.search(style)
    if not colour:
        return False
    ink = "".join(colour[1].lower().split())
    paper = "".join(background[1].lower().split()) if background else "white"
    return ink == paper or (ink in _WHITE and paper in _WHITE)


def _hidden_by_sheet(tree: Element) -> frozenset[tuple[str, str, str]]:
    """(tag, "." or "#", name) that the page's own style sheets hide outright; media queries are left out."""
    found: set[tuple[str, str, str]] = set()
    for sheet in tree.iter("style"):
        rules = _AT_RULE.sub("", (sheet.text or "")[:500_000])
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


def _set_apart_superscripts(tree: Element) -> None:
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


# ---------------------------------------------------------------- the main text


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


def html_blocks(root: Element) -> Iterator[Block]:
    """Headings, paragraphs, lists and tables below `root`, in order."""
    walker = _Walker()
    walker.walk(root)
    walker.end_paragraph()
    yield from walker.blocks


class _Walker:
    """Gathers the words of inline elements until a block element ends the paragraph."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._outline = Outline()
        self._words: list[str] = []

    def walk(self, element: Element) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSEEN_TAGS:
            return
        if tag in _HEADINGS:
            self._heading(element)
        elif tag in ("ul", "ol", "dl"):
            self._add("\n".join(_list_lines(element)), "list")
        elif tag == "table" and not _is_layout(element):
            self._add(_table(element), "table")
        elif tag == "pre" and [below.tag for below in element] == ["code"]:
            self._add(clean("".join(element.itertext())).strip("\n"), "code")
        elif tag == "pre" and len(element) == 0:
            self._add(clean(element.text or "").strip("\n"), "text")
        elif tag == "br":
            self._words.append("\n")
        elif tag in _PARAGRAPHS or tag == "table":
            self.end_paragraph()
            self._inside(element)
            self.end_paragraph()
        else:
            self._inside(element)

    def _inside(self, element: Element) -> None:
        self._words.append(element.text or "")
        for below in element:
            self.walk(below)
            self._words.append(below.tail or "")

    def end_paragraph(self) -> None:
        """What was gathered becomes paragraphs, parted where two line breaks stand together."""
        words = clean("".join(self._words))
        self._words = []
        for paragraph in re.split(r"\n[ \t\u00a0]*\n\s*", words):
            if folded := fold_spaces(paragraph):
                self.blocks.append(Block(folded, "text", self._outline.label))

    def _heading(self, element: Element) -> None:
        self.end_paragraph()
        if heading := words_of(element):
            is_title = element.tag == "h1" and not any(block.kind == "heading" for block in self.blocks)
            self._outline.enter(_HEADINGS[element.tag], "" if is_title else heading)
            self.blocks.append(Block(heading, "heading", self._outline.label or heading))

    def _add(self, text: str, kind: str) -> None:
        self.end_paragraph()
        if text:
            self.blocks.append(Block(text, kind, self._outline.label))


def words_of(element: Element) -> str:
    """All words in an element on one line; words of neighbouring blocks do not run together."""
    return (
        fold_spaces(clean(" ".join(_pieces(element))))
        if len(element)
        else fold_spaces(clean(element.text or ""))
    )


def _pieces(element: Element) -> Iterator[str]:
    """Runs of inline words; a block element inside ends a run."""
    run: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(node.tag, str) or node.tag in _UNSEEN_TAGS:
            continue
        breaks = node.tag in _PARAGRAPHS or node.tag in ("br", "ul", "ol", "table")
        if breaks and run:
            yield "".join(run)
            run = []
        if event == "start":
            run.append(node.text or "")
        elif node is not element:
            run.append(node.tail or "")
    yield "".join(run)


def _list_lines(listing: Element) -> Iterator[str]:
    """The items, one a line, those of lists within lists too; a term goes with what defines it."""
    term = ""
    for item in listing.iter("li", "dt", "dd"):
        nested = [below for below in item.iter("ul", "ol", "dl") if below is not item]
        inside = {node for below in nested for node in below.iter()}
        words = fold_spaces(clean(" ".join(_own_pieces(item, inside))))
        if item.tag == "dt":
            term = words
        elif words:
            yield f"{term}: {words}" if item.tag == "dd" and term else words


def _own_pieces(item: Element, left_out: set[Element]) -> Iterator[str]:
    run: list[str] = []
    for event, node in etree.iterwalk(item, events=("start", "end")):
        if node in left_out or not isinstance(node.tag, str):
            if event == "end" and node.getparent() not in left_out:
                run.append(f" {node.tail or ''}")
            continue
        if event == "start":
            run.append(" " if node.tag in _PARAGRAPHS or node.tag == "br" else "")
            run.append(node.text or "")
        elif node is not item:
            run.append(node.tail or "")
    yield "".join(run)


def _is_layout(table: Element) -> bool:
    """A table that only places things: it has one row, holds another table, or cells of several paragraphs."""
    if len(table.findall(".//tr")) < 2 or next(table.iterdescendants("table"), None) is not None:
        return True
    return any(
        len(cell.findall(".//p")) > 2
        or any(cell.find(f".//h{level}") is not None for level in (1, 2, 3))
        or any(_is_followed_by_break(line_break) for line_break in cell.iter("br"))
        for cell in table.iter("td")
    )


def _is_followed_by_break(line_break: Element) -> bool:
    following = line_break.getnext()
    return following is not None and following.tag == "br" and not (line_break.tail or "").strip()


def _table(table: Element) -> str:
    rows: list[list[str]] = []
    header = False
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if not rows and len(cells) > 1:
            in_head = row.getparent() is not None and row.getparent().tag == "thead"
            header = in_head or all(cell.tag == "th" for cell in cells)
        rows.append([words_of(cell) for cell in cells])
    caption = table.find("caption")
    lines = table_text(_carry_spans(table, rows), has_header=header)
    return "\n".join(filter(None, (words_of(caption) if caption is not None else "", lines)))


def _carry_spans(table: Element, rows: list[list[str]]) -> list[list[str]]:
    """Rows of equal width: a cell over several rows or columns stands in each of them."""
    carried: dict[int, tuple[int, str]] = {}
    full: list[list[str]] = []
    for row, words in zip(table.iter("tr"), rows, strict=True):
        cells = iter(
            [
                (cell, text)
                for cell, text in zip((c for c in row if c.tag in ("td", "th")), words, strict=True)
            ]
        )
        line: list[str] = []
        while len(line) < _MOST_COLUMNS:
            at = len(line)
            if at in carried:
                left, text = carried.pop(at)
                if left > 1:
                    carried[at] = (left - 1, text)
                line.append(text)
                continue
            cell, text = next(cells, (None, ""))
            if cell is None:
                break
            for _ in range(_span(cell, "colspan")):
                if (down := _span(cell, "rowspan")) > 1:
                    carried[len(line)] = (down - 1, text)
                line.append(text)
        full.append(line)
    return full


def _span(cell: Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return (
        min(int(value), 100) if value.isascii() and value.isdigit() and value != "0" and len(value) < 4 else 1
    )


# ---------------------------------------------------------------- what the page declares


def _declared(tree: Element) -> Metadata:
    """Title, site, dates, language and address that the page states of itself: in meta elements, JSON-LD and <time>."""
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
        country=country_of_domain(_host(url)),
        language=(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
        .split("-")[0]
        .lower()[:3],
        kind="press" if "NewsArticle" in str(linked.get("@type")) else "",
        published=_date_of(named, "published")
        or parse_date(linked.get("datePublished") or "")
        or _time_element(tree),
        revised=_date_of(named, "revised") or parse_date(linked.get("dateModified") or ""),
        url=url if re.match(r"https?://\S+$", url) else "",
    )


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


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
            data = json.loads((script.text or "")[:1_000_000])
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
        if match := re.search(r"saved from url=\(\d+\)(https?://\S+)", comment.text or ""):
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


def _first_heading(blocks: list[Block]) -> str:
    return next((block.text for block in blocks if block.kind == "heading"), "")
