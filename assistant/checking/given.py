"""Which hard facts of a claim no source gives: its numbers, dates, identifiers and names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.checking.held import HeldClaim
from assistant.checking.reading import Sentence, keeps_wording
from assistant.language.dates import Date, clashing_date, same_date
from assistant.language.facts import Name, initials, name_word, name_words
from assistant.language.identifiers import holds_identifier, identifier_shape
from assistant.language.names import country_mentions, find_countries
from assistant.language.quantities import NUMBER_WORDS, Quantity, is_count, same_quantity
from assistant.language.words import listed, senses, stem


def find_missing(held: HeldClaim) -> list[str]:
    """What the claim states and no source does, in the claim's words; the country whose document it is goes without saying."""
    said, focus, sentences = held.said, held.focus, held.sentences
    near = [*focus, *_neighbours(focus, sentences)]
    facts = said.facts
    return [
        *(i for i in (*facts.identifiers, *facts.spelled) if not _identifier_given(i, said, near)),
        *(d.text for d in facts.dates if not _date_given(d, said, near)),
        *(q.text for q in facts.quantities if not _quantity_given(q, said, near)),
        *(
            n.text
            for n in facts.names
            if not opens_as_a_word(n, said.text)
            and not _name_given(n, said, focus, sentences)
            and not _is_of(n, held.country, held.closest, said)
        ),
    ]


def _is_of(name: Name, country: str, source: Sentence, said: Sentence) -> bool:
    """Whether a name is that country's, and does not stand where the sentence whose wording is kept names another."""
    home = find_countries(country)
    instead = set(find_countries(source.text)) - set(find_countries(said.text))
    return bool(home) and find_countries(name.text) == home and not (instead and keeps_wording(said, source))


# What follows a name seldom, and the word for a thing often: "gear from", "hundreds of"; "users who", "losses were".
_OF_A_THING = re.compile(r" (?:of(?! (?:the )?[A-Z])|from|for|about|against|between|among|without)\b")
_OF_THINGS = re.compile(r" (?:in|on|at|to|by|with|who|which|that|are|were|have)\b")
_PLURAL = re.compile(r"[A-Z][a-z]+(?<![sui])s")


def opens_as_a_word(name: Name, text: str) -> bool:
    """Whether a lone capital at the head of a sentence is a word's and no name's, by a thesaurus or by what follows."""
    word, following = text[: name.end], text[name.end :]
    if name.start or name.acronym or not word.isalpha() or not word[1:].islower() or find_countries(word):
        return False
    if word.casefold() in NUMBER_WORDS or len(senses(stem(word))) > 1 or _OF_A_THING.match(following):
        return True
    return bool(_PLURAL.fullmatch(word) and _OF_THINGS.match(following))


def _neighbours(focus: Sequence[Sentence], sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences beside those in focus: they name what "it" and "the company" stand for."""
    places = [sentences.index(s) for s in focus[:2]]
    return [sentences[i + step] for i in places for step in (-1, 1) if 0 <= i + step < len(sentences)]


def _date_given(claimed: Date, said: Sentence, near: Sequence[Sentence]) -> bool:
    """Whether it is there; where the claim keeps the closest sentence's wording but for its date, only that one tells."""
    closest = near[0].facts.dates
    if keeps_wording(said, near[0]) and not any(same_date(claimed, date) for date in closest):
        instead = (d for d in closest if not any(same_date(mine, d) for mine in said.facts.dates))
        if any(clashing_date(claimed, date) for date in instead):
            return False
    given = [date for s in near for date in s.facts.dates]
    if any(same_date(claimed, date) for date in given):
        return True
    year_given = any(date.year == claimed.year for date in given)
    rest = replace(claimed, year=0)
    return bool(
        claimed.month and year_given and any(not date.year and same_date(rest, date) for date in given)
    )


def _identifier_given(claimed: str, said: Sentence, near: Sequence[Sentence]) -> bool:
    """Whether it is there, and not beside the point: the closest sentence may not name another of its shape instead."""
    if holds_identifier(near[0].text, claimed):
        return True
    instead = (i for i in near[0].facts.identifiers if not holds_identifier(said.text, i))
    if any(identifier_shape(i) == identifier_shape(claimed) for i in instead):
        return False
    return any(holds_identifier(s.text, claimed) for s in near)


def _quantity_given(claimed: Quantity, said: Sentence, near: Sequence[Sentence]) -> bool:
    """Whether it is there; where the closest sentence counts the same thing otherwise, only that sentence tells."""
    closest = near[0].facts.quantities
    if any(same_quantity(claimed, given) for given in closest):
        return True
    if claimed.label and "." in claimed.figure:
        return any(holds_identifier(s.text, claimed.figure) for s in near)
    instead = (q for q in closest if not any(same_quantity(q, mine) for mine in said.facts.quantities))
    if claimed.unit and any(q.unit == claimed.unit for q in instead):
        return False
    return any(
        any(same_quantity(claimed, given) for given in s.facts.quantities)
        or (is_count(claimed) and claimed.value in _names_listed(s))
        for s in near
    )


_LISTED = re.compile(r"(?:,|,? (?:and|or|as well as|&))(?: the)? ")


def _names_listed(sentence: Sentence) -> set[int]:
    """How many names each list in a sentence has: {2} for "made by Acme and Telmar"."""
    lengths = [1]
    for name, following in pairwise(sentence.facts.names):
        is_next = _LISTED.fullmatch(sentence.text[name.end : following.start])
        lengths = [*lengths[:-1], lengths[-1] + 1] if is_next else [*lengths, 1]
    return set(lengths) - {1}


def _name_given(name: Name, said: Sentence, focus: Sequence[Sentence], sentences: Sequence[Sentence]) -> bool:
    """Whether a source names it: by its words, its initials, or (beside the focus) where nobody else is named instead.

    A claim that keeps the closest sentence's wording is held to the names of that sentence.
    """
    held_to = focus[:1] if keeps_wording(said, focus[0]) else focus
    if any(names_it(name, s) for s in held_to):
        return True
    elsewhere = any(names_it(name, s) for s in sentences)
    return elsewhere and not _others_named(focus[0], said)


def names_it(name: Name, sentence: Sentence) -> bool:
    countries = country_mentions(name.text) or country_mentions(f"The {name.text}")
    if (
        countries
        and countries[-1][1] >= len(name.text)
        and {c for _, _, c in countries} <= set(find_countries(sentence.text))
    ):
        return True
    words = name_words(sentence.text)
    known = [word in words for word in name.words]
    if known[-1] and 2 * sum(known) >= len(known) and not _is_another_body(name, sentence):
        return True
    return _by_initials(name, sentence)


# Bodies of which there are several, told apart by what stands before.
_BODIES = frozenset(
    map(
        name_word,
        listed(
            "Ministry Department Office Agency Bureau Council Committee Commission Court Bank University Authority Institute Board"
        ),
    )
)


def _is_another_body(name: Name, sentence: Sentence) -> bool:
    """Whether the sentence names bodies of its sort, and each is told by a word that this is not, as this by another."""
    if name.words[-1] not in _BODIES or len(name.words) < 2:
        return False
    mine = _told_by(name)
    theirs = [_told_by(other) for other in sentence.facts.names if other.words[-1] == name.words[-1]]
    return bool(mine and theirs) and all(other and not other & mine for other in theirs)


def _told_by(name: Name) -> set[str]:
    """The words of a name before its last, but for those of a country."""
    countries = {country.casefold() for country in find_countries(name.text)}
    return set(name.words[:-1]) - countries


def _by_initials(name: Name, sentence: Sentence) -> bool:
    if name.acronym and len(name.words[0]) > 1:
        letters = name.words[0].replace(".", "")
        return letters in initials(sentence.text) or _spelled_out(letters, sentence.text)
    short = "".join(word[0] for word in name.words)
    return len(short) > 2 and any(other.acronym and other.words[0] == short for other in sentence.facts.names)


# "Of the" and the like are not of a name's letters; so short a word seldom is.
_LEAST_LETTERS = 5
_WORD = re.compile(r"[^\W\d_]+")


def _spelled_out(letters: str, text: str) -> bool:
    """Whether long words with these initials stand side by side, in small letters: "artificial intelligence" for "AI"."""
    words = [match[0] for match in _WORD.finditer(text)]
    runs = (words[i : i + len(letters)] for i in range(len(words) - len(letters) + 1))
    return any(
        "".join(word[0] for word in run) == letters and all(len(word) >= _LEAST_LETTERS for word in run)
        for run in runs
    )


def _others_named(sentence: Sentence, said: Sentence) -> bool:
    """Whether the sentence names someone the claim does not."""
    mine = name_words(said.text)
    return any(not mine & set(name.words) for name in sentence.facts.names)
