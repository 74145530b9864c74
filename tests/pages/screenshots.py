"""Takes the pictures of docs/ from the app on the shipped corpus: python -m tests.pages.screenshots"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page

from index.settings import Settings
from index.sync import sync_corpus
from tests.pages.browsing import PATIENCE_MILLISECONDS, ROOT, ask, chromium, serving_pages

DOCS = ROOT / "docs"
QUESTION = "What did Japan warn about Huawei in Ukraine?"


def main() -> None:
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        # Conversations of its own; a store that is named is used for its index.
        store = Path(os.environ.get("ADVISORY_STORE") or folder)
        sync_corpus(Settings(corpus=ROOT / "corpus", store=store))
        environment = {
            "ADVISORY_CORPUS": str(ROOT / "corpus"),
            "ADVISORY_STORE": str(store),
            "ADVISORY_MODEL": "",
        }
        with serving_pages(environment) as address, chromium() as browser:
            picture(browser, address, "welcome", draw=lambda page: None)
            picture(browser, address, "chat", draw=draw_answer)
            picture(browser, address, "citation", draw=draw_citation)
            picture(browser, address, "dark", draw=draw_citation, dark=True)
            picture(browser, address, "narrow", draw=draw_answer, width=420)
            picture(browser, address, "refusal", draw=draw_refusal)
            picture(browser, address, "timeline", draw=draw_timeline)
            picture(browser, address, "comparison", draw=draw_comparison)
            picture(browser, address, "documents", draw=lambda page: visit(page, "Documents"))
            picture(browser, address, "draft", draw=draw_draft)


def picture(
    browser: Browser,
    address: str,
    name: str,
    *,
    draw: Callable[[Page], None],
    dark: bool = False,
    width: int = 1280,
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    page.goto(address)
    page.get_by_text("Questions these documents can answer").wait_for()
    page.get_by_test_id("stChatInputTextArea").wait_for()
    draw(page)
    page.mouse.move(0, 0)
    page.wait_for_timeout(1500)
    page.screenshot(path=DOCS / f"{name}.png", animations="disabled", timeout=PATIENCE_MILLISECONDS)
    context.close()


def draw_answer(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_test_id("stChatInputTextArea").blur()


def draw_citation(page: Page) -> None:
    ask(page, QUESTION).get_by_role("button", name="Source 1:").click()
    page.locator(".source mark.quoted").wait_for()


def draw_refusal(page: Page) -> None:
    ask(page, "What is the capital of Bolivia?").locator("summary").click()
    page.get_by_test_id("stChatInputTextArea").blur()


def draw_timeline(page: Page) -> None:
    ask(page, "How did the position of the United Kingdom on Huawei develop over time?")
    page.get_by_test_id("stChatInputTextArea").blur()


def draw_comparison(page: Page) -> None:
    ask(page, "Compare the United Kingdom and Sweden on Huawei removal deadlines")
    page.get_by_test_id("stChatInputTextArea").blur()


def draw_draft(page: Page) -> None:
    visit(page, "Check a draft")
    page.get_by_label("Your draft").fill(
        "Japan warned companies rebuilding Ukraine about Huawei's 5G networks. "
        "Sweden told its operators to remove Huawei equipment by 1 January 2030. Bananas are yellow."
    )
    page.locator(".st-key-check_draft button").click()
    page.get_by_text("Download as table").wait_for()


def visit(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebarNavLink").filter(has_text=name).click()
    page.get_by_role("heading", level=1, name=name).wait_for()


if __name__ == "__main__":
    main()
