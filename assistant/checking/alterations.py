"""What was altered in a claim that otherwise keeps a source's wording: small words that turn its meaning.

Only for near-verbatim claims: a paraphrase negates, hedges and counts in words of its own, and is verify's matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.checking.held import HeldClaim
from assistant.checking.reading import align
from assistant.language.dates import MONTHS
from assistant.language.word_classes import BOUND, MODAL_VERBS, NEGATIONS
from assistant.language.words import fold, listed

# Less of the claim's words in the source's order than this is a paraphrase.
_KEPT = 0.7
# A longer span that differs is no alteration but another way of saying it.
_LONGEST_SPAN = 4

# What stands before or after the claim's wording in as few words still speaks of it: "some of the ports".
_BESIDE = 2

# Each family's classes contradict one another when one stands in the place of another.
_FAMILIES: dict[str, dict[str, frozenset[str]]] = {
    "negation": {
        "not": NEGATIONS | listed("without fails failed fail refused refuses declined")
    },
    "quantifier": {
        "all": listed("all every each both always entire whole"),
        "most": listed("most mostly majority"),
        "many": listed("many numerous"),
        "some": listed("some several sometimes partly certain"),
        "few": listed("few fewer hardly rarely seldom minority"),
    },
    "rank": {
        "first": listed("first"),
        "second": listed("second"),
        "third": listed("third"),
        "fourth": listed("fourth"),
        "last": listed("last final"),
    },
    "share": {
        "half": listed("half"),
        "third": listed("third"),
        "quarter": listed("quarter"),
        "double": listed("double doubled twice"),
        "triple": listed("triple tripled thrice"),
    },
    "duty": {
        "must": MODAL_VERBS["must"] | BOUND["must"] | listed("mandatory compulsory"),
        "should": MODAL_VERBS["should"] | BOUND["should"],
        "may": MODAL_VERBS["may"] | BOUND["may"] | listed("possible possibly optional voluntary"),
        "will": listed("will certain certainly definitely"),
        "plan": listed("considered considering considers proposed proposes plans planned intends intended"),
    },
    "hedge": {
        "hedged": listed("reportedly allegedly alleged suspected possible possibly probably likely potentially apparently")
    },
    "order": {
        "before": listed("before until till by~"),
        "after": listed("after since from~"),
    },
    "part": {"part": listed("some partly partially")},
    "only": {"only": listed("only solely exclusively")},
    "exact": {"exactly": listed("exactly precisely exact precise")},
    "measure": {
        "more": listed("more over above least exceeding"),
        "less": listed("less under below most fewer"),
    },
}  # fmt: skip
# Of these families also a word that is simply gone, or was put in, changes what is said.
_REMOVED = frozenset({"negation", "hedge", "part"})
# Who hedges what the source says outright says less than it.
_ADDED = _REMOVED - {"hedge"} | {"only", "exact"}
_WORD = re.compile(r"[^\W_]+(?:['.&-][^\W_]+)*~?")
# "By" and "from" tell an order only where a time follows: "an album by" and "from" somebody are the same.
_OF_TIME = re.compile(
    rf"\b(by|from)(?= (?:the )?(?:\d|{'|'.join(map(str.capitalize, MONTHS))}|(?:end|start|beginning|middle|early|mid|late)\b))",
    re.IGNORECASE,
)


def find_alterations(held: HeldClaim) -> list[str]:
    """What the claim says otherwise than the closest sentence, whose words it keeps; none if it does not keep them.

    "All agencies must act." against "Some agencies must act." -> ["the source says 'Some', not 'All'"]
    """
    mine, theirs = _words(held.said.text), _words(held.closest.text)
    matcher = align([fold(w) for w in mine], [fold(w) for w in theirs], kept=_KEPT)
    if matcher is None:
        return []
    spans = list(_differences(matcher))
    said = [word for start, end, _, _ in spans for word in mine[start:end]]
    given = [word for _, _, start, end in spans for word in theirs[start:end]]
    return [*_turned(said, given), *_widened(mine, theirs, given)]


def _differences(matcher: SequenceMatcher[str]) -> Iterator[tuple[int, int, int, int]]:
    """The short spans (start, end of either side) that differ, but for what the source says before and after the claim."""
    opcodes = matcher.get_opcodes()
    for place, (kind, start, end, their_start, their_end) in enumerate(opcodes):
        short = end - start <= _LONGEST_SPAN and their_end - their_start <= _LONGEST_SPAN
        outside = kind == "insert" and place in (0, len(opcodes) - 1) and their_end - their_start > _BESIDE
        if kind != "equal" and short and not outside:
            yield start, end, their_start, their_end


def _turned(mine: Sequence[str], theirs: Sequence[str]) -> Iterator[str]:
    """What the differing words of both sides say differently, family by family; a word merely moved is none."""
    for family, classes in _FAMILIES.items():
        said, given = _classes(mine, classes), _classes(theirs, classes)
        if said and given and not said.keys() & given.keys():
            yield f"the source says '{next(iter(given.values()))}', not '{next(iter(said.values()))}'"
        elif family in _REMOVED and given and not said:
            yield f"the source adds '{next(iter(given.values()))}'"
        elif family in _ADDED and said and not given:
            yield f"the source does not say '{next(iter(said.values()))}'"


def _widened(mine: Sequence[str], theirs: Sequence[str], given: Sequence[str]) -> Iterator[str]:
    """How the source limits what both deny: who "never asked for it illegally" may have asked."""
    denied = [any(fold(word) in NEGATIONS for word in words) for words in (mine, theirs)]
    limits = [word for word in given if word.islower() and word.endswith("ly") and word not in _NO_LIMITS]
    if all(denied) and limits:
        yield f"the source adds '{limits[0]}'"


# Adverbs that say how somebody tells of it, or when.
_NO_LIMITS = listed(
    "only really actually simply reportedly allegedly apparently clearly recently previously currently early likely accordingly consequently"
)


def _classes(words: Sequence[str], classes: dict[str, frozenset[str]]) -> dict[str, str]:
    """Which classes of a family the words hold, each with the word as written."""
    return {name: word for word in words for name, members in classes.items() if fold(word) in members}


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[str, ...]:
    plain = re.sub(r"n['’]t\b", " not", text.replace("can't", "can not").replace("cannot", "can not"))
    plain = re.sub(r"\bsome (?=\d)", "about ", plain)
    plain = _OF_TIME.sub(r"\1~", plain)
    return tuple(match[0] for match in _WORD.finditer(plain))
