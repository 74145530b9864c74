"""A draft being checked, in a thread of its own: the page draws how far it is, and may come and go meanwhile."""

from __future__ import annotations

import logging
import threading

from assistant.desk import Desk
from assistant.draft import CheckedSentence, check_draft_in, sentences_to_check
from index.search import Index
from index.types import AdvisoryError
from pages.parts.told import told

_LOG = logging.getLogger(__name__)
# A cancelled check ends with the sentence that it is at.
STOP_SECONDS = 2.0


class Checking:
    """One draft while its sentences are checked, and after. What has been checked stays, however it ends.

    `total` is 0 until it is known. `ended` is set once no more comes, and `problem` says what ended it before its time.
    """

    def __init__(self, draft: str, index: Index, desk: Desk) -> None:
        self.checked: list[CheckedSentence] = []
        self.total = 0
        self.problem = ""
        self.ended = threading.Event()
        self._stopped = threading.Event()
        threading.Thread(target=self._run, args=(draft, index, desk), name="checking", daemon=True).start()

    @property
    def cancelled(self) -> bool:
        """Whether the user ended it."""
        return self._stopped.is_set()

    def cancel(self) -> None:
        """End it with what has been checked so far, and wait for that."""
        self._stopped.set()
        self.ended.wait(STOP_SECONDS)

    def _run(self, draft: str, index: Index, desk: Desk) -> None:
        try:
            self.total = len(sentences_to_check(draft))
            with desk.answering():
                for sentence in check_draft_in(index, draft):
                    self.checked.append(sentence)
                    if self._stopped.is_set():
                        return
        except AdvisoryError as error:
            self.problem = told(error)
        except Exception as error:
            # A thread's end is seen by nobody: the page shows what ended it.
            _LOG.exception("a draft could not be checked")
            self.problem = f"the draft could not be checked to its end ({type(error).__name__}: {error})"
        finally:
            self.ended.set()
