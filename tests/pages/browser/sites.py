"""A running app as the end-to-end tests see it: opened, walked through and looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fpdf import FPDF
from playwright.sync_api import Browser, Page, expect

from tests.pages.browsing import CHROMIUM, PATIENCE_MILLISECONDS

# The libraries alone are ten seconds of work, which a crowded machine makes minutes of.
OPENING_MILLISECONDS = 600_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)
needs_chromium = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed; apt-get install chromium"),
]


@dataclass(frozen=True)
class Site:
    """A running app, the folder it works in, and what a hostile document got through."""

    address: str
    home: Path
    received: list[str]


def wait_until_open(browser: Browser, address: str) -> None:
    """The first visitor opens the index, once, and sees the page of the address like any other."""
    page = browser.new_page()
    page.goto(f"{address}/corpus")
    expect(page.get_by_role("heading", level=1)).to_have_text("Documents")
    page.get_by_text("Choose one to read it").wait_for(timeout=OPENING_MILLISECONDS)
    page.close()


def open_page(browser: Browser, site: Site, *, width: int = 1280, height: int = 800, scheme: str = "light") -> Iterator[Page]:  # fmt: skip
    """A new session on the first page. Whatever the test does, no other host is asked for anything."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        accept_downloads=True,
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page.goto(site.address)
    expect(page.get_by_text("Every sentence of an answer")).to_be_visible()
    yield page
    context.close()
    own = (site.address, "data:", "blob:", site.address.replace("http", "ws"))
    assert [url for url in asked if not url.startswith(own)] == []
    assert site.received == []


def environment_of(home: Path, model: str = "") -> dict[str, str]:
    return {
        "ADVISORY_CORPUS": str(home / "corpus"),
        "ADVISORY_STORE": str(home / "store"),
        "ADVISORY_MODEL": model,
        "CHROMA_URL": "",
    }


def write_pdf(path: Path) -> None:
    pdf = FPDF()
    for words in (
        "Westmark Cable Office. Notice of 5 June 2024.",
        "The Westmark Cable Office closed the Harfen landing station after 31 faults.",
    ):
        pdf.add_page()
        pdf.set_font("Helvetica", size=14)
        pdf.multi_cell(0, 8, words)
    pdf.output(str(path))


def visit(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebarNavLink").filter(has_text=name).click()
    expect(page.get_by_test_id("stSidebarNavLink").filter(has_text=name)).to_have_attribute(
        "aria-current", "page"
    )


def type_question(page: Page, question: str) -> None:
    page.get_by_test_id("stChatInputTextArea").fill(question)
    page.keyboard.press("Enter")


def choose_first_row(page: Page) -> None:
    click_row(page, 0)
    expect(page.get_by_role("button", name="Ask about this document")).to_be_visible()


def click_row(page: Page, row: int, *, x: int = 18) -> None:
    """The table is a canvas, with the rows below its head; any place of one chooses it."""
    box = page.get_by_test_id("stDataFrame").locator("canvas").first.bounding_box()
    assert box is not None, "a table is shown"
    # By the mouse, which comes before it presses: the layer that scrolls lies over the canvas, and hands the click on.
    page.mouse.move(box["x"] + x, box["y"] + 54 + 35 * row)
    page.wait_for_timeout(200)
    page.mouse.click(box["x"] + x, box["y"] + 54 + 35 * row, delay=80)


def clipped(page: Page) -> list[str]:
    """Visible words or fields that reach beyond the window, and whether the page scrolls sideways."""
    return list(
        page.evaluate(
            """() => {
  const wide = document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [];
  const main = document.querySelector("[data-testid=stMain]");
  if (main.scrollWidth > main.clientWidth + 1) wide.push("the main part scrolls sideways");
  const shadows = [...main.querySelectorAll("*")].flatMap((e) => e.shadowRoot ? [...e.shadowRoot.querySelectorAll("*")] : []);
  for (const element of [...main.querySelectorAll("h1, h2, p, button, textarea, input"), ...shadows]) {
    const box = element.getBoundingClientRect();
    if (box.width && box.height && element.checkVisibility() && box.right > innerWidth + 1 && !element.closest("[role=tablist], [data-testid=stDataFrame]"))
      wide.push(`${element.tagName} ${element.textContent.slice(0, 40)}`);
  }
  return wide;
}"""
        )
    )
