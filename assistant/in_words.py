"""What is told of an answer beside its sentences: its references and notes, what was searched, who wrote it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.collection.words import documents_words
from assistant.refuse import REFUSAL
from assistant.types import Answer, Citation
from index.filters import filter_words

IN_DOUBT = "the evidence is thin: this may come near the question without answering it"
STAND_IN = "the documents' own words stand in"
# So many of the issuers whose documents were searched are named.
ISSUERS_NAMED = 3


def notes_of(answer: Answer) -> list[str]:
    """What must be known of an answer in words: of whom nothing is said, that it is in doubt, and its notes.

    >>> notes_of(Answer("", "", silent=("Italy",), notes=("stopped",)))
    ['Italy: The corpus does not say.', 'stopped']
    """
    silent = [f"{side}: {REFUSAL}" for side in answer.silent]
    return [*silent, *([IN_DOUBT] if answer.doubtful else []), *answer.notes]


def reference(citation: Citation) -> str:
    """A citation in full: issuer, title, date, page, quote, original publications and the place in the file.

    Government of Japan, "A warning", 2026-03-12: "The exact words." First published by Kyodo, 2026-03-12,
    https://... (japan-warning, characters 120 to 180)
    """
    head = [citation.issuer, f'"{citation.title or citation.document}"', citation.date]
    head += [f"p. {citation.page}"] if citation.page else []
    text = f'{", ".join(part for part in head if part)}: "{" ".join(citation.quote.split())}"'
    if citation.caution:
        text += f" Caution: {citation.caution}."
    published = "; ".join(
        ", ".join(part for part in (s.publisher, s.title, s.date, s.url) if part) for s in citation.sources
    )
    if published:
        text += f" First published by {published}."
    return f"{text} ({citation.document}, characters {citation.start} to {citation.end})"


def searched_lines(answer: Answer) -> list[tuple[str, str]]:
    """What was searched without finding an answer, as labels and words; none where there is one, or nothing was searched."""
    if answer.kind != "refusal":
        return []
    receipt = answer.receipt
    lines = (
        ("Searched", documents_line(receipt.documents, (receipt.earliest, receipt.latest))),
        ("Issued by", issuers_line(receipt.issuers)),
        ("Looked for", ", ".join(receipt.looked_for)),
        ("Nowhere found", ", ".join(receipt.missing)),
    )
    return [(label, words) for label, words in lines if words]


def written_line(answer: Answer) -> str:
    """Which language model wrote the answer and how long that took, or was asked in vain; empty where none was asked.

    >>> written_line(Answer("", "", model="openai:gpt-4o-mini", seconds=4.21))
    'Written by gpt-4o-mini in 4 s, checked'
    """
    if not answer.model:
        return ""
    took = f"{answer.seconds:.0f} s" if answer.seconds >= 1 else "less than a second"
    if answer.kind != "answer" or any(note.endswith(STAND_IN) for note in answer.notes):
        return f"{short_name(answer.model)} was asked, which took {took}"
    return f"Written by {short_name(answer.model)} in {took}, checked"


def withheld_words(answer: Answer) -> str:
    """How many sentences of a model are withheld, and how many of its marks removed, or empty."""
    marks = sum(each.mark for each in answer.withheld)
    sentences = len(answer.withheld) - marks
    told = [f"{sentences} sentence{'' if sentences == 1 else 's'} withheld"] if sentences else []
    told += [f"{marks} invented mark{'' if marks == 1 else 's'} removed"] if marks else []
    return ", ".join(told)


def short_name(model: str) -> str:
    """What a model is called, without its provider and, where it has a name there, the address of its server."""
    provider, name = model.partition(":")[0], model.split(":", 1)[-1]
    if provider not in ("http", "https", "openai-like"):
        return name
    address, _, served = name.partition("#")
    return served or address.split("//", 1)[-1]


def documents_line(count: int, dates: Iterable[str]) -> str:
    """How many documents there are, and from when, as far as they say.

    >>> documents_line(154, ["2026-06-30", "", "2010-11-01"])
    '154 documents, dated 2010-11-01 to 2026-06-30'
    """
    known = sorted({date for date in dates if date})
    dated = f", dated {' to '.join(dict.fromkeys((known[0], known[-1])))}" if known else ""
    return f"{documents_words(count)}{dated}"


def issuers_line(issuers: Sequence[str]) -> str:
    """Who issued what was searched: the first few by name, and how many there are besides.

    >>> issuers_line(["Port of Oslo", "Coast Guard", "Ministry of Trade", "Customs", "City of Oslo"])
    'Port of Oslo; Coast Guard; Ministry of Trade; and 2 others'
    """
    more = len(issuers) - ISSUERS_NAMED
    others = [f"and {more} other{'' if more == 1 else 's'}"] if more > 0 else []
    return "; ".join([*issuers[:ISSUERS_NAMED], *others])


def filters_line(answer: Answer) -> str:
    """The filters the answer was found under, in words, or empty."""
    listed = "; ".join(f"{name} {value}" for name, value in filter_words(answer.filters).values())
    return f"Searched only: {listed}" if listed else ""
