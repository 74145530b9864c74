"""Conversations are kept whole, belong to their user, and lose nothing when a question is asked anew."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from assistant.conversations import FILE, Conversations, pack_answer, unpack_answer
from assistant.types import Answer, Citation, Receipt, Statement, Turn, Withheld
from index.types import Evidence, Filters, Metadata, Relation, Source, StoreProblem

CITED = Citation(
    1, "norland", "ab12", 4, 24, "tested 214 routers.", "A test", "Norland Agency", "2025-03-04", 2,
    "superseded by b", (Source("Gazette", "Routers", "2025-03-04", "news", "https://g.example"),),
)  # fmt: skip
NEAREST = Evidence(
    "estmark", 0, 9, "Railways.", 0.25, Metadata("Ban", targets=("Quillon",), relations=(Relation("follows", "norland"),))
)  # fmt: skip
FULL = Answer(
    "how many?",
    "The agency tested 214 routers. [1]",
    kind="catalog",
    shape="list",
    statements=(Statement("The agency tested 214 routers.", "partly", (1,), "Norland"),),
    citations=(CITED,),
    withheld=(Withheld("It cost a million.", "no source carries it"),),
    receipt=Receipt(("routers",), ("cost",), (NEAREST,), 2, "2025", "2026", ("Norland Agency",)),
    standalone="how many routers?",
    carried=("routers",),
    filters=Filters(country="Norland", documents=frozenset({"norland", "estmark"})),
    model="local:test",
    silent=("Estmark",),
    doubtful=True,
    notes=("a note",),
    confidence=0.8,
    seconds=0.1,
)


def turn(question: str) -> Turn:
    return Turn(question, Answer(question, f"The answer to {question}"))


def test_an_answer_comes_back_whole() -> None:
    assert unpack_answer(pack_answer(FULL)) == FULL


def test_a_kept_conversation_is_there_for_the_next_visit(tmp_path: Path) -> None:
    begun = Conversations(tmp_path).begin("how many?")
    Conversations(tmp_path).add(begun.id, Turn("how many?", FULL))
    later = Conversations(tmp_path)
    assert [c.title for c in later.list()] == ["how many?"]
    assert [kept.turn for kept in later.turns(begun.id)] == [Turn("how many?", FULL)]


def test_of_an_answer_that_a_later_version_kept_what_is_unknown_is_left_out(tmp_path: Path) -> None:
    id = keep(tmp_path, with_more_fields(pack_answer(FULL)))
    assert [kept.turn.answer for kept in Conversations(tmp_path).turns(id)] == [FULL]


def with_more_fields(packed: Any) -> Any:
    if isinstance(packed, dict):
        return {name: with_more_fields(value) for name, value in packed.items()} | {"later": [1]}
    return [with_more_fields(each) for each in packed] if isinstance(packed, list | tuple) else packed


def keep(store: Path, packed: Mapping[str, Any]) -> str:
    """A conversation of one turn, whose answer stands in the file as another version packed it; its id."""
    conversations = Conversations(store)
    begun = conversations.begin("how many?")
    conversations.add(begun.id, turn("how many?"))
    with closing(sqlite3.connect(store / FILE)) as connection, connection:
        connection.execute("UPDATE turns SET answer = ?", (json.dumps(packed),))
    return begun.id


def test_the_first_conversation_makes_the_store_and_is_found_by_its_id(tmp_path: Path) -> None:
    conversations = Conversations(tmp_path / "of" / "norland")
    begun = conversations.begin("routers")
    assert conversations.find(begun.id) == begun
    assert conversations.find("another") is None


def test_a_long_question_names_its_conversation_by_its_first_words(tmp_path: Path) -> None:
    line = "Which of the routers that the agency tested in the spring of 2031 had a fault in"
    assert Conversations(tmp_path).begin(f"{line}\ntheir clock?").title == f"{line.removesuffix(' in')}…"
    assert Conversations(tmp_path).begin(line).title == line


def test_the_list_is_newest_first_and_searches_questions_and_answers(tmp_path: Path) -> None:
    conversations = Conversations(tmp_path)
    first, second = conversations.begin("routers"), conversations.begin("railways at 100 %")
    conversations.add(second.id, turn("and signals?"))
    conversations.add(first.id, turn("and switches?"))
    assert [c.id for c in conversations.list()] == [first.id, second.id]
    assert [c.id for c in conversations.list("signals")] == [second.id]
    assert [c.id for c in conversations.list("100 %")] == [second.id]
    assert conversations.list("_outers") == []


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("routers norland", True),
        ("NÚKIB", True),
        ("nukib", True),
        ("ÜBUNG", True),
        ("übung", True),
        ("Quillon's", True),
        ("“Norland” routers", True),
        ("  ", True),
        ('"', True),
        ("routers 40%", True),
        ("routers 4_%", False),
        ("routers Estmark", False),
    ],
)
def test_a_conversation_is_found_by_words_of_any_of_its_turns_in_any_case_with_or_without_accents(
    tmp_path: Path, search: str, found: bool
) -> None:
    conversations = Conversations(tmp_path)
    begun = conversations.begin("What did Norland say?")
    told = Answer("and then?", "It tested 214 routers, 40% of them Quillon’s. NÚKIB called it an Übung.")
    conversations.add(begun.id, turn("What did Norland say?"))
    conversations.add(begun.id, Turn("and then?", told))
    assert [c.id for c in conversations.list(search)] == ([begun.id] if found else [])


def test_a_long_text_is_looked_for_too(tmp_path: Path) -> None:
    conversations = Conversations(tmp_path)
    conversations.begin("routers")
    assert len(conversations.list("routers " * 2_000)) == 1


def test_users_do_not_see_change_or_delete_each_others_conversations(tmp_path: Path) -> None:
    anna, ben = Conversations(tmp_path, user="anna@a.example"), Conversations(tmp_path, user="ben@b.example")
    begun = anna.begin("secret plans")
    anna.add(begun.id, turn("secret plans"))
    ben.rename(begun.id, "mine")
    ben.delete(begun.id)
    with pytest.raises(KeyError):
        ben.add(begun.id, turn("more"))
    assert ben.list() == []
    assert ben.find(begun.id) is None
    assert ben.turns(begun.id) == ()
    assert [c.title for c in anna.list()] == ["secret plans"]


def test_renaming_keeps_the_turns_and_an_empty_name_changes_nothing(tmp_path: Path) -> None:
    conversations = Conversations(tmp_path)
    begun = conversations.begin("routers")
    conversations.rename(begun.id, "  Routers of\nNorland ")
    conversations.rename(begun.id, "   ")
    assert [c.title for c in conversations.list()] == ["Routers of Norland"]


def test_deleting_forgets_the_turns(tmp_path: Path) -> None:
    conversations = Conversations(tmp_path)
    begun = conversations.begin("routers")
    conversations.add(begun.id, turn("routers"))
    conversations.delete(begun.id)
    assert conversations.list() == []
    assert conversations.turns(begun.id) == ()


def test_asking_the_last_question_anew_replaces_it(tmp_path: Path) -> None:
    conversations = Conversations(tmp_path)
    begun = conversations.begin("one")
    kept = [conversations.add(begun.id, turn(question)) for question in ("one", "two")]
    assert conversations.branch(begun.id, before=kept[1].number) == begun.id
    assert [k.turn.question for k in conversations.turns(begun.id)] == ["one"]


def test_asking_an_earlier_question_anew_keeps_the_old_conversation(tmp_path: Path) -> None:
    conversations = Conversations(tmp_path)
    begun = conversations.begin("one")
    kept = [conversations.add(begun.id, turn(question)) for question in ("one", "two", "three", "four")]
    branch = conversations.branch(begun.id, before=kept[2].number)
    assert [(k.turn, k.asked_at) for k in conversations.turns(branch)] == [
        (k.turn, k.asked_at) for k in kept[:2]
    ]
    assert [k.turn.question for k in conversations.turns(begun.id)] == ["one", "two", "three", "four"]
    assert [c.id for c in conversations.list("two")] == [branch, begun.id]


def test_a_copy_that_fails_leaves_no_half_of_it(tmp_path: Path) -> None:
    conversations = Conversations(tmp_path)
    begun = conversations.begin("one")
    kept = [conversations.add(begun.id, turn(question)) for question in ("one", "two", "three", "four")]
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON turns WHEN NEW.question = 'two'"
            " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )
    with pytest.raises(StoreProblem, match="the disk is full"):
        conversations.branch(begun.id, before=kept[2].number)
    assert [c.id for c in conversations.list()] == [begun.id]


def test_a_question_of_a_conversation_that_is_gone_or_of_another_user_is_not_asked_anew(
    tmp_path: Path,
) -> None:
    conversations = Conversations(tmp_path)
    begun = conversations.begin("one")
    kept = [conversations.add(begun.id, turn(question)) for question in ("one", "two")]
    with pytest.raises(KeyError):
        Conversations(tmp_path, user="ben@b.example").branch(begun.id, before=kept[1].number)
    conversations.branch(begun.id, before=kept[1].number)
    conversations.add(begun.id, turn("another two"))
    with pytest.raises(KeyError):
        conversations.branch(begun.id, before=kept[1].number)
    assert [k.turn.question for k in conversations.turns(begun.id)] == ["one", "another two"]
    conversations.delete(begun.id)
    with pytest.raises(KeyError):
        conversations.branch(begun.id, before=kept[0].number)
    assert conversations.list() == []


def test_asking_the_first_of_several_anew_begins_a_conversation_of_its_name(tmp_path: Path) -> None:
    conversations = Conversations(tmp_path)
    begun = conversations.begin("one")
    kept = [conversations.add(begun.id, turn(question)) for question in ("one", "two")]
    conversations.rename(begun.id, "Routers")
    branch = conversations.branch(begun.id, before=kept[0].number)
    assert conversations.turns(branch) == ()
    assert [c.title for c in conversations.list()] == ["one", "Routers"]


def test_a_broken_file_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "conversations.sqlite").write_bytes(b"not a database, but long enough to be looked at" * 40)
    with pytest.raises(StoreProblem, match=r"conversations\.sqlite cannot be kept .* move the file away"):
        Conversations(tmp_path).list()
