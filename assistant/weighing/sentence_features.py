"""What speaks for a sentence answering: named columns for the learned model (pure)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.asking.content_words import content_words
from assistant.asking.meanings import asked_words, holds, meanings, speaks_of, stems
from assistant.language.acts import find_acts, find_told
from assistant.language.dates import find_dates
from assistant.language.facts import find_facts
from assistant.language.names import find_countries
from assistant.question import Question
from index.embed import Floats
from index.rank import Found, Ranked

Flags = NDArray[np.bool_]

_ENUMERATION = re.compile(r"[^,;:]+[,;:][^,;:]+,[^,;:]+\b(?:and|or)\b|[^,]+,[^,]+,[^,]+,")
REASON = re.compile(
    r"\b(?:because|since|reasons?|due to|in order to|so that|concerns?|risks?|grounds?|cit(?:ed|ing)|fear\w*|worr\w+|"
    r"to protect|to prevent|threat)\b",
    re.IGNORECASE,
)
# What somebody says against what was done.
_REACTION = re.compile(
    r"\b(?:den(?:y|ied|ies|ying)|reject(?:s|ed)|critici[sz]\w+|condemn\w*|object(?:ed|s)|complain\w*|protest\w*|"
    r"respond\w*|repl(?:y|ied)|reaction|reacted|unfounded|groundless|disappointed|discriminat\w+|regret\w*|"
    r"oppos(?:ed|es)|called (?:it|the|such|on)|smear\w*|accus\w+|disput\w+|contested|threaten\w*|repercussions|"
    r"politici[sz]\w*)\b",
    re.IGNORECASE,
)


def sentence_features(question: Question, found: Found, sentences: Sequence[Ranked]) -> dict[str, Floats]:
    """One column a feature, one row a sentence; columns named `..._gap` are the distance from the best row's value."""
    documents = [s.entry.id for s in sentences]
    starts = np.array([s.candidate.sentence.start for s in sentences])
    opens = starts == _by_group(starts, documents, np.min)
    scores = _scores(question, found, sentences, documents)
    flags = (
        _met_wants(question, sentences)
        | _met_acts(question, sentences)
        | _status(question, sentences)
        | _circumstances(question, sentences, opens)
    )
    return (
        scores
        | {f"{name}_gap": column - column.max() for name, column in scores.items()}
        | {
            "late_rank": rank_of(scores["late"]),
            "passage_rank": rank_of(scores["passage"]),
            "document_rank": rank_of(scores["document_late"]),
            "own_rank": _rank_in_group(scores["late"], documents),
        }
        | {name: flag.astype(np.float32) for name, flag in flags.items()}
        | _place_and_age(question, sentences, starts, opens)
    )


def _scores(
    question: Question, found: Found, sentences: Sequence[Ranked], documents: Sequence[str]
) -> dict[str, Floats]:
    """How well each sentence, its passage, its document and its neighbours fit the question's words."""
    passages = {p.passage.number: p.score for p in found.passages}
    # Sorted, as floats add up to other last bits in another order, and a set has another in each process.
    words = sorted(stems(" ".join(content_words(question.standalone))))
    said = [stems(s.text) for s in sentences]
    titled = [
        said[i] | stems(f"{s.entry.metadata.title} {s.entry.metadata.issuer} {s.candidate.sentence.label}")
        for i, s in enumerate(sentences)
    ]
    rarity = {w: np.log1p(len(said) / (1 + sum(w in each for each in said))) for w in words}
    late = np.array([s.late for s in sentences])
    passage = np.array([passages.get(s.candidate.chunk, 0.0) for s in sentences])
    return {
        "late": late,
        "cosine": np.array([s.cosine for s in sentences]),
        "covered": _share(words, said, rarity),
        "covered_titled": _share(words, titled, rarity),
        "weakest_tokens": np.array([lowest_third(s.token_scores) for s in sentences]),
        "passage": passage,
        "document_late": _by_group(late, documents, lambda group: np.sort(group)[-3:].mean()),
        "document_best": _by_group(late, documents, np.max),
        "document_passage": _by_group(passage, documents, np.max),
        "neighbour": _neighbour_scores(sentences),
    }


def _met_wants(question: Question, sentences: Sequence[Ranked]) -> dict[str, Flags]:
    """Whether each sentence gives what is wanted (`_met`), or does not though it is (`_unmet`)."""
    wants = question.wants
    asks_number, asks_person = bool({"number", "money"} & wants), "person" in wants
    asks_reason, asks_list = "reason" in wants, question.shape == "list"
    has_date = _dated(sentences)
    # What is not asked for is not looked for: it takes longer than all else.
    has_number = np.array([asks_number and bool(find_facts(s.text).quantities) for s in sentences])
    has_person = np.array([asks_person and _names_person(s.text) for s in sentences])
    return {
        "country_met": np.array([speaks_of(question.countries, s) for s in sentences]),
        "date_met": ("date" in wants) & has_date,
        "date_unmet": ("date" in wants) & ~has_date,
        "number_met": asks_number & has_number,
        "number_unmet": asks_number & ~has_number,
        "person_met": asks_person & has_person,
        "person_unmet": asks_person & ~has_person,
        "reason_met": np.array([asks_reason and bool(REASON.search(s.text)) for s in sentences]),
        "list_met": np.array([asks_list and bool(_ENUMERATION.search(s.text)) for s in sentences]),
        "timeline_met": (question.shape == "timeline") & has_date,
    }


def _met_acts(question: Question, sentences: Sequence[Ranked]) -> dict[str, Flags]:
    """Whether each sentence tells of an act that the question asks about ("banned", "sued"): at all, not though another does, as planned or denied alone, and on the same things."""
    asked = find_acts(question.standalone)
    kinds = frozenset(kind for act in asked for kind in act.kinds)
    told = [[act for act in find_told(s.text) if act.kinds & kinds] if kinds else [] for s in sentences]
    met = np.array([any(not act.negated for act in acts) for acts in told])
    return {
        "act_met": met,
        "act_unmet": ~met & met.any(),
        "act_undone": np.array(
            [bool(acts) and all(act.negated or act.planned for act in acts) for acts in told]
        ),
        "act_alike": np.array(
            [
                any(
                    not act.negated and act.kinds & mine.kinds and act.about & mine.about
                    for act in acts
                    for mine in asked
                )
                for acts in told
            ]
        ),
    }


def _status(question: Question, sentences: Sequence[Ranked]) -> dict[str, Flags]:
    """Whether each sentence is a status line, and whether one is asked for."""
    is_status = np.array([s.candidate.sentence.kind == "status" for s in sentences])
    return {
        "status": is_status,
        "status_asked": ("status" in question.wants) & is_status,
        "status_wide": is_status & question.wide,
        "status_present": ("present" in question.wants) & is_status,
    }


def _circumstances(question: Question, sentences: Sequence[Ranked], opens: Flags) -> dict[str, Flags]:
    """What else is true of each sentence: that it was quoted before, opens its document, tells of a reaction, and the like."""
    asks_statement = "statement" in question.wants
    reacts = np.array([bool(_REACTION.search(s.text)) for s in sentences])
    return {
        "quoted_before": np.array([s.text in question.quoted for s in sentences]),
        "earlier_document": np.array([s.entry.id in question.documents for s in sentences]),
        "dated": _dated(sentences),
        "opens": opens,
        "opens_wide": opens & question.wide,
        "reaction": (not asks_statement) & reacts,
        "reaction_asked": asks_statement & reacts,
        "other_country": np.array([_leads_with_another(question.countries, s) for s in sentences]),
    }


def _place_and_age(
    question: Question, sentences: Sequence[Ranked], starts: Floats, opens: Flags
) -> dict[str, Floats]:
    """How long each sentence is, where in its document it stands, and how recent what it tells is."""
    position = np.log1p(starts)
    about = _told_by_title(question, sentences)
    recent = _recency(sentences)
    asks_now = bool({"present", "status"} & question.wants) or bool(question.filters.as_of)
    return {
        "length": np.log([len(s.text.split()) for s in sentences]),
        "position": position,
        "position_wide": position * question.wide,
        # Where the title says all that is asked, the document's opening answers.
        "about": about,
        "opens_about": opens * about,
        "position_about": position * about,
        "recent": recent,
        "recent_now": recent * asks_now,
    }


def _dated(sentences: Sequence[Ranked]) -> Flags:
    return np.array([bool(find_dates(s.text)) for s in sentences])


def _told_by_title(question: Question, sentences: Sequence[Ranked]) -> Floats:
    """How much of the question each sentence's document tells by its title, issuer and country, 0..1; rare words count more."""
    asked = sorted({sense for _, sense in asked_words(question.standalone)})
    said = [meanings(s.text) for s in sentences]
    rarity = {w: np.log1p(len(said) / (1 + sum(holds(each, w) for each in said))) for w in asked}
    titles: dict[str, float] = {}
    for sentence in sentences:
        if sentence.entry.id not in titles:
            known = sentence.entry.metadata
            told = meanings(f"{known.title} {known.issuer} {known.country}")
            share = sum(rarity[w] for w in asked if holds(told, w))
            titles[sentence.entry.id] = share / (sum(rarity.values()) or 1.0)
    return np.array([titles[s.entry.id] for s in sentences])


def _leads_with_another(countries: Sequence[str], ranked: Ranked) -> bool:
    """Whether the first country that the sentence names, or else its document's, is none of those asked about."""
    named = find_countries(ranked.text) or find_countries(ranked.entry.metadata.country)
    return bool(countries) and bool(named) and named[0] not in countries


def _names_person(text: str) -> bool:
    """Whether the text has a name of several words."""
    return any(len(name.words) > 1 for name in find_facts(text).names)


def lowest_third(scores: Sequence[float] | Floats) -> float:
    """The mean of the third that is met worst."""
    return float(np.sort(scores)[: max(1, len(scores) // 3)].mean()) if len(scores) else 0.0


def _share(words: Sequence[str], texts: Sequence[frozenset[str]], rarity: Mapping[str, float]) -> Floats:
    """How much of the words each text holds, 0..1; rare ones count more."""
    total = sum(rarity.values()) or 1.0
    return np.array([sum(rarity[w] for w in words if w in text) / total for text in texts])


def rank_of(values: Floats) -> Floats:
    """How many have more, as log(1 + n)."""
    return np.asarray(np.log1p(np.argsort(np.argsort(-values, kind="stable"), kind="stable")))


def _rank_in_group(values: Floats, groups: Sequence[str]) -> Floats:
    """How many of its group have more, as log(1 + n)."""
    ranks = np.zeros(len(values), dtype=np.float32)
    for group in set(groups):
        mine = np.array([i for i, other in enumerate(groups) if other == group])
        ranks[mine] = rank_of(values[mine])
    return ranks


def _by_group(values: Floats, groups: Sequence[str], summarise: Callable[[Floats], float]) -> Floats:
    by_group: dict[str, list[float]] = {}
    for value, group in zip(values, groups, strict=True):
        by_group.setdefault(group, []).append(float(value))
    summary = {group: float(summarise(np.array(members))) for group, members in by_group.items()}
    return np.array([summary[group] for group in groups])


def _recency(sentences: Sequence[Ranked]) -> Floats:
    """Where each stands between the earliest, 0, and the latest, 1, of the days that sentences or their documents tell of."""
    days = [
        max((d.iso for d in find_dates(s.text) if d.year), default="") or s.entry.metadata.date
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
