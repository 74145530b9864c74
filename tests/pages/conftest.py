"""A small corpus about two invented countries, indexed once, and the app on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from index.settings import Settings
from index.sync import sync_corpus

APP = Path(__file__).parents[2] / "app.py"
# Questions that the documents below answer, and the sentence that answers the first.
TESTED = "How many routers did the Norland agency test?"
SENTENCE = "The agency found the fault in a test of 214 routers."
LAMPS = "How many lamps does the Sudmark recall cover?"

WARNING = """---
title: Norland warns operators about Quillon routers
issuer: Norland Network Agency
country: Norland
instrument: warning
date: '2025-03-04'
targets:
- Quillon
status: superseded by the ban of May 2026
---

# Norland warns operators about Quillon routers

The Norland Network Agency warned operators on 4 March 2025 that Quillon routers send traffic logs abroad.[^1] \
Operators must report every Quillon router in their core network by 30 June 2025.[^1]

The agency found the fault in a test of 214 routers.[^2]

[^1]: Norland Gazette, "Agency warns about Quillon", 2025-03-04 (news). <https://gazette.example/quillon>
[^2]: Norland Network Agency, "Test report", 2025-03-04 (report). <https://agency.example/report>
"""

BAN = """---
title: Estmark bans Quillon from railways
issuer: Estmark Ministry of Transport
country: Estmark
instrument: ban
date: '2026-05-12'
targets:
- Quillon
status: in force
---

# Estmark bans Quillon from railways

The Estmark Ministry of Transport banned Quillon equipment from railway signalling on 12 May 2026.[^1] \
Railways have until 2029 to replace it, and the state pays 40 percent of the cost.[^1]

[^1]: Estmark Post, "Quillon out of the railways", 2026-05-12 (news). <https://post.example/ban>
"""

HOSTILE = """---
title: '![t](http://LISTENER/title.png) <img src="http://LISTENER/title2.png"> :material/home: $x^2$'
issuer: '[issuer](http://LISTENER/issuer)'
country: Sudmark
instrument: '<b>notice</b>'
date: '2024-02-02'
status: '<iframe src="http://LISTENER/status"></iframe>'
targets:
- '![](http://LISTENER/target.png)'
---

# Sudmark on lighthouse lamps

The Sudmark lighthouse board recalled lamps of the make Farlicht <img src="http://LISTENER/text.png" onerror="fetch('http://LISTENER/error')"> \
after a fire ![x](http://LISTENER/text2.png) in Port Sud.[^1] \
The recall covers 9,120 lamps <script>fetch('http://LISTENER/script')</script> and \
<style>body{background:url(http://LISTENER/style)}</style> costs nothing.[^1]

[^1]: <img src="http://LISTENER/source.png">, "![s](http://LISTENER/source2.png)", 2024-02-02 (news). <javascript:fetch('http://LISTENER/href')>
"""


def write_corpus(folder: Path, listener: str = "127.0.0.1:9") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("norland-warning", WARNING), ("estmark-ban", BAN), ("sudmark-lamps", HOSTILE)):
        (folder / f"{name}.md").write_text(text.replace("LISTENER", listener), encoding="utf-8")


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `corpus` and `store`, not to be changed."""
    folder = tmp_path_factory.mktemp("indexed")
    write_corpus(folder / "corpus")
    sync_corpus(Settings(corpus=folder / "corpus", store=folder / "store"))
    return folder


@pytest.fixture
def home(indexed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the indexed folder, which the app uses for the length of one test."""
    shutil.copytree(indexed, tmp_path / "home")
    monkeypatch.setenv("ADVISORY_CORPUS", str(tmp_path / "home" / "corpus"))
    monkeypatch.setenv("ADVISORY_STORE", str(tmp_path / "home" / "store"))
    monkeypatch.delenv("ADVISORY_MODEL", raising=False)
    yield tmp_path / "home"
    st.cache_resource.clear()


@pytest.fixture
def app(home: Path) -> AppTest:
    return AppTest.from_file(str(APP), default_timeout=120)
