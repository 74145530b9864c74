"""The pages as they are seen and heard: dark, narrow, by keyboard, by the rules of accessibility."""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages.browser.sites import (
    Site,
    choose_first_row,
    clipped,
    environment_of,
    needs_chromium,
    open_page,
    visit,
)
from tests.pages.browsing import PATIENCE_MILLISECONDS, ROOT, ask, serving_pages
from tests.pages.conftest import SENTENCE, TESTED

pytestmark = needs_chromium
AXE = next(
    (
        path
        for path in (
            Path(os.environ.get("AXE_CORE", "")),
            ROOT / "node_modules" / "axe-core" / "axe.min.js",
        )
        if path.is_file()
    ),
    None,
)
# Every name that stood in the navigation, however briefly.
NAMES_SEEN = """
window.named = new Set();
new MutationObserver(() => document.querySelectorAll('[data-testid="stSidebarNavLink"]').forEach(
  (link) => window.named.add(link.textContent))).observe(document, { childList: true, subtree: true });
"""


def test_the_first_visitor_sees_no_names_of_files_in_the_navigation(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    with serving_pages(environment_of(tmp_path)) as address:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        page.add_init_script(NAMES_SEEN)
        page.goto(address)
        page.get_by_test_id("stSidebarNavLink").filter(has_text="Evaluation").wait_for()
        seen = page.evaluate("[...window.named]")
        page.close()
    assert [
        name for name in seen if not name.endswith(("Ask", "Documents", "Check a draft", "Evaluation"))
    ] == []


def test_all_of_it_can_be_done_with_the_keyboard(page: Page) -> None:
    field = page.get_by_test_id("stChatInputTextArea")
    press_until(page, "Tab", lambda: field.evaluate("field => field === document.activeElement"))
    page.keyboard.type(TESTED)
    page.keyboard.press("Enter")
    mark = page.locator(".mark").first
    expect(mark).to_be_visible()
    press_until(page, "Shift+Tab", lambda: focused_class(page) == "mark")
    page.keyboard.press("Enter")
    expect(page.locator(".source mark.quoted")).to_have_text(SENTENCE)
    page.keyboard.press("Escape")
    expect(page.locator(".source")).to_have_count(0)
    page.wait_for_function("document.activeElement.shadowRoot?.activeElement?.className === 'mark'")


def test_a_question_can_be_typed_at_once(page: Page) -> None:
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_focused()
    visit(page, "Documents")
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()
    page.reload()
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_focused()


def test_the_keyboard_stays_where_the_work_is(page: Page) -> None:
    page.locator(".st-key-suggestions button").first.press("Enter")
    expect(page.locator(".st-key-turn-0 .answer")).to_be_visible()
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_focused()
    visit(page, "Check a draft")
    page.get_by_label("Your draft").fill(SENTENCE)
    page.get_by_label("Your draft").press("Control+Enter")
    passage = page.locator(".st-key-checked-0").get_by_role("button").first
    passage.press("Enter")
    expect(page.locator(".source mark.quoted")).to_be_visible()
    page.keyboard.press("Escape")
    expect(passage).to_be_focused()


def test_dark_mode_is_dark(browser: Browser, site: Site) -> None:
    for page in open_page(browser, site, scheme="dark"):
        turn = ask(page, TESTED)
        turn.get_by_role("button", name="Source 1:").click()
        expect(page.locator(".source.dark mark.quoted")).to_have_text(SENTENCE)
        for place in (".stApp", ".source"):
            colours = page.locator(place).first.evaluate(
                "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]"
            )
            background, text = (sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in colours)
            assert background < 150 < 500 < text


def test_a_narrow_window_clips_nothing(browser: Browser, site: Site) -> None:
    for page in open_page(browser, site, width=420, height=800):
        turn = ask(page, TESTED)
        assert clipped(page) == []
        turn.get_by_role("button", name="Source 1:").click()
        expect(page.locator(".source mark.quoted")).to_be_in_viewport()
        assert clipped(page) == []
        for name in ("documents", "draft", "evals"):
            page.goto(f"{site.address}/{name.replace('documents', 'corpus')}")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            assert clipped(page) == []
        visit_narrow(page, "Documents")
        choose_first_row(page)
        page.get_by_role("button", name="Ask about this document").click()
        expect(page.get_by_role("button", name="1 document only")).to_be_visible()


def test_what_can_be_done_with_an_answer_stands_on_one_line_evenly(browser: Browser, site: Site) -> None:
    for width in (390, 1280):
        for page in open_page(browser, site, width=width):
            turn = ask(page, TESTED)
            buttons = [turn.get_by_role("button", name=name, exact=True) for name in ("Copy", "Copy link")]
            buttons += [
                turn.locator(f"[class*=st-key-{name}-] button") for name in ("Comment", "Export", "Evidence")
            ]
            boxes = [box for button in buttons if (box := button.bounding_box())]
            assert len(boxes) == len(buttons)
            gaps = [after["x"] - before["x"] - before["width"] for before, after in pairwise(boxes)]
            assert gaps == pytest.approx([12] * len(gaps), abs=0.5)
            assert [box["y"] for box in boxes] == pytest.approx([boxes[0]["y"]] * len(boxes), abs=0.5)


def visit_narrow(page: Page, name: str) -> None:
    """A page by the sidebar of a narrow window, which lies closed until it is asked for."""
    page.get_by_test_id("stExpandSidebarButton").click()
    visit(page, name)
    expect(page.locator("[data-testid=stSidebar]")).to_have_attribute("data-collapsed", "true")


def test_the_sidebar_of_a_narrow_window_closes_once_something_in_it_was_chosen(browser: Browser, site: Site) -> None:  # fmt: skip
    for page in open_page(browser, site, width=420, height=800):
        ask(page, TESTED)
        sidebar = page.locator("[data-testid=stSidebar]")
        for choice in (
            page.locator(".st-key-new button"),
            page.locator(".st-key-conversations [class*=st-key-open-] button").first,
            page.get_by_test_id("stSidebarNavLink").filter(has_text="Documents"),
            page.get_by_test_id("stSidebarNavLink").filter(has_text="Ask"),
        ):
            page.get_by_test_id("stExpandSidebarButton").click()
            expect(sidebar).to_have_attribute("data-collapsed", "false")
            choice.click()
            expect(sidebar).to_have_attribute("data-collapsed", "true")
            # Closed, it is nothing that the Tab key stops at.
            expect(choice).to_be_hidden()
    for page in open_page(browser, site):
        visit(page, "Documents")
        expect(page.locator("[data-testid=stSidebar]")).to_have_attribute("data-collapsed", "false")


@pytest.mark.skipif(
    AXE is None, reason="axe-core is not there; npm install --no-save axe-core@4.11.0, or set AXE_CORE"
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(browser: Browser, site: Site, scheme: str) -> None:
    for page in open_page(browser, site, scheme=scheme):
        # What is being drawn anew, as when the suggestions come, is pale for a moment.
        page.wait_for_timeout(1500)
        faults = audit(page, "welcome")
        turn = ask(page, TESTED)
        turn.get_by_role("button", name="Source 1:").click()
        expect(page.locator(".source mark.quoted")).to_be_visible()
        faults += audit(page, "citation")
        page.get_by_role("button", name="Close the document").click()
        expect(page.locator(".source")).to_have_count(0)
        ask(page, "What is the capital of Bolivia?")
        faults += audit(page, "refusal")
        for name in ("corpus", "draft", "evals"):
            page.goto(f"{site.address}/{name}")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            page.wait_for_timeout(1500)
            faults += audit(page, name)
        assert faults == []


def focused_class(page: Page) -> str:
    return str(page.evaluate("document.activeElement.shadowRoot?.activeElement?.className ?? ''"))


def press_until(page: Page, key: str, arrived: object) -> None:
    for _ in range(60):
        if arrived():  # type: ignore[operator]
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never led there")


def audit(page: Page, place: str) -> list[str]:
    """What axe-core finds serious or critical, with where it was found."""
    assert AXE is not None, "asked only where axe-core is there"
    if not page.evaluate("typeof axe === 'object'"):
        page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{place}: {fault['id']}: {node['html'][:150]}"
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]
