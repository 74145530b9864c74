"""Of whom a verb is told: the words before it in the claim, held to those before it wherever the source has it.

Names and common nouns alike, but not the one for the other: "the company" may be any name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.held import HeldClaim
from assistant.checking.reading import (
    AUXILIARIES,
    TELLING,
    TOKEN,
    Sentence,
    match_word,
    past_verbs,
    read,
)
from assistant.language.names import find_countries
from assistant.language.quantities import is_figure
from assistant.language.word_classes import BEING, LIGHT_VERBS, MODALS
from assistant.language.words import listed, senses, stem

# --- what is told of whom --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    """A verb: its stem, how it is written, whether it is passive, all that stands before and behind it, and of whom it is
    told; None where it is told of a pronoun or of nobody."""

    verb: str
    word: str
    passive: bool
    before: Sentence
    behind: str
    subject: Sentence | None


_CLAUSE_BEGINS = re.compile(
    r"[,;:()\"“”]|\b(?:that|and|but|or|which|who|whom|where|while|whereas|although|though|because|since|when|after|before|if|so|as|than"
    r"|until|unless|by)\b"
)
_REFERS = re.compile(r"\b(?:that|which|who|whom|where)\W*$")
_PHRASE_ENDS = re.compile(r"\b(?:of|in|on|at|for|to|from|with|about|against|under|over|into|between|among)\b")
_PRONOUN = re.compile(
    r"\W*(?:it|they|he|she|this|these|those|we|i|one|some|others?|both|all|each|there|none|nobody|many|most)\b",
    re.IGNORECASE,
)
_NO_VERB_AFTER = listed("a an the to of its their his her")
_BESIDE_VERB = AUXILIARIES | listed("been be not also then later no longer therefore")
_LIGHT = LIGHT_VERBS | listed("held found find seen see saw made took gave went")
# By these somebody is meant whom others name otherwise.
_GENERIC = frozenset(
    map(
        stem,
        listed(
            """company firm group agency court government ministry authority regulator body bank maker commission minister country state
            operator office service team union party report statement advisory document law act order decision status"""
        ),
    )
)


@lru_cache(maxsize=20_000)
def _tellings(text: str) -> tuple[_Told, ...]:
    """What a sentence tells by verbs of the past and by those behind "may", "will" and the like."""
    words = list(TOKEN.finditer(text))
    found = []
    for place, word in enumerate(words):
        lead = [w[0].casefold() for w in words[max(place - 2, 0) : place]]
        passive = bool(BEING & set(lead))
        # "They are said to" tells of nobody who says it.
        if _is_verb(word[0], lead) and not (passive and senses(stem(word[0])) & TELLING):
            before, behind = text[: word.start()], text[word.end() :]
            found.append(_Told(stem(word[0]), word[0], passive, read(before), behind, _subject(before)))
    return tuple(found)


def _is_verb(word: str, lead: list[str]) -> bool:
    if not word.islower() or word in AUXILIARIES | _LIGHT:
        return False
    if past_verbs(word):
        return not lead or lead[-1] not in _NO_VERB_AFTER
    return bool(lead) and lead[-1] in MODALS | {"not"}


def _subject(before: str) -> Sentence | None:
    """The nearest words before a verb, back to where a clause begins, that are no verb, auxiliary or figure."""
    ends = [match.span() for match in _CLAUSE_BEGINS.finditer(before)]
    begins = [0, *(end for _, end in ends)]
    if _REFERS.search(before[: begins[-1]]):
        return None
    for begin, end in zip(
        reversed(begins), reversed([*(start for start, _ in ends), len(before)]), strict=True
    ):
        phrase = _PHRASE_ENDS.split(before[begin:end])[0]
        if _PRONOUN.match(phrase):
            return None
        words = (w for w in phrase.split() if w.casefold() not in _BESIDE_VERB and not w.endswith("ly"))
        subject = read(" ".join(words))
        if subject.content and not any(map(is_figure, subject.content)) and not past_verbs(subject.text):
            return subject
    return None


# --- claim and source ------------------------------------------------------------------------------


def find_other_subject(held: HeldClaim) -> Iterator[str]:
    """Of whom the claim tells a verb, where the source tells it of others each time, and names them elsewhere.

    "Providers may designate vendors." against ["Ministers may designate vendors of providers."]
    -> ["the source says 'Ministers ... designate', not 'Providers ... designate'"]
    """
    for mine in _tellings(held.said.text):
        if mine.subject is None:
            continue
        told = [(t, s) for s in held.sentences for t in _tellings(s.text) if t.verb == mine.verb]
        others = [t.subject for t, _ in told if t.subject is not None and _is_of_another(mine, t)]
        if (
            others
            and len(others) == len(told)
            and any(source in held.focus for _, source in told)
            and all(_is_comparable(mine.subject, other) for other in others)
            and all(any(match_word(word, s) for s in held.sentences) for word in mine.subject.content)
        ):
            yield f"the source says '{others[0].text.strip()} ... {mine.word}', not '{mine.subject.text.strip()} ... {mine.word}'"


_JOINED = re.compile(r"\b(?:and|while|as well as|but)\b(?P<rest>.*)")


def _is_of_another(mine: _Told, other: _Told) -> bool:
    """Whether the subject stands nowhere before the source's verb, nor behind an "and", where the verb may be left out."""
    if mine.passive != other.passive or mine.subject is None:
        return False
    joined = _JOINED.search(other.behind)
    places = (other.before, read(joined["rest"] if joined else ""))
    return not any(
        set(find_countries(mine.subject.text)) & set(find_countries(place.text))
        or any(match_word(word, place) for word in mine.subject.content)
        for place in places
    )


def _is_comparable(subject: Sentence, other: Sentence) -> bool:
    """Whether both are names, or both common nouns that say who is meant."""
    if _has_name(subject) != _has_name(other):
        return False
    return _has_name(subject) or not other.content & _GENERIC


def _has_name(subject: Sentence) -> bool:
    return bool(subject.facts.names) or bool(re.search(r"\w\W+[A-Z]", subject.text))
