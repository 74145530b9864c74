"""The index beside its peers: LlamaIndex's plain pipeline and BM25 alone, on the same documents, questions and encoder.

Ranking counts passages (definitions: `scores.score_ranking`). Since a long passage holds a place more
easily and costs its reader more, `recall_300_words` counts words instead: the share of places held by the first
passages of at most 300 words together. Peers come with `pip install '.[peers]'`.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from evals.run import RANKED, Search
from evals.scores import holds, score_ranking
from evals.types import Case, Ranking
from index.progress import Progress, no_progress
from index.settings import Settings
from index.types import AdvisoryError, Evidence, Filters

if TYPE_CHECKING:
    from llama_index.core.schema import NodeWithScore

WORDS_READ = 300
TIMED_AGAIN = 40
"""How many of the questions are asked again in every round after the first: enough for a median of their time."""


class PeersMissing(AdvisoryError):
    """The libraries to compare with are not installed."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """`build(corpus, folder)` indexes the corpus, keeping what it must in the empty folder, and gives its search."""

    name: str
    build: Callable[[Path, Path], Search]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one contestant did. Seconds are medians over the rounds; a query's, over all questions of them too."""

    name: str
    ranking: Ranking
    recall_300_words: float
    words_at_10: float
    ingest_seconds: float
    query_seconds: float


@dataclass(frozen=True, slots=True)
class Trial:
    """One build of a contestant and all questions put to it; `found` are the passages by case id."""

    ingest_seconds: float
    query_seconds: tuple[float, ...]
    found: dict[str, list[Evidence]]


def measure(
    contestants: Sequence[Contestant],
    cases: Sequence[Case],
    corpus: Path,
    *,
    repeats: int = 3,
    clock: Callable[[], float] = time.perf_counter,
    progress: Progress = no_progress,
) -> list[Standing]:
    """Build each contestant `repeats` times from nothing, and rank every case that stands alone and has evidence.

    They take turns, so that whatever else the machine does in the meantime falls on all of them alike. The first
    round asks every question and settles the ranking; the others ask a part of them, for the time it takes.
    """
    asked = [case for case in cases if case.evidence and not case.follows and not case.as_of]
    again = asked[:: max(1, len(asked) // TIMED_AGAIN)]
    trials: dict[str, list[Trial]] = {each.name: [] for each in contestants}
    for round in range(1, repeats + 1):
        for each in contestants:
            stage = f"{each.name}, round {round} of {repeats}"
            trial = _try(each, asked if round == 1 else again, corpus, clock, partial(progress, stage))
            trials[each.name].append(trial)
    return [_standing(name, trials[name], asked) for name in trials]


def _try(
    contestant: Contestant,
    asked: Sequence[Case],
    corpus: Path,
    clock: Callable[[], float],
    progress: Callable[[int, int], None],
) -> Trial:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        progress(0, len(asked))
        start = clock()
        search = contestant.build(corpus, Path(folder))
        ingest_seconds = clock() - start
        found, seconds = {}, []
        for case in asked:
            start = clock()
            found[case.id] = list(search(case.question, k=RANKED))
            seconds.append(clock() - start)
            progress(len(seconds), len(asked))
    return Trial(ingest_seconds, tuple(seconds), found)


def _standing(name: str, trials: Sequence[Trial], asked: Sequence[Case]) -> Standing:
    found = trials[0].found
    rankings = [score_ranking(case, found[case.id]) for case in asked]
    return Standing(
        name=name,
        ranking=Ranking(*(statistics.fmean(values) for values in zip(*map(astuple, rankings), strict=True))),
        recall_300_words=statistics.fmean(recall_within(case, found[case.id]) for case in asked),
        words_at_10=statistics.fmean(sum(_length(hit) for hit in found[case.id]) for case in asked),
        ingest_seconds=statistics.median(trial.ingest_seconds for trial in trials),
        query_seconds=statistics.median(s for trial in trials for s in trial.query_seconds),
    )


def recall_within(case: Case, hits: Sequence[Evidence], *, words: int = WORDS_READ) -> float:
    """The share of the case's places held by the first passages that fit into so many words; the last is cut to fit."""
    read, left = [], words
    for hit in hits:
        read.append(_cut(hit, left))
        left -= _length(hit)
        if left <= 0:
            break
    held = [any(holds(hit, place) for hit in read for place in group) for group in case.evidence]
    return sum(held) / len(held)


def _cut(hit: Evidence, words: int) -> Evidence:
    return Evidence(hit.document, hit.start, hit.end, " ".join(hit.text.split()[:words]), hit.score)


def _length(hit: Evidence) -> int:
    return len(hit.text.split())


def contestants(settings: Settings, *, peers: bool) -> list[Contestant]:
    """Ours first, then the peers."""
    ours = Contestant("Advisory Chat", lambda corpus, folder: _build_ours(corpus, folder, settings))
    if not peers:
        return [ours]
    _require_peers()
    from index.embed import Embedder

    encoder = Embedder(settings.embedder).folder
    return [
        ours,
        Contestant("LlamaIndex", lambda corpus, folder: _build_llama(corpus, folder, encoder)),
        Contestant(
            "LlamaIndex, chunks of 256",
            lambda corpus, folder: _build_llama(corpus, folder, encoder, chunk_size=256),
        ),
        Contestant(
            "LlamaIndex, its citations",
            lambda corpus, folder: _build_llama(corpus, folder, encoder, citations=True),
        ),
        Contestant("BM25 alone", _build_bm25),
    ]


def _require_peers() -> None:
    try:
        import llama_index.embeddings.huggingface
        import llama_index.retrievers.bm25
        import llama_index.vector_stores.chroma  # noqa: F401
    except ImportError as error:
        raise PeersMissing(f"{error}; install the peers with: pip install '.[peers]'") from error


def _build_ours(corpus: Path, folder: Path, settings: Settings) -> Search:
    from index.search import Index
    from index.sync import sync_corpus

    own = Settings(corpus=corpus, store=folder, embedder=settings.embedder, reranker=settings.reranker)
    sync_corpus(own)
    return Index(own).search


def _build_llama(
    corpus: Path, folder: Path, encoder: str, *, chunk_size: int = 1024, citations: bool = False
) -> Search:
    """Reader, splitter, embedding, Chroma and retriever as LlamaIndex's own tutorial puts them together."""
    from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
    from llama_index.core.llms import MockLLM
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.query_engine import CitationQueryEngine
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.vector_stores.chroma import ChromaVectorStore

    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")  # Chroma's own switch: nothing leaves the machine
    store = ChromaVectorStore.from_params(
        collection_name="peer", persist_dir=str(folder), collection_kwargs={"embedding_function": None}
    )
    index = VectorStoreIndex.from_documents(
        SimpleDirectoryReader(str(corpus), recursive=True, exclude_hidden=False).load_data(),
        storage_context=StorageContext.from_defaults(vector_store=store),
        embed_model=HuggingFaceEmbedding(model_name=encoder, device="cpu"),
        transformations=[SentenceSplitter(chunk_size=chunk_size)],
    )

    def search(query: str, *, k: int = RANKED, filters: Filters | None = None) -> list[Evidence]:
        if not citations:
            return [
                _evidence(found, corpus) for found in index.as_retriever(similarity_top_k=k).retrieve(query)
            ]
        engine = CitationQueryEngine.from_args(index, llm=MockLLM(max_tokens=1), similarity_top_k=k)
        return [_evidence(found, corpus) for found in engine.query(query).source_nodes[:k]]

    return search


def _build_bm25(corpus: Path, folder: Path) -> Search:
    """LlamaIndex's BM25 retriever over the plain pipeline's chunks, without the padding it returns at score 0."""
    from llama_index.core import SimpleDirectoryReader
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.retrievers.bm25 import BM25Retriever

    documents = SimpleDirectoryReader(str(corpus), recursive=True, exclude_hidden=False).load_data()
    nodes = SentenceSplitter(chunk_size=256).get_nodes_from_documents(documents)
    retriever = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=min(RANKED, len(nodes)))

    def search(query: str, *, k: int = RANKED, filters: Filters | None = None) -> list[Evidence]:
        return [_evidence(found, corpus) for found in retriever.retrieve(query)[:k] if found.score]

    return search


def _evidence(found: NodeWithScore, corpus: Path) -> Evidence:
    """A LlamaIndex node with its score, as a passage of ours."""
    from llama_index.core.schema import TextNode

    assert isinstance(found.node, TextNode)
    path = Path(found.node.metadata["file_path"]).resolve().relative_to(corpus.resolve())
    start, end = found.node.start_char_idx or 0, found.node.end_char_idx or 0
    return Evidence(path.with_suffix("").as_posix(), start, end, found.node.text, found.score or 0.0)
