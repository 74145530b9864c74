"""Sync whenever the corpus folder changes."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from watchfiles import Change, watch

from index.embed import Embedder
from index.folder import is_hidden
from index.settings import Settings
from index.sync import sync_corpus
from index.types import AdvisoryError, FileLeftOut, SyncReport

# A burst of changes is one sync: it begins once the folder is quiet for a step, at the latest after the whole.
DEBOUNCE_MILLISECONDS = 800
STEP_MILLISECONDS = 100
TURN_MILLISECONDS = 1000
# Some folders (network shares, some containers) tell of no change; every so many turns they are looked at.
TURNS_BETWEEN_LOOKS = 30
FOLDER_BACK_SECONDS = 0.5


def watch_corpus(
    settings: Settings,
    *,
    stop: threading.Event | None = None,
    embedder: Embedder | None = None,
    each_turn: Callable[[], None] = lambda: None,
) -> Iterator[SyncReport]:
    """A first sync's report, then one after each change, until `stop` is set.

    `each_turn` is called about every second, and after each change: whatever else changed the index.
    A sync that fails later (the folder emptied or gone, the store held elsewhere) is reported once as a
    failure, with version 0 and what ended it, and tried again at the next change. Raises what the first sync raises.
    """
    stop = stop or threading.Event()
    # One for all syncs: loading it takes longer than embedding a page, and what it loads stays in memory.
    embedder = embedder or Embedder(settings.embedder)
    yield sync_corpus(settings, embedder=embedder)
    embedder.load()
    said = ""
    while not stop.is_set():
        for is_due in _turns(settings, stop):
            if is_due:
                try:
                    report, problem = sync_corpus(settings, embedder=embedder), ""
                except AdvisoryError as error:
                    problem = str(error)
                    failed = (FileLeftOut(str(settings.corpus), problem),)
                    report = SyncReport(version=0, failed=failed, ended_by=error)
                if problem != said or (not problem and _says_something(report)):
                    yield report
                said = problem
            each_turn()
        while not settings.corpus.is_dir() and not stop.wait(FOLDER_BACK_SECONDS):
            pass


def _turns(settings: Settings, stop: threading.Event) -> Iterator[bool]:
    """For each turn whether the folder is to be looked at, for as long as it is there, and once more when it has gone."""

    def concerns_corpus(change: Change, path: str) -> bool:
        return not is_hidden(path, settings.corpus)

    changes = watch(
        settings.corpus,
        watch_filter=concerns_corpus,
        debounce=DEBOUNCE_MILLISECONDS,
        step=STEP_MILLISECONDS,
        stop_event=stop,
        rust_timeout=TURN_MILLISECONDS,
        yield_on_timeout=True,
    )
    try:
        # The first turn looks in any case: files may have changed before anybody watched.
        for turn, changed in enumerate(changes):
            yield bool(changed) or turn % TURNS_BETWEEN_LOOKS == 0
            if not settings.corpus.is_dir():
                yield True
                return
            if any(_is_removal_of(settings.corpus, *event) for event in changed):
                return  # a folder of that name is there again: it is another one, which nobody watches yet
    except FileNotFoundError:
        yield True


def _is_removal_of(folder: Path, change: Change, path: str) -> bool:
    return change is Change.deleted and os.path.realpath(path) == os.path.realpath(folder)


def _says_something(report: SyncReport) -> bool:
    return bool(report.added or report.changed or report.removed or report.moved)
