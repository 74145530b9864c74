"""What a claim says was done, held to what a source tells of: the act itself, and whether it was done or only planned.

"Lifted the ban" is not carried by a ban, nor a ban by a warning or a plan to ban. Language only: classes of
verbs, and what else says the same ("may not" carries a ban, an appeal dismissed a decision upheld).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.words import STOP_WORDS, fold, listed, senses, stem

# What several words say together, as one word of the table below.
_PHRASES = tuple(
    (re.compile(rf"\b(?:{phrase})(?!\w)", re.IGNORECASE), word)
    for phrase, word in (
        (r"set(?:s|ting)? aside|str(?:ike|ikes|uck|iking) down|set(?= (?:\S+ ){1,5}aside\b)", "annulled"),
        (r"turn(?:ed|s|ing)? down|thr(?:ow|ew|own) out|rul(?:e|ed|es|ing) out", "rejected"),
        (r"(?:plead(?:ed|s)?|pled) guilty", "admitted guilt"),
        (r"call(?:ed|s)? off", "cancelled"),
        (r"(?:opt(?:ed|s)?|pull(?:ed|s)?) out of", "left"),
        (r"c(?:ome|ame|omes|oming) back|back in force", "resumed"),
        (r"sign(?:ed|s)? off on|green-?l(?:ight|it)(?:ed)?|g(?:ive|ave|iven) the go-ahead", "approved"),
        (r"put on hold", "suspended"),
        (
            r"grant(?:ed|s)?(?= (?:\S+ ){0,6}(?:request|appeal|application|petition|motion|approval|permission|authorisation|licen[cs]e|complaint)s?\b)",
            "approved",
        ),
        (r"dismiss(?:ed|es)?(?= (?:\S+ ){1,8}as\b)", "criticised"),
        (r"(?:keep|keeps|kept|keeping|shut|shuts|shutting) out", "excluded"),
        (r"(?:keep|keeps|kept|keeping|shut|shuts)(?= (?:\S+ ){1,6}out of\b)", "excluded"),
        (r"(?:take|takes|took|taken|taking|get|gets|got)(?= (?:\S+ ){0,8}out\b)", "removed"),
        (r"phas(?:e|ed|es|ing) out|move away from", "removed"),
    )
)
# Other ways in which a source says an act, marked after the words that say it.
_SAYINGS = tuple(
    (re.compile(rf"\b(?:{phrase})(?!\w)", re.IGNORECASE), kind)
    for phrase, kind in (
        (r"groundless|absurd|unfounded|baseless|preposterous|false|misguided", "deny"),
        (
            r"not? (?:\S+ ){0,4}(?:may|can|could|allowed|permitted|eligible)|cannot|(?:may|can|could|shall|must|should|will|would) (?:no|not)"
            r"|not (?:longer )?(?:be )?(?:allowed|permitted|eligible)|only (?:\S+ ){0,6}(?:may|can)|buy no|come only|no (?:\S+ ){0,3}(?:ban|part)",
            "ban",
        ),
        (r"(?:keep|keeps|kept|keeping|prevent\w*)(?= (?:\S+ ){1,6}from\b)", "ban"),
        (
            r"ha[sd] to|have to|having to|needs? to|(?:are|is|was|were) to|dut(?:y|ies)|obligations?|mandatory|compulsory|must|shall"
            r"|told (?:\S+ ){0,5}to|ga?ve (?:\S+ ){1,5}(?:days|hours|weeks|months) to",
            "order",
        ),
        (r"(?:be|is|are|was|were|has|have) (?:to be )?(?:gone|out of)|leaves?(?= (?:\S+ ){1,3}networks?\b)", "remove"),
        (r"(?:may|can|could)(?! (?:no|not)\b)", "allow"),
        (r"voted?s?(?= in favour)|took effect|c[ao]me into (?:force|effect)|entered into force|agreed|decided|dr[ae]wn? up|introduced|made public", "adopt"),
    )
)  # fmt: skip

# The acts: what each is called, and which other acts of a source say it as well.
_ACTS: dict[str, tuple[str, str]] = {
    "ban": (
        "ban prohibit forbid bar outlaw exclude restrict blacklist disallow embargo proscribe",
        "stop remove suspend block veto",
    ),
    "lift": (
        "lift rescind revoke repeal withdraw cancel annul overturn quash reverse scrap undo nullify retire abolish overrule invalidate",
        "resume",
    ),
    "uphold": ("uphold upheld affirm sustain", "reject lose"),
    "approve": ("approve endorse ratify clear", "allow adopt sign"),
    "allow": ("allow permit authoris let", "approve lift resume"),
    "reject": ("reject dismiss refuse decline rebuff", "deny uphold lose block veto"),
    "block": ("block", "ban reject veto suspend stop"),
    "veto": ("veto", "block reject"),
    "submit": ("submit resubmit lodge", ""),
    "suspend": ("suspend pause freeze froze frozen", "stop ban postpone"),
    "stop": ("stop halt cease discontinue", "ban suspend remove lift"),
    "postpone": ("postpone delay defer", "suspend"),
    "resume": ("resume restore reinstate reopen restart", "lift"),
    "admit": ("admit concede confess acknowledge", ""),
    "deny": ("deny refute dispute", "reject"),
    "win": ("win winner champion victory triumph beat defeat", "sign award"),
    "award": ("award", "win sign"),
    "lose": ("lose", "reject uphold"),
    "join": ("join accede", "sign"),
    "leave": ("leave quit exit withdraw", ""),
    "sign": ("sign conclude", "adopt win award approve"),
    "adopt": ("adopt enact", "pass approve sign issue"),
    "pass": ("pass", "adopt approve"),
    "issue": ("issue publish release impose", "adopt sign order"),
    "order": ("order require oblige mandate instruct direct compel force command", "ban stop"),
    "remove": ("remove strip uninstall replace withdraw dismantle delete clear", "ban"),
    "buy": ("buy purchase acquire procure", "sign award win sell"),
    "sell": ("sell supply deliver", "buy win sign award"),
    "convict": ("convict sentence jail imprison", ""),
    "acquit": ("acquit exonerate", ""),
}
# Acts that must be told by the source to be claimed; any other may be said in too many ways.
_TO_BE_TOLD = frozenset(
    listed(
        "ban block veto lift uphold approve allow reject suspend resume admit deny win lose order sign adopt buy convict acquit"
    )
)
_EVERYDAY = frozenset(listed("allow order"))
# Of these the source must tell with the same object: they undo, and another thing undone close by is not it.
_OF_THE_SAME = frozenset(listed("lift admit win lose allow approve convict acquit sign uphold"))
_OPPOSED = {
    "ban": "allow approve lift", "lift": "issue sign adopt uphold ban", "uphold": "lift", "approve": "reject ban block veto",  "allow": "ban",
    "reject": "approve adopt pass sign", "block": "approve adopt pass sign", "veto": "approve adopt pass sign", "submit": "lift", "suspend": "resume", "resume": "suspend stop", "admit": "deny", "deny": "admit", "win": "lose reject", "lose": "win",
    "join": "leave", "leave": "join", "sign": "lift reject block veto", "issue": "lift", "adopt": "lift reject block veto", "pass": "lift reject block veto",
}  # fmt: skip
# Acts that a word does: to decide on them, or to announce them, is to do them. The others are done by hand.
_BY_HAND = frozenset(listed("remove buy"))
_PLANNED = frozenset(
    map(
        stem,
        listed(
            """plan propose proposal consider weigh mull intend aim seek draft bill threaten expect may might could should urge ask want
            recommend potential possible near close if prepare discuss debate talk application petition motion attempt reject refuse decline fail"""
        ),
    )
)
_TO_COME = _PLANNED | frozenset(
    map(stem, listed("to must shall will would require order agree agreement by"))
)
_MODALS = frozenset(map(stem, listed("may might could should must shall will would to")))
_NOT = frozenset(listed("not no never neither nor cannot without"))
_DETERMINERS = frozenset(
    listed("a an the its their his her this that these those any no of s on in for under from by and or 's")
)
_KINDS = {
    stem(word): frozenset(kind for kind, (words, _) in _ACTS.items() if word in words.split())
    for words, _ in _ACTS.values()
    for word in words.split()
} | {f"<{kind}>": frozenset({kind}) for kind in _ACTS}
_SAID_BY = {kind: frozenset({kind, *others.split()}) for kind, (_, others) in _ACTS.items()}
_TOKEN = re.compile(r"<[a-z]+>|(?:[A-Za-z]\.){2,}|[^\W_]+(?:[.&][^\W_]+)*|[,;]", re.UNICODE)
_MARKS = frozenset(f"<{kind}>" for kind in _ACTS)
_BEING = frozenset(listed("am is are was were be been being get got gets"))
_NOUN = re.compile(r"(?:[^d]al|ance|ment|ion|ure|embargo)s?$")
_PAST = re.compile(r"(?:ed|bade|ade|ught|won|lost|left|rew|en|own|ole)$")
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
    for pattern, word in _PHRASES:
        text = pattern.sub(word, text)
    for pattern, kind in _SAYINGS if in_other_words else ():
        text = pattern.sub(rf"\g<0> <{kind}>", text)
    tokens = [match[0] for match in _TOKEN.finditer(text)]
    stems = [token if token in _MARKS else stem(token) for token in tokens]
    return tuple(_act(tokens, stems, place) for place, word in enumerate(stems) if word in _KINDS)


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
        lead_stems -= _MODALS
    return Act(
        _KINDS[stems[place]],
        tokens[place],
        tuple(_content(reversed(stems[:place]))),
        tuple(_content(stems[place + 1 :])),
        referred=bool(_NOUN.search(tokens[place]))
        or (not tokens[place].endswith("ed") and bool(lead) and lead[-1] in _DETERMINERS),
        named=len(lead) > 1 and lead[-1] in ("a", "an") and lead[-2] in _BEING,
        passive=bool(_BEING & set(lead[-2:])),
        negated=bool(_NOT & set(lead)) and not tokens[place].startswith("<"),
        planned=bool(_PLANNED & lead_stems),
        to_come=bool(_TO_COME & lead_stems),
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
    everyday = act.kinds & _EVERYDAY and not _PAST.search(fold(act.word))
    return act.kinds <= _TO_BE_TOLD and not everyday


def _carries(other: Act, act: Act) -> bool:
    said_by = {kind for mine in act.kinds for kind in _SAID_BY[mine]}
    if other.negated or not other.kinds & said_by:
        return False
    if "adopt" in act.kinds:  # "the bill passed" and "they passed the bill"
        return bool(act.about & other.about)
    if "order" in act.kinds and not act.to_come:  # whom it binds stands before a duty and behind an order
        return bool(act.about & other.about)
    if "remove" in act.kinds and act.object:
        return bool(act.object & other.about)
    return not (act.kinds & _OF_THE_SAME and act.object) or bool(act.object & other.object)


def _told_as_done(act: Act) -> bool:
    return bool(_PAST.search(fold(act.word))) and not _undone(act, act) and not act.referred


def _undone(other: Act, act: Act) -> bool:
    if act.kinds & _BY_HAND:
        return other.to_come or not _PAST.search(fold(other.word))
    return other.planned


def find_opposed(claim: str, source: str) -> list[str]:
    """Where the source tells of the contrary act on what the claim's act is done to, for people."""
    mine, theirs = find_acts(claim), find_acts(source)
    known = {kind for act in mine for kind in act.kinds}
    found = []
    for act in mine:
        contrary = {kind for mine in act.kinds for kind in _OPPOSED.get(mine, "").split()}
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
