"""What stands around the article on a news page, in whatever format it was saved: the masthead above, readers' comments below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from index.first_lines import from_first_lines, is_label_line, read_act_line, read_date_line, read_field_line
from index.metadata import is_official, merge
from index.readers.blocks import Block, fold_spaces
from index.types import Metadata

COMMENTER = "a reader"

# "Comments" where news is read, in all its numbers.
_COMMENTS = (
    "(?:comments?|commentaires?|comentarios?|coment\u00e1rios?|kommentare?n?|kommentarer|comment[oi]|"
    "komentarz[ey]?|koment\u00e1\u0159[e\u016f]?|koment\u00e1re?|\u043a\u043e\u043c\u043c\u0435\u043d\u0442\u0430\u0440\u0438(?:\u0439|\u044f|\u0435\u0432|\u0438)|"
    "\u043a\u043e\u043c\u0435\u043d\u0442\u0430\u0440(?:\u0456\u0432|\u0456|\u044f|\u0438)?|reacties?|kommentti[a]?|kommentit|yorum(?:lar)?|hozz\u00e1sz\u00f3l\u00e1s(?:ok)?|"
    "\u03c3\u03c7\u03cc\u03bb\u03b9[\u03b1\u03bf]|comentarii?u?|b\u00ecnh lu\u1eadn|\u062a\u0639\u0644\u064a\u0642(?:\u0627\u062a)?|\u05ea\u05d2\u05d5\u05d1\u05d5\u05ea)"
)
_COMMENTS_CJK = "(?:コメント|评论|評論|留言|댓글)"
_WHOSE = r"(?:(?:view|show|read|see|all|latest|top|reader|readers['\u2019]?|readers?['\u2019]s|user)\s+)*"
_COUNTER = re.compile(
    rf"[(\[]?\d+(?:[.,]\d{{3}})*[)\]]?\s+{_WHOSE}{_COMMENTS}"
    rf"|{_WHOSE}{_COMMENTS}\s*[:(\[]?\s*\d+\s*[)\]]?"
    rf"|no comments?(?: yet)?|(?:view|show|read|see)\s+(?:all\s+)?{_COMMENTS}"
    rf"|{_COMMENTS_CJK}\s*[:(（]?\s*\d+\s*[件条則개]?[)）]?|[共全]?\d+\s*(?:件の|[条則]|개의?)\s*{_COMMENTS_CJK}",
    re.IGNORECASE,
)
_REPLIES = re.compile(r"\d[\d,]*\s+(?:replies|reply|responses?)|no replies(?: yet)?", re.IGNORECASE)
# Without a number only on a news page: elsewhere it may be a chapter.
_BARE_COUNTER = re.compile(rf"{_WHOSE}{_COMMENTS}\s*:?|{_COMMENTS_CJK}", re.IGNORECASE)
_BALLOT = re.compile(r"[+-]?\d+\s*\(\s*\+?\d+\s*/\s*-?\d+\s*\)")
_VOTES = re.compile(
    rf"{_BALLOT.pattern}"
    r"|[▲▼↑↓👍👎]\s*\d*(?:\s*[▲▼↑↓👍👎]\s*\d*)*"
    r"|[+-]\d+"
    r"|\d+\s+(?:likes?|dislikes?|shares?|votes?|points?|upvotes?|downvotes?|views?|reads?)(?:\W+\d+\s+\w+)?"
    r"|(?:likes?|dislikes?|shares?|(?:up|down)?votes?|views?)\s*:?\s*\(?\d+\)?(?:\W+\w+\s*:?\s*\(?\d+\)?)?",
    re.IGNORECASE,
)
_INVITATION = re.compile(
    r"(?:log ?in|sign in|register) to (?:leave a )?comment|(?:leave|post|write|add) a (?:comment|reply)|join the discussion",
    re.IGNORECASE,
)
_CONTROLS = re.compile(
    r"(?:share|tweet|print|e-?mail|like|reply|follow us|subscribe|sign in|log in|advertisement|"
    r"save|copy link|facebook|twitter|linkedin|whatsapp|reddit|listen|"
    r"(?:share|tweet|post) (?:this|on|via)(?: [\w ]{1,30})?|\d+\s+min(?:ute)?s?\s+read)"
    r"(?:[\s|·•/,]+(?:share|tweet|print|e-?mail|like|reply|report|facebook|twitter|x|linkedin|whatsapp|reddit|line|copy link))*",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(?:related|recommended|more|other|popular|most read)(?: (?:articles?|stories|news|coverage|posts?))?:?|read (?:more|next|also):?"
    r"|you may also like:?|関連記事|相关(?:阅读|新闻)",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:by|from|written by|reported by|von|par|por|di|door)\s+[A-Z][^.!?]{1,80}", re.IGNORECASE
)
_CREDIT = re.compile(r"(?:\u00a9|\(c\)|copyright\b).{0,100}", re.IGNORECASE)
RULE = re.compile(r"\s*([=\-_*~#])\1{2,}\s*")
BULLET = re.compile(r"\s*(?:[-*•–▪◦]|\(?[0-9]{1,2}[.)]|\([a-z]\))\s+(?=\S)")
ENDS_SENTENCE = re.compile(r"[.!?。！？…][\"'”’»)\]]*$")
_LONGEST_HEADLINE = 250
_ENOUGH_BODY = 300
_NEWS_LINES = 8


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands above the body: headline, date, publisher, by-line, place; and whether comments are counted there."""

    metadata: Metadata = field(default_factory=Metadata)
    blocks: tuple[Block, ...] = ()
    counts_comments: bool = False

    @property
    def is_news(self) -> bool:
        return self.counts_comments or self.metadata.kind == "press"


def take_masthead(lines: list[str]) -> tuple[Masthead, list[str]]:
    """The masthead, and the lines below it. A text that begins with a sentence has none."""
    metadata, title = Metadata(), ""
    blocks: list[Block] = []
    counted = False
    taken = 0
    for at, line in enumerate(lines):
        words, below = fold_spaces(line), lines[at + 1 : at + 1 + _NEWS_LINES]
        if not words:
            continue
        if read_date_line(words) or read_field_line(words):
            metadata = merge(metadata, from_first_lines([words]))
            blocks.append(Block(words, ""))
        elif is_furniture(words):
            counted = counted or counts_comments(words)
        elif _is_byline(words) or ((title or metadata.title) and _is_place(words, is_news=counted)):
            blocks.append(Block(words, ""))
        elif not metadata.publisher and not title and _is_site_name(words, below, dated=bool(metadata.date)):
            metadata = merge(metadata, Metadata(publisher=words))
            blocks.append(Block(words, ""))
        elif not (title or metadata.title) and _is_headline(words, below, dated=_is_dated(lines[:at])):
            title = words
            blocks.append(Block(words, "heading", words))
        elif title and taken == at and _is_subheading(words, below):
            blocks.append(Block(words, "text"))
        else:
            break
        taken = at + 1
    if not any(line.strip() for line in lines[taken:]):
        return Masthead(), lines
    if metadata.publisher and metadata.published and not is_official(metadata.publisher):
        metadata = merge(metadata, Metadata(kind="press"))
    return Masthead(merge(metadata, Metadata(title=title)), tuple(blocks), counted), lines[taken:]


def is_furniture(words: str) -> bool:
    """What is neither masthead nor body: a rule, a comment counter, a share bar."""
    return bool(RULE.fullmatch(words)) or counts_comments(words) or is_control(words)


def is_control(line: str) -> bool:
    """A vote count, a share bar: what a page does, not what it says."""
    words = fold_spaces(line)
    return len(words) <= 80 and any(
        pattern.fullmatch(words) for pattern in (_VOTES, _CONTROLS, _INVITATION, _REPLIES)
    )


def is_credit(line: str) -> bool:
    """A line that only says whose the words are ("\u00a9 Kyodo")."""
    return bool(_CREDIT.fullmatch(fold_spaces(line)))


def counts_comments(words: str) -> bool:
    """Whether a line counts readers' comments, in any of the languages known: "1 Comment", "コメント 2件"."""
    return len(words) <= 60 and bool(_COUNTER.fullmatch(words))


def _is_dated(above: list[str]) -> bool:
    """Whether the line right above gives a date: what follows it is the headline, whatever it ends with."""
    return bool(above) and read_date_line(fold_spaces(above[-1])) is not None


def _is_headline(words: str, below: list[str], *, dated: bool = False) -> bool:
    """A line that is no sentence, with nothing or only more of the masthead right below it.

    Right below a date (`dated`) it may end as a sentence does, and have a subheading.
    """
    if len(words) > _LONGEST_HEADLINE or BULLET.match(words) or words.endswith((";", ",", ":")):
        return False
    if words.endswith((".", "\u3002")) and not dated:
        return False
    following = fold_spaces(below[0]) if below else ""
    return _closes(following) or (dated and _is_subheading(following, below[1:]))


def _closes(following: str) -> bool:
    """Whether nothing that goes on stands in the next line."""
    return not following or bool(
        is_furniture(following) or _is_byline(following) or _is_place(following) or read_date_line(following)
    )


def _is_subheading(words: str, below: list[str]) -> bool:
    """A line right below the headline that is no sentence either."""
    return (
        0 < len(words) <= _LONGEST_HEADLINE
        and not ENDS_SENTENCE.search(words)
        and not BULLET.match(words)
        and _closes(fold_spaces(below[0]) if below else "")
    )


def _is_site_name(words: str, below: list[str], *, dated: bool) -> bool:
    """A name of a few words: right above the headline where the date is known, or else above the date and a headline."""
    if not _is_short_name(words):
        return False
    if dated:
        return bool(below) and bool(below[0].strip()) and _is_headline(fold_spaces(below[0]), below[1:])
    following = [folded for line in below[:_NEWS_LINES] if (folded := fold_spaces(line))]
    return (
        len(following) > 2
        and read_date_line(following[0]) is not None
        and len(following[1].split()) > 3
        and not ENDS_SENTENCE.search(following[1])
        and any(_is_byline(line) or is_furniture(line) for line in following[2:])
    )


def _is_short_name(words: str) -> bool:
    """ "Harbour Post", "共同通信": at most four words without a small letter at the front."""
    names = words.split()
    few = len(names) <= 4 and len(words) <= (40 if words.isascii() else 20)
    return few and not ENDS_SENTENCE.search(words) and not any(name[0].islower() for name in names)


def _is_place(words: str, *, is_news: bool = False) -> bool:
    """A line of capitals such as TOKYO or WASHINGTON, D.C.: where it was written, no sentence.

    On a news page "New Delhi, India" is one too.
    """
    if len(words) > 40 or any(character.isdigit() for character in words) or words.endswith(("!", "?", ":")):
        return False
    names = words.replace(",", " ").split()
    return words.isupper() or (
        is_news
        and len(names) <= 4
        and not words.endswith((".", "。"))
        and not any(name[0].islower() for name in names)
    )


def _is_byline(words: str) -> bool:
    return len(words) <= 90 and bool(_BYLINE.fullmatch(words)) and len(words.split()) <= 12


def quiet_masthead(blocks: list[Block]) -> list[Block]:
    """The blocks with what stands about the article above it (date, by-line, place) left to be read, not quoted."""
    return [
        replace(block, kind="")
        if at < _NEWS_LINES and block.kind == "text" and _is_about(block.text)
        else block
        for at, block in enumerate(blocks)
    ]


def _is_about(words: str) -> bool:
    return (
        read_date_line(words) is not None
        or read_act_line(words) is not None
        or is_label_line(words)
        or _is_byline(words)
        or _is_place(words)
        or is_credit(words)
    )


def part_comments(lines: list[str], masthead: Masthead) -> tuple[list[str], list[str]]:
    """The article's lines, and those of the readers' comments below; neither with counters, votes and share bars."""
    is_news = masthead.is_news
    start = find_comments(lines, counted_above=masthead.counts_comments, is_news=is_news)
    if is_news and start == len(lines):
        start = _first_voted(lines)
    article = lines[:start]
    return [line for line in (_without_links(article) if is_news else article) if _is_spoken(line)], [
        line
        for line in lines[start:]
        if _is_spoken(line) and not _begins_comments(fold_spaces(line), is_news=is_news)
    ]


def _is_spoken(line: str) -> bool:
    return not (is_control(line) or counts_comments(fold_spaces(line)))


def _first_voted(lines: list[str]) -> int:
    """Where the paragraph begins that stands above the first count of votes: nobody votes on the article."""
    voted = next((at for at, line in enumerate(lines) if _BALLOT.fullmatch(fold_spaces(line))), len(lines))
    spoken = next((at for at in range(voted - 1, -1, -1) if voted < len(lines) and lines[at].strip()), voted)
    return next((at + 1 for at in range(spoken, -1, -1) if spoken < voted and not lines[at].strip()), spoken)


def _without_links(lines: list[str]) -> list[str]:
    """The lines without "Related articles" and the headlines below it."""
    kept: list[str] = []
    elsewhere = False
    for line in lines:
        elsewhere = leads_elsewhere(line) or (elsewhere and is_link(line))
        kept += [] if elsewhere else [line]
    return kept


def find_comments(lines: Sequence[str], *, counted_above: bool = False, is_news: bool = False) -> int:
    """The first line of the readers' comments, which stand below the comment counter; past the end where there are none.

    News pages count comments below the headline too: a counter with little above it is taken for that one,
    unless `counted_above` says that it was there already.
    """
    folded = [fold_spaces(line) for line in lines]
    counters = [at for at, words in enumerate(folded) if _begins_comments(words, is_news=is_news)]
    lengths = [0]
    for words in folded:
        lengths.append(lengths[-1] + len(words))
    for at in counters:
        above, below = lengths[at], lengths[-1] - lengths[at]
        last_of_several = len(counters) > 1 and at == counters[-1]
        if above >= _ENOUGH_BODY or (above > 0 and (counted_above or last_of_several or below < 3 * above)):
            return at
    return len(lines)


def _begins_comments(words: str, *, is_news: bool) -> bool:
    return counts_comments(words) or (
        is_news and len(words) <= 60 and bool(_BARE_COUNTER.fullmatch(words) or _INVITATION.fullmatch(words))
    )


def leads_elsewhere(line: str) -> bool:
    """Whether a line of a news page only heads links to other articles."""
    return bool(_ELSEWHERE.fullmatch(fold_spaces(line)))


def is_link(line: str) -> bool:
    """Whether a line below such a heading may be one of the links: it is no sentence."""
    words = fold_spaces(line)
    return len(words) <= 150 and not ENDS_SENTENCE.search(words)


def mark_comments(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a page with readers' comments marked as such, and the counters above them left out."""
    start = find_comments([block.text for block in blocks])
    if start == len(blocks):
        return list(blocks)
    return [
        block if at < start or not block.kind else replace(block, kind="comment", label=COMMENTER)
        for at, block in enumerate(blocks)
        if not counts_comments(block.text) and not (at > start and is_control(block.text))
    ]
