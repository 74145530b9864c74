"""Why and how far: the reason and the width that a claim adds to a deed that its source tells without it.

"Only ports are meant." against ["Ports are meant."] -> "the source does not say 'Only ports'"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.checking.held import HeldClaim
from assistant.checking.reading import Sentence, match_word, past_verbs, read, words_shared
from assistant.language.quantities import is_figure

# --- reasons -------------------------------------------------------------------------------------

_BECAUSE = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|on account of|thanks to|as a result of|in (?:response|retaliation|protest|reaction) (?:to|for|at|against))\b",
    re.IGNORECASE,
)
# A sentence with one of these may give the reason for what stands beside it.
_GIVES_REASON = re.compile(
    rf"{_BECAUSE.pattern}|\b(?:since|so that|over|after|following|reasons?|reasoned|grounds?|why|in order|led|prompted|cit(?:ed|ing)|concern\w*|fear\w*|makes?|caus\w+)\b",
    re.IGNORECASE,
)
# That somebody thinks so, and how much, is said in many ways: what is thought is the reason.
_HELD_TO_BE = re.compile(
    r"\b(?:regard|consider|deem|view|judg|call|describ|term|label|think|thought|found|find|saw|see)(?:e?d|e?s|ing)?\b|\b(?:highly|extremely|particularly|especially|rather|quite)\b"
)
_REASON_CARRIED = 0.5
_DEED_CARRIED = 0.34


def find_untold_reason(held: HeldClaim) -> Iterator[str]:
    """A cause that no sentence in focus says much of; or, for a deed told as done, none that speaks of the deed too or gives a reason.

    What explains how things are may have its parts from several sentences.
    """
    said = held.said
    match = _BECAUSE.search(said.text)
    if not match:
        return
    given = re.split(r"[,;]", said.text[match.end() :])[0]
    reason = read(_HELD_TO_BE.sub("", given))
    deed = read(said.text[: match.start()])
    telling = [s for s in held.focus if words_shared(reason, s) > _REASON_CARRIED]
    if past_verbs(deed.text):
        telling = [
            s for s in telling if words_shared(deed, s) >= _DEED_CARRIED or _GIVES_REASON.search(s.text)
        ]
    if reason.content and not telling:
        yield f"the source does not give the reason '{match[0]}{given.rstrip(' .')}'"


# --- width ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Scope:
    """What makes a claim wider or narrower: the words for it, and those by which a source says it.

    Where it claims `all` of them, a source that speaks of some is against it.
    """

    claimed: str
    told: str
    all: bool = False


_SCOPES = (
    _Scope(r"(?<!not )(?<!not the )(?:only|solely|exclusively|sole)", r"only|solely|exclusively|sole|alone|just|nothing but|limited|restricted|confined|no other"),
    _Scope(r"(?<!not )(?:all(?= of\b)|(?<!in )(?<!at )(?:all|every|everyone|everybody|none|always|never(?! before)))", r"all|every\w*|each|both|any\w*|none|no|always|never|entire\w*|whole|complete\w*|full\w*|total\w*|without exception|across", all=True),
    _Scope(r"(?<!not )(?:fully|completely|entirely|totally|altogether)", r"all|every\w*|entire\w*|whole|complete\w*|full\w*|total\w*|altogether|no|none|comprehensive"),
    _Scope(r"(?<=the )first", r"first|initial\w*|earli\w+|original\w*|previous\w*|never before|new"),
    _Scope(r"never before", r"first|never before|unprecedented"),
)  # fmt: skip
# "Only if", "all but", "only eighteen" and the like are no claim that there is nothing else.
_NO_SCOPE = r"(?!\s+(?:if|when|after|once|until|half|quarter|time|in all|but)\b)"
_NEAR = 5
# Where the things end that "all" is said of, and after how many words at most.
_NAMED_UP_TO = re.compile(r"[,;.](?!\d)|\b(?:with|in|by|at|from|for|to|on|within)\b")
_LONGEST_NAME = 8


def find_untold_scope(held: HeldClaim) -> Iterator[str]:
    """A width that no sentence in focus gives to the same things."""
    said, focus = held.said, held.focus
    for scope in _SCOPES:
        match = re.search(rf"\b{scope.claimed}\b{_NO_SCOPE} ?(?P<of>[\w-]*)", said.text, re.IGNORECASE)
        if not match or is_figure(match["of"].casefold()):
            continue
        of = _what_follows(said.text, match)
        part = _part_of(_all_of(said.text, match), focus) if scope.all else ""
        if part or not any(_is_of_them(scope.told, of, s) for s in focus):
            yield (
                f"the source says only '{part}'" if part else f"the source does not say '{match[0].strip()}'"
            )


def _what_follows(text: str, match: re.Match[str]) -> Sentence:
    """The things that a word of width is said of: what follows it, or what it stands behind."""
    after = read(" ".join(re.split(r"[,;.]", text[match.start("of") :])[0].split()[:_NEAR]))
    before = text[: match.start()].split()[-_NEAR:]
    if after.content and match[0].casefold().startswith("none"):  # "the port had none of the ships"
        return read(" ".join([*before, after.text]))
    return after if after.content else read(" ".join(before))


def _is_of_them(told: str, of: Sentence, source: Sentence) -> bool:
    """Whether a word of width stands in the source near one of the things that the claim says it of."""
    if not of.content:
        return bool(re.search(rf"\b(?:{told})\b", source.text, re.IGNORECASE))
    places = re.finditer(rf"\b(?:{told})\b", source.text, re.IGNORECASE)
    beside = (
        " ".join([*source.text[: m.start()].split()[-_NEAR:], *source.text[m.end() :].split()[:_NEAR]])
        for m in places
    )
    return any(match_word(word, read(words)) for words in beside for word in of.content)


def _all_of(text: str, match: re.Match[str]) -> Sentence:
    """What "all" is said of: the words behind it up to the end of what they name."""
    named = _NAMED_UP_TO.split(text[match.end() :])[0]
    return read(" ".join(named.split()[:_LONGEST_NAME]))


# Of so many of them a source may speak where a claim speaks of all.
_PART = re.compile(
    r"\b(?:half|a third|a quarter|two thirds|a part|parts|some|most|several|many|certain|a few|a majority|the majority)(?: of)?"
    r"(?: (?:the|these|those|its|their|all|other))* (?P<of>[\w-]+)",
    re.IGNORECASE,
)


def _part_of(of: Sentence, focus: Sequence[Sentence]) -> str:
    """The words by which the first sentence in focus that speaks of the same things speaks of a part of them; "" where it does not."""
    for source in focus:
        if not any(match_word(word, source) for word in of.content):
            continue
        for match in _PART.finditer(source.text):
            if match["of"].casefold() == "them" or any(
                match_word(word, read(match["of"])) for word in of.content
            ):
                return match[0]
        return ""
    return ""
