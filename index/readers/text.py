"""Plain text, in whatever encoding: articles saved from news pages, pasted notices, hard-wrapped bulletins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from index.metadata import from_fields, merge
from index.readers.blocks import Block, Outline, clean, compose, fold_spaces
from index.readers.decoding import decode
from index.readers.front_matter import split_front_matter
from index.readers.letterhead import take_letterhead
from index.readers.news import BULLET, COMMENTER, ENDS_SENTENCE, RULE, is_credit, part_comments, take_masthead
from index.types import Reading

_NUMBERED_HEADING = re.compile(r"(?:section\s+)?\d+(?:\.\d+)*\.?\s+[A-Z][^.!?;:]{1,70}")
_ENDS_IN_HYPHEN = re.compile(r"\w-$")
_CJK = re.compile(r"[\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")

_WIDEST_WRAP = 100


def read(raw: bytes, name: str) -> Reading:
    """Title, date and publisher from the first lines; the body as text; what readers commented as comment."""
    fields, body, problems = split_front_matter(clean(decode(raw, name)))
    lines = [line.rstrip() for line in body.expandtabs(4).split("\n")]
    if head := take_letterhead(lines):
        blocks = [*head.blocks, *body_blocks(lines[head.taken :])]
        return compose(blocks, merge(from_fields(fields), head.metadata), problems=problems)
    masthead, rest = take_masthead(lines)
    article, comments = part_comments(rest, masthead)
    blocks = [*masthead.blocks, *body_blocks(article), *_comment_blocks(comments)]
    return compose(blocks, merge(from_fields(fields), masthead.metadata), problems=problems)


def _comment_blocks(lines: list[str]) -> Iterator[Block]:
    for block in body_blocks(lines):
        yield replace(block, kind="comment", label=COMMENTER)


def body_blocks(lines: list[str]) -> Iterator[Block]:
    """Headings, lists and paragraphs of plain lines, whether or not these were wrapped by hand."""
    wrapped = _is_hard_wrapped(lines)
    outline = Outline()
    for paragraph in _paragraphs(lines):
        heading = _heading(paragraph)
        if len(paragraph) == 1 and is_credit(paragraph[0]):
            yield Block(fold_spaces(paragraph[0]), "")
        elif heading:
            level, words = heading
            outline.enter(level, words)
            yield Block(words, "heading", outline.label)
        elif sum(bool(BULLET.match(line)) for line in paragraph) >= 2:
            yield from _list_blocks(paragraph, outline.label)
        else:
            whole = wrapped or _is_hard_wrapped(paragraph)
            if not whole and (item := _heading_above(paragraph)):
                outline.enter(*item)
                yield Block(item[1], "heading", outline.label)
                paragraph = paragraph[1:]
            joined = [_join(paragraph)] if whole else [fold_spaces(line) for line in paragraph]
            yield from (Block(words, "text", outline.label) for words in joined)


def _paragraphs(lines: list[str]) -> Iterator[list[str]]:
    paragraph: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []


def _heading(paragraph: list[str]) -> tuple[int, str] | None:
    """A line of capitals, a numbered one or an underlined one, as (level, words)."""
    words = fold_spaces(paragraph[0])
    if len(paragraph) == 2 and (rule := RULE.fullmatch(paragraph[1])):
        return (1 if rule[1] == "=" else 2), words
    if len(paragraph) != 1 or len(words) > 80 or ENDS_SENTENCE.search(words):
        return None
    if _NUMBERED_HEADING.fullmatch(words):
        return words.split()[0].rstrip(".").count(".") + 1, words
    letters = sum(character.isalpha() for character in words)
    return (1, words.rstrip(":")) if words.isupper() and letters >= 4 and not RULE.fullmatch(words) else None


def _heading_above(paragraph: list[str]) -> tuple[int, str] | None:
    """The numbered heading that stands right above sentences, as (level, words): "1. Ropes" of minutes."""
    above = len(paragraph) > 1 and _NUMBERED_HEADING.fullmatch(fold_spaces(paragraph[0]))
    return _heading(paragraph[:1]) if above and ENDS_SENTENCE.search(fold_spaces(paragraph[1])) else None


def _list_blocks(paragraph: list[str], label: str) -> Iterator[Block]:
    """What leads in, then the items, one a line; lines without a bullet continue the item above."""
    lead: list[str] = []
    items: list[list[str]] = []
    for line in paragraph:
        if match := BULLET.match(line):
            items.append([line[match.end() :]])
        else:
            (items[-1] if items else lead).append(line)
    if lead:
        yield Block(_join(lead), "text", label)
    yield Block("\n".join(_join(item) for item in items), "list", label)


def _is_hard_wrapped(lines: list[str]) -> bool:
    """Whether paragraphs were broken into short lines: nearly no line is long, and full lines go on in the next."""
    followed = [
        (above.strip(), below.strip()) for above, below in pairwise(lines) if above.strip() and below.strip()
    ]
    width = _width(lines)
    if not followed or not 0 < width <= _WIDEST_WRAP:
        return False
    going_on = [below for above, below in followed if len(above) >= 0.6 * width and not BULLET.match(below)]
    flowing = sum(below[:1].islower() or bool(_CJK.match(below)) for below in going_on)
    return len(going_on) > len(followed) / 2 and flowing >= len(going_on) / 4


def has_long_lines(text: str) -> bool:
    """Whether lines are longer than anybody wraps them by hand: then each is a paragraph of its own."""
    return _width(text.split("\n")) > _WIDEST_WRAP


def _width(lines: list[str]) -> int:
    """How long a full line is, in characters; 0 where no line has two words. A few may be longer."""
    full = sorted(len(line.strip()) for line in lines if " " in line.strip() or _CJK.search(line))
    return full[int(0.95 * (len(full) - 1))] if full else 0


def _join(lines: list[str]) -> str:
    """Lines of one paragraph as one line: no space between Chinese or Japanese, a hyphen at a line's end kept."""
    folded = [fold_spaces(line) for line in lines]
    pieces = folded[:1]
    for before, line in pairwise(folded):
        together = _CJK.match(before[-1:]) and _CJK.match(line[:1])
        pieces += [line] if together or _ENDS_IN_HYPHEN.search(before) else [" ", line]
    return "".join(pieces)
