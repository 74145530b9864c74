"""What the documents that a question names state of the fields it asks for.

Where a document states its fields in a set form, the sentence that states the one asked for is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile

from assistant.asking.fields.by_pattern import AskedField
from assistant.asking.fields.table import FIRM, Field, is_in_set_form
from assistant.asking.meanings import holds, meanings
from assistant.asking.mentions import MOST_DOCUMENTS
from assistant.language.identifiers import kind_of
from assistant.language.words import stem
from assistant.named import Named
from assistant.question import Question
from assistant.weigh import Weighed
from index.language.identifiers import find_identifiers
from index.rank import Found, Ranked
from index.types import Document

# Log-odds of a sentence that states the field asked for, in the document that is named.
STATED = 6.0
# The headings under which an advisory states its fields.
STATING_LABELS = frozenset({"Overview", "Affected products"})
_REVISION = re.compile(r"Revision (?P<number>\S+) of [^:(]*(?:\((?P<day>\d{4}-\d\d-\d\d)\))?")
_CVSS_VERSION = re.compile(r"v[1-4](?:\.\d)?", re.IGNORECASE)


def narrow(found: Found, named: Named) -> Found:
    """What was found, without documents that do not hold the identifiers and without other vulnerabilities' sentences."""
    if not (named.identifiers or named.titled) or not named.documents:
        return found
    held = frozenset(named.documents)
    return replace(
        found,
        sentences=tuple(
            s for s in found.sentences if s.entry.number in held and not of_another(s, named.identifiers)
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


def state_fields(named: Named, found: Found) -> tuple[Weighed, ...] | None:
    """The sentences by which the named documents state the fields asked for, best first.

    None where no field is asked for, or more than a field, or of documents that do not state their
    fields; empty where the documents do so, but none of these.
    """
    stated = [told for part in named.fields if (told := state_field(part, named, found)) is not None]
    if not stated:
        return None
    places = {(s.ranked.entry.number, s.ranked.candidate.sentence.start): s for told in stated for s in told}
    return tuple(places.values())


def state_field(alternatives: Sequence[AskedField], named: Named, found: Found) -> tuple[Weighed, ...] | None:
    """The sentences that state the likeliest field that the documents have, as in `state_fields`."""
    numbers = (named.own or named.documents)[:MOST_DOCUMENTS]
    documents = {n: [s for s in found.sentences if s.entry.number == n] for n in numbers}
    for asked in alternatives:
        told = []
        spoken_of = False
        for own in filter(None, documents.values()):
            forms = scored_as_asked(asked, forms_of(asked.field, named, own))
            if asks_no_more(asked, own, forms, sure=bool(named.identifiers or named.titled)):
                fit = fitting(asked, forms)
                told += with_what_follows(fit, asked.field, own) if asked.field.goes_on else fit
                spoken_of = spoken_of or states_its_fields(own)
        if told:
            return tuple(Weighed(ranked, STATED) for ranked in told)
        if asked.field.always and (named.identifiers or named.titled) and spoken_of:
            return ()
    return None


def asks_beyond(named: Named, document: Document) -> bool:
    """Whether a question of a document that states its fields has words, or asks for a count, that it holds nowhere.

    Such a document holds little but its fields: what else is asked is asked of another, or of none.
    """
    known = document.metadata
    is_named = bool(named.identifiers or named.fields)
    if not (is_named or (known.targets and known.identifiers)) or not is_in_set_form(document.text):
        return False
    if named.uncounted:
        return True
    said = meanings(" ".join([document.text, known.title, known.issuer, *known.identifiers]))
    return not all(is_said(said, name) for name in named.names)


def states_its_fields(document: Sequence[Ranked]) -> bool:
    """Whether these are the sentences of a document that states its fields in a set form."""
    return any(is_in_set_form(s.text) for s in document)


def forms_of(field: Field, named: Named, document: Sequence[Ranked]) -> list[Ranked]:
    """The sentences of one document in the first of the field's forms that it has, in their order."""
    asked = {value for value in named.identifiers if kind_of(value) == "CVE"}
    forms = [field.of_one, *field.told] if asked and field.of_one else field.told
    for form in filter(None, forms):
        told = [s for s in document if form.search(s.text) or stands_in(field.section, s)]
        if asked and (field.each or form is field.of_one):
            told = [s for s in told if asked & set(find_identifiers(s.text))]
        if told:
            return sorted(told, key=lambda s: s.candidate.sentence.start)
    return []


def asks_no_more(
    asked: AskedField, document: Sequence[Ranked], told: Sequence[Ranked], *, sure: bool
) -> bool:
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


def scored_as_asked(asked: AskedField, told: Sequence[Ranked]) -> list[Ranked]:
    """Those that tell scores of the version of CVSS that is asked for, such as "v2", if any is."""
    versions = [name[:2].lower() for name in asked.names if _CVSS_VERSION.fullmatch(name)]
    return [s for s in told if "CVSS" not in s.text or all(f"CVSS {v}" in s.text for v in versions)]


def is_said(said: frozenset[str], name: str) -> bool:
    """Whether every part of a name, such as those of "X-320M", is among what is said, in any sense of it."""
    return all(holds(said, stem(part)) for part in re.findall(r"\w+", name))


def fitting(asked: AskedField, told: Sequence[Ranked]) -> list[Ranked]:
    """Those that name most of what the question names, the shortest first; of a single-valued field the first."""
    if asked.field.section and told and stands_in(asked.field.section, told[0]):
        return list(told)
    if told and asked.field.dated:
        return [max(told, key=lambda s: revision_of(s.text))]
    if not told or not (asked.field.many or asked.field.each):
        return list(told[:1])
    met = [sum(is_said(meanings(s.text), name) for name in asked.names) for s in told]
    best = [s for s, count in zip(told, met, strict=True) if count == max(met)]
    return sorted(best, key=lambda s: len(s.text)) if max(met) else best


def with_what_follows(told: Sequence[Ranked], field: Field, document: Sequence[Ranked]) -> list[Ranked]:
    """Each of them and what goes on from it: what follows under its heading, up to the next that states the field."""
    in_order = sorted(document, key=lambda s: s.candidate.sentence.start)
    whole: list[Ranked] = []
    for first in told:
        behind = in_order[in_order.index(first) + 1 :]
        whole += [first, *takewhile(partial(goes_on_from, first, field), behind)]
    return whole


def goes_on_from(first: Ranked, field: Field, ranked: Ranked) -> bool:
    """Whether a sentence stands under the heading of the first, and does not state the field itself."""
    under = ranked.candidate.sentence.label == first.candidate.sentence.label
    return under and not any(form.search(ranked.text) for form in field.told)


def revision_of(text: str) -> tuple[str, tuple[int, ...]]:
    """The day and the number of the revision that a line of a revision history tells, which need not be in order.

    >>> revision_of("Revision 1.10 of X-1 of 4 March 2031 (2031-03-04): Update B")
    ('2031-03-04', (1, 10))
    """
    told = _REVISION.match(text)
    return (told["day"] or "", tuple(map(int, re.findall(r"\d+", told["number"])))) if told else ("", ())


def lay_out_stated(question: Question, told: Sequence[Weighed]) -> Question:
    """The question with the shape that shows them all."""
    return replace(question, shape="list") if question.shape == "prose" and len(told) > 3 else question
