"""Each provider's client against a server that speaks its protocol: words cut anywhere, refusals, and replies that break off."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.util import find_spec

import pytest

from assistant.assistant import Assistant
from assistant.models import ChatModel, open_model
from assistant.write import STOPPED_EARLY
from assistant.writing.model_problems import CutOff, ModelProblem
from index.search import Index
from index.settings import Settings
from tests.assistant.scripted_server import Script, serving
from tests.assistant.wire_server import (
    CUT,
    Turn,
    anthropic_event,
    anthropic_words,
    ollama_words,
    openai_words,
    sending,
)

WORDS = "Größe “naïve” 5G — 東京 ✓ é. "
QUESTION = "By when must operators in Sweden remove Huawei equipment?"


@dataclass(frozen=True)
class Protocol:
    """A provider by its name, the variables that send it to an address, and what its servers send."""

    name: str
    environ: Callable[[str], dict[str, str]]
    words: Callable[..., str]
    error: Callable[[str], str]
    """An error among the words."""
    refusal: Callable[[str], str]
    """The body of an answer with a status of 400 or more."""
    thought: dict[str, object]
    cut_off: str

    def open(self, address: str, *, patience: str = "5") -> ChatModel:
        return open_model(self.name, environ={**self.environ(address), "ADVISORY_MODEL_SECONDS": patience})

    def reply(self, *turns: Turn) -> list[str]:
        with sending(*turns) as (address, _):
            return list(self.open(address).stream("Hello?"))

    def problem(self, *turns: Turn) -> str:
        with pytest.raises(ModelProblem) as raised:
            self.reply(*turns)
        assert "\n" not in str(raised.value)
        return str(raised.value)


OPENAI = Protocol(
    "openai:gpt-4o-mini",
    lambda address: {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": f"{address}/v1"},
    openai_words,
    lambda said: f"data: {json.dumps({'error': {'message': said, 'type': 'server_error'}})}\n\n",
    lambda said: json.dumps({"error": {"message": said, "type": "invalid_request_error", "code": None}}),
    {"reasoning_content": "Let me think."},
    "length",
)
OLLAMA = Protocol(
    "ollama:llama3.2",
    lambda address: {"OLLAMA_HOST": address},
    ollama_words,
    lambda said: json.dumps({"error": said}) + "\n",
    lambda said: json.dumps({"error": said}),
    {"thinking": "Let me think."},
    "length",
)
ANTHROPIC = Protocol(
    "anthropic:claude-sonnet-4-5",
    lambda address: {"ANTHROPIC_API_KEY": "k", "ANTHROPIC_BASE_URL": address},
    anthropic_words,
    lambda said: anthropic_event("error", error={"type": "overloaded_error", "message": said}),
    lambda said: json.dumps({"type": "error", "error": {"type": "api_error", "message": said}}),
    {"thinking": "Let me think."},
    "max_tokens",
)
NEEDS_ANTHROPIC = pytest.mark.skipif(find_spec("anthropic") is None, reason="needs the extra [anthropic]")
JSON = {"Content-Type": "application/json"}


@pytest.fixture(
    params=[OPENAI, OLLAMA, pytest.param(ANTHROPIC, marks=NEEDS_ANTHROPIC)],
    ids=["openai", "ollama", "anthropic"],
)
def protocol(request: pytest.FixtureRequest) -> Protocol:
    return request.param  # type: ignore[no-any-return]


def refused(protocol: Protocol, status: int, said: str, **headers: str) -> Turn:
    return Turn([protocol.refusal(said)], status, JSON | headers)


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_words_arrive_whole_wherever_their_bytes_are_cut(protocol: Protocol, size: int) -> None:
    sent = protocol.words(*WORDS).encode()
    cut = [sent[start : start + size] for start in range(0, len(sent), size)]
    assert "".join(protocol.reply(Turn(cut))) == WORDS


def test_thoughts_kept_apart_are_no_words(protocol: Protocol) -> None:
    assert "".join(protocol.reply(Turn([protocol.words("Hello.", **protocol.thought)]))) == "Hello."


@pytest.mark.parametrize(
    ("status", "said", "expected"),
    [
        (401, "Incorrect API key", "refuses the key (HTTP 401)"),
        (404, "model 'm' not found", "or not for this key (HTTP 404: model 'm' not found)"),
        (404, "Not Found", "nothing is at this address (HTTP 404: Not Found); check the address"),
        (400, "maximum context length is 4096 tokens", "longer than it can read (HTTP 400: maximum"),
        (400, "prompt is too long: 9 tokens > 8", "use a model with a longer context"),
        (400, "temperature is not supported", "does not take the request (HTTP 400: temperature is not"),
        (402, "Insufficient balance", "no credit left (HTTP 402: Insufficient balance)"),
        (429, "Rate limit reached", "too many requests or no credit left (HTTP 429: Rate limit reached)"),
        (500, "Internal server error", "the server failed (HTTP 500: Internal server error)"),
        (529, "Overloaded", "the server is overloaded (HTTP 529: Overloaded)"),
    ],
)
def test_a_refusal_is_told_in_the_servers_own_words_with_the_remedy(
    protocol: Protocol, status: int, said: str, expected: str
) -> None:
    assert expected in protocol.problem(refused(protocol, status, said))


@pytest.mark.parametrize(
    ("name", "status", "body", "expected"),
    [
        (
            "anthropic:claude-of-tomorrow",
            404,
            {
                "type": "error",
                "error": {"type": "not_found_error", "message": "model: claude-of-tomorrow"},
                "request_id": "req_1",
            },
            "(HTTP 404: model: claude-of-tomorrow); check the model's name",
        ),
        (
            "openai:gpt-of-tomorrow",
            404,
            {
                "error": {
                    "message": "The model `gpt-of-tomorrow` does not exist or you do not have access to it.",
                    "type": "invalid_request_error",
                    "param": None,
                    "code": "model_not_found",
                }
            },
            "or you do not have access to it.); check the model's name",
        ),
        (
            "openai:gpt-of-tomorrow",
            403,
            {
                "error": {
                    "message": "Project `proj_1` does not have access to model `gpt-of-tomorrow`",
                    "type": "invalid_request_error",
                    "param": None,
                    "code": "model_not_found",
                }
            },
            "does not have access to model `gpt-of-tomorrow`); check the model's name",
        ),
        (
            "ollama:llama-of-tomorrow",
            404,
            {"error": "model 'llama-of-tomorrow' not found"},
            "run 'ollama pull llama-of-tomorrow', or check the model's name",
        ),
    ],
)
def test_a_model_that_its_provider_does_not_have_is_named_with_the_remedy(
    name: str, status: int, body: dict[str, object], expected: str
) -> None:
    protocol = replace(
        {"openai": OPENAI, "ollama": OLLAMA, "anthropic": ANTHROPIC}[name.partition(":")[0]], name=name
    )
    if protocol.name.startswith("anthropic") and find_spec("anthropic") is None:
        pytest.skip("needs the extra [anthropic]")
    problem = protocol.problem(Turn([json.dumps(body)], status, JSON))
    assert problem.startswith(f"model {name}: the server does not know it")
    assert problem.endswith(expected)


@NEEDS_ANTHROPIC
def test_a_model_newer_than_its_client_answers() -> None:
    newer = replace(ANTHROPIC, name="anthropic:claude-of-tomorrow")
    assert "".join(newer.reply(Turn([newer.words("Hello.")]))) == "Hello."


def test_a_page_of_a_proxy_is_not_read_out(protocol: Protocol) -> None:
    turn = Turn(["<html><h1>Bad gateway</h1></html>"], 502, {"Content-Type": "text/html"})
    assert "the server failed (HTTP 502); try again" in protocol.problem(turn)


@pytest.mark.parametrize("status", [429, 500, 529])
def test_a_busy_server_is_asked_once_more(protocol: Protocol, status: int) -> None:
    turns = refused(protocol, status, "Busy", **{"Retry-After": "0.1"}), Turn([protocol.words("Hello.")])
    assert "".join(protocol.reply(*turns)) == "Hello."


@pytest.mark.parametrize("protocol", [OPENAI, pytest.param(ANTHROPIC, marks=NEEDS_ANTHROPIC)])
def test_a_server_that_wants_a_long_pause_is_not_asked_again_but_its_wish_is_told(protocol: Protocol) -> None:
    with sending(refused(protocol, 429, "Slow down", **{"Retry-After": "60"})) as (address, asked):
        with pytest.raises(ModelProblem, match="wait 60 s, or use another model"):
            list(protocol.open(address).stream("Hello?"))
        assert len(asked) == 1


def test_an_error_in_place_of_the_first_word_is_worth_a_second_try(protocol: Protocol) -> None:
    turns = Turn([protocol.error("Overloaded")]), Turn([protocol.words("Hello.")])
    assert "".join(protocol.reply(*turns)) == "Hello."


def test_an_error_among_the_words_is_told_as_what_it_is(protocol: Protocol) -> None:
    before, word, behind = protocol.words("Hello. ").partition("Hello. ")
    end = "\n" if protocol is OLLAMA else "\n\n"
    head = before + word + behind.partition(end)[0] + end
    assert "the server broke off: Out of memory; try again" in protocol.problem(
        Turn([head, 0.05, protocol.error("Out of memory")])
    )


def test_a_connection_that_is_cut_is_not_taken_for_another_protocol(protocol: Protocol) -> None:
    begun = protocol.words("Hello. ").encode()
    problem = protocol.problem(Turn([begun[: len(begun) // 2], 0.05, CUT]))
    assert "the server broke off" in problem or "cannot be reached" in problem


def test_a_reply_that_calls_a_tool_or_nothing_answers_nothing() -> None:
    call = {"index": 0, "id": "t", "type": "function", "function": {"name": "search", "arguments": "{}"}}
    assert "answered nothing" in OPENAI.problem(Turn([openai_words(end="tool_calls", tool_calls=[call])]))
    assert "answered nothing" in OPENAI.problem(Turn([openai_words(refusal="No.", end="content_filter")]))
    assert "answered nothing" in OPENAI.problem(Turn(['data: {"choices": []}\n\ndata: [DONE]\n\n']))


def test_a_reply_at_its_greatest_length_ends_with_that_word(protocol: Protocol) -> None:
    with sending(Turn([protocol.words("Hello. And", end=protocol.cut_off)])) as (address, _):
        stream = protocol.open(address).stream("Hello?")
        assert next(iter(stream)) == "Hello. And"
        with pytest.raises(CutOff):
            next(iter(stream))


@pytest.fixture(scope="module")
def index(small_index: Settings) -> Index:
    return Index(small_index)


@pytest.mark.parametrize(
    ("turn", "note"),
    [
        (lambda p: refused(p, 529, "Overloaded"), "overloaded"),
        (lambda p: refused(p, 400, "context length exceeded"), "longer than it can read"),
        (lambda p: Turn([p.error("Out of memory")]), "the server broke off: Out of memory"),
        (lambda p: Turn([p.words("<think>Sweden", end=p.cut_off)]), "no room for more than"),
    ],
)
def test_the_documents_own_words_stand_in_and_the_reader_is_told_why(
    index: Index, protocol: Protocol, turn: Callable[[Protocol], Turn], note: str
) -> None:
    plain = Assistant(index).ask(QUESTION)
    with sending(turn(protocol)) as (address, _):
        answer = Assistant(index, model=protocol.open(address)).ask(QUESTION)
    assert [s.text for s in answer.statements] == [s.text for s in plain.statements]
    assert note in answer.notes[0]
    assert answer.notes[0].endswith("the documents' own words stand in")


@pytest.mark.parametrize("silent", ["from the first", "after its head", "after some words"])
def test_a_stop_ends_the_reply_and_the_request_while_the_server_is_silent(
    index: Index, protocol: Protocol, silent: str
) -> None:
    stopped, hung_up = threading.Event(), threading.Event()
    stopped_at = []

    def say_no_more(connection: socket.socket) -> None:
        stopped_at.append(time.monotonic())
        stopped.set()
        with suppress(ConnectionResetError):
            assert connection.recv(1) == b""
        hung_up.set()

    begun = protocol.words("Operators in ").encode()
    turn = {
        "from the first": Turn([], before=say_no_more),
        "after its head": Turn([say_no_more]),
        "after some words": Turn([begun[: begun.index(b"Operators in ") + 40], 0.05, say_no_more]),
    }[silent]
    with sending(turn) as (address, asked):
        model = protocol.open(address, patience="60")
        answer = Assistant(index, model=model).reply(QUESTION, stopped=stopped).answer
        assert time.monotonic() - stopped_at[0] < 5
        assert hung_up.wait(timeout=5)
    assert (answer.kind, answer.text, answer.statements) == ("unanswered", STOPPED_EARLY, ())
    assert len(asked) == 1


def test_a_sentence_cut_off_for_its_length_is_not_shown(index: Index, protocol: Protocol) -> None:
    first = "Operators in Sweden must remove Huawei equipment by 1 January 2025 [1]. "
    with sending(Turn([protocol.words(first, "Sweden's regulator PTS set the", end=protocol.cut_off)])) as (
        address,
        _,
    ):
        answer = Assistant(index, model=protocol.open(address)).ask(QUESTION)
    assert answer.statements[0].text == "Operators in Sweden must remove Huawei equipment by 1 January 2025."
    assert not any(s.text.endswith("set the") for s in answer.statements)
    assert answer.notes == ()


def test_of_a_reply_that_just_stops_the_whole_sentences_are_shown_and_the_reader_is_told(
    index: Index,
) -> None:
    words = [
        "Sweden's regulator PTS set the conditions on 20 October 2020 [1]. ",
        "Operators in Sweden must remove Huawei equipment by 1 January 2025 [1].",
    ]
    for last in ("", " Huawei"):
        with serving(Script([[*words, last]], end=None)) as name:
            answer = Assistant(index, model=open_model(name, environ={})).ask(QUESTION)
        texts = [statement.text for statement in answer.statements]
        assert "Operators in Sweden must remove Huawei equipment by 1 January 2025." in texts
        assert "Huawei" not in texts
        assert "just stops, as if cut off" in answer.notes[0]
