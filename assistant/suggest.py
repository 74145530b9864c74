"""Questions to offer: made from what the corpus says of its own documents, never from a list kept here. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from assistant.asking.content_words import content_words
from assistant.language.names import find_countries, named_country
from assistant.question import leads_on, points_back
from assistant.types import Answer
from index.references import References
from index.storage.records import Entry

FOLLOW_UPS = 3
SHARED_BY = 3
# Of how many documents, at most, a list can tell.
LISTED = 14


def suggest_questions(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Questions of each kind the corpus can bear: a list, the newest document, a history, a comparison, a status.

    Only what metadata says is used, so a folder of plain text gets questions about its titles.
    """
    subjects = _subjects(entries)
    questions: list[str] = []
    for subject, countries in subjects:
        if len(countries) >= SHARED_BY and countries.total() <= LISTED:
            questions.append(f"Which countries have acted on {subject}?")
            break
    newest = sorted(
        (e for e in entries if e.metadata.title), key=lambda e: (e.metadata.date, e.id), reverse=True
    )
    questions += [about(entry) for entry in newest[:1]]
    for subject, countries in subjects[:1]:
        first, *others = [country for country, count in countries.most_common() if count > 1] or [""]
        if first:
            questions.append(
                f"How did the position of {named_country(first)} on {subject} develop over time?"
            )
        if others:
            questions.append(f"Compare {named_country(first)} and {named_country(others[0])} on {subject}")
    for subject, countries in subjects[1:2]:
        place = countries.most_common(1)[0][0]
        questions.append(f"What did {named_country(place)} say about {subject}?")
    apart = newest[len(newest) // 3 :: max(1, len(newest) // 3)]
    questions += [about(entry) for entry in apart]
    return tuple(dict.fromkeys(questions))


def follow_ups(answer: Answer, entries: Sequence[Entry], references: References) -> tuple[str, ...]:
    """What a reader of the answer may ask next of the documents `entries`: what came of it, how it compares, who else."""
    if answer.refused or not answer.citations:
        return ()
    cited = [references.ids[c.document] for c in answer.citations if c.document in references.ids]
    read = {entry.id for entry in cited}
    there = {entry.id for entry in entries}
    questions = []
    for entry in dict.fromkeys(cited):
        for relation in entry.metadata.relations:
            other = references.meant(relation.target, by=entry.id)
            if other is not None and other.id in there - read and other.metadata.title:
                questions.append(about(other))
                read.add(other.id)
    asked = answer.question.casefold()
    mentioned = {entry.metadata.country for entry in cited}
    targets = {target for entry in cited for target in entry.metadata.targets}
    elsewhere = Counter(
        entry.metadata.country
        for entry in entries
        if targets & set(entry.metadata.targets)
        and entry.metadata.country
        and entry.metadata.country not in mentioned
        and entry.metadata.country.casefold() not in asked
    )
    # Only a country is understood as one: "Multiple" and the like are none.
    countries = [country for country, _ in elsewhere.most_common() if find_countries(country)]
    others = [f"And {named_country(country)}?" for country in countries[:1]] if len(mentioned) == 1 else []
    return tuple(dict.fromkeys([*questions[: FOLLOW_UPS - len(others)], *others]))


def could_stand_alone(answer: Answer) -> bool:
    """Whether the question was given words of the turns before it, and could be asked without them.

    >>> could_stand_alone(Answer("Who banned lamps?", "", carried=("Norway", "ropes")))
    True
    """
    asked = answer.question
    return bool(answer.carried and content_words(asked)) and not (leads_on(asked) or points_back(asked))


def about(entry: Entry) -> str:
    """A question that the document of that title answers."""
    return f"What is known about “{entry.metadata.title.rstrip('.?!')}”?"


def _subjects(entries: Iterable[Entry]) -> list[tuple[str, Counter[str]]]:
    """What documents are about, but for countries, the most frequent first, with how many documents of each country say so."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        for target in entry.metadata.targets:
            if entry.metadata.country and not find_countries(target):
                found[target][entry.metadata.country] += 1
    return sorted(found.items(), key=lambda item: (-item[1].total(), item[0]))
