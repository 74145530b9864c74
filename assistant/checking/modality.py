"""Duty, advice, possibility and plan made of one another: "must" for "may", "plans to" for "does"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.checking.cues import Cue, find_cues, needs_what_it_lacks, speaks_of
from assistant.checking.held import HeldClaim
from assistant.checking.reading import Sentence, as_written, keeps_wording
from assistant.language.acts import find_told
from assistant.language.word_classes import BEING, BOUND, MODAL_VERBS
from assistant.language.words import listed, one_of


def find_other_modal(held: HeldClaim) -> Iterable[str]:
    """Where the closest sentence has another modal than the claim, or the one has a modal and the other none.

    The latter counts only where the wording is kept: a paraphrase hedges in many ways ("would be barred" for
    "could buy no").
    """
    said, source = held.said, held.closest
    mine, theirs = _modals(said), _modals(source)
    told = {kind for act in find_told(source.text) for kind in act.kinds}
    found = []
    for cue in mine:
        others = [other for other in theirs if other.head == cue.head]
        if cue.kind == "must not" and "ban" in told:
            continue
        if others and all(other.kind != cue.kind for other in others):
            found.append(f"the source says '{others[0].text}', not '{cue.text}'")
    if found or not keeps_wording(said, source):
        return found
    for cue in mine:
        if _TOLD_AS.get(cue.kind) in told or (cue.kind == "may" and _GIVEN.search(source.text)):
            continue
        if speaks_of(source, cue) and all(other.kind != cue.kind for other in theirs):
            found.append(f"the source does not say '{cue.text} ... {as_written(cue.head, said)}'")
    forbidden = "ban" in told and any(cue.kind == "must not" for cue in mine)
    for cue in theirs:
        if forbidden and cue.kind == "may":
            continue
        if cue.kind == "must not" and needs_what_it_lacks(said, source):
            continue
        if cue.kind != "must" and speaks_of(said, cue) and all(other.kind != cue.kind for other in mine):
            found.append(f"the source says '{cue.text} ... {as_written(cue.head, source)}'")
    return found


# The acts that say a modal in other words: "a legal duty" is a "must".
_TOLD_AS = {"must": "order", "must not": "ban", "may": "allow"}
# And so does what somebody was given: "the right to search" is a "may search".
_GIVEN = re.compile(r"\b(?:right|power|ability|permission|authority|freedom) to\b|\b(?:enabl|entitl)\w+")

# "May not" and "must not" forbid alike, and so does "may therefore not".
_FORBIDDEN = r"(?: (?:also|now|still|then|thus|therefore|\w+ly))? (?:not|never|no longer)\b"
_BE = r"(?:are|is|was|were|be|been|being)"
# What is done to whoever must, should or may: "is forced to".
_MADE_TO = one_of(BOUND["must"] | listed("compelled forced ordered"))
_TOLD_TO = one_of(BOUND["should"] | {"asked"})
_LET = one_of(BOUND["may"] | listed("free able"))
_HAVE_TO = r"\b(?:ha[sd]|have|having) to\b"
_SPARED = r"\b(?:exempt(?:ed)?|excused|spared|freed|released) from\b(?= \w+ing\b)"
_PLANS = (
    r"(?:plan(?:s|ned|ning)?|propos(?:e[sd]?|ing|als?)|consider(?:s|ed|ing)?|intend(?:s|ed|ing)?|weigh(?:s|ed|ing)?"
    r"|mull(?:s|ed|ing)?|expect(?:s|ed|ing)?|threaten(?:s|ed|ing)?|aim(?:s|ed|ing)?|look(?:s|ed|ing)? (?:at|into)|explor(?:e[sd]?|ing))"
)
# A plan that is named ("the plan presented", "one proposal says") and not one "to ban" makes nothing a plan.
_NAMED = r"(?i:\b(?:the|an?|this|that|its|their|one|under|in|of) (?:plan|proposal)s?\b(?! (?:to|for|that)\b))"
# What says each kind, a row a way of saying it.
_MODALS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("must not", rf"\b(?:must|shall|may|can|could){_FORBIDDEN}|\bcannot\b"),
        ("must", rf"\b{one_of(MODAL_VERBS['must'])}\b(?!{_FORBIDDEN})"),
        ("should", r"\b(?:should|ought to)\b"),
        ("may", rf"\b(?:may|could)\b(?!{_FORBIDDEN})|\bmight\b"),
        ("must", rf"{_HAVE_TO}|\b{_BE} {_MADE_TO} to\b|\bneeds? to\b"),
        ("should", rf"\b{_BE} {_TOLD_TO} to\b"),
        ("may", rf"\b{_BE} {_LET} to\b|\bable to\b|{_SPARED}"),
        ("plan", rf"\b{_PLANS}(?! of\b)(?: to| a| an| the| that| on)?(?= \w)"),
    )
)


@lru_cache(maxsize=20_000)
def _modals(sentence: Sentence) -> tuple[Cue, ...]:
    text = _NONE_MAY.sub(r"\g<who>\g<modal> not", re.sub(_NAMED, "", sentence.text))
    return tuple(cue for kind, pattern in _MODALS for cue in find_cues(kind, pattern, text))


# What is no part of the one who may or may not.
_CLAUSE_WORD = one_of(
    BEING | listed("that which who has have had and but though although while because if when as since")
)
# "No ship may enter" forbids it as "a ship may not enter" does.
_NONE_MAY = re.compile(
    r"\b(?:[Nn]o|[Nn]one|[Nn]either|[Nn]obody|[Nn]othing|[Nn]ot even)\b"
    rf"(?P<who>(?: (?!{_CLAUSE_WORD}\b)[^\s,;:]+){{0,10}} )(?P<modal>may|can|could|must|shall)\b"
)
