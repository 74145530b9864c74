"""Conversations kept on this machine: each belongs to a user and holds turns, in one SQLite file of the store."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from assistant.older_answers import told_in_words
from assistant.types import Answer, Citation, Receipt, Statement, Turn, Withheld
from index.language.accents import without_accents
from index.types import Evidence, Filters, Metadata, Relation, Source, StoreProblem

FILE = "conversations.sqlite"
TITLE_CHARACTERS = 80
# What one puts about words that one looks for; no word is looked for with them.
QUOTES = '"“”„«»'

_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, user TEXT NOT NULL, title TEXT NOT NULL, updated TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS conversations_of ON conversations(user, updated);
CREATE TABLE IF NOT EXISTS turns (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    asked TEXT NOT NULL, question TEXT NOT NULL, text TEXT NOT NULL, answer TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS turns_of ON turns(conversation, number);
"""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation's line in the list. `updated` is an ISO time in UTC."""

    id: str
    title: str
    updated: str


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """A turn as kept: `number` grows with time over all conversations, `asked_at` is an ISO time in UTC."""

    number: int
    asked_at: str
    turn: Turn


class ConversationsProblem(StoreProblem):
    """The file of the conversations cannot be read or written."""


class Conversations:
    """The conversations of one user in a store. Safe to share between threads and processes.

    Raises ConversationsProblem where the file cannot be read or written.
    """

    def __init__(self, store: Path, *, user: str = "") -> None:
        self._path = store / FILE
        self._user = user

    def list(self, search: str = "") -> list[Conversation]:
        """Newest first; with `search` those that hold each of its words in the title, a question or an answer.

        Accents and the case of letters do not matter, nor does the order of the words.
        """
        words = [word for part in search.split() if (word := folded(part).strip(QUOTES))]
        with self._connect() as connection:
            rows = connection.execute(
                "SELECT id, title, updated FROM conversations WHERE user = ? ORDER BY updated DESC, rowid DESC",
                (self._user,),
            ).fetchall()
            said: dict[str, list[str]] = {id: [title] for id, title, _ in rows}
            if words:
                for id, question, text in connection.execute(
                    "SELECT conversation, question, text FROM turns WHERE conversation IN"
                    " (SELECT id FROM conversations WHERE user = ?)",
                    (self._user,),
                ):
                    said.setdefault(id, []).extend((question, text))
        return [Conversation(*row) for row in rows if holds_words("\n".join(said[row[0]]), words)]

    def find(self, id: str) -> Conversation | None:
        """The user's conversation of that id, or None."""
        with self._connect() as connection:
            row = connection.execute(
                "SELECT id, title, updated FROM conversations WHERE id = ? AND user = ?", (id, self._user)
            ).fetchone()
        return Conversation(*row) if row else None

    def turns(self, id: str) -> tuple[KeptTurn, ...]:
        """The turns of a conversation, oldest first; none where it is not the user's."""
        with self._connect() as connection:
            rows = connection.execute(
                "SELECT number, asked, question, answer FROM turns WHERE conversation ="
                " (SELECT id FROM conversations WHERE id = ? AND user = ?) ORDER BY number",
                (id, self._user),
            ).fetchall()
        return tuple(
            KeptTurn(number, asked, Turn(question, unpack_answer(json.loads(answer))))
            for number, asked, question, answer in rows
        )

    def begin(self, question: str) -> Conversation:
        """A new conversation, named after its first question."""
        with self._connect() as connection:
            return self._begin(connection, question)

    def add(self, id: str, turn: Turn) -> KeptTurn:
        """Keep one more turn. Raises KeyError where the conversation was deleted meanwhile or is another user's."""
        asked = _now()
        with self._connect() as connection:
            touched = connection.execute(
                "UPDATE conversations SET updated = ? WHERE id = ? AND user = ?", (asked, id, self._user)
            )
            if touched.rowcount == 0:
                raise KeyError(id)
            row = connection.execute(
                "INSERT INTO turns (conversation, asked, question, text, answer) VALUES (?, ?, ?, ?, ?)",
                (id, asked, turn.question, turn.answer.text, json.dumps(pack_answer(turn.answer))),
            )
            assert row.lastrowid is not None, "an insert has a row"
        return KeptTurn(row.lastrowid, asked, turn)

    def branch(self, id: str, *, before: int) -> str:
        """Where a question is asked anew: the conversation that holds the turns before turn `before`.

        The last turn is taken out; an earlier one makes a copy of what came before it, so that no
        answer is lost. Raises KeyError where the conversation, or that turn of it, is no longer there or is
        another user's.
        """
        with self._connect() as connection:
            # Nobody writes between the look at the turns and what is done with them.
            connection.execute("BEGIN IMMEDIATE")
            questions: dict[int, str] = dict(
                connection.execute(
                    "SELECT number, question FROM turns WHERE conversation ="
                    " (SELECT id FROM conversations WHERE id = ? AND user = ?) ORDER BY number",
                    (id, self._user),
                )
            )
            if before not in questions:
                raise KeyError(id)
            if before == max(questions):
                connection.execute("DELETE FROM turns WHERE number = ?", (before,))
                return id
            copy = self._begin(connection, next(iter(questions.values())))
            connection.execute(
                "INSERT INTO turns (conversation, asked, question, text, answer)"
                " SELECT ?, asked, question, text, answer FROM turns"
                " WHERE conversation = ? AND number < ? ORDER BY number",
                (copy.id, id, before),
            )
        return copy.id

    def rename(self, id: str, title: str) -> None:
        """Give a title; an empty one changes nothing."""
        if not title.strip():
            return
        with self._connect() as connection:
            connection.execute(
                "UPDATE conversations SET title = ? WHERE id = ? AND user = ?",
                (title_of(title), id, self._user),
            )

    def delete(self, id: str) -> None:
        """Forget a conversation and its turns."""
        with self._connect() as connection:
            connection.execute("DELETE FROM conversations WHERE id = ? AND user = ?", (id, self._user))

    def _begin(self, connection: sqlite3.Connection, question: str) -> Conversation:
        conversation = Conversation(uuid4().hex[:12], title_of(question), _now())
        connection.execute(
            "INSERT INTO conversations (id, user, title, updated) VALUES (?, ?, ?, ?)",
            (conversation.id, self._user, conversation.title, conversation.updated),
        )
        return conversation

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=10.0)) as connection, connection:
                connection.execute("PRAGMA foreign_keys = ON")
                # An answer is shown once it is kept: a commit outlives the process without a wait for the disk.
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")
                connection.executescript(_SCHEMA)
                _hold_open(self._path)
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise ConversationsProblem(
                f"conversations in {self._path} cannot be kept ({error}); "
                "make the store writable, or move the file away to begin a new one"
            ) from error


@lru_cache(maxsize=1)
def _hold_open(path: Path) -> sqlite3.Connection:
    """A connection that does nothing but stay: when the last one is closed, SQLite waits for the disk."""
    connection = sqlite3.connect(path, check_same_thread=False)
    connection.execute("SELECT count(*) FROM conversations").fetchone()
    return connection


def holds_words(text: str, words: Sequence[str]) -> bool:
    """Whether the text holds each of the words, which are folded."""
    if not words:
        return True
    said = folded(text)
    return all(word in said for word in words)


def folded(text: str) -> str:
    """The text as it is looked for: in small letters, without accents, with straight apostrophes.

    >>> folded("NÚKIB’s Maßnahmen")
    "nukib's massnahmen"
    """
    return without_accents(text).casefold().replace("’", "'")


def title_of(question: str) -> str:
    """The question on one line, cut at a word.

    >>> title_of("which   countries banned Huawei?")
    'which countries banned Huawei?'
    """
    line = " ".join(question.split())
    if len(line) <= TITLE_CHARACTERS:
        return line
    return line[:TITLE_CHARACTERS].rsplit(" ", 1)[0] + "…"


def pack_answer(answer: Answer) -> dict[str, Any]:
    """The answer as JSON values; `unpack_answer` gives it back whole."""
    return asdict(answer) | {"filters": answer.filters.as_json()}


def unpack_answer(packed: Mapping[str, Any]) -> Answer:
    """What `pack_answer` packed, by this version or another: what it lacks has its default, what is unknown is left out."""
    known = _known(Answer, packed)
    known["statements"] = tuple(Statement(**_known(Statement, each)) for each in packed["statements"])
    known["citations"] = tuple(_unpack_citation(each) for each in packed["citations"])
    known["withheld"] = tuple(Withheld(**_known(Withheld, each)) for each in packed["withheld"])
    known["receipt"] = _unpack_receipt(packed["receipt"])
    filters = _known(Filters, packed["filters"])
    known["filters"] = Filters(**filters | {"documents": frozenset(filters.get("documents", ()))})
    answer = Answer(**known)
    return answer if "kind" in packed else told_in_words(answer, refused=packed["refused"])


def _unpack_citation(packed: Mapping[str, Any]) -> Citation:
    sources = tuple(Source(**_known(Source, each)) for each in packed.get("sources", ()))
    return Citation(**_known(Citation, packed) | {"sources": sources})


def _unpack_receipt(packed: Mapping[str, Any]) -> Receipt:
    nearest = tuple(
        Evidence(**_known(Evidence, each) | {"metadata": _unpack_metadata(each["metadata"])})
        for each in packed["nearest"]
    )
    return Receipt(**_known(Receipt, packed) | {"nearest": nearest})


def _unpack_metadata(packed: Mapping[str, Any]) -> Metadata:
    relations = tuple(Relation(**_known(Relation, each)) for each in packed.get("relations", ()))
    return Metadata(**_known(Metadata, packed) | {"relations": relations})


def _known(kind: type, packed: Mapping[str, Any]) -> dict[str, Any]:
    """The values for a dataclass's fields, lists as tuples; not those that only another version has."""
    values = {field.name: packed[field.name] for field in fields(kind) if field.name in packed}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
