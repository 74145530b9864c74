"""The words of a question that asks for a field: those that say what is asked for, those that are plain, and those that name something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asking.content_words import content_words, focus_words, says_something
from assistant.asking.fields.table import MATTERS
from assistant.asking.masks import TITLE
from assistant.language.words import blanked, listed, stem

# Words that speak of an advisory, a vulnerability or a product as such, and so narrow nothing down: in any inflection.
_PLAIN_WORDS = listed(
    """
    last score cvss severity severe rating exploit attack attacker hack hacker abuse happen credit acknowledge thank
    achieve gain get hit belong problem install sell public talk speak write anything something security ics csaf cisa
    ics-cert affect impact vulnerable susceptible prone suffer concern accord list name give assign mention describe
    cover contain include relate regard behind original initial first actual real current known available official base
    id ids number value say find know need want show tell please pls hey hi hello dear thanks thx quick question use
    there exist exact anyone someone anybody whoever people person date day year month its it stem from come lie carry have
    rate deal issue publish release world country full entire whole all different various respective correspond risk
    operate work section field entry record against case matter due respect term locate place time right just still
    ever already now today main primary overall individual each every
    associate attach attribute classify categorise category calculate compute determine track catalogue document register
    reference applicable apply relevant expose responsible instance example scale detail information info identifier
    identify identity code sense lookup address receive hold stand count report fall map lead flag put bring
    xss xxe csrf ssrf rce sqli dos mitm
    below above prior earlier later older newer new old
    compare comparison versus vs than between difference high higher low lower big bigger more less worse or both
    medium critical none level like wonder curious interested could would let help check look see hear read run across
    our my we us team scanner point whatever rely sit originate nature tell told aware reside corpus folder collection consider regard deem i'd what's whats who's whos where's wheres when's whens kindly brief answer
    provide state specify indicate per via under within inside toward what who when where how here about about
    """
)
_PLAIN_STEMS = _PLAIN_WORDS | frozenset(map(stem, _PLAIN_WORDS))
_PLAIN = re.compile(rf"{MATTERS}|v?3(?:\.[\dx])?|in", re.IGNORECASE)
YES_OR_NO = re.compile(
    r"^\W*(?:is|are|was|were|does|do|did|has|have|had|can|could|will|would|should)\b", re.IGNORECASE
)
_WHAT_DOES = re.compile(r"\bwhat (?:do|does|did|will|would|can|could)\b", re.IGNORECASE)
ASKING_WORD = re.compile(r"\b(?:what|which|who|whom|whose|where|when|how)\b", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\b(?:of|for|in|on|at|with|by|from|to|over|through|using)\s+(?:the |an? |its |their )?$", re.IGNORECASE
)
# People a question about a field may speak of in passing; a question about none is about them.
_PEOPLE = re.compile(
    r"users?|customers?|operators?|owners?|admins?|administrators?|researchers?", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"['’]s?$")


def free_words(masked: str, names: Sequence[str]) -> frozenset[str]:
    """Those of the names that may go unmet where it is clear what is asked: all but models and capitals after a preposition."""
    return frozenset(
        name
        for name in names
        if is_small(name)
        or not any(c.isalpha() for c in name)
        or not (is_model(name) or stands_with_name(name, masked))
    )


def names_beyond(masked: str, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The content words outside the spans that are not plain: the names of what is asked about."""
    # What is left of a word such as "sector-wise" names nothing.
    words = (_POSSESSIVE.sub("", w) for w in content_words(blanked(masked, spans)) if not w.startswith("-"))
    return tuple(
        w for w in words if says_something(w) and not (is_plain(w) or (spans and _PEOPLE.fullmatch(w)))
    )


def is_plain(word: str) -> bool:
    return stem(word) in _PLAIN_STEMS or bool(_PLAIN.fullmatch(word))


def passing_words(masked: str, names: Sequence[str]) -> frozenset[str]:
    """Those of the names that need not be met: small words that neither say what is asked for nor stand with a name.

    In "which nation is home to the vendor in #" the word "home" is one; in "what salary does the finder of #
    earn" the salary is what is asked for, so that nothing of it can be left unmet.
    """
    if YES_OR_NO.match(masked):
        return frozenset()
    if any(word in names for word in wanted_words(masked)) or (
        _WHAT_DOES.search(masked) and ends_with_one(masked, names)
    ):
        return frozenset()
    return frozenset(name for name in names if is_small(name) and not stands_with_name(name, masked))


def stands_by_title(word: str, masked: str) -> bool:
    """Whether the word stands before or behind a title, and so may make another name of it."""
    said = re.escape(word)
    return bool(re.search(rf"{TITLE}\s+{said}\b|\b{said}\s+{TITLE}", masked))


def wanted_words(masked: str) -> list[str]:
    """The words that name what is asked for, from the first that asks on: "reward" of "So what was the reward for #?"."""
    asking = ASKING_WORD.search(masked)
    return focus_words(masked[asking.start() :] if asking else masked)


def words_wanted(masked: str) -> frozenset[str]:
    """The words that say what is asked for: those of `wanted_words`, and after "what does it" the last."""
    last = content_words(masked)[-1:] if _WHAT_DOES.search(masked) else []
    return frozenset([*wanted_words(masked), *last])


def ends_with_one(masked: str, names: Sequence[str]) -> bool:
    """Whether the question's last word is one of the names: after "what does it" it says what is asked."""
    return content_words(masked)[-1:] in [[name] for name in names]


def is_small(word: str) -> bool:
    return word.isascii() and word.replace("-", "").isalpha() and word.islower()


def stands_with_name(word: str, masked: str) -> bool:
    """Whether the word follows a preposition or a title, as what is named does; "situated" says no name."""
    return any(
        _PREPOSITION.search(masked[: m.start()])
        or (masked[: m.start()].rstrip().endswith(TITLE) and not word.endswith("ed"))
        for m in re.finditer(rf"\b{re.escape(word)}\b", masked)
    )


def is_model(name: str) -> bool:
    """Whether a name is a model's number, of letters and digits: nothing else is meant by it."""
    return any(c.isdigit() for c in name) and any(c.isalpha() for c in name)


def within(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)
