"""Sign-in in a real browser: nothing before it, own conversations after it, and documents changed by editors alone."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages.browser.sites import (
    OPENING_MILLISECONDS,
    choose_first_row,
    environment_of,
    needs_chromium,
    visit,
)
from tests.pages.browsing import PATIENCE_MILLISECONDS, ask, free_port, serving_pages
from tests.pages.conftest import TESTED, write_corpus

pytestmark = needs_chromium


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
def test_signed_in_users_have_their_own_conversations_and_only_editors_change_documents_or_run_evaluations(browser: Browser, tmp_path: Path) -> None:  # fmt: skip
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
                visit(page, "Evaluation")
                expect(page.get_by_text("No evaluation has been made yet.")).to_be_visible()
                expect(page.get_by_role("button", name="Run")).to_have_count(1 if page is ada else 0)
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
