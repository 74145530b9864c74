"""The MCP server as its clients meet it: once as another process over standard input and output, else in this one."""

from __future__ import annotations

import asyncio
import shutil
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.server import MCPServer

from assistant.assistant import Assistant
from assistant.mcp import make_server
from index.settings import Settings

ROOT = Path(__file__).parent.parent.parent


def test_a_client_finds_reads_and_asks(small_index: Settings) -> None:
    tools, found, document, answer = asyncio.run(
        _talk(
            _process(small_index),
            ("search", {"query": "Huawei equipment Sweden", "k": 1}),
            ("read_document", {"document": "sweden"}),
            ("ask", {"question": "By when must operators in Sweden remove Huawei equipment?"}),
        )
    )
    assert tools == ["ask", "read_document", "search"]
    assert found["passages"][0]["document"] == "sweden"
    assert found["passages"][0]["date"] == "2020-10-20"
    assert "Huawei appealed against the decision." in document["text"]
    assert document["next"] is None
    quotes = [citation["quote"] for citation in answer["citations"]]
    assert answer["refused"] or all(quote in document["text"] for quote in quotes)


def test_filters_reach_the_search(small_index: Settings) -> None:
    _, found = asyncio.run(_talk(_here(small_index), ("search", {"query": "equipment", "country": "Norway"})))
    assert {passage["document"] for passage in found["passages"]} == {"norway"}


def test_a_client_is_told_that_the_folder_has_changed_since(small_index: Settings, tmp_path: Path) -> None:
    shutil.copytree(small_index.corpus, tmp_path / "corpus")
    settings = replace(small_index, corpus=tmp_path / "corpus")
    calls = ("search", {"query": "equipment"}), ("ask", {"question": "When did Sweden exclude Huawei?"})
    _, *unchanged = asyncio.run(_talk(_here(settings), *calls))
    assert not any("has changed" in note for told in unchanged for note in told["notes"])
    (settings.corpus / "sweden.md").unlink()
    _, *changed = asyncio.run(_talk(_here(settings), *calls))
    assert all("has changed since it was indexed (sweden.md)" in told["notes"][-1] for told in changed)


def test_a_document_that_is_not_there_is_said_so(small_index: Settings) -> None:
    _, problem = asyncio.run(_talk(_here(small_index), ("read_document", {"document": "atlantis"})))
    assert "no document 'atlantis'" in problem["error"]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("search", {"query": " "}, "no query"),
        (
            "search",
            {"query": "equipment", "after": "last year"},
            "'last year' is no date; write it as 2024-03-31",
        ),
        ("ask", {"question": "Who must remove equipment?", "as_of": "tomorrow"}, "'tomorrow' is no date"),
        ("ask", {"question": ""}, "no question was asked"),
        (
            "ask",
            {"question": "Who must remove equipment?", "country": "Poland", "Issuer": "PTS"},
            "ask does not know Issuer, country; it takes question, as_of",
        ),
        ("search", {"query": "equipment", "as_of": "2020"}, "search does not know as_of; it takes query, k,"),
        ("read_document", {"id": "sweden"}, "read_document does not know id; it takes document, start"),
    ],
)
def test_what_cannot_be_asked_is_said_so(
    small_index: Settings, tool: str, arguments: dict[str, Any], said: str
) -> None:
    _, problem = asyncio.run(_talk(_here(small_index), (tool, arguments)))
    assert said in problem["error"]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("search", {"query": "equipment", "k": "many"}, "search: k takes a whole number, not 'many'"),
        (
            "search",
            {"query": 5, "k": 1.5},
            "search: query takes text, not 5; k takes a whole number, not 1.5",
        ),
        ("search", {"query": "equipment", "country": None}, "search: country takes text, not None"),
        ("ask", {}, "ask: question is missing; it takes text"),
        ("read_document", {"document": ["sweden"]}, "read_document: document takes text, not ['sweden']"),
    ],
)
def test_a_wrong_argument_is_named_with_what_it_takes(
    small_index: Settings, tool: str, arguments: dict[str, Any], said: str
) -> None:
    _, problem = asyncio.run(_talk(_here(small_index), (tool, arguments)))
    assert problem["error"] == said


def test_the_server_says_its_version(small_index: Settings) -> None:
    async def told() -> str:
        async with Client(_here(small_index)) as client:
            assert client.server_info
            return client.server_info.version

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert asyncio.run(told()) == project["version"]


def test_a_client_can_see_that_a_tool_takes_nothing_else(small_index: Settings) -> None:
    async def schemas() -> list[dict[str, Any]]:
        async with Client(_here(small_index)) as client:
            return [tool.input_schema for tool in (await client.list_tools()).tools]

    assert [schema["additionalProperties"] for schema in asyncio.run(schemas())] == [False] * 3


def test_an_index_that_is_not_there_is_said_so(small_index: Settings, tmp_path: Path) -> None:
    missing = Settings(corpus=small_index.corpus, store=tmp_path / "none", embedder=small_index.embedder)
    _, problem = asyncio.run(_talk(_here(missing), ("search", {"query": "equipment"})))
    assert "python -m index sync" in problem["error"]


def _process(settings: Settings) -> StdioServerParameters:
    environment = {
        "ADVISORY_CORPUS": str(settings.corpus),
        "ADVISORY_STORE": str(settings.store),
        "ADVISORY_EMBEDDER": settings.embedder,
        "PYTHONPATH": str(ROOT),
    }
    return StdioServerParameters(
        command=sys.executable, args=["-m", "assistant", "mcp"], env=environment, cwd=ROOT
    )


def _here(settings: Settings) -> MCPServer:
    return make_server(Assistant.open(settings))


async def _talk(server: StdioServerParameters | MCPServer, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """The names of the server's tools, then of each call its result, or {"error": what it said}."""
    async with Client(server) as client:
        said: list[Any] = [sorted(tool.name for tool in (await client.list_tools()).tools)]
        for name, arguments in calls:
            result = await client.call_tool(name, arguments)
            text = "".join(getattr(block, "text", "") for block in result.content)
            said.append({"error": text} if result.is_error else result.structured_content)
        return said
