"""Which documents a question asks for by a field that they state: of a sector, from vendors of a country, with a weakness (pure)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.asking.mentions import words_apart
from assistant.collection.criteria import Criterion
from assistant.collection.measures import FLAWS
from assistant.collection.statements import Statements
from assistant.collection.told import SHORT, FieldName, Told, says
from assistant.collection.words import NOUN, are_advisories, words_left
from assistant.language.names import country_mentions, named_country
from index.language.identifiers import find_identifiers
from index.storage.records import Entry

MAKERS = r"(?:vendors?|makers?|manufacturers?|compan(?:y|ies)|suppliers?|producers?)"
GOODS = r"(?:products?|devices?|equipment|systems?|software|hardware)"
FOUND = r"(?:report(?:ed)?|f(?:ind|ound)|discover(?:ed)?|identif(?:y|ied)|disclosed?|uncover(?:ed)?|submit(?:ted)?)"
_WEAKNESS = (
    rf"(?:weakness(?:es)?|cwes?|{FLAWS}|(?:security )?(?:issues?|problems?))(?: (?:types?|class(?:es)?))?"
)
_FIX = r"(?:fix(?:es)?|patch(?:es)?|remed(?:y|ies)|remediations?|solutions?)"
# What may lead in to a value or to what it is of: "that affect the", "with a", "used in".
_LEAD = re.compile(
    rf"(?:\b(?:that|which|who|whose|with|ha(?:s|ve|d|ving)|is|are|was|were|be|been|in|for|of|from|by|to|on|at|an?|the|any|and|come|"
    rf"concern(?:s|ed|ing)?|affect(?:s|ed|ing)?|impact(?:s|ed|ing)?|relevant|hit(?:s|ting)?|cover(?:s|ed|ing)?|contain(?:s|ing)?|"
    rf"about|regarding|mention(?:s|ing)?|vulnerable|used|made|{GOODS}|{MAKERS}|{_WEAKNESS}|critical infrastructure)\s+)+$",
    re.IGNORECASE,
)
_LAGS = re.compile(rf"^(?:\s+(?:{_WEAKNESS}|{GOODS}|(?:is|are) affected|affected))+\b", re.IGNORECASE)
_TOKEN = re.compile(r"\S*\w")
_STOP = re.compile(
    r"^(?:in|for|of|from|by|to|on|at|with|that|which|who|and|or|above|over|below|since|after|before|until|between|is|are|was|were|did|has|have|affect\w*|concern\w*|impact\w*|cover\w*)$",
    re.IGNORECASE,
)
# Stands within a name such as "use after free" though it says nothing of its own.
_INSIDE = re.compile(r"^(?:of|in|after|to|for|and|the|with)$", re.IGNORECASE)
_MOST_WORDS = 8
Subject = Literal["documents", "flaws", "vendors"]
# What is asked for where that is no document: "which vendors are", "list the path traversal vulnerabilities".
_ASKS = re.compile(
    r"^\W*(?:please |pls |can you |could you )*(?:which|what|list|show|give|name|all|any|how many|(?:are|is) there|do (?:we|you) have)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    rf"(?P<vendors>\b{MAKERS}\b)|(?P<flaws>\b{FLAWS}\b)|(?P<documents>\b{GOODS}\b|{NOUN})", re.IGNORECASE
)
_WHAT = re.compile(rf"^(?P<before>\W*)what\b(?= (?:did|ha[sd]|have)\b.*\b{FOUND}\W*$)", re.IGNORECASE)
# Stands for the flaws that are asked for.
_FLAWS_MARK = "\N{SECTION SIGN}"
_BOUNDS = (NOUN, _FLAWS_MARK)
# Words too common to tell a kind of weakness alone, and how long one must be that does.
_VAGUE = frozenset(
    {
        "security",
        "software",
        "hardware",
        "critical",
        "external",
        "improper",
        "incorrect",
        "sensitive",
        "multiple",
        "resource",
    }
)
_TELLING = 8


HOME = "ones of vendors with their headquarters in {}"
_BE = r"(?:\b(?:that|which|who|have|has|is|are|were|was|their|its|the) )*"


@dataclass(frozen=True, slots=True)
class Way:
    """A way to ask for a field: `asked` finds its words, beside which the value stands, or which hold it.

    `sides` are those where it may stand. A value that no document states leaves none where the words are `plain`
    enough to ask for nothing else; else they ask for something else. It `names` a country, or may be anything.
    """

    field: FieldName
    asked: re.Pattern[str]
    words: str
    sides: str = ""
    plain: bool = False
    names: bool = False


def _way(
    field: FieldName, asked: str, words: str, sides: str = "", *, plain: bool = False, names: bool = False
) -> Way:
    return Way(field, re.compile(asked, re.IGNORECASE), words, sides, plain, names)


_WAYS = (
    _way("unfixed", rf"(?:\b(?:that|which|with|ha(?:s|ve)|is|are|there|for) )*\b(?:(?:no|without(?: an?| any)?|lack(?:s|ing)?(?: an?)?) (?:(?:\w+ )?{_FIX}(?: (?:is|are|yet|at all|exists?|that|have been))*)(?: (?P<value>planned|available))?"
         rf"|unpatched|unfixed|(?:will|is|are|have|has|can|been)(?: not|n't) (?:be |been |yet )*(?:fixed|patched)|never (?:be )?(?:fixed|patched))\b", "ones that state that no fix is {}"),
    _way("sector", r"\b(?:(?:critical )?infrastructure )?(?:sectors?|industry|industries|verticals?)\b", "ones that affect the sector {}", "<>", plain=True),
    _way("deployed", r"\bdeployed(?: (?:in|within|across|throughout))? ", "ones on products that are deployed in {}", ">", plain=True),
    _way("deployed", r"\b(?:installed|in use|used|sold)(?: (?:in|within|across|throughout))? ", "ones on products that are deployed in {}", ">", names=True),
    _way("home", rf"{_BE}(?<![\w-])(?:headquarters?|headquartered|head ?quarters|hq)(?: (?:are|is|in|at))* ", HOME, ">", plain=True),
    _way("home", rf"{_BE}(?<![\w-])(?:based|located|at home|seated)(?: (?:in|at))* ", HOME, ">", names=True),
    _way("home", rf"\b{MAKERS} (?:from|in|of) ", HOME, ">", names=True),
    _way("home", rf"\b{MAKERS}\b", HOME, "<", names=True),
    _way("reporter", rf"\b(?:{FOUND}(?: to \w+)?(?: \w+)? by|(?:credited|attributed) to) |\b(?:credit|acknowledg|thank)(?:s|es?|ing|ed)? ", "ones that acknowledge {}", ">", plain=True),
    _way("reporter", rf"\b{FOUND}(?: (?:{_WEAKNESS}|in|on|to))*", "ones that acknowledge {}", "<", plain=True),
    _way("weakness", r"(?P<value>\bcwe-\d+)\b", "ones with a weakness of type {}"),
)  # fmt: skip
_DID = re.compile(r"\b(?:did|ha[sd]|have)\b", re.IGNORECASE)
_PLACED = re.compile(
    r"\b(?:in|affect(?:s|ing)?|impact(?:s|ing)?|concern(?:s|ing)?|for|hit(?:s|ting)?)(?: the)? ",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The documents asked for by fields: a criterion each, `flaws` (document and name) where the fields are of flaws.

    `flaws` is None where the fields are of none, and `subject` says what is asked for.
    """

    criteria: tuple[Criterion, ...]
    flaws: frozenset[tuple[int, str]] | None
    subject: Subject


@dataclass(frozen=True, slots=True)
class Taken:
    """What is asked for in one way: a value, what states it, and the rest of the question."""

    way: Way
    value: str
    held: tuple[Told, ...]
    rest: str


def states_fields(entries: Sequence[Entry], statements: Statements) -> bool:
    """Whether most documents are advisories that state their fields in a set form."""
    stating = {one.line.document for one in statements.told.get("vendor", ())}
    stating |= {affected.line.document for affected in statements.affected}
    return 2 * len(stating & {entry.number for entry in entries}) > len(entries)


def take_fields(
    text: str, entries: Sequence[Entry], statements: Callable[[], Statements]
) -> tuple[str, Asked | None]:
    """The text without its words for fields that documents state and for their values, with a mark for what is asked for.

    None, and the text as it is, where it asks for no field, or names an advisory or a flaw, and where most documents
    are no advisories that state their fields in a set form.
    """
    marked, subject = mark_subject(text)
    if not subject or any(not value.startswith("CWE-") for value in find_identifiers(text)):
        return text, None
    if not are_advisories(entries) or not states_fields(entries, statements()):
        return text, None
    told = told_of(statements(), {entry.number for entry in entries})
    found: list[Taken] = []
    rest = marked
    for way in _WAYS:
        if all(way.field != other.way.field for other in found) and (taken := take_value(rest, way, told)):
            found.append(taken)
            rest = taken.rest
    for field, take in (("weakness", take_weakness), ("sector", take_sector)):
        if all(field != other.way.field for other in found) and (taken := take(rest, told, statements())):
            found.append(taken)
            rest = taken.rest
    if not found:
        return text, None
    weak = [taken.held for taken in found if taken.way.field == "weakness"]
    flaws = frozenset((one.line.document, one.flaw) for held in weak for one in held) if weak else None
    rest = rest.replace(_FLAWS_MARK, "vulnerabilities")
    return rest if subject == "flaws" or NOUN in rest else f"{rest} {NOUN}", Asked(
        tuple(criterion_of(taken, told) for taken in found), flaws, subject
    )


def mark_subject(text: str) -> tuple[str, Subject | None]:
    """The text with a mark for what it asks for, and that; None where it asks for no such thing.

    >>> mark_subject("Which vendors are in Norway?"), mark_subject("list SQL injection flaws")
    (('Which # are in Norway?', 'vendors'), ('list SQL injection §', 'flaws'))
    """
    if _WHAT.search(text):
        return _WHAT.sub(rf"\g<before>{NOUN}", text), "documents"
    first = _SUBJECT.search(text)
    if not first or not (NOUN in text or _ASKS.search(text)):
        return text, None
    if first["documents"] or (first["vendors"] and not _ASKS.search(text)):
        return (text if NOUN in text else f"{text[: first.start()]}{NOUN}{text[first.end() :]}"), "documents"
    if first["flaws"]:
        # "Security issues in # on pumps" asks for flaws, and "Acme flaws: which #?" for documents.
        return f"{text[: first.start()]}{_FLAWS_MARK}{text[first.end() :]}", "flaws"
    return f"{text[: first.start()]}{NOUN}{text[first.end() :].replace(NOUN, ' ')}", "vendors"


def told_of(statements: Statements, numbers: Collection[int]) -> Mapping[FieldName, Sequence[Told]]:
    """What these documents state."""
    return {
        field: [one for one in told if one.line.document in numbers]
        for field, told in statements.told.items()
    }


def take_value(text: str, way: Way, told: Mapping[FieldName, Sequence[Told]]) -> Taken | None:
    """What a question asks for in that way, if it does: by a value that documents state, or else by one that only could be."""
    stated = told.get(way.field, ())
    for asked in way.asked.finditer(text):
        if not way.sides:
            value = asked.groupdict().get("value") or ""
            return Taken(way, value, stating(stated, way, value), cut(text, *asked.span()))
        spans = [span for side in way.sides for span in spans_beside(text, asked, side, way)]
        for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
            if held := stating(stated, way, text[start:end]):
                return taken_at(text, (start, end), asked.span(), way, held)
        sayable = [span for span in spans if may_be_value(text[slice(*span)], way)]
        if way.plain and sayable:
            span = max(sayable, key=lambda span: span[1] - span[0])
            return taken_at(text, span, asked.span(), way, ())
    return None


def spans_beside(text: str, asked: re.Match[str], side: str, way: Way) -> Iterator[tuple[int, int]]:
    """Where a value may stand before ("<") or behind what asks for it, up to what documents or flaws are marked by."""
    if side == ">":
        start = asked.end() + len(re.match(r"(?:\s*the\b)?\s*", text[asked.end() :], re.IGNORECASE)[0])  # type: ignore[index]
        behind = re.split(rf"[{NOUN}{_FLAWS_MARK},;?]", text[start:])[0]
        tokens = list(_TOKEN.finditer(behind))[:_MOST_WORDS]
        yield from (
            (start, start + token.end())
            for token in tokens
            if tokens[0].start() == 0 and not _STOP.match(token[0]) and not _STOP.match(tokens[0][0])
        )
        return
    before = text[: asked.start()]
    begin = max(before.rfind(mark) for mark in _BOUNDS) + 1
    if way.field == "reporter":
        did = list(_DID.finditer(before))
        if not did or before[: did[-1].start()].endswith(" by "):
            return
        begin = did[-1].end()
    tokens = list(_TOKEN.finditer(before, begin))[-_MOST_WORDS:]
    yield from ((token.start(), tokens[-1].end()) for token in tokens if not _STOP.match(token[0]))


def may_be_value(value: str, way: Way) -> bool:
    """Whether a value that no document states is one all the same: words that say something, of a reporter names."""
    words = _TOKEN.findall(value)
    if not all(words_left(word) for word in words) or any(_STOP.match(word) for word in words):
        return False
    return way.field != "reporter" or value[0].isupper()


def stating(told: Sequence[Told], way: Way, value: str) -> tuple[Told, ...]:
    """Those that state the value."""
    if way.field == "unfixed":
        return tuple(one for one in told if value.casefold() in ("", one.value))
    countries = country_mentions(value)
    if countries and words_left(f"{value[: countries[0][0]]} {value[countries[0][1] :]}"):
        return ()
    if way.names and not countries:
        return ()
    return tuple(one for one in told if says(one.value, value))


def taken_at(
    text: str, value: tuple[int, int], asked: tuple[int, int], way: Way, held: Sequence[Told]
) -> Taken:
    """What is taken out of the text: a value, and beside it what asks for it."""
    start, end = min(value[0], asked[0]), max(value[1], asked[1])
    return Taken(way, text[slice(*value)], tuple(held), cut(text, start, end))


def cut(text: str, start: int, end: int) -> str:
    """The text without that part, and without what leads in to it or lags behind."""
    before, behind = _LEAD.sub("", text[:start]), _LAGS.sub("", text[end:])
    return " ".join(f"{before} {behind}".split())


def take_weakness(
    text: str, told: Mapping[FieldName, Sequence[Told]], statements: Statements
) -> Taken | None:
    """What a question asks for that names a kind of weakness without saying that it is one: "path traversal", "XSS"."""
    way = next(way for way in _WAYS if way.field == "weakness")
    weak = told.get("weakness", ())
    names = {one.value for one in weak}
    for start, end in windows(text):
        value = text[start:end]
        if " " not in value and not is_kind_alone(value, text[end:]):
            continue
        if any(says(name, value) for name in names) and not is_product(value, statements):
            held = tuple(one for one in weak if says(one.value, value))
            return Taken(way, value, held, cut(text, start, end))
    return None


def is_kind_alone(word: str, behind: str) -> bool:
    """Whether a word alone tells a kind of weakness: a short name, a compound, or a long word before "vulnerabilities"."""
    if word.casefold() in SHORT:
        return True
    is_telling = len(word) >= _TELLING and word.casefold() not in _VAGUE
    return is_telling and bool(re.match(rf"\s+(?:{_WEAKNESS}\b|{_FLAWS_MARK})", behind, re.IGNORECASE))


def take_sector(text: str, told: Mapping[FieldName, Sequence[Told]], statements: Statements) -> Taken | None:
    """What a question asks for that names a sector without saying that it is one: "in critical manufacturing"."""
    way = next(way for way in _WAYS if way.field == "sector")
    names = {one.value for one in told.get("sector", ())}
    for placed in _PLACED.finditer(text):
        for start, end in windows(text):
            value = text[start:end]
            if start != placed.end() or not any(says(name, value) for name in names):
                continue
            if not is_product(value, statements):
                held = stating(told["sector"], way, value)
                return taken_at(text, (start, end), placed.span(), way, held)
    return None


def windows(text: str) -> list[tuple[int, int]]:
    """Where in the text words stand in a row that may be a value, the longest first."""
    tokens = [token for token in _TOKEN.finditer(text) if words_left(token[0]) or _INSIDE.match(token[0])]
    spans = [
        (first.start(), last.end())
        for place, first in enumerate(tokens)
        for last in tokens[place : place + _MOST_WORDS]
        if not any(_INSIDE.match(end[0]) for end in (first, last))
        and not re.search(rf"[{NOUN}{_FLAWS_MARK},;?]", text[first.start() : last.end()])
    ]
    return sorted(spans, key=lambda span: (span[0] - span[1], span[0]))


def is_product(value: str, statements: Statements) -> bool:
    """Whether an affected product is called by these words."""
    words = words_apart(value)
    return any(affected.is_of(words) for affected in statements.affected)


def criterion_of(taken: Taken, told: Mapping[FieldName, Sequence[Told]]) -> Criterion:
    """What documents must be that state what is asked for."""
    value = taken.value.strip() or "planned or available"
    if countries := country_mentions(value):
        value = named_country(countries[0][2])
    held = frozenset(one.line.document for one in taken.held)
    besides = ""
    if taken.way.field == "deployed" and not says("worldwide", taken.value):
        everywhere = {one.line.document for one in told.get("deployed", ()) if says(one.value, "worldwide")}
        besides = (
            f"{len(everywhere - held):,} are on products that are deployed worldwide"
            if everywhere - held
            else ""
        )
    return Criterion(taken.way.words.format(value), held, besides, tuple(one.line for one in taken.held))
