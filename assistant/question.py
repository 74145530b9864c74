"""What is asked: its shape, what kind of answer it wants, whom it names, and, in a conversation, what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.names import country_mentions, find_countries
from assistant.types import Turn
from assistant.words import STOP_WORDS, stem
from index.types import Filters

QUESTION_CHARACTERS = 4000
"""How long a question may be."""


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
    filters: Filters = field(default_factory=Filters)

    @property
    def asked(self) -> int:
        """How many characters of `standalone` are asked now; what follows is carried over from earlier turns."""
        return len(self.text) if self.standalone.startswith(self.text) else len(self.standalone)


_PLURALS = (
    "countries|states|governments|nations|companies|firms|agencies|vendors|suppliers|products|operators|sectors|authorities|"
    "measures|bodies|directives|advisories|steps|bans|banks|makers|manufacturers|organi[sz]ations|groups|services|laws|"
    "rules|orders|warnings|names|people|ministers|vulnerabilities|versions|devices|areas|categories|reasons|sites|providers"
)
_SHAPES = (
    ("timeline", r"\btime ?line\b|\bchronolog|\bin (?:date|time|chronological) order\b|\bin order\s*\??$|\bby date\b|\bsequence of events\b|\bhistory of\b|\bhow (?:did|have|has)\b.*\b(?:evolved?|develop(?:ed)?|unfold(?:ed)?|changed?|grew|grown)\b|\bstep by step\b|\bover the years\b|\bover time\b|\bwhat happened when\b|\bthe steps from\b|\bmilestones\b|\bevents\b.*\b(?:from|between|since)\b"),
    ("comparison", r"\bcompar(?:e|ed|es|ing|ison)\b|\bversus\b|\bvs\.?(?=\W)|\bdiffer(?:s|ed)?\b|\bdifferences?\b|\bcontrast\b|\bwhich (?:one )?(?:is|was|came|has) (?:\w+er|more|less|first)\b"),
    ("list", rf"^(?:and |so )?(?:which|what) (?:[\w-]+ ){{0,3}}?(?:{_PLURALS})\b|^(?:please |pls )?(?:list|name|enumerate)\b|\b(?:list|name) (?:all|the|every|some)\b|\ball (?:the )?(?:{_PLURALS})\b|^(?:the )?(?:two|three|four|five|six|seven|eight|nine|ten) (?:[\w-]+ ){{0,3}}\w+s\b|^(?:red flags|warning signs|indicators|examples|members)\b|\bexamples of\b"),
)  # fmt: skip
_WANTS = (
    ("person", r"\bwho(?:m|se)?\b|\bwhich (?:minister|official|judge|person|president|director|spokes\w+)\b|\bname of the\b"),
    ("date", r"\bwhen\b|\bwhat (?:date|day|year|month)\b|\bwhich (?:year|month|date|day)\b|\bsince\b|\bby what\b|\bdeadline\b|\bhow (?:soon|long ago)\b"),
    ("number", r"\bhow (?:many|much|long|large|big|high|far|often|old|severe|few)\b|\b(?:share|percentages?|percent|number|amount|proportion|scores?|caps?|threshold|limit|sum|total|count|rate|size|value) of\b|\bwhat (?:\w+ )?(?:share|percentage|percent|number|amount|proportion|score|cap|threshold|limit|sum|total)\b|\b(?:cvss|base) score\b|\bvotes?\b"),
    ("money", r"\bhow much\b|\bcosts?\b|\bprice\b|\bfines?d?\b|\bbudget\b|\bpenalt|\bworth\b|\bpaid\b|\bcompensation\b|\bmoney\b|\bfunding\b|\b(?:pay|award(?:ed)?|spend|spent|invest(?:ed|ment)?)\b"),
    ("place", r"\bwhere\b|\bwhich (?:country|city|place|region|state)\b|\bwhat country\b"),
    ("reason", r"\bwhy\b|\breasons?\b|\bgrounds\b|\bjustif|\bhow come\b|\bon what basis\b|\brationale\b"),
    ("status", r"\b(?:still|currently|now(?:adays)?|at present|at the moment|today|right now|these days|in force|in effect|latest|current|status|any ?more|as it stands|so far|to date|active)\b"),
    ("yes-no", r"^(?:and |but |so )?(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would|must|may|should)\b"),
)  # fmt: skip

_BEFORE_FOCUS = re.compile(
    r"^(?:\W*(?:and|but|so|ok|then|please|tell me|do you know|can you tell me|could you tell me|who|whom|whose|what|which|"
    r"when|where|why|how|many|much|long|large|is|are|was|were|did|does|do|has|have|had|will|would|can|could|must|should|"
    r"may|exactly|the|a|an|any|there|that|it|they|(?:kind|sort|type|name|number|amount) of)\b)*",
    re.IGNORECASE,
)
_AFTER_FOCUS = re.compile(
    r"\b(?:of|for|in|on|by|to|from|with|at|about|against|over|under|into|after|before|during|between|when|if|that|who|"
    r"which|did|does|do|is|are|was|were|has|have|had|will|would|can|could|must|should|may|and|or|as|than)\b|[,;:(]",
    re.IGNORECASE,
)
_OPENS_FOLLOW_UP = re.compile(
    r"^\W*(?:and|but|so|then|what about|how about|what of|same for|also|ok(?:ay)?)\b", re.IGNORECASE
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|she|him|his|her|that|this|those|these|there|then|such|the same|former|latter|one)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w'’.-]*\w")
_ASKING = frozenset(
    [
        "who",
        "whom",
        "whose",
        "what",
        "when",
        "where",
        "why",
        "which",
        "how",
        "did",
        "does",
        "do",
        "was",
        "were",
        "is",
        "are",
        "has",
        "have",
        "had",
        "will",
        "would",
        "can",
        "could",
        "should",
        "may",
        "might",
        "must",
        "about",
        "tell",
        "me",
        "please",
        "give",
        "explain",
        "describe",
        "say",
        "said",
        "happen",
        "happened",
        "many",
        "much",
        "long",
        "exactly",
        "there",
        "ok",
        "okay",
        "also",
        "same",
        "thing",
        "things",
        "anything",
        "something",
    ]
)


def understand(text: str, *, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Question:
    """The question as it can be searched and answered alone.

    >>> understand("and Sweden?", history=[Turn("When must Huawei kit be gone in the UK?", ...)]).standalone
    'When must Huawei kit be gone in Sweden?'
    """
    text = " ".join(text.split())
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


def focus_words(text: str) -> list[str]:
    """The words that name what is asked for, at most three.

    >>> focus_words("what fine did the ministry impose on the operator?")
    ['fine']
    """
    rest = text[_BEFORE_FOCUS.match(text).end() :]  # type: ignore[union-attr]
    end = _AFTER_FOCUS.search(rest)
    return content_words(rest[: end.start()] if end else rest)[:3]


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
    swapped = swap_country(question.text, earlier)
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
        countries=find_countries(question.text),
        follows=True,
        documents=documents,
    )


def swap_country(text: str, earlier: str) -> str:
    """The earlier question asked of another country: "and Sweden?"; empty where the text asks more than that."""
    new = country_mentions(text)
    old = country_mentions(earlier)
    if len({country for _, _, country in new}) != 1 or not old or _POINTS_BACK.search(text):
        return ""
    name = new[0][2]
    asked_before = {stem(word) for word in content_words(earlier)}
    outside = _WORD.findall(text[: new[0][0]] + text[new[0][1] :])
    added = [
        word
        for word in outside
        if word in content_words(" ".join(outside)) and stem(word) not in asked_before
    ]
    if added or name in {country for _, _, country in old}:
        return ""
    swapped = earlier
    for start, end, _ in reversed(old):
        swapped = swapped[:start] + name + swapped[end:]
    return swapped


def parts_of(question: Question) -> list[tuple[str, Question]]:
    """What is searched for it, each with the group it is shown in: a comparison of countries once for each of them."""
    if question.shape != "comparison" or len(question.countries) < 2:
        return [("", question)]
    return [(country, without_other_countries(question, country)) for country in question.countries]


def without_other_countries(question: Question, kept: str) -> Question:
    """The comparison's question asked of one country alone."""
    text = question.standalone
    for start, end, country in reversed(country_mentions(text)):
        if country != kept:
            text = f"{text[:start]} {text[end:]}"
    return replace(question, standalone=" ".join(text.split()), countries=(kept,))
