"""The Documents page in a real browser: adding, replacing, removing, and following the folder."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.pages.browser.sites import (
    Site,
    choose_first_row,
    click_row,
    needs_chromium,
    open_page,
    visit,
)
from tests.pages.browsing import ask
from tests.pages.conftest import BAN

pytestmark = needs_chromium


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

    remove_the_only(page, "harbour", found="1 of 5 documents")
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
    expect(page.get_by_text("4 documents, dated")).to_be_visible()


def remove_the_only(page: Page, word: str, *, found: str) -> None:
    """Find the one document that the word names, and remove it."""
    visit(page, "Documents")
    page.get_by_role("textbox", name="Find a document").fill(word)
    page.keyboard.press("Enter")
    expect(page.get_by_text(found)).to_be_visible()
    choose_first_row(page)
    page.get_by_role("button", name="Remove", exact=False).first.click()
    page.get_by_role("button", name="Remove it").click()


def test_a_removal_is_undone_and_a_document_is_replaced(page: Page, site: Site) -> None:
    remove_the_only(page, "railways", found="1 of 4 documents")
    expect(page.get_by_text("estmark-ban.md was removed")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("estmark-ban.md was put back")).to_be_visible()
    expect(page.locator(".source h2")).to_have_text("Estmark bans Quillon from railways")
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


def test_of_a_long_document_a_part_is_shown_that_says_so_and_the_rest_is_a_click_away(page: Page, site: Site) -> None:  # fmt: skip
    long = site.home / "corpus" / "norland-register.md"
    filler = "".join(f"Entry {n}: {'void ' * 400}\n\n" for n in range(30))
    bought = "The register office bought 613 shelves on 3 May 2024."
    long.write_text(f"# Register of Norland\n\n{filler}{bought}\n\n{filler}The register ends here.\n")
    expect(page.get_by_text("5 documents,")).to_be_visible()
    body = page.locator(".source .body")
    turn = ask(page, "How many shelves did the register office buy?")
    turn.locator(".mark").first.click()
    expect(body.locator("mark.quoted")).to_have_text(bought)
    expect(body).to_contain_text("more can be shown before and after it")
    expect(body).not_to_contain_text("The register ends here.")
    body.get_by_role("button", name="characters before this").click()
    expect(body).to_contain_text("more can be shown after it")
    expect(body).to_contain_text("Entry 0: void")
    expect(body.locator("mark.quoted")).to_have_count(1)
    body.get_by_role("button", name="characters after this").click()
    expect(body).to_contain_text("The register ends here.")
    expect(body).not_to_contain_text("This is a part")

    visit(page, "Documents")
    search = page.get_by_role("textbox", name="Find a document")
    search.fill("register")
    search.press("Enter")
    expect(page.get_by_text("1 of 5 documents")).to_be_visible()
    choose_first_row(page)
    expect(body).to_contain_text("more can be shown after it")
    more = body.get_by_role("button", name="characters after this")
    more.scroll_into_view_if_needed()
    read = body.evaluate("body => body.scrollTop")
    more.click()
    expect(body).to_contain_text("The register ends here.")
    page.wait_for_timeout(500)
    assert abs(body.evaluate("body => body.scrollTop") - read) < 5
    long.unlink()
    expect(page.get_by_text("4 documents, dated")).to_be_visible()


def test_an_open_page_follows_the_folder(page: Page, site: Site) -> None:
    expect(page.get_by_text("4 documents,")).to_be_visible()
    new = site.home / "corpus" / "norland-ferries.md"
    new.write_text(
        "# Ferries of Norland\n\nThe ferry office bought 12 ferries on 2 May 2024.\n", encoding="utf-8"
    )
    expect(page.get_by_text("5 documents,")).to_be_visible()
    new.unlink()
    expect(page.get_by_text("4 documents,")).to_be_visible()


def test_the_chosen_document_stays_while_other_rows_come_and_is_chosen_again_once_closed(page: Page) -> None:
    visit(page, "Documents")
    search = page.get_by_role("textbox", name="Find a document")
    search.fill("norland")
    search.press("Enter")
    expect(page.get_by_text("1 of 4 documents")).to_be_visible()
    choose_first_row(page)
    title = page.locator(".source h2")
    expect(title).to_have_text("Norland warns operators about Quillon routers")
    search.fill("")
    search.press("Enter")
    expect(page.get_by_text("4 of 4 documents")).to_be_visible()
    expect(title).to_have_text("Norland warns operators about Quillon routers")
    for _ in range(2):
        page.get_by_role("button", name="Close the document").click()
        expect(title).to_have_count(0)
        choose_first_row(page)
        expect(title).to_have_text("Estmark bans Quillon from railways")


def test_a_click_anywhere_in_a_row_opens_its_document(page: Page) -> None:
    visit(page, "Documents")
    expect(page.get_by_text("4 of 4 documents")).to_be_visible()
    title = page.locator(".source h2")
    for row, x, found in ((0, 150, "Estmark bans"), (1, 400, "Norland warns"), (0, 150, "Estmark bans")):
        click_row(page, row, x=x)
        expect(title).to_contain_text(found)
        page.get_by_role("button", name="Close the document").click()
        expect(title).to_have_count(0)


def test_the_arrows_go_from_document_to_document_wherever_the_pointer_is(page: Page) -> None:
    visit(page, "Documents")
    expect(page.get_by_text("4 of 4 documents")).to_be_visible()
    click_row(page, 0, x=150)
    title = page.locator(".source h2")
    expect(title).to_contain_text("Estmark bans")
    page.locator(".source .body").hover()
    press_in_table(page, "ArrowDown")
    expect(title).to_contain_text("Norland warns")
    page.get_by_role("textbox", name="Find a document").hover()
    press_in_table(page, "ArrowUp")
    expect(title).to_contain_text("Estmark bans")
    press_in_table(page, "Enter")
    page.wait_for_function("document.activeElement.shadowRoot?.activeElement?.className === 'body'")
    page.keyboard.press("Escape")
    expect(title).to_have_count(0)
    press_in_table(page, "ArrowDown")
    expect(title).to_contain_text("Norland warns")


def test_a_row_clicked_twice_leaves_the_arrows_working_and_escape_closes_its_document(page: Page) -> None:
    visit(page, "Documents")
    expect(page.get_by_text("4 of 4 documents")).to_be_visible()
    title = page.locator(".source h2")
    for _ in range(2):
        click_row(page, 1, x=150)
        expect(title).to_contain_text("Norland warns")
        page.wait_for_timeout(1000)
    expect(page.locator("#portal > *")).to_have_count(1)
    press_in_table(page, "ArrowUp")
    expect(title).to_contain_text("Estmark bans")
    press_in_table(page, "Escape")
    expect(title).to_have_count(0)
    # Long enough for a table that would choose its first document by itself.
    page.wait_for_timeout(1500)
    expect(title).to_have_count(0)


def press_in_table(page: Page, key: str) -> None:
    """One press as a reader makes it, who has seen what the last one did."""
    page.wait_for_timeout(500)
    expect(
        page.locator(".st-key-documents canvas:focus-within, .st-key-documents canvas:focus")
    ).to_have_count(1)
    page.keyboard.press(key)


def test_what_can_be_done_with_a_document_is_in_sight_in_a_low_window(browser: Browser, site: Site) -> None:
    for page in open_page(browser, site, height=420):
        visit(page, "Documents")
        search = page.get_by_role("textbox", name="Find a document")
        search.fill("norland")
        search.press("Enter")
        expect(page.get_by_text("1 of 4 documents")).to_be_visible()
        page.get_by_test_id("stDataFrame").scroll_into_view_if_needed()
        choose_first_row(page)
        expect(page.get_by_role("button", name="Ask about this document")).to_be_in_viewport(ratio=1)
