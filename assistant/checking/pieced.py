"""Whether one place of a source says what a model wrote, or its sentence is only put together from words found there.

Stricter than verify, which reads several sentences together: a model chooses its words with the passages before it, and
one that invents takes them from there too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.checking.given import names_it
from assistant.checking.negation import negated_words
from assistant.checking.reading import TOKEN, Sentence, before_verb, coverage, match_word, read
from assistant.language.facts import find_facts
from assistant.language.quantities import is_figure
from index.types import Evidence

_CLAUSE_END = re.compile(r"[;:]|, |\b(?:and|but|or|while|whereas|although|which|who)\b")
# Of fewer words it cannot be told whether one sentence says them.
_FEWEST_WORDS = 2
_MOST = 0.6
# Of a sentence besides its names, where a single quote is to carry it all.
_MORE_THAN_HALF = 0.55


def find_unsaid(claim: str, quotes: Sequence[Evidence]) -> str:
    """The part of the claim that no single quote says: a clause, whom it tells of, what it denies, or a name in it; "" if there is none.

    A name from the one quote and a word from the other say nothing together, and names alone say nothing. What the document
    is about as a whole (its title) may be left unsaid in any of its sentences.
    """
    told = [read(quote.text) for quote in quotes]
    title = read(quotes[0].metadata.title)
    own = _own_words(claim)
    clauses = _CLAUSE_END.split(claim) if len(quotes) > 1 else []
    # Where several clauses can be told apart, each is held to a sentence of its own below.
    several = sum(len(_own_words(clause).content) >= _FEWEST_WORDS for clause in clauses) > 1
    most = max(coverage(own, [each]) for each in told) if len(own.content) >= _FEWEST_WORDS else 1.0
    if not several and most < _MORE_THAN_HALF:
        return claim.rstrip(" .")
    head = _subject(claim)
    if (
        head
        and not any(match_word(word, each) for word in head.content for each in (*told, title))
        and not _is_named(head, claim, told)
    ):
        return head.text
    if not any(map(negated_words, told)):
        for word in negated_words(read(claim)):
            if not any(match_word(word, each) for each in told):
                return f"not {word}"
    return next((part for clause in clauses if (part := _unsaid_in(clause, told, title))), "")


def _unsaid_in(clause: str, told: Sequence[Sentence], title: Sentence) -> str:
    """The clause if no sentence says most of its own words, else a name in it that stands in none of those that do."""
    own = _own_words(clause, but=title.content)
    if len(own.content) < _FEWEST_WORDS:
        return ""
    saying = [sentence for sentence in told if coverage(own, [sentence]) >= _MOST]
    if not saying:
        return clause.strip(" .")
    unnamed = (
        name.text
        for name in own.facts.names
        if not any(names_it(name, sentence) for sentence in (*saying, title))
    )
    return next(unnamed, "")


def _own_words(text: str, *, but: frozenset[str] = frozenset()) -> Sentence:
    """The text as its content words alone, without names, figures and the words of `but`."""
    said = read(text)
    names = {word for name in said.facts.names for word in read(name.text).content}
    return replace(said, content=frozenset(w for w in said.content - names - but if not is_figure(w)))


def _is_named(head: Sentence, claim: str, told: Sequence[Sentence]) -> bool:
    """Whether the one a noun stands for is named behind it and in a quote: "the data protection authority, the Garante, ..."."""
    behind = claim.partition(f"{head.text}, ")[2].split(",")[0]
    names = find_facts(behind).names
    is_name = len(names) == 1 and len(behind.split()) <= _LONGEST_NAME
    return is_name and any(names_it(names[0], each) for each in told)


_LONGEST_NAME = 6
_SUBJECT_END = re.compile(r"\b(?:of|on|in|for|to|with|that|which|who|by|from|at|about|against)\b|[,;:]")


def _subject(claim: str) -> Sentence | None:
    """The common noun that a sentence begins with as the one it tells of: "The Japanese police said ..." -> "police"."""
    phrase = _SUBJECT_END.split(before_verb(claim))[0]
    nouns = [m[0] for m in TOKEN.finditer(phrase) if m[0].islower() and not m[0].endswith(("ing", "ly"))]
    # Behind a name ("Huawei also") stand no nouns but adverbs.
    return read(nouns[-1]) if nouns and nouns[-1] == phrase.split()[-1] and read(nouns[-1]).content else None
