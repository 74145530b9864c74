"""What documents must be that a question asks for: of a kind, from or about somebody, still standing (pure).

Only what the catalog knows of a document counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.asking.meanings import holds, meanings
from assistant.asking.mentions import words_apart
from assistant.collection.statements import Statements
from assistant.collection.words import NOUN, kind_words, said_in, words_left
from assistant.language.names import country_mentions, find_countries, named_country
from assistant.language.words import stem
from assistant.standing import Standing
from index.storage.records import Entry, Line
from index.types import Metadata

_OF = re.compile(
    r"\b(?:about|on|concerning|regarding|mention(?:s|ed|ing)?|naming|related to|relating to|to do with|covering|affecting)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:from|by|of|in)\b", re.IGNORECASE)
# What makes an advisory one of a product; and words for products that are no part of a name.
_AFFECTED = re.compile(
    r"\b(?:affect(?:s|ed|ing)?|impact(?:s|ed|ing)?|concern(?:s|ing)?|appl(?:y|ies) to|vulnerable|hit(?:s|ting)?)\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:for|about|on|in|of|against|regarding|related to|relating to|to do with)\b", re.IGNORECASE
)
_GOODS = re.compile(
    r"\b(?:products?|devices?|equipment|models?|hardware|software|systems?|components?|gear|appliances?|series|family|versions?)\b",
    re.IGNORECASE,
)
_ANY_GOODS = re.compile(r"\b(?:products|devices|equipment)\b")
_STANDING = {
    "superseded|replaced": "superseded by",
    "withdrawn|revoked": "withdrawn by",
    "amended": "amended by",
}
# The numbers of the documents that hold all the words.
Mentioning = Callable[[Sequence[str]], Iterable[int]]


@dataclass(frozen=True, slots=True)
class Criterion:
    """What documents must be, in words that follow "they are", and the numbers of those that are; what is so besides.

    `lines` are the sentences by which they say so, where they do, and `product` the words of the product they are of.
    """

    words: str
    held: frozenset[int]
    besides: str = ""
    lines: tuple[Line, ...] = ()
    product: frozenset[str] = frozenset()

    @classmethod
    def of(cls, words: str, entries: Iterable[Entry], fits: Callable[[Metadata], bool]) -> Criterion:
        return cls(words, frozenset(entry.number for entry in entries if fits(entry.metadata)))


def take_kinds(text: str, entries: Sequence[Entry]) -> tuple[str, list[Criterion]]:
    """The text with a mark for the words for a kind of document that there are some of, and that kind as a criterion."""
    kinds = {entry.metadata.kind for entry in entries}
    for kind in sorted(kinds - {""}, key=lambda kind: (-len(kind), kind)) if len(kinds) > 1 else ():
        said = re.compile(rf"\b(?:{kind_words(kind)})\b", re.IGNORECASE)
        if said.search(text):
            of_kind = Criterion.of(f"of the kind “{kind}”", entries, lambda m, kind=kind: m.kind == kind)  # type: ignore[misc]
            return said.sub(NOUN, text, count=1), [of_kind]
    return text, []


def take_standing(text: str, entries: Sequence[Entry], standing: Standing) -> tuple[str, list[Criterion]]:
    """The text without "superseded" and the like, and these as criteria."""
    criteria = []
    for words, changed in _STANDING.items():
        if not (said := re.search(rf"\b(?:{words})\b", text, re.IGNORECASE)):
            continue
        held = frozenset(
            e.number for e in entries if any(how == changed for how, _ in standing.changes(e.id))
        )
        criteria.append(Criterion(f"{said[0].casefold()} by another", held))
        text = f"{text[: said.start()]} {text[said.end() :]}"
    return text, criteria


def take_countries(text: str, entries: Sequence[Entry]) -> tuple[str, list[Criterion]]:
    """The text without the countries that it names, and whose or about which the documents are, as criteria."""
    criteria = []
    for start, end, country in reversed(country_mentions(text)):
        about = bool(_OF.search(text[:start]))
        countries = countries_told if about else countries_of
        criteria.append(
            Criterion.of(
                f"{'about' if about else 'from'} {named_country(country)}",
                entries,
                lambda m, country=country, countries=countries: country in countries(m),  # type: ignore[misc]
            )
        )
        text = f"{text[:start]} {text[end:]}"
    return text, criteria


def countries_of(metadata: Metadata) -> tuple[str, ...]:
    """Whose the document is; where it does not say, the countries that its title names."""
    own = find_countries(f"{metadata.country} | {metadata.issuer} | {metadata.publisher}")
    return own or find_countries(metadata.title)


def countries_told(metadata: Metadata) -> tuple[str, ...]:
    """The countries that the document's title and subjects name."""
    return find_countries(" | ".join(_what(metadata)))


def take_affected(
    text: str, entries: Sequence[Entry], mentioning: Mentioning, statements: Callable[[], Statements]
) -> tuple[str, list[Criterion]]:
    """The text without the product whose advisories are asked for, and these as a criterion.

    What "affect" goes with must be a product that an advisory states to be affected; what is behind "for" or "about"
    may instead stand in a title. Words such as "devices" need not be part of its name.
    """
    by_verb = _AFFECTED.search(text)
    cut = by_verb or _FOR.search(text)
    if not cut:
        return text, []
    before, behind = text[: cut.start()], text[cut.end() :]
    named, rest = (behind, before) if words_left(behind) or not by_verb else (before, behind)
    if not words_left(named) or (not by_verb and _holding(words_left(named), entries, _who)):
        return text, []
    numbers = {entry.number for entry in entries}
    # "Acme products" are all of Acme, though one of them be called "Acme Common Products".
    said = [named, _GOODS.sub(" ", named)]
    for words in dict.fromkeys(
        tuple(words_left(_ANY_GOODS.sub(" ", each))) or tuple(words_left(each)) for each in said
    ):
        product = words_apart(" ".join(words))
        if not any(word.isalpha() for word in product):
            continue
        affected = statements().affected
        lines = tuple(a.line for a in affected if a.line.document in numbers and a.is_of(product))
        if lines:
            held = frozenset(line.document for line in lines)
            if not by_verb:
                held |= _holding(words, entries, _what)
            mention = numbers.intersection(mentioning(words))
            besides = f"{len(mention | held):,} mention it" if mention - held else ""
            told = f"{'ones that affect' if by_verb else 'about'} {said_in(named)}"
            return f"{rest} {NOUN}", [Criterion(told, held, besides, lines, product)]
    return text, []


def take_names(text: str, entries: Sequence[Entry], mentioning: Mentioning) -> tuple[str, list[Criterion]]:
    """The text without the names by which documents can be told, and these as criteria.

    What follows "about" must be in a title or among the subjects. Other names are of whoever issued a document,
    or, where nobody is called so, in its title or among its subjects: "from Acme" of an advisory on Acme's pumps.
    They stand before the word for documents, or behind "from" and the like. What is asked for with "mention" may
    stand anywhere.
    """
    about = _OF.search(text)
    before, behind = (text[: about.start()], text[about.end() :]) if about else (text, "")
    criteria = []
    if words := words_left(before):
        told_by = bool(_BY.search(before))
        apart = before.rpartition(NOUN)[2]
        held = _holding(words, entries, _who) or _holding(words, entries, _who_or_what)
        if not held or (words_left(apart) and not _BY.search(apart)):
            return text, []
        criteria.append(Criterion(f"{'from' if told_by else 'of'} {said_in(before)}", held))
    if words := words_left(behind):
        said = said_in(behind)
        mention = frozenset(mentioning(words)) & {entry.number for entry in entries}
        if (about and about[0].casefold().startswith("mention")) and mention:
            criteria.append(Criterion(f"ones that mention {said}", mention))
        elif held := _holding(words, entries, _what):
            criteria.append(Criterion(f"about {said}", held, f"{len(mention | held):,} mention it"))
        else:
            return text, []
    return "", criteria


def _who(metadata: Metadata) -> tuple[str, ...]:
    return (metadata.issuer, metadata.publisher, metadata.country)


def _what(metadata: Metadata) -> tuple[str, ...]:
    return (metadata.title, *metadata.targets, *metadata.topics, *metadata.identifiers)


def _who_or_what(metadata: Metadata) -> tuple[str, ...]:
    return (*_who(metadata), *_what(metadata))


def _holding(
    words: Sequence[str], entries: Sequence[Entry], told: Callable[[Metadata], Iterable[str]]
) -> frozenset[int]:
    """The numbers of the documents whose fields hold all the words, in any inflection or as a synonym."""
    wanted = [stem(part) for word in words for part in re.findall(r"[\w']+", word)]
    said = ((entry.number, meanings(" | ".join(told(entry.metadata)))) for entry in entries)
    return frozenset(number for number, held in said if all(holds(held, word) for word in wanted))
