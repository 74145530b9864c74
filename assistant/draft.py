"""Check what is already written: each sentence of a draft against the corpus."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.checking.reading import sentences_of
from assistant.judge import TrainedJudge
from assistant.support import find_support, quotable_sentences
from assistant.types import Verdict
from assistant.verify import Judge, claim_features
from index.readers.front_matter import split_front_matter
from index.search import Index
from index.types import Evidence

Search = Callable[[str], Sequence[Evidence]]

# How many passages a sentence of a draft is held against.
PASSAGES_CHECKED = 6
# A draft's headings, field lines and cross-references state nothing that can be checked.
_FEWEST_WORDS = 4
# By so much less of a sentence may a passage carry than the nearest one and still be about the same.
_AS_NEAR = 0.1
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# A fence of code as CommonMark has it: what it is made of, and what is written behind it.
_FENCE = re.compile(r"^[\s>]*(?P<mark>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)$")
# What begins like a sentence and has no sign of code in it; between grave accents, where code is usual, also ends like one.
_SENTENCE = {
    sign: re.compile(rf"^[\"“'(*_>\s-]*[A-Z][^{{}}<>=;$|\\`]*{end}$")
    for sign, end in (("~", ""), ("`", r"[.!?][\"”')*_]*"))
}
_RULE = re.compile(r"[-*_=~+.\s]{3,}")
_QUOTE = re.compile(r"^[\s>]+")
_ITEM = re.compile(r"^(?:[-*•+]|\d{1,2}[.)])\s+(?:\[[ xX]\]\s+)?")
# "**To:** the board", "Date: 3 July", and what a note at the foot says, are no statements of the draft.
_FIELD = re.compile(
    r"^(?:\*\*|__)?(?:to|from|cc|bcc|date|re|ref|subject|author|title|version|classification|distribution|prepared (?:by|for))(?:\*\*|__)?:(?:\*\*|__)?\s|^\[\^[^\]]+\]:",
    re.IGNORECASE,
)
# Marks of notes, tags, and a source named only to be linked to; of other links the words stay.
# A tag's attributes have values: "a<b and c > 5" is no tag.
_TAG = r"</?[a-z][\w-]*(?:\s+[a-z][\w:.-]*\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>=]+))*\s*/?>|<(?:[a-z]+:|[\w.+-]+@)[^\s<>]+>"
_NOT_READ = re.compile(rf"\[\^[^\]]+\]|{_TAG}|\s*\(\[[^\]]*\]\([^)\s]*\)\)", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\]]+)\]\([^)\s]*\)")
_OPENS_BLOCK = re.compile(r"#|\||(?:[-*•+]|\d{1,2}[.)])\s")


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a draft, the verdict on it, and the exact passages it rests on (or comes nearest to)."""

    text: str
    verdict: Verdict
    passages: tuple[Evidence, ...] = ()

    @property
    def status(self) -> str:
        """The verdict as an analyst reads it: supported, partly, contradicted or not in the corpus."""
        return "not in the corpus" if self.verdict.support == "not" else self.verdict.support


def check_draft(text: str, search: Search, *, judge: Judge | None = None) -> Iterator[CheckedSentence]:
    """Each sentence of a draft (plain text or Markdown) with what the corpus makes of it, in order.

    `search` finds the passages to hold a sentence against, by itself and with the sentence before it, which may
    say whom "they" means. Headings, fields, tables' rulings, code, notes, questions and scraps of fewer than four
    words are passed over; lines that were only wrapped are read as one.
    """
    for block in _blocks(text):
        before = ""
        for sentence in sentences_of(block):
            if len(sentence.split()) >= _FEWEST_WORDS and not sentence.rstrip("\"'”’)*_ ").endswith("?"):
                found = [*search(sentence), *(search(f"{before} {sentence}") if before else ())]
                yield check_sentence(sentence, list(dict.fromkeys(found)), judge=judge)
            before = sentence


def check_draft_in(index: Index, text: str) -> Iterator[CheckedSentence]:
    """Each sentence of a draft with what the index makes of it, judged by its encoder."""
    return check_draft(
        text, lambda words: index.search(words, k=PASSAGES_CHECKED), judge=TrainedJudge(index.embedder)
    )


def _blocks(text: str) -> Iterator[str]:
    """The paragraphs, list items and table cells of a draft, each as one line."""
    paragraph: list[str] = []
    for line in [*_without_code(_COMMENT.sub("", _below_front_matter(text)).splitlines()), ""]:
        bare = _LINK.sub(r"\1", _NOT_READ.sub("", _QUOTE.sub("", line))).strip()
        if _FIELD.match(_QUOTE.sub("", line)) or _RULE.fullmatch(bare):
            bare = ""
        if paragraph and (not bare or _OPENS_BLOCK.match(bare)):
            yield " ".join(paragraph)
            paragraph = []
        if bare.startswith("|"):
            yield from (cell.strip() for cell in bare.strip("|").split("|"))
        elif bare and not bare.startswith("#"):
            paragraph.append(_ITEM.sub("", bare))


def _below_front_matter(text: str) -> str:
    """The draft without its front matter; words between two rules, or with a colon in them, are none."""
    fields, body, _ = split_front_matter(text.replace("\r\n", "\n"))
    return body if fields and not any(" " in name for name in fields) else text


def _without_code(lines: Sequence[str]) -> Iterator[str]:
    """The lines outside code. Fences that are never closed, or that prose stands between, are only decoration."""
    place, closed = 0, -1
    unclosed: dict[str, int] = {}
    while place < len(lines):
        fence = _FENCE.match(lines[place])
        if not fence or place == closed:
            yield "" if place == closed else lines[place]
            place += 1
            continue
        sign, length = fence["mark"][0], len(fence["mark"])
        end = None
        if length < unclosed.get(sign, length + 1):
            closing = re.compile(rf"[\s>]*{sign}{{{length},}}\s*")
            end = next((n for n in range(place + 1, len(lines)) if closing.fullmatch(lines[n])), None)
        if end is None:
            unclosed[sign] = length  # nor is any longer one below
        elif not _is_prose(lines[place + 1 : end], sign):
            place = end + 1
            continue
        else:
            closed = end
        yield from ("", fence["info"].strip(" `~"), "")
        place += 1


def _is_prose(lines: Sequence[str], sign: str) -> bool:
    """Whether a paragraph between two fences of a sign reads as a sentence of the draft."""
    return any(
        len(paragraph.split()) >= _FEWEST_WORDS and _SENTENCE[sign].match(" ".join(paragraph.split()))
        for paragraph in re.split(r"\n\s*\n", "\n".join(lines))
    )


def check_sentence(
    sentence: str, passages: Sequence[Evidence], *, judge: Judge | None = None
) -> CheckedSentence:
    """One sentence against the passages found for it: what any of them carries, else the gravest word of the nearest.

    Only if no passage carries it alone are those of a document read together; what readers commented carries nothing.
    A passage that carries less of it than another speaks of something else, and contradicts nothing.
    """
    told = {passage: quotable_sentences(passage) for passage in passages if passage.kind != "comment"}
    carried = {passage: _carried(sentence, quotes) for passage, quotes in told.items()}
    as_near = max(carried.values(), default=0.0) - _AS_NEAR
    gravest = CheckedSentence(sentence, Verdict("not", 0.0, "no passage speaks of it"))
    for part in [*([passage] for passage in told), *_of_one_document(told)]:
        quotable = [quote for passage in part for quote in told[passage]]
        quotes, verdict = find_support(sentence, [], quotable, judge=judge)
        nearest = max(part, key=lambda passage: carried[passage])
        checked = CheckedSentence(sentence, verdict, tuple(quotes or [nearest]))
        if verdict.support == "supported":
            return checked
        if verdict.support != "contradicted" or carried[nearest] >= as_near:
            gravest = max(gravest, checked, key=_gravity)
    return gravest


def _of_one_document(passages: Iterable[Evidence]) -> list[list[Evidence]]:
    """The passages of each document that there are several of."""
    documents: dict[str, list[Evidence]] = {}
    for passage in passages:
        documents.setdefault(passage.document, []).append(passage)
    return [part for part in documents.values() if len(part) > 1]


def _carried(sentence: str, quotes: Sequence[Evidence]) -> float:
    """How much of the sentence's words a passage carries, 0..1."""
    return claim_features(sentence, [quote.text for quote in quotes])["covered"] if quotes else 0.0


def _gravity(checked: CheckedSentence) -> tuple[int, float]:
    return ("not", "partly", "contradicted").index(checked.verdict.support), checked.verdict.score
