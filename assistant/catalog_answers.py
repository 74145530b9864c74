"""Answers from the catalog to questions about the documents as such: counted, listed, the newest, what they name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from assistant.collection.how import is_here
from assistant.collection.select import Selection, select_documents
from assistant.collection.words import documents_words, words_left
from assistant.compose import UNDATED, cite_passage, join_statements
from assistant.documents import Documents
from assistant.question import Question, points_back
from assistant.types import Answer, Citation, Statement
from index.chunk import split_sentences
from index.storage.records import Entry
from index.types import Document, Metadata

_LISTS_THEM = re.compile(
    r"\W*(?:(?:and|ok|so|please|pls|can you|could you) )*(?:list|show|name|give)(?: me)? (?:them|those|these|it)(?: all)?(?: please| pls)?\W*"
    r"|\W*(?:and )?(?:which|what)(?: ones)?(?: are (?:they|those|these))?\W*",
    re.IGNORECASE,
)
_AND = re.compile(r"^\W*(?:and|what about|how about|ok|now)\s+(?:and |what about )?", re.IGNORECASE)
# How many documents, and how many names such as issuers, an answer lists.
MOST_LISTED = 30
MOST_NAMES = 15
# And how many where each says by a line of its own why it is listed.
MOST_STATED = 100
# How much of a document without a title or a sentence is quoted.
TITLE_CHARACTERS = 80
FROM_CATALOG = "told from the titles, issuers, dates and subjects of the documents, not from what they say"
FROM_STATEMENTS = "told from what the documents state in set lines, such as the products that they affect and the CVSS scores"

# What all documents name, by the words that ask for it.
_NAMES: tuple[tuple[str, str, Callable[[Metadata], Sequence[str]]], ...] = (
    ("issuer", r"issuers?|publishers?|authorities|authority|agenc(?:y|ies)|institutions?", lambda m: [m.issuer or m.publisher]),
    ("country", r"countr(?:y|ies)", lambda m: [m.country]),
    ("kind of document", r"(?:kinds?|types?|genres?) of (?:documents?|docs?|files?|sources?)|genres?|instruments?", lambda m: [m.kind]),
    ("subject", r"topics?|subjects?|themes?", lambda m: m.targets or m.topics),
    ("language", r"languages?", lambda m: [m.language]),
)  # fmt: skip
_ASKS = re.compile(r"\b(?:which|what|how many|list|show|name|number of)\b", re.IGNORECASE)


def answer_about_documents(question: Question, documents: Documents, *, earlier: str = "") -> Answer | None:
    """What the catalog says of the documents that the question asks for; None where it asks what they say.

    `earlier` is the question before it, as it stood alone: for "list them" after "how many are from Norway?".
    """
    entries = documents.passing(question.filters)
    select = partial(
        select_documents,
        entries=entries,
        mentioning=documents.snapshot.documents_matching,
        standing=documents.standing,
        statements=documents.statements,
    )
    # A follow-up that asks for documents all by itself leaves aside what was spoken of before.
    alone = replace(question, carried=(), instead="")
    leaves_aside = question.follows and not points_back(question.text)
    for asked in dict.fromkeys((alone, question) if leaves_aside else (question,)):
        if named := names_asked(asked.standalone):
            return tell_names(asked, *named, entries)
        if selection := select(asked.standalone):
            return tell_selection(asked, selection, len(entries), documents)
    if question.follows:
        text, selection = select_after(question.text, earlier, select)
        if selection:
            return tell_selection(replace(alone, text=text), selection, len(entries), documents)
    return None


def select_after(
    text: str, earlier: str, select: Callable[[str], Selection | None]
) -> tuple[str, Selection | None]:
    """The documents that a follow-up asks for, and it in words that stand alone: those asked for before, or others.

    "How many documents are from Norway?", "list them" and "and from 2025?".
    """
    before = select(earlier)
    if before and _LISTS_THEM.fullmatch(text):
        return earlier, replace(before, how="list")
    alone = _AND.sub("documents ", text)
    if before and alone != text and (others := select(alone)) and others.criteria:
        return alone, replace(others, how=before.how)
    return text, None


def names_asked(text: str) -> tuple[str, Callable[[Metadata], Sequence[str]]] | None:
    """The field whose names are asked for, where nothing else is: "which issuers are in the collection?"."""
    if not (is_here(text) and _ASKS.search(text)):
        return None
    for name, words, names_of in _NAMES:
        rest = re.sub(rf"\b(?:{words})\b", " ", text, count=1, flags=re.IGNORECASE)
        if rest != text and not words_left(rest):
            return name, names_of
    return None


def tell_names(
    question: Question, name: str, names_of: Callable[[Metadata], Sequence[str]], entries: Sequence[Entry]
) -> Answer | None:
    """The names that the documents give of one field, the most frequent first; None where they give none."""
    counted = Counter(
        value for entry in entries for value in dict.fromkeys(names_of(entry.metadata)) if value
    )
    if not counted:
        return None
    listed = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    shown = "; ".join(f"{value} ({count})" for value, count in listed[:MOST_NAMES])
    more = f"; and {len(listed) - MOST_NAMES:,} more" if len(listed) > MOST_NAMES else ""
    silent = sum(not any(names_of(entry.metadata)) for entry in entries)
    besides = f" {documents_words(silent)} name{'s' if silent == 1 else ''} none." if silent else ""
    plural = {"country": "countries", "kind of document": "kinds of documents"}.get(name, f"{name}s")
    said = f"{len(listed):,} {name if len(listed) == 1 else plural}, with how many documents each: {shown}{more}.{besides}"
    return tell(question, said)


def tell(question: Question, said: str, *, by: str = FROM_CATALOG) -> Answer:
    """An answer from the catalog in so many words, and by what it is told."""
    return Answer(
        question.text, said, "catalog",
        standalone=question.standalone, carried=question.carried, filters=question.filters, notes=(by,),
    )  # fmt: skip


def tell_selection(question: Question, selection: Selection, total: int, documents: Documents) -> Answer:
    """What there is to say of the documents selected, of `total`, for a question that stands alone."""
    if told := tell_in_words(selection, total):
        by_lines = selection.stated or selection.ordered or selection.lines
        return tell(question, told, by=FROM_STATEMENTS if by_lines else FROM_CATALOG)
    if selection.ordered and selection.how == "list":
        return tell_lines(question, selection, total, documents)
    return tell_documents(question, selection, total, documents)


def tell_in_words(selection: Selection, total: int) -> str:
    """What is said of the documents where none is to be listed: how many fit, or that none has a date to go by; else empty."""
    counted = count_words(selection, total)
    if selection.how == "count" or not selection.entries:
        return f"{counted}."
    undated = not any(entry.metadata.date for entry in selection.entries)
    if selection.how in ("newest", "oldest") and undated and len(selection.entries) > 1:
        return f"{counted}, none of which says its date: which is the {selection.how} cannot be told."
    return ""


def tell_documents(question: Question, selection: Selection, total: int, documents: Documents) -> Answer:
    """The documents, of `total`, by the first line with which they say that they fit, or by their titles, the newest first."""
    of_one_date = selection.how in ("newest", "oldest")
    dated = selection.newest_first
    if selection.how == "oldest":
        dated = [entry for entry in reversed(dated) if entry.metadata.date] or dated
    if of_one_date:
        dated = [entry for entry in dated if entry.metadata.date == dated[0].metadata.date]
    statements: list[Statement] = []
    citations: list[Citation] = []
    lines = {line.document: line for line in reversed(selection.lines)}
    most = MOST_STATED if lines else MOST_LISTED
    for number, entry in enumerate(dated[:most], start=1):
        line = lines.get(entry.number)
        start, end = (line.start, line.end) if line else title_place(documents.read(entry.id))
        citation = cite_passage(number, documents, entry.id, start, end)
        citations.append(citation)
        statements.append(
            Statement(
                " ".join(citation.quote.split()), citations=(number,), group=entry.metadata.date or UNDATED
            )
        )
    which = f"the {selection.how}; in all: " if of_one_date else ""
    notes = [f"{which}{count_words(selection, total)}", FROM_STATEMENTS if lines else FROM_CATALOG]
    if len(dated) > most:
        which = "" if of_one_date or not dated[most - 1].metadata.date else "the newest "
        notes.append(f"{which}{most} of these {len(dated)} are listed")
    return listing(question, statements, citations, notes)


def listing(
    question: Question, statements: Sequence[Statement], citations: Sequence[Citation], notes: Sequence[str]
) -> Answer:
    """An answer from the catalog as a list."""
    return Answer(
        question=question.text,
        text=join_statements(statements, shape="list"),
        kind="catalog",
        shape="list",
        statements=tuple(statements),
        citations=tuple(citations),
        standalone=question.standalone,
        carried=question.carried,
        filters=question.filters,
        notes=tuple(notes),
    )


def tell_lines(question: Question, selection: Selection, total: int, documents: Documents) -> Answer:
    """The lines in their order, of documents that are of `total`, each under what its advisory is called."""
    statements: list[Statement] = []
    citations: list[Citation] = []
    for number, line in enumerate(selection.lines[:MOST_STATED], start=1):
        entry = documents.entries[line.document]
        citation = cite_passage(number, documents, entry.id, line.start, line.end)
        citations.append(citation)
        group = selection.groups[number - 1] if selection.groups else name_of(entry)
        statements.append(Statement(citation.quote, citations=(number,), group=group))
    notes = [count_words(selection, total), FROM_STATEMENTS]
    if len(selection.lines) > MOST_STATED:
        notes.append(f"the first {MOST_STATED} of these {len(selection.lines)} are listed")
    return listing(question, statements, citations, notes)


def name_of(entry: Entry) -> str:
    """What an advisory is called: "ICSA-22-179-04: Motorola Solutions MOSCAD IP Gateways"."""
    title = entry.metadata.title or entry.id
    own = next(iter(entry.metadata.identifiers), "")
    return title if own.casefold() in title.casefold() else f"{own}: {title}"


def title_place(document: Document) -> tuple[int, int]:
    """Where the document says its title; where it does not, its first sentence."""
    title = document.metadata.title
    start = document.text.find(title) if title else -1
    if start >= 0:
        return start, start + len(title)
    first = next(iter(split_sentences(document.reading)), None)
    return (first.start, first.end) if first else (0, len(document.text[:TITLE_CHARACTERS]))


def count_words(selection: Selection, total: int) -> str:
    """How many of all documents fit, and of what dates they are.

    "2 of the 5 documents are from Norway, dated 2021-05-04 to 2024-01-30".
    """
    count = len(selection.entries)
    dates = sorted(entry.metadata.date for entry in selection.entries if entry.metadata.date)
    span = f"dated {dates[0]} to {dates[-1]}" if len(dates) > 1 else f"dated {dates[0]}" if dates else ""
    if any(words.startswith("dated") for words in selection.criteria):
        span = f"the oldest of {dates[0]}, the newest of {dates[-1]}" if len(dates) > 1 else ""
    undated = f"{count - len(dates)} of them {UNDATED}" if dates and len(dates) < count else ""
    if not selection.criteria:
        said = documents_words(count)
    else:
        are = "is" if count == 1 else "are"
        fit = ", ".join(map(of_one, selection.criteria) if count == 1 else selection.criteria)
        said = f"{flaws_words(selection)}{count or 'None'} of the {documents_words(total)} {are} {fit}"
    return ", ".join(part for part in (said, span, undated) if part) + (
        f"; {selection.besides}" if selection.besides else ""
    )


def of_one(criterion: str) -> str:
    """What is said of several documents, said of one.

    >>> of_one("ones that affect pumps"), of_one("from Norway")
    ('one that affects pumps', 'from Norway')
    """
    return re.sub(
        r"^ones that (\w+)", r"one that \1s", re.sub(r"^ones (with|of|on|last)\b", r"one \1", criterion)
    )


def flaws_words(selection: Selection) -> str:
    """How many vulnerabilities are asked for, where these are and not the documents; else empty."""
    count = len(selection.lines)
    return (
        f"{count:,} {'vulnerability' if count == 1 else 'vulnerabilities'} in "
        if selection.of_flaws and count
        else ""
    )
