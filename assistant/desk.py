"""The one assistant that all users of a process share: opened in the background, kept up to date with the corpus folder.

It draws nothing and tells nothing in words: what is told of it on a page stands in `pages/parts`.
"""

from __future__ import annotations

import atexit
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.offers import OFFERED, Offers
from assistant.suggest import suggest_questions
from index.embed import Embedder
from index.filters import passing
from index.references import References, references_of
from index.settings import Settings
from index.types import (
    AdvisoryError,
    EmptiedCorpus,
    EncoderProblem,
    FileLeftOut,
    Filters,
    StoreBusy,
    StoreProblem,
    SyncReport,
    UnwritableStore,
)

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from index.storage.records import Entry

_LOG = logging.getLogger(__name__)
RETRY_SECONDS = 2.0
# How long the program's end waits for what the thread is doing: ended amid native code, it would abort the process.
END_SECONDS = 5.0
# How long another process that syncs is waited for before the index that is there answers meanwhile.
BUSY_SECONDS = 2.0
# How long a question waits for the index to take up what changed in the folder.
SETTLING_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Opening:
    """How far the opening is: its stage, and how much of that is done.

    The stages of a sync, and besides "starting", "waiting" for another process, "warming" and at last "ready".
    """

    stage: str = "starting"
    done: int = 0
    total: int = 0


class Desk:
    """Opens the assistant in a thread of its own, then syncs whenever the corpus folder changes.

    An index that an older version made answers while it is brought up to date, and one that cannot be
    brought up to date answers as it is: where its store may only be read, `read_only` says so.
    `problem` is why it cannot be opened or brought up to date, if it cannot.
    `last_change` is the last sync of this program that changed anything.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.opening = Opening()
        self.problem: AdvisoryError | None = None
        self.last_change: SyncReport | None = None
        # What a question found wrong with a version of the index, by that version.
        self._found: tuple[str, StoreProblem] | None = None
        self.read_only = False
        # One for syncs and questions: each loads a model of its own otherwise, and what it loads stays in memory.
        self._embedder = Embedder(settings.embedder)
        self._assistant: Assistant | None = None
        self._opened = threading.Event()
        self._offers = Offers()
        self._rebuild = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)
        self._thread.start()
        atexit.register(_end, self._stop, self._thread)

    @property
    def assistant(self) -> Assistant | None:
        """The open assistant, or None while it is being opened."""
        return self._assistant if self._opened.is_set() else None

    @property
    def suggestions(self) -> tuple[str, ...]:
        """Questions about this corpus that it answers."""
        return self._offers.questions

    def questions_under(self, filters: Filters) -> tuple[str, ...]:
        """Questions to offer about the documents that the filters let through, first those known to be answered."""
        if filters == Filters():
            return self.suggestions
        fitting = suggest_questions(passing(self.entries(), filters))
        known = [question for question in fitting if question in self.suggestions]
        return tuple(dict.fromkeys([*known, *fitting]))[:OFFERED]

    @property
    def edition(self) -> str:
        """The version of the index that answers now, whichever program made it; empty while none does."""
        if self.assistant is None:
            return ""
        with suppress(AdvisoryError), self.assistant.index.snapshot() as snapshot:
            return snapshot.edition
        return ""

    @property
    def state(self) -> tuple[object, ...]:
        """What is shown of the desk: a page drawn under another state is out of date."""
        return (
            self.edition,
            self.suggestions,
            str(self.problem or ""),
            self.read_only,
            self._opened.is_set(),
        )

    @property
    def rebuildable(self) -> bool:
        """Whether building the index anew would mend the problem."""
        return _is_mended_anew(self.problem) and not self.read_only

    @property
    def emptied(self) -> bool:
        """Whether the problem is that the folder is empty and was not."""
        return isinstance(self.problem, EmptiedCorpus)

    def entries(self) -> list[Entry]:
        """Every document's line, in order of their ids; none while the index is being opened."""
        if self.assistant is None:
            return []
        with self.assistant.index.snapshot() as snapshot:
            return sorted(self.assistant.index.entries(snapshot).values(), key=lambda entry: entry.id)

    def references(self) -> References:
        """Which documents the relations of documents mean; of none while the index is being opened."""
        if self.assistant is None:
            return References.of(())
        with self.assistant.index.snapshot() as snapshot:
            return references_of(self.assistant.index.entries(snapshot))

    def failures(self) -> tuple[FileLeftOut, ...]:
        """The files of the folder that are not in the index; none while it is being opened."""
        if self.assistant is None:
            return ()
        with self.assistant.index.snapshot() as snapshot:
            return snapshot.failures()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """While a user's question is answered: the desk tries none of its own meanwhile, and notes what is wrong with the index."""
        with self._offers.answering(), self._noting():
            yield

    def note_problem(self, problem: StoreProblem) -> None:
        """Show what somebody found wrong with the index, if building it anew would mend that, until another version is there."""
        if _is_mended_anew(problem) and not self._rebuild.is_set():
            self._found = (self.edition, problem)
            self.problem = problem

    def wait(self, seconds: float) -> bool:
        """Whether the assistant is open, waiting for it no longer than `seconds`."""
        return self._opened.wait(seconds)

    def sync(
        self,
        *,
        wait_seconds: float = BUSY_SECONDS,
        rebuild: bool = False,
        retry: bool = False,
        allow_empty: bool = False,
    ) -> None:
        """Bring the index up to date now, as after an upload; with `retry` also what could not be read to the end before.

        Raises AdvisoryError, as StoreBusy where the documents are being indexed for longer than `wait_seconds`:
        what changed is then taken up by the thread that watches the folder.
        """
        from index.sync import sync_corpus

        try:
            report = sync_corpus(
                self.settings,
                rebuild=rebuild,
                retry=retry,
                allow_empty=allow_empty,
                wait_seconds=wait_seconds,
                embedder=self._embedder,
                progress=self._show,
            )
            self._note(report)
        finally:
            if self._opened.is_set():
                self._show("ready", 1, 1)

    def settle(self) -> None:
        """Take up what the folder holds at this moment, so that a question is answered from just that.

        What takes longer than SETTLING_SECONDS, or cannot be done, is left to the thread that watches the folder.
        """
        if self.read_only or not self._is_behind():
            return
        syncing = threading.Thread(target=self._sync_quietly, name="settling", daemon=True)
        syncing.start()
        syncing.join(SETTLING_SECONDS)

    def rebuild(self) -> None:
        """Build the index anew from the corpus folder, which is the truth; kept conversations stay.

        Where that would mend nothing any more, as after a click on a page drawn before, nothing is done.
        """
        if self.rebuildable:
            self._rebuild.set()
            self.problem = None
            self._show("starting", 0, 0)

    def accept_empty(self) -> None:
        """Let the documents go of a folder that is meant to be empty; where it is not any more, what it holds is indexed."""
        if not self.emptied:
            return
        try:
            self.sync(allow_empty=True)
            self.problem = None
        except AdvisoryError as error:
            self.problem = error

    def close(self) -> None:
        """Stop watching the folder; what the thread is doing comes to its end by itself."""
        self._stop.set()

    def _is_behind(self) -> bool:
        """Whether a file of the folder is not as the index has it."""
        from index.status import find_stale

        assert self._assistant is not None, "questions are asked of the open assistant"
        with suppress(AdvisoryError, OSError), self._assistant.index.snapshot() as snapshot:
            return bool(find_stale(self.settings, snapshot))
        return False

    def _sync_quietly(self) -> None:
        with suppress(AdvisoryError):
            self.sync(wait_seconds=SETTLING_SECONDS)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self.read_only = self.settings.read_only
                if self.read_only:
                    self._open_assistant()
                else:
                    self._open()
                self._check_found()
                self.problem = None
                self._show("ready", 1, 1)
                self._renew_suggestions()
                if self.read_only:
                    self._wait_for_writing()
                else:
                    self._watch()
            except AdvisoryError as error:
                self.problem = error
            except Exception as error:
                if not threading.main_thread().is_alive():
                    return  # the program's end cut short what was under way: no new threads may begin then
                # A thread's end is seen by nobody: what ends it is shown, and tried again.
                self.problem = AdvisoryError(
                    f"the index could not be opened ({type(error).__name__}: {error})"
                )
                _LOG.exception("the desk's thread ended and is begun again")
            self._stop.wait(RETRY_SECONDS)

    def _open(self) -> None:
        from index.storage.store import LOCK_SECONDS, find_renewal

        rebuild = self._rebuild.is_set()
        if not rebuild and find_renewal(self.settings):
            self._open_as_it_is()
        try:
            self.sync(rebuild=rebuild)
        except StoreBusy:
            self._open_as_it_is()
            self._show("waiting", 0, 0)
            self.sync(wait_seconds=LOCK_SECONDS, rebuild=rebuild)
        except AdvisoryError:
            self._open_as_it_is()
            raise
        self._rebuild.clear()
        self._open_assistant()

    def _wait_for_writing(self) -> None:
        while self.settings.read_only and not self._stop.wait(RETRY_SECONDS):
            self._renew_suggestions()

    def _open_as_it_is(self) -> None:
        """Answer from the index that is there, if it can: that it is not up to date is said elsewhere."""
        with suppress(Exception):
            self._open_assistant()

    def _open_assistant(self) -> None:
        """Open it on the index that is published, once."""
        from assistant.assistant import Assistant
        from assistant.documents import Documents
        from assistant.extract import extract_answer
        from assistant.question import understand

        if self._opened.is_set():
            return
        self._show("warming", 0, 0)
        assistant = Assistant.open(self.settings, embedder=self._embedder)
        # The first question loads encoder and reader and opens the vectors: seconds that no other has to wait for.
        with assistant.index.snapshot() as snapshot:
            documents = Documents.of(assistant.index, snapshot)
            extract_answer(understand("How warm is it?"), assistant.index, documents)
        self._assistant = assistant
        self._opened.set()

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """While the index is asked: what is found wrong with it is noted, and rises."""
        try:
            yield
        except StoreProblem as problem:
            self.note_problem(problem)
            raise

    def _check_found(self) -> None:
        """Raise what was found wrong with the version that is there still."""
        if self._found is None:
            return
        edition, problem = self._found
        if edition == self.edition:
            raise problem
        self._found = None

    def _watch(self) -> None:
        from index.watch import watch_corpus

        reports = watch_corpus(
            self.settings, stop=self._stop, embedder=self._embedder, each_turn=self._take_turn
        )
        for report in reports:
            if report.ended_by is not None:
                raise report.ended_by
            self._note(report)

    def _take_turn(self) -> None:
        self._check_found()
        self._renew_suggestions()

    def _renew_suggestions(self) -> None:
        assert self._assistant is not None, "questions are tried on the open assistant's index"
        with self._noting():
            self._offers.renew(self._assistant, self.entries, edition=self.edition, stop=self._stop)

    def _show(self, stage: str, done: int, total: int) -> None:
        self.opening = Opening(stage, done, total)

    def _note(self, report: SyncReport) -> None:
        if report.added or report.changed or report.removed or report.moved or report.renewed:
            self.last_change = report


def _is_mended_anew(problem: AdvisoryError | None) -> bool:
    """Whether building the index anew would mend that."""
    other = (StoreBusy, UnwritableStore, EncoderProblem)
    return isinstance(problem, StoreProblem) and not isinstance(problem, other)


def _end(stop: threading.Event, thread: threading.Thread) -> None:
    """End the thread with the program, also one whose desk was closed before; holds nothing else of the desk."""
    stop.set()
    thread.join(END_SECONDS)
