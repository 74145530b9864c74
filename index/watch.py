"""Sync whenever the corpus folder changes."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from watchfiles import watch

from index.settings import Settings
from index.sync import sync_corpus
from index.types import AdvisoryError, Failure, SyncReport

# A burst of changes is one sync; a change is seen to within this.
DEBOUNCE_MILLISECONDS = 800


def watch_corpus(settings: Settings, *, stop: threading.Event | None = None) -> Iterator[SyncReport]:
    """A first sync's report, then one after each change, until `stop` is set.

    A sync that fails (the folder emptied, the store held elsewhere) is reported as a failure and
    tried again at the next change.
    """
    yield sync_corpus(settings)
    for _ in watch(
        settings.corpus, debounce=DEBOUNCE_MILLISECONDS, step=100, stop_event=stop, raise_interrupt=False
    ):
        try:
            report = sync_corpus(settings)
        except AdvisoryError as error:
            yield SyncReport(version=0, failed=(Failure(str(settings.corpus), str(error)),))
            continue
        if report.added or report.changed or report.removed or report.moved or report.failed:
            yield report
