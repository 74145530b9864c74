"""Words that change what follows them ("not", "must"), with what is in their reach."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from assistant.checking.reading import Sentence, read
from assistant.language.words import listed, stem


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that changes what follows: its kind, how it is written, and the content stems in its reach, and in its clause."""

    kind: str
    text: str
    scope: tuple[str, ...]
    governs: frozenset[str] = frozenset()

    @property
    def head(self) -> str:
        return self.scope[0] if self.scope else ""


def find_cues(kind: str, pattern: re.Pattern[str], text: str) -> tuple[Cue, ...]:
    """The words of a text that match, but for those that nothing follows."""
    cues = (
        Cue(
            kind,
            match[0],
            _reach(_governed(match, text)),
            read(_CLAUSE_END.split(text[match.end() :])[0]).content,
        )
        for match in pattern.finditer(text)
    )
    return tuple(cue for cue in cues if cue.scope)


_CLAUSE_END = re.compile(r"[;:]|\b(?:but|although|though|while|whereas)\b")


def speaks_of(sentence: Sentence, cue: Cue) -> bool:
    """Whether the sentence says what the cue is about: its head and most of what follows it."""
    return cue.head in sentence.content and sum(word in sentence.content for word in cue.scope) >= min(
        2, len(cue.scope)
    )


_UNLESS = re.compile(
    r"\b(?:not|no|never|nor|cannot)\b[^,;]*\b(?:without|unless|until|except)\b", re.IGNORECASE
)
_ON_CONDITION = re.compile(r"\b(?:need\w*|requir\w+|must|only|subject to|on condition)\b", re.IGNORECASE)


def needs_what_it_lacks(said: Sentence, source: Sentence) -> bool:
    """Whether the one says what is needed, and the other that nothing may be done without: "need a licence to leave"."""
    return bool(_ON_CONDITION.search(said.text) and _UNLESS.search(source.text))


def _governed(cue: re.Match[str], text: str) -> str:
    """What follows a cue; behind "refused to" what is refused ends where another thing is told."""
    following = text[cue.end() :]
    return re.split(r"[,;]|\b(?:and|but)\b", following)[0] if cue[0].endswith(" to") else following


_REACH = 3
# "No sign of an attack" denies the attack.
_LIGHT = frozenset(
    map(stem, listed("longer be have get make take do sign evidence indication proof trace hint"))
)


def _reach(following: str) -> tuple[str, ...]:
    """The first few content stems of what follows a cue."""
    sentence = read(following)
    content = (word for word in sentence.stems if word in sentence.content and word not in _LIGHT)
    return tuple(islice(content, _REACH))
