"""Which values of a field are stated most: the most common weaknesses, the vendors with the most advisories, who reported most (pure)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from assistant.collection.fields import FOUND, GOODS, MAKERS, states_fields
from assistant.collection.measures import COUNT, FLAWS, FLAWS_SAID, NUMBERS
from assistant.collection.statements import Statements
from assistant.collection.told import FieldName
from assistant.collection.words import NOUN, are_advisories, documents_words
from assistant.language.names import country_mentions
from index.language.identifiers import find_identifiers
from index.storage.records import Entry, Line

# How many are told where none are counted.
_MOST = 10
_OFTEN = r"(?:common(?:ly)?|frequent(?:ly)?|often|prevalent|widespread|usual|typical)"
_ASKED = re.compile(
    rf"\b(?:(?:the )?(?:top )?(?:{COUNT.format('count')} )?(?:(?:most|more) {_OFTEN}(?: (?:reported|found|seen|affected|named|listed|hit))?|commonest)|(?:the )?top(?: {COUNT.format('top')})?|"
    rf"(?:the )?(?:most|largest number of|highest number of|greatest number of)(?= (?:critical |severe |(?:high|medium|low)[- ]severity )?(?:of the |of these |{NOUN}|{FLAWS}|{MAKERS}))|"
    rf"(?:occurs?|occurring|appears?|seen|comes? up|found|affected|hit|reported|listed|named|used) (?:the )?most(?: {_OFTEN})?)(?![\w-])",
    re.IGNORECASE,
)
# What may be counted, by the words that ask for it.
_FIELDS: tuple[tuple[FieldName, str], ...] = (
    ("weakness", rf"\b(?:cwes?(?: (?:ids?|types?))?|(?:{FLAWS}|weakness(?:es)?) (?:types?|kinds?|class(?:es)?|categor(?:y|ies))|(?:types?|kinds?|sorts?|class(?:es)?|categor(?:y|ies)) of (?:{FLAWS}|weakness(?:es)?)|weakness(?:es)?|root causes?)\b"),
    ("reporter", rf"\b(?:(?:who(?:m)?|(?:which|what) (?:security )?(?:researchers?|persons?|people|teams?|organi[sz]ations?|groups?|labs?|compan(?:y|ies)))(?: (?:has|have|is|are|was|were))?(?= .*\b(?:{FOUND}|credited|acknowledged|thanked)\b| (?:{FOUND}|credited|acknowledged|thanked)\b)|reporters?|(?:security )?researchers?|finders?|discoverers?)\b"),
    ("sector", r"\b(?:(?:critical )?(?:infrastructure )?(?:sectors?|industry|industries))\b"),
    ("home", rf"\b(?:countr(?:y|ies)(?= .*\b(?:{MAKERS}|headquarter\w*|based)\b))\b"),
    ("vendor", rf"\b(?:{MAKERS})\b"),
)  # fmt: skip
# What such a question says besides, which narrows nothing down.
_FILLER = re.compile(
    rf"\b(?:{FOUND}|credited|acknowledged|thanked|occurs?|occurring|appears?|seen|comes? up|affected|hit|named|listed|overall|across|among(?:st)?|here|who|whose|{GOODS}|headquartered|based|most)\b",
    re.IGNORECASE,
)
_NAMES: Mapping[FieldName, tuple[str, str]] = {
    "weakness": ("type of weakness", "types of weakness"), "reporter": ("reporter", "reporters"), "sector": ("sector", "sectors"),
    "home": ("country of vendors", "countries of vendors"), "vendor": ("vendor", "vendors"),
}  # fmt: skip
_LISTED = {"sector": re.compile(r",\s*(?:and\s+)?|;\s*"), "reporter": re.compile(r",\s*|\s+and\s+")}


@dataclass(frozen=True, slots=True)
class Tally:
    """That it is asked which values of a field are stated most, and how many of them are told; `of_flaws` where flaws count."""

    field: FieldName
    most: int
    of_flaws: bool


@dataclass(frozen=True, slots=True)
class Tallied:
    """A value, how often it is stated in words, how often that is, and the line of the newest document that states it."""

    value: str
    said: str
    count: int
    line: Line


def take_tally(
    text: str, entries: Sequence[Entry], statements: Callable[[], Statements]
) -> tuple[str, Tally | None]:
    """The text without its words for what is stated most, with a mark for documents, and that.

    None, and the text as it is, where it asks for no such thing, or names an advisory or a flaw, and where most documents
    are no advisories that state their fields in a set form.
    """
    asked = _ASKED.search(text)
    if not asked or find_identifiers(text) or not are_advisories(entries):
        return text, None
    found = next(
        ((field, said) for field, words in _FIELDS if (said := re.search(words, text, re.IGNORECASE))), None
    )
    if not found or not states_fields(entries, statements()):
        return text, None
    field, said = found
    count = asked["count"] or asked["top"] or ""
    rest = text
    for start, end in sorted((asked.span(), said.span()), reverse=True):
        rest = f"{rest[:start]} {rest[end:]}"
    of_flaws = bool(FLAWS_SAID.search(rest))
    if NOUN not in rest:
        rest = FLAWS_SAID.sub(NOUN, rest, count=1)
    rest = _FILLER.sub(" ", FLAWS_SAID.sub(" ", rest))
    if field == "home":
        rest = re.sub(rf"\b{MAKERS}\b", " ", rest, flags=re.IGNORECASE)
    most = NUMBERS.get(count.casefold()) or int(count or 0) or _MOST
    return " ".join((rest if NOUN in rest else f"{rest} {NOUN}").split()), Tally(field, most, of_flaws)


def tally_values(
    tally: Tally, statements: Statements, newest: Sequence[int], flaws: Collection[tuple[int, str]] | None
) -> list[Tallied]:
    """The values that these documents state, the most frequent first; `newest` are their numbers, the newest first.

    Where only some `flaws` count (document and name), these are counted, else all.
    """
    forms: dict[str, Counter[str]] = {}
    stated: dict[str, dict[int, Line]] = {}
    weak: Counter[str] = Counter()
    rank = {number: place for place, number in enumerate(newest)}
    for told in statements.told.get(tally.field, ()):
        if told.line.document not in rank or (
            told.flaw and flaws is not None and (told.line.document, told.flaw) not in flaws
        ):
            continue
        for value in values_in(tally.field, told.value):
            key = key_of(value)
            forms.setdefault(key, Counter())[value] += 1
            stated.setdefault(key, {}).setdefault(told.line.document, told.line)
            weak[key] += bool(told.flaw)
    of_documents = Counter(number for number, _ in flaws) if flaws is not None else statements.covered
    tallied = []
    for key, lines in stated.items():
        covered = weak[key] or sum(of_documents.get(number, 0) for number in lines)
        of_flaws = tally.field == "weakness" or (tally.of_flaws and tally.field != "reporter")
        said = documents_words(len(lines))
        if of_flaws:
            said = f"{covered:,} {'vulnerability' if covered == 1 else 'vulnerabilities'} in {said}"
        value = min(forms[key], key=lambda form: (-forms[key][form], form))
        tallied.append(
            Tallied(value, said, covered if of_flaws else len(lines), lines[min(lines, key=rank.__getitem__)])
        )
    return sorted(tallied, key=lambda one: (-one.count, one.value))


def tally_words(tally: Tally, total: int) -> tuple[str, str]:
    """What documents are that count, and what is to be said of the `total` of values, of which the first are told."""
    one, several = _NAMES[tally.field]
    listed = f", the first {tally.most} of which are listed" if total > tally.most else ""
    by = "; what counts is how many documents acknowledge them" if tally.field == "reporter" else ""
    return (
        f"ones that state a {one}",
        f"{total:,} {one if total == 1 else several} in all, the most frequent first{listed}{by}",
    )


def values_in(field: FieldName, value: str) -> Sequence[str]:
    """The values that a sentence gives at once.

    Of reporters these are the organizations, and of those of none the people.
    """
    if field == "weakness":
        return (value.partition(":")[0],)
    if field == "vendor":
        return (value,)
    if field == "home":
        return tuple(dict.fromkeys(country for _, _, country in country_mentions(value))) or (value,)
    _, of, organization = value.rpartition(" of ") if field == "reporter" else ("", "", "")
    return (organization,) if of else tuple(part for part in _LISTED[field].split(value) if part)


def key_of(value: str) -> str:
    """What two ways to write a name have in common: "Acme's Lab (AL)" -> "acmelab"."""
    plain = re.sub(r"\([^)]*\)|\s*['\u2019]s\b", " ", value.casefold())
    return "".join(re.findall(r"\w", plain))
