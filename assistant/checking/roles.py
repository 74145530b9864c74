"""Who told, warned, ordered or banned whom, in a claim and in the sentence it rests on.

Reads only what stands plainly there: a name before an act, the words after it or before a duty. Where
either side leaves it open ("it was ordered"), nothing is said against the claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.held import HeldClaim
from assistant.checking.reading import past_verbs
from assistant.language.facts import Name, find_facts, name_words
from assistant.language.names import find_countries
from assistant.language.word_classes import BEING
from assistant.language.words import STOP_WORDS, listed, senses, stem

# What is done by saying it, to somebody: verbs of one line say one thing.
_ADDRESSING = """
warn caution alert
tell inform notify
ask request urge call press advise recommend encourage
order require oblige instruct direct mandate command compel
""".strip()
_KINDS = {stem(word): line for line in _ADDRESSING.splitlines() for word in line.split()}
# Acts of which it matters who does them; of one line when one of them is the source's and another the claim's.
_DOING = f"""{_ADDRESSING}
ban prohibit forbid bar outlaw block exclude
sign
accuse allege blame
deny reject dismiss
admit concede acknowledge
win award
sue
attack hack
"""
_DONE_BY = {stem(word): line for line in _DOING.splitlines() for word in line.split()}
_KNOWN_LINES = frozenset(_DONE_BY.values())
_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’.&-][^\W_]+)*|[,;:]")
_PRONOUNS = listed("it them him her us me you")
# What is said to somebody follows them, or what else is told of them: "warned firms that", "warned firms building in";
# what they are to do: "asked Seoul to help".
_SAID_TO = re.compile(
    r"^((?: [^\s,;:]+){1,6}?) (?:that|to|not|about|of|over|against|on|in|how|why|whether|[a-z]{3,}(?:ing|ed))\b"
)
_TO_DO = re.compile(r"^((?: [^\s,;:]+){1,6}?) (?:not )?to (?!the\b|a\b|an\b|its\b|their\b)(?=[a-z])")
_FOR_DOING = _ADDRESSING.splitlines()[2:]
_NO_VERB_AFTER = listed("of its their his her by with in on from for")
_LEADING = listed("of about that to by in on for with from over against not at as")
_DUTY = re.compile(r"\b(?:must|shall|should|(?:ha[sd]|have|are|is|were|was) to)\b")
_REACH = 7


@dataclass(frozen=True, slots=True)
class _Verb:
    """A verb in a sentence: its line in the table, else its stem; the text before and after it; and whether it is passive."""

    line: str
    word: str
    before: str
    after: str
    passive: bool


@lru_cache(maxsize=20_000)
def _verbs(text: str, addressing: bool) -> tuple[_Verb, ...]:
    table = _KINDS if addressing else _DONE_BY
    found = []
    words = list(_WORD.finditer(text))
    for place, match in enumerate(words):
        lead = [word[0].casefold() for word in words[max(place - 3, 0) : place]]
        line = table.get(stem(match[0]))
        if line is None and not addressing and past_verbs(match[0]):
            line = "" if lead and lead[-1] in _NO_VERB_AFTER else stem(match[0])
        if not line or not _is_verb(match[0], lead):
            continue
        found.append(
            _Verb(
                line,
                match[0],
                text[: match.start()],
                text[match.end() :],
                bool(BEING & set(lead[-2:])) or text[match.end() :].startswith(" by "),
            )
        )
    return tuple(found)


def _is_verb(word: str, lead: Sequence[str]) -> bool:
    """Whether a word that may be a noun stands as a verb told of the past: "the warning" and "to warn" do not."""
    return bool(past_verbs(word)) and not (lead and lead[-1] in ("a", "an", "the", "to"))


def find_misattributed(held: HeldClaim) -> list[str]:
    """Where the closest sentence tells of the claim's act by another, or to another than the one named, for people.

    "China warned Japan." against ["Japan warned Ukraine."] -> ["the source says 'Japan', not 'China'"]
    """
    claim, source = held.said.text, held.closest.text
    return [*_other_actors(claim, source), *_other_addressees(claim, source, named=True)]


def find_misaddressed(held: HeldClaim) -> list[str]:
    """Whom the claim says was told or ordered something, by a common noun, and the closest sentence does not, for people."""
    return list(_other_addressees(held.said.text, held.closest.text, named=False))


# --- who -----------------------------------------------------------------------------------------


def _other_actors(claim: str, source: str) -> Iterator[str]:
    for verb in _verbs(claim, False):
        actor = _actor(verb)
        if actor is None:
            continue
        same = [other for other in _verbs(source, False) if other.line == verb.line]
        theirs = [_said_doers(other, actor) for other in same]
        if any(_is_same_body(verb.before, other.before) for other in same):
            continue
        if theirs and all(theirs) and not any(_is_named(actor, other) for other in same):
            yield f"the source says '{theirs[0]} ... {same[0].word}', not '{actor.text} ... {verb.word}'"
        elif same and not verb.passive and all(_is_done_to(actor, other) for other in same):
            yield f"the source does not say '{actor.text} ... {verb.word}'"


# A body's name with what it is of: "Ministry of Transport of Norland".
_BODY = re.compile(
    r"((?:[A-Z][\w&.'\u2019-]*\s+)+(?:of|for)\s+(?:(?:the|and|of|for|[A-Z][\w&.'\u2019-]*)\s+)+)(?:(?:ha[sd]|have|today|yesterday|now|also|then|later|\w+ly)\s+)*$"
)


def _is_same_body(before: str, other: str) -> bool:
    """Whether both verbs are of one body, that one of the texts names more fully: by whose ministry it is."""
    mine, theirs = (_BODY.search(text) for text in (before, other))
    names = sorted((" ".join(m[1].split()) for m in (mine, theirs) if m), key=len)
    return len(names) == 2 and f"{names[1]} ".startswith(f"{names[0]} ")


def tells_of_another(claim: str, source: str) -> bool:
    """Whether a sentence names people or bodies, but not the one who the claim says did it: what it tells they did not do.

    Of a country's acts any minister or agency may tell, but not what one of its provinces or firms did.
    """
    actors = [actor for verb in _verbs(claim, False) if verb.line in _KNOWN_LINES and (actor := _actor(verb))]
    if not actors:
        return False
    if any(find_countries(actor.text) for actor in actors):
        lines = {verb.line for verb in _verbs(claim, False)}
        theirs = [_actor(verb) for verb in _verbs(source, False) if verb.line in lines]
        return bool(theirs) and all(name is not None and _NO_STATE.search(name.text) for name in theirs)
    named = name_words(source)
    others = [name for name in find_facts(source).names if not find_countries(name.text)]
    mine = name_words(claim)
    return not any(actor.words[-1] in named for actor in actors) and any(
        not mine & set(name.words) for name in others
    )


def _actor(verb: _Verb) -> Name | None:
    """The name that does it: the last before an active verb with nothing but plain words between, or after "by"."""
    region = _agent(verb.after) if verb.passive else _STATEMENT_BEGINS.split(verb.before)[-1]
    names = find_facts(region).names
    if not names:
        return None
    last = names[0] if verb.passive else names[-1]
    before, between = region[: last.start], region[last.end :]
    if not verb.passive and _WHERE.search(before):
        return None
    if not verb.passive and _ANOTHER_BETWEEN.search(between):
        return None
    if not verb.passive and verb.line not in _KNOWN_LINES and not _BARE.fullmatch(between):
        return None
    return last


# "Norway said that Telmar sold": what is said begins anew.
_STATEMENT_BEGINS = re.compile(r"\bthat\b|[;:]")
# "The bank of Norway sold", "Norway, which it warned, sold": the name is not the one who does it.
_ANOTHER_BETWEEN = re.compile(r",|\b(?:of|in|on|from|and|by|to|with|which|who)\b")
# "The envoy in London called": where somebody is does nothing.
_WHERE = re.compile(r"\w (?:in|at|to|from) (?:the )?$")
_NO_STATE = re.compile(
    r"\b(?:Prefecture|Province|County|City|Municipality|University|Group|Corporation|Corp|Inc|Ltd|Company|Bank)$"
)

# Between a name and its verb: what makes no other the one who does it.
_BARE = re.compile(
    r"(?:\s+(?:government|authorities|ministry|regulator|ha[sd]|have|then|also|later|\w+ly))*\s*"
)


_BY = re.compile(r"[^,;:]*?\bby ((?:(?!\b(?:with|in|on|at|for|over|during|under|as|to) )[^;:])*)")


def _agents(after: str) -> str:
    """Those by whom it is done, all of a list; "" where it is not said."""
    match = _BY.match(after)
    return match[1] if match else ""


def _agent(after: str) -> str:
    """The first of them, in a few words."""
    return " ".join(_agents(after).partition(",")[0].split()[:4])


def _said_doers(verb: _Verb, actor: Name) -> str:
    """Who the source says does it, if they are of the actor's sort (a country, or not); else ""."""
    region = _agent(verb.after) if verb.passive else verb.before
    is_country = bool(find_countries(actor.text))
    names = [name for name in find_facts(region).names if bool(find_countries(name.text)) == is_country]
    return names[-1].text if names else ""


def _is_named(actor: Name, verb: _Verb) -> bool:
    """Whether the actor is among those of whom it is said that they do it."""
    return _is_in(actor, _agents(verb.after) if verb.passive else _own_clause(verb.before))


def _is_in(actor: Name, region: str) -> bool:
    countries = find_countries(actor.text)
    if countries:
        return bool(set(countries) & set(find_countries(region)))
    return actor.words[-1] in name_words(region)


# Behind a verb of saying stands who says it: "..., said the minister".
_SAYING = frozenset(
    map(stem, listed("say add note tell write report announce explain comment claim argue call"))
)


def _is_done_to(actor: Name, verb: _Verb) -> bool:
    """Whether a sentence names the actor only behind the active verb, or as one to whom it is done behind a passive one."""
    if stem(verb.word) in _SAYING or _PRONOUN.search(verb.before):
        return False
    if verb.passive:
        receiving = _RECEIVERS.search(verb.after)
        is_receiver = receiving is not None and _is_in(actor, _own_clause(receiving[0]))
        return is_receiver and not _agents(verb.after) and not _is_in(actor, verb.before)
    return _is_in(actor, _own_clause(verb.after)) and not _is_named(actor, verb)


_RECEIVERS = re.compile(r"\b(?:to|against|from) [^;:]*")


_PRONOUN = re.compile(r"\b(?:it|they|he|she|who|which|that)\b", re.IGNORECASE)
_COORDINATED = re.compile(r"[;:]|,? \b(?:and|but|while|whereas) ")


def _own_clause(before: str) -> str:
    """What stands before a verb from where its own clause begins, if that names who does it and another verb stands before."""
    cut = next((m for m in reversed(list(_COORDINATED.finditer(before)))), None)
    if cut and find_facts(before[cut.end() :]).names and past_verbs(before[: cut.start()]):
        return before[cut.end() :]
    return before


# --- to whom -------------------------------------------------------------------------------------


def _other_addressees(claim: str, source: str, *, named: bool) -> Iterator[str]:
    candidates = list(_addressees(source))
    if not candidates:
        return
    for verb in _verbs(claim, True):
        said = _addressee(verb)
        if named != any(word[0].isupper() for word in said):
            continue
        if said and not any(_same_addressee(said, other, source) for other in candidates):
            yield f"the source does not say '{verb.word} {' '.join(said)}'"


def _addressee(verb: _Verb) -> tuple[str, ...]:
    """The words for the one addressed; () where there is none."""
    if verb.passive:
        words = _words(_clause(verb.before))
        return tuple(word for word in words[-_REACH:] if word.casefold() not in _PASSIVE)
    match = _TO_DO.search(verb.after) if verb.line in _FOR_DOING else _SAID_TO.search(verb.after)
    words = _words(match[1]) if match else []
    return () if words and words[0].casefold() in _LEADING else tuple(words)


# By these a verb is passive: "had not been told".
_PASSIVE = BEING | listed("has have had having not")
_CLAUSE_BEGINS = re.compile(
    r"[,;:]|\b(?:that|but|and|before|after|when|while|until|because|since|if|unless|who|which|whose)\b"
)


def _clause(before: str) -> str:
    """The end of a text from where its last clause begins."""
    return _CLAUSE_BEGINS.split(before)[-1]


def _addressees(source: str) -> Iterator[tuple[str, ...]]:
    """Whom the source addresses: after its verbs, before their passives, and before each duty."""
    for verb in _verbs(source, True):
        if said := _addressee(verb):
            yield said
    for duty in _DUTY.finditer(source):
        if bound := _words(_clause(source[: duty.start()])):
            yield tuple(bound[-_REACH:])


def _same_addressee(said: Sequence[str], other: Sequence[str], source: str) -> bool:
    """Whether both are the same, or the claim's is a name that the source gives nowhere: that is a fact amiss, not a contrary one."""
    if {word.casefold() for word in other} <= _PRONOUNS:
        return True
    names = [word for word in said if word[0].isupper()]
    known = name_words(" ".join(names))
    if names and len(names) == len([word for word in said if stem(word) not in STOP_WORDS]):
        return not known & name_words(source) or bool(known & name_words(" ".join(other)))
    head = next((word for word in reversed(said) if word[0].islower() and word not in STOP_WORDS), "")
    if not head or any(senses(stem(head)) & senses(stem(word)) for word in other):
        return True
    return bool(known & name_words(" ".join(other[:3])))


def _words(text: str) -> list[str]:
    return [match[0] for match in _WORD.finditer(text)]
