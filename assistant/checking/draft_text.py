"""A draft as it is typed or pasted, read for its sentences: by Markdown's rules, and those of mail and word processors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.readers.blocks import clean
from index.readers.front_matter import split_front_matter
from index.readers.markdown import inline_words, take_sources
from index.readers.news import ENDS_SENTENCE
from index.readers.text import has_long_lines

# By the corpus's own rules, but for indented text, which is no code in a draft, HTML, where "a<b and c > 5" is no tag,
# and fences, which may be decoration.
_MARKDOWN = (
    MarkdownIt("commonmark", {"html": False, "maxNesting": 100})
    .enable(["table", "strikethrough"])
    .disable(["code", "fence"])
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FENCE = re.compile(r"[\s>]*(?P<mark>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)")
# What begins like a sentence and has no sign of code in it.
_WORDS_OF_PROSE = 4
_SENTENCE = re.compile(r"[\"“'(*_>\s-]*[A-Z][^{}<>=;$|\\`]*")
_TAG = r"</?[a-z][\w-]*(?:\s+[a-z][\w:.-]*\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>=]+))*\s*/?>|<(?:[a-z]+:|[\w.+-]+@)[^\s<>]+>"
# "**To:** the board", "Date: 3 July": no statements of the draft.
_FIELD = (
    r"^[ \t>]*(?:\*\*|__)?(?:to|from|sent|cc|bcc|date|re|ref|subject|author|title|version|classification|distribution"
    r"|prepared (?:by|for))(?:\*\*|__)?:(?:\*\*|__)?[ \t].*$|^[ \t>]*on .{5,200} wrote:[ \t]*$"
)
# Rulings that Markdown knows nothing of; "---" and "===" may underline a heading.
_RULE = r"^[ \t>]*(?!-{3,}[ \t]*$|={3,}[ \t]*$)(?:[-*_=~+.][ \t]*){3,}$"
_SOURCE_LINK = r"[ \t]*\(\[[^\]\n]{0,200}\]\([^)\s]{0,500}\)\)"
_MARK = r"\[\^[^\]\s]{1,80}\]"
_NOT_READ = re.compile(rf"{_FIELD}|{_RULE}|{_SOURCE_LINK}|{_MARK}|{_TAG}", re.IGNORECASE | re.MULTILINE)
# Items as people type them, or paste them from a word processor.
_ITEM = re.compile(
    r"^(?P<before>[ \t>]*)(?:[•·▪◦‣●○■□☐☑✓➢][ \t]*|o\t\s*|[-–—][ \t]*(?=[A-Z])|(?:[-*+]|\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})\)|\d{1,2}\.)[ \t]+)"
    r"(?:\[[ xX]\][ \t]+)?",
    re.MULTILINE,
)
# Where lines are paragraphs: but for the rows of a table, and what goes on with a small letter.
_PARAGRAPH_LINE = re.compile(r"\n(?=[A-Z][^|\n]*$)", re.MULTILINE)
# A heading typed without a space; "#5G is safe" is none.
_HEADING = re.compile(r"^([ \t>]*#{1,6})(?=[A-Z])", re.MULTILINE)
# Between the cells of a spreadsheet.
_CELL_END = re.compile(r"(?<=[^\s|#])\t+(?=[A-Z0-9])")
_PARAGRAPH_END = re.compile(r"\n\s*(?:(?:`{3,}|~{3,}).*)?\n")


def paragraphs_of(draft: str) -> Iterator[str]:
    """The paragraphs, list items and table cells of a draft, each as one line of plain words."""
    for opening, token in pairwise(_MARKDOWN.parse(_as_markdown(draft))):
        if token.type != "inline" or opening.type == "th_open":
            continue
        words = inline_words(token)
        if opening.type == "heading_open" and not _is_above_ruling(opening, words):
            continue
        yield from words.strip("|").split("|") if words.startswith("|") else [words]


def _is_above_ruling(heading: Token, words: str) -> bool:
    """Whether what is underlined to Markdown is words of the draft with a ruling below: "---", or any below a sentence."""
    return heading.markup == "-" or (heading.markup == "=" and bool(ENDS_SENTENCE.search(words)))


def _as_markdown(draft: str) -> str:
    """A draft without what is not read of it, and with what people write for an item or a paragraph as Markdown has it."""
    body, _ = take_sources(_COMMENT.sub("", _below_front_matter(clean(draft))))
    read = _NOT_READ.sub("", "\n".join(_without_code(body.split("\n"))))
    items = _CELL_END.sub("\n\n", _HEADING.sub(r"\1 ", _ITEM.sub(r"\g<before>- ", read)))
    return _PARAGRAPH_LINE.sub("\n\n", items) if has_long_lines(items) else items


def _below_front_matter(draft: str) -> str:
    """The draft without its front matter; words between two rules, or with a colon in them, are none."""
    fields, body, _ = split_front_matter(draft)
    return body if fields and not any(" " in name for name in fields) else draft


def _without_code(lines: list[str]) -> list[str]:
    """The lines with code left blank. Fences that are never closed, or that prose stands between, are only decoration."""
    fences = {at: fence for at, line in enumerate(lines) if (fence := _FENCE.fullmatch(line))}
    bare = {at: fence["mark"] for at, fence in fences.items() if not fence["info"].strip()}
    kept = list(lines)
    closing: set[int] = set()
    code_end = 0
    for at, fence in fences.items():
        if at < code_end:
            continue
        kept[at] = "\n" + fence["info"].strip(" `~") + "\n"
        below = (
            ()
            if at in closing
            else (n for n, mark in bare.items() if n > at and mark.startswith(fence["mark"]))
        )
        end = next(iter(below), None)
        if end is None:
            continue
        if _is_prose("\n".join(lines[at + 1 : end]), fence["mark"]):
            closing.add(end)
        else:
            code_end = end + 1
            kept[at:code_end] = [""] * (code_end - at)
    return kept


def _is_prose(fenced: str, mark: str) -> bool:
    """Whether a paragraph between two fences reads as a sentence; between grave accents, where code is usual, a whole one."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in _PARAGRAPH_END.split(fenced))
    return any(
        len(words.split()) >= _WORDS_OF_PROSE
        and _SENTENCE.fullmatch(words)
        and (mark.startswith("~") or ENDS_SENTENCE.search(words.rstrip("*_")))
        for words in paragraphs
    )
