"""A sentence as verify sees it, how well another carries its words, and which ones of the evidence come nearest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from assistant.language.facts import Facts, find_facts
from assistant.language.quantities import is_figure
from assistant.language.word_classes import LIGHT_VERBS, MODALS
from assistant.language.words import STOP_WORDS, listed, senses, stem
from index.chunk import split_sentences
from index.types import Part, Reading


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as verify sees it: all its stems in order, which of them are content, and its facts."""

    text: str
    stems: tuple[str, ...]
    content: frozenset[str]
    senses: frozenset[str]
    facts: Facts


_STOP_STEMS = STOP_WORDS | frozenset(map(stem, STOP_WORDS))
TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’.&-][^\W_]+)*", re.UNICODE)


def sentences_of(passage: str) -> list[str]:
    """The sentences of a passage, in order."""
    return [passage[s.start : s.end] for s in split_sentences(as_reading(passage))]


# A row of a table as readers write it, a line of its own: "Maker: Acme; Home: Norland."
_ROW = re.compile(r"^(?P<column>[^\n:;]{1,60}): (?P<name>[^\n;]+); [^\n:;]{1,60}: [^\n]+$", re.MULTILINE)


def as_reading(passage: str) -> Reading:
    """A passage of a document as a reading of its own, in which each row of a table is a sentence."""
    parts: list[Part] = []
    begun = 0
    for row in _ROW.finditer(passage):
        parts += [Part(begun, row.start()), Part(row.start(), row.end(), "table")]
        begun = row.end()
    parts.append(Part(begun, len(passage)))
    return Reading(passage, parts=tuple(part for part in parts if passage[part.start : part.end].strip()))


@lru_cache(maxsize=20_000)
def read(text: str) -> Sentence:
    stems = tuple(part for match in TOKEN.finditer(expand(text)) for part in token_stems(match[0]))
    content = frozenset(
        word for word in stems if word not in _STOP_STEMS and (len(word) > 1 or word.isdigit())
    )
    return Sentence(
        text, stems, content, frozenset(s for word in content for s in senses(word)), find_facts(text)
    )


def expand(text: str) -> str:
    """Contractions in full, so that they are seen: "didn't" -> "did not", "v2.1" -> "version 2.1"."""
    text = text.replace("’", "'").replace("can't", "cannot").replace("won't", "will not")
    return re.sub(r"\bv(?=\d+\.\d)", "version ", re.sub(r"n't\b", " not", text))


def token_stems(token: str) -> list[str]:
    parts = re.split(r"[-]", token)
    return (
        [stem(part) for part in parts if part]
        if len(parts) > 1 and not any(c.isdigit() for c in token)
        else [stem(token)]
    )


# --- finding the place ---------------------------------------------------------------------------

_MOST_SENTENCES = 4
# The least share of neighbouring word pairs that a claim which only alters a sentence has from it.
_WORDING_KEPT = 0.5
# Encoding more than these changed no verdict worth its time on four public sets of judged claims.
_MOST_ENCODED = 8


def closest_sentences(said: Sentence, sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """The few sentences that together carry most of what is said, best first.

    Greedy: each next sentence must add enough weight of its own to be worth reading with the others.
    """
    weights = _weights(said)
    total = sum(weights.values())
    chosen: list[Sentence] = []
    left = dict(weights)
    pool = list(dict.fromkeys(sentences))
    while pool and left and len(chosen) < _MOST_SENTENCES:
        best = max(pool, key=lambda s: _gain(left, s) + 0.1 * total * wording_shared(said, s))
        gain = _gain(left, best)
        if chosen and gain < 0.06 * total:
            break
        chosen.append(best)
        pool.remove(best)
        left = {word: w for word, w in left.items() if not match_word(word, best)}
    return tuple(chosen)


def nearest_sentences(said: Sentence, sentences: tuple[Sentence, ...]) -> list[Sentence]:
    """The sentences worth an encoder's time, nearest first: of a long document not all are."""
    weights = _weights(said)
    return sorted(dict.fromkeys(sentences), key=lambda s: -_gain(weights, s))[:_MOST_ENCODED]


def _gain(left: dict[str, float], sentence: Sentence) -> float:
    return sum(weight * match_word(word, sentence) for word, weight in left.items())


def wording_shared(said: Sentence, sentence: Sentence) -> float:
    """The share of the claim's neighbouring word pairs that stand so in the sentence, 0..1."""
    pairs = set(pairwise(said.stems))
    return len(pairs & set(pairwise(sentence.stems))) / len(pairs) if pairs else 0.0


def align(mine: Sequence[str], theirs: Sequence[str], *, kept: float) -> SequenceMatcher[str] | None:
    """A claim's words laid along its source's; None for a paraphrase, which keeps less than a share of them in that order.

    A claim of fewer than three words keeps nothing.
    """
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    in_order = sum(block.size for block in matcher.get_matching_blocks())
    return matcher if len(mine) >= 3 and in_order >= kept * len(mine) else None


def keeps_wording(said: Sentence, sentence: Sentence) -> bool:
    return wording_shared(said, sentence) >= _WORDING_KEPT


def _weights(said: Sentence) -> dict[str, float]:
    """How much each content word of the claim matters: names and figures most, long words more than short."""
    names = {word for name in said.facts.names for part in name.text.split() for word in token_stems(part)}
    return {word: _weight(word, word in names) for word in sorted(said.content)}


def light_words(said: Sentence) -> frozenset[str]:
    """The stems of verbs that anything may be told by, and of what stands with them: "took place", "is in force"."""
    phrases = " ".join(match[0] for match in _LIGHT_PHRASE.finditer(said.text))
    return _LIGHT | {stem(match[0]) for match in TOKEN.finditer(phrases)}


_LIGHT = frozenset(map(stem, LIGHT_VERBS | listed("happen occur become")))
_LIGHT_PHRASE = re.compile(
    r"\b(?:(?:tak(?:es?|en|ing)|took) (?:place|part|effect)|in(?:to)? (?:force|effect|place)|carr(?:y|ies|ied|ying) out)\b"
)


# "Said", "reported" and what else may stand for them: they carry little of what is said.
TELLING = senses("say")


def _weight(word: str, is_name: bool) -> float:
    if is_name or is_figure(word):
        return 1.5
    return 0.7 if senses(word) & TELLING else 0.8 + 0.05 * min(len(word), 8)


def match_word(word: str, sentence: Sentence) -> float:
    """How well a sentence carries a word: 1 itself, 0.8 by a synonym or a close form, else 0."""
    if word in sentence.content:
        return 1.0
    if senses(word) & sentence.senses:
        return 0.8
    return 0.8 if len(word) >= 5 and _has_relative(word, sentence.content) else 0.0


# A text says what a claim does from this share of its words on.
_TOLD_FROM = 0.75


def tells(part: Sentence, said: Sentence) -> bool:
    """Whether a text, or a part of one, has most words of the claim, every name among them."""
    names = all(any(match_word(w, part) for w in read(name.text).content) for name in said.facts.names)
    return names and words_shared(said, part) >= _TOLD_FROM


def words_shared(said: Sentence, sentence: Sentence) -> float:
    """Of the content words of a claim, or of a part of it, the share that the sentence has, 0..1."""
    return sum(match_word(word, sentence) > 0 for word in said.content) / max(1, len(said.content))


@lru_cache(maxsize=200_000)
def _has_relative(word: str, content: frozenset[str]) -> bool:
    """Whether a word of one family is there: "legisl" and "legislatur", "japan" and "japanes"."""
    return any(
        len(other) >= 5 and other[:5] == word[:5] and (other.startswith(word) or word.startswith(other))
        for other in content
    )


def rows_meant(claim: str, sentences: Sequence[str]) -> list[str]:
    """The sentences without the rows of a table that are of others than the claim names, if it names what one is of.

    A maker of one row is not at home where that of another is.
    """
    rows = {sentence: match for sentence in sentences if (match := _ROW.fullmatch(sentence))}
    folded = claim.casefold()
    meant = {
        sentence
        for sentence, row in rows.items()
        if any(word.casefold() in folded for word in re.findall(r"\w{3,}", row["name"]))
    }
    columns = {rows[sentence]["column"] for sentence in meant}
    return [s for s in sentences if s not in rows or s in meant or rows[s]["column"] not in columns]


def coverage(said: Sentence, focus: Sequence[Sentence]) -> float:
    """The weighted share of the claim's content words that the focus carries, 0..1; figures are held to account as facts."""
    weights = _weights(said)
    words = {word: weight for word, weight in weights.items() if not is_figure(word)}
    weights = words or weights
    carried = sum(weight * max(match_word(word, s) for s in focus) for word, weight in weights.items())
    return carried / sum(weights.values())


def as_written(word: str, sentence: Sentence) -> str:
    """The word of the sentence that has this stem."""
    return next((m[0] for m in TOKEN.finditer(sentence.text) if word in token_stems(m[0])), word)


def quoted(words: Iterable[str]) -> str:
    """Words of a text in a reason for people, each between quotation marks."""
    return ", ".join(f"'{word}'" for word in words)


# Forms of the past that no ending gives away.
_IRREGULAR_PASTS = listed(
    """said told found gave took made won lost held kept led left sent put set cut let saw went came began ran wrote spoke met
    built bought sold sought brought chose drew fell grew withdrew forbade struck stood meant sat knew became paid fought taught
    caught felt heard spent hid rose broke stole threw sank bound lay shot spread"""
)


# Verbs that stand by another.
AUXILIARIES = MODALS - listed("shall ought") | listed("is are was were has have had does did do")


def past_verbs(text: str) -> list[str]:
    """The words of a text that have the form of a verb told of the past, or of a participle; "United" is a name."""
    words = (match[0] for match in TOKEN.finditer(text) if match[0].islower())
    return [word for word in words if word.endswith("ed") or word in _IRREGULAR_PASTS]


def before_verb(text: str) -> str:
    """What stands before the first verb of a clause: whom it tells of; "" where it has none, or begins with it."""
    verbs = {*past_verbs(text), *AUXILIARIES}
    return text[: next((match.start() for match in TOKEN.finditer(text) if match[0] in verbs), 0)]
