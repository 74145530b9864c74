"""A judge of shown sentences that takes nothing on trust: letter by letter against their quotes, by no rule of the checker.

It shares no code with `assistant`. It is stricter than the checker in what must stand there and knows less of what
words mean; a sentence it objects to is to be read by a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# By so many letters two words are of one family: "removal" and "removing", "Japan" and "Japanese".
_FAMILY = 4
# The least share of a sentence's words, figures and names apart, that its quotes have together, and the best of them alone.
_BY_ALL, _BY_ONE = 0.75, 0.6

_SMALL_WORDS = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "before",
        "both",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "during",
        "each",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "how",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "may",
        "might",
        "more",
        "most",
        "must",
        "no",
        "nor",
        "not",
        "now",
        "of",
        "on",
        "only",
        "or",
        "other",
        "our",
        "over",
        "own",
        "shall",
        "she",
        "should",
        "since",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "under",
        "until",
        "up",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "within",
        "would",
        "yet",
    ]
)
# Of each line, one word may stand for another. What is a number, a date or a name is no word here.
_SAME = tuple(
    frozenset(line.split())
    for line in """
    remo gone stri repl dism elim phas take took
    ban bann bar barr proh forb outl excl bloc keep kept shut stop rest allo
    orde requ obli must mand told tell inst dire have need duty
    warn caut aler advi reco urge call
    say said stat anno decl conf repo note told accor desc tell call
    deny deni reje dism refu
    buy boug purc acqu proc
    gove stat auth mini cabi admi offi
    firm comp oper carr prov supp vend make busi ente
    gear equi devi kit prod comp tech
    law act bill legi amen rule regu decr orde
    dead date due unti by
    cost expe amou valu pric
    say sugg argu clai alle beli accu
    ente came took effe forc star begi bega appl
    publ issu rele adop pass appr sign
    use usin used run oper
    hack atta brea intr comp expl
    """.strip().splitlines()
)
# A country, its people and its short names are one name.
_PEOPLES = tuple(
    frozenset(line.split())
    for line in """
    uk u.k. britain british united_kingdom london
    us u.s. usa america american americans united_states washington
    eu e.u. european europe union
    netherlands dutch
    china chinese prc beijing
    germany german
    france french
    denmark danish
    sweden swedish
    finland finnish
    spain spanish
    switzerland swiss
    """.strip().splitlines()
)

_WORD = re.compile(r"\d[\d.,:/-]*\d%?|\d%?|(?:[^\W\d_]\.){2,}|[^\W\d_]+")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


def find_objections(sentence: str, quotes: Sequence[str], *, titles: Sequence[str] = ()) -> list[str]:
    """What a reader who holds the sentence against its quotes would ask about; empty if they plainly carry it.

    A name may stand in one of the titles that are shown beside the quotes; nothing else is taken from there.

    "The fine was 10,000 yen." against ["No fine was imposed."] -> ["10,000 stands in no quote", ...]
    """
    given = [frozenset(map(_plain, _WORD.findall(quote))) for quote in quotes]
    together = frozenset[str]().union(*given)
    shown = together.union(*(map(_plain, _WORD.findall(title)) for title in titles))
    words = _WORD.findall(sentence)
    hard = [word for place, word in enumerate(words) if _is_hard(word, opens=place == 0)]
    found = [
        f"{word} stands in no quote"
        for word in hard
        if not _stands_in(_plain(word), together if word[0].isdigit() else shown)
    ]
    own = [_plain(word) for word in words if word not in hard and _plain(word) not in _SMALL_WORDS]
    own = [word for word in own if len(word) > 1]
    if _share(own, together) < _BY_ALL:
        found.append(f"not in any quote: {' '.join(word for word in own if not _is_said(word, together))}")
    elif max((_share(own, quote) for quote in given), default=0.0) < _BY_ONE:
        found.append("no quote alone says most of it")
    who = _WHO.match(sentence)
    unknown = [word for word in _WORD.findall(who[1]) if not _is_said(_plain(word), together)] if who else []
    if unknown:
        found.append(f"whom it tells of is in no quote: {' '.join(unknown)}")
    negated = [_NEGATED.search(text) is not None for text in (sentence, " ".join(quotes))]
    if negated[0] and not negated[1]:
        found.append("it denies, and no quote does")
    return found


# What stands before the first word with the ending of a verb told of the past.
_WHO = re.compile(
    r"(?:The )?((?:[\w.'’-]+ ){1,5}?)(?:also |has |have |was |were )*(?:[a-z]+ed|said|told|put|set|made|gave) "
)
_NEGATED = re.compile(
    r"\b(?:not|no|never|none|nothing|neither|nor|without|den\w+|rej\w+|fail\w*|ref\w+|unable|un\w+|exclu\w+|ban\w*|bar\w*|only)\b|n't\b",
    re.IGNORECASE,
)


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c)).strip(".,:/-")


def _is_hard(word: str, *, opens: bool) -> bool:
    """Whether a word is a figure, part of a date or of a name: what no other word may stand for."""
    return word[0].isdigit() or _plain(word) in _MONTHS[:4] + _MONTHS[5:] or (word[0].isupper() and not opens)


def _stands_in(word: str, given: frozenset[str]) -> bool:
    if word[0].isdigit():
        return word in given or word.replace(",", "") in {other.replace(",", "") for other in given}
    return (
        word in _SMALL_WORDS
        or word in given
        or any(_one_family(word, other) for other in given)
        or any(_is_part_of(word, people) and _any_in(people, given) for people in _PEOPLES)
    )


def _is_part_of(word: str, people: frozenset[str]) -> bool:
    return any(word in name.split("_") for name in people)


def _any_in(people: frozenset[str], given: frozenset[str]) -> bool:
    return any(set(name.split("_")) <= given for name in people)


def _is_said(word: str, given: frozenset[str]) -> bool:
    if _stands_in(word, given):
        return True
    return any(
        any(word.startswith(root) for root in line) and any(o.startswith(r) for o in given for r in line)
        for line in _SAME
    )


def _one_family(word: str, other: str) -> bool:
    return len(word) >= _FAMILY and len(other) >= _FAMILY and word[:_FAMILY] == other[:_FAMILY]


def _share(words: Sequence[str], given: frozenset[str]) -> float:
    return sum(_is_said(word, given) for word in words) / len(words) if words else 1.0
