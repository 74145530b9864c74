"""Markdown with YAML front matter and footnotes: marks become the sources of the sentences they end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.first_lines import from_first_lines
from index.metadata import from_fields, merge
from index.readers.blocks import Block, Outline, clean, compose, first_heading, fold_spaces, table_text
from index.readers.decoding import decode
from index.readers.footnotes import read_source, take_marks
from index.readers.front_matter import split_front_matter
from index.readers.html.blocks import html_blocks
from index.readers.html.hidden import drop_hidden
from index.readers.html.tree import STRUCK_TAGS, parse
from index.readers.news import quiet_masthead, take_masthead
from index.readers.text import read as read_text
from index.types import Metadata, Reading, Source, UnreadableFile

_DEFINITION = re.compile(
    r"^ {0,3}\[\^(?P<label>[^\]\s]+)\]:[ \t]*(?P<body>.*(?:\n(?: {2,}|\t)\S.*)*)\n?", re.MULTILINE
)
_MARKUP = re.compile(r"^(?:#{1,6} \S|\[\^[^\]\s]+\]:)", re.MULTILINE)
_STATUS = re.compile(r"status\s*:\s*\S", re.IGNORECASE)
_STRIKING = re.compile(rf"<(?P<end>/?)(?:{'|'.join(STRUCK_TAGS)})\b[^>]*>", re.IGNORECASE)
_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def read(raw: bytes, name: str) -> Reading:
    """Front matter becomes metadata, prose becomes text without markup, footnotes become marks.

    A news page that somebody saved under this ending is read as the plain text it is.
    """
    fields, body, problems = split_front_matter(clean(decode(raw, name)))
    if not fields and is_news_page(body):
        return read_text(raw, name)
    body, sources = take_sources(body)
    blocks = quiet_masthead(list(_blocks(_MARKDOWN.parse(body), sources)))
    return compose(blocks, _metadata(fields, blocks), problems=problems)


def is_news_page(body: str) -> bool:
    """Whether the text opens like a news page saved as text, and nowhere uses Markdown's headings or footnotes."""
    return not _MARKUP.search(body) and take_masthead(body.split("\n"))[0].is_news


def take_sources(body: str) -> tuple[str, dict[str, Source]]:
    """The body without its footnote definitions, and the definitions by label."""
    sources = {match["label"]: read_source(match["body"]) for match in _DEFINITION.finditer(body)}
    return _DEFINITION.sub("\n", body), sources


def inline_words(token: Token) -> str:
    """The words of an inline token that stand: no emphasis, link targets, images or raw HTML, and nothing struck out."""
    children = token.children or []
    spoken: list[str] = []
    struck = 0
    for child, step in zip(children, _strikes(children), strict=True):
        struck += step
        if child.type in ("text", "code_inline"):
            spoken.append("" if struck else child.content)
        elif child.type in ("softbreak", "hardbreak"):
            spoken.append(" ")
    return fold_spaces("".join(spoken))


def _strikes(children: list[Token]) -> list[int]:
    """For each token 1 where striking out begins, -1 where it ends; HTML that does not end it in the paragraph begins none."""
    tags = [_STRIKING.fullmatch(child.content) if child.type == "html_inline" else None for child in children]
    by_tag = [(-1 if tag["end"] else 1) if tag else 0 for tag in tags]
    is_closed = sum(by_tag) == 0 and min(accumulate(by_tag), default=0) == 0
    by_tilde = [{"s_open": 1, "s_close": -1}.get(child.type, 0) for child in children]
    return [tilde + (tag if is_closed else 0) for tilde, tag in zip(by_tilde, by_tag, strict=True)]


def _blocks(tokens: list[Token], sources: dict[str, Source]) -> Iterator[Block]:
    """The blocks in order; what stands in a list or a table is gathered into one."""
    outline = Outline()
    position = 0
    while position < len(tokens):
        token = tokens[position]
        closing = _closing(tokens, position)
        inside = tokens[position + 1 : closing]
        if token.type == "heading_open":
            heading, _ = take_marks(inline_words(inside[0]), sources)
            is_title = token.tag == "h1" and position == 0
            outline.enter(int(token.tag[1]), "" if is_title else heading)
            yield Block(heading, "heading", outline.label or heading)
        elif token.type == "paragraph_open":
            words = inline_words(inside[0])
            kind = "status" if _STATUS.match(words) else "text"
            yield _block(words, kind, outline.label, sources)
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            yield _block(_list_text(inside), "list", outline.label, sources)
        elif token.type == "table_open":
            yield _block(_table_text(inside), "table", outline.label, sources)
        elif token.type in ("fence", "code_block"):
            # What is merely indented is as often a note as code.
            kind = "code" if token.type == "fence" else "text"
            yield Block(token.content.strip("\n"), kind, outline.label)
        elif token.type == "html_block":
            for block in _blocks_of_html(token.content):
                yield _block(block.text, block.kind, outline.label, sources)
        # A quotation is only a frame: its paragraphs come next.
        position = closing + 1 if token.nesting == 1 and token.type != "blockquote_open" else position + 1


def _closing(tokens: list[Token], opening: int) -> int:
    """The position of the token that closes `tokens[opening]`; its own where it opens nothing."""
    if tokens[opening].nesting != 1:
        return opening
    level = tokens[opening].level
    return next(
        at for at in range(opening + 1, len(tokens)) if tokens[at].level == level and tokens[at].nesting == -1
    )


def _block(words: str, kind: str, label: str, sources: dict[str, Source]) -> Block:
    text, marks = take_marks(words, sources)
    return Block(text, kind, label, marks)


def _list_text(tokens: list[Token]) -> str:
    return "\n".join(filter(None, map(_words_in_list, tokens)))


def _words_in_list(token: Token) -> str:
    if token.type == "html_block":
        return "\n".join(block.text for block in _blocks_of_html(token.content))
    return inline_words(token) if token.type == "inline" else token.content.strip()


def _blocks_of_html(page: str) -> list[Block]:
    """What a reader sees of a piece of HTML: most are tables, which Markdown has no word for."""
    try:
        tree = parse(page, "")
    except UnreadableFile:
        return []  # a comment, or the end of an element that began above
    drop_hidden(tree)
    return list(html_blocks(tree))


def _table_text(tokens: list[Token]) -> str:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(inline_words(token))
    return table_text(rows, has_header=True)


def _metadata(fields: dict[str, object], blocks: list[Block]) -> Metadata:
    """Front matter first; else the first heading and what the first short lines say."""
    title = first_heading(blocks[:3])
    opening = [block.text for block in blocks[:8] if block.kind in ("text", "")]
    return merge(from_fields(fields), Metadata(title=title), from_first_lines(opening))
