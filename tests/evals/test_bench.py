"""The bench measures any search on the same questions, and gives ours a fair field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from evals.bench import Contestant, contestants, measure, recall_within
from evals.run import Search
from evals.types import Case, Place
from index.settings import Settings
from index.types import Evidence, Filters
from tests.evals.towns import town_cases


def passage(text: str, document: str = "paper") -> Evidence:
    return Evidence(document, 0, len(text), text, 0.0)


CASE = Case(
    "q", "lookup", "?", True,
    evidence=((Place("paper", "one two three four"),), (Place("paper", "five six seven"),)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("hits", "words", "recall"),
    [
        (["one two three four five six seven"], 7, 1.0),
        (["one two three four five six seven"], 4, 0.5),
        (["one two three four", "five six seven"], 4, 0.5),
        (["one two three four", "five six seven"], 6, 0.5),
        (["one two three four", "five six seven"], 7, 1.0),
        (["nothing of it"], 100, 0.0),
        ([], 100, 0.0),
    ],
)
def test_recall_within_words_counts_what_fits(hits: list[str], words: int, recall: float) -> None:
    assert recall_within(CASE, [passage(hit) for hit in hits], words=words) == recall


def build_files(corpus: Path, folder: Path) -> Search:
    """A search that gives whole files, those that share most words with the query first."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(corpus.glob("*.md"))}

    def search(query: str, *, k: int = 10, filters: Filters | None = None) -> Sequence[Evidence]:
        wanted = set(re.findall(r"\w+", query))
        order = sorted(
            texts, key=lambda name: (-len(wanted & set(texts[name].replace(".", "").split())), name)
        )
        return [passage(texts[name], name) for name in order[:k]]

    return search


def test_a_contestant_is_built_anew_for_each_repeat_and_ranked_on_questions_that_stand_alone(
    corpus: Path,
) -> None:
    seconds = count()
    [standing] = measure(
        [Contestant("files", build_files)],
        town_cases(),
        corpus,
        repeats=2,
        clock=lambda: float(next(seconds)),
    )
    assert (standing.name, standing.ingest_seconds, standing.query_seconds) == ("files", 1.0, 1.0)
    # of each town's two papers the one of 2019 comes first; asked is what holds now
    assert standing.ranking.mrr == 0.5
    assert (standing.ranking.recall_5, standing.recall_300_words) == (1.0, 1.0)


def test_every_question_is_told_of_and_only_the_first_round_asks_them_all(corpus: Path) -> None:
    told: list[tuple[str, int, int]] = []
    cases = town_cases()
    standing_alone = [case for case in cases if case.evidence and not case.follows and not case.as_of]
    many = [replace(case, id=f"{n}-{case.id}") for n in range(10) for case in standing_alone]
    measure(
        [Contestant("files", build_files)],
        many,
        corpus,
        repeats=2,
        progress=lambda stage, done, total: told.append((stage, done, total)),
    )
    first, second = ([t for t in told if t[0] == f"files, round {n} of 2"] for n in (1, 2))
    assert first[-1][1:] == (len(many), len(many))
    assert 40 <= second[-1][2] < len(many)


def test_contestants_take_turns(corpus: Path) -> None:
    built: list[str] = []

    def contestant(name: str) -> Contestant:
        def build(corpus: Path, folder: Path) -> Search:
            built.append(name)
            return build_files(corpus, folder)

        return Contestant(name, build)

    standings = measure([contestant("one"), contestant("two")], town_cases()[:1], corpus, repeats=2)
    assert built == ["one", "two", "one", "two"]
    assert [standing.name for standing in standings] == ["one", "two"]


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_ours_and_every_peer_find_their_way_in_a_small_corpus(corpus: Path) -> None:
    for module in (
        "llama_index.embeddings.huggingface",
        "llama_index.retrievers.bm25",
        "llama_index.vector_stores.chroma",
    ):
        pytest.importorskip(module)
    cases = town_cases()[:8]
    standings = measure(contestants(Settings(), peers=True), cases, corpus, repeats=1)
    assert [standing.name for standing in standings] == [
        "Advisory Chat",
        "LlamaIndex",
        "LlamaIndex, chunks of 256",
        "LlamaIndex, its citations",
        "BM25 alone",
    ]
    assert all(standing.ranking.recall_10 > 0.9 for standing in standings)
