"""A real HTTP server that sends exact bytes, and the words of three providers' protocols to send.

The forms are those of the providers' documentation: OpenAI's chat completion chunks, Ollama's lines of JSON
and Anthropic's message events, with the errors that each sends instead of them or among them.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

CUT = object()
"""In a turn's parts: the connection is reset here."""


@dataclass
class Turn:
    """What one request is answered with; parts are sent as separate chunks, a number of seconds waits.

    A function among them is called with the connection; one that stands before the head is `before`.
    """

    parts: Sequence[object]
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    before: Callable[[socket.socket], None] | None = None


@contextmanager
def sending(*turns: Turn) -> Iterator[tuple[str, list[str]]]:
    """The server's `http://127.0.0.1:PORT` and the paths asked for so far; the last turn answers all that follow."""
    listener = socket.create_server(("127.0.0.1", 0))
    asked: list[str] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                asked.append(_read_request(connection))
                _send(connection, turns[min(len(asked), len(turns)) - 1])

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", asked
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=5)


def _read_request(connection: socket.socket) -> str:
    with connection.makefile("rb") as stream:
        path = stream.readline().decode().split()[1]
        length = 0
        while line := stream.readline().strip():
            name, _, value = line.decode().partition(":")
            length = int(value) if name.casefold() == "content-length" else length
        stream.read(length)
    return path


def _send(connection: socket.socket, turn: Turn) -> None:
    if turn.before:
        turn.before(connection)
    headers = {
        "Content-Type": "text/event-stream",
        **turn.headers,
        "Transfer-Encoding": "chunked",
        "Connection": "close",
    }
    lines = [f"HTTP/1.1 {turn.status} Said", *(f"{name}: {value}" for name, value in headers.items())]
    try:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        for part in turn.parts:
            if part is CUT:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            if isinstance(part, float):
                time.sleep(part)
                continue
            if callable(part):
                part(connection)
                continue
            data = part if isinstance(part, bytes) else str(part).encode()
            connection.sendall(b"%x\r\n%b\r\n" % (len(data), data))
        connection.sendall(b"0\r\n\r\n")
    except OSError:
        pass  # the client left, as it may


# --- what the providers send ---------------------------------------------------------------------


def openai_words(*pieces: str, end: str = "stop", **delta: object) -> str:
    """A reply in chunks; `delta` stands in a chunk of its own before the words."""
    deltas = [
        {"role": "assistant", "content": ""},
        *([delta] if delta else []),
        *({"content": p} for p in pieces),
    ]
    chunks = [{"index": 0, "delta": each, "finish_reason": None} for each in deltas]
    chunks.append({"index": 0, "delta": {}, "finish_reason": end})
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    bodies = [*({"choices": [chunk]} for chunk in chunks), {"choices": [], "usage": usage}]
    known = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return (
        "".join(f"data: {json.dumps(known | body, ensure_ascii=False)}\n\n" for body in bodies)
        + "data: [DONE]\n\n"
    )


def ollama_words(*pieces: str, end: str = "stop", **message: object) -> str:
    messages = [*([{"content": "", **message}] if message else []), *({"content": p} for p in pieces)]
    known = {"model": "m", "created_at": "2025-10-26T17:21:21.196249Z"}
    lines = [{"message": {"role": "assistant", **each}, "done": False} for each in messages]
    lines.append({"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": end})
    return "".join(json.dumps(known | line, ensure_ascii=False) + "\n" for line in lines)


def anthropic_words(*pieces: str, end: str = "end_turn", thinking: str = "") -> str:
    message = {
        "id": "msg_1", "type": "message", "role": "assistant", "content": [], "model": "m", "stop_reason": None,
        "stop_sequence": None, "usage": {"input_tokens": 1, "output_tokens": 1},
    }  # fmt: skip
    thought = anthropic_event(
        "content_block_delta", index=0, delta={"type": "thinking_delta", "thinking": thinking}
    )
    start = anthropic_event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    texts = (
        anthropic_event("content_block_delta", index=0, delta={"type": "text_delta", "text": p})
        for p in pieces
    )
    return "".join(
        [
            anthropic_event("message_start", message=message),
            anthropic_event("ping"),
            *([thought] if thinking else []),
            start,
            *texts,
            anthropic_event("content_block_stop", index=0),
            anthropic_event(
                "message_delta", delta={"stop_reason": end, "stop_sequence": None}, usage={"output_tokens": 9}
            ),
            anthropic_event("message_stop"),
        ]
    )


def anthropic_event(type: str, **fields: object) -> str:
    return f"event: {type}\ndata: {json.dumps({'type': type, **fields}, ensure_ascii=False)}\n\n"
