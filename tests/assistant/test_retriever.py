"""A LlamaIndex engine gets the index's passages, with their places and sources, and answers from them."""

from __future__ import annotations

from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine

from assistant.retriever import AdvisoryRetriever
from index.search import Index
from index.settings import Settings
from index.types import Filters


def test_a_llamaindex_engine_gets_passages_with_their_place_and_source(small_index: Settings) -> None:
    index = Index(small_index)
    found = AdvisoryRetriever(index, k=2).retrieve("Huawei equipment in Sweden")
    node = next(n.node for n in found if n.node.metadata["document"] == "sweden")
    document = index.document("sweden")
    assert document is not None
    assert document.text[node.start_char_idx : node.end_char_idx] == node.get_content()
    assert node.metadata["issuer"] == "PTS"


def test_filters_and_number_hold(small_index: Settings) -> None:
    found = AdvisoryRetriever(Index(small_index), k=1, filters=Filters(country="Norway")).retrieve(
        "equipment"
    )
    assert [n.node.metadata["document"] for n in found] == ["norway"]


def test_a_query_engine_answers_from_it(small_index: Settings) -> None:
    retriever = AdvisoryRetriever(Index(small_index), k=2)
    response = RetrieverQueryEngine.from_args(retriever, llm=MockLLM()).query("Huawei equipment in Sweden")
    assert {n.node.metadata["document"] for n in response.source_nodes} <= {"sweden", "norway"}
    assert "Operators must remove Huawei equipment by 1 January 2025." in str(response)
