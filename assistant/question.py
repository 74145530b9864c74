"""What is asked: its shape, what kind of answer it wants, whom it names, and, in a conversation, what it leaves out."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.asking.comparisons import compared_countries, countries_beside, side_of
from assistant.asking.content_words import content_words
from assistant.asking.masks import WORD
from assistant.asking.shapes_and_wants import IMPLIED_SHAPES, SHAPES, WANTS, Want, any_of
from assistant.asking.spelling import as_meant
from assistant.language.dates import find_dates
from assistant.language.identifiers import take_known_identifiers
from assistant.language.names import country_mentions, find_countries, find_members
from assistant.language.words import stem
from assistant.types import Citation, Shape, Turn
from index.language.identifiers import find_identifiers
from index.types import Filters

QUESTION_CHARACTERS = 4000
"""How long a question may be."""
# As long as no written date is.
LONGEST_DATE = 40


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood; `asking/__init__.py` says which file tells which part of it.

    `carried` are the words of earlier turns that it leaves out, `instead` the question before, asked
    of another country, where that is what it asks, and `broader` the same without the countries that
    are named beside that one: "what did Sweden warn about" for "... about in Ukraine". `compared` are the countries it sets side by
    side, `among` those of the region whose members it asks for, `subject` the names of what several
    documents are on, where it asks which countries did something about that; `documents` are what
    the turns before it were answered from, and `quoted` the words they quoted.
    """

    text: str
    carried: tuple[str, ...] = ()
    instead: str = ""
    broader: str = ""
    shape: Shape = "prose"
    wants: frozenset[Want] = frozenset()
    countries: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    among: frozenset[str] = frozenset()
    follows: bool = False
    documents: tuple[str, ...] = ()
    quoted: frozenset[str] = frozenset()
    filters: Filters = field(default_factory=Filters)
    subject: frozenset[str] = frozenset()

    @property
    def wide(self) -> bool:
        """Whether more than one thing is asked for: a list, a timeline, a comparison."""
        return self.shape != "prose"

    @property
    def answered_of(self) -> tuple[str, ...]:
        """The countries one of which an answer must be of: what is asked again of another country, of that one alone."""
        return find_countries(self.text) if self.instead else self.countries

    @property
    def asked(self) -> str:
        """What is asked now: "and Sweden?" asks the question before it of Sweden."""
        return self.instead or self.text

    @property
    def standalone(self) -> str:
        """What can be searched without the conversation: what is asked now, and behind it what is carried over."""
        return f"{self.asked} ({' '.join(self.carried)})" if self.carried else self.asked


_SHAPES = [
    (shape, any_of(patterns)) for shapes in (SHAPES, IMPLIED_SHAPES) for shape, patterns in shapes.items()
]
_WANTS = {want: any_of(patterns) for want, patterns in WANTS.items()}
# What leads to the day as of which something is asked.
_AS_OF = re.compile(r"[,;]?\s*\bas (?:of|at)\s+(?:(?:the\s+)?end of\s+)?(?:the\s+)?", re.IGNORECASE)
_OPENS_FOLLOW_UP = re.compile(
    r"^\W*(?:and|but|so|then|what about|how about|what of|same for|also|ok(?:ay)?)\b", re.IGNORECASE
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|she|him|his|her|that|this|those|these|there|then|such|the same|former|latter|one)\b",
    re.IGNORECASE,
)
# Says that something is, and of no place: "are there rules on lamps?".
_EXISTS = re.compile(r"\b(?:(?:is|are|was|were) there|there (?:is|are|was|were))\b", re.IGNORECASE)
# The preposition behind which a country is named.
_LED_BY = re.compile(
    r"\b(in|from|to|against|with|by|for|on|towards?|between|of)\s+(?:the\s+)?$", re.IGNORECASE
)
# "The UK ban" and "the Norwegian agency" keep their article.
_QUALIFIES = re.compile(r" (?!(?:about|on|in|of|to|for|with|from|by|at|and|or|over|after|before)\b)\w")
# Behind these a country does something: "did the UK warn", and not "is the UK ban".
_ACTS = re.compile(
    r"\b(?:d(?:o|oes|id)|ha(?:s|ve|d)|will|would|can|could|should|must|may|might) the $", re.IGNORECASE
)
_NOW = re.compile(r"\b(?:now|today|currently|nowadays)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def understand(text: str, *, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Question:
    """The question as it can be searched and answered alone.

    "and Sweden?" after "When must Huawei kit be gone in the UK?" -> "When must Huawei kit be gone in Sweden?"
    """
    text = as_meant(" ".join(text.split()))
    text, as_of = take_as_of(text)
    filters = replace(filters, as_of=filters.as_of or as_of)
    question = Question(
        text=text,
        shape=shape_of(text),
        wants=wants_of(text),
        countries=find_countries(text),
        compared=compared_countries(text),
        filters=filters,
    )
    if "countries" in question.wants and (among := find_members(text)):
        # "EU members" asks for countries, not for the Union.
        apart = tuple(country for country in question.countries if country != "European Union")
        question = replace(question, among=among, countries=apart)
    if not history or not leans_back(text):
        return question
    names_day = bool(_NOW.search(text)) or any(date.year for date in find_dates(text))
    if not (filters.as_of or names_day):
        question = replace(question, filters=replace(filters, as_of=as_of_before(history)))
    return complete(question, history)


def as_of_before(history: Sequence[Turn]) -> str:
    """The day as of which the turn before was asked: by itself, or by those that it leans on; empty where none names one.

    A day that was passed in beside a question counts for that one alone.
    """
    for turn in reversed(history):
        text, as_of = take_as_of(as_meant(" ".join(turn.question.split())))
        if as_of or not leans_back(text):
            return as_of
    return ""


def take_as_of(text: str) -> tuple[str, str]:
    """The question without the day as of which it is asked, and that day in ISO 8601; empty where it names none.

    Of a month or year that is the last day.

    >>> take_as_of("What did Norway say about gauges as of March 2024?")
    ('What did Norway say about gauges?', '2024-03-31')
    """
    for match in _AS_OF.finditer(text):
        rest = text[match.end() :]
        date = next((d for d in find_dates(rest[:LONGEST_DATE]) if d.year and not d.start), None)
        without = " ".join(f"{text[: match.start()]} {rest[date.end :]}".split()) if date else ""
        if date and content_words(without):
            month = date.month or 12
            day = date.day or monthrange(date.year, month)[1]
            return re.sub(r"^\W+|\s+(?=[?.,!])", "", without), replace(date, month=month, day=day).iso
    return text, ""


def shape_of(text: str) -> Shape:
    """How the answer is best laid out."""
    shape: Shape = next((shape for shape, pattern in _SHAPES if pattern.search(text)), "prose")
    return "comparison" if shape in {"prose", "list"} and compared_countries(text) else shape


def wants_of(text: str) -> frozenset[Want]:
    """The kinds of answer the question asks for."""
    return frozenset(want for want, pattern in _WANTS.items() if pattern.search(text))


def leans_back(text: str) -> bool:
    """Whether the question needs the one before it: it opens so, points back, or names too little to stand alone."""
    words = content_words(text)
    if leads_on(text) and len(words) <= 8:
        return True
    names = [word for word in words if word[0].isupper()]
    if points_back(text):
        return len(words) <= 6
    if find_identifiers(text):
        return False
    return len(words) <= 2 or (len(words) <= 4 and not names and not find_countries(text))


def leads_on(text: str) -> bool:
    """Whether it opens as what goes on from something: "and Sweden?"."""
    return bool(_OPENS_FOLLOW_UP.search(text))


def points_back(text: str) -> bool:
    """Whether a pronoun stands for what was spoken of before: "who mocked it?"."""
    return bool(_POINTS_BACK.search(_EXISTS.sub(" ", text)))


def complete(question: Question, history: Sequence[Turn]) -> Question:
    """A follow-up with what it leaves out taken from the turns before it."""
    cited = [citation for turn in reversed(history[-2:]) for citation in turn.answer.citations]
    swapped = swap_country(question.text, asked_of_a_country(history))
    if swapped:
        named = find_countries(question.text)[0]
        others = [country for country in find_countries(swapped) if country != named]
        return replace(
            question,
            instead=swapped,
            broader=side_of(swapped, named, others) if others else "",
            shape=shape_of(swapped),
            wants=wants_of(swapped) | question.wants,
            countries=find_countries(swapped),
            compared=compared_countries(swapped),
            follows=True,
        )
    return replace(
        question,
        carried=tuple(topic_words(asked_in(history[-1]), question.text, cited)),
        follows=True,
        documents=tuple(dict.fromkeys(citation.document for citation in cited)),
        quoted=frozenset(citation.quote for citation in cited),
    )


def asked_in(turn: Turn) -> str:
    """What was asked in a turn, as it can be searched alone."""
    return turn.answer.standalone or turn.question


def asked_of_a_country(history: Sequence[Turn]) -> str:
    """What was asked last, but for what leans on a question before it and names no country itself: "when was that?".

    "List them" does so too, but asks for documents: it may be asked of another country as it stands.
    """
    for turn in reversed(history):
        asked, carried = asked_in(turn), turn.answer.carried
        itself = asked.removesuffix(f" ({' '.join(carried)})")
        if turn.answer.kind == "catalog" or not carried or find_countries(itself):
            return asked
    return asked_in(history[-1])


def topic_words(earlier: str, text: str, cited: Sequence[Citation]) -> list[str]:
    """What the earlier question was about and the new one leaves out: its names, and its words that are in a cited title.

    All its content words where nothing was cited. A country, year or identifier gives way to one that is asked now.
    """
    said = {stem(word) for word in content_words(text)}
    titles = {stem(word) for citation in cited for word in WORD.findall(citation.title)}
    instead = find_countries(text)
    places = [word for start, end, _ in country_mentions(earlier) for word in earlier[start:end].split()]
    if find_identifiers(text):
        earlier = take_known_identifiers(earlier)[1]
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
    if len({country for _, _, country in new}) != 1 or not old or points_back(text):
        return ""
    name = new[0][2]
    asked_before = {stem(word) for word in content_words(earlier)}
    outside = WORD.findall(text[: new[0][0]] + text[new[0][1] :])
    added = [
        word
        for word in outside
        if word in content_words(" ".join(outside)) and stem(word) not in asked_before
    ]
    if added or name in {country for _, _, country in old}:
        return ""
    # What two were asked is asked of one.
    beside = compared_countries(earlier) or countries_beside(earlier)
    earlier = side_of(earlier, beside[0], beside) if beside else earlier
    swapped = earlier
    gives_way = _same_part(text, new[0][0], earlier)
    for start, end, country in reversed(country_mentions(earlier)):
        if country != gives_way:
            continue
        before, after = swapped[:start], swapped[end:]
        if not _QUALIFIES.match(after) or _ACTS.search(before):
            before = re.sub(r"\bthe $", "", before)  # "in the UK?" becomes "in Sweden?"
        owner = "'s" if re.search(r"['’]s$", swapped[start:end]) else ""
        swapped = before + name + owner + after
    return swapped


def _same_part(text: str, place: int, earlier: str) -> str:
    """The country that is in the earlier question what the one at `place` is in the text: "and in Sweden?" asks of another "in"."""
    led = _LED_BY.search(text[:place])
    old = country_mentions(earlier)
    alike = (
        country
        for start, _, country in old
        if led and (theirs := _LED_BY.search(earlier[:start])) and theirs[1].lower() == led[1].lower()
    )
    return next(alike, old[0][2])


def broadened(question: Question) -> Question:
    """The question without the countries that are named beside the one it asks of."""
    return replace(question, instead=question.broader, broader="", countries=find_countries(question.broader))


def alone(question: Question) -> Question:
    """The question without what was before it."""
    return replace(question, carried=(), follows=False, documents=(), quoted=frozenset())


def parts_of(question: Question) -> list[tuple[str, Question]]:
    """What is searched for it, each with the group it is shown in: a comparison of countries once for each of them."""
    if question.shape != "comparison" or len(question.compared) < 2:
        return [("", question)]
    return [(country, without_the_others(question, country)) for country in question.compared]


def without_the_others(question: Question, kept: str) -> Question:
    """The comparison's question asked of one of its countries alone."""
    told = side_of(question.standalone, kept, question.compared)
    return replace(question, text=told, carried=(), instead="", countries=(kept,), compared=())
