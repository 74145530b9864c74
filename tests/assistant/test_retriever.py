from __future__ import annotations

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
