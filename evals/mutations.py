"""One thing changed in a sentence (a number, date, identifier, name, a negation, "must" to "may"), so that it says another."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.language.facts import find_facts

Names = Mapping[tuple[bool, int], Sequence[str]]


def names_by_shape(paragraphs: Iterable[str]) -> dict[tuple[bool, int], list[str]]:
    """The names of the paragraphs by (acronym, number of words): what one may be swapped for."""
    names: dict[tuple[bool, int], set[str]] = defaultdict(set)
    for paragraph in paragraphs:
        for name in find_facts(paragraph).names:
            names[name.acronym, len(name.words)].add(name.text)
    return {shape: sorted(found) for shape, found in names.items()}


def mutations(
    sentence: str, paragraph: str, whole: str, names: Names, chance: random.Random
) -> Iterator[tuple[str, str]]:
    """What was changed, and the sentence so changed, for each change that can be made of it.

    `paragraph` is the sentence's, `whole` its document's text: what is put in stands in neither.
    """
    changed = {
        "number": _change_number(sentence, paragraph, chance),
        "date": _change_date(sentence, paragraph, chance),
        "identifier": _change_identifier(sentence, chance),
        "name": _change_name(sentence, whole, names, chance),
        "negation": _change_negation(sentence),
        "modality": _change_modality(sentence),
    }
    for kind, text in changed.items():
        if text and text != sentence:
            yield kind, text


def _change_number(sentence: str, paragraph: str, chance: random.Random) -> str:
    """One figure or number word made another that the paragraph does not hold."""
    words = [
        w for q in find_facts(sentence).quantities for w in re.findall(r"\d(?:[\d,.]*\d)?|[A-Za-z]+", q.text)
    ]
    written = [w for w in words if w[0].isdigit() or w.casefold() in _NUMBER_WORDS]
    figures = [w for w in written if re.search(rf"(?<![\w.,-]){re.escape(w)}(?!\w)", sentence)]
    if not figures:
        return ""
    old = chance.choice(figures)
    word = old.casefold()
    if word in _NUMBER_WORDS:
        others = [n for n in _NUMBER_WORDS if n not in paragraph.casefold() and n != word]
        return _replace(sentence, old, chance.choice(others))
    digits = [i for i, c in enumerate(old) if c.isdigit()]
    for _ in range(20):
        place = chance.choice(digits)
        new = old[:place] + chance.choice("123456789") + old[place + 1 :]
        if new != old and not re.search(rf"(?<!\d){re.escape(new)}(?!\d)", paragraph):
            return _replace(sentence, old, new)
    return ""


_NUMBER_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty")
_MONTHS = ("January", "February", "March", "April", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip


def _change_date(sentence: str, paragraph: str, chance: random.Random) -> str:
    """The day, month or year of one date made another that the paragraph does not hold."""
    dates = [d for d in find_facts(sentence).dates if d.text in sentence]
    if not dates:
        return ""
    old = chance.choice(dates)
    for _ in range(20):
        part = chance.choice(re.findall(r"\d+|[A-Z][a-z]+", old.text) or [old.text])
        if part.isdigit():
            limit = 28 if len(part) < 3 else 2029
            new_part = str(chance.randint(1 if len(part) < 3 else 2010, limit))
        else:
            new_part = chance.choice(_MONTHS)
        new = _replace(old.text, part, new_part)
        if new != old.text and new_part not in paragraph:
            return _replace(sentence, old.text, new)
    return ""


def _change_identifier(sentence: str, chance: random.Random) -> str:
    """One digit of one identifier made another."""
    identifiers = [i for i in find_facts(sentence).identifiers if i in sentence]
    if not identifiers:
        return ""
    old = chance.choice(identifiers)
    place = chance.choice([i for i, c in enumerate(old) if c.isdigit()])
    new = old[:place] + chance.choice([d for d in "123456789" if d != old[place]]) + old[place + 1 :]
    return _replace(sentence, old, new)


def _change_name(sentence: str, whole: str, names: Names, chance: random.Random) -> str:
    """One name made another of the same shape that the document never mentions."""
    found = [n for n in find_facts(sentence).names if n.text in sentence]
    if not found:
        return ""
    old = chance.choice(found)
    others = [n for n in names[old.acronym, len(old.words)] if all(w not in whole for w in n.split())]
    return _replace(sentence, old.text, chance.choice(others)) if others else ""


_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|could|can|must|should|does|did|may|might)\b(?! not\b| no\b)"
)
_NEGATED = re.compile(
    r"\b(?:(is|are|was|were|has|have|had|will|would|could|can|must|should|does|did|may|might) not|cannot|(?:could|can) no longer)\b"
)
_PAST = re.compile(
    r"\b(said|warned|told|announced|named|signed|banned|issued|adopted|ordered|asked|called|agreed|confirmed|published|reported|gave|took)\b"
)
_BASE = {"said": "say", "told": "tell", "banned": "ban", "gave": "give", "took": "take", "named": "name", "issued": "issue", "agreed": "agree", "announced": "announce"}  # fmt: skip


def _change_negation(sentence: str) -> str:
    """A "not" taken out where there is one, else put in after an auxiliary or before the verb."""
    if _NEGATED.search(sentence):
        return _NEGATED.sub(lambda m: m[1] or "can", sentence, count=1)
    if " no " in sentence:
        return sentence.replace(" no ", " ", 1)
    if _AUXILIARY.search(sentence):
        return _AUXILIARY.sub(r"\1 not", sentence, count=1)
    return _PAST.sub(lambda m: f"did not {_BASE.get(m[1], m[1].removesuffix('ed'))}", sentence, count=1)


_MODAL_SWAPS = (
    (r"\bmust\b", "may"), (r"\bmay\b", "must"), (r"\bmight\b", "must"), (r"\bshould\b", "must"), (r"\bshall\b", "may"),
    (r"\b(?:has|have) to\b", "may"), (r"\bhad to\b", "could"), (r"\bcould\b", "must"), (r"\b(are|is|were|was) required to\b", r"\1 allowed to"),
    (r"\b(banned|excluded|removed|suspended|blocked|prohibited)\b", "considered"), (r"\bconsidered (\w+)ing\b", r"\1ed"),
    (r"\bmandatory\b", "voluntary"), (r"\b(are|is|were|was) advised to\b", r"\1 required to"), (r"\bplanned to\b", "had to"), (r"\bproposed\b", "adopted"),
)  # fmt: skip


def _change_modality(sentence: str) -> str:
    """What is obliged made allowed, what is done made considered, and the other way round."""
    for old, new in _MODAL_SWAPS:
        if re.search(old, sentence):
            return re.sub(old, new, sentence, count=1)
    return ""


def _replace(text: str, old: str, new: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, text, count=1)
