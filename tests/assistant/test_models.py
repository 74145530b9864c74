"""A model that cannot be opened is named with the remedy, and no client is loaded before it is needed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from importlib.util import find_spec

import pytest

from assistant.models import PROVIDERS, ChatModel, Line, open_model, own_threads
from assistant.writing.model_problems import ModelProblem, Unended
from tests.assistant.scripted_server import Script, serving


def test_an_unknown_provider_lists_the_known_ones() -> None:
    with pytest.raises(ModelProblem) as problem:
        open_model("openia:gpt-4o")
    assert "'openia:gpt-4o'" in str(problem.value)
    assert all(f"{provider}:MODEL" in str(problem.value) for provider in PROVIDERS)


def test_a_provider_without_a_model_is_unknown_too() -> None:
    with pytest.raises(ModelProblem, match="no such provider"):
        open_model("ollama:")


def test_a_missing_key_is_named_by_its_variable() -> None:
    with pytest.raises(ModelProblem, match="OPENAI_API_KEY is not set"):
        open_model("openai:gpt-4o-mini", environ={})


@pytest.mark.skipif(find_spec("anthropic") is not None, reason="the extra [anthropic] is installed")
def test_a_missing_package_is_named_with_the_extra_that_brings_it() -> None:
    with pytest.raises(ModelProblem, match=r"pip install '\.\[anthropic\]'"):
        open_model("anthropic:claude-sonnet-4-5", environ={"ANTHROPIC_API_KEY": "k"})


def test_a_missing_model_file_is_named() -> None:
    pytest.importorskip("xllamacpp", reason="needs the extra [local]")
    with pytest.raises(ModelProblem, match=r"nowhere\.gguf: no such file"):
        open_model("local:nowhere.gguf")


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="cores cannot be chosen here")
def test_a_model_run_in_this_process_leaves_a_core_to_the_others() -> None:
    cores = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(cores)})
        assert own_threads() == 1
    finally:
        os.sched_setaffinity(0, cores)
    assert own_threads() == max(1, len(cores) - 1)


def test_importing_the_module_loads_no_client() -> None:
    code = (
        "import sys, assistant.models\n"
        "clients = {'openai', 'ollama', 'anthropic', 'xllamacpp', 'llama_index', 'httpx'}\n"
        "print(sorted(clients & set(sys.modules)))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )


def test_an_address_is_a_model_and_its_reply_comes_piece_by_piece() -> None:
    script = Script([["Hel", "lo ", "there."]])
    with serving(script) as name:
        assert list(open_model(name, environ={}).stream("Greet me.")) == ["Hel", "lo ", "there."]
    assert script.requests[0]["messages"] == [{"role": "user", "content": "Greet me."}]
    assert script.requests[0]["model"] == "scripted"


def test_the_key_for_an_address_is_not_the_one_for_openai() -> None:
    model = open_model("http://127.0.0.1:9/v1#m", environ={"OPENAI_API_KEY": "secret"})
    connection = model.connect(Line())
    assert connection.llm.api_key == "none"  # type: ignore[attr-defined]
    connection.close()


def test_a_dead_server_is_said_to_be_out_of_reach() -> None:
    with serving(Script([["never"]])) as name:
        pass  # its port is closed again now
    with pytest.raises(ModelProblem, match="cannot be reached; is its server running"):
        list(open_model(name, environ={}).stream("Hello?"))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "refuses the key"),
        (404, "nothing is at this address"),
        (429, "too many requests"),
        (500, "the server failed"),
    ],
)
def test_a_refusal_says_what_to_do(status: int, words: str) -> None:
    with serving(Script([status])) as name, pytest.raises(ModelProblem, match=words):
        list(open_model(name, environ={}).stream("Hello?"))


def test_a_busy_server_is_asked_once_more() -> None:
    script = Script([503, ["Hello."]])
    with serving(script) as name:
        assert list(open_model(name, environ={}).stream("Hello?")) == ["Hello."]
    assert len(script.requests) == 2


def test_a_refused_key_is_not_tried_again() -> None:
    script = Script([401])
    with serving(script) as name, pytest.raises(ModelProblem):
        list(open_model(name, environ={}).stream("Hello?"))
    assert len(script.requests) == 1


def test_a_server_that_does_not_answer_in_time_is_given_up() -> None:
    patience = {"ADVISORY_MODEL_SECONDS": "0.3"}
    with (
        serving(Script([["late"]], pause=1.0)) as name,
        pytest.raises(ModelProblem, match="no answer in time"),
    ):
        list(open_model(name, environ=patience).stream("Hello?"))


def test_an_answer_without_end_is_cut_off() -> None:
    with serving(Script([["more "] * 1000], pause=0.02)) as name:
        opened = open_model(name, environ={})
        with pytest.raises(ModelProblem, match="no end of answer"):
            list(ChatModel(opened.name, opened.connect, answer_seconds=0.2).stream("Hello?"))


def test_a_reply_that_just_stops_is_not_taken_for_whole() -> None:
    with serving(Script([["Hello. ", "And"]], end=None)) as name:
        stream = open_model(name, environ={}).stream("Hello?")
        assert [next(stream), next(stream)] == ["Hello. ", "And"]
        with pytest.raises(Unended, match="just stops, as if cut off"):
            next(stream)


def test_a_page_that_is_no_model_is_said_to_answer_nothing() -> None:
    with serving(Script(["garbage"])) as name, pytest.raises(ModelProblem, match="answered nothing"):
        list(open_model(name, environ={}).stream("Hello?"))


def test_patience_that_is_no_number_is_said_so() -> None:
    with pytest.raises(ModelProblem, match="ADVISORY_MODEL_SECONDS='soon' is no number"):
        open_model("http://127.0.0.1:9/v1", environ={"ADVISORY_MODEL_SECONDS": "soon"})


def test_closing_the_stream_ends_the_request() -> None:
    script = Script([["word "] * 2000], pause=0.005)
    with serving(script) as name:
        stream = open_model(name, environ={}).stream("Go on.")
        assert next(iter(stream)) == "word "
        stream.close()  # type: ignore[attr-defined]
        assert script.hung_up.wait(timeout=5), "the server was still sending"
        sent = script.sent
        time.sleep(0.1)
        assert script.sent == sent < 2000
