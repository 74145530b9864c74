"""Vectors on a Chroma server, started as a user would start it, instead of in the store's folder."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from index.storage.catalog import Catalog
from index.storage.vectors import VectorStore
from index.types import StoreProblem
from tests.index.office import ADVISORIES, DRONES, Office

STARTING_SECONDS = 120


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server on this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    chroma = Path(sys.executable).with_name("chroma")
    command = [
        chroma,
        "run",
        "--path",
        tmp_path_factory.mktemp("chroma"),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/api/v2/heartbeat")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str) -> None:
    until = time.monotonic() + STARTING_SECONDS
    while True:
        try:
            urlopen(address).close()
            return
        except (URLError, ConnectionError):
            assert time.monotonic() < until, "the server does not start"
            time.sleep(0.2)


@pytest.fixture
def served(office: Office, server: str) -> Office:
    return replace(office, settings=replace(office.settings, chroma_url=server))


def test_an_index_on_a_server_finds_what_one_in_a_folder_finds(
    served: Office, office: Office, tmp_path: Path
) -> None:
    served.write_advisories()
    served.sync()
    in_folder = office.elsewhere(tmp_path / "other")
    in_folder.sync()
    for query in (DRONES, "cellular modems", "CVE-2031-10001"):
        assert served.search(query) == in_folder.search(query)
    assert not list(served.store.glob("vectors-*"))


def test_on_a_server_too_what_is_changed_and_removed_is_gone(served: Office) -> None:
    served.write_advisories()
    served.sync()
    open_page = served.index()
    assert open_page.search(DRONES)[0].document == "orchard/drones"
    (served.corpus / "orchard/drones.md").unlink()
    served.write("harbour.md", ADVISORIES["harbour.md"].replace("1 March 2027", "5 May 2028"))
    report = served.sync()
    assert (report.removed, report.changed) == (("orchard/drones.md",), ("harbour.md",))
    assert "orchard/drones" not in [hit.document for hit in open_page.search(DRONES)]
    assert any("5 May 2028" in hit.text for hit in open_page.search("remove the modems by"))


def test_two_stores_on_one_server_do_not_see_each_other(served: Office, tmp_path: Path) -> None:
    served.write("harbour.md", ADVISORIES["harbour.md"])
    served.sync()
    (tmp_path / "corpus2").mkdir()
    settings = replace(served.settings, corpus=tmp_path / "corpus2", store=tmp_path / "store2")
    other = replace(served, settings=settings)
    other.write("meters.md", ADVISORIES["meters.md"])
    other.sync()
    assert served.search("hidden radios in smart meters") == ["harbour"]
    assert other.search("hidden radios in smart meters") == ["meters"]


def test_an_index_moves_between_folder_and_server_without_embedding_anew(
    served: Office, office: Office
) -> None:
    office.write_advisories()
    office.sync()
    office.embedder.embedded.clear()
    served.sync()
    assert served.search(DRONES)[0] == "orchard/drones"
    with pytest.raises(StoreProblem, match="are on a Chroma server; set CHROMA_URL"):
        office.search(DRONES)
    office.sync()
    assert office.search(DRONES)[0] == "orchard/drones"
    assert set(office.embedder.embedded) == {DRONES}  # only the questions


def test_a_rebuilt_index_leaves_nothing_of_the_former_one_even_where_it_died_at_its_end(
    served: Office, server: str
) -> None:
    served.write_advisories()
    served.sync()
    former = collection_of(served)
    served.sync(rebuild=True)
    assert not is_there(served, former)
    VectorStore.open_server(served.settings, former, make=True).close()
    with sqlite3.connect(served.store / "catalog.sqlite") as connection:
        connection.execute("DELETE FROM meta WHERE name = 'tidied'")
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('former', ?)", (former,))
    connection.close()
    served.sync()
    assert not is_there(served, former)
    assert is_there(served, collection_of(served))
    assert served.search(DRONES)[0] == "orchard/drones"


def collection_of(office: Office) -> str:
    with Catalog(office.settings).snapshot() as snapshot:
        return snapshot.vectors.name


def is_there(office: Office, collection: str) -> bool:
    try:
        VectorStore.open_server(office.settings, collection).close()
    except StoreProblem:
        return False
    return True


def test_a_server_that_is_down_is_said_to_be(served: Office) -> None:
    served.write_advisories()
    served.sync()
    gone = replace(served, settings=replace(served.settings, chroma_url="http://127.0.0.1:9"))
    with pytest.raises(
        StoreProblem, match=r"Chroma server http://127\.0\.0\.1:9 cannot be used .*start it, or unset"
    ):
        gone.search(DRONES)
    with pytest.raises(StoreProblem, match="start it, or unset"):
        gone.write("new.md", "A new file of the corpus.\n") and gone.sync()
    assert served.search(DRONES)[0] == "orchard/drones"
