"""A real browser on a real server: what the end-to-end tests and the screenshots start."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, Locator, Page, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# A name of this machine that a browser takes for another's: what comes from there by plain http is given less.
ELSEWHERE = "desk.example"
# A busy machine is slow; what never comes is still noticed.
PATIENCE_MILLISECONDS = 90_000
START_SECONDS = 120


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                f"--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1",
            ],
        )  # fmt: skip
        yield browser
        browser.close()


@contextmanager
def serving_pages(environment: Mapping[str, str], *options: str, port: int = 0) -> Iterator[str]:
    """The address of the app, started as `make chat` starts it, while it runs."""
    port = port or free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}", *options],
        cwd=ROOT,
        env=os.environ | dict(environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_healthy(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(START_SECONDS * 5):
        assert server.poll() is None, "the server ended before it answered"
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=5)
            return
        except (URLError, TimeoutError):
            time.sleep(0.2)
    raise TimeoutError(f"{address} does not answer")


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A host that hostile text points at, as HOST:PORT, and the paths that were asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_HEAD = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: what is asked is kept."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def ask(page: Page, question: str) -> Locator:
    """The turn in which the question is answered, once nothing more comes."""
    turns = page.locator('[class*="st-key-tools-"]')
    before = turns.count()
    field = page.get_by_test_id("stChatInputTextArea")
    field.fill(question)
    field.press("Enter")
    turns.nth(before).wait_for()
    page.get_by_test_id("stChatInputSubmitButton").wait_for()
    return page.locator(f".st-key-turn-{before}")
