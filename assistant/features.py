"""What speaks for a sentence answering, and for a question being answerable: named columns for the learned models (pure)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from assistant.facts import CURRENCIES, find_dates, find_facts, name_words
from assistant.names import country_mentions, find_countries
from assistant.question import Question, content_words, focus_words
from assistant.standing import iso
from assistant.words import STOP_WORDS, senses, stem
from index.embed import Floats
from index.search import Found, Ranked

# The rank that the best sentence's lead is measured against.
MARGIN = 6

_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COUNTED = re.compile(r"\bhow many (?:\w+ )?(\w+)", re.IGNORECASE)
_LASTING = re.compile(r"\bhow (?:long|old|soon|often)\b", re.IGNORECASE)
_AMOUNT = re.compile(
    r"\b(?:half|a (?:third|quarter|fifth|dozen|hundred|thousand|million)|dozens|hundreds|thousands|millions|billions|"
    r"most|none|no|nothing|free|twice|double|triple|several|one|two|three|unlimited|not compensate)\b",
    re.IGNORECASE,
)
_ENUMERATION = re.compile(r"[^,;:]+[,;:][^,;:]+,[^,;:]+\b(?:and|or)\b|[^,]+,[^,]+,[^,]+,")
_REASON = re.compile(
    r"\b(?:because|since|reasons?|due to|in order to|so that|concerns?|risks?|grounds?|cit(?:ed|ing)|fear\w*|worr\w+|"
    r"to protect|to prevent|threat)\b",
    re.IGNORECASE,
)


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
    ranks = {
        "late_rank": _rank(late),
        "passage_rank": _rank(passage),
        "document_rank": _rank(columns["document_late"]),
        "own_rank": _rank_in_group(late, documents),
    }
    starts = np.array([s.candidate.sentence.start for s in sentences])
    opens = starts == _by_group(starts, documents, np.min)
    wide = question.shape != "prose"
    gaps = {f"{name}_gap": column - column.max() for name, column in columns.items()}
    has_date = np.array([bool(find_dates(s.text)) for s in sentences])
    is_status = np.array([s.candidate.sentence.kind == "status" for s in sentences])
    asks_number, asks_person = bool({"number", "money"} & wants), "person" in wants
    asks_reason, asks_list = "reason" in wants, question.shape == "list"
    # What is not asked for is not looked for: it takes longer than all else.
    has_number = np.array([asks_number and bool(find_facts(s.text).quantities) for s in sentences])
    has_person = np.array([asks_person and _names_person(s.text) for s in sentences])
    flags = {
        "country_met": np.array([speaks_of(question.countries, s) for s in sentences]),
        "date_met": ("date" in wants) & has_date,
        "date_unmet": ("date" in wants) & ~has_date,
        "number_met": asks_number & has_number,
        "number_unmet": asks_number & ~has_number,
        "person_met": asks_person & has_person,
        "person_unmet": asks_person & ~has_person,
        "reason_met": np.array([asks_reason and bool(_REASON.search(s.text)) for s in sentences]),
        "list_met": np.array([asks_list and bool(_ENUMERATION.search(s.text)) for s in sentences]),
        "timeline_met": (question.shape == "timeline") & has_date,
        "status": is_status,
        "status_asked": ("status" in wants) & is_status,
        "status_wide": is_status & wide,
        "status_present": ("present" in wants) & is_status,
        "quoted_before": np.array([s.text in question.quoted for s in sentences]),
        "earlier_document": np.array([id in question.documents for id in documents]),
        "dated": has_date,
        "opens_wide": opens & wide,
    }
    position = np.log1p(starts)
    recent = _recency(sentences)
    shape = {
        "length": np.log([len(s.text.split()) for s in sentences]),
        "position": position,
        "position_wide": position * wide,
        "recent": recent,
        "recent_now": recent * ("present" in wants or "status" in wants or bool(question.filters.as_of)),
    }
    return columns | gaps | ranks | {name: flag.astype(np.float32) for name, flag in flags.items()} | shape


def question_features(
    question: Question,
    found: Found,
    best: Sequence[Ranked],
    log_odds: Sequence[float],
    *,
    document_text: str,
    known: Mapping[str, int],
) -> dict[str, Floats]:
    """One row that tells whether the best sentences hold what is asked, each column of shape (1,).

    `best` are the sentences an answer would begin with and `log_odds` how likely the best-ranked ones
    answer, both best first; `document_text` is all that the first one's document says, and `known` in
    how many chunks of the index each content word of the question occurs.
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
        "weakest_words": _lowest_third([word.met_first for word in words]),
        "weakest_words_best": _lowest_third([word.met_best for word in words]),
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
        "third_met": _lowest_third(met),
        "third_met_best": _lowest_third(met_best),
        "words": np.log1p(len(words)),
        "follows": question.follows,
    }
    values |= _unmet_wants(question, best)
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
        "reason": bool(_REASON.search(ranked.text)),
        "count": any(senses(q.unit) & unit for q in numbers),
    }


def _names_person(text: str) -> bool:
    """Whether the text has a name of several words."""
    return any(len(name.words) > 1 for name in find_facts(text).names)


def _names_beside_countries(text: str) -> list[frozenset[str]]:
    """The words of each proper name in the text that is not a country's."""
    places = country_mentions(text)
    bare = list(text)
    for start, end, _ in places:
        bare[start:end] = " " * (end - start)
    return [frozenset(name.words) for name in find_facts("".join(bare)).names]


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
    content = {word.casefold() for word in content_words(question.standalone)}
    countries = country_mentions(question.standalone)
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
                    stem=next(
                        (_country_sense(c) for start, end, c in countries if start <= match.start() < end),
                        stem(match.group()),
                    ),
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
    """Every sense of the text's content words, and of the countries it names."""
    words = (sense for word in stems(text) for sense in senses(word))
    return frozenset(words) | frozenset(map(_country_sense, find_countries(text)))


def _country_sense(country: str) -> str:
    return f"@{country}"


def stems(text: str) -> frozenset[str]:
    """The stems of the text's content words."""
    return frozenset(stem(word) for word in _WORD.findall(text) if word.casefold() not in STOP_WORDS)


def is_of(country: str, ranked: Ranked) -> bool:
    """Whether the sentence names the country, or its document is that country's own."""
    return country in find_countries(f"{ranked.text} {ranked.entry.metadata.country}")


def names_any(countries: Sequence[str], ranked: Ranked) -> bool:
    """Whether the sentence, or what is known of its document, names one of the countries; where none is asked about, any does."""
    return not countries or not set(countries).isdisjoint(_countries_of(ranked))


def speaks_of(countries: Sequence[str], ranked: Ranked) -> bool:
    """Whether the sentence, or what is known of its document, names every country of the question."""
    return bool(countries) and set(countries) <= _countries_of(ranked)


def _countries_of(ranked: Ranked) -> set[str]:
    known = ranked.entry.metadata
    return set(find_countries(f"{ranked.text} {known.title} {known.issuer} {known.country}"))


def _share(words: set[str], texts: Sequence[frozenset[str]], rarity: Mapping[str, float]) -> Floats:
    total = sum(rarity.values()) or 1.0
    return np.array([sum(rarity[w] for w in words & text) / total for text in texts])


def _lowest_third(scores: Sequence[float] | Floats) -> float:
    """The mean of the third that is met worst."""
    return float(np.sort(scores)[: max(1, len(scores) // 3)].mean()) if len(scores) else 0.0


def _rank(values: Floats) -> Floats:
    """How many have more, as log(1 + n)."""
    return np.asarray(np.log1p(np.argsort(np.argsort(-values, kind="stable"), kind="stable")))


def _rank_in_group(values: Floats, groups: Sequence[str]) -> Floats:
    """How many of its group have more, as log(1 + n)."""
    ranks = np.zeros(len(values), dtype=np.float32)
    for group in set(groups):
        mine = np.array([i for i, other in enumerate(groups) if other == group])
        ranks[mine] = _rank(values[mine])
    return ranks


def _by_group(values: Floats, groups: Sequence[str], summarise: object) -> Floats:
    by_group: dict[str, list[float]] = {}
    for value, group in zip(values, groups, strict=True):
        by_group.setdefault(group, []).append(float(value))
    summary = {group: float(summarise(np.array(members))) for group, members in by_group.items()}  # type: ignore[operator]
    return np.array([summary[group] for group in groups])


def _recency(sentences: Sequence[Ranked]) -> Floats:
    """Where each stands between the earliest, 0, and the latest, 1, of the days that sentences or their documents tell of."""
    days = [
        max((iso(d) for d in find_dates(s.text) if d.year), default="") or s.entry.metadata.date
        for s in sentences
    ]
    order = {day: place for place, day in enumerate(sorted(set(days)))}
    places = [order[day] / max(1, len(order) - 1) for day in days]
    return np.asarray(places, dtype=np.float32)


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
