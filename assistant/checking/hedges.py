"""What a source only supposes, allows or expects, and a claim tells outright or as done.

"Telmar copied the data." against ["Telmar is suspected of having copied the data."] -> "the source says 'suspected'"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.checking.held import HeldClaim
from assistant.checking.mentioned import own_words
from assistant.checking.reading import Sentence, keeps_wording, match_word, past_verbs, read
from assistant.language.word_classes import MODALS
from assistant.language.words import listed, one_of, stem

# --- not yet done --------------------------------------------------------------------------------

# What is only due, allowed or meant, with the verb.
_DUE = rf"{one_of(MODALS - {'ought'})}|(?:is|are|was|were|has|have|had|power|right|able|free) to"
_MEANT = r"(?:plan\w*|expect\w*|intend\w*|propos\w*)(?: [\w.'-]+){0,6}? to"
_TO_COME = re.compile(rf"\b(?:{_DUE}|{_MEANT})(?: be)? (\w+)")
# In a claim, that and what is done time and again ("is used") is no telling of what has happened.
_NOT_DONE = re.compile(rf"{_TO_COME.pattern}|\b(?:is|are|be|being)(?: \w+ly)? \w+")


def find_told_as_done(held: HeldClaim) -> Iterator[str]:
    """What is told only as due, allowed or meant, and the claim says has happened."""
    said = held.said
    verbs = [stem(word) for word in past_verbs(_NOT_DONE.sub("", said.text))]
    for verb in dict.fromkeys(verbs):
        told = [source for source in held.focus if verb in source.stems]
        to_come = [
            match for source in told for match in _due(verb, source) if _of_the_same(match, source, said)
        ]
        if told and len(to_come) == len(told):
            yield f"the source says only '{to_come[0][0]}'"


def _of_the_same(match: re.Match[str], source: Sentence, said: Sentence) -> bool:
    """Whether the claim has one of the first words that follow what is due, if any do: "would use appeals" and "used its powers"."""
    after = read(" ".join(source.text[match.end() :].split()[:_REACH]))
    return not after.content or any(match_word(word, said) for word in after.content)


def _due(verb: str, source: Sentence) -> list[re.Match[str]]:
    """Where the one mention of a verb is of something to come, unless the sentence goes on to say what came instead."""
    if source.stems.count(verb) != 1:
        return []
    matches = (match for match in _TO_COME.finditer(source.text) if stem(match[1]) == verb)
    return [match for match in matches if " but " not in source.text[match.end() :]]


_REACH = 5


# --- not certain ---------------------------------------------------------------------------------

# By these words a sentence puts it that something may be so, and by those that it is not established at all.
_WEAK = r"may|might|could|possibl[ey]|perhaps|reportedly|allegedly|suspect\w*|believe[sd]?|in theory|likely"
_OPEN = (
    r"alleg(?:e|es|ed|ing)|den(?:y|ies|ied|ying)|doubt(?:s|ed)?|speculat\w+|rumou?r\w*|fear(?:s|ed)?|accus\w+|whether"
    r"|unclear|unknown|not (?:known|clear|established|confirmed|proven)|no (?:evidence|proof|sign)|could not establish|unless"
)
# "In May" is a month, and what one "could buy no" of is out of the question.
_WEAKENED = re.compile(rf"\b(?!(?-i:May)\b)(?:{_WEAK})\b(?! (?:\w+ )?(?:not|no|only)\b)", re.IGNORECASE)
_SUPPOSED = re.compile(rf"\b(?:suspect\w*|{_OPEN})\b|^If\b", re.IGNORECASE)
# "No doubt" and "nobody denied" hold nothing back.
_NO_DOUBT = re.compile(
    r"\bno doubt\b|\b(?:nobody|no one) (?:denie[sd]|doubt(?:s|ed))\b|\bcannot be (?:denied|doubted)\b",
    re.IGNORECASE,
)
# A claim with one of these holds back as well, or says whose word it is.
_HOLDS_BACK = rf"{_WEAK}|{_OPEN}|belie\w+|thought|assum\w+|seem\w*|appear\w*|presum\w+|if|sa[iy]\w*|according|claim\w*|report\w*|call\w*|reject\w*|dismiss\w*"
_OWN_HEDGE = re.compile(rf"\b(?:{_HOLDS_BACK})\b", re.IGNORECASE)
# And with one of these it speaks of what is due, allowed, feared or not so, of which "may" is a part.
_OF_DUTY = r"can|would|should|will|must|has to|have to|had to|need\w*|allow\w*|permi\w+|free|able|powers?|rights?|ban\w*"
_OF_FEARS_AND_PLANS = r"risk\w*|plan\w*|propos\w*|threat\w*|warn\w*|potential\w*|expect\w*|consider\w*|think\w*|argu\w*|concern\w*|assess\w*"
_NOT_OUTRIGHT = re.compile(rf"\b(?:{_HOLDS_BACK}|{_OF_DUTY}|{_OF_FEARS_AND_PLANS}|not|no)\b", re.IGNORECASE)
# What a hedge stands between is of its own part of the sentence.
_PART_END = re.compile(r"[,;:]|\band\b")


def find_only_supposed(held: HeldClaim) -> Iterator[str]:
    """The words under which the source puts what the claim, keeping its wording, says outright."""
    said, source = held.said, held.closest
    if not keeps_wording(said, source) or _OWN_HEDGE.search(said.text):
        return
    pairs = set(pairwise(said.stems))
    first = next((i for i, pair in enumerate(pairwise(source.stems)) if pair in pairs), len(source.stems))
    cue = _SUPPOSED.search(_NO_DOUBT.sub("", " ".join(source.text.split()[: first + 1])))
    if cue:
        yield f"the source says only '{cue[0]}'"


def find_hedged_between(held: HeldClaim) -> Iterator[str]:
    """A hedge of the source between two words that the claim says outright of one another."""
    said, source = held.said, held.closest
    if _NOT_OUTRIGHT.search(said.text):
        return
    for cue in _WEAKENED.finditer(source.text):
        before = read(_PART_END.split(source.text[: cue.start()])[-1])
        behind = read(_PART_END.split(source.text[cue.end() :])[0])
        # behind "may" stands what is done: that the claim tells of the same country or firm is not enough
        done = own_words(behind) if cue[0].casefold() in MODALS else behind.content
        if all(any(match_word(word, said) for word in words) for words in (before.content, done)):
            yield f"the source says only '{cue[0]}'"
            return


# --- not known -----------------------------------------------------------------------------------

_NOT_FOUND_OUT = r"not (?:yet )?(?:known|clear|established|confirmed|proven|decided)|could not (?:be )?(?:established?|confirm(?:ed)?)"
_UNKNOWN = re.compile(rf"\b(?:unclear|unknown|undecided|{_NOT_FOUND_OUT})\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;:]|\b(?:and|but)\b")
_SAME_MATTER = 0.6
# By these a clause only tells, or goes on.
_TELLING = frozenset(map(stem, listed("report reporting say stress time note remain still")))


def find_left_open(held: HeldClaim) -> Iterator[str]:
    """What a sentence in focus says is not known, and the claim tells."""
    if _OWN_HEDGE.search(held.said.text):
        return
    for source in held.focus:
        cue = _UNKNOWN.search(source.text)
        if not cue:
            continue
        clause = _CLAUSE_END.split(source.text[: cue.start()])[-1]
        matter = [word for word in read(clause).content if word not in _TELLING]
        if len(matter) > 1 and sum(match_word(w, held.said) > 0 for w in matter) >= _SAME_MATTER * len(
            matter
        ):
            yield f"the source says only '{cue[0]}'"
