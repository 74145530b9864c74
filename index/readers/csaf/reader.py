"""CSAF 2.0 and 2.1 advisories: every field becomes a sentence that can be quoted alone.

The format is OASIS's Common Security Advisory Framework. A field such as `baseScore` has no words of
its own, so the text of the document is made here, always the same from the same file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from index.language.dates import parse_date
from index.language.identifiers import find_identifiers
from index.readers import limits
from index.readers.blocks import Block, compose, fold_spaces
from index.readers.csaf.advisory import Advisory
from index.readers.csaf.boilerplate import is_boilerplate, tells_of_exploits
from index.readers.csaf.json_access import JsonObject, rows, words
from index.readers.csaf.overview import is_told_in_overview, overview
from index.readers.csaf.product_lines import product_lines
from index.readers.csaf.remedies import remediations
from index.readers.csaf.vulnerabilities import describe_vulnerability, name_of
from index.readers.csaf.wording import day_of, ended, paragraphs_of
from index.readers.decoding import decode
from index.types import Reading, UnreadableFile

# The heading that most publishers put over whether flaws are exploited.
EXPLOITABILITY = "Exploitability"


def read(raw: bytes, name: str) -> Reading:
    """The advisory as plain sentences under headings. Raises UnreadableFile for JSON that is no CSAF."""
    advisory = Advisory(_parse(decode(raw, name), name))
    if not advisory.id or not advisory.tree_is_csaf:
        raise UnreadableFile(
            f"{name}: this JSON is no CSAF advisory (it lacks document.tracking.id); only CSAF is read"
        )
    return compose(_blocks(advisory), advisory.metadata)


def _parse(text: str, name: str) -> object:
    try:
        return json.loads(text)
    except RecursionError:
        raise UnreadableFile(f"{name}: the JSON is nested too deeply to be an advisory") from None
    except ValueError as error:
        raise UnreadableFile(f"{name}: this is not valid JSON ({fold_spaces(str(error))[:120]})") from None


def _blocks(advisory: Advisory) -> Iterator[Block]:
    yield Block(advisory.title or advisory.id, "heading", advisory.title or advisory.id)
    yield from _section("Overview", overview(advisory))
    notes = [note for note in advisory.notes if not is_boilerplate(note)]
    for note in notes:
        if not is_told_in_overview(note):
            yield from _section(
                words(note, "title") or "Notes",
                _told_in(advisory, words(note, "title"), paragraphs_of(note.get("text"))),
            )
    aside = [text for note in advisory.notes if is_boilerplate(note) for text in _exploits_told_in(note)]
    yield from _section(EXPLOITABILITY, _told_in(advisory, EXPLOITABILITY, aside))
    yield from _lines("Affected products", product_lines(advisory))
    for number, vulnerability in enumerate(advisory.vulnerabilities, start=1):
        yield from _section(
            name_of(vulnerability, number), describe_vulnerability(advisory, vulnerability, number)
        )
    yield from remediations(advisory)
    yield from _lines("Revision history", _revisions(advisory))
    for note in advisory.notes:
        if is_boilerplate(note):
            elsewhere = set(_exploits_told_in(note))
            told = [text for text in paragraphs_of(note.get("text")) if text not in elsewhere]
            yield from _section(words(note, "title") or "Notice", told, kind="boilerplate")
    yield from _lines("References", _references(advisory), kind="boilerplate")


def _section(label: str, sentences: Iterable[str], *, kind: str = "text") -> Iterator[Block]:
    """A heading and its paragraphs, or nothing where there are none."""
    paragraphs = [sentence for sentence in sentences if sentence]
    if paragraphs:
        yield Block(label, "heading", label)
        yield from (Block(text, kind, label) for text in paragraphs)


def _told_in(advisory: Advisory, title: str, told: Iterable[str]) -> Iterator[str]:
    """A note's paragraphs; the first says whose note it is where its title alone would not."""
    paragraphs = list(told)
    if paragraphs and title and not find_identifiers(paragraphs[0]):
        paragraphs[0] = f"{title} in {advisory.name}: {paragraphs[0]}"
    yield from paragraphs


def _exploits_told_in(note: JsonObject) -> Iterator[str]:
    """What a note that is boilerplate but for this says of exploits."""
    if words(note, "category") != "legal_disclaimer":
        yield from filter(tells_of_exploits, paragraphs_of(note.get("text")))


def _lines(label: str, lines: Iterable[str], *, kind: str = "list") -> Iterator[Block]:
    text = "\n".join(line for line in lines if line)
    if text:
        yield Block(label, "heading", label)
        yield Block(text, kind, label)


def _revisions(advisory: Advisory) -> Iterator[str]:
    for row in rows(advisory.tracking, "revision_history"):
        day, summary = parse_date(words(row, "date")), words(row, "summary")
        number = words(row, "number")
        if day or summary:
            on = f" of {day_of(day)}" if day else ""
            yield f"Revision {number} of {advisory.id}{on}: {ended(summary or 'no summary')}"


def _references(advisory: Advisory) -> Iterator[str]:
    listed = list(rows(advisory.document, "references"))
    for vulnerability in advisory.vulnerabilities:
        listed += rows(vulnerability, "references")
    pairs = dict.fromkeys((words(row, "summary"), words(row, "url")) for row in listed)
    return (" ".join(filter(None, pair)) for pair in list(pairs)[: limits.REFERENCES])
