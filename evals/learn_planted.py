"""Fit what `assistant/checking/planted.npz` holds: which sentences of a document speak to an assistant.

Learned from `planted_sentences.jsonl`, a line {"text", "planted"}: sentences that writers planted and ordinary ones
that come close to them in words. The sentences of the corpus and of our own passages stand for what is usual.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from assistant.checking.planted import BUCKETS, LEARNED, buckets
from assistant.checking.reading import sentences_of
from evals.corpus import read_documents
from evals.passages import read_passages

HERE = Path(__file__).parent
SENTENCES, PASSAGES = HERE / "planted_sentences.jsonl", HERE / "passages.jsonl.xz"
# What a usual sentence counts beside one that was written for this.
USUAL = 0.3
INVERSE_PENALTY = 30.0


def read_sentences(path: Path) -> dict[str, bool]:
    """The written sentences, and whether each is planted."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {row["text"]: row["planted"] for row in rows}


def read_usual(corpus: Path, passages: Path) -> list[str]:
    """The sentences of the documents and of the passages, each once."""
    of_passages = [sentence for passage in read_passages(passages) for sentence in passage.sentences]
    of_documents = [s for document in read_documents(corpus).values() for s in sentences_of(document.text)]
    return list(dict.fromkeys([*of_documents, *of_passages]))


def fit(written: dict[str, bool], usual: Sequence[str]) -> LogisticRegression:
    planted = [*written.values(), *[False] * len(usual)]
    weights = [*[1.0] * len(written), *[USUAL] * len(usual)]
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=2000)
    return model.fit(table_of([*written, *usual]), planted, sample_weight=weights)


def table_of(sentences: Iterable[str]) -> csr_matrix:
    """A row a sentence, of length 1 (Euclidean), a column a bucket."""
    places = [buckets(sentence) for sentence in sentences]
    values = [np.full(len(each), 1 / np.sqrt(max(1, len(each)))) for each in places]
    ends = np.cumsum([0, *map(len, places)])
    return csr_matrix((np.concatenate(values), np.concatenate(places), ends), shape=(len(places), BUCKETS))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.learn_planted", description=__doc__)
    parser.add_argument("sentences", type=Path, nargs="?", default=SENTENCES)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("-o", "--out", type=Path, default=LEARNED)
    options = parser.parse_args(arguments)
    model = fit(read_sentences(options.sentences), read_usual(options.corpus, PASSAGES))
    np.savez_compressed(
        options.out, weights=model.coef_[0].astype(np.float16), bias=np.float32(model.intercept_[0])
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
