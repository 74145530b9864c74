"""Check what is already written: each sentence of a draft against the corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.checking.doers import opening_name
from assistant.checking.draft_text import paragraphs_of
from assistant.checking.given import names_it
from assistant.checking.reading import align, quoted, read, sentences_of
from assistant.judge import TrainedJudge
from assistant.language.facts import find_facts, name_words
from assistant.language.names import country_mentions, find_countries
from assistant.language.words import without_possessive
from assistant.support import find_support, is_denied, quotable_sentences
from assistant.types import Verdict
from assistant.verify import PARTLY_FROM, Judge, claim_features
from index.search import Index
from index.types import Evidence

Search = Callable[[str], Sequence[Evidence]]

# How many passages a sentence of a draft is held against.
PASSAGES_CHECKED = 6
# A draft's headings, field lines and cross-references state nothing that can be checked.
_FEWEST_WORDS = 4
# By so much less of a sentence may a passage carry than the nearest one and still be about the same.
_AS_NEAR = 0.1
# By so much more of it must a passage of one document carry to speak against another.
_CLEARLY_MORE = 0.05
# From this share of its words on, in their order, a passage says a sentence word for word but for what was changed in it.
_WORD_FOR_WORD = 0.8


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a draft, the verdict on it, and the exact passages it rests on (or comes nearest to)."""

    text: str
    verdict: Verdict
    passages: tuple[Evidence, ...] = ()

    @property
    def status(self) -> str:
        """The verdict as an analyst reads it: supported, partly, contradicted or not in the corpus."""
        return "not in the corpus" if self.verdict.support == "not" else self.verdict.support


def check_draft(text: str, search: Search, *, judge: Judge | None = None) -> Iterator[CheckedSentence]:
    """Each sentence of a draft (plain text or Markdown) with what the corpus makes of it, in order.

    `search` finds the passages to hold a sentence against, by itself and with the sentence before it, which may
    say whom "they" means. Headings, fields, tables' rulings, code, notes, questions and scraps of fewer than four
    words are passed over; lines that were only wrapped are read as one.
    """
    for before, sentence in sentences_to_check(text):
        found = [*search(sentence), *(search(f"{before} {sentence}") if before else ())]
        yield check_sentence(sentence, list(dict.fromkeys(found)), judge=judge)


def sentences_to_check(text: str) -> list[tuple[str, str]]:
    """Each sentence of a draft that is checked, behind the one before it in its paragraph, or nothing."""
    return [
        (before, sentence)
        for paragraph in paragraphs_of(text)
        for before, sentence in pairwise(["", *sentences_of(paragraph)])
        if len(sentence.split()) >= _FEWEST_WORDS and not sentence.rstrip("\"'”’)*_ ").endswith("?")
    ]


def check_draft_in(index: Index, text: str) -> Iterator[CheckedSentence]:
    """Each sentence of a draft with what the index makes of it, judged by its encoder."""
    return check_draft(
        text, lambda words: index.search(words, k=PASSAGES_CHECKED), judge=TrainedJudge(index.embedder)
    )


def check_sentence(
    sentence: str, passages: Sequence[Evidence], *, judge: Judge | None = None
) -> CheckedSentence:
    """One sentence against the passages found for it: what any of them carries, else the gravest word of the nearest.

    Only if no passage carries it alone are those of a document read together; what readers commented carries nothing.
    A passage that carries less of it than another speaks of something else, and contradicts nothing; one that carries
    as much of it as the quotes that would support it outweighs them. One that speaks of other countries or of another
    actor carries no part of it and does not speak against it.
    """
    told = {passage: quotable_sentences(passage) for passage in passages if passage.kind != "comment"}
    unnamed = {passage: _unnamed(sentence, passage, quotes) for passage, quotes in told.items()}
    carried = {passage: _carried(sentence, quotes) for passage, quotes in told.items()}
    as_near = max(carried.values(), default=0.0) - _AS_NEAR
    gravest = CheckedSentence(sentence, Verdict("not", 0.0, "no passage speaks of it"))
    of_others: list[CheckedSentence] = []
    for part in [*([passage] for passage in told), *_of_one_document(told)]:
        quotable = [quote for passage in part for quote in told[passage]]
        quotes, verdict = find_support(sentence, [], quotable, judge=judge)
        nearest = max(part, key=lambda passage: carried[passage])
        checked = CheckedSentence(sentence, verdict, tuple(quotes or [nearest]))
        if verdict.support == "supported":
            enough = _carried(sentence, checked.passages)
            against = [passage for passage in told if not unnamed[passage]]
            if not any(_outweighs(sentence, told[p], carried[p] - enough, checked) for p in against):
                return checked
        elif all(unnamed[passage] for passage in part):
            reason = f"no passage speaks of this and of {quoted(unnamed[nearest])}"
            of_others.append(replace(checked, verdict=Verdict("not", verdict.score, reason)))
        elif verdict.support != "contradicted" or carried[nearest] >= as_near:
            gravest = max(gravest, _in_part(checked), key=_gravity)
    return gravest if gravest.passages else max(of_others, key=_gravity, default=gravest)


def _in_part(checked: CheckedSentence) -> CheckedSentence:
    """The sentence as checked, of which no part is carried where its score is too low for that."""
    if checked.verdict.support == "partly" and checked.verdict.score < PARTLY_FROM:
        return replace(checked, verdict=replace(checked.verdict, support="not"))
    return checked


def _unnamed(sentence: str, passage: Evidence, quotes: Sequence[Evidence]) -> tuple[str, ...]:
    """The countries of a sentence, or else its actor, where a passage names others instead and none of these.

    None where the passage says the sentence word for word but for its names: then these were changed.
    """
    known = passage.metadata
    about = f"{passage.text}\n{known.title}\n{known.issuer}\n{known.country}"
    mentions = country_mentions(sentence)
    mine, theirs = {country for _, _, country in mentions}, set(find_countries(about))
    of_another = bool(mine and theirs) and not mine & theirs
    unnamed = [without_possessive(sentence[start:end]) for start, end, _ in mentions if of_another]
    actor = opening_name(sentence)
    if actor and not find_countries(actor.text) and not unnamed:
        said = not name_words(about).isdisjoint(actor.words) or names_it(actor, read(about))
        unnamed = [actor.text] if not said and find_facts(passage.text).names else []
    words = read(sentence).stems
    if any(align(words, read(quote.text).stems, kept=_WORD_FOR_WORD) for quote in quotes if unnamed):
        return ()
    return tuple(dict.fromkeys(unnamed))


def _of_one_document(passages: Iterable[Evidence]) -> list[list[Evidence]]:
    """The passages of each document that there are several of."""
    documents: dict[str, list[Evidence]] = {}
    for passage in passages:
        documents.setdefault(passage.document, []).append(passage)
    return [part for part in documents.values() if len(part) > 1]


def _outweighs(sentence: str, quotes: Sequence[Evidence], more: float, supported: CheckedSentence) -> bool:
    """Whether a passage contradicts a sentence and carries no less of it than what supports it; one of another document, clearly more."""
    if not quotes or more < 0 or not is_denied(sentence, quotes):
        return False
    return more >= _CLEARLY_MORE or quotes[0].document == supported.passages[0].document


def _carried(sentence: str, quotes: Sequence[Evidence]) -> float:
    """How much of the sentence's words a passage carries, 0..1."""
    return claim_features(sentence, [quote.text for quote in quotes])["covered"] if quotes else 0.0


def _gravity(checked: CheckedSentence) -> tuple[bool, float]:
    return checked.verdict.support == "contradicted", checked.verdict.score
