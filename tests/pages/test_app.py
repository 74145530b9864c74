"""The pages through Streamlit's own test door: asking, refusing, filtering, keeping, adding and removing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assistant.conversations import Conversations
from assistant.desk import Desk
from assistant.question import QUESTION_CHARACTERS
from assistant.types import Answer, Statement, Turn
from evals.__main__ import main as evals
from evals.feedback import read_feedback
from index.settings import Settings
from index.status import read_status
from index.storage.store import locked_store
from index.sync import sync_corpus
from index.types import Filters
from tests.assistant.scripted_server import Script, serving
from tests.pages.browser.sites import write_pdf
from tests.pages.conftest import APP, BAN, LAMPS, SENTENCE, TESTED, WARNING

# The newest document of the corpus, once it is added.
PORTS = (
    BAN.replace("railways", "ports")
    .replace("railway signalling", "port cranes")
    .replace("2026-05-12", "2026-07-09")
)
SIGN_IN = {
    "redirect_uri": "http://localhost:8501/oauth2callback",
    "cookie_secret": "not a secret",
    "client_id": "advisories",
    "client_secret": "not a secret",
    "server_metadata_url": "https://sign-in.example/.well-known/openid-configuration",
}


def drawn(app: AppTest, name: str) -> list[dict[str, Any]]:
    """The data of each component of that name on the page."""
    found = [element.proto for element in app.get("bidi_component")]
    return [json.loads(proto.json) for proto in found if proto.component_name == f"advisory_{name}"]


def ask(app: AppTest, question: str) -> AppTest:
    answers = len(drawn(app, "answer"))
    app.chat_input[0].set_value(question).run()
    return wait_for(app, lambda: len(drawn(app, "answer")) > answers)


def wait_for(app: AppTest, arrived: Callable[[], bool]) -> AppTest:
    """Draw the page until that is there, as a browser does by itself while a question is being answered."""
    for _ in range(300):
        assert not app.exception
        if arrived():
            return app
        time.sleep(0.2)
        app.run()
    raise AssertionError("it never came")


def test_the_first_page_says_what_is_there_and_how_to_begin(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert app.title[0].value == "Ask your advisories"
    assert app.chat_input[0].placeholder == "Ask the documents"


def test_an_answer_carries_marks_with_the_exact_words_they_stand_for(app: AppTest) -> None:
    ask(app.run(), TESTED)
    (answer,) = drawn(app, "answer")
    statement = answer["groups"][0]["statements"][0]
    mark = answer["citations"][str(statement["marks"][0])]
    assert mark["quote"] == SENTENCE
    assert mark["title"] == "Norland warns operators about Quillon routers"
    assert "Norland Network Agency" in mark["line"]


def test_an_opened_mark_shows_the_quote_in_its_document(app: AppTest) -> None:
    ask(app.run(), TESTED)
    number = next(iter(drawn(app, "answer")[0]["citations"]))
    (kept,) = Conversations(home_of(app) / "store").list()
    turn = Conversations(home_of(app) / "store").turns(kept.id)[0].number
    app.session_state.opened = (turn, int(number))
    app.run()
    (source,) = drawn(app, "source")
    quoted = [words for block in source["blocks"] for kind, words in block["pieces"] if kind == "quoted"]
    assert quoted == [drawn(app, "answer")[0]["citations"][number]["quote"]]
    assert source["status"] == "Status: superseded by the ban of May 2026."
    assert {"label": "Norland Network Agency, Test report, 2025-03-04", "link": "https://agency.example/report", "shown": "agency.example"} in source["sources"]  # fmt: skip


def test_a_mark_opens_its_words_under_the_name_that_their_file_has_today(app: AppTest) -> None:
    ask(app.run(), TESTED)
    corpus = home_of(app) / "corpus"
    (corpus / "norland-warning.md").rename(corpus / "norland-2025.md")
    (kept,) = Conversations(home_of(app) / "store").list()
    app.session_state.opened = (Conversations(home_of(app) / "store").turns(kept.id)[0].number, 1)
    wait_for(app, lambda: any(source["file"] == "norland-2025.md" for source in drawn(app, "source")))
    (source,) = drawn(app, "source")
    assert ["quoted", SENTENCE] in [piece for block in source["blocks"] for piece in block["pieces"]]


def test_an_opened_document_names_another_by_its_title_whatever_it_calls_it(app: AppTest) -> None:
    corpus = home_of(app) / "corpus"
    (corpus / "2025").mkdir()
    (corpus / "norland-warning.md").rename(corpus / "2025" / "norland-warning.md")
    (corpus / "estmark-ban.md").write_text(BAN.replace("status: in force", "supersedes: Norland-Warning"))
    ask(app.run(), "What did Estmark ban from railway signalling?")
    (kept,) = Conversations(home_of(app) / "store").list()
    turn = Conversations(home_of(app) / "store").turns(kept.id)[0]
    [number] = [c.number for c in turn.turn.answer.citations if c.document == "estmark-ban"][:1]
    app.session_state.opened = (turn.number, number)
    app.run()
    (source,) = drawn(app, "source")
    assert source["status"] == "Supersedes “Norland warns operators about Quillon routers”."
    follow_ups = [button.label for button in app.button if (button.key or "").startswith("follow-")]
    assert follow_ups[:1] == ["What is known about “Norland warns operators about Quillon routers”?"]


def test_words_that_stand_in_several_places_after_an_edit_are_marked_in_each(app: AppTest) -> None:
    ask(app.run(), TESTED)
    file = home_of(app) / "corpus" / "norland-warning.md"
    file.write_text(WARNING.replace("The Norland Network Agency warned", f"{SENTENCE} It warned", 1))
    (kept,) = Conversations(home_of(app) / "store").list()
    app.session_state.opened = (Conversations(home_of(app) / "store").turns(kept.id)[0].number, 1)
    wait_for(app, lambda: any(source["notice"] for source in drawn(app, "source")))
    (source,) = drawn(app, "source")
    assert (
        source["notice"]
        == f"These words no longer stand where they were cited, but in 2 other places: {SENTENCE}"
    )
    pieces = [piece for block in source["blocks"] for piece in block["pieces"]]
    assert pieces.count(["quoted", SENTENCE]) == 2


def test_the_page_of_a_pdf_is_drawn_once_and_where_it_cannot_be_its_text_is_shown(app: AppTest) -> None:
    file = home_of(app) / "corpus" / "westmark-cables.pdf"
    write_pdf(file)
    ask(app.run(), "Which landing station did the Westmark Cable Office close?")
    (kept,) = Conversations(home_of(app) / "store").list()
    app.session_state.opened = (Conversations(home_of(app) / "store").turns(kept.id)[0].number, 1)
    app.run()
    (source,) = drawn(app, "source")
    assert source["picture"].startswith("data:image/png")
    assert source["picture_label"] == "Page 2, the passage marked"

    with locked_store(home_of(app) / "store", wait_seconds=60):  # the index stays as it is meanwhile
        file.unlink()
        app.run()
        assert drawn(app, "source")[0]["picture"] == source["picture"]
        st.cache_data.clear()
        app.run()
        (source,) = drawn(app, "source")
    assert source["picture"] == ""
    assert "cannot be shown" in source["notice"]
    assert any(kind == "quoted" for block in source["blocks"] for kind, _ in block["pieces"])


def test_a_refusal_says_what_was_searched_and_cites_nothing(app: AppTest) -> None:
    app.session_state.filters = Filters(country="Nowhere")
    ask(app.run(), TESTED)
    (answer,) = drawn(app, "answer")
    assert answer["refused"]
    assert answer["citations"] == {}
    assert answer["receipt"][0] == ["Searched", "0 documents"]


def test_a_greeting_is_no_refusal_and_offers_questions_to_click(app: AppTest) -> None:
    ask(app.run(), "hello")
    (answer,) = drawn(app, "answer")
    assert not answer["refused"]
    assert "3 documents" in answer["groups"][0]["statements"][0]["text"]
    button(app.run(), "follow-0-0").click().run()
    wait_for(app, lambda: len(drawn(app, "answer")) > 1)
    assert drawn(app, "answer")[1]["citations"]
    ask(app, "thanks")
    assert not [each for each in app.button if str(each.key).startswith("follow-2")]


def test_how_strong_the_evidence_is_is_said_of_what_documents_say_and_of_nothing_else(app: AppTest) -> None:
    app.run()
    for place, question in enumerate([TESTED, "How many documents are there?", "hello"]):
        ask(app, question)
        button(app, f"Evidence-{place}").click().run()
    told = [element.value for element in app.get("html") if "Answered in" in element.value]
    assert ["The evidence is" in words for words in told] == [True, False, False]
    assert "3 documents" in drawn(app, "answer")[1]["groups"][0]["statements"][0]["text"]


def test_why_a_question_has_no_answer_is_said_once_and_no_evidence_with_it(app: AppTest) -> None:
    app.query_params["q"] = "why " * QUESTION_CHARACTERS
    app.run()
    wait_for(app, lambda: bool(drawn(app, "answer")))
    (answer,) = drawn(app, "answer")
    assert "ask it in at most" in answer["groups"][0]["statements"][0]["text"]
    assert answer["notes"] == []
    assert not answer["refused"]
    button(app.run(), "Evidence-0").click().run()
    (told,) = [element.value for element in app.get("html") if "There is no answer" in element.value]
    assert "The evidence is" not in told
    assert "Answered in" not in told


def test_a_side_without_an_answer_is_drawn_as_a_side_and_doubt_above_the_answer(app: AppTest) -> None:
    conversations = Conversations(home_of(app) / "store")
    begun = conversations.begin("Compare Norland and Italy")
    compared = Answer(
        "Compare Norland and Italy",
        "",
        shape="comparison",
        statements=(Statement("The agency tested 214 routers.", group="Norland"),),
        silent=("Italy",),
        doubtful=True,
        notes=("a note",),
        confidence=4.0,
    )
    conversations.add(begun.id, Turn(compared.question, compared))
    app.query_params["c"] = begun.id
    app.run()
    (answer,) = drawn(app, "answer")
    assert [group["name"] for group in answer["groups"]] == ["Norland", "Italy"]
    assert answer["groups"][1]["silent"] == "The corpus does not say."
    assert "thin" in answer["doubt"]
    assert answer["notes"] == ["a note"]
    button(app, "Evidence-0").click().run()
    assert any("The evidence is thin" in element.value for element in app.get("html"))


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("seconds", [2, 4, 5])
@pytest.mark.parametrize("closing", ["", "st.cache_resource.clear()"])
def test_the_program_ends_well_whatever_the_desk_is_at(seconds: float, closing: str) -> None:
    drawn_and_left = (
        "import time; import streamlit as st; from streamlit.testing.v1 import AppTest; "
        f"AppTest.from_file({str(APP)!r}, default_timeout=120).run(); time.sleep({seconds}); {closing}"
    )
    done = subprocess.run(
        [sys.executable, "-c", drawn_and_left],
        cwd=APP.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr


def test_a_filter_narrows_is_shown_and_is_cleared(app: AppTest) -> None:
    app.session_state.filters = Filters(country="Estmark")
    ask(app.run(), "What happened to Quillon?")
    assert {c["title"] for c in drawn(app, "answer")[0]["citations"].values()} == {
        "Estmark bans Quillon from railways"
    }
    (chip,) = [button for button in app.button if button.key == "clear_country"]
    assert chip.label == r"Country\: Estmark"
    chip.click().run()
    assert app.session_state.filters == Filters()
    assert not [button for button in app.button if button.key == "clear_country"]


def test_under_filters_no_question_is_offered_about_a_document_that_they_exclude(app: AppTest) -> None:
    wait_for(app.run(), lambda: "Norland warns" in offered(app))
    app.session_state.filters = Filters(country="Estmark")
    app.session_state.filters_made = 1
    app.run()
    assert "Estmark bans Quillon" in offered(app)
    assert not [word for word in ("Norland", "lighthouse", "Sudmark") if word in offered(app)]
    ask(app, "What happened to Quillon?")
    assert not [b.label for b in app.button if str(b.key).startswith("follow-") and "Norland" in b.label]

    button(app, "new").click().run()
    app.session_state.filters = Filters(country="Nowhere")
    app.session_state.filters_made = 2
    app.run()
    assert offered(app) == ""
    assert any("No document passes" in caption.value for caption in app.caption)


def test_a_refusal_under_filters_can_be_asked_again_without_them(app: AppTest) -> None:
    app.session_state.filters = Filters(country="Nowhere")
    ask(app.run(), TESTED)
    button(app, "unfiltered-0").click().run()
    wait_for(app, lambda: len(drawn(app, "answer")) > 1)
    refused, answered = drawn(app, "answer")
    assert refused["refused"]
    assert not answered["refused"]
    assert app.session_state.filters == Filters()


def test_a_question_taken_for_a_follow_up_can_be_asked_again_by_itself(app: AppTest) -> None:
    ask(app.run(), "When did Estmark ban Quillon from railway signalling?")
    ask(app, "Who banned anything?")
    button(app, "alone-1").click().run()
    wait_for(app, lambda: len(drawn(app, "answer")) > 2)
    *_, taken, alone = drawn(app, "answer")
    assert "Quillon" in taken["understood"]
    assert not alone["understood"]
    assert not [each for each in app.button if each.key == "alone-2"]


def test_a_link_asks_its_question_under_its_filters(app: AppTest) -> None:
    app.query_params["q"] = "What happened to Quillon?"
    app.query_params["country"] = "Estmark"
    app.run()
    wait_for(app, lambda: bool(drawn(app, "copy")))
    (copy,) = drawn(app, "copy")
    assert copy["link"] == "q=What%20happened%20to%20Quillon%3F&country=Estmark"
    assert "q" not in app.query_params


def test_a_conversation_is_kept_opened_again_renamed_and_deleted(app: AppTest) -> None:
    ask(app.run(), TESTED)
    conversations = Conversations(home_of(app) / "store")
    (kept,) = conversations.list()
    assert app.query_params["c"] == kept.id
    button(app, "new").click().run()
    assert drawn(app, "answer") == []
    button(app, f"open-{kept.id}").click().run()
    assert len(drawn(app, "answer")) == 1
    button(app, f"menu-{kept.id}").click().run()
    next(field for field in app.text_input if field.key == f"title-{kept.id}").set_value("Routers").run()
    assert [c.title for c in conversations.list()] == ["Routers"]
    button(app, f"menu-{kept.id}").click().run()
    button(app, f"delete-{kept.id}").click().run()
    assert conversations.list() == []
    assert drawn(app, "answer") == []


def test_an_edited_question_is_asked_again_in_its_place(app: AppTest) -> None:
    ask(app.run(), TESTED)
    (kept,) = Conversations(home_of(app) / "store").list()
    app.session_state.editing = 0
    app.run()
    app.text_area[0].set_value("When did Estmark ban Quillon?")
    next(b for b in app.button if b.label == "Ask again").click().run()
    wait_for(app, lambda: bool(drawn(app, "answer")))
    turns = Conversations(home_of(app) / "store").turns(kept.id)
    assert [k.turn.question for k in turns] == ["When did Estmark ban Quillon?"]


def test_of_a_conversation_that_was_deleted_in_another_tab_the_page_says_so(app: AppTest) -> None:
    ask(app.run(), TESTED)
    conversations = Conversations(home_of(app) / "store")
    (kept,) = conversations.list()
    app.session_state.editing = 0
    app.run()
    conversations.delete(kept.id)
    next(b for b in app.button if b.label == "Ask again").click().run()
    assert not app.exception
    assert "deleted meanwhile" in app.warning[0].value


def test_a_thumb_and_a_comment_are_kept_on_this_machine(app: AppTest) -> None:
    ask(app.run(), TESTED)
    app.get("feedback")[0].set_value(1).run()
    button(app, "Comment-0").click().run()
    next(area for area in app.text_area if (area.key or "").startswith("comment")).set_value("Exact.")
    next(b for b in app.button if b.label == "Keep comment").click().run()
    votes = read_feedback(home_of(app) / "store")
    assert [(vote["vote"], vote["comment"]) for vote in votes] == [(1, ""), (1, "Exact.")]


def test_a_thumb_is_still_seen_when_its_conversation_is_opened_again(app: AppTest) -> None:
    ask(app.run(), TESTED)
    app.get("feedback")[0].set_value(1).run()
    (kept,) = Conversations(home_of(app) / "store").list()
    button(app, "new").click().run()
    button(app, f"open-{kept.id}").click().run()
    assert app.get("feedback")[0].value == 1


def test_of_a_comment_without_a_word_the_page_says_so(app: AppTest) -> None:
    ask(app.run(), TESTED)
    button(app, "Comment-0").click().run()
    next(b for b in app.button if b.label == "Keep comment").click().run()
    assert any("There is nothing to keep yet" in caption.value for caption in app.caption)
    assert read_feedback(home_of(app) / "store") == []


def test_a_thumb_that_is_taken_back_is_none_and_is_not_counted(app: AppTest) -> None:
    ask(app.run(), TESTED)
    app.get("feedback")[0].set_value(1).run()
    app.get("feedback")[0].set_value(None).run()
    assert [vote["vote"] for vote in read_feedback(home_of(app) / "store")] == [1, 0]
    wait_for(app.switch_page("pages/evals.py"), lambda: bool(app.info))
    assert not [caption.value for caption in app.caption if "Votes kept" in caption.value]


def test_a_thumb_on_the_page_becomes_a_gold_question_that_is_accepted_once_completed(
    app: AppTest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(app.run(), TESTED)
    app.get("feedback")[0].set_value(1).run()
    places = ["--corpus", str(home_of(app) / "corpus")]
    assert evals(["collect", "--store", str(home_of(app) / "store")]) == 0
    candidate = json.loads(capsys.readouterr().out)
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(candidate), encoding="utf-8")
    assert evals(["check", "--gold", str(gold), *places]) == 2
    assert "kind must be a text" in capsys.readouterr().err
    gold.write_text(json.dumps(candidate | {"kind": "number", "facts": [["214"]]}), encoding="utf-8")
    assert evals(["check", "--gold", str(gold), *places]) == 0
    assert "1 questions, all quotes stand in their documents" in capsys.readouterr().out


@pytest.mark.parametrize("blank", ["", "   ", "\n"])
def test_a_link_without_a_question_asks_nothing_and_sets_its_filters(app: AppTest, blank: str) -> None:
    app.query_params["q"] = blank
    app.query_params["country"] = "Estmark"
    app.run()
    assert not app.exception
    assert Conversations(home_of(app) / "store").list() == []
    assert not app.query_params
    assert app.session_state.filters == Filters(country="Estmark")
    assert app.title[0].value == "Ask your advisories"


def test_a_link_with_a_huge_question_does_no_harm(app: AppTest) -> None:
    app.query_params["q"] = "router " * 8_000
    app.run()
    assert not app.exception
    assert Conversations(home_of(app) / "store").list()


def test_a_question_that_is_too_long_stays_until_it_is_shortened_and_asked(app: AppTest) -> None:
    app.run().chat_input[0].set_value("router " * 8_000).run()
    assert "may have 4,000 characters, and this has 56,000" in app.warning[0].value
    assert Conversations(home_of(app) / "store").list() == []
    app.run()
    (kept,) = app.text_area
    assert kept.value == "router " * 8_000
    button(app, "ask_shortened").click().run()  # it is still too long
    assert app.text_area[0].value == "router " * 8_000
    app.text_area[0].set_value(TESTED)
    button(app, "ask_shortened").click().run()
    wait_for(app, lambda: bool(drawn(app, "answer")))
    assert not app.text_area
    assert "214 routers" in str(drawn(app, "answer")[0]["groups"])


def test_a_question_that_is_too_long_is_checked_as_a_draft_in_one_click(app: AppTest) -> None:
    settle(app)
    text = f"{SENTENCE} {'So it is. ' * 400}".strip()  # of which only the first sentence is of four words
    app.chat_input[0].set_value(text).run()
    button(app, "check_as_draft").click().run()
    app.switch_page("pages/draft.py")  # where a browser is led
    wait_for(app, lambda: any(b.key == "checked-0-0" for b in app.button))
    assert app.title[0].value == "Check a draft"
    assert app.text_area[0].value == text
    app.switch_page("pages/chat.py").run()
    assert not app.text_area


def test_a_draft_that_is_too_long_is_told_and_stays(app: AppTest) -> None:
    settle(app)
    wait_for(app.switch_page("pages/draft.py"), lambda: bool(app.text_area))
    app.text_area[0].set_value("router " * 8_000)
    button(app, "check_draft").click().run()
    assert "may have 50,000 characters, and this has 56,000" in app.warning[0].value
    assert app.text_area[0].value == "router " * 8_000


def test_a_check_under_way_says_how_far_it_is_and_what_is_checked_stays_when_it_is_cancelled(
    app: AppTest,
) -> None:
    settle(app)
    wait_for(app.switch_page("pages/draft.py"), lambda: bool(app.text_area))
    app.text_area[0].set_value(" ".join(f"The agency found {n} faults in a test." for n in range(300)))
    button(app, "check_draft").click().run()
    wait_for(app, lambda: any((b.key or "").startswith("checked-0-") for b in app.button))
    assert any("of 300" in bar.proto.text for bar in app.get("progress"))
    button(app, "cancel_check").click().run()
    wait_for(app, lambda: any("You stopped the check after" in info.value for info in app.info))
    assert any((b.key or "").startswith("checked-0-") for b in app.button)
    assert not app.get("progress")


def test_a_checked_sentence_opens_its_own_passage(app: AppTest) -> None:
    settle(app)
    wait_for(app.switch_page("pages/draft.py"), lambda: bool(app.text_area))
    app.text_area[0].set_value(f"{SENTENCE} The Sudmark recall covers 9,120 lamps.")
    button(app, "check_draft").click().run()
    wait_for(app, lambda: any(b.key == "checked-1-0" for b in app.button))
    button(app, "checked-1-0").click().run()
    (source,) = drawn(app, "source")
    assert source["file"] == "sudmark-lamps.md"


def test_a_receipt_says_where_its_quotes_stand_today(app: AppTest) -> None:
    settle(app)
    hash = hashlib.sha256((home_of(app) / "corpus" / "norland-warning.md").read_bytes()).hexdigest()
    old = {"number": 1, "document": "norland-2024", "hash": hash, "start": 5, "quote": SENTENCE}
    twice = {"number": 2, "document": "estmark-ban", "start": 5, "quote": "railway"}
    receipt = json.dumps({"citations": [old, twice]}).encode()
    wait_for(app.switch_page("pages/draft.py"), lambda: bool(app.text_area))
    app.file_uploader[0].upload("receipt.json", receipt, "application/json").run()
    assert not app.exception
    table = app.dataframe[0].value
    assert list(table["Document"]) == ["norland-2024 (now norland-warning)", "estmark-ban"]
    assert list(table["Now"]) == [
        "still there, at another place",
        "no longer at its place, but at several others (2)",
    ]


def test_a_file_that_cannot_be_read_is_told_beside_every_page(app: AppTest) -> None:
    (home_of(app.run()) / "corpus" / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    wait_for(app, lambda: any("but for 1 file" in caption.value for caption in app.sidebar.caption))


def test_the_gold_questions_are_found_from_any_folder(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settle(app)
    wait_for(app.switch_page("pages/evals.py"), lambda: any(box.key == "gold" for box in app.selectbox))


def test_an_empty_corpus_says_how_to_add_documents(
    tmp_path: Path, app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("ADVISORY_CORPUS", str(tmp_path / "empty"))
    monkeypatch.setenv("ADVISORY_STORE", str(tmp_path / "empty-store"))
    settle(app)
    assert "There are no documents yet" in app.info[0].value


def test_a_missing_corpus_folder_is_named_with_the_remedy(
    tmp_path: Path, app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISORY_CORPUS", str(tmp_path / "nowhere"))
    settle(app)
    assert "does not exist" in app.error[0].value
    assert "corpus DIR" not in app.error[0].value
    ask(app, TESTED)  # from the index that is there
    assert "214 routers" in str(drawn(app, "answer")[0]["groups"])


def test_a_folder_that_is_suddenly_empty_is_told_and_emptied_only_where_that_is_meant(app: AppTest) -> None:
    settle(app)
    for file in (home_of(app) / "corpus").iterdir():
        file.unlink()
    wait_for(app, lambda: bool(app.error))
    assert "suddenly empty" in app.error[0].value
    assert "allow" not in app.error[0].value
    ask(app, TESTED)  # from the index that is there
    assert "214 routers" in str(drawn(app, "answer")[0]["groups"])
    button(app, "new").click().run()
    next(b for b in app.button if b.label == "The folder is meant to be empty").click().run()
    wait_for(app, lambda: any("There are no documents yet" in info.value for info in app.info))
    assert not app.error


def test_the_documents_page_lists_previews_adds_removes_and_puts_back(app: AppTest) -> None:
    settle(app)
    app.switch_page("pages/corpus.py").run()
    assert not app.exception
    assert list(app.dataframe[0].value["File"]) == [
        "estmark-ban.md",
        "norland-warning.md",
        "sudmark-lamps.md",
    ]

    upload(app, ("estmark-rails.md", BAN.replace("12 May 2026", "13 June 2026").encode()))
    assert "was added" in app.success[0].value
    wait_for(app.run(), lambda: "estmark-rails.md" in list(app.dataframe[0].value["File"]))

    upload(app, ("estmark-rails.md", BAN.replace("12 May 2026", "13 June 2026").encode()))
    assert "estmark-rails.md is in the corpus already, just as it is" in app.info[0].value.replace("\\", "")
    assert not app.error
    assert not app.success

    upload(app)
    assert "No file was chosen" in app.info[0].value

    upload(app, ("broken.pdf", b"%PDF-1.4 nothing"), ("empty.md", b""))
    (told,) = app.error
    broken, empty = told.value.splitlines()
    assert "damaged" in broken
    assert "empty" in empty
    app.run()
    assert not (home_of(app) / "corpus" / "broken.pdf").exists()

    search(app).set_value("rails").run()
    assert list(app.dataframe[0].value["File"]) == ["estmark-rails.md"]


def test_of_very_many_removed_files_the_page_says_which_are_shown(app: AppTest) -> None:
    settle(app)
    trash = home_of(app) / "store" / "trash"
    for second in range(104):
        folder = trash / f"20260512T0930{second % 60:02}{second:06}Z-{second:06}"
        folder.mkdir(parents=True)
        (folder / f"note-{second}.md").write_text("A note.")
    app.session_state.tab = "Removed"
    app.switch_page("pages/corpus.py").run()
    assert len([b for b in app.button if b.label == "Put back"]) == 100
    assert any("The latest 100 of 104 files" in element.value for element in app.get("html"))


def test_what_a_document_is_looked_for_by_stays_while_another_page_or_tab_is_open(app: AppTest) -> None:
    settle(app)
    app.switch_page("pages/corpus.py").run()
    search(app).set_value("railways").run()
    app.switch_page("pages/chat.py").run()
    app.switch_page("pages/corpus.py").run()
    assert search(app).value == "railways"
    assert list(app.dataframe[0].value["File"]) == ["estmark-ban.md"]
    for tab in ("Over time", "All documents"):
        app.session_state.tab = tab
        app.run()
    assert search(app).value == "railways"


def search(app: AppTest) -> Any:
    """The field of the Documents page by which a document is found."""
    return next(field for field in app.text_input if field.key == "document_search")


def test_what_is_added_while_another_program_indexes_is_taken_up_when_that_is_done(app: AppTest) -> None:
    settle(app)
    app.switch_page("pages/corpus.py").run()
    with locked_store(home_of(app) / "store", wait_seconds=10):
        upload(app, ("estmark-ports.md", PORTS.encode()))
        assert "was added" in app.success[0].value
        assert "as soon as that is done" in app.info[0].value
        app.run()
        assert "estmark-ports.md" not in list(app.dataframe[0].value["File"])
    wait_for(app, lambda: "estmark-ports.md" in list(app.dataframe[0].value["File"]))


def test_a_question_is_answered_from_what_the_folder_holds_at_that_moment(app: AppTest) -> None:
    settle(app)
    corpus = home_of(app) / "corpus"
    ask(app, TESTED)
    assert "214 routers" in str(drawn(app, "answer")[0]["groups"])

    warning = corpus / "norland-warning.md"
    warning.write_text(WARNING.replace("214 routers", "377 routers"))
    ask(app, TESTED)
    assert "377 routers" in str(drawn(app, "answer")[-1]["groups"])

    warning.unlink()
    ask(app, TESTED)
    assert "routers" not in str(drawn(app, "answer")[-1]["groups"])


def test_the_questions_offered_are_of_the_documents_that_are_there(app: AppTest) -> None:
    settle(app)
    app.switch_page("pages/corpus.py").run()
    upload(app, ("estmark-ports.md", PORTS.encode()))
    wait_for(app.switch_page("pages/chat.py"), lambda: "ports" in offered(app))

    app.switch_page("pages/corpus.py").run()
    wait_for(app, lambda: "estmark-ports.md" in list(app.dataframe[0].value["File"]))
    row = list(app.dataframe[0].value["File"]).index("estmark-ports.md")
    app.session_state.documents = {"selection": {"rows": [], "columns": [], "cells": [(row, "Title")]}}
    app.run()
    next(b for b in app.button if b.label == "Remove it").click().run()
    assert "was removed" in app.success[0].value
    app.switch_page("pages/chat.py").run()
    wait_for(app, lambda: bool(offered(app)) and "ports" not in offered(app))

    app.switch_page("pages/corpus.py").run()
    app.session_state.tab = "Removed"
    app.run()
    next(b for b in app.button if b.label == "Put back").click().run()
    wait_for(app.switch_page("pages/chat.py"), lambda: "ports" in offered(app))


def test_what_was_said_of_a_removal_stays_when_the_page_is_drawn_anew_by_itself(app: AppTest) -> None:
    settle(app)
    app.switch_page("pages/corpus.py").run()
    upload(app, ("estmark-ports.md", PORTS.encode()))
    assert "was added" in app.success[0].value
    app.session_state.draws_by_itself = True  # as the sidebar does where the index has changed
    app.run()
    assert "was added" in app.success[0].value
    app.run()
    assert not app.success


def test_what_another_program_indexes_is_offered_and_told_by_an_open_page(app: AppTest) -> None:
    wait_for(app.run(), lambda: bool(offered(app)))
    before = drawn_under(app)
    (home_of(app) / "corpus" / "estmark-ports.md").write_text(PORTS)
    sync_corpus(Settings.from_environment())
    wait_for(app, lambda: "ports" in offered(app))
    assert drawn_under(app) != before


def offered(app: AppTest) -> str:
    """The questions that the welcome page offers."""
    return " ".join(str(b.label) for b in app.button if str(b.key).startswith("suggestion-"))


def drawn_under(app: AppTest) -> Any:
    """What a page that follows the index compares, to be drawn anew where it has changed."""
    return app.session_state.drawn_under[0]


def test_the_questions_to_offer_are_tried_only_when_no_user_waits_for_an_answer(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.offers.YIELDING_SECONDS", 60.0)
    desk = Desk(Settings.from_environment())
    with desk.answering():
        assert desk.wait(60)
        time.sleep(1)
        assert desk.suggestions == ()
    ends = time.monotonic() + 60
    while not desk.suggestions and time.monotonic() < ends:
        time.sleep(0.05)
    assert desk.suggestions
    desk.close()


def test_the_questions_to_offer_are_tried_without_the_language_model(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = Script([["The corpus does not say."]])
    with serving(script) as model:
        monkeypatch.setenv("ADVISORY_MODEL", model)
        desk = Desk(Settings.from_environment())
        ends = time.monotonic() + 60
        while not desk.suggestions and time.monotonic() < ends:
            time.sleep(0.05)
        desk.close()
        assert desk.suggestions
        assert script.requests == []
        assert desk.assistant is not None
        desk.assistant.ask(TESTED)
        assert script.requests


def test_a_store_that_cannot_be_used_is_named_on_the_page(
    tmp_path: Path, app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("ADVISORY_STORE", str(tmp_path / "file"))
    app.run()
    assert not app.exception
    assert str(tmp_path / "file") in app.error[0].value.replace("\\", "")


@pytest.mark.parametrize("damage", ["what documents say", "the tables themselves"])
def test_a_damaged_index_is_told_where_it_is_found_and_built_anew_by_a_click(
    app: AppTest, damage: str
) -> None:
    catalog = home_of(app) / "store" / "catalog.sqlite"
    if damage == "what documents say":  # which nobody sees before a document is read
        settle(app)
        ask(app, TESTED)
        with closing(sqlite3.connect(catalog)) as connection, connection:
            connection.execute("UPDATE documents SET reading = x'00112233'")
        ask(app, LAMPS)
        assert "is damaged" in drawn(app, "answer")[-1]["text"]
    else:  # of which SQLite tells in words that are no UTF-8
        raw = catalog.read_bytes()
        assert b"chunks(document)" in raw
        catalog.write_bytes(raw.replace(b"chunks(document)", b"chunks(d\xb1cument)"))
        app.run()
    wait_for(app, lambda: bool(app.error))
    assert "is damaged" in app.error[0].value
    assert "sync" not in app.error[0].value
    next(b for b in app.button if b.label == "Build the index anew").click().run()
    wait_for(app, lambda: not app.error and any("Up to date" in each.value for each in app.caption))
    button(app, "new").click().run()
    ask(app, TESTED)
    assert "214 routers" in str(drawn(app, "answer")[-1]["groups"])
    kept = Conversations(home_of(app) / "store").list()
    assert len(kept) == (2 if damage == "what documents say" else 1)


def test_while_another_program_syncs_the_index_that_is_there_answers(app: AppTest) -> None:
    with locked_store(home_of(app) / "store", wait_seconds=10):
        ask(app.run(), TESTED)
        assert "214 routers" in str(drawn(app, "answer")[0]["groups"])
    wait_for(app, lambda: any("Up to date" in caption.value for caption in app.caption))
    assert not app.error


def test_an_index_of_an_older_version_answers_while_it_is_brought_up_to_date_unasked(app: AppTest) -> None:
    store = home_of(app) / "store"
    with sqlite3.connect(store / "catalog.sqlite") as connection:
        connection.execute("UPDATE meta SET value = '1' WHERE name = 'reading'")
    connection.close()
    with locked_store(store, wait_seconds=10):  # so long the page cannot begin to bring it up to date
        ask(app.run(), TESTED)
        assert "214 routers" in str(drawn(app, "answer")[0]["groups"])
        assert read_status(Settings.from_environment()).version == 1
    wait_for(app, lambda: read_status(Settings.from_environment()).version == 2)
    wait_for(app, lambda: any("Up to date" in caption.value for caption in app.caption))
    assert not app.error
    app.switch_page("pages/corpus.py").run()
    assert any("every file read anew" in expander.label for expander in app.expander)


READ_ONLY = """
import json
from streamlit.testing.v1 import AppTest
from tests.pages.conftest import APP, TESTED
from tests.pages.test_app import ask, drawn, wait_for

app = AppTest.from_file(str(APP), default_timeout=120)
ask(app.run(), TESTED)
wait_for(app, lambda: any("can only be read" in caption.value for caption in app.caption))
print(json.dumps({"answer": drawn(app, "answer")[0]["text"], "errors": [error.value for error in app.error]}), flush=True)
"""


def test_from_a_store_that_can_only_be_read_the_page_answers(home: Path) -> None:
    # Nothing keeps root from writing but the lack of that power.
    powerless = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    if powerless and not shutil.which("setpriv"):
        pytest.skip("root cannot give up its powers without setpriv")
    paths = [home / "store", *(home / "store").rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    done = subprocess.run(
        [*powerless, sys.executable, "-c", READ_ONLY],
        cwd=APP.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    for path in paths:
        path.chmod(0o755)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert "214 routers" in told["answer"]
    assert told["errors"] == []


UNWRITABLE = """
import json
from streamlit.testing.v1 import AppTest
from tests.pages.conftest import APP
from tests.pages.test_app import wait_for

app = AppTest.from_file(str(APP), default_timeout=120)
wait_for(app.run(), lambda: bool(app.error))
print(json.dumps([error.value.replace(chr(92), "") for error in app.error]), flush=True)
"""


def test_a_store_that_cannot_be_made_is_named_with_what_to_do(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing keeps root from writing but the lack of that power.
    powerless = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    if powerless and not shutil.which("setpriv"):
        pytest.skip("root cannot give up its powers without setpriv")
    (home / "shut").mkdir(mode=0o555)
    store = home / "shut" / "store"
    monkeypatch.setenv("ADVISORY_STORE", str(store))
    done = subprocess.run(
        [*powerless, sys.executable, "-c", UNWRITABLE],
        cwd=APP.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    (told,) = json.loads(done.stdout)
    assert f"store {store} cannot be written" in told
    assert "As soon as this program may write there" in told


def test_a_hostile_document_is_drawn_as_words(app: AppTest) -> None:
    app.session_state.filters = Filters(country="Sudmark")
    ask(app.run(), LAMPS)
    for element in app.get("html"):
        assert "<img" not in element.value
        assert "<script" not in element.value
    for label in [b.label for b in app.button]:
        assert "](" not in label


def home_of(app: AppTest) -> Path:
    return Path(os.environ["ADVISORY_STORE"]).parent


def button(app: AppTest, key: str) -> Any:
    return next(button for button in app.button if button.key == key)


def settle(app: AppTest) -> None:
    """Draw until the background opening has ended one way or the other."""
    for _ in range(300):
        app.run()
        assert not app.exception
        if app.error or app.info or not app.get("progress"):
            return
        time.sleep(0.2)


def upload(app: AppTest, *files: tuple[str, bytes]) -> None:
    app.session_state.tab = "Add"
    app.run()
    for name, raw in files:
        app.file_uploader[0].upload(name, raw, "application/octet-stream")
    next(b for b in app.button if b.label == "Add to the corpus").click().run()
    assert not app.exception
    app.session_state.tab = "All documents"


def test_where_sign_in_is_wanted_nothing_else_is_shown_before_it(app: AppTest) -> None:
    app.secrets["auth"] = SIGN_IN
    app.run()
    assert not app.exception
    assert app.title[0].value == "Advisory Chat"
    assert [button.label for button in app.button] == ["Sign in"]
    assert not app.chat_input
    assert not app.sidebar.button
