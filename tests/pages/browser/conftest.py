"""The app with hostile documents among its own, and a browser, for all end-to-end tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.pages.browser.sites import (
    Site,
    environment_of,
    open_page,
    wait_until_open,
    write_pdf,
)
from tests.pages.browsing import ELSEWHERE, chromium, listening, serving_pages
from tests.pages.conftest import write_corpus


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("site")
    with listening() as (listener, received):
        write_corpus(home / "corpus", listener)
        write_pdf(home / "corpus" / "westmark-cables.pdf")
        with serving_pages(environment_of(home), f"--browser.serverAddress={ELSEWHERE}") as address:
            wait_until_open(browser, address)
            yield Site(address, home, received)


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    yield from open_page(browser, site)
