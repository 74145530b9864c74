"""A language model behind the pages: hostile, broken, slow, stopped, and one that writes for screens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from evals.feedback import read_feedback
from tests.assistant.scripted_server import Script, serving
from tests.pages.browser.sites import (
    Site,
    clipped,
    environment_of,
    needs_chromium,
    open_page,
    type_question,
    visit,
    wait_until_open,
)
from tests.pages.browsing import ask, listening, serving_pages
from tests.pages.conftest import SENTENCE, TESTED, write_corpus

pytestmark = needs_chromium
INSPECTIONS = "Tell me all about the inspections of Farlicht lamps"
EVIL = (
    '![x](http://LISTENER/model.png) <img src="http://LISTENER/model2.png"> <script>fetch("http://LISTENER/model3")</script> '
    "[click](http://LISTENER/model4) "
)


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
        expect(turn.get_by_text("scripted was asked, which took")).to_be_visible()
        turn.get_by_role("button", name="withheld").click()
        expect(turn.locator(".withheld").first).to_be_visible()
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
        stop = page.get_by_role("button", name="Stop").bounding_box()
        assert stop is not None, "it is in sight"
        page.get_by_role("button", name="Stop").click()
        turn = page.locator(".st-key-turn-0")
        expect(turn.locator(".answer")).to_contain_text(SENTENCE)
        expect(turn.locator(".note")).to_have_text("You stopped the answer here: more may have come")
        expect(turn.get_by_text("Written by scripted in")).to_be_visible()
        expect(turn.get_by_role("button", name="Source 1:")).to_be_visible()
        expect(page.get_by_role("button", name="Stop")).to_have_count(0)
        # A second click meets nothing.
        page.mouse.click(stop["x"] + stop["width"] / 2, stop["y"] + stop["height"] / 2)
        page.wait_for_timeout(500)
        assert read_feedback(site.home / "store") == []
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


def write_inspections(path: Path) -> None:
    paragraphs = (
        " ".join(
            f"Inspector {10 * part + n} inspected {100 * part + n} lamps of the make Farlicht."
            for n in range(9)
        )
        for part in range(1, 9)
    )
    path.write_text("# Sudmark inspections of Farlicht lamps\n\n" + "\n\n".join(paragraphs), encoding="utf-8")
