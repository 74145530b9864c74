"""What a language model is to the rest of the program, and how its writing is stopped from another thread."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Protocol

# How long a stop may take to be noticed while a model is silent.
_STOP_SECONDS = 0.05


class Stopped(Exception):
    """The user wants no more of the reply."""


class TextModel(Protocol):
    """Anything that continues a prompt: a provider's model, or a scripted one."""

    @property
    def name(self) -> str: ...

    def stream(self, prompt: str) -> Iterator[str]: ...


@contextmanager
def closing_stream(stream: Iterator[str]) -> Iterator[Iterator[str]]:
    """The stream, closed when the block ends: a model of which no more is read stops writing."""
    try:
        yield stream
    finally:
        # A plain iterator, such as a scripted model's, has nothing to close.
        close = getattr(stream, "close", None)
        # A generator in which another thread is at work cannot be closed: that thread does it as soon as it returns.
        if close:
            with suppress(ValueError):
                close()


@dataclass(frozen=True, slots=True)
class StoppableModel:
    """A model whose streams raise Stopped as soon as `stopped` is set, from whichever thread, even while it is silent."""

    model: TextModel
    stopped: threading.Event

    @property
    def name(self) -> str:
        return self.model.name

    def stream(self, prompt: str) -> Iterator[str]:
        """The pieces as they come. Left early, the model's stream is closed at once, also while the model is silent."""
        came: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
        left = threading.Event()
        pieces = self.model.stream(prompt)

        def read() -> None:
            try:
                with closing_stream(pieces):
                    for piece in pieces:
                        if left.is_set():
                            break
                        came.put(piece)
                came.put(None)
            except Exception as error:
                # Raised where the pieces are read.
                came.put(error)

        threading.Thread(target=read, name="model", daemon=True).start()
        with closing_stream(pieces):
            try:
                yield from self._coming(came)
            finally:
                left.set()

    def _coming(self, came: queue.SimpleQueue[str | Exception | None]) -> Iterator[str]:
        """What another thread puts there, up to the end or what is raised."""
        while True:
            if self.stopped.is_set():
                raise Stopped
            try:
                piece = came.get(timeout=_STOP_SECONDS)
            except queue.Empty:
                continue
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise piece
            yield piece
