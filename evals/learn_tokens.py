"""Fit what `index/tokens.npz` holds on questions whose answering sentences are known: how token vectors are compared.

The answering sentence is to come nearer to its question, by late interaction, than the other sentences that a search
finds (InfoNCE, van den Oord et al., 2018), and what answers is to lie above one line for all questions, what comes
nearest to a question without an answer below it. Only a projection of the encoder's token vectors and a weight for each
of a question's are learned; the encoder stays as it is. Not for the scored-only questions.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import normalize, softplus

from evals.cases import read_cases
from evals.passages import read_passages
from evals.searched import search_gold
from evals.types import Case
from index.embed import Embedder, Floats, unit
from index.rank import token_weights
from index.search import Index
from index.settings import Settings
from index.storage.snapshot import Snapshot
from index.sync import prepare
from index.tokens import LEARNED, TokenHead, head_name, principal_directions, write_head

EPOCHS = 2
BATCH = 16
LEARNING_RATE = 1e-3
# How many sentences that do not answer a question is held against, and how many of them are the nearest ones.
OTHERS = 40
NEAREST = 12
# How many of the nearest sentences stand for a question that none answers.
BEST = 3
# Where learning starts: a similarity of 1 more makes one sentence so much likelier than another, and one that
# answers than one that does not (log-odds); and the line between these.
FIRST_SCALE = 20.0
FIRST_SHARPNESS = 12.0
FIRST_LINE = 0.45
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's token vectors, shape (n, d), with what their words' rarity makes them count, and the sentences found.

    `sentences` are keys of the token vectors, the nearest first; `gold` says which of them answer: none where
    the question has no answer.
    """

    tokens: Floats
    weights: Floats
    sentences: tuple[str, ...]
    gold: npt.NDArray[np.bool_]
    source: str = ""


Tokens = Mapping[str, Floats]


class OtherTokens(Snapshot):
    """A snapshot whose token vectors are compared by another head than the one it was stored with."""

    def __init__(self, snapshot: Snapshot, head: TokenHead, tokens: Tokens) -> None:
        super().__init__(snapshot.connection)
        self._head = head
        self._tokens = {key: unit(each.astype(np.float32) @ head.projection) for key, each in tokens.items()}

    def projection(self) -> Floats:
        return self._head.projection

    def embeddings(self, keys: Sequence[str]) -> dict[str, tuple[Floats, Floats]]:
        return {key: (vector, self._tokens[key]) for key, (vector, _) in super().embeddings(keys).items()}


def embed_corpus(snapshot: Snapshot, embedder: Embedder) -> dict[str, Floats]:
    """The encoder's own token vectors of every sentence of an index, by its key, shape (tokens, d) in half precision."""
    name = head_name(embedder.name)
    texts: dict[str, str] = {}
    for entry in snapshot.entries():
        document = snapshot.document(entry.id)
        texts |= prepare(document, tokens=name).texts if document else {}
    return embed_texts(texts, embedder)


def embed_texts(texts: Mapping[str, str], embedder: Embedder) -> dict[str, Floats]:
    keys = sorted(texts, key=lambda key: len(texts[key]))
    embedded = embedder.embed([texts[key] for key in keys])
    return {key: each.tokens.astype(np.float16) for key, each in zip(keys, embedded, strict=True)}


def ask_gold(cases: Sequence[Case], index: Index, *, source: str) -> list[Asked]:
    """Each question that stands alone, with the sentences that a search finds for it; not one whose answer is not found."""
    asked: list[Asked] = []
    alone = [case for case in cases if not case.follows]
    with index.snapshot() as snapshot:
        for searched in search_gold(alone, index, snapshot):
            found = searched.found
            if found.sentences and bool(searched.gold) == searched.case.answerable:
                gold = np.array([searched.is_gold(ranked) for ranked in found.sentences])
                plain = found.weights / found.question.importance
                keys = tuple(s.candidate.key for s in found.sentences)
                asked.append(Asked(found.question.tokens, plain / plain.sum(), keys, gold, source))
    return asked


@dataclass(frozen=True, slots=True)
class Folder:
    """Gold files and the index that they are asked of, with the encoder's own token vectors of all it holds."""

    paths: tuple[str, ...]
    index: Index
    tokens: Tokens

    @classmethod
    def open(cls, paths: str, corpus: str, store: str) -> Folder:
        index = Index(Settings.from_environment(corpus=corpus, store=store))
        with index.snapshot() as snapshot:
            return cls(tuple(paths.split(",")), index, embed_corpus(snapshot, index.embedder))

    def asked(self, path: str) -> list[Asked]:
        return ask_gold(read_cases([Path(path)]), self.index, source=path)


def ask_passages(paths: Iterable[Path], embedder: Embedder) -> tuple[list[Asked], dict[str, Floats]]:
    """The questions of files on single passages, and the token vectors of all their sentences."""
    asked: list[Asked] = []
    tokens: dict[str, Floats] = {}
    for path in paths:
        passages = list(read_passages(path))
        keys = [[f"{each.title}. {sentence}" for sentence in each.sentences] for each in passages]
        texts = {key: key for of_passage in keys for key in of_passage}
        frequencies = Counter(word for text in texts for word in set(_WORD.findall(text.casefold())))
        for passage, mine in zip(passages, keys, strict=True):
            text, question = passage.question, embedder.embed_question(passage.question)
            weights = token_weights(text, question, frequencies, chunks=len(texts), asked=len(text))
            plain = weights / question.importance
            gold = np.isin(np.arange(len(mine)), passage.answers)
            asked.append(Asked(question.tokens, plain / plain.sum(), tuple(mine), gold, path.name))
        tokens |= embed_texts(texts, embedder)
    return asked, tokens


class Head(torch.nn.Module):
    """The projection and the gate; how sharply scores tell sentences apart, and answers from what only comes near them."""

    def __init__(self, projection: Floats) -> None:
        super().__init__()
        self.projection = torch.nn.Parameter(torch.tensor(projection))
        self.gate = torch.nn.Parameter(torch.zeros(len(projection)))
        self.scale = torch.nn.Parameter(torch.tensor(FIRST_SCALE).log())
        self.sharpness = torch.nn.Parameter(torch.tensor(FIRST_SHARPNESS).log())
        self.line = torch.nn.Parameter(torch.tensor(FIRST_LINE))

    def scores(self, asked: Asked, tokens: Sequence[Floats]) -> torch.Tensor:
        """How near each sentence comes, shape (sentences,), -1..1."""
        question = torch.from_numpy(asked.tokens)
        weights = torch.from_numpy(asked.weights) * torch.exp(question @ self.gate)
        owner = torch.from_numpy(np.repeat(np.arange(len(tokens)), [len(each) for each in tokens]))
        rows = torch.from_numpy(np.concatenate(tokens).astype(np.float32))
        near = _unit(question @ self.projection) @ _unit(rows @ self.projection).T
        met = torch.full((len(question), len(tokens)), -1.0)
        met = met.scatter_reduce(1, owner.expand(len(question), -1), near, "amax")
        return (weights / weights.sum()) @ met

    def loss(self, asked: Asked, tokens: Sequence[Floats]) -> torch.Tensor:
        """Minus two log-likelihoods: of each answer against what does not answer, and of there being one or none."""
        scores, answers = self.scores(asked, tokens), torch.from_numpy(asked.gold)
        if not answers.any():
            nearest = scores.topk(min(BEST, len(scores))).values.mean()
            return softplus((nearest - self.line) * self.sharpness.exp())
        sure = softplus((self.line - scores[answers].max()) * self.sharpness.exp())
        scaled = scores * self.scale.exp()
        return sure + softplus(torch.logsumexp(scaled[~answers], 0) - scaled[answers]).mean()


def _unit(rows: torch.Tensor) -> torch.Tensor:
    return normalize(rows, dim=-1)


def fit_head(asked: Sequence[Asked], tokens: Tokens, first: Floats) -> TokenHead:
    """The head that tells answers best, from `first`, principal directions of shape (d, k)."""
    # The matrices are small: threads would wait for one another most of the time.
    torch.set_num_threads(1)
    draw = np.random.default_rng(0)
    head = Head(first)
    optimiser = torch.optim.Adam(head.parameters(), lr=LEARNING_RATE)
    everything = sorted({key for each in asked for key in each.sentences})
    for epoch in range(EPOCHS):
        total = 0.0
        order = draw.permutation(len(asked))
        for start in range(0, len(order), BATCH):
            batch = [asked[i] for i in order[start : start + BATCH]]
            losses = [head.loss(*_held_against(each, tokens, everything, draw)) for each in batch]
            loss = torch.stack(losses).mean()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            total += loss.item() * len(batch)
        print(f"tokens: epoch {epoch + 1} of {EPOCHS}, loss {total / len(asked):.3f}", file=sys.stderr)
    return TokenHead("", head.projection.detach().numpy(), head.gate.detach().numpy())


def _held_against(
    asked: Asked, tokens: Tokens, everything: Sequence[str], draw: np.random.Generator
) -> tuple[Asked, list[Floats]]:
    """The question with what answers it and OTHERS that do not, and their token vectors; a short passage is filled up with any."""
    right, wrong = np.flatnonzero(asked.gold), np.flatnonzero(~asked.gold)
    if len(wrong) > OTHERS:
        drawn = draw.choice(wrong[NEAREST:], OTHERS - NEAREST, replace=False)
        wrong = np.concatenate([wrong[:NEAREST], drawn])
    answers = [asked.sentences[i] for i in right]
    others = [asked.sentences[i] for i in wrong]
    strange = [everything[i] for i in draw.integers(0, len(everything), OTHERS - len(wrong))]
    others += [key for key in strange if key not in asked.sentences]
    keys = [key for key in (*answers, *others) if len(tokens[key])]
    gold = np.array([key in answers for key in keys])
    return replace(asked, sentences=tuple(keys), gold=gold), [tokens[key] for key in keys]


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    embedder = Embedder()
    folders = [Folder.open(*each) for each in options.set]
    of_passages, tokens = ask_passages(options.passages, embedder)
    asked = [each for folder in folders for path in folder.paths for each in folder.asked(path)]
    asked += of_passages
    for folder in folders:
        tokens |= folder.tokens
    print(f"tokens: {len(asked)} questions, {len(tokens)} sentences", file=sys.stderr)
    head = fit_head(asked, tokens, principal_directions(embedder))
    write_head(options.out, head.projection, head.gate)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.learn_tokens", description=__doc__)
    parser.add_argument(
        "--set", nargs=3, action="append", metavar=("GOLD[,GOLD]", "CORPUS", "STORE"), required=True,
        help="questions and the index they are asked of",
    )  # fmt: skip
    parser.add_argument(
        "--passages", type=Path, action="append", default=[], metavar="FILE.jsonl.xz",
        help="questions on single passages: see evals/passages.py",
    )  # fmt: skip
    parser.add_argument("-o", "--out", type=Path, default=LEARNED)
    return parser


if __name__ == "__main__":
    sys.exit(main())
