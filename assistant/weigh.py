"""How likely a sentence is to answer, and a question to be answerable, by learned weights.

The weights are logistic regressions that `python -m evals.learn` fits on development questions and
keeps in `weights.json`; nothing here is typed in. They and the reader load at their first use.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from assistant.question import Question
from assistant.weighing.read_features import Texts, read_features, read_nearest
from assistant.weighing.reader import learned_reader
from assistant.weighing.sentence_features import sentence_features
from index.embed import Floats
from index.rank import Found, Ranked

# The sentences an answer is likely made of.
BEST = 3


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression over named features, each standardised by `mean` and `scale`."""

    features: tuple[str, ...]
    mean: Floats
    scale: Floats
    weights: Floats
    bias: float

    def log_odds(self, values: Mapping[str, Floats]) -> Floats:
        """The log-odds for each row of the named columns, shape (n,)."""
        table = np.stack([values[name] for name in self.features], axis=1)
        return np.asarray((table - self.mean) / self.scale @ self.weights + self.bias)


@dataclass(frozen=True, slots=True)
class Learned:
    """What `weights.json` holds.

    `nearest` says by what a search tells which sentences are worth reading; by that and the reading, `prose` says
    which of them answers a question for one thing, and `wide` which belong to a list, a timeline or a comparison.
    A question counts as not answered by the corpus where its log-odds of being about what the corpus is about lie
    below `topic_threshold`, or those of being answered below its shape's threshold; one that passes by less than
    `doubt` may not be answered by it.
    """

    nearest: Model
    prose: Model
    wide: Model
    on_topic: Model
    answerable: Model
    topic_threshold: float
    prose_threshold: float
    wide_threshold: float
    doubt: float

    def answering(self, question: Question) -> Model:
        """What tells the sentences that answer a question of this shape."""
        return self.wide if question.wide else self.prose

    def odds(self, row: Mapping[str, Floats], *, wide: bool, on_topic: bool = False) -> float:
        """By how much (log-odds) the lower of the two passes its threshold; below 0 the corpus does not say.

        `row` are a question's features, each of shape (1,); `wide` says that it asks for more than one
        thing, `on_topic` that it is known to be about what the corpus is about.
        """
        answer = float(self.answerable.log_odds(row)[0])
        answer -= self.wide_threshold if wide else self.prose_threshold
        topic = float(self.on_topic.log_odds(row)[0]) - self.topic_threshold
        return answer if on_topic else min(topic, answer)


@cache
def learned() -> Learned:
    """The learned models."""
    rows = json.loads((Path(__file__).parent / "weights.json").read_text(encoding="utf-8"))
    models, thresholds = rows["models"], rows["thresholds"]
    return Learned(
        nearest=model_of(models["nearest"]),
        prose=model_of(models["prose"]),
        wide=model_of(models["wide"]),
        on_topic=model_of(models["on_topic"]),
        answerable=model_of(models["answerable"]),
        topic_threshold=thresholds["topic"],
        prose_threshold=thresholds["prose"],
        wide_threshold=thresholds["wide"],
        doubt=thresholds["doubt"],
    )


def model_of(row: Mapping[str, Any]) -> Model:
    """A model as `weights.json` keeps it."""
    return Model(
        features=tuple(row["features"]),
        mean=np.array(row["mean"]),
        scale=np.array(row["scale"]),
        weights=np.array(row["weights"]),
        bias=float(row["bias"]),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """A sentence with the log-odds that it answers, and those that the reader gives it; equal to itself alone."""

    ranked: Ranked
    log_odds: float
    reader_odds: float = 0.0


def weigh_sentences(
    question: Question, found: Found, sentences: Sequence[Ranked], text_of: Texts
) -> list[Weighed]:
    """The found sentences by how likely they answer, best first; `text_of` gives a document's text by its id."""
    columns = sentence_features(question, found, sentences)
    nearness = learned().nearest.log_odds(columns)
    read = read_nearest(question, found, sentences, nearness, text_of=text_of, reader=learned_reader())
    return order(sentences, learned().answering(question).log_odds(columns | read_features(read)), read)


def order(sentences: Sequence[Ranked], log_odds: Floats, read: Floats) -> list[Weighed]:
    """Sentences with their log-odds, best first; ties by document and place."""
    weighed = [
        Weighed(ranked, float(odds), float(found))
        for ranked, odds, found in zip(sentences, log_odds, read, strict=True)
    ]
    return sorted(weighed, key=lambda w: (-w.log_odds, w.ranked.entry.id, w.ranked.candidate.sentence.start))
