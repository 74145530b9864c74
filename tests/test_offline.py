"""Nothing leaves the machine unless a model or a server is configured."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.test_commands import DOCUMENTS, ROOT, SECONDS

# Whatever is sent off the machine, and whatever name is asked for there, is written down and fails.
GUARD = """
import ipaddress, sys

def is_near(host):
    try:
        return host in (None, "", b"", "localhost") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

def guard(event, told):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        reached = told[1]
        host = reached[0] if isinstance(reached, tuple) and isinstance(reached[0], str) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = told[0]
    else:
        return
    if not is_near(host):
        with open(sys.argv[1], "a") as reached:
            print(event, host, file=reached)
        raise OSError(f"{host} is not this machine")

sys.addaudithook(guard)
"""
ASKED = """
import assistant.__main__, index.__main__
assert index.__main__.main(["sync"]) == 0
assert assistant.__main__.main(["ask", "By when must Arlo routers be removed?"]) == 0
"""
REACHED = """
import socket
from contextlib import suppress
with suppress(OSError):
    socket.socket().connect(("192.0.2.1", 443))
with suppress(OSError):
    socket.create_connection(("model.example", 443))
with socket.create_server(("127.0.0.1", 0)) as server:
    socket.create_connection(server.getsockname()).close()
"""


def run(code: str, place: Path) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """What the code says behind the guard, in an environment that tells no library to stay offline, and what it tried to reach."""
    allowed = {name: value for name, value in os.environ.items() if not name.endswith("_OFFLINE")}
    places = {"ADVISORY_CORPUS": str(place / "corpus"), "ADVISORY_STORE": str(place / "store")}
    log = place / "reached"
    log.touch()
    ended = subprocess.run(
        [sys.executable, "-c", GUARD + code, str(log)],
        env=allowed | places,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    return ended, log.read_text().splitlines()


def test_documents_are_indexed_and_a_question_answered_without_reaching_for_the_network(
    tmp_path: Path,
) -> None:
    for name, text in DOCUMENTS.items():
        path = tmp_path / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    ended, reached = run(ASKED, tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert "1 June 2024" in ended.stdout
    assert reached == []


def test_what_reaches_for_the_network_is_noticed(tmp_path: Path) -> None:
    ended, reached = run(REACHED, tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert reached == ["socket.connect 192.0.2.1", "socket.getaddrinfo model.example"]
