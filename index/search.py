"""A question in, evidence out: identifiers first, dense and keyword search mixed, late re-ranking.

The catalog and the vectors are asked for candidates; what ranks them is pure.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

import numpy as np

from index.catalog import Candidate, Catalog, Entry, Passage, Snapshot, words_of
from index.embed import TOKEN_DIMENSIONS, Embedder, Floats, QuestionEmbedding, unit
from index.identifiers import find_identifiers
from index.rerank import Reranker
from index.settings import Settings
from index.types import Document, Evidence, Filters, Metadata, StoreProblem
from index.vectors import VectorStore, fingerprint_of, held_folder

# How many sentences the vectors, and how many chunks the keywords, offer as candidates.
NEAREST_SENTENCES = 200
MATCHED_CHUNKS = 100
# Of how many documents that hold an identifier of the question every chunk is a candidate.
NAMED_DOCUMENTS = 20
# Up to this many sentences, a filter is handed to the vectors as a list of keys: Chroma takes about 32,000.
RESTRICTED_KEYS = 30_000
# How many passages a cross-encoder reads.
REREAD_PASSAGES = 30
QUESTION_CHARACTERS = 2000
# What a word taken over from an earlier question counts beside one that is asked now.
CARRIED_WEIGHT = 0.4
# How often a version may be replaced, and its vectors removed, in the moment it is taken up.
SNAPSHOT_TRIES = 10

_WORD = re.compile(r"\w+")


class Entries(dict[int, Entry]):
    """Every document's line, by number: one object for one version of the index, by which what is made of it is kept."""

    __hash__ = object.__hash__  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence with what speaks for it.

    `late` is MaxSim of the question's tokens (Khattab and Zaharia, 2020), weighted by how rare
    their words are, -1..1; `cosine` that of the whole vectors, -1..1; `token_scores` how well each
    token of the question is met, shape (question tokens,).
    """

    candidate: Candidate
    entry: Entry
    late: float
    cosine: float
    token_scores: Floats

    @property
    def text(self) -> str:
        return self.candidate.text


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A chunk with its score, 0..1 plus 1 where its document holds an identifier of the question (2 where it is the document's own).

    `kind` is that of its first sentence: of a "comment" all are a reader's.
    """

    passage: Passage
    entry: Entry
    score: float
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Found:
    """What one search found, best first, and how the question was taken. `weights` sum to 1."""

    question: QuestionEmbedding
    weights: Floats
    sentences: tuple[Ranked, ...] = ()
    passages: tuple[RankedPassage, ...] = ()
    identifiers: tuple[str, ...] = ()
    unknown_identifiers: tuple[str, ...] = ()


class Index:
    """The published index, open for questions; it follows each new version by itself."""

    def __init__(self, settings: Settings, *, embedder: Embedder | None = None) -> None:
        self.settings = settings
        self.catalog = Catalog(settings.store / "catalog.sqlite")
        self.embedder = embedder or Embedder(settings.embedder)
        self.reranker = Reranker(settings.reranker) if settings.reranker else None
        self._lock = threading.Lock()
        self._vectors: tuple[str, VectorStore] | None = None
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
                self._check_embedder(snapshot)
                name = snapshot.vectors.name
                if name.startswith("vectors-"):
                    try:
                        taken.enter_context(held_folder(self.settings.store / name))
                    except FileNotFoundError:
                        continue  # a sync has published the next version meanwhile, and removed this one's
                stack.enter_context(taken.pop_all())
                return snapshot
        raise StoreProblem(f"vectors in {self.settings.store / name} are missing; run: python -m index sync")

    def _check_embedder(self, snapshot: Snapshot) -> None:
        made_by = snapshot.meta("embedder")
        if made_by != self.settings.embedder:
            raise StoreProblem(
                f"the index in {self.settings.store} was made with embedder {made_by or 'unknown'}, not "
                f"{self.settings.embedder}; set ADVISORY_EMBEDDER to it or run: python -m index sync --rebuild"
            )

    def document(self, id: str) -> Document | None:
        """The document as indexed, or None."""
        with self.snapshot() as snapshot:
            return snapshot.document(id)

    def entries(self, snapshot: Snapshot) -> Entries:
        """Every document's line, by number; kept until the next version."""
        edition, entries = self._entries
        if edition != snapshot.edition:
            entries = Entries((entry.number, entry) for entry in snapshot.entries())
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
        query = query[:QUESTION_CHARACTERS].encode("utf-8", "replace").decode()
        entries = self.entries(snapshot)
        allowed = allowed_documents(entries, filters)
        words = words_of(query)
        identifiers = find_identifiers(query)
        holders = {value: snapshot.documents_holding(value) for value in identifiers}
        named = named_documents(holders.values(), allowed)
        question = self.embedder.embed_question(query)
        weights = token_weights(query, question, snapshot, asked=len(query) if asked is None else asked)
        if not words:
            return Found(question, weights)

        matched = dict(snapshot.match_keywords(words, k=MATCHED_CHUNKS, documents=allowed))
        nearest = self._nearest_chunks(snapshot, question, allowed)
        wholly = snapshot.chunks_of_documents([*list(named)[:NAMED_DOCUMENTS], *whole])
        chunks = sorted({*matched, *nearest, *wholly})
        candidates = [c for c in snapshot.candidates(chunks) if allowed is None or c.document in allowed]
        embeddings = snapshot.embeddings(sorted({candidate.key for candidate in candidates}))
        projection = snapshot.projection() if candidates else None
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
    if vectors.name.startswith("vectors-"):
        folder = settings.store / vectors.name
        damaged = StoreProblem(
            f"vectors in {folder} are damaged; the corpus is the truth: run python -m index sync --rebuild"
        )
        # Chroma reads damaged files without a look, and may end the process on them.
        if fingerprint_of(folder) != vectors.fingerprint:
            raise damaged
        store = VectorStore.open_folder(folder)
        if store.count() != vectors.count:
            store.close()
            raise damaged
        return store
    if not settings.chroma_url:
        raise StoreProblem(
            f"the vectors of {settings.store} are on a Chroma server; set CHROMA_URL, or run: python -m index sync"
        )
    store = VectorStore.open_server(settings.chroma_url, vectors.name)
    if store.count() < vectors.count:
        store.close()
        raise StoreProblem(
            f"Chroma server {settings.chroma_url} has lost vectors of this index; run: python -m index sync --rebuild"
        )
    return store


def allowed_documents(entries: Mapping[int, Entry], filters: Filters) -> frozenset[int] | None:
    """The numbers of the documents that pass the filters; None where nothing is restricted."""
    if filters == Filters():
        return None
    return frozenset(number for number, entry in entries.items() if passes(entry.id, entry.metadata, filters))


def passes(id: str, metadata: Metadata, filters: Filters) -> bool:
    """Whether a document may be looked at. A date known to the month counts from its first day."""
    texts = (
        (filters.country, " ".join([metadata.country, *metadata.origins])),
        (filters.issuer, f"{metadata.issuer} {metadata.publisher}"),
        (filters.kind, metadata.kind),
        (filters.language, metadata.language),
        (filters.marking, metadata.marking),
    )
    if not all(says(found, wanted) for wanted, found in texts):
        return False
    if filters.documents and id not in filters.documents:
        return False
    if not (filters.after or filters.before or filters.as_of):
        return True
    date = metadata.date
    latest = [limit for limit in (filters.before, filters.as_of) if limit]
    return (
        bool(date)
        and all(date[: len(limit)] <= limit for limit in latest)
        and (not filters.after or date >= filters.after[: len(date)])
    )


def says(text: str, wanted: str) -> bool:
    """Whether the text holds what is wanted as whole words, in any case: "korea" is in "South Korea", "de" not in "Sweden"."""
    return not wanted or bool(re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", text, re.IGNORECASE))


def named_documents(
    holders: Iterable[Sequence[tuple[int, bool]]], allowed: frozenset[int] | None
) -> dict[int, float]:
    """For each allowed document that holds an identifier of the question 1.0, or 2.0 where one is its own."""
    named: dict[int, float] = {}
    for held in holders:
        for number, own in held:
            if allowed is None or number in allowed:
                named[number] = max(named.get(number, 0.0), 2.0 if own else 1.0)
    return dict(sorted(named.items(), key=lambda item: (-item[1], item[0])))


def token_weights(query: str, question: QuestionEmbedding, snapshot: Snapshot, *, asked: int) -> Floats:
    """How much each token of the question counts, shape (tokens,), summing to 1.

    A word's weight is its inverse document frequency as in BM25; punctuation counts next to nothing,
    and a word beyond the first `asked` characters CARRIED_WEIGHT of its own.
    """
    words = {match.start(): match for match in _WORD.finditer(query)}
    frequencies = snapshot.chunk_frequencies(match.group().casefold() for match in words.values())
    total = snapshot.counts()["chunks"]
    weights = np.full(len(question.spans), 0.05, dtype=np.float32)
    for i, (start, _) in enumerate(question.spans):
        word = next((m for m in words.values() if m.start() <= start < m.end()), None)
        if word is not None:
            found = frequencies[word.group().casefold()]
            weights[i] = np.log1p((total - found + 0.5) / (found + 0.5))
            weights[i] *= 1.0 if start < asked else CARRIED_WEIGHT
    return np.asarray(weights / max(float(weights.sum()), 1e-9), dtype=np.float32)


def rank_sentences(
    candidates: Sequence[Candidate],
    embeddings: Mapping[str, tuple[Floats, Floats]],
    entries: Mapping[int, Entry],
    question: QuestionEmbedding,
    weights: Floats,
    projection: Floats | None,
) -> list[Ranked]:
    """The candidates by late interaction, best first; ties by document and place."""
    if projection is None:
        return []
    # One order whatever the numbers: sums of floats depend on it, and equal indexes must score equally.
    candidates = sorted(candidates, key=lambda c: (entries[c.document].id, c.sentence.start))
    tokens = unit(question.tokens @ projection)
    # A sentence of which the encoder knows no token has none: a zero vector meets nothing.
    nothing = np.zeros((1, TOKEN_DIMENSIONS), dtype=np.float32)
    matrices = [
        matrix if len(matrix := embeddings[candidate.key][1]) else nothing for candidate in candidates
    ]
    starts = np.concatenate([[0], np.cumsum([len(matrix) for matrix in matrices])[:-1]]).astype(int)
    # One product for all: shape (question tokens, sentences) after the best token of each is taken.
    met = np.maximum.reduceat(tokens @ np.concatenate(matrices).T, starts, axis=1)
    late = weights @ met
    cosine = np.stack([embeddings[candidate.key][0] for candidate in candidates]) @ question.vector
    ranked = [
        Ranked(candidate, entries[candidate.document], float(late[i]), float(cosine[i]), met[:, i])
        for i, candidate in enumerate(candidates)
    ]
    return sorted(ranked, key=lambda r: (-r.late, r.entry.id, r.candidate.sentence.start))


def rank_passages(
    sentences: Sequence[Ranked],
    passages: Mapping[int, Passage],
    weights: Floats,
    matched: Mapping[int, float],
    named: Mapping[int, float],
) -> list[RankedPassage]:
    """Chunks by their mixed scores, each min-max-normalised; those of documents that hold an identifier first.

    Mixed are the best sentence's cosine, BM25, the best sentence's late score, and, counted twice, the late
    score of all its sentences taken together.
    """
    by_chunk: dict[int, list[Ranked]] = {}
    for sentence in sentences:
        by_chunk.setdefault(sentence.candidate.chunk, []).append(sentence)
    if not by_chunk:
        return []
    numbers = sorted(by_chunk)
    dense = np.array([max(s.cosine for s in by_chunk[n]) for n in numbers])
    keyword = np.array([matched.get(n, 0.0) for n in numbers])
    best = np.array([max(s.late for s in by_chunk[n]) for n in numbers])
    together = np.array(
        [float(weights @ np.max([s.token_scores for s in by_chunk[n]], axis=0)) for n in numbers]
    )
    mixed = (normalised(dense) + normalised(keyword) + normalised(best) + 2 * normalised(together)) / 5
    ranked = [
        RankedPassage(
            passages[n],
            by_chunk[n][0].entry,
            float(mixed[i]) + named.get(passages[n].document, 0.0),
            by_chunk[n][0].candidate.sentence.kind,
        )
        for i, n in enumerate(numbers)
    ]
    return sorted(ranked, key=lambda r: (-r.score, r.entry.id, r.passage.start))


def reorder(ranked: Sequence[RankedPassage], scores: Floats) -> tuple[RankedPassage, ...]:
    """The first passages by other scores, then the rest; what an identifier adds stays."""
    half = [replace(p, score=p.score // 1 + p.score % 1 / 2) for p in ranked[len(scores) :]]
    first = [
        replace(p, score=float(p.score // 1 + 0.5 + score / 2.001))
        for p, score in zip(ranked, normalised(scores), strict=False)
    ]
    return tuple(sorted((*first, *half), key=lambda p: (-p.score, p.entry.id, p.passage.start)))


def normalised(scores: Floats) -> Floats:
    """Min-max to 0..1; all alike become 0."""
    spread = float(scores.max() - scores.min())
    return np.asarray((scores - scores.min()) / (spread or 1.0))


def evidence_of(ranked: RankedPassage, document: Document) -> Evidence:
    """The chunk with its exact words and what is known of its document."""
    passage = ranked.passage
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
