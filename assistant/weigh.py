"""How likely a sentence is to answer, and a question to be answerable: features, and weights learned from them (pure).

The weights are logistic regressions that `python -m evals learn` fits on development questions and
keeps in `weights.json`; nothing here is typed in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from assistant.facts import CURRENCIES, find_facts, name_words
from assistant.names import find_countries
from assistant.question import Question, content_words, focus_words
from assistant.words import STOP_WORDS, senses, stem
from index.embed import Floats
from index.search import Found, Ranked

# How many of the best-ranked sentences are weighed; all gold passages of the development set lie within.
WEIGHED = 120
# The sentences an answer is likely made of, and the rank its lead is measured against.
BEST = 3
MARGIN = 6

_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ENUMERATION = re.compile(r"[^,;:]+[,;:][^,;:]+,[^,;:]+\b(?:and|or)\b|[^,]+,[^,]+,[^,]+,")
_REASON = re.compile(
    r"\b(?:because|since|reasons?|due to|in order to|so that|concerns?|risks?|grounds?|cit(?:ed|ing)|fear\w*|worr\w+|"
    r"to protect|to prevent|threat)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression over named features, each standardised by `mean` and `scale`."""

    features: tuple[str, ...]
    mean: Floats
    scale: Floats
    weights: Floats
    bias: float

    def log_odds(self, values: Mapping[str, Floats]) -> Floats:
        """The log-odds for each row of the named columns, shape (n,)."""
        table = np.stack([values[name] for name in self.features], axis=1)
        return np.asarray((table - self.mean) / self.scale @ self.weights + self.bias)


@dataclass(frozen=True, slots=True)
class Learned:
    """What `weights.json` holds. Below `threshold` (log-odds) a question counts as not answered by the corpus."""

    sentence: Model
    answerable: Model
    threshold: float


@cache
def learned() -> Learned:
    """The learned models."""
    rows = json.loads((Path(__file__).parent / "weights.json").read_text(encoding="utf-8"))
    models = rows["models"]
    return Learned(model_of(models["sentence"]), model_of(models["answerable"]), rows["threshold"])


def model_of(row: Mapping[str, Any]) -> Model:
    """A model as `weights.json` keeps it."""
    return Model(
        features=tuple(row["features"]),
        mean=np.array(row["mean"]),
        scale=np.array(row["scale"]),
        weights=np.array(row["weights"]),
        bias=float(row["bias"]),
    )


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence with the log-odds that it answers."""

    ranked: Ranked
    log_odds: float


def weigh_sentences(question: Question, found: Found) -> list[Weighed]:
    """The quotable sentences by how likely they answer, best first."""
    sentences = quotable(found)
    if not sentences:
        return []
    return order(sentences, learned().sentence.log_odds(sentence_features(question, found, sentences)))


def order(sentences: Sequence[Ranked], log_odds: Floats) -> list[Weighed]:
    """Sentences with their log-odds, best first; ties by document and place."""
    weighed = [Weighed(ranked, float(value)) for ranked, value in zip(sentences, log_odds, strict=True)]
    return sorted(weighed, key=lambda w: (-w.log_odds, w.ranked.entry.id, w.ranked.candidate.sentence.start))


def quotable(found: Found) -> list[Ranked]:
    """The best-ranked sentences that a document itself says."""
    return [s for s in found.sentences if s.candidate.sentence.kind != "comment"][:WEIGHED]


def sentence_features(question: Question, found: Found, sentences: Sequence[Ranked]) -> dict[str, Floats]:
    """One column a feature, one row a sentence; columns named `..._gap` are the distance from the best row's value."""
    passages = {p.passage.number: p.score for p in found.passages}
    words = set(stems(" ".join(content_words(question.standalone))))
    said = [stems(s.text) for s in sentences]
    titled = [
        said[i] | stems(f"{s.entry.metadata.title} {s.entry.metadata.issuer}")
        for i, s in enumerate(sentences)
    ]
    rarity = {w: np.log1p(len(said) / (1 + sum(w in each for each in said))) for w in words}
    facts = [find_facts(s.text) for s in sentences]
    wants = question.wants
    late = np.array([s.late for s in sentences])
    documents = [s.entry.id for s in sentences]
    passage = np.array([passages.get(s.candidate.chunk, 0.0) for s in sentences])
    columns = {
        "late": late,
        "cosine": np.array([s.cosine for s in sentences]),
        "covered": _share(words, said, rarity),
        "covered_titled": _share(words, titled, rarity),
        "weakest_tokens": np.array([_lowest_third(s.token_scores) for s in sentences]),
        "passage": passage,
        "document_late": _by_group(late, documents, lambda group: np.sort(group)[-3:].mean()),
        "document_best": _by_group(late, documents, np.max),
        "document_passage": _by_group(passage, documents, np.max),
        "neighbour": _neighbour_scores(sentences),
    }
    gaps = {f"{name}_gap": column - column.max() for name, column in columns.items()}
    has_date = np.array([bool(f.dates) for f in facts])
    has_number = np.array([bool(f.quantities) for f in facts])
    has_person = np.array([any(len(name.words) > 1 for name in f.names) for f in facts])
    is_status = np.array([s.candidate.sentence.kind == "status" for s in sentences])
    asks_number = bool({"number", "money"} & wants)
    flags = {
        "country_met": np.array([speaks_of(question.countries, s) for s in sentences]),
        "date_met": ("date" in wants) & has_date,
        "date_unmet": ("date" in wants) & ~has_date,
        "number_met": asks_number & has_number,
        "number_unmet": asks_number & ~has_number,
        "person_met": ("person" in wants) & has_person,
        "person_unmet": ("person" in wants) & ~has_person,
        "reason_met": ("reason" in wants) & np.array([bool(_REASON.search(s.text)) for s in sentences]),
        "list_met": (question.shape == "list")
        & np.array([bool(_ENUMERATION.search(s.text)) for s in sentences]),
        "timeline_met": (question.shape == "timeline") & has_date,
        "status": is_status,
        "status_asked": ("status" in wants) & is_status,
        "earlier_document": np.array([id in question.documents for id in documents]),
    }
    lengths = np.log([len(s.text.split()) for s in sentences])
    return (
        columns | gaps | {name: flag.astype(np.float32) for name, flag in flags.items()} | {"length": lengths}
    )


def question_features(
    question: Question,
    found: Found,
    weighed: Sequence[Weighed],
    *,
    document_text: str,
    known: Mapping[str, int],
) -> dict[str, Floats]:
    """One row that tells whether the best sentences hold what is asked, each column of shape (1,).

    `document_text` is all that the best sentence's document says; `known` in how many chunks of the
    index each content word of the question occurs.
    """
    best = weighed[:BEST]
    first = best[0].ranked
    about = f"{first.entry.metadata.title} {first.entry.metadata.issuer} {first.entry.metadata.country}"
    words = met_words(question, found, [w.ranked for w in best])
    in_title = stems(about)
    said = meanings(" ".join(w.ranked.text for w in best) + f" {about}")
    written = meanings(f"{document_text} {about}")
    asked = [word for word in words if word.stem not in in_title] or words
    focus = {stem(word) for word in focus_words(question.text)}
    focused = [word for word in words if word.stem in focus] or words
    facts = [find_facts(w.ranked.text) for w in best]
    given = find_facts(question.text)
    wants = question.wants
    told = meanings(f"{first.text} {about}")
    met = [1.0 if holds(told, word.stem) else word.met_first for word in words]
    met_best = [1.0 if holds(said, word.stem) else word.met_best for word in words]
    numbers = [[q for q in f.quantities if q not in given.quantities] for f in facts]
    dates = [[d for d in f.dates if d not in given.dates] for f in facts]
    persons = [
        [n for n in f.names if len(n.words) > 1 and not set(n.words) <= name_words(question.text)]
        for f in facts
    ]
    share = sum(word.weight for word in words) or 1.0
    whole = f"{about} {document_text}"
    years = set(_YEAR.findall(question.text))
    values = {
        "log_odds": best[0].log_odds,
        "margin": best[0].log_odds - weighed[min(len(weighed), MARGIN) - 1].log_odds,
        "late": first.late,
        "cosine": first.cosine,
        "weakest_words": _lowest_third([word.met_first for word in words]),
        "weakest_words_best": _lowest_third([word.met_best for word in words]),
        "asked_met": min(word.met_first for word in asked),
        "asked_met_best": min(word.met_best for word in asked),
        "focus_met": min(word.met_first for word in focused),
        "focus_met_best": min(word.met_best for word in focused),
        "focus_unsaid": np.mean([not holds(said, word.stem) for word in focused]),
        "focus_unwritten": np.mean([not holds(written, word.stem) for word in focused]),
        "unsaid": sum(word.weight for word in words if not holds(said, word.stem)) / share,
        "unwritten": sum(word.weight for word in words if not holds(written, word.stem)) / share,
        "unknown_words": np.mean([known.get(word.text.casefold(), 1) == 0 for word in words]),
        "countries_unwritten": len(set(question.countries) - set(find_countries(whole))),
        "names_unwritten": sum(not set(name.words) & name_words(whole) for name in given.names),
        "years_unwritten": len(years - set(_YEAR.findall(f"{whole} {first.entry.metadata.date}"))),
        "least_met": min(met),
        "least_met_best": min(met_best),
        "third_met": _lowest_third(met),
        "third_met_best": _lowest_third(met_best),
        "country_unmet": bool(question.countries) and not speaks_of(question.countries, first),
        "unknown_names": sum(
            known.get(word.text.casefold(), 1) == 0 and not word.text.islower() for word in words
        ),
        "number_unmet": bool({"number", "money"} & wants) and not any(numbers),
        "number_unmet_first": bool({"number", "money"} & wants) and not numbers[0],
        "money_unmet": "money" in wants and not any(q.unit in CURRENCIES for f in numbers for q in f),
        "date_unmet": "date" in wants and not any(dates),
        "date_unmet_first": "date" in wants and not dates[0],
        "person_unmet": "person" in wants and not any(persons),
        "person_unmet_first": "person" in wants and not persons[0],
        "asks_number": "number" in wants,
        "asks_money": "money" in wants,
        "asks_reason": "reason" in wants,
        "asks_yes_no": "yes-no" in wants,
        "words": np.log1p(len(words)),
        "follows": question.follows,
    }
    return {name: np.array([float(value)]) for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class MetWord:
    """A content word of the question: how well the first and the best of the chosen sentences meet it, -1..1."""

    text: str
    stem: str
    weight: float
    met_first: float
    met_best: float


def met_words(question: Question, found: Found, best: Sequence[Ranked]) -> list[MetWord]:
    """The question's content words in order, each the mean over its tokens; a stand-in where there are none."""
    content = {word.casefold() for word in content_words(question.standalone)}
    first = best[0].token_scores
    together = np.max([ranked.token_scores for ranked in best], axis=0)
    words = []
    for match in _WORD.finditer(question.standalone):
        tokens = [
            i for i, (start, _) in enumerate(found.question.spans) if match.start() <= start < match.end()
        ]
        if tokens and any(match.group().casefold() in word for word in content):
            words.append(
                MetWord(
                    text=match.group(),
                    stem=stem(match.group()),
                    weight=float(found.weights[tokens].sum()),
                    met_first=float(first[tokens].mean()),
                    met_best=float(together[tokens].mean()),
                )
            )
    return words or [MetWord("", "", 1.0, 0.0, 0.0)]


def holds(said: frozenset[str], word: str) -> bool:
    """Whether what is said holds the stem or a synonym of it."""
    return not said.isdisjoint(senses(word))


def meanings(text: str) -> frozenset[str]:
    """Every sense of the text's content words."""
    return frozenset(sense for word in stems(text) for sense in senses(word))


def stems(text: str) -> frozenset[str]:
    """The stems of the text's content words."""
    return frozenset(stem(word) for word in _WORD.findall(text) if word.casefold() not in STOP_WORDS)


def speaks_of(countries: Sequence[str], ranked: Ranked) -> bool:
    """Whether the sentence, or what is known of its document, names every country of the question."""
    known = ranked.entry.metadata
    said = find_countries(f"{ranked.text} {known.title} {known.issuer} {known.country}")
    return bool(countries) and set(countries) <= set(said)


def _share(words: set[str], texts: Sequence[frozenset[str]], rarity: Mapping[str, float]) -> Floats:
    total = sum(rarity.values()) or 1.0
    return np.array([sum(rarity[w] for w in words & text) / total for text in texts])


def _lowest_third(scores: Sequence[float] | Floats) -> float:
    """The mean of the third that is met worst."""
    return float(np.sort(scores)[: max(1, len(scores) // 3)].mean()) if len(scores) else 0.0


def _by_group(values: Floats, groups: Sequence[str], summarise: object) -> Floats:
    by_group: dict[str, list[float]] = {}
    for value, group in zip(values, groups, strict=True):
        by_group.setdefault(group, []).append(float(value))
    summary = {group: float(summarise(np.array(members))) for group, members in by_group.items()}  # type: ignore[operator]
    return np.array([summary[group] for group in groups])


def _neighbour_scores(sentences: Sequence[Ranked]) -> Floats:
    """The better late score of the sentences beside each, in its document."""
    in_order = sorted(
        range(len(sentences)), key=lambda i: (sentences[i].entry.id, sentences[i].candidate.sentence.start)
    )
    best = np.zeros(len(sentences), dtype=np.float32)
    for a, b in pairwise(in_order):
        if sentences[a].entry.id == sentences[b].entry.id:
            best[a] = max(float(best[a]), sentences[b].late)
            best[b] = max(float(best[b]), sentences[a].late)
    return best
