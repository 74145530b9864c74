"""What speaks for a question being answered by the best sentences: named columns for the learned models (pure)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.asking.content_words import focus_words
from assistant.asking.meanings import asked_words, holds, meanings
from assistant.language.acts import find_acts, find_told, find_untold
from assistant.language.facts import find_facts, name_words
from assistant.language.names import country_mentions, find_countries
from assistant.language.quantities import CURRENCIES
from assistant.language.words import blanked, senses, stem
from assistant.question import Question
from assistant.weighing.read_features import read_by_question
from assistant.weighing.sentence_features import REASON, lowest_third
from index.embed import Floats
from index.rank import Found, Ranked

# The rank that the best sentence's lead is measured against.
MARGIN = 6

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COUNTED = re.compile(r"\bhow many (?:\w+ )?(\w+)", re.IGNORECASE)
_LASTING = re.compile(r"\bhow (?:long|old|soon|often)\b", re.IGNORECASE)
_AMOUNT = re.compile(
    r"\b(?:half|a (?:third|quarter|fifth|dozen|hundred|thousand|million)|dozens|hundreds|thousands|millions|billions|"
    r"most|none|no|nothing|free|twice|double|triple|several|one|two|three|unlimited|not compensate)\b",
    re.IGNORECASE,
)


def question_features(
    question: Question,
    found: Found,
    best: Sequence[Ranked],
    log_odds: Sequence[float],
    read: Sequence[float],
    *,
    document_text: str,
    known: Mapping[str, int],
) -> dict[str, Floats]:
    """One row that tells whether the best sentences hold what is asked, each column of shape (1,).

    `best` are the sentences an answer would begin with, `log_odds` how likely the best-ranked ones answer and
    `read` what the reader makes of them, all best first; `document_text` is all that the first one's document
    says, and `known` in how many chunks of the index each content word of the question occurs.
    """
    first = best[0]
    about = f"{first.entry.metadata.title} {first.entry.metadata.issuer} {first.entry.metadata.country}"
    whole = f"{about} {document_text}"
    words = met_words(question, found, best)
    in_title = meanings(about)
    told = meanings(f"{first.text} {about}")
    said = meanings(" ".join(ranked.text for ranked in best) + f" {about}")
    written = meanings(whole)
    asked = [word for word in words if not holds(in_title, word.stem)] or words
    focus = {stem(word) for word in focus_words(question.text)}
    focused = [word for word in words if word.stem in focus] or words
    head = next((word for word in words if word.stem in focus), None)
    met = [1.0 if holds(told, word.stem) else word.met_first for word in words]
    met_best = [1.0 if holds(said, word.stem) else word.met_best for word in words]
    share = sum(word.weight for word in words) or 1.0
    years = set(_YEAR.findall(question.standalone))
    names = _names_beside_countries(question.standalone)
    countries = set(question.countries)
    values = {
        "log_odds": log_odds[0],
        "margin": log_odds[0] - log_odds[min(len(log_odds), MARGIN) - 1],
        "late": first.late,
        "cosine": first.cosine,
        "weakest_words": lowest_third([word.met_first for word in words]),
        "weakest_words_best": lowest_third([word.met_best for word in words]),
        "asked_met": min(word.met_first for word in asked),
        "asked_met_best": min(word.met_best for word in asked),
        "focus_met": min(word.met_first for word in focused),
        "focus_met_best": min(word.met_best for word in focused),
        "focus_unsaid": np.mean([not holds(said, word.stem) for word in focused]),
        "focus_unwritten": np.mean([not holds(written, word.stem) for word in focused]),
        "head_unsaid": head is not None and not holds(said, head.stem),
        "head_unwritten": head is not None and not holds(written, head.stem),
        "head_met": head.met_best if head else 1.0,
        "head_rare": head is not None and known.get(head.text.casefold(), 1) <= 2,
        "unsaid": sum(word.weight for word in words if not holds(said, word.stem)) / share,
        "unwritten": sum(word.weight for word in words if not holds(written, word.stem)) / share,
        "unknown_words": np.mean([known.get(word.text.casefold(), 1) == 0 for word in words]),
        "countries_untold": len(countries - set(find_countries(f"{first.text} {about}"))),
        "countries_unwritten": len(countries - set(find_countries(whole))),
        "names_unsaid": sum(not name & name_words(" ".join(r.text for r in best) + about) for name in names),
        "names_unwritten": sum(not name & name_words(whole) for name in names),
        "years_unwritten": len(years - set(_YEAR.findall(f"{whole} {first.entry.metadata.date}"))),
        "least_met": min(met),
        "least_met_best": min(met_best),
        "third_met": lowest_third(met),
        "third_met_best": lowest_third(met_best),
        "words": np.log1p(len(words)),
        "follows": question.follows,
    }
    values |= _unmet_wants(question, best) | _untold_acts(question, best)
    values |= read_by_question(question, read, best=len(best))
    return {name: np.array([float(value)]) for name, value in values.items()}


def _unmet_wants(question: Question, best: Sequence[Ranked]) -> dict[str, float]:
    """For each kind of answer that is wanted, whether none of the best sentences gives one (`_unmet`), or not the first."""
    offered = [_offers(question, ranked) for ranked in best]
    unmet = {}
    for kind in offered[0]:
        wanted = kind in question.wants or (kind == "count" and bool(_COUNTED.search(question.text)))
        unmet[f"{kind}_unmet"] = float(wanted and not any(each[kind] for each in offered))
        unmet[f"{kind}_unmet_first"] = float(wanted and not offered[0][kind])
    return unmet


def _untold_acts(question: Question, best: Sequence[Ranked]) -> dict[str, float]:
    """How many kinds of acts the question asks about ("lifted", "sued"), and of how many the best sentences, or the first, tell nothing."""
    asked = {kind for act in find_acts(question.standalone) for kind in act.kinds}
    told = [{kind for act in find_told(ranked.text) for kind in act.kinds} for ranked in best]
    return {
        "acts": float(len(asked)),
        "acts_untold": float(len(asked.difference(*told))),
        "acts_untold_first": float(len(asked - told[0])),
        "acts_not_done": float(len(find_untold(question.standalone, [ranked.text for ranked in best]))),
    }


def _offers(question: Question, ranked: Ranked) -> dict[str, bool]:
    """Which kinds of answer a sentence gives that the question does not give itself."""
    given, facts = find_facts(question.standalone), find_facts(ranked.text)
    known_names = name_words(question.standalone)
    numbers = [quantity for quantity in facts.quantities if quantity not in given.quantities]
    dates = any(date not in given.dates for date in facts.dates)
    amount = bool(_AMOUNT.search(ranked.text))
    counted = _COUNTED.search(question.text)
    unit = senses(stem(counted[1])) if counted else frozenset()
    return {
        "number": bool(numbers) or amount or (dates and bool(_LASTING.search(question.text))),
        "money": any(q.unit in CURRENCIES or q.unit == "%" for q in numbers),
        "date": dates,
        "person": any(not set(name.words) <= known_names for name in facts.names),
        "reason": bool(REASON.search(ranked.text)),
        "count": any(senses(q.unit) & unit for q in numbers),
    }


def _names_beside_countries(text: str) -> list[frozenset[str]]:
    """The words of each proper name in the text that is not a country's."""
    bare = blanked(text, ((start, end) for start, end, _ in country_mentions(text)))
    return [frozenset(name.words) for name in find_facts(bare).names]


@dataclass(frozen=True, slots=True)
class MetWord:
    """A content word of the question: how well the first and the best of the chosen sentences meet it, -1..1.

    The stem of a country's name is its sense, whatever name it is called by.
    """

    text: str
    stem: str
    weight: float
    met_first: float
    met_best: float


def met_words(question: Question, found: Found, best: Sequence[Ranked]) -> list[MetWord]:
    """The question's content words in order, each the mean over its tokens; a stand-in where there are none."""
    first = best[0].token_scores
    together = np.max([ranked.token_scores for ranked in best], axis=0)
    words = []
    for match, sense in asked_words(question.standalone):
        tokens = [
            i for i, (start, _) in enumerate(found.question.spans) if match.start() <= start < match.end()
        ]
        if tokens:
            words.append(
                MetWord(
                    text=match.group(),
                    stem=sense,
                    weight=float(found.weights[tokens].sum()),
                    met_first=float(first[tokens].mean()),
                    met_best=float(together[tokens].mean()),
                )
            )
    return words or [MetWord("", "", 1.0, 0.0, 0.0)]
