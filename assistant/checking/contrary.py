"""Where a claim and the sentences it rests on cannot both hold: negation, modality, opposites, who does what to whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from assistant.checking.alterations import find_alterations
from assistant.checking.limits import find_turned
from assistant.checking.reading import Sentence, as_written, expand, keeps_wording, read
from assistant.checking.roles import find_misattributed
from assistant.language.acts import find_acts, find_opposed, find_told
from assistant.language.dates import clashing_part
from assistant.language.words import STOP_WORDS, listed, opposites, senses, stem


@dataclass(frozen=True, slots=True)
class _Cue:
    """A word that changes what follows: its kind, how it is written, and the content stems in its reach."""

    kind: str
    text: str
    scope: tuple[str, ...]

    @property
    def head(self) -> str:
        return self.scope[0] if self.scope else ""


_NEGATION = re.compile(
    r"\b(?:not|never|cannot|neither|nor|none|nobody|nothing|no|(?:fail|refus|declin|neglect|omit)\w* to)\b(?! (?:only|just|least|later|earlier|doubt|the same)\b)"
    r"|^(?:No|Not|Never|Neither|None|Nobody|Nothing)\b(?= [a-z])(?! (?:only|later|earlier|doubt)\b)"
)
_DENYING = frozenset(
    map(
        stem,
        listed(
            """fail refuse without lack deny reject unable absent absence decline little hardly few except only avoid unlike
            nothing prevent keep stop unless missing exclude ban prohibit forbid bar oppose wait refrain delay halt"""
        ),
    )
)
_DENIALS = frozenset(listed("ban reject deny block veto"))
# "May not" and "must not" forbid alike.
_FORBIDDEN = r" (?:not|never|no longer)\b"
_MODALS = (
    (re.compile(rf"\b(?:must|shall|may|can|could){_FORBIDDEN}|\bcannot\b"), "must not"),
    (re.compile(rf"\b(?:must|shall)\b(?!{_FORBIDDEN})"), "must"),
    (re.compile(r"\b(?:should|ought to)\b"), "should"),
    (re.compile(rf"\b(?:may|could)\b(?!{_FORBIDDEN})|\bmight\b"), "may"),
    (
        re.compile(
            r"\b(?:ha[sd]|have|having) to\b|\b(?:are|is|was|were|be|being) (?:required|obliged|compelled|forced|ordered) to\b|\bneeds? to\b"
        ),
        "must",
    ),
    (
        re.compile(r"\b(?:are|is|was|were|be|being) (?:advised|recommended|encouraged|urged|asked) to\b"),
        "should",
    ),
    (
        re.compile(
            r"\b(?:are|is|was|were|be|being) (?:allowed|permitted|free|able) to\b|\b(?:exempt(?:ed)?|excused|spared|freed|released) from\b(?= \w+ing\b)"
        ),
        "may",
    ),
    (
        re.compile(
            r"\b(?:plan(?:s|ned|ning)?|propos(?:e[sd]?|ing|als?)|consider(?:s|ed|ing)?|intend(?:s|ed|ing)?|weigh(?:s|ed|ing)?|mull(?:s|ed|ing)?|expect(?:s|ed|ing)?|threaten(?:s|ed|ing)?|aim(?:s|ed|ing)?)(?! of\b)(?: to| a| an| the| that| on)?(?= \w)"
        ),
        "plan",
    ),
)
# The acts that say a modal in other words: "a legal duty" is a "must".
_TOLD_AS = {"must": "order", "must not": "ban"}
# "No sign of an attack" denies the attack.
_LIGHT = frozenset(
    map(stem, listed("longer be have get make take do sign evidence indication proof trace hint"))
)


def find_contradictions(said: Sentence, focus: Sequence[Sentence]) -> list[str]:
    """Where the closest sentence and the claim cannot both hold, in words for people."""
    return [
        *_negation_conflicts(said, focus),
        *_called_untrue(said, focus),
        *_modal_conflicts(said, focus[0]),
        *_opposite_conflicts(said, focus),
        *_opposite_predicates(said, focus),
        *find_alterations(said.text, focus[0].text),
        *find_opposed(said.text, focus[0].text),
        *_other_part_of_year(said, focus[0]),
        *find_turned(said, focus[0]),
        *find_misattributed(said.text, focus[0].text),
    ]


def _negation_conflicts(said: Sentence, focus: Sequence[Sentence]) -> list[str]:
    """Negations of one side without a counterpart on the other, though the other speaks of what they negate."""
    source = focus[0]
    mine, theirs = _paired_off(_negations(said), _negations(source))
    found = []
    for cue in mine:
        place = next((s for s in focus if _speaks_of(s, cue)), None)
        if (
            place
            and not _otherwise_denied(cue, place, said)
            and not (place is not source and _negations(place))
        ):
            found.append(f"the source does not say '{cue.text} ... {as_written(cue.head, said)}'")
    if mine and not found and not any(_denies_anything(s) for s in focus):
        found.append(f"the source denies nothing: '{mine[0].text} ... {as_written(mine[0].head, said)}'")
    elsewhere = [cue for other in focus[1:] if not mine for cue in _negations(other) if len(cue.scope) > 1]
    found += [
        f"the source says '{cue.text} ... {as_written(cue.head, said)}'"
        for cue in elsewhere
        if all(word in said.content for word in cue.scope[:2]) and not _otherwise_denied(cue, said, source)
    ]
    for cue in theirs:
        if (_speaks_of(said, cue) or (not mine and _says_as_much(said, cue))) and not _otherwise_denied(
            cue, said, source
        ):
            found.append(f"the source says '{cue.text} ... {as_written(cue.head, source)}'")
    return found


# By these a sentence denies what it says itself.
_UNTRUE = re.compile(
    r"\b(?:untrue|false|wrong|incorrect|mistaken|untruthful|(?:not|no longer|hardly) (?:true|right|correct|the case)|an? (?:lie|myth|hoax|error|mistake))\b",
    re.IGNORECASE,
)


def _called_untrue(said: Sentence, focus: Sequence[Sentence]) -> Iterator[str]:
    """What the claim calls untrue and no sentence in focus does, or denies."""
    cue = _UNTRUE.search(said.text)
    told = (act for source in focus for act in find_told(source.text))
    if (
        cue
        and not any(_UNTRUE.search(s.text) for s in focus)
        and not any("deny" in act.kinds for act in told)
    ):
        yield f"the source does not say '{cue[0]}'"


# "Unable", "illegal", "voluntary", "less than": what these say, another may say with "not".
_DENIES_IN_A_WORD = re.compile(
    r"\b(?:(?:un|dis|il|im|in|ir|non-?)[a-z]{4,}|[a-z]+less|without|only|outside|beyond|voluntary|optional|free|false|former|yet|still|rather|instead|"
    r"less|fewer|loss|lost|end(?:s|ed)?|leav\w+|left|remov\w+|withdr\w+|drop\w*|gone|against|away|out)\b",
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


# "Inadequately" denies what "adequately" says.
_NEGATING_PREFIXES = ("in", "im", "il", "ir", "un", "dis", "non")


def _paired_off(mine: Sequence[_Cue], theirs: Sequence[_Cue]) -> tuple[list[_Cue], list[_Cue]]:
    """The cues of either side that are left when those that negate the same thing are taken away in pairs."""
    left, right = list(mine), list(theirs)
    for alike in (_same_head, _overlap):
        for cue in list(left):
            partner = next((other for other in right if alike(cue, other)), None)
            if partner:
                left.remove(cue)
                right.remove(partner)
    return left, right


def _same_head(cue: _Cue, other: _Cue) -> bool:
    return cue.head == other.head


def _overlap(cue: _Cue, other: _Cue) -> bool:
    return bool(set(cue.scope) & set(other.scope))


def _otherwise_denied(cue: _Cue, sentence: Sentence, other: Sentence) -> bool:
    """Whether `sentence` denies it by a word of its own: "failed to agree" for "did not agree", "banned" for "not allowed"."""
    accounted = {word for denial in _negations(sentence) for word in denial.text.split()}
    if any(
        act.kinds & _DENIALS
        and act.word not in other.text
        and act.word not in accounted
        and (not act.object or act.object & _senses_of(cue.scope))
        for act in find_acts(sentence.text)
    ):
        return True
    own = set(sentence.stems) - set(other.stems) - {stem(word) for word in accounted}
    negated = {prefix + word for word in other.content for prefix in _NEGATING_PREFIXES}
    return bool(own & (_DENYING | opposites(cue.head) | negated))


@lru_cache(maxsize=20_000)
def _negations(sentence: Sentence) -> tuple[_Cue, ...]:
    """The negations of a sentence; "Never" inside a title is a name, not a negation."""
    return _cues("not", _NEGATION, expand(sentence.text))


def negated_words(sentence: Sentence) -> list[str]:
    """The stems that a sentence says "not" and the like of."""
    return [cue.head for cue in _negations(sentence)]


def _cues(kind: str, pattern: re.Pattern[str], text: str) -> tuple[_Cue, ...]:
    cues = (_Cue(kind, match[0], _reach(_governed(match, text))) for match in pattern.finditer(text))
    return tuple(cue for cue in cues if cue.scope)


def _governed(cue: re.Match[str], text: str) -> str:
    """What follows a cue; behind "refused to" what is refused ends where another thing is told."""
    following = text[cue.end() :]
    return re.split(r"[,;]|\b(?:and|but)\b", following)[0] if cue[0].endswith(" to") else following


def _reach(following: str) -> tuple[str, ...]:
    """The first three content stems of what follows a cue."""
    sentence = read(following)
    content = (word for word in sentence.stems if word in sentence.content and word not in _LIGHT)
    return tuple(islice(content, 3))


def _speaks_of(sentence: Sentence, cue: _Cue) -> bool:
    """Whether the sentence says what the cue is about: its head and most of what follows it."""
    return cue.head in sentence.content and sum(word in sentence.content for word in cue.scope) >= min(
        2, len(cue.scope)
    )


def _says_as_much(sentence: Sentence, cue: _Cue) -> bool:
    """Whether the sentence says by a synonym what the cue negates, and of the same things."""
    rest = cue.scope[1:]
    return (
        len(rest) > 1
        and cue.head not in sentence.content
        and bool(senses(cue.head) & sentence.senses)
        and not _negations(sentence)
        and all(word in sentence.content for word in rest)
    )


def _senses_of(words: Iterable[str]) -> frozenset[str]:
    return frozenset(sense for word in words for sense in senses(word))


def _modal_conflicts(said: Sentence, source: Sentence) -> list[str]:
    """Duty, advice, possibility and plan made of one another, or of what the source states outright.

    That one side has a modal and the other none counts only where the wording is kept: a paraphrase
    hedges in many ways ("would be barred" for "could buy no").
    """
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
        if _TOLD_AS.get(cue.kind) in told:
            continue
        if _speaks_of(source, cue) and all(other.kind != cue.kind for other in theirs):
            found.append(f"the source does not say '{cue.text} ... {as_written(cue.head, said)}'")
    forbidden = "ban" in told and any(cue.kind == "must not" for cue in mine)
    for cue in theirs:
        if forbidden and cue.kind == "may":
            continue
        if cue.kind != "must" and _speaks_of(said, cue) and all(other.kind != cue.kind for other in mine):
            found.append(f"the source says '{cue.text} ... {as_written(cue.head, source)}'")
    return found


@lru_cache(maxsize=20_000)
def _modals(sentence: Sentence) -> tuple[_Cue, ...]:
    return tuple(cue for pattern, kind in _MODALS for cue in _cues(kind, pattern, sentence.text))


# What the one does when the other does its opposite: it is the contrary only where the same one does both.
_CONVERSE = frozenset({"buy", "sell"})


def _opposite_conflicts(said: Sentence, focus: Sequence[Sentence]) -> list[str]:
    found = []
    source = focus[0]
    for place, word in enumerate(said.stems):
        if word in source.stems:
            continue
        for contrary in sorted(opposites(word) & set(source.stems) - set(said.stems)):
            beside = _before if word in _CONVERSE else _beside
            if beside(said.stems, place) & beside(source.stems, source.stems.index(contrary)):
                found.append(
                    f"the source says '{as_written(contrary, source)}', not '{as_written(word, said)}'"
                )
    return found


# What something is, was found or was ruled to be.
_PREDICATE = re.compile(
    r"(?P<of>(?:[^\s,;:]+ ){1,5})(?:is|are|was|were|be|been|as)(?: (?:not|itself|themselves|also|found|ruled|held|judged|declared|deemed|considered|called|to|be|\w+ly))* (?P<what>[a-z]+)\b"
)


def _opposite_predicates(said: Sentence, focus: Sequence[Sentence]) -> Iterator[str]:
    """Where any sentence in focus says the contrary of what the claim says that something is: "unlawful" for "lawful"."""
    for mine in _PREDICATE.finditer(said.text):
        for source in focus:
            for theirs in _PREDICATE.finditer(source.text):
                if (
                    stem(theirs["what"]) in opposites(stem(mine["what"]))
                    and _NEGATION.search(mine[0]) is None
                    and _NEGATION.search(theirs[0]) is None
                    and read(mine["of"]).content & read(theirs["of"]).content
                ):
                    yield f"the source says '{theirs['what']}', not '{mine['what']}'"


def _beside(stems: tuple[str, ...], place: int) -> set[str]:
    return _before(stems, place) | {w for w in stems[place + 1 : place + 3] if w not in STOP_WORDS}


def _before(stems: tuple[str, ...], place: int) -> set[str]:
    return {w for w in stems[max(place - 2, 0) : place] if w not in STOP_WORDS}


def _other_part_of_year(said: Sentence, source: Sentence) -> list[str]:
    clash = clashing_part(said.text, source.text)
    return [f"the source says '{clash[1]}', not '{clash[0]}'"] if clash else []
