"""The pages in a real browser, as an analyst uses them and as a hostile document would."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from docx import Document
from fpdf import FPDF

from tests.assistant.scripted_server import Script, serving
from tests.pages.conftest import BAN, write_corpus

pytest.importorskip("playwright", reason="playwright is not installed; pip install '.[dev]'")
from playwright.sync_api import Browser, Page, expect

from tests.pages.browsing import (
    CHROMIUM,
    PATIENCE_MILLISECONDS,
    ROOT,
    ask,
    chromium,
    free_port,
    listening,
    serving_pages,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed; apt-get install chromium"),
]

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
TESTED = "How many routers did the Norland agency test?"
LAMPS = "How many lamps does the Sudmark recall cover?"
SENTENCE = "The agency found the fault in a test of 214 routers."
EVIL = (
    '![x](http://LISTENER/model.png) <img src="http://LISTENER/model2.png"> <script>fetch("http://LISTENER/model3")</script> '
    "[click](http://LISTENER/model4) "
)

INSPECTIONS = "Tell me all about the inspections of Farlicht lamps"

# The libraries alone are ten seconds of work, which a crowded machine makes minutes of.
OPENING_MILLISECONDS = 600_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)


@dataclass(frozen=True)
class Site:
    """A running app, the folder it works in, and what a hostile document got through."""

    address: str
    home: Path
    received: list[str]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("site")
    with listening() as (listener, received):
        write_corpus(home / "corpus", listener)
        write_pdf(home / "corpus" / "westmark-cables.pdf")
        with serving_pages(environment_of(home)) as address:
            wait_until_open(browser, address)
            yield Site(address, home, received)


def wait_until_open(browser: Browser, address: str) -> None:
    """The first visitor opens the index: libraries are loaded and the documents read, once."""
    page = browser.new_page()
    page.goto(address)
    page.get_by_text("Every sentence of an answer").wait_for(timeout=OPENING_MILLISECONDS)
    page.close()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    yield from open_page(browser, site)


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


def test_a_follow_up_is_understood_from_the_question_before(page: Page) -> None:
    ask(page, "When did Estmark ban Quillon from railway signalling?")
    turn = ask(page, "How much of the cost does the state pay?")
    expect(turn.locator(".answer")).to_contain_text("40 percent")


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
    expect(turn.locator(".mark")).to_have_count(0)


def test_a_file_is_added_asked_about_removed_and_put_back(page: Page, site: Site) -> None:
    visit(page, "Documents")
    page.get_by_role("tab", name="Add").click()
    page.locator('input[type="file"]').set_input_files(
        [{"name": "estmark-ports.md", "mimeType": "text/markdown", "buffer": BAN.replace("railway", "harbour crane").replace("Railway", "Port").replace("12 May", "9 July").encode()}]
    )  # fmt: skip
    page.get_by_role("button", name="Add to the corpus").click()
    expect(page.get_by_text("estmark-ports.md was added")).to_be_visible()
    question = "When did Estmark ban Quillon equipment from harbour crane signalling?"
    visit(page, "Ask")
    expect(ask(page, question).locator(".answer")).to_contain_text("9 July 2026")

    visit(page, "Documents")
    page.get_by_role("textbox", name="Find a document").fill("harbour")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 of 5 documents")).to_be_visible()
    choose_first_row(page)
    page.get_by_role("button", name="Remove", exact=False).first.click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("estmark-ports.md was removed")).to_be_visible()
    assert not (site.home / "corpus" / "estmark-ports.md").exists()
    visit(page, "Ask")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".asked")).to_have_count(0)
    expect(ask(page, question).locator(".answer")).not_to_contain_text("9 July 2026")

    visit(page, "Documents")
    page.get_by_role("tab", name="Removed").click()
    page.get_by_role("button", name="Put back").click()
    expect(page.get_by_text("estmark-ports.md was put back")).to_be_visible()
    assert (site.home / "corpus" / "estmark-ports.md").exists()
    (site.home / "corpus" / "estmark-ports.md").unlink()
    expect(page.get_by_text("4 documents in")).to_be_visible()


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


def test_a_conversation_is_found_renamed_and_deleted(page: Page) -> None:
    ask(page, LAMPS)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".asked")).to_have_count(0)
    ask(page, TESTED)
    search = page.get_by_role("textbox", name="Search conversations")
    conversations = page.locator(".st-key-conversations")
    search.fill("9,120 lamps")
    search.press("Enter")
    expect(conversations.get_by_role("button", name=TESTED)).to_have_count(0)
    found = conversations.get_by_role("button", name=LAMPS).first
    found.click()
    expect(page.locator(".answer")).to_contain_text("9,120 lamps")
    search.fill("")
    search.press("Enter")
    expect(conversations.get_by_role("button", name=TESTED).first).to_be_visible()
    conversations.get_by_role("button", name=f"delete: {LAMPS}").first.click()
    title = page.get_by_role("textbox", name="Title")
    title.fill("The lamps of Sudmark")
    title.press("Enter")
    renamed = conversations.get_by_role("button", name="The lamps of Sudmark", exact=True)
    expect(renamed).to_be_visible()
    conversations.get_by_role("button", name="delete: The lamps of Sudmark").click()
    page.get_by_role("button", name="Delete this conversation").click()
    expect(renamed).to_have_count(0)
    expect(page.get_by_text("Every sentence of an answer")).to_be_visible()


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


def test_a_removal_is_undone_and_a_document_is_replaced(page: Page, site: Site) -> None:
    visit(page, "Documents")
    page.get_by_role("textbox", name="Find a document").fill("railways")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 of 4 documents")).to_be_visible()
    choose_first_row(page)
    page.get_by_role("button", name="Remove", exact=False).first.click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("estmark-ban.md was removed")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("estmark-ban.md was put back")).to_be_visible()
    assert (site.home / "corpus" / "estmark-ban.md").read_text(encoding="utf-8") == BAN

    page.get_by_role("tab", name="Add").click()
    newer = BAN.replace("40 percent", "45 percent").encode()
    for replace, said in ((False, "already"), (True, "estmark-ban.md was added")):
        page.locator('input[type="file"]').set_input_files(
            [{"name": "estmark-ban.md", "mimeType": "text/markdown", "buffer": newer}]
        )
        if replace:
            page.get_by_text("Replace documents of the same name").click()
        page.get_by_role("button", name="Add to the corpus").click()
        expect(page.get_by_text(said)).to_be_visible()
    visit(page, "Ask")
    turn = ask(page, "How much of the cost of replacing Quillon does Estmark pay?")
    expect(turn.locator(".answer")).to_contain_text("45 percent")
    (site.home / "corpus" / "estmark-ban.md").write_text(BAN, encoding="utf-8")
    visit(page, "Documents")
    expect(page.get_by_text("1 changed")).to_be_visible()


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
    turn.get_by_role("button", name="Link").click()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{site.address}/?q=How%20many")
    page.goto(link + "&country=Norland")
    expect(page.locator(".st-key-turn-0 .answer")).to_contain_text("214 routers")
    expect(page.get_by_role("button", name="Country: Norland")).to_be_visible()


def test_an_open_page_follows_the_folder(page: Page, site: Site) -> None:
    expect(page.get_by_text("4 documents,")).to_be_visible()
    new = site.home / "corpus" / "norland-ferries.md"
    new.write_text(
        "# Ferries of Norland\n\nThe ferry office bought 12 ferries on 2 May 2024.\n", encoding="utf-8"
    )
    expect(page.get_by_text("5 documents,")).to_be_visible()
    new.unlink()
    expect(page.get_by_text("4 documents,")).to_be_visible()


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
    for page in open_page(browser, site):
        visit(page, "Documents")
        expect(page.locator("[data-testid=stSidebar]")).to_have_attribute("data-collapsed", "false")


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


@pytest.fixture(scope="module")
def model_site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Script]]:
    """The app with a language model that answers as its script says."""
    home = tmp_path_factory.mktemp("model-site")
    script = Script([[]])
    with listening() as (listener, received), serving(script) as model:
        write_corpus(home / "corpus", listener)
        write_inspections(home / "corpus" / "sudmark-inspections.md")
        evil = EVIL.replace("LISTENER", listener)
        script.turns = [[evil, f"{SENTENCE} [1] ", evil], 500]
        with serving_pages(environment_of(home, f"openai-like:{model}")) as address:
            wait_until_open(browser, address)
            yield Site(address, home, received), script


def test_a_hostile_model_is_words_and_nothing_else_and_a_broken_one_is_told(browser: Browser, model_site: tuple[Site, Script]) -> None:  # fmt: skip
    site, _ = model_site
    for page in open_page(browser, site):
        turn = ask(page, TESTED)
        expect(turn.locator(".answer")).to_contain_text("214 routers")
        turn.get_by_role("button", name="Evidence").click()
        expect(page.get_by_text("Withheld")).to_be_visible()
        page.wait_for_timeout(1000)
        assert site.received == []

        turn = ask(page, "When did Estmark ban Quillon from railway signalling?")
        expect(turn.locator(".answer")).to_contain_text("12 May 2026")
        expect(turn.locator(".note")).to_contain_text("the documents' own words")


def test_stop_ends_the_model_and_shows_at_once_what_came(browser: Browser, model_site: tuple[Site, Script]) -> None:  # fmt: skip
    site, script = model_site
    for page in open_page(browser, site):
        write_slowly(script)
        type_question(page, TESTED)
        expect(page.locator(".streamed")).to_contain_text(SENTENCE)
        page.get_by_role("button", name="Stop").click()
        turn = page.locator(".st-key-turn-0")
        expect(turn.locator(".answer")).to_contain_text(SENTENCE)
        expect(turn.locator(".note")).to_have_text("stopped before the answer was complete")
        expect(turn.get_by_role("button", name="Source 1:")).to_be_visible()
        expect(page.get_by_role("button", name="Stop")).to_have_count(0)
        assert script.hung_up.wait(timeout=10)


def test_while_an_answer_comes_the_page_can_be_used_left_and_loaded_anew(browser: Browser, model_site: tuple[Site, Script]) -> None:  # fmt: skip
    site, script = model_site
    for page in open_page(browser, site):
        script.turns, script.pause = [[f"{SENTENCE} [1]"]], 0.0
        ask(page, TESTED)
        write_slowly(script)
        type_question(page, "What did the Norland agency find in its routers?")
        streamed = page.locator(".st-key-turn-1 .streamed")
        expect(streamed).to_contain_text(SENTENCE)
        page.locator(".st-key-turn-0").get_by_role("button", name="Source 1:").click()
        expect(page.locator(".source mark.quoted")).to_have_text(SENTENCE)
        expect(streamed).to_be_visible()
        visit(page, "Documents")
        expect(page.get_by_text("All documents")).to_be_visible()
        visit(page, "Ask")
        expect(streamed).to_contain_text(SENTENCE)
        page.reload()
        expect(streamed).to_contain_text(SENTENCE)
        page.get_by_role("button", name="Stop").click()
        expect(page.locator(".st-key-turn-1 .answer")).to_contain_text(SENTENCE)
        expect(page.locator(".asked")).to_have_count(2)


@pytest.mark.parametrize("width", [1280, 420])
def test_an_answer_of_several_screens_is_read_stopped_and_followed_to_its_sources(browser: Browser, model_site: tuple[Site, Script], width: int) -> None:  # fmt: skip
    site, script = model_site
    for page in open_page(browser, site, width=width):
        script.turns, script.pause = [500], 0.0
        ask(page, INSPECTIONS)
        said = say_all(script)
        write_slowly(script, said)
        type_question(page, INSPECTIONS)
        expect(page.locator(".streamed")).to_contain_text(said[-1].partition(" [")[0])
        stop = page.get_by_role("button", name="Stop")
        expect(stop).to_be_in_viewport()
        stop.click()
        turn = page.locator(".st-key-turn-1")
        marks = turn.locator(".mark")
        expect(turn.get_by_role("button", name="Evidence")).to_be_attached()
        expect(marks.nth(39)).to_be_attached()
        expect(turn.locator(".asked")).to_be_in_viewport()
        expect(marks.last).not_to_be_in_viewport()
        assert clipped(page) == []

        marks.nth(30).click()
        expect(page.locator(".source mark.quoted")).to_be_in_viewport()
        for _ in range(2):
            opened = turn.locator('.mark[aria-expanded="true"]')
            page.wait_for_timeout(1200)
            assert opened.evaluate("e => e.getRootNode().elementFromPoint(e.getBoundingClientRect().x + 5, e.getBoundingClientRect().y + 5) === e")  # fmt: skip
            page.get_by_role("button", name="Next source").click()
        assert clipped(page) == []
        page.keyboard.press("Escape")
        expect(page.locator(".source")).to_have_count(0)
        expect(page.get_by_test_id("stChatInputTextArea")).to_be_in_viewport()
        turn.get_by_role("button", name="Evidence").click()
        expect(turn.get_by_text("Answered in")).to_be_visible()


def write_inspections(path: Path) -> None:
    paragraphs = (
        " ".join(
            f"Inspector {10 * part + n} inspected {100 * part + n} lamps of the make Farlicht."
            for n in range(9)
        )
        for part in range(1, 9)
    )
    path.write_text("# Sudmark inspections of Farlicht lamps\n\n" + "\n\n".join(paragraphs), encoding="utf-8")


def say_all(script: Script) -> list[str]:
    """Every inspection among the passages that the model was last given, each with the mark of its passage."""
    shown = "\n".join(message["content"] for message in script.requests[-1]["messages"])
    passages = re.findall(r"^\[(\d+)\](.*?)(?=^\[\d+\]|\Z)", shown, re.DOTALL | re.MULTILINE)
    return [
        f"{sentence} [{number}] "
        for number, passage in passages
        for sentence in re.findall(r"Inspector \d+ inspected \d+ lamps of the make Farlicht\.", passage)
    ]


def write_slowly(script: Script, said: Sequence[str] = (f"{SENTENCE} [1] ",)) -> None:
    """From now on the model writes what is true, and then nothing worth showing for minutes."""
    script.turns = [[*said, *(f"And so on for {n} days. " for n in range(1000))]]
    script.pause = 0.2
    script.hung_up.clear()


def type_question(page: Page, question: str) -> None:
    page.get_by_test_id("stChatInputTextArea").fill(question)
    page.keyboard.press("Enter")


def test_where_sign_in_is_wanted_no_address_shows_anything_else(browser: Browser, tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(
        '[auth]\nredirect_uri = "http://localhost/oauth2callback"\ncookie_secret = "none"\n'
        'client_id = "advisories"\nclient_secret = "none"\n'
        'server_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"\n',
        encoding="utf-8",
    )
    write_corpus(tmp_path / "corpus")
    with serving_pages(environment_of(tmp_path), f"--secrets.files={secrets}") as address:
        for path in ("", "corpus", "draft", "evals", "?q=What%20happened%20to%20Quillon%3F"):
            page = browser.new_page()
            page.goto(f"{address}/{path}")
            expect(page.get_by_role("button", name="Sign in")).to_be_visible()
            expect(page.get_by_role("heading", level=1)).to_have_text("Advisory Chat")
            expect(page.get_by_test_id("stChatInput")).to_have_count(0)
            expect(page.get_by_text("Quillon")).to_have_count(0)
            page.close()


@pytest.mark.skipif(find_spec("authlib") is None, reason="sign-in is not installed; pip install '.[sign-in]'")
def test_signed_in_users_have_their_own_conversations_and_only_editors_change_documents(browser: Browser, tmp_path: Path) -> None:  # fmt: skip
    from tests.pages.sign_in_server import CLIENT, signing_in

    write_corpus(tmp_path / "corpus")
    port = free_port()
    secrets = tmp_path / "secrets.toml"
    with signing_in(["ada@example.org", "bob@example.org"]) as provider:
        secrets.write_text(
            f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
            f'cookie_secret = "{"0123456789" * 4}"\nclient_id = "{CLIENT}"\nclient_secret = "none"\n'
            f'server_metadata_url = "{provider}/.well-known/openid-configuration"\n'
            '[access]\neditors = ["ada@example.org"]\n',
            encoding="utf-8",
        )
        with serving_pages(environment_of(tmp_path), f"--secrets.files={secrets}", port=port) as address:
            ada = sign_in(browser, address, "ada@example.org")
            ask(ada, TESTED)
            bob = sign_in(browser, address, "bob@example.org")
            expect(bob.locator(".st-key-conversations").get_by_role("button")).to_have_count(0)
            bob.goto(ada.url)
            expect(bob.get_by_text("Every sentence of an answer")).to_be_visible()
            expect(bob.locator(".answer")).to_have_count(0)
            for page, tabs in ((ada, 5), (bob, 3)):
                visit(page, "Documents")
                expect(page.get_by_role("tab")).to_have_count(tabs)
                page.get_by_role("textbox", name="Find a document").fill("railways")
                page.keyboard.press("Enter")
                expect(page.get_by_text("1 of 3 documents")).to_be_visible()
                choose_first_row(page)
                expect(page.get_by_role("button", name="Remove")).to_have_count(1 if page is ada else 0)
            ada.get_by_role("button", name="Sign out").click()
            expect(ada.get_by_role("button", name="Sign in")).to_be_visible()
            expect(ada.get_by_text("Quillon")).to_have_count(0)


def sign_in(browser: Browser, address: str, user: str) -> Page:
    """The first page as that user sees it, in a browser of their own."""
    page = browser.new_context().new_page()
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    page.goto(address)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=user).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    expect(page.locator(".st-key-index_state")).to_contain_text(user.partition("@")[0])
    expect(page.get_by_text("Every sentence of an answer")).to_be_visible(timeout=OPENING_MILLISECONDS)
    return page


def visit(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebarNavLink").filter(has_text=name).click()
    expect(page.get_by_test_id("stSidebarNavLink").filter(has_text=name)).to_have_attribute(
        "aria-current", "page"
    )


def choose_first_row(page: Page) -> None:
    """The table is a canvas: its row's box is at the left of the first line under the head."""
    table = page.get_by_test_id("stDataFrame").locator("canvas").first
    # Forced: the layer that scrolls lies over the canvas, and hands the click on.
    table.click(position={"x": 18, "y": 54}, force=True)
    expect(page.get_by_role("button", name="Ask about this document")).to_be_visible()


def focused_class(page: Page) -> str:
    return str(page.evaluate("document.activeElement.shadowRoot?.activeElement?.className ?? ''"))


def press_until(page: Page, key: str, arrived: object) -> None:
    for _ in range(60):
        if arrived():  # type: ignore[operator]
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never led there")


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
