"""What is asked: its shape, what kind of answer it wants, whom it names, and, in a conversation, what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.names import country_mentions, find_countries
from assistant.types import Turn
from assistant.words import STOP_WORDS
from index.types import Filters

QUESTION_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `standalone` can be searched without the conversation. `shape` is prose, list, timeline or
    comparison; `wants` holds any of person, date, number, money, place, reason, status, yes-no;
    `documents` are what the turns before it were answered from.
    """

    text: str
    standalone: str
    shape: str = "prose"
    wants: frozenset[str] = frozenset()
    countries: tuple[str, ...] = ()
    follows: bool = False
    documents: tuple[str, ...] = ()
    filters: Filters = Filters()


_SHAPES = (
    ("timeline", r"\btime ?line\b|\bchronolog|\bin (?:date|time) order\b|\bsequence of events\b|\bhistory of\b|\bhow did .* (?:evolve|develop|unfold)|\bstep by step\b|\bover the years\b|\bover time\b"),
    ("comparison", r"\bcompar|\bversus\b|\bvs\.?\b|\bdiffer|\bcontrast|\bwhich (?:one )?(?:is|was|came|has) (?:\w+er|more|less|first)\b|\bboth\b.*\band\b"),
    ("list", r"^(?:and )?(?:which|what) (?:(?:other|all|the|european|asian|eu|nato|of) )*(?:\w+ )?(?:countries|states|governments|nations|companies|firms|agencies|vendors|products|operators|sectors|authorities|measures|bodies|directives|advisories|steps|bans)\b|\blist\b|\bname (?:all|the|every|some)\b|\bwho (?:all|else)\b|\ball (?:the )?(?:countries|states|measures)\b"),
)  # fmt: skip
_WANTS = (
    ("person", r"\bwho(?:m|se)?\b|\bwhich (?:minister|official|judge|person|president|director|spokes\w+)\b|\bname of the\b"),
    ("date", r"\bwhen\b|\bwhat (?:date|day|year|month)\b|\bwhich (?:year|month|date|day)\b|\bsince\b|\bby what\b|\bdeadline\b|\bhow (?:soon|long ago)\b"),
    ("number", r"\bhow (?:many|much|long|large|big|high|far|often)\b|\bwhat (?:share|percentage|percent|number|amount|proportion|score|cap|threshold|limit)\b|\bpercent"),
    ("money", r"\bhow much\b|\bcosts?\b|\bprice\b|\bfines?d?\b|\bbudget\b|\bpenalt|\bworth\b|\bpaid\b|\bcompensation\b|\bmoney\b|\bfunding\b"),
    ("place", r"\bwhere\b|\bwhich (?:country|city|place|region|state)\b|\bwhat country\b"),
    ("reason", r"\bwhy\b|\breasons?\b|\bgrounds\b|\bjustif|\bhow come\b|\bon what basis\b|\brationale\b"),
    ("status", r"\b(?:still|currently|now(?:adays)?|at present|at the moment|today|right now|these days|in force|in effect|latest|current|status|any ?more|as it stands|so far|to date|active)\b"),
    ("yes-no", r"^(?:and |but |so )?(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would|must|may|should)\b"),
)  # fmt: skip

_OPENS_FOLLOW_UP = re.compile(
    r"^\W*(?:and|but|so|then|what about|how about|what of|same for|also|ok(?:ay)?)\b", re.IGNORECASE
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|she|him|his|her|that|this|those|these|there|then|such|the same|former|latter|one)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w'’.-]*\w")
_ASKING = frozenset(
    ["who", "whom", "whose", "what", "when", "where", "why", "which", "how", "did", "does", "do", "was", "were", "is", "are", "has", "have", "had", "will", "would", "can", "could", "should", "may", "might", "must", "about", "tell", "me", "please", "give", "explain", "describe", "say", "said", "happen", "happened", "many", "much", "long", "exactly", "there", "ok", "okay", "also", "same", "thing", "things", "anything", "something"]
)


def understand(text: str, *, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Question:
    """The question as it can be searched and answered alone.

    >>> understand("and Sweden?", history=[Turn("When must Huawei kit be gone in the UK?", ...)]).standalone
    'When must Huawei kit be gone in Sweden?'
    """
    text = " ".join(text[:QUESTION_CHARACTERS].split())
    question = Question(
        text=text,
        standalone=text,
        shape=shape_of(text),
        wants=wants_of(text),
        countries=find_countries(text),
        filters=filters,
    )
    if not history or not leans_back(text):
        return question
    return complete(question, history)


def shape_of(text: str) -> str:
    """How the answer is best laid out: prose, list, timeline or comparison."""
    return next((shape for shape, pattern in _SHAPES if re.search(pattern, text, re.IGNORECASE)), "prose")


def wants_of(text: str) -> frozenset[str]:
    """The kinds of answer the question asks for."""
    return frozenset(kind for kind, pattern in _WANTS if re.search(pattern, text, re.IGNORECASE))


def content_words(text: str) -> list[str]:
    """The words that carry what is asked, in order."""
    words = [word.strip(".") for word in _WORD.findall(text)]
    return [word for word in words if word.casefold() not in STOP_WORDS and word.casefold() not in _ASKING]


def leans_back(text: str) -> bool:
    """Whether the question needs the one before it: it opens so, points back, or names too little to stand alone."""
    words = content_words(text)
    if _OPENS_FOLLOW_UP.search(text) and len(words) <= 8:
        return True
    names = [word for word in words if word[0].isupper()] if words else []
    if _POINTS_BACK.search(text):
        return len(words) <= 6
    return len(words) <= 2 or (len(words) <= 4 and not names and not find_countries(text))


def complete(question: Question, history: Sequence[Turn]) -> Question:
    """A follow-up with what it leaves out taken from the turns before it."""
    before = history[-1]
    earlier = before.answer.standalone or before.question
    documents = tuple(
        dict.fromkeys(c.document for turn in reversed(history[-2:]) for c in turn.answer.citations)
    )
    swapped = swap_subject(question.text, earlier)
    if swapped:
        return replace(
            question,
            standalone=swapped,
            shape=shape_of(earlier),
            wants=wants_of(earlier) | question.wants,
            countries=find_countries(swapped),
            follows=True,
        )
    kept = [word for word in content_words(earlier) if word.casefold() not in question.text.casefold()]
    return replace(
        question,
        standalone=f"{question.text} ({' '.join(kept)})",
        countries=find_countries(f"{question.text} {earlier}"),
        follows=True,
        documents=documents,
    )


def swap_subject(text: str, earlier: str) -> str:
    """The earlier question asked of another country: "and Sweden?"; empty where the text asks more than that."""
    new = country_mentions(text)
    old = country_mentions(earlier)
    left = [word for word in content_words(text) if not find_countries(word)]
    if len(new) != 1 or not old or left or new[0][2] in {country for _, _, country in old}:
        return ""
    first = old[0]
    name = new[0][2]
    return earlier[: first[0]] + name + earlier[first[1] :]
