"""Syncs that are killed: `python -m tests.index.killing FOLDER sync|rebuild`, a fraction of a run's time a line.

The libraries are imported once; every sync, and every look at what it left, has a process of its own,
as it would have from the command line.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import chromadb  # noqa: F401
import sentence_transformers  # noqa: F401
import torch  # noqa: F401

from index.search import Index
from index.settings import Settings
from index.sync import sync_corpus
from tests.index.office import contents_of

# The small encoder's cosines are all alike, and scores spread them out, with what little they differ by chance.
SCORE_TOLERANCE = 0.1
# The graph of nearest neighbours is built with some chance: at its edge a hit or two come or go in builds
# that nobody killed, too.
MOST_ASTRAY = 2
QUERIES = ("notice about cranes", "inspection of meters", "CVE-2031-10004")


def write_before(corpus: Path) -> None:
    for number in range(12):
        write_notice(corpus / f"notice-{number:02}.md", number, "cranes")


def write_after(corpus: Path) -> None:
    """Some files removed, renamed, changed and added."""
    (corpus / "notice-00.md").unlink()
    (corpus / "notice-01.md").rename(corpus / "renamed.md")
    for number in range(2, 5):
        write_notice(corpus / f"notice-{number:02}.md", number, "lifts")
    for number in range(12, 18):
        write_notice(corpus / f"notice-{number:02}.md", number, "meters")


def write_notice(path: Path, number: int, matter: str) -> None:
    path.write_text(
        f"# Notice {number}\n\nNotice {number} is about {matter}. See CVE-2031-1{number:04}.\n\n"
        + "\n\n".join(
            f"Inspection {number}-{part} of {matter} found fault {part * number}." for part in range(30)
        )
    )
    os.utime(path, (1_900_000_000, 1_700_000_000))


def apart(task: Callable[[], Any]) -> Any:
    """What the task returns, run in a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            result = pickle.dumps((task(), ""))
        except BaseException:
            result = pickle.dumps((None, traceback.format_exc()))
        with open(writer, "wb") as pipe:
            pipe.write(result)
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as pipe:
        raw = pipe.read()
    os.waitpid(child, 0)
    value, problem = pickle.loads(raw)
    if problem:
        raise RuntimeError(problem)
    return value


def killed_after(seconds: float, task: Callable[[], Any]) -> bool:
    """Whether the task was still at work when, so many seconds after its start, it was killed."""
    child = os.fork()
    if child == 0:
        try:
            task()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def look(settings: Settings) -> dict[str, Any]:
    """All that the index holds, and what it answers: each chunk's score by query and place.

    An encoder's numbers depend a little on what it embeds together, so of vectors only the keys are compared.
    """
    index = Index(settings)
    contents = contents_of(settings)
    contents["embeddings"] = [key for key, *_ in contents["embeddings"]]
    contents["answers"] = {
        (query, hit.document, hit.start): hit.score
        for query in QUERIES
        for hit in index.search(query, k=1000)
    }
    return contents


def differences(found: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """The names of what is not alike."""
    other = [name for name in expected if name != "answers" and found[name] != expected[name]]
    scores, wanted = found["answers"], expected["answers"]
    common = scores.keys() & wanted.keys()
    astray = len(scores.keys() ^ wanted.keys())
    if astray > MOST_ASTRAY or any(abs(scores[p] - wanted[p]) > SCORE_TOLERANCE for p in common):
        other.append("answers")
    return other


def is_version(found: dict[str, Any], version: dict[str, Any]) -> bool:
    """Whether a killed sync left this version; embeddings that it had done already may lie beside it."""
    return not set(differences(found, version)) - {"embeddings"}


def main(folder: Path, task: str) -> None:
    # Whatever corpus the environment names stays out of it.
    environment = replace(Settings.from_environment(), corpus=folder / "killed-corpus")
    environment.corpus.mkdir(parents=True)

    def at(store: str) -> Settings:
        return replace(environment, store=folder / store)

    write_before(environment.corpus)
    apart(lambda: sync_corpus(at("before")))
    before = apart(lambda: look(at("before")))
    if task == "sync":
        write_after(environment.corpus)
    shutil.copytree(folder / "before", folder / "timed")
    started = time.monotonic()
    apart(lambda: sync_corpus(at("timed"), rebuild=task == "rebuild"))
    length = time.monotonic() - started
    apart(lambda: sync_corpus(at("fresh")))
    after = apart(lambda: look(at("fresh")))

    for line in sys.stdin:
        store = folder / "killed"
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(folder / "before", store)
        instant = float(line) * length
        killed = killed_after(instant, lambda: sync_corpus(at("killed"), rebuild=task == "rebuild"))
        problems = []
        found = apart(lambda: look(at("killed")))
        if not (is_version(found, before) or is_version(found, after)):
            problems.append("after the kill the index was neither the old nor the new one")
        apart(lambda: sync_corpus(at("killed")))
        if other := differences(apart(lambda: look(at("killed"))), after):
            problems.append(f"after the next sync the index was not that of a fresh build: other {other}")
        left = sorted(path.name for path in store.iterdir())
        if len(left) != 3:
            problems.append(f"left behind: {left}")
        print(
            json.dumps({"instant": instant, "of": length, "killed": killed, "problems": problems}), flush=True
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
