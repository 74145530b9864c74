"""A question in, evidence out: identifiers first, dense and keyword search mixed, late re-ranking.

The catalog and the vectors are asked for candidates here; `index.rank` orders them.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from index.embed import Embedder, Floats, QuestionEmbedding
from index.filters import allowed_documents, unmatched_notes
from index.language.identifiers import find_identifiers
from index.packing import DamagedRecord
from index.rank import (
    Found,
    Ranked,
    RankedPassage,
    named_documents,
    rank_passages,
    rank_sentences,
    reorder,
    token_weights,
)
from index.rerank import Reranker
from index.settings import Settings
from index.storage.catalog import Catalog
from index.storage.keywords import words_of
from index.storage.records import Entries
from index.storage.snapshot import Snapshot
from index.storage.vectors import VectorStore, fingerprint_of, held_folder
from index.types import DamagedStore, Document, Evidence, Filters, StoreProblem

# How many sentences the vectors, and how many chunks the keywords, offer as candidates.
NEAREST_SENTENCES = 200
MATCHED_CHUNKS = 100
# Of how many documents that hold an identifier of the question every chunk is a candidate.
NAMED_DOCUMENTS = 20
# Up to this many sentences, a filter is handed to the vectors as a list of keys: Chroma takes about 32,000.
RESTRICTED_KEYS = 30_000
# How many passages a cross-encoder reads.
REREAD_PASSAGES = 30
# As much of a longer query is searched for; how long a question may be is the assistant's matter.
SEARCHED_CHARACTERS = 2000
# How often a version may be replaced, and its vectors removed, in the moment it is taken up.
SNAPSHOT_TRIES = 10
_WORD = re.compile(r"\w+")


class Index:
    """The published index, open for questions; it follows each new version by itself."""

    def __init__(self, settings: Settings, *, embedder: Embedder | None = None) -> None:
        self.settings = settings
        self.catalog = Catalog(settings)
        self.embedder = embedder or Embedder(settings.embedder)
        self.reranker = Reranker(settings.reranker) if settings.reranker else None
        self._lock = threading.Lock()
        self._vectors: tuple[str, VectorStore] | None = None
        self._sealed = ""
        self._entries = ("", Entries())
        self._sentences: tuple[str, dict[int, int]] = ("", {})

    def search(self, query: str, *, k: int = 10, filters: Filters = Filters()) -> list[Evidence]:
        """Up to k chunks that speak to the query, best first; none for an empty one.

        Raises StoreProblem where there is no index.
        """
        with self.snapshot() as snapshot:
            best = self.find(snapshot, query, filters=filters).passages[:k]
            documents = {p.entry.id: snapshot.document(p.entry.id) for p in best}
            return [evidence_of(p, document) for p in best if (document := documents[p.entry.id])]

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The version published now, unchanging for as long as it is held, with its vectors."""
        with ExitStack() as stack:
            yield self._take_snapshot(stack)

    def _take_snapshot(self, stack: ExitStack) -> Snapshot:
        for _ in range(SNAPSHOT_TRIES):
            with ExitStack() as taken:
                snapshot = taken.enter_context(self.catalog.snapshot())
                snapshot.check_embedder(self.settings)
                self._check_seal(snapshot)
                vectors = snapshot.vectors
                if vectors.in_folder:
                    try:
                        taken.enter_context(held_folder(self.settings.store / vectors.name))
                    except FileNotFoundError:
                        continue  # a sync has published the next version meanwhile, and removed this one's
                stack.enter_context(taken.pop_all())
                return snapshot
        raise StoreProblem(
            f"vectors in {self.settings.store / vectors.name} are missing; run: {self.settings.command('sync')}"
        )

    def _check_seal(self, snapshot: Snapshot) -> None:
        """See that a version is what was published, once."""
        if self._sealed != (edition := snapshot.edition):
            snapshot.check_seal()
            self._sealed = edition

    def filter_notes(self, filters: Filters) -> list[str]:
        """What whoever filters should know: which country, issuer, kind, language, marking or document nothing is of."""
        if filters == Filters():
            return []
        with self.snapshot() as snapshot:
            return unmatched_notes(self.entries(snapshot).values(), filters)

    def document(self, id: str, hash: str = "") -> Document | None:
        """The document as indexed, under another name where its file, known by its hash, was renamed; or None."""
        with self.snapshot() as snapshot:
            return snapshot.document(id, hash)

    def entries(self, snapshot: Snapshot) -> Entries:
        """Every document's line, by number; kept until the next version."""
        edition, entries = self._entries
        if edition != snapshot.edition:
            entries = Entries(snapshot.entries())
            self._entries = (snapshot.edition, entries)
        return entries

    def find(
        self,
        snapshot: Snapshot,
        query: str,
        *,
        filters: Filters = Filters(),
        asked: int | None = None,
        whole: Sequence[int] = (),
    ) -> Found:
        """Sentences and chunks for the query, each best first.

        What stands beyond the first `asked` characters was carried over from an earlier question and
        counts less. Of the documents `whole` every chunk is a candidate.
        """
        query = query[:SEARCHED_CHARACTERS].encode("utf-8", "replace").decode()
        entries = self.entries(snapshot)
        allowed = allowed_documents(entries, filters)
        words = words_of(query)
        identifiers = find_identifiers(query)
        holders = {value: snapshot.documents_holding(value) for value in identifiers}
        named = named_documents(holders.values(), allowed)
        question = self.embedder.embed_question(query)
        weights = token_weights(
            query,
            question,
            snapshot.chunk_frequencies(map(str.casefold, _WORD.findall(query))),
            chunks=snapshot.counts()["chunks"],
            asked=len(query) if asked is None else asked,
        )
        if not words:
            return Found(question, weights)

        matched = dict(snapshot.match_keywords(words, k=MATCHED_CHUNKS, documents=allowed))
        nearest = self._nearest_chunks(snapshot, question, allowed)
        wholly = snapshot.chunks_of_documents([*list(named)[:NAMED_DOCUMENTS], *whole])
        chunks = sorted({*matched, *nearest, *wholly})
        candidates = [c for c in snapshot.candidates(chunks) if allowed is None or c.document in allowed]
        embeddings = snapshot.embeddings(sorted({candidate.key for candidate in candidates}))
        projection = snapshot.projection() if candidates else None
        check_sizes(question, embeddings.values(), projection)
        sentences = rank_sentences(candidates, embeddings, entries, question, weights, projection)
        ranked = rank_passages(sentences, snapshot.passages(chunks), weights, matched, named)
        return Found(
            question=question,
            weights=weights,
            sentences=tuple(sentences),
            passages=self._reread(query, sentences, ranked),
            identifiers=tuple(identifiers),
            unknown_identifiers=tuple(value for value, held in holders.items() if not held),
        )

    def _reread(
        self, query: str, sentences: Sequence[Ranked], ranked: Sequence[RankedPassage]
    ) -> tuple[RankedPassage, ...]:
        """The passages, the best of them in the order of the cross-encoder if the settings name one."""
        if self.reranker is None or not ranked:
            return tuple(ranked)
        texts: dict[int, list[str]] = {}
        for sentence in sorted(sentences, key=lambda s: s.candidate.sentence.start):
            texts.setdefault(sentence.candidate.chunk, []).append(sentence.text)
        best = ranked[:REREAD_PASSAGES]
        pages = [f"{p.entry.metadata.title}. {' '.join(texts[p.passage.number])}" for p in best]
        return reorder(ranked, self.reranker.scores(query, pages))

    def _nearest_chunks(
        self, snapshot: Snapshot, question: QuestionEmbedding, allowed: frozenset[int] | None
    ) -> set[int]:
        """The chunks of the sentences nearest to the question, among the allowed documents' if restricted."""
        sentences = self._sentence_counts(snapshot)
        total = sum(sentences.values())
        matching = total if allowed is None else sum(sentences.get(number, 0) for number in allowed)
        if matching == 0:
            return set()
        among: Sequence[str] = ()
        k = NEAREST_SENTENCES
        if allowed is not None and matching <= RESTRICTED_KEYS:
            among = snapshot.keys_of_documents(allowed)
        elif allowed is not None:
            # More neighbours are taken and sifted instead.
            k = min(total, k * total // matching * 2)
        with self._lock:
            keys = [key for key, _ in self._open_vectors(snapshot).nearest(question.vector, k=k, among=among)]
        return {chunk for chunks in snapshot.chunks_of_keys(keys).values() for chunk in chunks}

    def _sentence_counts(self, snapshot: Snapshot) -> dict[int, int]:
        edition, counts = self._sentences
        if edition != snapshot.edition:
            counts = snapshot.sentence_counts()
            self._sentences = (snapshot.edition, counts)
        return counts

    def _open_vectors(self, snapshot: Snapshot) -> VectorStore:
        """The vectors of the snapshot's version, opened anew where a sync has published others."""
        if self._vectors is None or self._vectors[0] != snapshot.edition:
            if self._vectors is not None:
                self._vectors[1].close()
                self._vectors = None
            self._vectors = (snapshot.edition, open_vectors(self.settings, snapshot))
        return self._vectors[1]


def open_vectors(settings: Settings, snapshot: Snapshot) -> VectorStore:
    """The vectors of a version, as they were published. Raises StoreProblem where they are not what they were."""
    vectors = snapshot.vectors
    if vectors.in_folder:
        folder = settings.store / vectors.name
        damaged = DamagedStore(
            f"vectors in {folder} are damaged; the corpus is the truth: run {settings.command('sync', '--rebuild')}"
        )
        # Chroma reads damaged files without a look, and may end the process on them.
        if fingerprint_of(folder) != vectors.fingerprint:
            raise damaged
        store = VectorStore.open_folder(settings, vectors.name)
        if store.count() != vectors.count:
            store.close()
            raise damaged
        return store
    if not settings.chroma_url:
        raise StoreProblem(
            f"the vectors of {settings.store} are on a Chroma server; set CHROMA_URL, "
            f"or run: {settings.command('sync')}"
        )
    store = VectorStore.open_server(settings, vectors.name)
    if store.count() < vectors.count:
        store.close()
        raise StoreProblem(
            f"Chroma server {settings.chroma_url} has lost vectors of this index; "
            f"run: {settings.command('sync', '--rebuild')}"
        )
    return store


def check_sizes(
    question: QuestionEmbedding, embeddings: Iterable[tuple[Floats, Floats]], projection: Floats | None
) -> None:
    """Raises DamagedRecord where stored vectors are not of the question's size."""
    sizes = {vector.size for vector, _ in embeddings}
    if not sizes <= {question.vector.size}:
        raise DamagedRecord("a vector of another length")
    if projection is not None and len(projection) != question.tokens.shape[1]:
        raise DamagedRecord("a projection of another length")


def evidence_of(ranked: RankedPassage, document: Document) -> Evidence:
    """The chunk with its exact words and what is known of its document. Raises DamagedRecord where it is none of that document."""
    passage = ranked.passage
    if not 0 <= passage.start <= passage.end <= len(document.text):
        raise DamagedRecord(f"a passage beyond the text of {document.id}")
    return Evidence(
        document=document.id,
        start=passage.start,
        end=passage.end,
        text=document.text[passage.start : passage.end],
        score=round(ranked.score, 6),
        metadata=document.metadata,
        kind=ranked.kind,
        label=passage.label,
    )
