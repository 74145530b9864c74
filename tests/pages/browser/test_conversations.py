"""What is kept, in a real browser: conversations found, renamed and deleted, questions edited, answers exported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from docx import Document
from playwright.sync_api import Page, expect

from tests.pages.browser.sites import (
    Site,
    environment_of,
    needs_chromium,
    visit,
)
from tests.pages.browsing import ROOT, ask
from tests.pages.conftest import LAMPS, SENTENCE, TESTED

pytestmark = needs_chromium
# Asked in no conversation with another question: it is found by its words alone.
FAULTS = "How many faults did the Harfen landing station have?"


def test_an_answer_is_exported_as_a_receipt_that_can_be_checked_again(page: Page, site: Site, tmp_path: Path) -> None:  # fmt: skip
    turn = ask(page, TESTED)
    turn.get_by_role("button", name="Export").click()
    for label, ending in (("Markdown", "md"), ("Word", "docx"), ("Receipt (JSON)", "json")):
        with page.expect_download() as download:
            page.get_by_role("button", name=label).click()
        assert download.value.suggested_filename == f"answer.{ending}"
        download.value.save_as(tmp_path / f"answer.{ending}")
    assert SENTENCE in (tmp_path / "answer.md").read_text(encoding="utf-8")
    words = "\n".join(paragraph.text for paragraph in Document(str(tmp_path / "answer.docx")).paragraphs)
    assert TESTED in words
    assert SENTENCE in words
    receipt = json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))
    assert receipt["answers"][0]["citations"][0]["quote"] == SENTENCE
    checked = subprocess.run(
        [sys.executable, "-m", "assistant", "verify", str(tmp_path / "answer.json")],
        cwd=ROOT,
        env=os.environ | environment_of(site.home),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "found" in checked.stdout
    visit(page, "Check a draft")
    page.get_by_role("tab", name="An exported receipt").click()
    page.locator('input[type="file"]').set_input_files(tmp_path / "answer.json")
    expect(page.get_by_text("1 still there, word for word")).to_be_visible()


def test_a_conversation_is_found_renamed_and_deleted(page: Page) -> None:
    ask(page, FAULTS)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".asked")).to_have_count(0)
    ask(page, TESTED)
    search = page.get_by_role("textbox", name="Search conversations")
    conversations = page.locator(".st-key-conversations")
    search.fill("31 faults")
    search.press("Enter")
    expect(conversations.get_by_role("button", name=TESTED)).to_have_count(0)
    found = conversations.get_by_role("button", name=FAULTS).first
    found.click()
    expect(page.locator(".answer")).to_contain_text("31 faults")
    search.fill("")
    search.press("Enter")
    expect(conversations.get_by_role("button", name=TESTED).first).to_be_visible()
    conversations.get_by_role("button", name=f"delete: {FAULTS}").first.click()
    title = page.get_by_role("textbox", name="Title")
    title.fill("The faults of Harfen")
    title.press("Enter")
    renamed = conversations.get_by_role("button", name="The faults of Harfen", exact=True)
    expect(renamed).to_be_visible()
    conversations.get_by_role("button", name="delete: The faults of Harfen").click()
    page.get_by_role("button", name="Delete this conversation").click()
    expect(renamed).to_have_count(0)
    expect(page.get_by_text("Every sentence of an answer")).to_be_visible()


def test_a_conversation_is_opened_and_begun_from_every_page(page: Page) -> None:
    ask(page, TESTED)
    visit(page, "Documents")
    page.locator(".st-key-conversations").get_by_role("button", name=TESTED, exact=True).first.click()
    expect(page.locator(".answer")).to_contain_text("214 routers")
    visit(page, "Check a draft")
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_text("Every sentence of an answer")).to_be_visible()
    expect(page.locator(".answer")).to_have_count(0)


def test_a_conversation_that_is_opened_again_shows_its_newest_turn(page: Page) -> None:
    for question in (TESTED, LAMPS, FAULTS, TESTED, FAULTS, LAMPS):
        ask(page, question)
    conversation = page.url
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".asked")).to_have_count(0)
    page.locator(".st-key-conversations").get_by_role("button", name=TESTED, exact=True).first.click()
    shows_the_newest(page)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".asked")).to_have_count(0)
    page.goto(conversation)
    shows_the_newest(page)


def shows_the_newest(page: Page) -> None:
    """The last of six turns stands in the window, and stays there."""
    expect(page.locator(".asked")).to_have_count(6)
    page.wait_for_timeout(3000)
    expect(page.locator(".asked").last).to_be_in_viewport(ratio=1)
    expect(page.locator(".asked").first).not_to_be_in_viewport()


def test_a_question_is_edited_and_asked_again_in_its_place(page: Page) -> None:
    turn = ask(page, TESTED)
    turn.get_by_role("button", name="Edit the question").click()
    field = turn.get_by_role("textbox", name="Edit the question")
    field.fill("When did Estmark ban Quillon from railway signalling?")
    turn.get_by_role("button", name="Ask again").click()
    expect(turn.locator(".answer")).to_contain_text("12 May 2026")
    expect(page.locator(".asked")).to_have_count(1)
    turn.get_by_role("button", name="Edit the question").click()
    turn.get_by_role("button", name="Cancel").click()
    expect(turn.locator(".asked")).to_be_visible()


def test_back_and_forward_go_from_conversation_to_conversation(page: Page) -> None:
    ask(page, TESTED)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".asked")).to_have_count(0)
    ask(page, LAMPS)
    page.go_back()
    expect(page.get_by_text("Every sentence of an answer")).to_be_visible()
    expect(page.locator(".asked")).to_have_count(0)
    page.go_back()
    expect(page.locator(".asked")).to_have_text(TESTED)
    page.go_forward()
    page.go_forward()
    expect(page.locator(".asked")).to_have_text(LAMPS)
    visit(page, "Documents")
    visit(page, "Ask")
    expect(page.locator(".asked")).to_have_text(LAMPS)
