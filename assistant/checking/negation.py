"""What one side negates and the other says: "no", "never", "refused to", "it is untrue that"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.checking.cues import Cue, find_cues, needs_what_it_lacks, speaks_of
from assistant.checking.held import HeldClaim
from assistant.checking.reading import Sentence, as_written, expand
from assistant.language.acts import find_acts, find_told
from assistant.language.word_classes import NEGATIONS, TALK, UNTRUE
from assistant.language.words import listed, one_of, opposites, senses, stem


def find_negated(held: HeldClaim) -> list[str]:
    """Negations of one side without a counterpart on the other, though the other speaks of what they negate."""
    said, focus, source = held.said, held.focus, held.closest
    mine, theirs = _paired_off(_negations(said), _negations(source))
    found = []
    for cue in mine:
        place = next((s for s in focus if speaks_of(s, cue)), None)
        if (
            place
            and not _otherwise_denied(cue, place, said)
            and not (place is not source and _negations(place))
        ):
            found.append(f"the source does not say '{cue.text} ... {as_written(cue.head, said)}'")
    if mine and not found and not any(_denies_anything(s) for s in focus):
        found.append(f"the source does not say '{mine[0].text} ... {as_written(mine[0].head, said)}'")
    elsewhere = [
        (cue, other) for other in focus[1:] if not mine for cue in _negations(other) if len(cue.scope) > 1
    ]
    found += [
        f"the source says '{cue.text} ... {as_written(cue.head, said)}'"
        for cue, other in elsewhere
        if all(word in said.content for word in cue.scope[:2]) and not _otherwise_denied(cue, said, other)
    ]
    for cue in theirs:
        if _told_besides(cue, source) or needs_what_it_lacks(said, source):
            continue
        if (speaks_of(said, cue) or (not mine and _says_as_much(said, cue))) and not _otherwise_denied(
            cue, said, source
        ):
            found.append(f"the source says '{cue.text} ... {as_written(cue.head, source)}'")
    return found


def _told_besides(cue: Cue, source: Sentence) -> bool:
    """Whether the sentence speaks of what it negates also without: "names no firm, although that firm was meant"."""
    return cue.text.casefold() in ("no", "nor", "neither") and source.stems.count(cue.head) > 1


def _paired_off(mine: Sequence[Cue], theirs: Sequence[Cue]) -> tuple[list[Cue], list[Cue]]:
    """The cues of either side that are left when those that negate the same thing are taken away in pairs."""
    left, right = list(mine), list(theirs)
    for alike in (_same_head, _overlap, _same_none):
        for cue in list(left):
            partner = next((other for other in right if alike(cue, other)), None)
            if partner:
                left.remove(cue)
                right.remove(partner)
    return _without_nor(left, theirs), _without_nor(right, mine)


def _without_nor(cues: Sequence[Cue], others: Sequence[Cue]) -> list[Cue]:
    """Those that the other side has not in one negation of several things: "neither A nor B" is "not A or B"."""
    return [
        cue
        for cue in cues
        if not (cue.text.casefold() == "nor" and any(cue.head in other.governs for other in others))
    ]


def _same_head(cue: Cue, other: Cue) -> bool:
    return cue.head == other.head


def _overlap(cue: Cue, other: Cue) -> bool:
    return bool(set(cue.scope) & set(other.scope))


def _same_none(cue: Cue, other: Cue) -> bool:
    """ "The port had none of the ships" and "the ships: none at the port"."""
    return cue.text.casefold() == other.text.casefold() == "none"


def _says_as_much(sentence: Sentence, cue: Cue) -> bool:
    """Whether the sentence says by a synonym what the cue negates, and of the same things."""
    rest = cue.scope[1:]
    return (
        len(rest) > 1
        and cue.head not in sentence.content
        and bool(senses(cue.head) & sentence.senses)
        and not _negations(sentence)
        and all(word in sentence.content for word in rest)
    )


# --- the negations of a sentence ----------------------------------------------------------------

# What denies what follows it.
_WORDS = NEGATIONS | {"nothing"}
_NOT = rf"(?:{one_of(_WORDS)}|(?:fail|refus|declin|neglect|omit)\w* to)"
_NOT_FIRST = one_of(word.capitalize() for word in _WORDS - listed("nor cannot"))
# "Not only" and "no later than" deny nothing, nor does "no less than"; "never before" is a first time.
_NEGATION = re.compile(
    rf"\b{_NOT}\b(?! (?:only|just|least|later|earlier|doubt|the same|before|(?:less|fewer|more) than)\b)"
    rf"|^{_NOT_FIRST}\b(?= [a-z])(?! (?:only|later|earlier|doubt|before|(?:less|fewer|more) than)\b)"
)


@lru_cache(maxsize=20_000)
def _negations(sentence: Sentence) -> tuple[Cue, ...]:
    """The negations of a sentence; "Never" inside a title is a name, not a negation."""
    return find_cues("not", _NEGATION, expand(sentence.text))


def negated_words(sentence: Sentence) -> list[str]:
    """The stems that a sentence says "not" and the like of."""
    return [cue.head for cue in _negations(sentence)]


def says_not(text: str) -> bool:
    """Whether a few words have a negation among them."""
    return _NEGATION.search(text) is not None


# --- denied in other words -----------------------------------------------------------------------

# Words that deny what another says with "not", and the classes of acts that do.
_DENYING = frozenset(
    map(
        stem,
        listed(
            """fail refuse without lack deny reject unable absent absence decline little hardly few except only avoid unlike
            nothing prevent keep stop unless missing exclude ban prohibit forbid bar oppose wait refrain delay halt
            spare escape avert avoid evade differ disagree ignore unrelated unconnected independent unaffected untouched immune"""
        ),
    )
)
_DENIALS = frozenset(listed("ban reject deny block veto preclude"))
# "Inadequately" denies what "adequately" says.
_NEGATING_PREFIXES = ("in", "im", "il", "ir", "un", "dis", "non")


def _otherwise_denied(cue: Cue, sentence: Sentence, other: Sentence) -> bool:
    """Whether `sentence` denies it by a word of its own: "failed to agree" for "did not agree", "banned" for "not allowed", "it is false that"."""
    if _UNTRUE.search(sentence.text) and not _UNTRUE.search(other.text):
        return True
    accounted = {word for denial in _negations(sentence) for word in denial.text.split()}
    negated_senses = {sense for word in cue.scope for sense in senses(word)}
    if any(
        act.kinds & _DENIALS
        and stem(act.word) not in other.stems
        and act.word not in accounted
        and (not act.object or act.object & negated_senses)
        for act in find_acts(sentence.text)
    ):
        return True
    own = set(sentence.stems) - set(other.stems) - {stem(word) for word in accounted}
    negated = {prefix + word for word in other.content for prefix in _NEGATING_PREFIXES}
    return bool(own & (_DENYING | opposites(cue.head) | negated))


# "Unable", "illegal", "voluntary", "less than": what these say, another may say with "not".
_NEGATIVE_FORM = r"(?:un|dis|il|im|in|ir|non-?)[a-z]{4,}|[a-z]+less"
_DENIES_IN_A_WORD = re.compile(
    rf"\b(?:{_NEGATIVE_FORM}|without|only|outside|beyond|voluntary|optional|free|false|former|yet|still|rather|instead"
    r"|less|fewer|loss|lost|end(?:s|ed)?|leav\w+|left|remov\w+|withdr\w+|drop\w*|gone|against|away|out)\b",
    re.IGNORECASE,
)


def _denies_anything(sentence: Sentence) -> bool:
    """Whether any word of a sentence may say what another says with "not"."""
    return bool(
        _negations(sentence)
        or _DENYING & set(sentence.stems)
        or _DENIES_IN_A_WORD.search(sentence.text)
        or any(act.kinds & _DENIALS for act in find_told(sentence.text))
    )


# --- called untrue -------------------------------------------------------------------------------

# What may follow a word that calls untrue what is told, where none follows that it belongs to.
_BEHIND_UNTRUE = r"(?:that|to|and|or|but|by|in|as|when|because|for|since|if|whether|according|said|says|on)\b"
# By these a sentence denies what it says itself.
# "A false name" and "an error was found" deny nothing.
_UNTRUE = re.compile(
    rf"\b(?:(?:{UNTRUE}|wrong|mistaken|untruthful)(?! (?!{TALK}|{_BEHIND_UNTRUE})[a-z])"
    r"|(?:not|no longer|hardly) (?:true|right|correct|the case)"
    r"|an? (?:lie|myth|hoax)|(?:is|was|as|it) an? (?:error|mistake))\b",
    re.IGNORECASE,
)


def find_called_untrue(held: HeldClaim) -> Iterator[str]:
    """What the claim calls untrue and no sentence in focus does, or denies."""
    cue = _UNTRUE.search(held.said.text)
    told = (act for source in held.focus for act in find_told(source.text))
    if (
        cue
        and not any(_UNTRUE.search(s.text) for s in held.focus)
        and not any("deny" in act.kinds for act in told)
    ):
        yield f"the source does not say '{cue[0]}'"
