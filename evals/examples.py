"""Gold questions as the models see them that are learned on them: searched, each sentence with its features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from assistant import weigh
from assistant.extract import chunks_with_words
from assistant.question import Question
from assistant.weighing.read_features import read_features, read_nearest
from assistant.weighing.reader import learned_reader
from assistant.weighing.sentence_features import sentence_features
from evals.learn_tokens import OtherTokens, Tokens
from evals.searched import search_gold
from evals.types import Case
from index.embed import Floats
from index.rank import Found, Ranked
from index.search import Index
from index.tokens import TokenHead

# Each kind of question of each file counts the same where it has so many; fewer count less.
ENOUGH = 20


@dataclass(frozen=True, slots=True)
class Example:
    """One question as the models see it: a row a sentence, whether each is gold, and what else is needed of it.

    `read` is what the reader made of each sentence: nothing before `read_examples`.
    """

    case: Case
    question: Question
    found: Found
    sentences: tuple[Ranked, ...]
    columns: dict[str, Floats]
    gold: Floats
    texts: dict[str, str]
    known: dict[str, int]
    source: str = ""
    read: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))


def collect_examples(
    cases: Sequence[Case], index: Index, head: TokenHead, tokens: Tokens, *, source: str = ""
) -> list[Example]:
    """Each case searched as the assistant searches it, by a token head that never saw it, in conversation where it follows another."""
    examples: list[Example] = []
    index.embedder.importance = head.importance
    with index.snapshot() as published:
        snapshot = OtherTokens(published, head, tokens)
        texts: dict[str, str] = {}
        for searched in search_gold(cases, index, snapshot):
            case, question, found = searched.case, searched.question, searched.found
            sentences = searched.sentences
            if not sentences:
                continue
            for id in {s.entry.id for s in sentences} - texts.keys():
                texts[id] = snapshot.document(id).text  # type: ignore[union-attr]
            examples.append(
                Example(
                    case=case,
                    question=question,
                    found=found,
                    sentences=sentences,
                    columns=sentence_features(question, found, sentences),
                    gold=np.array([float(searched.is_gold(s)) for s in sentences]),
                    texts=texts,
                    known=chunks_with_words(question, snapshot),
                    source=source,
                )
            )
    return examples


def read_examples(examples: Sequence[Example], nearest: weigh.Model) -> list[Example]:
    """The examples with what the reader makes of the sentences that are nearest."""
    return [_read(example, nearest.log_odds(example.columns)) for example in examples]


def _read(example: Example, nearness: Floats) -> Example:
    read = read_nearest(
        example.question, example.found, example.sentences, nearness,
        text_of=example.texts.__getitem__, reader=learned_reader(),
    )  # fmt: skip
    return replace(example, columns=example.columns | read_features(read), read=read)


def shares_of(examples: Sequence[Example]) -> Floats:
    """What each question counts, shape (n,): each kind of question of each file the same, where it has ENOUGH."""
    alike = Counter((e.source, e.case.kind) for e in examples)
    return np.array([1.0 / max(ENOUGH, alike[e.source, e.case.kind]) for e in examples])


def of_shape(examples: Sequence[Example], *, wide: bool) -> list[Example]:
    """The questions for one thing, or the lists, timelines and comparisons."""
    return [example for example in examples if example.question.wide is wide]
