"""Takes the pictures of docs/ from the app on the shipped corpus: python -m tests.pages.screenshots"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page

from assistant import conversations
from index.settings import Settings
from index.sync import sync_corpus
from tests.pages.browsing import PATIENCE_MILLISECONDS, ROOT, ask, chromium, serving_pages

DOCS = ROOT / "docs"
QUESTION = "What did Japan warn about Huawei in Ukraine?"


def main() -> None:
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        if named := os.environ.get("ADVISORY_STORE"):
            # A copy spares the indexing; its conversations are somebody's.
            shutil.copytree(named, store, ignore=shutil.ignore_patterns("conversations*", "lock"))
        sync_corpus(Settings(corpus=ROOT / "corpus", store=store))
        environment = {"ADVISORY_CORPUS": "corpus", "ADVISORY_STORE": str(store), "ADVISORY_MODEL": ""}
        with serving_pages(environment) as address, chromium() as browser:

            def picture(name: str, **how: Any) -> None:
                (store / conversations.FILE).unlink(missing_ok=True)
                take_picture(browser, address, name, **how)

            picture("citation", draw=draw_citation)
            picture("dark", draw=draw_citation, dark=True)
            picture("narrow", draw=draw_answer, width=420)
            picture("refusal", draw=draw_refusal)
            picture("timeline", draw=draw_timeline)
            picture("comparison", draw=draw_comparison)
            picture("list", draw=draw_list)
            picture("documents", draw=lambda page: visit(page, "Documents"))
            picture("map", draw=draw_map)
            picture("draft", draw=draw_draft)


def take_picture(
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
    taken = page.screenshot(animations="disabled", timeout=PATIENCE_MILLISECONDS)
    # 128 colours are enough for words on paper, and a third of the size.
    Image.open(io.BytesIO(taken)).convert("RGB").quantize(128).save(DOCS / f"{name}.png", optimize=True)
    context.close()


def draw_answer(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_test_id("stChatInputTextArea").blur()


def draw_citation(page: Page) -> None:
    ask(page, QUESTION).get_by_role("button", name="Source 1:").click()
    page.locator(".source mark.quoted").wait_for()


def draw_refusal(page: Page) -> None:
    ask(page, "What fine did Sweden impose on Huawei?").locator("summary").click()
    page.get_by_test_id("stChatInputTextArea").blur()


def draw_list(page: Page) -> None:
    ask(page, "Which countries banned TikTok from government devices?").get_by_text("As a table").click()
    page.get_by_test_id("stDataFrame").wait_for()
    page.get_by_test_id("stDataFrame").scroll_into_view_if_needed()


def draw_map(page: Page) -> None:
    visit(page, "Documents")
    page.get_by_role("tab", name="Who about whom").click()
    page.get_by_text("The stronger the colour").wait_for()


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
        "Sweden told its operators to remove Huawei equipment by 1 January 2030. Bananas are yellow when they are ripe."
    )
    page.locator(".st-key-check_draft button").click()
    page.get_by_text("Download as table").wait_for()


def visit(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebarNavLink").filter(has_text=name).click()
    page.get_by_role("heading", level=1, name=name).wait_for()


if __name__ == "__main__":
    main()
