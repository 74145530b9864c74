"""One claim against the passages it rests on: supported, partly, contradicted or not, with the reason.

Pure: no model, no index, no file. A claim is first held to its hard facts (numbers, dates, identifiers,
names), then to what it does with them (negation, modality, opposites, who does what to whom), then to
how much of its content the best few sentences of the evidence carry.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from assistant.acts import find_opposed, find_told, find_untold
from assistant.alterations import find_alterations
from assistant.facts import (
    Date,
    Facts,
    Name,
    Quantity,
    clashing_date,
    clashing_part,
    find_facts,
    holds_identifier,
    identifier_shape,
    initials,
    is_figure,
    name_words,
    same_date,
    same_quantity,
)
from assistant.names import country_mentions, find_countries
from assistant.roles import find_misaddressed, find_misattributed, tells_of_another
from assistant.types import Verdict
from assistant.words import STOP_WORDS, listed, opposites, senses, stem
from index.chunk import split_sentences
from index.types import Reading

Similarity = Callable[[str, Sequence[str]], float]

SUPPORTED_FROM = 0.5
PARTLY_FROM = 0.25


def verify_statement(
    claim: str, evidence: Sequence[str], *, similarity: Similarity | None = None, country: str = ""
) -> Verdict:
    """Whether `evidence` (passages of any length, read together) carries `claim`.

    `country` is whose document it is: "a Swedish court" need not be called Swedish in Sweden's own.

    `score` in 0..1 ranks claims by how well they are carried; from 0.5 on, with no fact amiss, a claim
    is supported. `similarity(claim, passages)` in 0..1 adds an encoder's judgement (see similarity.WordSimilarity).

    "The fine was 10,000 yen." against ["No fine was imposed."] -> not, '10,000 yen' is in no source.
    """
    said, sentences = _read_all(claim, evidence)
    if not said.content or not sentences:
        return Verdict("not", 0.0, "nothing to check" if sentences else "no source given")
    focus = _closest(said, sentences)
    covered, amiss, against = (
        _coverage(said, focus),
        _missing_facts(said, focus, sentences, country),
        _contradictions(said, focus),
    )
    untold = [
        *find_untold(said.text, [s.text for s in focus if not tells_of_another(said.text, s.text)]),
        *find_misaddressed(said.text, focus[0].text),
    ]
    near = _similarity(said, sentences, similarity) if similarity else None
    score = _score(covered, near, missing=min(len(amiss) + len(untold), 3), against=min(len(against), 2))
    return _verdict(score, covered, [*_absent(amiss), *untold], against, said, focus)


def claim_features(
    claim: str, evidence: Sequence[str], *, similarity: Similarity | None = None
) -> dict[str, float]:
    """What the score is made of, by name: `covered` and `near` in 0..1, `missing` facts. For learning the weights."""
    said, sentences = _read_all(claim, evidence)
    focus = _closest(said, sentences)
    near = {"near": _similarity(said, sentences, similarity)} if similarity else {}
    return {
        "covered": _coverage(said, focus),
        **near,
        "missing": float(min(len(_missing_facts(said, focus, sentences)), 3)),
    }


def compared_sentences(claim: str, evidence: Sequence[str]) -> list[str]:
    """What an encoder is asked to compare for this claim: its own words, then the sentences of the evidence nearest to it."""
    said, sentences = _read_all(claim, evidence)
    return [said.text, *(sentence.text for sentence in _nearest(said, sentences))]


def has_other_facts(text: str, said: Sequence[str]) -> bool:
    """Whether `text` gives an identifier, date, quantity or name that nothing in `said` gives."""
    sentence, sentences = _read_all(text, said)
    return bool(_missing_facts(sentence, sentences, sentences)) if sentences else bool(text)


def _read_all(claim: str, evidence: Sequence[str]) -> tuple[_Sentence, tuple[_Sentence, ...]]:
    return _read(_bare(claim)), tuple(
        _read(sentence) for passage in evidence for sentence in sentences_of(passage)
    )


def _bare(claim: str) -> str:
    """The claim without what is not said by it: citation marks, addresses, list numbers, emphasis."""
    return _LIST_NUMBER.sub("", _NOT_SAID.sub("", claim)).replace("**", "").replace("__", "")


def _similarity(said: _Sentence, sentences: tuple[_Sentence, ...], similarity: Similarity) -> float:
    return similarity(said.text, [s.text for s in _nearest(said, sentences)])


# --- reading a sentence --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence as verify sees it: all its stems in order, which of them are content, and its facts."""

    text: str
    stems: tuple[str, ...]
    content: frozenset[str]
    senses: frozenset[str]
    facts: Facts


_NOT_SAID = re.compile(r"\s*[\[【]\^?\d+(?:\s*[,;–-]\s*\d+)*[^\]】\[]{0,12}[\]】]|\(?https?://\S+")
_LIST_NUMBER = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•#]+)\s+")
_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’.&-][^\W_]+)*", re.UNICODE)


def sentences_of(passage: str) -> list[str]:
    """The sentences of a passage, in order."""
    return [passage[s.start : s.end] for s in split_sentences(Reading(passage))]


@lru_cache(maxsize=20_000)
def _read(text: str) -> _Sentence:
    stems = tuple(part for match in _TOKEN.finditer(_expand(text)) for part in _token_stems(match[0]))
    content = frozenset(
        word for word in stems if word not in STOP_WORDS and (len(word) > 1 or word.isdigit())
    )
    return _Sentence(
        text, stems, content, frozenset(s for word in content for s in senses(word)), find_facts(text)
    )


def _expand(text: str) -> str:
    """Contractions of "not" in full, so that they are seen: "didn't" -> "did not"."""
    return re.sub(
        r"n't\b", " not", text.replace("’", "'").replace("can't", "cannot").replace("won't", "will not")
    )


def _token_stems(token: str) -> list[str]:
    parts = re.split(r"[-]", token)
    return (
        [stem(part) for part in parts if part]
        if len(parts) > 1 and not any(c.isdigit() for c in token)
        else [stem(token)]
    )


# --- finding the place ---------------------------------------------------------------------------

_MOST_SENTENCES = 4
# The least share of neighbouring word pairs that a claim which only alters a sentence has from it.
_WORDING_KEPT = 0.5
# And after the exchange of two names that stand in each other's places.
_EXCHANGE_KEEPS = 0.8
# Encoding more than these changed no verdict worth its time on four public sets of judged claims.
_MOST_ENCODED = 8


def _closest(said: _Sentence, sentences: tuple[_Sentence, ...]) -> tuple[_Sentence, ...]:
    """The few sentences that together carry most of what is said, best first.

    Greedy: each next sentence must add enough weight of its own to be worth reading with the others.
    """
    weights = _weights(said)
    total = sum(weights.values())
    chosen: list[_Sentence] = []
    left = dict(weights)
    pool = list(dict.fromkeys(sentences))
    while pool and left and len(chosen) < _MOST_SENTENCES:
        best = max(pool, key=lambda s: _gain(left, s) + 0.1 * total * _wording_shared(said, s))
        gain = _gain(left, best)
        if chosen and gain < 0.06 * total:
            break
        chosen.append(best)
        pool.remove(best)
        left = {word: w for word, w in left.items() if not _match(word, best)}
    return tuple(chosen)


def _nearest(said: _Sentence, sentences: tuple[_Sentence, ...]) -> list[_Sentence]:
    """The sentences worth an encoder's time, nearest first: of a long document not all are."""
    weights = _weights(said)
    return sorted(dict.fromkeys(sentences), key=lambda s: -_gain(weights, s))[:_MOST_ENCODED]


def _gain(left: dict[str, float], sentence: _Sentence) -> float:
    return sum(weight * _match(word, sentence) for word, weight in left.items())


def _wording_shared(said: _Sentence, sentence: _Sentence) -> float:
    """The share of the claim's neighbouring word pairs that stand so in the sentence, 0..1."""
    pairs = set(pairwise(said.stems))
    return len(pairs & set(pairwise(sentence.stems))) / len(pairs) if pairs else 0.0


def _keeps_wording(said: _Sentence, sentence: _Sentence) -> bool:
    return _wording_shared(said, sentence) >= _WORDING_KEPT


def _weights(said: _Sentence) -> dict[str, float]:
    """How much each content word of the claim matters: names and figures most, long words more than short."""
    names = {word for name in said.facts.names for part in name.text.split() for word in _token_stems(part)}
    return {word: _weight(word, word in names) for word in sorted(said.content)}


def _weight(word: str, is_name: bool) -> float:
    if is_name or is_figure(word):
        return 1.5
    return 0.7 if "=3" in senses(word) else 0.8 + 0.05 * min(len(word), 8)


def _match(word: str, sentence: _Sentence) -> float:
    """How well a sentence carries a word: 1 itself, 0.8 by a synonym or a close form, else 0."""
    if word in sentence.content:
        return 1.0
    if senses(word) & sentence.senses:
        return 0.8
    return 0.8 if len(word) >= 5 and _has_relative(word, sentence.content) else 0.0


@lru_cache(maxsize=200_000)
def _has_relative(word: str, content: frozenset[str]) -> bool:
    """Whether a word of one family is there: "legisl" and "legislatur", "japan" and "japanes"."""
    return any(
        len(other) >= 5 and other[:5] == word[:5] and (other.startswith(word) or word.startswith(other))
        for other in content
    )


def _coverage(said: _Sentence, focus: Sequence[_Sentence]) -> float:
    """The weighted share of the claim's content words that the focus carries, 0..1; figures are held to account as facts."""
    weights = _weights(said)
    words = {word: weight for word, weight in weights.items() if not is_figure(word)}
    weights = words or weights
    carried = sum(weight * max(_match(word, s) for s in focus) for word, weight in weights.items())
    return carried / sum(weights.values())


# --- hard facts ----------------------------------------------------------------------------------


def _missing_facts(
    said: _Sentence, focus: Sequence[_Sentence], sentences: Sequence[_Sentence], country: str = ""
) -> list[str]:
    """What the claim states and no source does, in the claim's words; the country whose document it is goes without saying."""
    near = [*focus, *_neighbours(focus, sentences)]
    facts = said.facts
    return [
        *(i for i in facts.identifiers if not _identifier_given(i, said, near)),
        *(d.text for d in facts.dates if not _date_given(d, said, near)),
        *(q.text for q in facts.quantities if not _quantity_given(q, said, near)),
        *(
            n.text
            for n in facts.names
            if not _name_given(n, said, focus, sentences) and not _is_of(n, country, focus[0], said)
        ),
    ]


def _is_of(name: Name, country: str, source: _Sentence, said: _Sentence) -> bool:
    """Whether a name is that country's, and does not stand where the sentence whose wording is kept names another."""
    home = find_countries(country)
    instead = set(find_countries(source.text)) - set(find_countries(said.text))
    return bool(home) and find_countries(name.text) == home and not (instead and _keeps_wording(said, source))


def _neighbours(focus: Sequence[_Sentence], sentences: Sequence[_Sentence]) -> list[_Sentence]:
    """The sentences beside those in focus: they name what "it" and "the company" stand for."""
    places = [sentences.index(s) for s in focus[:2]]
    return [sentences[i + step] for i in places for step in (-1, 1) if 0 <= i + step < len(sentences)]


def _date_given(claimed: Date, said: _Sentence, near: Sequence[_Sentence]) -> bool:
    """Whether it is there; where the claim keeps the closest sentence's wording but for its date, only that one tells."""
    closest = near[0].facts.dates
    if _keeps_wording(said, near[0]) and not any(same_date(claimed, date) for date in closest):
        instead = (d for d in closest if not any(same_date(mine, d) for mine in said.facts.dates))
        if any(clashing_date(claimed, date) for date in instead):
            return False
    given = [date for s in near for date in s.facts.dates]
    if any(same_date(claimed, date) for date in given):
        return True
    year_given = any(date.year == claimed.year for date in given)
    rest = Date(claimed.text, 0, claimed.month, claimed.day)
    return bool(
        claimed.month and year_given and any(not date.year and same_date(rest, date) for date in given)
    )


def _identifier_given(claimed: str, said: _Sentence, near: Sequence[_Sentence]) -> bool:
    """Whether it is there, and not beside the point: the closest sentence may not name another of its shape instead."""
    if holds_identifier(near[0].text, claimed):
        return True
    instead = (i for i in near[0].facts.identifiers if not holds_identifier(said.text, i))
    if any(identifier_shape(i) == identifier_shape(claimed) for i in instead):
        return False
    return any(holds_identifier(s.text, claimed) for s in near)


def _quantity_given(claimed: Quantity, said: _Sentence, near: Sequence[_Sentence]) -> bool:
    """Whether it is there; where the closest sentence counts the same thing otherwise, only that sentence tells."""
    closest = near[0].facts.quantities
    if any(same_quantity(claimed, given) for given in closest):
        return True
    instead = (q for q in closest if not any(same_quantity(q, mine) for mine in said.facts.quantities))
    if claimed.unit and any(q.unit == claimed.unit for q in instead):
        return False
    return any(same_quantity(claimed, given) for s in near for given in s.facts.quantities)


def _name_given(
    name: Name, said: _Sentence, focus: Sequence[_Sentence], sentences: Sequence[_Sentence]
) -> bool:
    """Whether a source names it: by its words, its initials, or (beside the focus) where nobody else is named instead.

    A claim that keeps the closest sentence's wording is held to the names of that sentence.
    """
    held_to = focus[:1] if _keeps_wording(said, focus[0]) else focus
    if any(_names_it(name, s) for s in held_to):
        return True
    elsewhere = any(_names_it(name, s) for s in sentences)
    return elsewhere and not _others_named(focus[0], said)


def _names_it(name: Name, sentence: _Sentence) -> bool:
    countries = country_mentions(name.text)
    if (
        countries
        and countries[-1][1] >= len(name.text)
        and {c for _, _, c in countries} <= set(find_countries(sentence.text))
    ):
        return True
    words = name_words(sentence.text)
    known = [word in words for word in name.words]
    if known[-1] and 2 * sum(known) >= len(known):
        return True
    return _by_initials(name, sentence)


def _by_initials(name: Name, sentence: _Sentence) -> bool:
    if name.acronym and len(name.words[0]) > 1:
        letters = name.words[0].replace(".", "")
        return letters in initials(sentence.text)
    short = "".join(word[0] for word in name.words)
    return len(short) > 2 and any(other.acronym and other.words[0] == short for other in sentence.facts.names)


def _others_named(sentence: _Sentence, said: _Sentence) -> bool:
    """Whether the sentence names someone the claim does not."""
    mine = name_words(said.text)
    return any(not mine & set(name.words) for name in sentence.facts.names)


# --- what is said of them ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cue:
    """A word that changes what follows: its kind, how it is written, and the content stems in its reach."""

    kind: str
    text: str
    scope: tuple[str, ...]

    @property
    def head(self) -> str:
        return self.scope[0] if self.scope else ""


_NEGATION = re.compile(
    r"\b(?:not|never|cannot|neither|nor|none|nobody|no)\b(?! (?:only|just|least|later|earlier|doubt)\b)"
    r"|^(?:No|Not|Never|Neither|None|Nobody)\b(?= [a-z])(?! (?:only|later|earlier|doubt)\b)"
)
_DENYING = frozenset(
    map(
        stem,
        listed(
            """fail refuse without lack deny reject unable absent absence decline little hardly few except only avoid unlike
            nothing prevent keep stop unless missing exclude ban prohibit forbid bar oppose wait refrain delay halt"""
        ),
    )
)
_DONE = re.compile(
    r"(?<!may )(?<!might )(?<!could )(?<!would )(?<!must )\b(?:has|have|had) (?:been )?(\w+(?:ed|en))\b"
)
# "May not" and "must not" forbid alike.
_FORBIDDEN = r" (?:not|never|no longer)\b"
_MODALS = (
    (re.compile(rf"\b(?:must|shall|may|can|could){_FORBIDDEN}|\bcannot\b"), "must not"),
    (re.compile(rf"\b(?:must|shall)\b(?!{_FORBIDDEN})"), "must"),
    (re.compile(r"\b(?:should|ought to)\b"), "should"),
    (re.compile(rf"\b(?:may|could)\b(?!{_FORBIDDEN})|\bmight\b"), "may"),
    (
        re.compile(
            r"\b(?:ha[sd]|have|having) to\b|\b(?:are|is|was|were|be|being) (?:required|obliged|compelled|forced|ordered) to\b|\bneeds? to\b"
        ),
        "must",
    ),
    (
        re.compile(r"\b(?:are|is|was|were|be|being) (?:advised|recommended|encouraged|urged|asked) to\b"),
        "should",
    ),
    (re.compile(r"\b(?:are|is|was|were|be|being) (?:allowed|permitted|free) to\b"), "may"),
    (
        re.compile(
            r"\b(?:plan(?:s|ned|ning)?|propos(?:e[sd]?|ing|als?)|consider(?:s|ed|ing)?|intend(?:s|ed|ing)?|weigh(?:s|ed|ing)?|mull(?:s|ed|ing)?|expect(?:s|ed|ing)?|threaten(?:s|ed|ing)?|aim(?:s|ed|ing)?)(?! of\b)(?: to| a| an| the| that| on)?(?= \w)"
        ),
        "plan",
    ),
)
# The acts that say a modal in other words: "a legal duty" is a "must".
_TOLD_AS = {"must": "order", "must not": "ban"}
_LIGHT = frozenset(map(stem, ("longer", "be", "have", "get", "make", "take", "do")))


def _contradictions(said: _Sentence, focus: Sequence[_Sentence]) -> list[str]:
    """Where the closest sentence and the claim cannot both hold, in words for people."""
    return [
        *_negation_conflicts(said, focus),
        *_modal_conflicts(said, focus[0]),
        *_opposite_conflicts(said, focus),
        *_swapped_roles(said, focus[0]),
        *find_alterations(said.text, focus[0].text),
        *find_opposed(said.text, focus[0].text),
        *_other_part_of_year(said, focus[0]),
        *_turned_range(said, focus[0]),
        *_only_supposed(said, focus[0]),
        *find_misattributed(said.text, focus[0].text),
    ]


def _negation_conflicts(said: _Sentence, focus: Sequence[_Sentence]) -> list[str]:
    """Negations of one side without a counterpart on the other, though the other speaks of what they negate."""
    source = focus[0]
    mine, theirs = _paired_off(_negations(said), _negations(source))
    found = []
    for cue in mine:
        place = next((s for s in focus if _speaks_of(s, cue)), None)
        if (
            place
            and not _otherwise_denied(cue, place, said)
            and not (place is not source and _negations(place))
        ):
            found.append(f"the source does not say '{cue.text} ... {_as_written(cue.head, said)}'")
    for cue in theirs:
        if _speaks_of(said, cue) and not _otherwise_denied(cue, said, source):
            found.append(f"the source says '{cue.text} ... {_as_written(cue.head, source)}'")
    return found


def _paired_off(mine: Sequence[_Cue], theirs: Sequence[_Cue]) -> tuple[list[_Cue], list[_Cue]]:
    """The cues of either side that are left when those that negate the same thing are taken away in pairs."""
    left, right = list(mine), list(theirs)
    for alike in (_same_head, _overlap):
        for cue in list(left):
            partner = next((other for other in right if alike(cue, other)), None)
            if partner:
                left.remove(cue)
                right.remove(partner)
    return left, right


def _same_head(cue: _Cue, other: _Cue) -> bool:
    return cue.head == other.head


def _overlap(cue: _Cue, other: _Cue) -> bool:
    return bool(set(cue.scope) & set(other.scope))


def _otherwise_denied(cue: _Cue, sentence: _Sentence, other: _Sentence) -> bool:
    """Whether `sentence` denies it by a word of its own: "failed to agree" for "did not agree", "banned" for "not allowed"."""
    own = set(sentence.stems) - set(other.stems)
    return bool(own & (_DENYING | opposites(cue.head)))


@lru_cache(maxsize=20_000)
def _negations(sentence: _Sentence) -> tuple[_Cue, ...]:
    """The negations of a sentence; "Never" inside a title is a name, not a negation."""
    return _cues("not", _NEGATION, _expand(sentence.text))


def _cues(kind: str, pattern: re.Pattern[str], text: str) -> tuple[_Cue, ...]:
    cues = (_Cue(kind, match[0], _reach(text[match.end() :])) for match in pattern.finditer(text))
    return tuple(cue for cue in cues if cue.scope)


def _reach(following: str) -> tuple[str, ...]:
    """The first three content stems of what follows a cue."""
    sentence = _read(following)
    content = (word for word in sentence.stems if word in sentence.content and word not in _LIGHT)
    return tuple(islice(content, 3))


def _speaks_of(sentence: _Sentence, cue: _Cue) -> bool:
    """Whether the sentence says what the cue is about: its head and most of what follows it."""
    return cue.head in sentence.content and sum(word in sentence.content for word in cue.scope) >= min(
        2, len(cue.scope)
    )


def _modal_conflicts(said: _Sentence, source: _Sentence) -> list[str]:
    """Duty, advice, possibility and plan made of one another, or of what the source states outright.

    That one side has a modal and the other none counts only where the wording is kept: a paraphrase
    hedges in many ways ("would be barred" for "could buy no").
    """
    mine, theirs = _modals(said), _modals(source)
    told = {kind for act in find_told(source.text) for kind in act.kinds}
    found = []
    for cue in mine:
        others = [other for other in theirs if other.head == cue.head]
        if cue.kind == "must not" and "ban" in told:
            continue
        if others and all(other.kind != cue.kind for other in others):
            found.append(f"the source says '{others[0].text}', not '{cue.text}'")
    done = {stem(match[1]) for match in _DONE.finditer(said.text)}
    for cue in theirs:
        if cue.kind in ("may", "plan") and cue.head in done and source.stems.count(cue.head) == 1:
            found.append(f"the source says '{cue.text} ... {_as_written(cue.head, source)}'")
    if found or not _keeps_wording(said, source):
        return found
    for cue in mine:
        if _TOLD_AS.get(cue.kind) in told:
            continue
        if _speaks_of(source, cue) and all(other.kind != cue.kind for other in theirs):
            found.append(f"the source does not say '{cue.text} ... {_as_written(cue.head, said)}'")
    forbidden = "ban" in told and any(cue.kind == "must not" for cue in mine)
    for cue in theirs:
        if forbidden and cue.kind == "may":
            continue
        if cue.kind != "must" and _speaks_of(said, cue) and all(other.kind != cue.kind for other in mine):
            found.append(f"the source says '{cue.text} ... {_as_written(cue.head, source)}'")
    return found


@lru_cache(maxsize=20_000)
def _modals(sentence: _Sentence) -> tuple[_Cue, ...]:
    return tuple(cue for pattern, kind in _MODALS for cue in _cues(kind, pattern, sentence.text))


def _opposite_conflicts(said: _Sentence, focus: Sequence[_Sentence]) -> list[str]:
    found = []
    source = focus[0]
    for place, word in enumerate(said.stems):
        if word in source.stems:
            continue
        for contrary in sorted(opposites(word) & set(source.stems) - set(said.stems)):
            if _beside(said.stems, place) & _beside(source.stems, source.stems.index(contrary)):
                found.append(
                    f"the source says '{_as_written(contrary, source)}', not '{_as_written(word, said)}'"
                )
    return found


def _beside(stems: tuple[str, ...], place: int) -> set[str]:
    return {w for w in stems[max(place - 2, 0) : place] + stems[place + 1 : place + 3] if w not in STOP_WORDS}


def _swapped_roles(said: _Sentence, source: _Sentence) -> list[str]:
    """Two names whose exchange would make the claim the source's own wording, unless they only stand in one list."""
    given = {name.words[-1] for name in source.facts.names}
    names = {name.words[-1]: name.text for name in said.facts.names if name.words[-1] in given}
    for first, second in pairwise(names):
        exchanged = _read(_exchange(said.text, names[first], names[second]))
        kept, now = _wording_shared(exchanged, source), _wording_shared(said, source)
        if kept >= _EXCHANGE_KEEPS and kept > now and not _listed_together(said, first, second):
            return ["the names stand in other places in the source"]
    return []


def _other_part_of_year(said: _Sentence, source: _Sentence) -> list[str]:
    clash = clashing_part(said.text, source.text)
    return [f"the source says '{clash[1]}', not '{clash[0]}'"] if clash else []


_RANGE = re.compile(r"\bfrom \S+(?: \S+)? to \S+")
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")


def _turned_range(said: _Sentence, source: _Sentence) -> list[str]:
    """A rise made a fall: "from 400 to 200" where the source has "from 200 to 400"."""
    theirs = [ends for _, ends in _ranges(source.text)]
    return [
        f"the source does not say '{words}'"
        for words, ends in _ranges(said.text)
        if len(ends) == 2 and ends not in theirs and ends[::-1] in theirs
    ]


def _ranges(text: str) -> list[tuple[str, list[str]]]:
    """Each range of the text in its words, with the figures in it."""
    return [(match[0], _FIGURE.findall(match[0])) for match in _RANGE.finditer(text)]


# What a source says to be supposed, alleged or denied, it does not say to be so.
_SUPPOSED = re.compile(
    r"\b(?:suspect(?:s|ed|ing)?|alleg(?:e|es|ed|ing)|den(?:y|ies|ied|ying)|doubt(?:s|ed)?|speculat\w+|rumou?r\w*|fear(?:s|ed)?|accus\w+|whether"
    r"|unclear|unknown|not (?:known|clear|established|confirmed|proven)|no (?:evidence|proof|sign)|could not establish|unless)\b|^If\b",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    _SUPPOSED.pattern
    + r"|\b(?:if|reportedly|said|says|according|may|might|could|claim\w*|report\w*|call(?:s|ed)?|reject\w*|dismiss\w*)\b",
    re.IGNORECASE,
)


def _only_supposed(said: _Sentence, source: _Sentence) -> list[str]:
    """The words under which the source puts what the claim, keeping its wording, says outright."""
    if not _keeps_wording(said, source) or _HEDGED.search(said.text):
        return []
    pairs = set(pairwise(said.stems))
    first = next((i for i, pair in enumerate(pairwise(source.stems)) if pair in pairs), len(source.stems))
    lead = " ".join(source.text.split()[: first + 1])
    cue = _SUPPOSED.search(lead)
    return [f"the source says '{cue[0]}'"] if cue else []


def _exchange(text: str, one: str, other: str) -> str:
    """`text` with two words or phrases in each other's places."""
    swap = {one: other, other: one}
    return re.sub(
        "|".join(re.escape(name) for name in sorted(swap, key=len, reverse=True)), lambda m: swap[m[0]], text
    )


def _listed_together(sentence: _Sentence, first: str, second: str) -> bool:
    """Whether only "and", "or" or commas and other names stand between two names of a sentence."""
    names = {name.words[-1]: name.text for name in sentence.facts.names}
    between = sentence.text.partition(names[first])[2].partition(names[second])[0]
    rest = re.sub("|".join(re.escape(text) for text in names.values()), "", between)
    return not re.search(r"\b(?!and\b|or\b)\w", rest)


# --- the verdict ---------------------------------------------------------------------------------


def _score(covered: float, near: float | None, *, missing: int, against: int) -> float:
    """About the probability that a claim is carried, by its coverage, the encoder's similarity and what is amiss.

    Logistic regression on paraphrases against sentences about the same matter (`python -m evals.claims --fit`),
    rounded to the strict side: half of a claim's words must be found where nothing else speaks for it.
    Four public sets of judged claims, none of which it was learned on, were tried with the threshold as it is: balanced
    accuracy 0.79 for sentences of answers (LFQA-Verification, 1,200 of it), 0.72 (Factcheck-GPT, 1,000), 0.60 for
    one-line summaries (QAGS on XSUM) and 0.52 for summaries fused from several copied sentences (QAGS on CNN), where
    coverage is no evidence. Weights fitted on three of them were worse on the fourth, as were further features of how
    much wording is copied; other thresholds gained on one set what they lost on another.
    """
    logit = 7.5 * covered - 3.7 if near is None else 5.0 * covered + 6.0 * near - 6.0
    return 1 / (1 + math.exp(2.3 * (missing + against) - logit))


def _verdict(
    score: float,
    covered: float,
    amiss: Sequence[str],
    against: Sequence[str],
    said: _Sentence,
    focus: Sequence[_Sentence],
) -> Verdict:
    if against and covered >= 0.5:
        return Verdict("contradicted", min(score, 0.2), against[0])
    if amiss:
        return Verdict("partly" if covered >= 0.6 else "not", min(score, 0.45), amiss[0])
    if score >= SUPPORTED_FROM and not against:
        return Verdict("supported", score, "the source says so")
    lacking = sorted(
        (w for w in said.content if not any(_match(w, s) for s in focus)), key=lambda w: (-len(w), w)
    )
    reason = (
        against[0]
        if against
        else f"the source does not mention {_quoted(_as_written(word, said) for word in lacking[:3])}"
    )
    return Verdict("partly" if score >= PARTLY_FROM else "not", min(score, 0.49), reason)


def _absent(facts: Sequence[str]) -> list[str]:
    """The facts that no source gives, in one reason."""
    return [f"{_quoted(facts)} {'is' if len(facts) == 1 else 'are'} in no source"] if facts else []


def _as_written(word: str, sentence: _Sentence) -> str:
    """The word of the sentence that has this stem."""
    return next((m[0] for m in _TOKEN.finditer(sentence.text) if word in _token_stems(m[0])), word)


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)
