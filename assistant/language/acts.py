"""What a claim says was done, held to what a source tells of: the act itself, and whether it was done or only planned.

"Lifted the ban" is not carried by a ban, nor a ban by a warning or a plan to ban. Language only: classes of
verbs, and what else says the same ("may not" carries a ban, an appeal dismissed a decision upheld).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.language.act_words import (
    ACTS,
    BY_HAND,
    DETERMINERS,
    EVERYDAY,
    MODAL_STEMS,
    NOT,
    OF_THE_SAME,
    OPPOSED,
    PHRASES,
    PLANNED,
    SAYINGS,
    TO_BE_TOLD,
    TO_COME,
)
from assistant.language.word_classes import BEING
from assistant.language.words import STOP_WORDS, fold, listed, senses, stem

_KINDS = {
    stem(word): frozenset(kind for kind, (words, _) in ACTS.items() if word in words.split())
    for words, _ in ACTS.values()
    for word in words.split()
} | {f"<{kind}>": frozenset({kind}) for kind in ACTS}
_SAID_BY = {kind: frozenset({kind, *others.split()}) for kind, (_, others) in ACTS.items()}
_TOKEN = re.compile(r"<[a-z]+>|(?:[A-Za-z]\.){2,}|[^\W_]+(?:[.&][^\W_]+)*|[,;]", re.UNICODE)
# What these words say beside others is no act: "the bar was raised", "it concluded that".
_NO_ACT = re.compile(r"^(?:a|the|behind) bars?\b|\bconclud\w+ that$", re.IGNORECASE)
# Who does it is no act either: "purchasers", "suppliers".
_WHO_DOES = re.compile(r"(?:er|or)s?$", re.IGNORECASE)
_ACT_WORDS = frozenset(word for words, _ in ACTS.values() for word in words.split())
_MARKS = frozenset(f"<{kind}>" for kind in ACTS)
_BEING = BEING | listed("get got gets")
_NOUN = re.compile(r"(?:[^de]al|ance|ment|[st]ion)s?$")
_PAST = re.compile(r"(?:ed|bade|ade|ught|won|lost|left|rew|en|own|ole|old)$")
# How many content words beside it an act is done to, and by which it is told from another of its kind.
_REACH = 10
_NEAR = 4


@dataclass(frozen=True, slots=True)
class Act:
    """A word that tells of an act: its classes, how it is written, the content stems before and after it, and its mood.

    `referred` where it is a noun or names the act in passing ("the order"); `named` where something is said to be
    one ("was a ban"); `planned` and `to_come` where it is
    not told as done.
    """

    kinds: frozenset[str]
    word: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    referred: bool
    named: bool
    passive: bool
    negated: bool
    planned: bool
    to_come: bool

    @property
    def object(self) -> frozenset[str]:
        """What it is done to, by senses."""
        return _senses((self.before if self.passive else self.after)[:_NEAR])

    @property
    def about(self) -> frozenset[str]:
        """What stands on either side of it, by senses."""
        return _senses((*self.before[:_NEAR], *self.after[:_NEAR]))


def find_acts(text: str) -> tuple[Act, ...]:
    """The acts a sentence tells of by their own words, in order; "set aside" and the like are one."""
    return _acts(text, False)


def find_told(text: str) -> tuple[Act, ...]:
    """The acts a sentence carries, in whatever words: "may not" is a ban, "must" an order."""
    return _acts(text, True)


@lru_cache(maxsize=20_000)
def _acts(text: str, in_other_words: bool) -> tuple[Act, ...]:
    text = text.replace("’", "'").replace("'s", "").replace("n't ", " not ").replace("<", " ")
    for pattern, word in PHRASES:
        text = pattern.sub(word, text)
    for pattern, kind in SAYINGS if in_other_words else ():
        text = pattern.sub(rf"\g<0> <{kind}>", text)
    tokens = [match[0] for match in _TOKEN.finditer(text)]
    stems = [token if token in _MARKS else stem(token) for token in tokens]
    return tuple(
        _act(tokens, stems, place)
        for place, word in enumerate(stems)
        if word in _KINDS
        and not _NO_ACT.search(" ".join(tokens[max(place - 1, 0) : place + 2]))
        and not _is_doer(tokens[place])
    )


def _is_doer(word: str) -> bool:
    return bool(_WHO_DOES.search(word)) and fold(word).removesuffix("s") not in _ACT_WORDS


def _act(tokens: list[str], stems: list[str], place: int) -> Act:
    lead = [fold(token) for token in tokens[max(place - 4, 0) : place]]
    lead_stems = {
        word
        for word, token in zip(
            stems[max(place - 5, 0) : place], tokens[max(place - 5, 0) : place], strict=True
        )
        if token != "May"
    }
    if tokens[place] in _MARKS:
        lead_stems -= MODAL_STEMS
    return Act(
        _KINDS[stems[place]],
        tokens[place],
        tuple(_content(reversed(stems[:place]))),
        tuple(_content(stems[place + 1 :])),
        referred=bool(_NOUN.search(tokens[place]))
        or (not tokens[place].endswith("ed") and bool(lead) and lead[-1] in DETERMINERS),
        named=len(lead) > 1 and lead[-1] in ("a", "an") and lead[-2] in _BEING,
        passive=bool(_BEING & set(lead[-2:])),
        negated=bool(NOT & set(lead)) and not tokens[place].startswith("<"),
        planned=bool(PLANNED & lead_stems),
        to_come=bool(TO_COME & lead_stems),
    )


def _content(stems: Iterable[str]) -> Iterator[str]:
    """The next few content stems, as far as an act reaches."""
    content = (word for word in stems if word not in STOP_WORDS and word not in ",;" and word not in _MARKS)
    for _, word in zip(range(_REACH), content, strict=False):
        yield word


@lru_cache(maxsize=50_000)
def _senses(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(sense for word in words for sense in senses(word))


def find_untold(claim: str, sources: Sequence[str]) -> list[str]:
    """What the claim says was done and the sources do not tell of, or only as planned, for people.

    "Sweden lifted its ban." against ["Sweden banned it."] -> ["the source does not tell of 'lifted'"]
    """
    told = [act for source in sources for act in find_told(source)]
    found = []
    for act in find_acts(claim):
        if act.negated or (act.referred and "ban" not in act.kinds):
            continue
        carriers = [
            other for other in told if _carries(other, act) and not (act.named and other.kinds != act.kinds)
        ]
        if carriers and _told_as_done(act) and all(_undone(other, act) for other in carriers):
            found.append(f"the source does not tell of '{act.word}' as done")
        elif _to_be_told(act) and (not carriers or any(_denies(other, act) for other in told)):
            found.append(f"the source does not tell of '{act.word}'")
    return found


def _denies(other: Act, act: Act) -> bool:
    """Whether a source says that there is no such thing: "no total ban", "a warning and not a ban"."""
    return other.negated and other.referred and bool(other.kinds & act.kinds)


def _to_be_told(act: Act) -> bool:
    """Whether nothing but an act of its kind says it; what things require or allow, as they do every day, is none."""
    everyday = act.kinds & EVERYDAY and not _PAST.search(fold(act.word))
    return act.kinds <= TO_BE_TOLD and not everyday


def _carries(other: Act, act: Act) -> bool:
    said_by = {kind for mine in act.kinds for kind in _SAID_BY[mine]}
    if other.negated or not other.kinds & said_by:
        return False
    if "adopt" in act.kinds:  # "the bill passed" and "they passed the bill"
        return bool(act.about & other.about)
    if "order" in act.kinds and not act.to_come:  # whom it binds stands before a duty and behind an order
        return bool(act.about & other.about)
    if "convict" in act.kinds and other.word in _MARKS:  # "faces three years in prison"
        return bool(act.about & other.about)
    if "remove" in act.kinds and act.object:
        return bool(act.object & other.about)
    return not (act.kinds & OF_THE_SAME and act.object) or bool(act.object & other.object)


def _told_as_done(act: Act) -> bool:
    return bool(_PAST.search(fold(act.word))) and not _undone(act, act) and not act.referred


def _undone(other: Act, act: Act) -> bool:
    if act.kinds & BY_HAND:
        return other.to_come or not _PAST.search(fold(other.word))
    return other.planned


def find_opposed(claim: str, source: str) -> list[str]:
    """Where the source tells of the contrary act on what the claim's act is done to, for people."""
    mine, theirs = find_acts(claim), find_acts(source)
    known = {kind for act in mine for kind in act.kinds}
    found = []
    for act in mine:
        contrary = {kind for mine in act.kinds for kind in OPPOSED.get(mine, "").split()}
        for other in theirs:
            if not other.kinds & contrary or other.kinds & known or other.negated != act.negated:
                continue
            if other.planned and not act.planned:
                continue  # what is only sought does not undo it
            if _same_object(act, other) and not any(
                same.kinds & act.kinds and _same_object(act, same) for same in theirs
            ):
                found.append(f"the source says '{other.word}', not '{act.word}'")
    return found


def _same_object(act: Act, other: Act) -> bool:
    """Whether two acts are done to one thing: one of the first two words of the object stands by the other too."""
    mine = act.before[:2] if act.passive else act.after[:2]
    theirs = _senses(other.before if other.passive else other.after)
    return bool(_senses(mine) & theirs)
