"""Plain text, in whatever encoding: articles saved from news pages, pasted notices, hard-wrapped bulletins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from index.metadata import from_fields, from_first_lines, is_official, merge, read_date_line, read_field_line
from index.readers.blocks import Block, Outline, clean, compose, fold_spaces
from index.readers.decoding import decode
from index.readers.front_matter import split_front_matter
from index.types import Metadata, Reading

_COUNTER = re.compile(
    r"\(?\d[\d,]*\)?\s+(?:(?:reader\s+|user\s+)?comments?|replies|reply|responses?|kommentare?|commentaires?)"
    r"|(?:(?:view|show|read|see)\s+)?(?:all\s+)?(?:reader\s+|user\s+)?comments?\s*[:(\[]?\s*\d+\s*[)\]]?"
    r"|no (?:comments?|replies)(?: yet)?"
    r"|コメント\s*[:(（]?\s*\d+\s*件?[)）]?|评论\s*[(（]?\d+[)）]?",
    re.IGNORECASE,
)
# Without a number only on a news page: elsewhere it may be a chapter.
_BARE_COUNTER = re.compile(r"(?:reader\s+|user\s+|all\s+)?comments?\s*:?|コメント|评论", re.IGNORECASE)
_VOTES = re.compile(
    r"[+-]?\d+\s*\(\s*\+?\d+\s*/\s*-?\d+\s*\)"
    r"|[▲▼↑↓👍👎]\s*\d*(?:\s*[▲▼↑↓👍👎]\s*\d*)*"
    r"|[+-]\d+"
    r"|\d+\s+(?:likes?|dislikes?|shares?|votes?|upvotes?|downvotes?|views?|reads?)(?:\W+\d+\s+\w+)?"
    r"|(?:likes?|dislikes?|shares?|votes?|views?)\s*:?\s*\(?\d+\)?",
    re.IGNORECASE,
)
_CONTROLS = re.compile(
    r"(?:share|tweet|print|e-?mail|like|reply|report|flag|follow us|subscribe|sign in|log in|advertisement|"
    r"save|copy link|facebook|twitter|x|linkedin|whatsapp|reddit|line|listen|read more|related articles?|"
    r"(?:share|tweet|post) (?:this|on|via)(?: [\w ]{1,30})?|\d+\s+min(?:ute)?s?\s+read|"
    r"log ?in to (?:leave a )?comment|leave a comment|post a comment|join the discussion)"
    r"(?:[\s|·•/,]+(?:share|tweet|print|e-?mail|like|reply|report|facebook|twitter|x|linkedin|whatsapp|reddit|line|copy link))*",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:by|from|written by|reported by)\s+[A-Z][^.!?]{1,80}", re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:[-*•–▪◦]|\(?[0-9]{1,2}[.)]|\([a-z]\))\s+(?=\S)")
_NUMBERED_HEADING = re.compile(r"(?:section\s+)?\d+(?:\.\d+)*\.?\s+[A-Z][^.!?;:]{1,70}")
_RULE = re.compile(r"\s*([=\-_*~#])\1{2,}\s*")
_ENDS_SENTENCE = re.compile(r"[.!?。！？…][\"'”’»)\]]*$")
_ENDS_IN_HYPHEN = re.compile(r"\w-$")
_CJK = re.compile(r"[\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")

_WIDEST_WRAP = 100
_ENOUGH_BODY = 300


def read(raw: bytes, name: str) -> Reading:
    """Title, date and publisher from the first lines; the body as text; what readers commented as comment."""
    fields, body, problems = split_front_matter(clean(decode(raw, name)))
    lines = [line.rstrip() for line in body.expandtabs(4).split("\n")]
    masthead, rest = take_masthead(lines)
    spoken = [line for line in rest if not _is_control(line)]
    is_news = masthead.counts_comments or masthead.metadata.kind == "press"
    article, comments = part_comments(spoken, counted_above=masthead.counts_comments, is_news=is_news)
    blocks = [*masthead.blocks, *body_blocks(article), *_comment_blocks(comments)]
    return compose(blocks, merge(from_fields(fields), masthead.metadata), problems=problems)


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands above the body: headline, date, publisher, by-line, place; and whether comments are counted there."""

    metadata: Metadata = field(default_factory=Metadata)
    blocks: tuple[Block, ...] = ()
    counts_comments: bool = False


def take_masthead(lines: list[str]) -> tuple[Masthead, list[str]]:
    """The masthead, and the lines below it. A text that begins with a sentence has none."""
    metadata, title = Metadata(), ""
    blocks: list[Block] = []
    counted = False
    taken = 0
    for at, line in enumerate(lines):
        words = fold_spaces(line)
        if not words:
            continue
        if read_date_line(words) or read_field_line(words):
            metadata = merge(metadata, from_first_lines([words]))
            blocks.append(Block(words, ""))
        elif _is_furniture(words):
            counted = counted or bool(_COUNTER.fullmatch(words))
        elif _is_byline(words) or ((title or metadata.title) and _is_place(words)):
            blocks.append(Block(words, ""))
        elif not (title or metadata.title) and _is_headline(words, lines[at + 1 :]):
            title = words
            blocks.append(Block(words, "heading", words))
        elif metadata.date and not (title or metadata.publisher) and _is_site_name(words, lines[at + 1 :]):
            metadata = merge(metadata, Metadata(publisher=words))
            blocks.append(Block(words, ""))
        else:
            break
        taken = at + 1
    if not any(line.strip() for line in lines[taken:]):
        return Masthead(), lines
    if metadata.publisher and metadata.published and not is_official(metadata.publisher):
        metadata = merge(metadata, Metadata(kind="press"))
    return Masthead(merge(metadata, Metadata(title=title)), tuple(blocks), counted), lines[taken:]


def _is_furniture(words: str) -> bool:
    """What is neither masthead nor body: a rule, a comment counter, a share bar."""
    return bool(_RULE.fullmatch(words) or _COUNTER.fullmatch(words)) or _is_control(words)


def _is_headline(words: str, below: list[str]) -> bool:
    """A line of at most 250 letters that is no sentence, with nothing or only more of the masthead right below it."""
    if len(words) > 250 or _BULLET.match(words) or words.endswith((".", "\u3002", ";", ",", ":")):
        return False
    following = fold_spaces(below[0]) if below else ""
    return not following or bool(
        _is_furniture(following) or _is_byline(following) or _is_place(following) or read_date_line(following)
    )


def _is_site_name(words: str, below: list[str]) -> bool:
    """A name of a few words right above the headline."""
    short = len(words.split()) <= 4 and words[:1].isupper() and not _ENDS_SENTENCE.search(words)
    return short and bool(below) and bool(below[0].strip()) and _is_headline(fold_spaces(below[0]), below[1:])


def _is_place(words: str) -> bool:
    """A line of capitals such as TOKYO or WASHINGTON, D.C.: where it was written, no sentence."""
    return len(words) <= 40 and words.isupper() and not any(character.isdigit() for character in words)


def _is_byline(words: str) -> bool:
    return len(words) <= 90 and bool(_BYLINE.fullmatch(words)) and len(words.split()) <= 12


def _is_control(line: str) -> bool:
    """A vote count, a share bar: what a page does, not what it says."""
    words = fold_spaces(line)
    return len(words) <= 80 and bool(_VOTES.fullmatch(words) or _CONTROLS.fullmatch(words))


def part_comments(
    lines: list[str], *, counted_above: bool = False, is_news: bool = False
) -> tuple[list[str], list[str]]:
    """The article's lines, and those of the readers' comments below the comment counter.

    News pages count comments below the headline too: a counter with little above it is taken for that one,
    unless `counted_above` says that it was there already.
    """
    counters = [at for at, line in enumerate(lines) if _counts_comments(fold_spaces(line), is_news=is_news)]
    start = next((at for at in counters if _begins_comments(lines, at, counters, counted_above)), len(lines))
    kept = [(at < start, line) for at, line in enumerate(lines) if at not in counters]
    return [line for is_above, line in kept if is_above], [line for is_above, line in kept if not is_above]


def _counts_comments(words: str, *, is_news: bool) -> bool:
    return bool(_COUNTER.fullmatch(words) or (is_news and _BARE_COUNTER.fullmatch(words)))


def _begins_comments(lines: list[str], at: int, counters: list[int], counted_above: bool) -> bool:
    above = sum(len(line) for line in lines[:at])
    below = sum(len(line) for line in lines[at:])
    if above >= _ENOUGH_BODY:
        return True
    last_of_several = len(counters) > 1 and at == counters[-1]
    return above > 0 and (counted_above or last_of_several or below < 3 * above)


def _comment_blocks(lines: list[str]) -> Iterator[Block]:
    for block in body_blocks(lines):
        yield replace(block, kind="comment", label="a reader")


def body_blocks(lines: list[str]) -> Iterator[Block]:
    """Headings, lists and paragraphs of plain lines, whether or not these were wrapped by hand."""
    wrapped = _is_hard_wrapped(lines)
    outline = Outline()
    for paragraph in _paragraphs(lines):
        heading = _heading(paragraph)
        if heading:
            level, words = heading
            outline.enter(level, words)
            yield Block(words, "heading", outline.label)
        elif sum(bool(_BULLET.match(line)) for line in paragraph) >= 2:
            yield from _list_blocks(paragraph, outline.label)
        else:
            joined = [_join(paragraph)] if wrapped else [fold_spaces(line) for line in paragraph]
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
    if len(paragraph) == 2 and (rule := _RULE.fullmatch(paragraph[1])):
        return (1 if rule[1] == "=" else 2), words
    if len(paragraph) != 1 or len(words) > 80 or _ENDS_SENTENCE.search(words):
        return None
    if _NUMBERED_HEADING.fullmatch(words):
        return words.split()[0].rstrip(".").count(".") + 1, words
    letters = sum(character.isalpha() for character in words)
    return (1, words.rstrip(":")) if words.isupper() and letters >= 4 and not _RULE.fullmatch(words) else None


def _list_blocks(paragraph: list[str], label: str) -> Iterator[Block]:
    """What leads in, then the items, one a line; lines without a bullet continue the item above."""
    lead: list[str] = []
    items: list[list[str]] = []
    for line in paragraph:
        if match := _BULLET.match(line):
            items.append([line[match.end() :]])
        else:
            (items[-1] if items else lead).append(line)
    if lead:
        yield Block(_join(lead), "text", label)
    yield Block("\n".join(_join(item) for item in items), "list", label)


def _is_hard_wrapped(lines: list[str]) -> bool:
    """Whether paragraphs were broken into short lines: nearly no line is long, and full lines go on in the next."""
    full = sorted(len(line.strip()) for line in lines if " " in line.strip() or _CJK.search(line))
    followed = [
        (above.strip(), below.strip()) for above, below in pairwise(lines) if above.strip() and below.strip()
    ]
    if not full or not followed:
        return False
    width = full[int(0.95 * (len(full) - 1))]
    if width > _WIDEST_WRAP:
        return False
    going_on = [below for above, below in followed if len(above) >= 0.6 * width and not _BULLET.match(below)]
    flowing = sum(below[:1].islower() or bool(_CJK.match(below)) for below in going_on)
    return len(going_on) > len(followed) / 2 and flowing >= len(going_on) / 4


def _join(lines: list[str]) -> str:
    """Lines of one paragraph as one line: no space between Chinese or Japanese, a hyphen at a line's end kept."""
    folded = [fold_spaces(line) for line in lines]
    pieces = folded[:1]
    for before, line in pairwise(folded):
        together = _CJK.match(before[-1:]) and _CJK.match(line[:1])
        pieces += [line] if together or _ENDS_IN_HYPHEN.search(before) else [" ", line]
    return "".join(pieces)
