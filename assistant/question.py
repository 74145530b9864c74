"""What is asked: its shape, what kind of answer it wants, whom it names, and, in a conversation, what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from assistant.names import country_mentions, find_countries
from assistant.types import Citation, Turn
from assistant.words import STOP_WORDS, stem
from index.types import Filters

QUESTION_CHARACTERS = 4000
"""How long a question may be."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `standalone` can be searched without the conversation. `shape` is prose, list, timeline or
    comparison, `compared` the countries it sets side by side; `wants` holds any of person, date, number, money, place, reason, status, present, yes-no;
    `documents` are what the turns before it were answered from, and `quoted` the words they quoted.
    """

    text: str
    standalone: str
    shape: str = "prose"
    wants: frozenset[str] = frozenset()
    countries: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    follows: bool = False
    documents: tuple[str, ...] = ()
    quoted: frozenset[str] = frozenset()
    filters: Filters = field(default_factory=Filters)

    @property
    def asked(self) -> int:
        """How many characters of `standalone` are asked now; what follows is carried over from earlier turns."""
        return len(self.text) if self.standalone.startswith(self.text) else len(self.standalone)


_PLURALS = (
    "countries|states|governments|nations|companies|firms|agencies|vendors|suppliers|products|operators|sectors|authorities|"
    "measures|bodies|directives|advisories|steps|bans|banks|makers|manufacturers|organi[sz]ations|groups|services|laws|"
    "rules|orders|warnings|names|people|ministers|vulnerabilities|versions|devices|areas|categories|reasons|sites|providers|"
    "institutions|ministries|provinces|cities|ports|ships|vessels|cables|incidents|attacks|tools|apps|carriers|victims|"
    "actors|conditions|criteria|penalties|deadlines|exceptions|signs|recommendations|duties|obligations|requirements"
)
_SINGULAR = "is|was|has|does|this|its|us|status|basis|focus|bus|virus|process|access|business|congress|press|news|less|class|series|analysis|crisis|gas|loss|pass|cross|address|progress|success|always|yes|as|vs|whereas|perhaps|kinds?|sorts?"
_SHAPES = (
    ("timeline", r"\btime ?line|\bchronolog|\bchronicle|\bin (?:date|time|chronological|what) order\b|\bin order\s*\??$|\bby date\b|\b(?:key|all|the|with|main) dates\b|\bdates? (?:of|for) (?:each|every|all)\b|\bdates?\b[^.?]*\bwhat happened\b|\bsequence of\b|\bcourse of events\b|\b(?:history|story|stages|chapters|phases) of\b|\bhow (?:did|have|has|was|were)\b.*\b(?:evolved?|develop(?:ed)?|unfold(?:ed)?|changed?|grew|grow|grown|tighten(?:ed)?|escalated?|progress(?:ed)?|go from|get from|come about|came about|play(?:ed)? out)\b|\b(?:step by step|stage by stage|year by year|month by month|blow by blow|one after (?:the other|another))\b|\bover the (?:years|months|last|past)\b|\bover time\b|\bwhat happened (?:when|and when|after|next|since|between|from)\b|\bthe steps? from\b|\bmilestones\b|\bsaga\b|\b(?:run|lead)[- ]?up to\b|\bled up to\b|\b(?:trace|retrace|recap|reconstruct)\b|\b(?:events|moves|steps|actions|developments|measures|decisions|stages)\b.*\b(?:from|between|since)\b|\b(?:take|walk|talk|run) (?:me|us) through\b|\bfrom (?:the )?(?:first|start|beginning|initial|early)\b.*\b(?:to|until|till)\b|\bfrom \d{4} (?:to|until|till|on)\b|\bwhat (?:was|came) first\b.*\bthen\b|\bwhen did each\b|\band when\b.*\beach\b|\bhow we got\b|\bdates\b|\bwho did what(?: and)? when\b|\bwhat happened\b.*\b(?:when|from|between|since|after)\b|\bin sequence\b|\b(?:start|beginning) to (?:finish|end|now|today)\b|\bsuccessive\b|\b(?:road|path) (?:from|to)\b|\bfirst\b.*\bthen\b|\b(?:set|lay|spell) out\b|\b(?:how|what) (?:did|has|have)\b.*\bfrom\b.*\bto\b.*\d|\b(?:since|from) (?:the )?\w+ \d{4}.*\b(?:dates|when|order)\b"),
    ("comparison", r"\bcompar(?:e|ed|es|ing|ison)\b|\bversus\b|\bvs\.?(?=\W)|\bdiffer(?:s|ed)?\b|\bdifferences?\b|\bcontrast\b|\bwhich (?:one )?(?:is|was|came|has) (?:\w+er|more|less|first)\b|\bas opposed to\b|\bside by side\b|\bin common\b|\b(?:bigger|larger|stricter|longer|shorter|earlier|later|sooner|tougher|softer|milder|faster|slower|older|newer|higher|lower|more|less|fewer) than\b|\bthe same (?:as|way)\b|\bwho (?:\w+ )?(?:first|sooner|earlier|faster)\b|\bwhile the other\b|\bon the one hand\b"),
    ("list", rf"^(?:and |so |in |for |to |from |of |at |on |under |by )*(?:which|what)(?: \w+ed)?(?: (?:other|all|else|different|kinds? of|sorts? of))? (?:[a-z-]+(?<!s) ){{0,1}}?(?!(?:{_SINGULAR})\b)[a-z]{{2,}}[a-rt-z]s (?:are|were|have|had|do|did|must|can|may|might|could|will|would|should|came|got|went|stand|fall|face|need|want|keep|use)\b|^(?:and |so |in |for |to |from |of |at |on |under |by )?(?:which|what) (?:[\w-]+ ){{0,3}}?(?:{_PLURALS})\b|\bof which (?:{_PLURALS})\b|^(?:please |pls )?(?:list|name|enumerate|give me|tell me)\b(?! of)(?=.*\b(?:all|the|every|some|{_PLURALS})\b)|\b(?:list|name) (?:all|the|every|some)\b|\ball (?:the )?(?:{_PLURALS})\b|^(?:the )?(?:two|three|four|five|six|seven|eight|nine|ten) (?:[\w-]+ ){{0,3}}\w+s\b|^(?:red flags|warning signs|indicators|examples|members)\b|\bexamples of\b|^(?:and )?(?:which|who|what) (?:all|else|of|ones)\b|\bevery (?:country|state|government|company|agency|vendor|product|place|one)\b|\ball of (?:them|these|those)\b|\beach of (?:them|these|those|the)\b|^where (?:have|are|were) (?:[\w-]+ ){{1,4}}been\b|\bnames? of (?:all|the) (?:[\w-]+ ){{0,2}}(?:{_PLURALS})\b|^(?:[\w-]+ ){{1,3}}(?:{_PLURALS})\b (?:that|which|who|named|reported|said|listed|hit|affected)\b"),
)  # fmt: skip
# Words before the name of a country that set it beside the country named before it.
_BESIDE = re.compile(
    r"(?:[,/&]|\b(?:and|or|nor|vs\.?|versus|than|with|from|to|before|after|as)\b)"
    r"(?:\s+(?:and|or|the|in|that|those|of|for|did|does|is|was|what|about|then|also))*\s*$",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:compar\w+|versus|vs|differ\w*|contrast|than|both|each|either|respectively|alike|first|sooner|same|or|who|"
    r"as \w+ as|\w{3,}er (?:of|than))\b|\b(?:before|after)\b.*\?|\b\w+'s or\b",
    re.IGNORECASE,
)
# How people ask what holds now; the words name nothing that a document would have to say.
_STATUS = re.compile(
    r"\b(?:still|currently|now(?:adays)?|at present|at the moment|today|right now|these days|in force|in effect|latest|"
    r"current|status|any ?more|as it stands|so far|to date|active)\b",
    re.IGNORECASE,
)
_WANTS = (
    ("person", r"\bwho(?:m|se)?\b(?! (?:is|are|was|were) (?:not )?\w+ed\b)|\bwhich (?:minister|official|judge|person|president|director|spokes\w+)\b|\bnames? of (?:the )?(?:\d+ |two |three )?(?:men|women|people|person|judge|minister|official|director|captain|chair\w*|head|boss|chief)\b"),
    ("date", r"^(?:(?:and|but|so|from|since|until|till|by|exactly|ok) )*when\b|\b(?:and|or|since|until|by|from)[ ,]+when\b|[,:;] ?when\b|\bwhen (?:exactly )?\?|\bwhat (?:exact )?(?:date|day|year|month)\b|\bwhich (?:year|month|date|day)\b|\bby what\b|\bdeadlines?\b|\bhow (?:soon|long ago)\b"),
    ("number", r"\bhow (?:many|long|large|big|high|far|often|old|severe|few)\b|\bhow much\b(?! (?:more|less|\w+er)\b)|\b(?:share|percentages?|percent|number|amount|proportion|scores?|caps?|threshold|limit|sum|total|count|rate|size|value) of\b|\bwhat (?:\w+ )?(?:share|percentage|percent|number|amount|proportion|score|cap|threshold|limit|sum|total)\b|\b(?:cvss|base) score\b|\bvotes?\b"),
    ("money", r"\bhow much (?:money|did|does|do|will|would|was|were|is|are|has|have|had|cash|compensation|funding|extra)\b|\b(?:what|which|at what)\b[^?]{0,40}\b(?:costs?|price|fines?|budget|penalty|sum|compensation|funding|bill|revenue|turnover)\b|\b(?:costs?|price|fine|budget|bill) of\b|^(?:\w+ ){0,2}(?:the )?(?:costs?|price|fine|bill)\b|\$\$"),
    ("place", r"\bwhere\b|\bwhich (?:country|city|place|region|state)\b|\bwhat country\b"),
    ("reason", r"\bwhy\b|\breasons?\b|\bgrounds\b|\bjustif|\bhow come\b|\bon what basis\b|\brationale\b"),
    ("status", _STATUS.pattern),
    ("present", r"^(?!.*\b(?:did|was|were|had)\b)(?:\W*\w+\W+){0,4}?(?:is|are|am|can|may|must|does|do|has|have)\b"),
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
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
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
        compared=compared_countries(text),
        filters=filters,
    )
    if not history or not leans_back(text):
        return question
    return complete(question, history)


def shape_of(text: str) -> str:
    """How the answer is best laid out: prose, list, timeline or comparison."""
    shape = next((shape for shape, pattern in _SHAPES if re.search(pattern, text, re.IGNORECASE)), "prose")
    return "comparison" if shape in {"prose", "list"} and compared_countries(text) else shape


def compared_countries(text: str) -> tuple[str, ...]:
    """The countries that the question sets side by side, in order; none where it does not.

    >>> compared_countries("Did Berlin go as far as Washington on the Russian antivirus?")
    ('Germany', 'United States')
    """
    mentions = country_mentions(text)
    beside = [
        (one, other)
        for (_, end, one), (start, _, other) in pairwise(mentions)
        if one != other and _BESIDE.search(text[end:start])
    ]
    countries = tuple(dict.fromkeys(country for pair in beside for country in pair))
    return countries if len(countries) > 2 or (countries and _COMPARES.search(text)) else ()


def wants_of(text: str) -> frozenset[str]:
    """The kinds of answer the question asks for."""
    return frozenset(kind for kind, pattern in _WANTS if re.search(pattern, text, re.IGNORECASE))


def content_words(text: str) -> list[str]:
    """The words that carry what is asked, in order."""
    words = [word.strip(".") for word in _WORD.findall(_STATUS.sub(" ", text))]
    return [word for word in words if word.casefold() not in STOP_WORDS and word.casefold() not in _ASKING]


def says_something(word: str) -> bool:
    """Whether a word can name a matter: "hi" does not; "EU", "5G" and words of other scripts do."""
    return len(word) > 2 or not (word.islower() and word.isascii() and word.isalpha())


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
    cited = [citation for turn in reversed(history[-2:]) for citation in turn.answer.citations]
    swapped = swap_country(question.text, earlier)
    if swapped:
        return replace(
            question,
            standalone=swapped,
            shape=shape_of(earlier),
            wants=wants_of(earlier) | question.wants,
            countries=find_countries(swapped),
            compared=compared_countries(swapped),
            follows=True,
        )
    return replace(
        question,
        standalone=f"{question.text} ({' '.join(topic_words(earlier, question.text, cited))})",
        follows=True,
        documents=tuple(dict.fromkeys(citation.document for citation in cited)),
        quoted=frozenset(citation.quote for citation in cited),
    )


def topic_words(earlier: str, text: str, cited: Sequence[Citation]) -> list[str]:
    """What the earlier question was about and the new one leaves out: its names, and its words that are in a cited title.

    All its content words where nothing was cited. A country or year gives way to one that is asked now.
    """
    said = {stem(word) for word in content_words(text)}
    titles = {stem(word) for citation in cited for word in _WORD.findall(citation.title)}
    instead = find_countries(text)
    places = [word for start, end, _ in country_mentions(earlier) for word in earlier[start:end].split()]
    words = []
    for word in content_words(earlier):
        replaced = (instead and word in places) or (_YEAR.search(text) and _YEAR.search(word))
        of_topic = not cited or word[:1].isupper() or word[:1].isdigit() or stem(word) in titles
        if stem(word) not in said and of_topic and not replaced:
            words.append(word)
    return words


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
        before, after = swapped[:start], swapped[end:]
        if not re.match(r" \w", after):
            before = re.sub(r"\bthe $", "", before)  # "in the UK?" becomes "in Sweden?"
        owner = "'s" if re.search(r"['’]s$", swapped[start:end]) else ""
        swapped = before + name + owner + after
    return swapped


def parts_of(question: Question) -> list[tuple[str, Question]]:
    """What is searched for it, each with the group it is shown in: a comparison of countries once for each of them."""
    if question.shape != "comparison" or len(question.compared) < 2:
        return [("", question)]
    return [(country, without_the_others(question, country)) for country in question.compared]


def without_the_others(question: Question, kept: str) -> Question:
    """The comparison's question asked of one of its countries alone."""
    text = question.standalone
    others = set(question.compared) - {kept}
    for start, end, country in reversed(country_mentions(text)):
        if country in others:
            text = f"{text[:start]} {text[end:]}"
    return replace(question, text=text, standalone=" ".join(text.split()), countries=(kept,), compared=())
