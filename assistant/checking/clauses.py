"""What a claim says beside what its source does: a further clause whose verb no sentence of the source has (", and was fined")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.checking.held import HeldClaim
from assistant.checking.reading import TELLING, Sentence, before_verb, match_word, past_verbs
from assistant.language.acts import find_acts, find_told
from assistant.language.word_classes import LIGHT_VERBS
from assistant.language.words import listed, senses, stem

_JOINED = re.compile(r"[,;:]\s+|\s[–—]\s|\s(?=(?:and|or|but|while|whereas|which|who|so|yet)\s)")
_JOINING = re.compile(
    r"^(?:and|or|but|while|whereas|which|who|so|yet|then|also|later|thus)\s+", re.IGNORECASE
)
# A clause told by these says little of its own.
_LIGHT = frozenset(
    map(
        stem,
        LIGHT_VERBS
        | listed(
            """be let keep run ran begin start continue lead pick turn carry leave include involve concern base relate name
            call know mean follow use need want see"""
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a claim with whom it tells of, and the verb that the source does not have."""

    text: str
    verb: str


def find_added(held: HeldClaim) -> Iterator[Clause]:
    """The clauses behind the first none of whose verbs is in the sentences in focus, in any word for the same act."""
    first, *others = (part.strip(" .,;:") for part in _JOINED.split(held.said.text))
    subject = before_verb(first).strip()
    for part in others:
        bare = _JOINING.sub("", part)
        verbs = [verb for verb in past_verbs(bare) if _tells(verb)]
        if verbs and not any(_is_told(verb, bare, held.focus) for verb in verbs):
            own = before_verb(bare).strip()
            yield Clause(bare if own else f"{subject} {bare}".strip(), verbs[0])


def _tells(verb: str) -> bool:
    return stem(verb) not in _LIGHT and not senses(stem(verb)) & TELLING


def _is_told(verb: str, clause: str, focus: Sequence[Sentence]) -> bool:
    """Whether a sentence has the verb, in any form or as a synonym, or tells of an act of its kind."""
    if any(match_word(stem(verb), sentence) for sentence in focus):
        return True
    kinds = {kind for act in find_acts(clause) if act.word == verb for kind in act.kinds}
    return any(kinds & act.kinds for sentence in focus for act in find_told(sentence.text))
