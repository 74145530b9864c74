"""Whom a question is about: the documents it names, by identifier or by what they are called, and what they state of the field asked for.

A named document alone may answer: never a neighbour. Where a document states its fields in a set form,
the sentence that states the one asked for is the answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from itertools import chain, pairwise
from math import log

from assistant.dates import Date, take_dates
from assistant.fields import (
    COVERING,
    FIRM,
    TITLE,
    Asked,
    Field,
    asking_part,
    asks_beyond_fields,
    asks_uncounted,
    find_asked,
    is_model,
    is_plain,
    is_small,
    mask_identifiers,
    names_in,
)
from assistant.meanings import holds, meanings, stems
from assistant.question import Question, content_words
from assistant.weigh import Weighed
from assistant.wordings import OTHER, wordings
from assistant.words import STOP_WORDS, stem
from index.catalog import Entry, Snapshot
from index.embed import Embedder
from index.identifiers import find_identifiers
from index.search import Entries, Found, Ranked
from index.types import Document

# Log-odds of a sentence that states the field asked for, in the document that is named.
STATED = 6.0
# Of how many documents that a name fits, newest first, an answer is given; how many sentences it takes.
MOST_DOCUMENTS = 5
MOST_SENTENCES = 8
# The headings under which an advisory states its fields.
STATING_LABELS = frozenset({"Overview", "Affected products"})

# How much alike (difflib's ratio) an unknown word and a word of asking are, for the one to be a slip for the other.
CLOSE = 0.8
# By how much less rare the names are that an advisory holds which is as good a match as another.
_AS_GOOD = 0.5
# How rare (log of advisories to those with the word) the names must be that settle which advisory is meant.
_LEAST_RARITY = 4.0
# A small word is a name where so few advisories' products are called so.
_FEW_CALLED = 12
# A title of fewer words may be said without being meant.
FEWEST_TITLE_WORDS = 2

_WORD = re.compile(r"\w+")
_OF_DATE = re.compile(r"(?:\b(?:of|from|dated) (?:the )?|\()[\w ,.-]*\b(?:19|20)\d\d\b[-\d]*")
_HYPHENATED = re.compile(r"\w+(?:-\w+)*")
_OWNER = re.compile(r"\b\w+['’]s\s+$")
_UPDATE = re.compile(r"\s*\(update \w+\)\s*$", re.IGNORECASE)
_UPDATE_LETTER = re.compile(r"\(update \w\)", re.IGNORECASE)
_CVSS_VERSION = re.compile(r"v[1-4](?:\.\d)?", re.IGNORECASE)
_OPENS_CLAUSE = re.compile(r"^\W*|[.;:!?]\s+")
_LETTERS_OR_DIGITS = re.compile(r"[^\W\d_]+|\d+")
# What asks for other advisories than one that is named.
_ELSEWHERE = re.compile(
    r"\bbesides?\b|\bapart from\b|\baside from\b|\bother than\b|\bexcept\b|\bin addition to\b|\belse\b|\belsewhere\b|"
    r"\b(?:other|others|another|further|additional|more)\b(?=(?: \S+){0,2}? (?:advisor|bulletin|notice|alert|document|id|#|than|publication))|"
    r"\bwhich others?\b|\bany others?\b|\balso (?:in|by)\b(?! #)",
    re.IGNORECASE,
)
_SET_FORM = re.compile(r"\bwas first published by\b|\bcovers \d+ vulnerabilit|\bis covered by\b")


# The documents (by number) that hold an identifier, and whether it is their own.
Held = Sequence[tuple[int, bool]]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question names.

    `identifiers` by the documents (numbers) that hold each; `documents` those that hold one of every
    kind, or, without identifiers, those called what the question calls them, `titled` where it says a
    title in full; `own` are those of them whose own identifier it says; `asked` the fields it may ask
    for, for each thing that it asks, and `names` its words beyond those that ask; `uncounted` says that
    it asks how much of what no field counts, or is worded like those that ask for what none holds. `apart` are identifiers that no document holds together,
    `unknown` names that nothing holds.
    """

    identifiers: Mapping[str, frozenset[int]]
    documents: tuple[int, ...]
    asked: tuple[tuple[Asked, ...], ...]
    names: tuple[str, ...] = ()
    titled: bool = False
    own: tuple[int, ...] = ()
    uncounted: bool = False
    apart: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def find_subject(question: Question, snapshot: Snapshot, entries: Entries, embedder: Embedder) -> Subject:
    """The documents that the question names, and the fields it may ask for."""
    text = _UPDATE_LETTER.sub(" ", mend_spelling(question.text, snapshot))
    holding = {value: snapshot.documents_holding(value) for value in named_identifiers(question)}
    if holding:
        if set_aside := identifiers_set_aside(question.text, holding):
            return subject_elsewhere(holding, set_aside)
        return subject_identified(text, holding, entries, embedder)
    documents, masked = mask_title(text, entries)
    titled = bool(documents)
    if not documents:
        documents, masked = mask_description(text, entries)
    misdated = "" if documents else is_misdated(text, entries)
    if not documents and not misdated:
        documents, masked = mask_mention(text, snapshot, entries)
    if documents:
        masked = asking_part(masked)
    asked = find_asked(masked, embedder, called=words_called(documents, entries))
    names = names_asked(masked, asked)
    if not asked:
        return Subject({}, (), (), names, uncounted=asks_uncounted(masked))
    unknown = tuple(n for n, count in snapshot.chunk_frequencies(names).items() if not count and is_model(n))
    if documents:
        titled = titled or (len(documents) == 1 and holds_fields(documents[0], snapshot, entries))
        return Subject({}, newest_first(documents, entries), asked, names, titled=titled, unknown=unknown)
    if misdated:
        unknown = (*unknown, misdated)
    if not names:
        cited = frozenset(question.documents)
        return Subject({}, tuple(n for n, entry in entries.items() if entry.id in cited), asked, names)
    called = documents_called(names, snapshot, entries, said=text)
    if not called:
        binding = [name for name in names if any(name in a.binding for part in asked for a in part)]
        called = documents_called(binding, snapshot, entries, said=text)
    return Subject({}, called, asked, names, unknown=unknown)


def subject_identified(
    text: str, holding: Mapping[str, Held], entries: Entries, embedder: Embedder
) -> Subject:
    """What a question names that says identifiers: the documents that hold them."""
    identifiers = {value: frozenset(number for number, _ in held) for value, held in holding.items()}
    together = holding_all(identifiers)
    masked = asking_part(mask_identifiers(text))
    asked = find_asked(masked, embedder, called=words_called(sorted(together)[:MOST_DOCUMENTS], entries))
    own = {number for held in holding.values() for number, is_own in held if is_own}
    return Subject(
        identifiers,
        tuple(sorted(together)),
        asked,
        names_asked(masked, asked),
        own=tuple(sorted(together & own)),
        uncounted=asks_uncounted(masked) or (not asked and asks_beyond_fields(masked, embedder)),
        apart=() if together or not all(identifiers.values()) else tuple(identifiers),
    )


def identifiers_set_aside(text: str, identifiers: Iterable[str]) -> tuple[str, ...]:
    """The advisories beside which a question asks for others on the same vulnerability.

    "Which advisory besides ICSA-31-063-01 covers CVE-2031-1111?" -> ("ICSA-31-063-01",)
    """
    kinds = {value: kind_of(value) for value in identifiers}
    if "CVE" not in kinds.values() or not _ELSEWHERE.search(mask_identifiers(text)):
        return ()
    return tuple(value for value, kind in kinds.items() if not kind)


def subject_elsewhere(holding: Mapping[str, Held], set_aside: Sequence[str]) -> Subject:
    """The documents that hold a question's vulnerabilities, but for those that it sets aside."""
    wanted = {v: frozenset(number for number, _ in held) for v, held in holding.items() if v not in set_aside}
    left_out = {number for value in set_aside for number, is_own in holding[value] if is_own}
    documents = tuple(sorted(holding_all(wanted) - left_out))
    apart = () if documents or not all(holding.values()) else tuple(holding)
    return Subject(wanted, documents, ((Asked(COVERING, ()),),), apart=apart)


def words_called(numbers: Iterable[int], entries: Entries) -> frozenset[str]:
    """The words, in small letters, of what these documents and the products they are about are called."""
    return frozenset(chain.from_iterable(called_words(entries[number]) for number in numbers))


def names_asked(masked: str, asked: Sequence[Sequence[Asked]]) -> tuple[str, ...]:
    """The names that the question says, in each of its parts, beyond what asks for the likeliest field."""
    if not asked:
        return names_in(masked, ())
    parts = [[one for one in part if one.patterned] or part for part in asked]
    return tuple(dict.fromkeys(name for part in parts for name in names_in(masked, part)))


def mend_spelling(text: str, snapshot: Snapshot) -> str:
    """The text with a slip of the fingers in the words of asking set right: words that the index does not know alone.

    "which advisroy covers it" -> "which advisory covers it".
    """
    unfamiliar = [
        w
        for w in _WORD.findall(text)
        if len(w) > 4 and w.isascii() and w.isalpha() and w.casefold() not in wordings().spelled
    ]
    known = snapshot.chunk_frequencies(word.casefold() for word in unfamiliar)
    for word in unfamiliar:
        # Only of a word that nobody writes: each look among the spelled ones takes milliseconds.
        if known[word.casefold()]:
            continue
        if meant := get_close_matches(word.casefold(), wordings().spelled, n=1, cutoff=CLOSE):
            text = re.sub(rf"\b{word}\b", meant[0], text)
    return text


def mask_title(text: str, entries: Entries) -> tuple[tuple[int, ...], str]:
    """The documents whose title the text says in full, the longest alone, and the text with a mark in its place."""
    said = words_of(text)
    best: tuple[int, ...] = ()
    longest = ""
    for number, entry in entries.items():
        title = words_of(_UPDATE.sub("", entry.metadata.title))
        if (
            len(title.split()) < FEWEST_TITLE_WORDS
            or len(title) < len(longest)
            or f" {title} " not in f" {said} "
        ):
            continue
        best = (*best, number) if title == longest else (number,)
        longest = title
    if not best:
        return (), text
    pattern = r"\W+".join(map(re.escape, longest.split()))
    return best, re.sub(
        rf"(?<!\w){pattern}(?!\w)(?:\s*\(update \w+\))?", TITLE, text, count=1, flags=re.IGNORECASE
    )


def mask_description(
    text: str, entries: Entries, *, fewest: int = FEWEST_TITLE_WORDS, most: int = MOST_DOCUMENTS
) -> tuple[tuple[int, ...], str]:
    """The advisories on products that the text describes without their titles, newest first, and the text with a mark instead.

    "Where is the vendor of the Acme advisory of May 2031 on pumps at home?" describes those first published
    in that month whose title or products hold the names that it says. None, and the text as it is, where it
    names too little, or something that they do not hold.
    """
    dates, undated = take_dates(text)
    if len(dates) > 1 or not all(date.month and date.year for date in dates) or len(undated) != len(text):
        return (), text
    described = {n: own for n, own in words_of_advisories(entries).items() if is_of(dates, entries[n])}
    told = frozenset().union(*described.values())
    words = [m for m in _WORD.finditer(undated) if m[0].casefold() not in STOP_WORDS]
    names = [
        m
        for m in words
        if not m[0].islower()
        and not (is_plain(m[0]) and (m is words[0] or m[0].isupper() or m[0].casefold() not in told))
    ]
    bound = {
        m[0].casefold() for m in names if m[0].casefold() in told or not is_asking(m[0], opens=m is words[0])
    }
    holding = {n for n, own in described.items() if bound <= own}
    if not holding or len(bound) + len(dates) < fewest or not bound & told:
        return (), text
    further = {m[0].casefold() for m in words} - bound
    met = max(len(further & described[n]) for n in holding)
    best = [n for n in holding if len(further & described[n]) == met]
    if len(best) > most:
        return (), text
    spans = [
        m.span()
        for m in _HYPHENATED.finditer(undated)
        if bound & set(_WORD.findall(m[0].casefold())) and not m[0].islower()
    ]
    spans += [(start := text.index(date.text), start + len(date.text)) for date in dates]
    return newest_first(best, entries), mask_spans(text, sorted(spans))


def mask_mention(
    text: str, snapshot: Snapshot, entries: Entries, *, most: int = MOST_DOCUMENTS
) -> tuple[tuple[int, ...], str]:
    """The advisories on products that the text mentions among other words, newest first, and the text with a mark instead.

    Of the names that it says an advisory's title and products hold the rarest, and its text all others. None,
    and the text as it is, where a name is nowhere in such an advisory, or more than `most` of them are as good.
    """
    called, told = pieces_of_advisories(entries)
    words = [m for m in _HYPHENATED.finditer(text) if m[0].casefold() not in STOP_WORDS]
    mentioned = {m: words_apart(m[0]) for m in words}
    opening = {m.end() for m in _OPENS_CLAUSE.finditer(text)}
    names = [m for m in words if says_name(m, told, opens=m is words[0] or m.start() in opening)]
    rare = {word: log(len(called) / told[word]) for m in words for word in mentioned[m] if told[word]}
    bound = set(chain.from_iterable(mentioned[m] for m in names))
    weights = {
        number: sum(rare[word] * (1.0 if word in bound else 0.5) for word in own & rare.keys())
        for number, own in called.items()
        if not own.isdisjoint(bound)
    }
    heaviest = max(weights.values(), default=0.0)
    best = [number for number, weight in weights.items() if weight > heaviest - _AS_GOOD]
    # What opens a clause beside other names, or is in small letters, speaks for an advisory, but against none.
    inner = [m for m in names if not (is_small(m[0]) or m is words[0] or m.start() in opening)]
    for name in inner or [m for m in names if not is_small(m[0])]:
        best = [n for n in best if mentioned[name] <= called[n] or n in holding_word(name[0], snapshot)]
    met = [m for m in words if any(mentioned[m] & called[n] for n in best)]
    if not best or len(best) > most or heaviest < _LEAST_RARITY or not any(m in names for m in met):
        return (), text
    if not all(holds_fields(number, snapshot, entries) for number in best):
        return (), text
    return newest_first(best, entries), mask_spans(text, [m.span() for m in met])


def words_apart(text: str) -> frozenset[str]:
    """The stems of a text's words, letters and digits apart: "PG8528" and "PG 8528" are the same."""
    return frozenset(stem(piece) for piece in _LETTERS_OR_DIGITS.findall(text.casefold()))


def says_name(word: re.Match[str], told: Mapping[str, int], *, opens: bool) -> bool:
    """Whether a word is a name: it has a capital or a digit and is no word of asking, or few products are called so."""
    if is_plain(word[0]) or is_asking(word[0], opens=False):
        return False
    if word[0].islower() and not any(c.isdigit() for c in word[0]):
        return 0 < max(told[piece] for piece in words_apart(word[0]) or {""}) <= _FEW_CALLED
    known = any(told[piece] for piece in words_apart(word[0]))
    return not opens or known or not any(stem(word[0]) in stems for stems in wordings().stems.values())


def holding_word(word: str, snapshot: Snapshot) -> frozenset[int]:
    return frozenset(snapshot.documents_matching(_WORD.findall(word.casefold())))


def is_misdated(text: str, entries: Entries) -> str:
    """The date by which the text names an advisory where those of what it names are of other dates; else empty."""
    named_by = _OF_DATE.search(text)
    dates = take_dates(named_by[0])[0] if named_by else ()
    if not named_by or not dates or not dates[0].month:
        return ""
    described, _ = mask_description(text.replace(named_by[0], " "), entries, fewest=1, most=len(entries))
    return dates[0].text if described else ""


@lru_cache(maxsize=2)
def words_of_advisories(entries: Entries) -> dict[int, frozenset[str]]:
    """What each advisory on products and these are called, as in `called_words`."""
    return {n: called_words(e) for n, e in entries.items() if e.metadata.targets and e.metadata.identifiers}


@lru_cache(maxsize=2)
def pieces_of_advisories(entries: Entries) -> tuple[dict[int, frozenset[str]], Counter[str]]:
    """What each advisory on products and these are called, as in `words_apart`, and in how many each piece occurs."""
    called = {n: words_apart(" ".join(words)) for n, words in words_of_advisories(entries).items()}
    return called, Counter(chain.from_iterable(called.values()))


def called_words(entry: Entry) -> frozenset[str]:
    """The words, in small letters, of what a document and the products it is about are called."""
    return frozenset(_WORD.findall(" ".join([entry.metadata.title, *entry.metadata.targets]).casefold()))


def is_of(dates: Sequence[Date], entry: Entry) -> bool:
    """Whether a document's date is each of the dates, as exact as these are: "May 2031" is that of 2031-05-04."""
    forms = [f"{date.year:04}-{date.month:02}" + (f"-{date.day:02}" if date.day else "") for date in dates]
    return all(entry.metadata.date.startswith(form) for form in forms)


def is_asking(word: str, *, opens: bool) -> bool:
    """Whether a word with a capital may yet name nothing: it opens the question, or fields are asked for with it."""
    return opens or any(stem(word) in stems for field, stems in wordings().stems.items() if field != OTHER)


def mask_spans(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with one mark for all the spans: with what is between them where that says nothing of its own."""
    first, last = spans[0][0], spans[-1][1]
    if owner := _OWNER.search(text[:first]):
        first = owner.start()
    outside = "".join(text[end:start] for (_, end), (start, _) in pairwise(spans))
    if all(is_plain(word) for word in content_words(outside)):
        return f"{text[:first]}{TITLE}{text[last:]}"
    kept = list(text)
    for start, end in spans[1:]:
        kept[start:end] = " " * (end - start)
    return f"{text[:first]}{TITLE}{''.join(kept[spans[0][1] :])}"


def words_of(text: str) -> str:
    """The words alone, in small letters: "Acme Pump (Model 7)" -> "acme pump model 7"."""
    return " ".join(_WORD.findall(text.casefold()))


def named_identifiers(question: Question) -> tuple[str, ...]:
    """The identifiers now asked for, and those carried over of kinds that are not."""
    now = find_identifiers(question.text)
    kinds = {kind_of(value) for value in now}
    carried = find_identifiers(question.standalone[question.asked :])
    return tuple(dict.fromkeys([*now, *(v for v in carried if kind_of(v) not in kinds)]))


def kind_of(identifier: str) -> str:
    """ "CVE" of "CVE-2020-1234": what kind of thing an identifier names; an advisory's, whoever numbers it, is ""."""
    return identifier[:3] if identifier.startswith(("CVE-", "CWE-")) else ""


def holding_all(identifiers: Mapping[str, frozenset[int]]) -> frozenset[int]:
    """The documents that hold, of every kind of identifier, at least one; where some hold them all, these alone."""
    by_kind: dict[str, frozenset[int]] = {}
    for value, held in identifiers.items():
        by_kind[kind_of(value)] = by_kind.get(kind_of(value), frozenset()) | held
    together = frozenset.intersection(*by_kind.values())
    return frozenset.intersection(*identifiers.values()) or together


def documents_called(
    names: Sequence[str], snapshot: Snapshot, entries: Entries, *, said: str
) -> tuple[int, ...]:
    """The documents of which a title, or else a passage, holds all the names, newest first.

    Of titles those with the least beyond what is said, and of these the longest: a question that says
    "Acme Pump Products" means the title of these words, not "Acme Pump".
    """
    called = snapshot.documents_matching(names, titles=True) or snapshot.documents_matching(names)
    words = stems(said)
    titles = {number: stems(entries[number].metadata.title) for number in called}
    distance = {number: (len(title - words), -len(title)) for number, title in titles.items()}
    closest = [number for number in called if distance[number] == min(distance.values())]
    return newest_first(closest, entries)


def newest_first(numbers: Iterable[int], entries: Entries) -> tuple[int, ...]:
    return tuple(sorted(numbers, key=lambda n: (entries[n].metadata.date, entries[n].id), reverse=True))


def narrow(found: Found, subject: Subject) -> Found:
    """What was found, without documents that do not hold the identifiers and without other vulnerabilities' sentences."""
    if not (subject.identifiers or subject.titled) or not subject.documents:
        return found
    held = frozenset(subject.documents)
    return replace(
        found,
        sentences=tuple(
            s for s in found.sentences if s.entry.number in held and not of_another(s, subject.identifiers)
        ),
        passages=tuple(p for p in found.passages if p.entry.number in held),
    )


def of_another(ranked: Ranked, identifiers: Iterable[str]) -> bool:
    """Whether the sentence is about vulnerabilities other than those asked about."""
    asked = {value for value in identifiers if kind_of(value) == "CVE"}
    named = {
        value
        for value in find_identifiers(f"{ranked.candidate.sentence.label} {ranked.text}")
        if kind_of(value) == "CVE"
    }
    return bool(asked and named) and not asked & named


def state_fields(subject: Subject, found: Found) -> tuple[Weighed, ...] | None:
    """The sentences by which the named documents state the fields asked for, best first.

    None where no field is asked for, or more than a field, or of documents that do not state their
    fields; empty where the documents do so, but none of these.
    """
    stated = [told for part in subject.asked if (told := state_field(part, subject, found)) is not None]
    if not stated:
        return None
    places = {(s.ranked.entry.number, s.ranked.candidate.sentence.start): s for told in stated for s in told}
    return tuple(places.values())


def state_field(alternatives: Sequence[Asked], subject: Subject, found: Found) -> tuple[Weighed, ...] | None:
    """The sentences that state the likeliest field that the documents have, as in `state_fields`."""
    numbers = (subject.own or subject.documents)[:MOST_DOCUMENTS]
    documents = {n: [s for s in found.sentences if s.entry.number == n] for n in numbers}
    for asked in alternatives:
        told = []
        spoken_of = False
        for own in filter(None, documents.values()):
            forms = scored_as_asked(asked, forms_of(asked.field, subject, own))
            if asks_no_more(asked, own, forms, sure=bool(subject.identifiers or subject.titled)):
                told += fitting(asked, forms)
                spoken_of = spoken_of or states_its_fields(own)
        if told:
            return tuple(Weighed(ranked, STATED) for ranked in told[:MOST_SENTENCES])
        if asked.field.always and (subject.identifiers or subject.titled) and spoken_of:
            return ()
    return None


def asks_beyond(subject: Subject, document: Document) -> bool:
    """Whether a question of a document that states its fields has words, or asks for a count, that it holds nowhere.

    Such a document holds little but its fields: what else is asked is asked of another, or of none.
    """
    known = document.metadata
    is_named = bool(subject.identifiers or subject.asked)
    if not (is_named or (known.targets and known.identifiers)) or not _SET_FORM.search(document.text):
        return False
    if subject.uncounted:
        return True
    said = meanings(" ".join([document.text, known.title, known.issuer, *known.identifiers]))
    return not all(is_said(said, name) for name in subject.names)


def holds_fields(number: int, snapshot: Snapshot, entries: Entries) -> bool:
    """Whether a document states its fields in a set form."""
    document = snapshot.document(entries[number].id)
    return document is not None and bool(_SET_FORM.search(document.text))


def states_its_fields(document: Sequence[Ranked]) -> bool:
    """Whether these are the sentences of a document that states its fields in a set form."""
    return any(_SET_FORM.search(s.text) for s in document)


def forms_of(field: Field, subject: Subject, document: Sequence[Ranked]) -> list[Ranked]:
    """The sentences of one document in the first of the field's forms that it has, in their order."""
    asked = {value for value in subject.identifiers if kind_of(value) == "CVE"}
    forms = [field.of_one, *field.told] if asked and field.of_one else field.told
    for form in filter(None, forms):
        told = [s for s in document if form.search(s.text) or stands_in(field.section, s)]
        if asked and (field.each or form is field.of_one):
            told = [s for s in told if asked & set(find_identifiers(s.text))]
        if told:
            return sorted(told, key=lambda s: s.candidate.sentence.start)
    return []


def asks_no_more(asked: Asked, document: Sequence[Ranked], told: Sequence[Ranked], *, sure: bool) -> bool:
    """Whether the question's further words are all names by which the document speaks of itself and its products, or are told.

    Of a document that is named for `sure` whatever it says may be among them, but for words that say what is asked for.
    """
    known = document[0].entry.metadata
    stating = [s for s in document if s.candidate.sentence.label in STATING_LABELS]
    lines = [s.text for s in (*stating, *told)]
    said = meanings(" ".join([known.title, known.issuer, *known.targets, *known.identifiers, *lines]))
    names = [name for name in asked.binding if not _CVSS_VERSION.fullmatch(name)]
    unmet = [name for name in names if not is_said(said, name)]
    if unmet and sure and (asked.field.name in FIRM or not asked.wanted.intersection(unmet)):
        said = meanings(" ".join(s.text for s in document))
    return all(is_said(said, name) for name in unmet)


def stands_in(section: str, ranked: Ranked) -> bool:
    """Whether a sentence stands under the heading that a field's matter has to itself."""
    return bool(section) and ranked.candidate.sentence.label.casefold() == section


def scored_as_asked(asked: Asked, told: Sequence[Ranked]) -> list[Ranked]:
    """Those that tell scores of the version of CVSS that is asked for, such as "v2", if any is."""
    versions = [name[:2].lower() for name in asked.names if _CVSS_VERSION.fullmatch(name)]
    return [s for s in told if "CVSS" not in s.text or all(f"CVSS {v}" in s.text for v in versions)]


def is_said(said: frozenset[str], name: str) -> bool:
    """Whether every part of a name, such as those of "X-320M", is among what is said, in any sense of it."""
    return all(holds(said, stem(part)) for part in re.findall(r"\w+", name))


def fitting(asked: Asked, told: Sequence[Ranked]) -> list[Ranked]:
    """Those that name most of what the question names, the shortest first; of a single-valued field the first."""
    if asked.field.section and told and stands_in(asked.field.section, told[0]):
        return list(told)
    if not told or not (asked.field.many or asked.field.each):
        return list(told[:1])
    met = [sum(is_said(meanings(s.text), name) for name in asked.names) for s in told]
    best = [s for s, count in zip(told, met, strict=True) if count == max(met)]
    return sorted(best, key=lambda s: len(s.text)) if max(met) else best


def lay_out_stated(question: Question, told: Sequence[Weighed]) -> Question:
    """The question with the shape that shows them all."""
    return replace(question, shape="list") if question.shape == "prose" and len(told) > 3 else question
