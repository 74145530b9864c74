"""`"provider:model"` to a language model that streams text. The only file that knows the providers' clients.

Importing it loads no client: a provider's package is imported when its model is opened.
"""

from __future__ import annotations

import os
import secrets
import socket
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.writing.model_problems import CutOff, ModelProblem, Unended, explain, pause_before_retry
from index.process import available_cores

if TYPE_CHECKING:
    import httpx
    from llama_index.core.llms import LLM

REQUEST_SECONDS = 60.0
"""How long a server may be silent."""
ANSWER_SECONDS = 180.0
"""How long a whole answer may take."""

MOST_TOKENS = 500
CONTEXT_TOKENS = 8192
# What httpcore calls it when a connection, or its encryption, stands.
_CONNECTED = ("connect_tcp.complete", "connect_unix_socket.complete", "start_tls.complete")


class Line:
    """What a request goes over. `hang_up` ends it from whichever thread, even while the server is silent.

    Closing a client does not: a read that waits in another thread keeps waiting, and the connection open.
    """

    def __init__(self) -> None:
        self.hung_up = False
        self._sockets: list[socket.socket] = []

    @property
    def hooks(self) -> dict[str, list[Callable[..., Any]]]:
        """The event hooks by which an httpx client tells the line of its sockets."""
        return {"request": [self._follow]}

    def hang_up(self) -> None:
        self.hung_up = True
        for each in self._sockets:
            # One that is closed already needs no more.
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _follow(self, request: httpx.Request) -> None:
        request.extensions = {**request.extensions, "trace": self._hear}

    def _hear(self, event: str, told: Mapping[str, Any]) -> None:
        if event.endswith(_CONNECTED):
            self._sockets.append(told["return_value"].get_extra_info("socket"))
            if self.hung_up:
                self.hang_up()


@dataclass(frozen=True, slots=True)
class Connection:
    """A LlamaIndex model with a client of its own; `close` ends whatever it is still receiving."""

    llm: LLM
    close: Callable[[], None]


Connect = Callable[[Line], Connection]


@dataclass(frozen=True, slots=True)
class OwnServer:
    """A server in this process, which has its model loaded for as long as somebody holds `connect`."""

    server: object
    connect_to: Connect

    def connect(self, line: Line) -> Connection:
        return self.connect_to(line)


@dataclass(frozen=True, slots=True)
class Writing:
    """A reply as it is written, piece by piece. `close` ends the request at once, from whichever thread.

    Closing raises ValueError where another thread waits for a piece: the request is ended, and that thread cleans up.
    """

    pieces: Generator[str, None, None]
    line: Line

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return next(self.pieces)

    def close(self) -> None:
        self.line.hang_up()
        self.pieces.close()


@dataclass(frozen=True, slots=True)
class ChatModel:
    """A model under the name it was asked for by. Safe to share: every request has a connection of its own."""

    name: str
    connect: Connect
    answer_seconds: float = ANSWER_SECONDS

    def stream(self, prompt: str) -> Writing:
        """The reply to `prompt`, piece by piece. Closing it ends the request.

        A request that brought nothing yet is tried once more if the server may just have been busy.
        Raises ModelProblem when the server refuses, breaks off or takes longer than `answer_seconds`, CutOff
        when the reply is as long as it may be, in the middle of a sentence, and Unended when it just stops.
        """
        line = Line()
        return Writing(self._written(prompt, line), line)

    def _written(self, prompt: str, line: Line) -> Generator[str, None, None]:
        deadline = time.monotonic() + self.answer_seconds
        for last_try in (False, True):
            begun = False
            try:
                for piece in self._pieces(prompt, line):
                    begun = True
                    yield piece
                    if time.monotonic() > deadline:
                        raise ModelProblem(
                            f"model {self.name}: no end of answer after {self.answer_seconds:.0f} s; "
                            "ask for less or use a faster model"
                        )
                if not begun:
                    raise ModelProblem(
                        f"model {self.name}: answered nothing; is this the address of a chat model?"
                    )
                return
            except ModelProblem:
                raise
            except Exception as error:  # each client has its own family of errors; all become one here
                if line.hung_up:
                    return
                pause = pause_before_retry(error)
                if begun or last_try or pause is None:
                    raise ModelProblem(explain(self.name, error)) from error
            time.sleep(pause)

    def _pieces(self, prompt: str, line: Line) -> Iterator[str]:
        from llama_index.core.llms import ChatMessage

        connection = self.connect(line)
        begun = ended = False
        try:
            for reply in connection.llm.stream_chat([ChatMessage(role="user", content=prompt)]):
                if reply.delta:
                    begun = True
                    yield reply.delta
                ending = _ending(reply.raw)
                ended = ended or bool(ending)
                if ending in ("length", "max_tokens"):
                    raise CutOff(f"model {self.name}: no room for more than {MOST_TOKENS} tokens")
            if begun and not ended:
                raise Unended(
                    f"model {self.name}: its answer just stops, as if cut off; try again, or use another model"
                )
        finally:
            # Not left to the iterators: the clients' streams go on receiving until they are collected.
            connection.close()


def _ending(raw: Any) -> str:
    """Why the reply ends, in the provider's word, if this piece as it was sent ends it; else ""."""
    if isinstance(raw, dict):
        reason = raw.get("done_reason") or getattr(raw.get("delta"), "stop_reason", None)
        return str(reason or ("stop" if raw.get("done") else ""))
    return next((choice.finish_reason or "" for choice in getattr(raw, "choices", None) or ()), "")


def open_model(name: str, *, environ: Mapping[str, str] | None = None) -> ChatModel:
    """The model called `"provider:model"`: `openai:gpt-4o-mini`, `ollama:llama3.2`, `anthropic:claude-sonnet-4-5`,
    `openai-like:http://host:port/v1#model` (or the address alone), `local:PATH.gguf`.

    Raises ModelProblem for an unknown provider (listing the known), a missing key or a missing package.
    """
    provider, _, model = name.partition(":")
    if provider in ("http", "https"):
        provider, model = "openai-like", name
    if provider not in PROVIDERS or not model:
        known = ", ".join(f"{provider}:MODEL" for provider in PROVIDERS)
        raise ModelProblem(f"model {name!r}: no such provider; write one of {known}")
    try:
        return ChatModel(name, PROVIDERS[provider](model, os.environ if environ is None else environ))
    except ImportError as error:
        raise ModelProblem(
            f"model {name}: {error.name} is not installed; python -m pip install '.[{provider}]'"
        ) from error


# --- providers -----------------------------------------------------------------------------------

Environ = Mapping[str, str]


def _open_openai(model: str, environ: Environ) -> Connect:
    address = environ.get("OPENAI_BASE_URL") or environ.get("OPENAI_API_BASE") or "https://api.openai.com/v1"
    return _openai_like(model, address, _key(environ, "OPENAI_API_KEY"), seconds=_seconds(environ))


def _open_address(model: str, environ: Environ) -> Connect:
    """`http://host:port/v1#model`. Its key has a variable of its own: OpenAI's goes to OpenAI only."""
    address, _, served = model.partition("#")
    return _openai_like(
        served or "default", address, environ.get("ADVISORY_MODEL_KEY") or "none", seconds=_seconds(environ)
    )


def _open_ollama(model: str, environ: Environ) -> Connect:
    from llama_index.llms.ollama import Ollama
    from ollama import Client

    host = environ.get("OLLAMA_HOST") or "127.0.0.1:11434"
    seconds = _seconds(environ)

    def connect(line: Line) -> Connection:
        client = Client(host=host, timeout=seconds, event_hooks=line.hooks)
        options = {"num_predict": MOST_TOKENS}
        llm = Ollama(
            model, client=client, temperature=0.0, context_window=CONTEXT_TOKENS, additional_kwargs=options
        )
        return Connection(llm, client.close)

    return connect


def _open_anthropic(model: str, environ: Environ) -> Connect:
    from llama_index.core.base.llms.types import LLMMetadata
    from llama_index.llms.anthropic import Anthropic

    class Claude(Anthropic):  # type: ignore[misc]  # without types where the extra is not installed
        """The client without its list of models, by which it refuses any that is newer than it; the server knows."""

        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(context_window=CONTEXT_TOKENS, is_chat_model=True, model_name=self.model)

    key, address = _key(environ, "ANTHROPIC_API_KEY"), environ.get("ANTHROPIC_BASE_URL")
    seconds = _seconds(environ)

    def connect(line: Line) -> Connection:
        llm = Claude(  # type: ignore[call-arg]  # its parent's parameters
            model=model, api_key=key, base_url=address, temperature=0.0, max_tokens=MOST_TOKENS, timeout=seconds,
            max_retries=0,
        )  # fmt: skip
        llm._client._client.event_hooks = line.hooks
        return Connection(llm, llm._client.close)

    return connect


def _open_local(model: str, environ: Environ) -> Connect:
    """A GGUF file, run in this process; its server listens on loopback only, behind a key nobody else knows."""
    import xllamacpp

    path = Path(model).expanduser()
    if not path.is_file():
        raise ModelProblem(f"model local:{model}: no such file; give the path of a .gguf file")
    key = secrets.token_urlsafe(24)
    server = _serve_file(xllamacpp, path, key)
    address = f"{server.listening_address}/v1"
    return OwnServer(server, _openai_like(path.stem, address, key, seconds=_seconds(environ))).connect


def _serve_file(xllamacpp: Any, path: Path, key: str) -> Any:
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx = CONTEXT_TOKENS
    params.n_parallel = 1
    params.cpuparams.n_threads = own_threads()
    params.verbosity = 0
    params.api_keys = [key]
    try:
        return xllamacpp.Server(params)
    except RuntimeError as error:
        raise ModelProblem(f"model local:{path}: cannot be loaded ({error}); is it a GGUF file?") from error


def own_threads() -> int:
    """All cores this process may use but one, which is left to the rest of the machine.

    The threads wait for one another after every layer: where one has to share its core, all are as slow as it. Of two
    cores with others at work, both wrote 2 tokens a second and one wrote 30.
    """
    return max(1, available_cores() - 1)


def _openai_like(model: str, address: str, key: str, *, seconds: float) -> Connect:
    import httpx
    from llama_index.llms.openai_like import OpenAILike

    def connect(line: Line) -> Connection:
        client = httpx.Client(timeout=seconds, event_hooks=line.hooks)
        llm = OpenAILike(  # type: ignore[call-arg]  # http_client: its parent's parameter
            model=model, api_base=address.rstrip("/"), api_key=key, http_client=client, is_chat_model=True,
            context_window=CONTEXT_TOKENS, temperature=0.0, max_tokens=MOST_TOKENS, timeout=seconds, max_retries=0,
        )  # fmt: skip
        return Connection(llm, client.close)

    return connect


def _seconds(environ: Environ) -> float:
    """How long a silent server is waited for: `ADVISORY_MODEL_SECONDS`, for models on slow machines."""
    given = environ.get("ADVISORY_MODEL_SECONDS") or str(REQUEST_SECONDS)
    try:
        return float(given)
    except ValueError as error:
        raise ModelProblem(
            f"ADVISORY_MODEL_SECONDS={given!r} is no number; write seconds, such as 60"
        ) from error


def _key(environ: Environ, variable: str) -> str:
    if not environ.get(variable):
        raise ModelProblem(
            f"{variable} is not set; export it, or unset ADVISORY_MODEL to answer without a model"
        )
    return environ[variable]


PROVIDERS: dict[str, Callable[[str, Environ], Connect]] = {
    "openai": _open_openai,
    "openai-like": _open_address,
    "ollama": _open_ollama,
    "anthropic": _open_anthropic,
    "local": _open_local,
}
