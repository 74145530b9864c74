"""A real OpenAI-compatible HTTP server whose words are fixed: what a model server may do, good and bad."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Script:
    """What the server does with the requests it gets, in turn (the last for all that follow).

    A list of pieces is streamed as written; a number is an HTTP status; "garbage" is no JSON;
    `pause` is waited for before each piece; without an `end` the server hangs up politely and says no more.
    `requests` are the bodies received, `sent` counts pieces.
    """

    turns: list[Sequence[str] | int | str]
    pause: float = 0.0
    end: str | None = "stop"
    requests: list[dict[str, Any]] = field(default_factory=list)
    sent: int = 0
    hung_up: threading.Event = field(default_factory=threading.Event)

    def next_turn(self) -> Sequence[str] | int | str:
        return self.turns[min(len(self.requests), len(self.turns)) - 1]


@contextmanager
def serving(script: Script) -> Iterator[str]:
    """The server's model name, `http://127.0.0.1:PORT/v1#scripted`, while it runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            script.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            turn = script.next_turn()
            if isinstance(turn, int):
                self._reply(turn, json.dumps({"error": {"message": "refused"}}))
            elif isinstance(turn, str):
                self._reply(200, f"<html>{turn}</html>")
            else:
                self._stream(turn)

        def _reply(self, status: int, body: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def _stream(self, pieces: Sequence[str]) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            try:
                for piece in pieces:
                    time.sleep(script.pause)
                    self._event(json.dumps(_chunk(piece)))
                    script.sent += 1
                if script.end:
                    self._event(json.dumps(_chunk("", script.end)))
                self._event("[DONE]")
            except OSError:
                script.hung_up.set()

        def _event(self, text: str) -> None:
            self.wfile.write(f"data: {text}\n\n".encode())
            self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the tests read `requests`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1#scripted"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _chunk(piece: str, end: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": end}
    return {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "scripted",
        "choices": [choice],
    }
