"""Reading under guard: risky files are read in a second process that can be ended, with limits on time and memory."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import threading
from contextlib import ExitStack, suppress
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any

from index import readers
from index.packing import reading_of
from index.readers.limits import CHEAP_BYTES, LONGEST_CHEAP_LINE, START_SECONDS, Limits
from index.types import ReaderProblem, Reading, UnfinishedReading, UnreadableFile

# What no file can be blamed for: a full disk, no more open files.
MACHINE_ERRORS = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE})
_LONGEST_REASON = 200
_LAST_WORDS = 4_000
_PROJECT = Path(__file__).resolve().parents[2]


class _Ended(Exception):
    """The reading process ended before it answered, for the reason that is the message."""


class _TooSlow(_Ended):
    """It was ended for taking too long."""


class GuardedReader:
    """Reads files one after another: cheap ones here, risky ones in a process kept between files.

    A reader that takes longer than `limits.seconds`, or dies, is ended; its file is reported as
    UnfinishedReading and the next file gets a new process. For use by one thread at a time.
    """

    def __init__(self, limits: Limits = Limits()) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._complaints: IO[bytes] | None = None
        self._loaded_first = ""
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
            for pipe in (self._process.stdin, self._process.stdout, self._complaints):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
            self._process, self._complaints, self._ready = None, None, False

    def prepare(self, path: Path) -> None:
        """Begin to load what reads files of this kind, so that it is at hand when the file is to be read."""
        if self._process is None and not is_cheap(path):
            self._start(path.suffix.lower())

    def read(self, path: Path) -> Reading:
        """As `readers.read_file`, whatever the file does.

        Raises UnreadableFile, ReaderProblem where a reader cannot be loaded, and OSError of MACHINE_ERRORS.
        """
        suffix, name = path.suffix.lower(), readers.printable(path.name)
        if is_cheap(path):
            try:
                return readers.read_file(path, self._limits)
            except ImportError as error:
                raise _unloadable(suffix, _words_of(error)) from error
        answer = self._ask(path)
        if "unloadable" in answer and self._loaded_first != suffix:
            # The memory limit may be what kept it from loading; a new process loads it before that holds.
            self.close()
            answer = self._ask(path)
        if "errno" in answer:
            raise OSError(answer["errno"], os.strerror(answer["errno"]))
        if "unloadable" in answer:
            raise UnfinishedReading(
                f"{name}: its reader lacks what it needs ({answer['unloadable']}); another sync tries again"
            )
        if "problem" in answer:
            raise (UnfinishedReading if answer["unfinished"] else UnreadableFile)(answer["problem"])
        return reading_of(answer)

    def _ask(self, path: Path) -> dict[str, Any]:
        request = {"path": str(path.absolute()), "limits": asdict(self._limits)}
        name = readers.printable(path.name)
        if self._process is None:
            self._start(path.suffix.lower())
        if not self._ready:
            try:
                self._next_line(START_SECONDS)  # what it takes to start counts against no file
            except _Ended as error:
                raise _unloadable(self._loaded_first, str(error)) from None
            self._ready = True
        try:
            answer: dict[str, Any] = json.loads(
                self._next_line(self._limits.seconds, json.dumps(request).encode() + b"\n")
            )
        except _TooSlow:
            raise UnfinishedReading(
                f"{name}: reading took longer than ADVISORY_MAX_SECONDS={self._limits.seconds:g} and was ended; "
                "another sync tries again"
            ) from None
        except _Ended as error:
            raise UnfinishedReading(
                f"{name}: its reader broke down on it ({error}); the file may be damaged or too large to read; "
                "another sync tries again"
            ) from None
        return answer

    def _start(self, suffix: str) -> None:
        """Begin a reading process, which loads the reader of these files first and says then that it is ready."""
        modules = os.pathsep.join(filter(None, (str(_PROJECT), os.environ.get("PYTHONPATH", ""))))
        with ExitStack() as opened:
            complaints = opened.enter_context(TemporaryFile())
            self._process = subprocess.Popen(
                [sys.executable, "-m", "index.readers.guard", suffix],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                # One thread: under a memory limit, a library that cannot start its threads waits for ever.
                env={
                    **os.environ,
                    "PYTHONPATH": modules,
                    "OPENBLAS_NUM_THREADS": "1",
                    "OMP_NUM_THREADS": "1",
                },
            )
            opened.pop_all()
        self._loaded_first, self._complaints = suffix, complaints

    def _next_line(self, seconds: float, request: bytes = b"") -> bytes:
        """The line by which the process answers the request. Raises _Ended, after closing it, where none comes in time."""
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        overdue = threading.Event()

        def end() -> None:
            overdue.set()
            process.kill()

        timer = threading.Timer(seconds, end)
        timer.start()
        try:
            process.stdin.write(request)
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = b""
        finally:
            timer.cancel()
        answered = line.endswith(b"\n")
        reason = "" if answered else self._reason_of_end()
        if overdue.is_set() or not answered:
            self.close()
        if answered:
            return line
        raise _TooSlow(f"it took longer than {seconds:g} seconds") if overdue.is_set() else _Ended(reason)

    def _reason_of_end(self) -> str:
        """The signal that ended the process, else the last it said on standard error."""
        assert self._process is not None
        assert self._complaints is not None
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
        code = self._process.poll() or 0
        if code < 0:
            return f"ended by signal {-code}"
        self._complaints.seek(max(0, self._complaints.seek(0, os.SEEK_END) - _LAST_WORDS))
        lines = self._complaints.read().decode(errors="replace").strip().splitlines()
        return readers.printable(lines[-1])[:_LONGEST_REASON] if lines else f"exit code {code}"


def _unloadable(suffix: str, reason: str) -> ReaderProblem:
    return ReaderProblem(
        f"the reader of {suffix} files cannot be loaded ({reason}); install this program's libraries anew, "
        "or give this machine room, and sync again"
    )


def _words_of(error: BaseException) -> str:
    return readers.printable(f"{type(error).__name__}: {error}")[:_LONGEST_REASON]


def is_cheap(path: Path) -> bool:
    """Whether reading here costs less than asking another process, and cannot run away: small, plain, no endless line."""
    most = CHEAP_BYTES.get(path.suffix.lower())
    try:
        if most is None or not path.is_file() or path.stat().st_size > most:
            return path.suffix.lower() not in readers.SUFFIXES or not path.is_file()
        return path.suffix.lower() == ".json" or _longest_line(path.read_bytes()) <= LONGEST_CHEAP_LINE
    except OSError:
        return True  # read_file says what is wrong with it


def _longest_line(raw: bytes) -> int:
    return max(map(len, raw.splitlines()), default=0)


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
            answer = {"problem": str(error), "unfinished": isinstance(error, UnfinishedReading)}
        except ImportError as error:
            answer = {"unloadable": _words_of(error)}
        except OSError as error:
            answer = {"errno": error.errno} if error.errno in MACHINE_ERRORS else _failed(request, error)
        except Exception as error:  # whatever a damaged file leads a parser to raise
            answer = _failed(request, error)
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def _failed(request: dict[str, Any], error: Exception) -> dict[str, Any]:
    name = readers.printable(Path(request["path"]).name)
    return {
        "problem": f"{name}: its reader failed ({type(error).__name__}); the file is damaged",
        "unfinished": isinstance(error, MemoryError),
    }


def _hold_memory(most: int) -> None:
    """Let the system refuse this process more than `most` bytes; where it has no such limit, time still holds."""
    try:
        import resource
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


if __name__ == "__main__":
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # no parser may write into the answers
    readers.load_reader(sys.argv[1])
    serve(sys.stdin.buffer, channel)
