"""The index as a LlamaIndex retriever, so that it plugs into any LlamaIndex engine."""

from __future__ import annotations

from dataclasses import asdict

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.search import Index
from index.types import Evidence, Filters


class AdvisoryRetriever(BaseRetriever):
    """`AdvisoryRetriever(index).retrieve(question)`: up to `k` passages with their place and their document's metadata."""

    def __init__(self, index: Index, *, k: int = 10, filters: Filters = Filters()) -> None:
        super().__init__()
        self._index = index
        self._k = k
        self._filters = filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._index.search(query_bundle.query_str, k=self._k, filters=self._filters)
        return [NodeWithScore(node=_node(evidence), score=evidence.score) for evidence in found]


def _node(evidence: Evidence) -> TextNode:
    """The passage as a node; its metadata is for citing and is kept out of what is embedded."""
    metadata = {
        "document": evidence.document,
        **{name: value for name, value in asdict(evidence.metadata).items() if value},
    }
    return TextNode(
        id_=f"{evidence.document}:{evidence.start}-{evidence.end}",
        text=evidence.text,
        metadata=metadata,
        start_char_idx=evidence.start,
        end_char_idx=evidence.end,
        excluded_embed_metadata_keys=sorted(metadata),
        excluded_llm_metadata_keys=sorted(set(metadata) - {"title", "issuer", "published", "status"}),
    )
