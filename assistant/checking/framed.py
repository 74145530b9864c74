"""What a source tells only to call it untrue, unproven or disputed, and a claim tells outright."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.checking.held import HeldClaim
from assistant.checking.negation import negated_words
from assistant.checking.reading import Sentence, read, tells
from assistant.language.word_classes import CONTRAST, NEGATIONS, TALK, UNTRUE
from assistant.language.words import one_of


def find_framed(held: HeldClaim) -> list[str]:
    """The words by which every sentence that tells what the claim does takes it back, for people.

    "Japan banned drones." against ["It is a myth that Japan banned drones."] -> ["the source takes it back: 'It is a myth that'"]
    """
    said = held.said
    if _TAKES_BACK.search(said.text):
        return []
    after = dict(pairwise(held.sentences))
    found = []
    for source in held.focus:
        if not tells(source, said):
            continue
        cue = next(_frames(source, after.get(source), said), "")
        if not cue:
            return []  # told outright, whatever another says of it
        found.append(f"the source takes it back: '{cue}'")
    return found[:1]


# --- the words for it ----------------------------------------------------------------------------

_UNTRUE = (
    rf"(?:{UNTRUE}|inaccurate|unfounded|baseless|groundless|fabricated|fake|bogus|debunked|refuted|disproved|disproven"
    r"|(?:not|never|no longer|hardly) (?:true|correct|accurate|the case)|an? (?:lie|myth|hoax|fabrication|falsehood|misconception))"
)
_UNSURE = r"(?:disputed|contested|doubtful|doubted|questionable|unproven|unconfirmed|unsubstantiated)"
_BE = r"(?:is|was|are|were|be|been|remains?|being|proved|turned out to be)"
_TALK = rf"(?:{TALK}|reports?|rumou?rs?|statements?|stor(?:y|ies)|suggestions?|news|notion|idea|theory|speculation)"
_TOLD = r"(?:claim|say|said|report|state|alleg|assert|suggest|announc|writ|wrote|tell|told|believ|assum)\w*"
_DENY = r"(?:den(?:y|ies|ied|ying)|disput(?:e|es|ed|ing)|refut(?:e|es|ed|ing)|rebut(?:s|ted)?|debunk(?:s|ed)?|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|contest(?:s|ed)?|doubt(?:s|ed)?|retract(?:s|ed)?|withdr(?:e|a)w(?:s|n)?)"
_FALSELY = r"(?:falsely|wrongly|incorrectly|mistakenly|erroneously|wrongfully)"
# What stands before the matter, up to it.
_BEFORE = re.compile(
    "|".join(
        (
            rf"\b[Ii]t (?:has )?{_BE} (?:\w+ly )?(?:{_UNTRUE}|{_UNSURE}|wrong|mistaken)(?: to (?:say|claim|state|suggest|assert|report)(?: that)?| that| whether|(?= [A-Z]))",
            rf"\b[Ii]t (?:has |had )?(?:not|never) (?:yet )?{_BE} (?:\w+ly )?(?:shown|proven|proved|established|confirmed|verified|demonstrated)(?: that| whether)?",
            rf"\b{_DENY}(?:(?: \w+){{0,4}}? {_TALK})? (?:that|whether)",
            rf"\b{_FALSELY} {_TOLD}(?: that)?",
            rf"\b{_TOLD} {_FALSELY}(?: that)?",
            r"\b(?:[Nn]o|without|lacks?|lacking)(?: \w+)? (?:evidence|proof|indication|sign|suggestion|basis|truth)(?: \w+){0,2}? that",
            rf"\b(?:[Nn]obody|[Nn]o one|[Nn]one|[Nn]o \w+) (?:ha[sd] |have )?(?:ever )?(?:shown|proved|proven|established|confirmed|verified|demonstrated|{_TOLD})(?: that)?",
            r"\b(?:cannot|could not) be (?:said|claimed|shown|proved|proven|established|confirmed|verified) that",
            rf"\b(?:{_UNTRUE}|{_UNSURE}) {_TALK} that",
            r"\b(?:myth|hoax|lie|misconception|falsehood|conspiracy theory|fake news) that",
        )
    )
)
# What stands behind it: of talk that is told with "that" or between quotation marks, or of all that came before.
_BEHIND_TALK = re.compile(
    rf"^[\s,\"\u201d\u2019']*(?:(?:has|have|had) )?{_BE} (?:\w+ly )?(?:{_UNTRUE}|{_UNSURE}|wrong|mistaken|denied|dismissed|rejected|retracted|withdrawn)\b"
)
_TALK_OPENS = re.compile(rf"\b(?i:{_TALK}) (?:that|of)\b|^That\b|[\"\u201c]")
_BEHIND_ALL = re.compile(
    rf"[:;,\u2013-]\s*(?:but |and |though |although )?(?:this|that|which|it) (?:\w+ly )?{_BE} (?:\w+ly )?{_UNTRUE}\b|,[^,;:]*\b{_FALSELY} {_TOLD}[ .]*$"
)
_NEXT_SAYS = re.compile(
    rf"^(?:But |However, |Yet )?(?:(?:This|That|It|this|that|it) (?:\w+ly )?{_BE} (?:\w+ly )?(?:{_UNTRUE}|{_UNSURE})"
    rf"|(?:The|This|That|These|Those|Such|the|this|that|these|those|such) (?:\w+ )?{_TALK} (?:\w+ly )?(?:has been |have been )?{_BE} (?:\w+ly )?(?:{_UNTRUE}|{_UNSURE}|wrong))\b"
)
# "Nobody denied that" and "it cannot be disputed that" take nothing back.
_NOT_SO = re.compile(rf"\b(?:{one_of(NEGATIONS | {'hardly'})}|no \w+)(?: \w+){{0,2}} ?$", re.IGNORECASE)
# A claim with one of these says itself what its source makes of the matter.
_TAKES_BACK = re.compile(
    rf"{_BEFORE.pattern}|\b(?:{_UNTRUE}|{_UNSURE}|{_DENY}|{_FALSELY}|whether|no (?:evidence|proof|sign|indication))\b",
    re.IGNORECASE,
)
# "Telmar denies that it copied data."
_OF_ITSELF = re.compile(r"\s*(?:it|they|he|she|its|their|his|her)\b")
_ENDS = re.compile(CONTRAST)


# --- what is in it -------------------------------------------------------------------------------


def _frames(source: Sentence, following: Sentence | None, said: Sentence) -> Iterator[str]:
    """The words by which a sentence, or the one after it, takes back what the claim tells."""
    for cue, framed in _framed(source.text, following.text if following else ""):
        matter = read(framed)
        if tells(matter, said) and bool(negated_words(matter)) == bool(negated_words(said)):
            yield cue


def _framed(text: str, following: str) -> Iterator[tuple[str, str]]:
    """Each taking back in a sentence or the beginning of the next, with the words that it is said of."""
    text = text.replace("n't", " not")
    for cue in _BEFORE.finditer(text):
        if not _NOT_SO.search(text[: cue.start()]):
            framed = _ENDS.split(text[cue.end() :])[0]
            yield cue[0], text[: cue.start()] + framed if _OF_ITSELF.match(framed) else framed
    for opening in _TALK_OPENS.finditer(text):
        for cue in re.finditer(
            r"(?=\s(?:ha[sd]|have|is|was|are|were|proved|turned)\b)", text[opening.end() :]
        ):
            rest = text[opening.end() + cue.start() :]
            if behind := _BEHIND_TALK.match(rest):
                yield behind[0].strip(" ,\"'\u201d\u2019"), text[opening.end() :][: cue.start()]
    for behind in _BEHIND_ALL.finditer(text):
        yield behind[0].strip(" ,.:;-\u2013"), text[: behind.start()]
    if said_next := _NEXT_SAYS.match(following.replace("n't", " not")):
        yield said_next[0], text
