"""Names that no text says, though front matter gives them for what a document is on, told in words that texts do say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from assistant.asking.content_words import says_something
from assistant.asking.mentions import newest_first, words_of
from assistant.language.names import find_countries
from index.language.identifiers import find_identifiers
from index.storage.records import Entries, made_once
from index.storage.snapshot import Snapshot

_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_PARTS = re.compile(r"\s*[,;/]\s*|\s+(?:and|or)\s+")
_NAMING = re.compile(r"^(?:also (?:known|tracked) as|aka|a\.k\.a\.|formerly|or)\s+", re.IGNORECASE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class OtherName:
    """A name that the text of a question says and no document's does, what it is asked by instead, and why.

    `instead` is another name that front matter gives in one breath with it, or where texts say none of these the
    title of the newest document that is on it.
    """

    said: str
    instead: str
    title: str

    @property
    def note(self) -> str:
        """What is told of it with the answer."""
        if self.instead == self.title:
            return f"no text says “{self.said}”; “{self.title}” is listed as on it, so that document was asked about"
        return f"no text says “{self.said}”; it is listed as another name of “{self.instead}”, so that was asked about"


def in_names_that_are_said(
    text: str, snapshot: Snapshot, entries: Entries
) -> tuple[str, tuple[OtherName, ...]]:
    """The question with such names replaced, and what they were.

    "Who is Fancy Bear?" -> "Who is APT28?" where a document is on "Unit 26165 (APT28, Fancy Bear)" and only
    "APT28" is said in a text.
    """
    found = []
    for name in names_within(text, entries):
        place = said_at(name, text)
        listed = _names(entries)[name]
        if place is None or not is_nowhere(listed.written, snapshot):
            continue
        numbers = newest_first(listed.numbers, entries)
        title = entries[numbers[0]].metadata.title
        beside = (
            other for number in numbers for other in names_beside(name, entries[number].metadata.targets)
        )
        known = (other for other in beside if is_said(other, snapshot))
        found.append(OtherName(text[place[0] : place[1]], next(known, title), title))
        text = f"{text[: place[0]]}{found[-1].instead}{text[place[1] :]}"
    return text, tuple(found)


def names_within(text: str, entries: Entries) -> list[str]:
    """The names of what documents are on that the text says, the longest first."""
    words = words_of(text).split()
    names = _names(entries)
    longest = max((len(name.split()) for name in names), default=0)
    runs = (
        " ".join(words[start : start + length])
        for length in range(min(longest, len(words)), 0, -1)
        for start in range(len(words) - length + 1)
    )
    return [run for run in dict.fromkeys(runs) if run in names]


def is_said(name: str, snapshot: Snapshot) -> bool:
    """Whether any text says the name."""
    return bool(snapshot.chunk_frequencies([name])[name])


def is_nowhere(name: str, snapshot: Snapshot) -> bool:
    """Whether no text says the name, nor what it is made of: "SOHO routers" may be asked about where both words are said."""
    if is_said(name, snapshot):
        return False
    words = _WORD.findall(name)
    is_proper = not any(word.islower() for word in words)
    return is_proper or not all(snapshot.chunk_frequencies(words).values())


def said_at(name: str, text: str) -> tuple[int, int] | None:
    """Where the text says the words of the name one behind the other, whatever stands between them, if it does."""
    words = list(_WORD.finditer(text))
    wanted = name.split()
    for start in range(len(words) - len(wanted) + 1):
        run = words[start : start + len(wanted)]
        if [word[0].casefold() for word in run] == wanted:
            return run[0].start(), run[-1].end()
    return None


def names_beside(name: str, targets: Iterable[str]) -> Iterator[str]:
    """The other names in the line of front matter that gives this one.

    >>> list(names_beside("fancy bear", ["Unit 26165 (APT28, Fancy Bear)", "Oslo"]))
    ['Unit 26165', 'APT28']
    """
    for target in targets:
        names = list(names_of(target))
        if any(words_of(each) == name for each in names):
            yield from (each for each in names if words_of(each) != name)


def names_of(target: str) -> Iterator[str]:
    """The names in what a document is on.

    >>> list(names_of("Unit 26165 (APT28, also known as Fancy Bear)"))
    ['Unit 26165', 'APT28', 'Fancy Bear']
    """
    inner = chain.from_iterable(_PARTS.split(match[1]) for match in _BRACKETS.finditer(target))
    names = [_BRACKETS.sub("", target), *inner]
    yield from filter(is_name, (_NAMING.sub("", name.strip()) for name in names))


def is_name(text: str) -> bool:
    """Whether it names something: with a capital or a number, and neither a country nor an identifier."""
    return (
        not text.islower()
        and any(says_something(word) for word in text.split())
        and not (find_countries(text) or find_identifiers(text))
    )


@dataclass(frozen=True, slots=True)
class _Listed:
    """A name as front matter first writes it, and the documents on it."""

    written: str
    numbers: list[int]


@made_once
def _names(entries: Entries) -> dict[str, _Listed]:
    """Every name that documents are on, by its words in small letters."""
    names: dict[str, _Listed] = {}
    for number, entry in entries.items():
        for target in entry.metadata.targets:
            for name in names_of(target):
                names.setdefault(words_of(name), _Listed(name, [])).numbers.append(number)
    return names
