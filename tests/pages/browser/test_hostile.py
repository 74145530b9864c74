"""A hostile document in a real browser is words, and nothing in it reaches the network."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.pages.browser.sites import (
    Site,
    choose_first_row,
    needs_chromium,
    visit,
)
from tests.pages.browsing import ask
from tests.pages.conftest import LAMPS

pytestmark = needs_chromium


def test_a_hostile_document_is_words_and_nothing_else(page: Page, site: Site) -> None:
    turn = ask(page, LAMPS)
    expect(turn.locator(".answer")).to_contain_text("9,120 lamps")
    mark = turn.get_by_role("button", name="Source 1:")
    mark.hover()
    mark.click()
    expect(page.locator(".source h2")).to_contain_text("![t](http://")
    expect(page.locator(".source h2 img, .source .body img, .source script")).to_have_count(0)
    for button in ("Export", "Evidence", "Comment"):
        turn.get_by_role("button", name=button).click()
        page.wait_for_timeout(300)
    visit(page, "Documents")
    page.get_by_role("textbox", name="Find a document").fill("sudmark")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 of 4 documents")).to_be_visible()
    choose_first_row(page)
    expect(page.locator(".source .body")).to_contain_text("9,120 lamps")
    expect(page.locator("a:not([data-testid=stSidebarNavLink], [href='#stMain'])")).to_have_count(0)
    visit(page, "Ask")
    page.get_by_role("button", name="Filters").click()
    page.wait_for_timeout(1000)
    assert site.received == []
