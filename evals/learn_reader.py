"""Train what `assistant/weighing/reader.npz` holds: where in a passage the answer to a question lies, or that it does not.

Learned in three passes. First from SQuAD 2.0 (Rajpurkar et al., 2018; CC BY-SA 4.0), whose file is not part of this
project: each question is read with a few sentences that hold its answer, or, where people wrote it to have none, with
those nearest to it; and some are read once more where no answer is: in the same paragraph without that sentence, in
another paragraph of the article that has the question's words, or with another name or number asked about. Then from
questions on single passages, and last from gold questions that nothing else is learned from, read with the passages
that a search finds for them.

Of several files in the shape of SQuAD's, such as 2.0 and 1.1, each trains a model of its own, and what is kept is the
mean of their weights, which tells better than any of them (model soups, Wortsman et al., 2022). Without such a file,
the reader that there is learns further from the questions it is given (`--further`).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sentencex
import torch

from assistant.pair_encoder import read_layers, write_layers
from assistant.weighing.reader import LEARNED, NOWHERE, head_of
from evals.cases import read_cases
from evals.fine_tune import Pair, PairModel, encoded, padded, train
from evals.passages import Passage, read_passages
from evals.searched import search_gold
from evals.types import Case
from index.embed import Floats, packaged_folder
from index.process import available_cores
from index.rank import Ranked
from index.search import Index
from index.settings import Settings

TOKENS = 192
# The first pass learns to read, the others to tell what answers from what was written to look like it.
FIRST_RATE, LATER_RATE = 2e-4, 6e-5
# Of how many of the passages found the answers are learned, for one thing or for many, and how many without one are
# read beside them, or alone.
PASSAGES_FOUND, WIDE_FOUND, BESIDE, ALONE = 8, 30, 2, 3
# Of the questions that are answered: the shares read once more without an answer, by each way to make that.
SAME_PARAGRAPH, OTHER_PARAGRAPH, OTHER_QUESTION = 0.15, 0.25, 0.05
# How many questions lose their mark, as people type them.
UNMARKED = 0.35
_WORD = re.compile(r"\w{3,}")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
_NUMBER = re.compile(r"\b\d[\d,.]*\b")


@dataclass(frozen=True, slots=True)
class Span:
    """Where an answer stands in a passage: just there if `exact`, else somewhere in it."""

    start: int
    end: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """A question and a passage with the answers in it, if any."""

    question: str
    passage: str
    answers: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Tokens:
    """A reading as the encoder takes it; `first` and `last` are where an answer may begin and end, [0] where there is none."""

    ids: list[int]
    types: list[int]
    first: list[int]
    last: list[int]


@dataclass(frozen=True, slots=True)
class Place:
    """Sentence `sentence` of an article's paragraph `paragraph`."""

    paragraph: int
    sentence: int


class Article:
    """An article of SQuAD with its paragraphs in sentences, from which readings are drawn."""

    def __init__(self, article: dict[str, Any], draw: random.Random) -> None:
        self.title = str(article["title"]).replace("_", " ")
        self.questions: list[list[dict[str, Any]]] = [paragraph["qas"] for paragraph in article["paragraphs"]]
        self.paragraphs = [str(paragraph["context"]) for paragraph in article["paragraphs"]]
        self.sentences = [sentence_spans(text) for text in self.paragraphs]
        self.words = {
            Place(i, j): words_of(self.paragraphs[i][start:end])
            for i, spans in enumerate(self.sentences)
            for j, (start, end) in enumerate(spans)
        }
        counts = Counter(word for words in self.words.values() for word in words)
        self.rarity = {word: math.log(len(self.words) / count) for word, count in counts.items()}
        asked = " ".join(question["question"] for questions in self.questions for question in questions)
        self.names = sorted(set(_NAME.findall(asked)))
        self.draw = draw

    def readings(self) -> Iterator[Reading]:
        for paragraph, questions in enumerate(self.questions):
            for question in questions:
                yield from self._readings_of(paragraph, question)

    def _readings_of(self, paragraph: int, question: dict[str, Any]) -> Iterator[Reading]:
        """The question where its answer stands, and at times once where it does not; or just nearest to it, if it has none."""
        asked, head = str(question["question"]).strip(), head_of(self.title)
        if question.get("is_impossible"):
            yield Reading(self._typed(asked), head + self._nearest(asked, within=paragraph))
            return
        answer = question["answers"][0]["text"]
        start = question["answers"][0]["answer_start"]
        spans = self.sentences[paragraph]
        place = next((i for i, (first, last) in enumerate(spans) if first <= start < last), None)
        if place is None:
            return
        first, last = self._window(paragraph, place, 0, len(spans))
        if start + len(answer) > last:
            return
        text = self.paragraphs[paragraph][first:last]
        at = len(head) + start - first
        yield Reading(self._typed(asked), head + text, (Span(at, at + len(answer)),))
        way = self.draw.random()
        if way < SAME_PARAGRAPH:
            other, passage = asked, self._beside(paragraph, place)
        elif way < SAME_PARAGRAPH + OTHER_PARAGRAPH:
            other, passage = asked, self._nearest(asked, without=paragraph)
        elif way < SAME_PARAGRAPH + OTHER_PARAGRAPH + OTHER_QUESTION:
            other, passage, answer = self._altered(asked, text), text, ""
        else:
            return
        if other and passage and not (answer and answer.casefold() in passage.casefold()):
            yield Reading(self._typed(other), head + passage)

    def _typed(self, question: str) -> str:
        return question.rstrip("?") if self.draw.random() < UNMARKED else question

    def _window(self, paragraph: int, sentence: int, lowest: int, end: int) -> tuple[int, int]:
        """Where one to four sentences around that one begin and end, all of them from `lowest` on and before `end`."""
        size = self.draw.choice((1, 2, 3, 3, 4))
        first = max(sentence - self.draw.randrange(size), lowest)
        spans = self.sentences[paragraph]
        return spans[first][0], spans[min(max(first + size, sentence + 1), end) - 1][1]

    def _beside(self, paragraph: int, answering: int) -> str:
        """Sentences before or behind the answering one: "" where it is alone."""
        spans = self.sentences[paragraph]
        near = [i for i in range(answering - 2, answering + 3) if i != answering and 0 <= i < len(spans)]
        if not near:
            return ""
        place = self.draw.choice(near)
        lowest, end = (0, answering) if place < answering else (answering + 1, len(spans))
        first, last = self._window(paragraph, place, lowest, end)
        return self.paragraphs[paragraph][first:last]

    def _nearest(self, question: str, *, within: int | None = None, without: int | None = None) -> str:
        """Sentences of that paragraph, or of any but that, around one of the three that hold most of the question's words."""
        asked = words_of(question)
        shared = {
            place: sum(self.rarity[word] for word in sorted(asked & words))
            for place, words in self.words.items()
            if place.paragraph != without and within in (None, place.paragraph)
        }
        nearest = sorted(shared, key=lambda place: -shared[place])[:3]
        if not nearest:
            return ""
        place = self.draw.choice(nearest)
        first, last = self._window(place.paragraph, place.sentence, 0, len(self.sentences[place.paragraph]))
        return self.paragraphs[place.paragraph][first:last]

    def _altered(self, question: str, text: str) -> str:
        """The question about another number or name than one that the passage gives: "" where it asks about none."""
        told = f"{self.title} {text}".casefold()
        numbers = [found for found in _NUMBER.finditer(question) if found.group() in text]
        names = [found for found in _NAME.finditer(question) if found.group().casefold() in told]
        others = [name for name in self.names if name.casefold() not in told]
        if numbers and (self.draw.random() < 0.6 or not names or not others):
            found = self.draw.choice(numbers)
            other = str(int(re.sub(r"\D", "", found.group())) + self.draw.randint(1, 8))
        elif names and others:
            found, other = self.draw.choice(names), self.draw.choice(others)
        else:
            return ""
        return question[: found.start()] + other + question[found.end() :]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    found = sentencex.get_sentence_boundaries("en", text)
    return [(each["start_index"], each["end_index"]) for each in found if each["text"].strip()]


def words_of(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


class Model(PairModel):
    """Scores each token of the passage, and the first of all, as an answer's first and last, shape (batch, tokens, 2)."""

    def forward(self, batch: Sequence[Pair]) -> torch.Tensor:
        allowed = padded([each.types for each in batch]).bool()
        allowed[torch.arange(len(batch)), [len(each.ids) - 1 for each in batch]] = False
        allowed[:, 0] = True
        return super().forward(batch).masked_fill(~allowed[..., None], NOWHERE)


def tokens_of(readings: Sequence[Reading], folder: str) -> list[Tokens]:
    """The readings in tokens, without those whose answer was cut off."""
    questions, passages = [r.question for r in readings], [r.passage for r in readings]
    rows = encoded(folder, questions, passages, tokens=TOKENS, cut="only_second")
    made: list[Tokens] = []
    for i, reading in enumerate(readings):
        ids, types, offsets = (rows[name][i] for name in ("input_ids", "token_type_ids", "offset_mapping"))
        first, last = [] if reading.answers else [0], [] if reading.answers else [0]
        for span in reading.answers:
            held = [
                place
                for place, (start, end) in enumerate(offsets)
                if types[place] and start < end and start < span.end and end > span.start
            ]
            first += held[:1] if span.exact else held
            last += held[-1:] if span.exact else held
        if first:
            made.append(Tokens(ids, types, first, last))
    return made


def loss_of(model: Model, batch: Sequence[Tokens]) -> torch.Tensor:
    """Minus the log-likelihood that an answer begins, and ends, where it may."""
    logits = model(batch)
    loss = torch.zeros(())
    for column, places in enumerate(([row.first for row in batch], [row.last for row in batch])):
        right = torch.full(logits.shape[:2], -torch.inf)
        for row, allowed in enumerate(places):
            right[row, allowed] = 0.0
        of_column = logits[..., column]
        loss = loss + (of_column.logsumexp(1) - (of_column + right).logsumexp(1)).mean() / 2
    return loss


def train_anew(squad: Path, later: Sequence[Sequence[Reading]], folder: str, *, seed: int) -> dict[str, Any]:
    """The layers of a model that has gone through one file of SQuAD, and then through what is read later."""
    torch.manual_seed(seed)
    draw = random.Random(seed)
    passes = [(FIRST_RATE, read_squad(squad, draw)), *((LATER_RATE, each) for each in later)]
    return _trained(Model(folder), passes, folder, draw)


def train_further(
    layers: Mapping[str, Floats], later: Sequence[Sequence[Reading]], folder: str, *, seed: int
) -> dict[str, Any]:
    """The layers of a model that has gone on from those through what is read later."""
    torch.manual_seed(seed)
    model = Model(folder)
    model.take(layers)
    return _trained(model, [(LATER_RATE, each) for each in later], folder, random.Random(seed))


def _trained(
    model: Model, passes: Sequence[tuple[float, Sequence[Reading]]], folder: str, draw: random.Random
) -> dict[str, Any]:
    """The layers of the model after a pass over each of the readings at its rate."""
    for rate, readings in passes:
        if readings:
            train(model, tokens_of(readings, folder), loss_of, rate, draw)
    return model.layers()


def read_squad(path: Path, draw: random.Random) -> list[Reading]:
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    return [reading for article in articles for reading in Article(article, draw).readings()]


def reading_of(passage: Passage) -> Reading:
    """A question on a single passage, with the sentences that answer it."""
    text, answers = head_of(passage.title), []
    for place, sentence in enumerate(passage.sentences):
        if place in passage.answers:
            answers.append(Span(len(text), len(text) + len(sentence), exact=False))
        text += f"{sentence} "
    return Reading(passage.question, text, tuple(answers))


def read_gold(gold: Path, corpus: str, store: str) -> Iterator[Reading]:
    """Gold questions, each read in the passages that a search finds: those that answer, and the next."""
    index = Index(Settings.from_environment(corpus=corpus, store=store))
    with index.snapshot() as snapshot:
        for searched in search_gold(read_cases([gold]), index, snapshot):
            case, found = searched.case, searched.found
            answering: dict[int, list[Ranked]] = {}
            for sentence in found.sentences:
                if searched.is_gold(sentence):
                    answering.setdefault(sentence.candidate.chunk, []).append(sentence)
            if case.answerable and not answering:
                continue
            without = 0
            for passage in found.passages[: WIDE_FOUND if searched.question.wide else PASSAGES_FOUND]:
                gold_here = answering.get(passage.passage.number, [])
                without += not gold_here
                if not gold_here and without > (BESIDE if case.answerable else ALONE):
                    continue
                document = snapshot.document(passage.entry.id)
                assert document is not None, "a snapshot holds every document it ranks"
                head = head_of(passage.entry.metadata.title)
                shift = len(head) - passage.passage.start
                answers = [span for sentence in gold_here for span in spans_of(case, sentence, shift)]
                text = document.text[passage.passage.start : passage.passage.end]
                yield Reading(searched.question.standalone, head + text, tuple(answers))


def spans_of(case: Case, sentence: Ranked, shift: int) -> list[Span]:
    """Where in the sentence the facts of the case stand, or the whole sentence where none does; all moved by `shift`."""
    start, end = sentence.candidate.sentence.start + shift, sentence.candidate.sentence.end + shift
    text = sentence.text.casefold()
    told = [fact for group in case.facts if (fact := next((f for f in group if f.casefold() in text), ""))]
    places = [(start + text.index(fact.casefold()), len(fact)) for fact in told]
    return [Span(at, at + length) for at, length in places] or [Span(start, end, exact=False)]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    if bool(options.squad) is bool(options.further):
        parser.error("give files of SQuAD to learn from, or --further")
    folder = packaged_folder()
    later = [
        [reading_of(passage) for path in options.passages for passage in read_passages(path)],
        [reading for each in options.gold for reading in read_gold(Path(each[0]), *each[1:])],
    ]
    torch.set_num_threads(available_cores())  # a search leaves it one: see `compute_on_one_core`
    if options.further:
        trained = [train_further(read_layers(options.further), later, folder, seed=0)]
    else:
        trained = [train_anew(path, later, folder, seed=seed) for seed, path in enumerate(options.squad)]
    mean = {name: np.mean([layers[name] for layers in trained], axis=0) for name in trained[0]}
    write_layers(options.out, mean)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.learn_reader", description=__doc__)
    parser.add_argument(
        "squad",
        type=Path,
        nargs="*",
        help="training files of SQuAD, train-v2.0.json first: each trains one of the models",
    )
    parser.add_argument(
        "--further", type=Path, metavar="READER.npz", help="go on from what this file holds, without SQuAD"
    )
    parser.add_argument(
        "--passages", type=Path, action="append", default=[], metavar="FILE.jsonl.xz",
        help="questions on single passages: see evals/passages.py",
    )  # fmt: skip
    parser.add_argument(
        "--gold", nargs=3, action="append", default=[], metavar=("GOLD", "CORPUS", "STORE"),
        help="gold questions that `evals.learn` is not given, and the index they are asked of",
    )  # fmt: skip
    parser.add_argument("-o", "--out", type=Path, default=LEARNED)
    return parser


if __name__ == "__main__":
    sys.exit(main())
