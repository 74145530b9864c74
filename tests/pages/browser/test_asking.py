"""Asking in a real browser: answers and their marks, refusals, filters, lists, links."""

from __future__ import annotations

import csv

from playwright.sync_api import Browser, Locator, Page, expect

from tests.pages.browser.sites import (
    Site,
    needs_chromium,
    open_page,
)
from tests.pages.browsing import ELSEWHERE, ask
from tests.pages.conftest import LAMPS, SENTENCE, TESTED

pytestmark = needs_chromium


def test_a_question_is_answered_and_its_mark_opens_the_exact_words(page: Page) -> None:
    turn = ask(page, TESTED)
    mark = turn.get_by_role("button", name="Source 1:")
    mark.hover()
    expect(turn.locator(".peek")).to_contain_text(SENTENCE)
    mark.click()
    source = page.locator(".source")
    expect(source.locator("mark.quoted")).to_have_text(SENTENCE)
    expect(source.locator("mark.quoted")).to_be_in_viewport()
    expect(source.get_by_role("heading", level=2)).to_have_text(
        "Norland warns operators about Quillon routers"
    )
    expect(source.locator("header")).to_contain_text("Norland Network Agency · warning · 2025-03-04")
    expect(source.locator("header")).to_contain_text("superseded by the ban of May 2026")
    expect(source.get_by_role("link", name="agency.example")).to_have_attribute(
        "href", "https://agency.example/report"
    )
    source.get_by_role("button", name="Copy as citation").click()
    expect(source.get_by_role("status")).to_have_text("Citation copied")
    assert SENTENCE in page.evaluate("navigator.clipboard.readText()")
    source.get_by_role("button", name="Flag as wrong").click()
    expect(source.get_by_role("status")).to_have_text("Flagged as wrong, thank you")
    source.get_by_role("button", name="Close the document").click()
    expect(source).to_have_count(0)


def test_an_answer_names_its_documents_and_each_opens(page: Page) -> None:
    turn = ask(page, TESTED)
    (source,) = turn.locator(".documents li").all()
    expect(source).to_contain_text("Norland Network Agency · 2025-03-04")
    source.get_by_role("button").click()
    expect(page.locator(".source mark.quoted")).to_have_text(SENTENCE)
    expect(page.locator(".source .place")).to_have_text("Source 1 of 1 · norland-warning.md")


def test_a_mark_stays_where_it_is_while_its_document_opens_and_closes(page: Page) -> None:
    for question in (TESTED, LAMPS, TESTED):
        turn = ask(page, question)
    page.wait_for_timeout(500)
    mark = turn.get_by_role("button", name="Source 1:")
    place = top_of(mark)
    mark.click()
    expect(page.locator(".source mark.quoted")).to_be_visible()
    page.wait_for_timeout(1200)
    assert abs(top_of(mark) - place) < 40
    page.keyboard.press("Escape")
    expect(page.locator(".source")).to_have_count(0)
    page.wait_for_timeout(500)
    assert abs(top_of(mark) - place) < 40


def top_of(element: Locator) -> float:
    return float(element.evaluate("element => element.getBoundingClientRect().top"))


def test_a_follow_up_is_understood_from_the_question_before(page: Page) -> None:
    ask(page, "When did Estmark ban Quillon from railway signalling?")
    turn = ask(page, "How much of the cost does the state pay?")
    expect(turn.locator(".answer")).to_contain_text("40 percent")
    expect(turn.locator(".understood")).to_contain_text("Understood as: How much of the cost")


def test_a_filter_is_chosen_shown_obeyed_and_cleared(page: Page) -> None:
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Country").click()
    page.get_by_role("option", name="Estmark").click()
    page.keyboard.press("Escape")
    chip = page.get_by_role("button", name="Country: Estmark")
    expect(chip).to_be_visible()
    turn = ask(page, "What happened to Quillon?")
    expect(turn.locator(".under")).to_have_text("Country: Estmark")
    expect(turn.locator(".answer")).to_contain_text("12 May 2026")
    expect(turn.locator(".answer")).not_to_contain_text("Norland")
    chip.click()
    expect(chip).to_have_count(0)
    expect(ask(page, "What is said of Quillon?").locator(".asked")).to_contain_text("Quillon")
    expect(page.locator(".under")).to_have_count(1)
    expect(chip).to_have_count(0)


def test_what_the_documents_do_not_say_is_refused_with_what_was_searched(page: Page) -> None:
    turn = ask(page, "What is the capital of Bolivia?")
    expect(turn.locator(".verdict")).to_have_text("The corpus does not say.")
    expect(turn.locator("dl")).to_contain_text("4 documents")
    expect(turn.locator("dl")).to_contain_text("Issued by")
    expect(turn.locator(".mark")).to_have_count(0)


def test_what_came_nearest_to_a_refused_question_is_read_one_after_the_other(page: Page) -> None:
    turn = ask(page, "How many employees does Quillon have?")
    turn.locator("summary").click()
    turn.locator(".nearest button").first.click()
    expect(page.locator(".source .place")).to_contain_text("Nearest passage 1 of 3")
    page.get_by_role("button", name="Next source").click()
    expect(page.locator(".source .place")).to_contain_text("Nearest passage 2 of 3")


def test_a_date_that_is_typed_holds_once_enter_ends_it(page: Page) -> None:
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("spinbutton", name="year, As of").click()
    page.keyboard.type("20250601")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="As of: 2025-06-01")).to_be_visible()
    page.keyboard.press("Escape")
    turn = ask(page, "What happened to Quillon?")
    expect(turn.locator(".under")).to_have_text("As of: 2025-06-01")
    expect(turn.locator(".answer")).not_to_contain_text("Estmark")


def test_a_list_is_a_table_that_sorts_and_downloads(page: Page) -> None:
    turn = ask(page, "Which countries warned about or banned Quillon?")
    turn.get_by_text("As a table").click()
    table = turn.get_by_test_id("stDataFrame")
    table.hover()
    # Chromium would open its dialog for saving, which nobody is here to answer.
    page.evaluate("window.showSaveFilePicker = undefined")
    with page.expect_download() as download:
        turn.get_by_role("button", name="Download as CSV").click()
    rows = list(csv.DictReader(download.value.path().read_text(encoding="utf-8-sig").splitlines()))
    assert {row["About"] for row in rows} == {"Estmark Ministry of Transport", "Norland Network Agency"}
    assert all(row["Statement"] and row["Document"] for row in rows)
    first = table.locator("[role=gridcell]").first
    for order in (min, max):
        # The canvas hands clicks on its first head to the column "About": ascending, then descending.
        table.locator("canvas").first.click(position={"x": 40, "y": 18}, force=True)
        expect(first).to_have_text(order(row["About"] for row in rows))


def test_documents_listed_by_their_dates_stand_on_a_line_in_time(page: Page) -> None:
    turn = ask(page, "list all documents")
    expect(turn.locator(".timeline h3").first).to_have_text("2026-05-12")
    ask(page, "Which countries warned about or banned Quillon?")
    expect(page.locator(".st-key-turn-1 .timeline")).to_have_count(0)


def test_a_rerun_draws_nothing_twice_and_leaves_alone_what_stays(page: Page) -> None:
    ask(page, TESTED)
    ask(page, LAMPS)
    parts = (".asked", ".answer", ".copies", '[class*="st-key-tools-"]')
    for part in parts:
        expect(page.locator(part)).to_have_count(2)
        page.locator(part).evaluate_all("parts => parts.forEach((part) => { part.stays = true; })")
    page.get_by_role("textbox", name="Search conversations").fill("nowhere to be found")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No conversation holds these words.")).to_be_visible()
    for part in parts:
        assert page.locator(part).evaluate_all("parts => parts.map((part) => part.stays)") == [True, True]


def test_a_pdf_is_shown_as_a_picture_of_its_page(page: Page) -> None:
    turn = ask(page, "How many faults did the Harfen landing station have?")
    turn.get_by_role("button", name="Source 1:").click()
    picture = page.locator(".source img.page")
    expect(picture).to_have_attribute("alt", "Page 2, the passage marked")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 400
    expect(page.locator(".source mark.quoted")).to_contain_text("31 faults")


def test_a_link_asks_its_question_in_a_new_session_under_its_filters(page: Page, site: Site) -> None:
    turn = ask(page, TESTED)
    beside = turn.get_by_role("button", name="Export")
    place = beside.bounding_box()
    turn.get_by_role("button", name="Copy link").click()
    expect(turn.get_by_role("status")).to_have_text("Link copied")
    assert beside.bounding_box() == place
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{site.address}/?q=How%20many")
    page.goto(link + "&country=Norland")
    expect(page.locator(".st-key-turn-0 .answer")).to_contain_text("214 routers")
    expect(page.get_by_role("button", name="Country: Norland")).to_be_visible()


def test_two_users_at_once_get_their_own_answers(browser: Browser, site: Site, page: Page) -> None:
    others = open_page(browser, site)
    other = next(others)
    for typing, question in ((page, TESTED), (other, LAMPS)):
        typing.get_by_test_id("stChatInputTextArea").fill(question)
    page.keyboard.press("Enter")
    other.keyboard.press("Enter")
    expect(page.locator(".answer")).to_contain_text("214 routers")
    expect(other.locator(".answer")).to_contain_text("9,120 lamps")
    assert next(others, None) is None


def test_copying_works_where_the_browser_keeps_its_clipboard_from_the_page(browser: Browser, site: Site) -> None:  # fmt: skip
    page = browser.new_page()
    page.goto(site.address.replace("127.0.0.1", ELSEWHERE))
    assert page.evaluate("navigator.clipboard === undefined")
    turn = ask(page, TESTED)
    turn.get_by_role("button", name="Copy", exact=True).click()
    expect(turn.get_by_role("status")).to_have_text("Answer copied")
    assert SENTENCE in pasted(page)
    turn.get_by_role("button", name="Source 1:").click()
    page.get_by_role("button", name="Copy as citation").click()
    expect(page.locator(".source").get_by_role("status")).to_have_text("Citation copied")
    assert "Norland Network Agency" in pasted(page)
    page.close()


def pasted(page: Page) -> str:
    """What the clipboard holds, as the question field takes it."""
    field = page.get_by_test_id("stChatInputTextArea")
    field.fill("")
    field.press("Control+V")
    return field.input_value()
