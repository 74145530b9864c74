"""Reading under guard: risky files are read in a second process that can be ended, with limits on time and memory."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from index import readers
from index.readers.limits import Limits
from index.types import Mark, Metadata, Part, Reading, Relation, Source, UnreadableFile

# Formats read by our own linear code; above this size even they go under guard.
_CHEAP = {".md": 100_000, ".markdown": 100_000, ".txt": 100_000, ".text": 100_000, ".json": 1_000_000}
_LONGEST_CHEAP_LINE = 20_000
# What no file can be blamed for: a full disk, no more open files.
MACHINE_ERRORS = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE})
_PROJECT = Path(__file__).resolve().parents[2]


class GuardedReader:
    """Reads files one after another: cheap ones here, risky ones in a process kept between files.

    A reader that takes longer than `limits.seconds`, or dies, is ended; its file is reported as
    UnreadableFile and the next file gets a new process. For use by one thread at a time.
    """

    def __init__(self, limits: Limits = Limits()) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False

    def __enter__(self) -> GuardedReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the reading process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
            self._process, self._ready = None, False

    def prepare(self, path: Path) -> None:
        """Begin to load what reads files of this kind, so that it is at hand when the file is to be read."""
        if self._process is None and not is_cheap(path):
            self._process = _start(path)

    def read(self, path: Path) -> Reading:
        """As `readers.read_file`, whatever the file does. Raises UnreadableFile, and OSError of MACHINE_ERRORS."""
        if is_cheap(path):
            return readers.read_file(path, self._limits)
        answer = self._ask(path)
        if "errno" in answer:
            raise OSError(answer["errno"], os.strerror(answer["errno"]))
        if "problem" in answer:
            raise UnreadableFile(answer["problem"])
        return reading_from_json(answer)

    def _ask(self, path: Path) -> dict[str, Any]:
        request = {"path": str(path.absolute()), "limits": asdict(self._limits)}
        name = readers.printable(path.name)
        process = self._process = self._process or _start(path)
        assert process.stdin is not None
        assert process.stdout is not None
        if not self._ready:
            process.stdout.readline()  # what it takes to start counts against no file
            self._ready = True
        overdue = threading.Event()

        def end() -> None:
            overdue.set()
            process.kill()

        timer = threading.Timer(self._limits.seconds, end)
        timer.start()
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = b""
        finally:
            timer.cancel()
        if line.endswith(b"\n"):
            answer: dict[str, Any] = json.loads(line)
            return answer
        self.close()
        if overdue.is_set():
            raise UnreadableFile(
                f"{name}: reading took longer than ADVISORY_MAX_SECONDS={self._limits.seconds:g} and was ended"
            )
        raise UnreadableFile(f"{name}: its reader broke down on it; the file is damaged or too large to read")


def is_cheap(path: Path) -> bool:
    """Whether reading here costs less than asking another process, and cannot run away: small, plain, no endless line."""
    most = _CHEAP.get(path.suffix.lower())
    try:
        if most is None or not path.is_file() or path.stat().st_size > most:
            return path.suffix.lower() not in readers.SUFFIXES or not path.is_file()
        return path.suffix.lower() == ".json" or _longest_line(path.read_bytes()) <= _LONGEST_CHEAP_LINE
    except OSError:
        return True  # read_file says what is wrong with it


def _longest_line(raw: bytes) -> int:
    return max(map(len, raw.splitlines()), default=0)


def _start(path: Path) -> subprocess.Popen[bytes]:
    """A reading process, which loads the reader of this file first and says then that it is ready."""
    modules = os.pathsep.join(filter(None, (str(_PROJECT), os.environ.get("PYTHONPATH", ""))))
    return subprocess.Popen(
        [sys.executable, "-m", "index.readers.guard", path.suffix.lower()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # One thread: under a memory limit, a library that cannot start its threads waits for ever.
        env={**os.environ, "PYTHONPATH": modules, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )


# ---------------------------------------------------------------- the reading process


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Say that it is ready, then answer each line of `requests` by a line: a reading, or the problem with the file."""
    answers.write(b"ready\n")
    answers.flush()
    for line in requests:
        request = json.loads(line)
        limits = Limits(**request["limits"])
        _hold_memory(limits.memory)
        try:
            answer: dict[str, Any] = asdict(readers.read_file(Path(request["path"]), limits))
        except UnreadableFile as error:
            answer = {"problem": str(error)}
        except OSError as error:
            answer = {"errno": error.errno} if error.errno in MACHINE_ERRORS else _failed(request, error)
        except Exception as error:  # whatever a damaged file leads a parser to raise
            answer = _failed(request, error)
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def _failed(request: dict[str, Any], error: Exception) -> dict[str, Any]:
    name = readers.printable(Path(request["path"]).name)
    return {"problem": f"{name}: its reader failed ({type(error).__name__}); the file is damaged"}


def _hold_memory(most: int) -> None:
    """Let the system refuse this process more than `most` bytes; where it has no such limit, time still holds."""
    try:
        import resource
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def reading_from_json(row: dict[str, Any]) -> Reading:
    """The reading that `dataclasses.asdict` made into plain values."""
    given = row["metadata"]
    listed = {key: tuple(given[key]) for key in ("targets", "affected", "origins", "topics", "identifiers")}
    relations = tuple(Relation(**relation) for relation in given["relations"])
    return Reading(
        text=row["text"],
        metadata=Metadata(**{**given, **listed, "relations": relations}),
        parts=tuple(Part(**part) for part in row["parts"]),
        marks=tuple(Mark(mark["start"], mark["end"], Source(**mark["source"])) for mark in row["marks"]),
        page_starts=tuple(row["page_starts"]),
        problems=tuple(row["problems"]),
    )


if __name__ == "__main__":
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # no parser may write into the answers
    readers.load_reader(sys.argv[1])
    serve(sys.stdin.buffer, channel)
