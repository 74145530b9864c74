"""Fit what `assistant/weights.json` holds on gold questions: which sentence answers, and whether any does.

Not for the scored-only questions: whatever is learned from cannot measure what was learned.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant import weigh
from assistant.asking.content_words import content_words, says_something
from assistant.question import Question
from assistant.weighing.question_features import question_features
from assistant.weighing.read_features import read_features, read_nearest
from assistant.weighing.reader import learned_reader
from assistant.weighing.sentence_features import sentence_features
from evals.cases import read_cases
from evals.learn_tokens import Folder, OtherTokens, Tokens, ask_passages, fit_head
from evals.searched import search_gold
from evals.types import Case
from index.embed import Floats
from index.rank import Found, Ranked
from index.search import Index
from index.tokens import TokenHead, principal_directions

FOLDS = 8
# How many parts the own files are dealt into, each searched by a token head that was fitted on the others.
HEADS = 3
# The shares of answerable questions that may be refused wrongly as off-topic, and as not answered: of those for one
# thing, and of lists, timelines and comparisons. Together no more than four in a hundred.
TAKEN_AS_OFF_TOPIC = 0.01
TAKEN_AS_UNANSWERED, WIDE_TAKEN_AS_UNANSWERED = 0.047, 0.01
# The share of them whose answers come with a doubt.
DOUBTED = 0.15
# What another set of questions counts beside the own one.
OTHER = 0.1
# Each kind of question of each file counts the same where it has so many; fewer count less.
ENOUGH = 20
# What tells the sentences that answer a question.
ModelOf = Callable[[Question], weigh.Model]


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
                    known=snapshot.chunk_frequencies(
                        w.casefold() for w in content_words(question.standalone) if says_something(w)
                    ),
                    source=source,
                )
            )
    return examples


def fit_sentence_model(examples: Sequence[Example]) -> dict[str, object]:
    """A regression over all sentences of the answerable questions, by what differs among them."""
    answerable = [e for e in examples if e.gold.any()]
    shares = shares_of(answerable)
    names = tuple(
        name for name in answerable[0].columns if any(np.ptp(e.columns[name]) > 0 for e in answerable)
    )
    rows = np.vstack([np.stack([e.columns[name] for name in names], axis=1) for e in answerable])
    weights = np.concatenate(
        [np.full(len(e.gold), share / e.gold.sum()) for e, share in zip(answerable, shares, strict=True)]
    )
    return fit(names, rows, np.concatenate([e.gold for e in answerable]), weights, inverse_penalty=0.3)


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


@dataclass(frozen=True, slots=True)
class Table:
    """A row a question: its features, whether it belongs to the class that is learned, its weight, its fold (-1: in all)."""

    names: tuple[str, ...]
    rows: Floats
    labels: Floats
    weights: Floats
    folds: Floats
    inverse_penalty: float

    def fit(self, *, without: int | None = None) -> dict[str, object]:
        """The regression over all rows, or over those of the other folds."""
        kept = self.folds != without if without is not None else np.ones(len(self.rows), dtype=bool)
        return fit(self.names, self.rows[kept], self.labels[kept], self.weights[kept], self.inverse_penalty)

    def cross_validated(self) -> Floats:
        """Log-odds of each row from a model that did not see its conversation; 0 where a row is in all folds."""
        odds = np.zeros(len(self.rows), dtype=np.float32)
        for fold in range(FOLDS):
            mine = np.flatnonzero(self.folds == fold)
            model = weigh.model_of(self.fit(without=fold))
            odds[mine] = model.log_odds({name: self.rows[mine, i] for i, name in enumerate(self.names)})
        return odds


def of_shape(examples: Sequence[Example], *, wide: bool) -> list[Example]:
    """The questions for one thing, or the lists, timelines and comparisons."""
    return [example for example in examples if example.question.wide is wide]


def answerable_table(own: Sequence[Example], others: Sequence[Sequence[Example]], model: ModelOf) -> Table:
    """Does the corpus hold the answer? The own questions count full, each other set OTHER."""
    return join_tables(
        [
            table_of(own, [e.case.answerable for e in own], model, weight=1.0, folds=folds_of(own)),
            *(table_of(set, [e.case.answerable for e in set], model, weight=OTHER) for set in others),
        ],
        inverse_penalty=0.01,
    )


def topic_table(
    own: Sequence[Example],
    others: Sequence[Sequence[Example]],
    foreign: Sequence[Sequence[Example]],
    model: ModelOf,
) -> Table:
    """Is the question about what the corpus is about? Near misses are; foreign questions are not."""
    return join_tables(
        [
            table_of(own, [e.case.kind != "off-topic" for e in own], model, weight=1.0, folds=folds_of(own)),
            *(table_of(set, [True] * len(set), model, weight=1.0) for set in others),
            *(table_of(set, [False] * len(set), model, weight=1.0) for set in foreign),
        ],
        inverse_penalty=0.1,
    )


def table_of(
    examples: Sequence[Example],
    labels: Sequence[bool],
    model: ModelOf,
    *,
    weight: float,
    folds: Sequence[int] | None = None,
) -> Table:
    """The questions' rows; yes and no weigh `weight` each, whatever their numbers."""
    rows = [question_row(example, model) for example in examples]
    counts = {answer: max(1, sum(label is answer for label in labels)) for answer in (True, False)}
    return Table(
        names=tuple(rows[0]),
        rows=np.array([[float(value[0]) for value in row.values()] for row in rows], dtype=np.float32),
        labels=np.array(labels, dtype=np.float32),
        weights=np.array([weight / counts[label] for label in labels], dtype=np.float32),
        folds=np.array(folds if folds is not None else [-1] * len(rows), dtype=np.float32),
        inverse_penalty=1.0,
    )


def join_tables(tables: Sequence[Table], *, inverse_penalty: float) -> Table:
    return Table(
        names=tables[0].names,
        rows=np.concatenate([t.rows for t in tables]),
        labels=np.concatenate([t.labels for t in tables]),
        weights=np.concatenate([t.weights for t in tables]),
        folds=np.concatenate([t.folds for t in tables]),
        inverse_penalty=inverse_penalty,
    )


def folds_of(examples: Sequence[Example]) -> list[int]:
    """The fold of each question; a conversation is in one."""
    conversations = sorted({example.case.conversation for example in examples})
    np.random.default_rng(0).shuffle(conversations)
    fold_of = {conversation: i % FOLDS for i, conversation in enumerate(conversations)}
    return [fold_of[example.case.conversation] for example in examples]


def question_row(example: Example, model: ModelOf) -> dict[str, Floats]:
    weighed = weigh.order(example.sentences, model(example.question).log_odds(example.columns), example.read)
    return question_features(
        example.question,
        example.found,
        [w.ranked for w in weighed[: weigh.BEST]],
        [w.log_odds for w in weighed],
        [w.read for w in weighed],
        document_text=example.texts[weighed[0].ranked.entry.id],
        known=example.known,
    )


def fit(
    names: tuple[str, ...], rows: Floats, labels: Floats, weights: Floats, inverse_penalty: float
) -> dict[str, object]:
    """A standardised logistic regression as `weights.json` keeps it."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    scaled = weights / weights.sum() * len(weights)
    model = LogisticRegression(C=inverse_penalty, max_iter=5000)
    model.fit((rows - mean) / scale, labels, sample_weight=scaled)
    return {
        "features": list(names),
        "mean": [round(float(v), 6) for v in mean],
        "scale": [round(float(v), 6) for v in scale],
        "weights": [round(float(v), 6) for v in model.coef_[0]],
        "bias": round(float(model.intercept_[0]), 6),
    }


def learn(
    own: Sequence[Example], others: Sequence[Sequence[Example]], foreign: Sequence[Sequence[Example]]
) -> dict[str, object]:
    """Everything `weights.json` holds. Says on standard error what the own questions, cross-validated, make of it."""
    nearest = fit_sentence_model(own)
    own, *sets = (read_examples(each, weigh.model_of(nearest)) for each in (own, *others, *foreign))
    others, foreign = sets[: len(others)], sets[len(others) :]
    answering = {name: fit_sentence_model(of_shape(own, wide=name == "wide")) for name in ("prose", "wide")}
    fitted = {name: weigh.model_of(row) for name, row in answering.items()}

    def model(question: Question) -> weigh.Model:
        return fitted["wide" if question.wide else "prose"]

    answerable = answerable_table(own, others, model)
    topic = topic_table(own, others, foreign, model)
    of_topic, of_answer = topic.cross_validated()[: len(own)], answerable.cross_validated()[: len(own)]
    labels = np.array([e.case.answerable for e in own])
    wide = np.array([e.question.wide for e in own])
    shares = shares_of(own)

    def limit(odds: Floats, among: Floats, share: float) -> float:
        """Below which that share of the questions lies."""
        return float(np.quantile(odds[among], share, weights=shares[among], method="inverted_cdf"))

    thresholds = {
        "topic": limit(of_topic, labels, TAKEN_AS_OFF_TOPIC),
        "prose": limit(of_answer, labels & ~wide, TAKEN_AS_UNANSWERED),
        "wide": limit(of_answer, labels & wide, WIDE_TAKEN_AS_UNANSWERED),
    }
    limits = np.where(wide, thresholds["wide"], thresholds["prose"])
    passed = np.minimum(of_topic - thresholds["topic"], of_answer - limits)
    thresholds["doubt"] = limit(passed, labels, DOUBTED)
    refused, doubted = passed < 0, passed < thresholds["doubt"]
    for kind in sorted({e.case.kind for e in own if not e.case.answerable}):
        mine = np.array([e.case.kind == kind and not e.case.answerable for e in own])
        print(
            f"{kind}: refused {refused[mine].mean():.2f} of {mine.sum()}, {doubted[mine].mean():.2f} with those in doubt",
            file=sys.stderr,
        )
    print(
        f"answerable: refused {refused[labels].mean():.3f} of {labels.sum()}, {doubted[labels].mean():.3f} with those in doubt; "
        f"area under ROC {roc_auc_score(labels, of_answer):.3f}",
        file=sys.stderr,
    )
    return {
        "models": {
            "nearest": nearest,
            **answering,
            "on_topic": topic.fit(),
            "answerable": answerable.fit(),
        },
        "thresholds": {name: round(value, 4) for name, value in thresholds.items()},
    }


def collect(folder: Folder, path: str, head: TokenHead) -> list[Example]:
    """The questions of one of the folder's gold files as the models see them."""
    return collect_examples(read_cases([Path(path)]), folder.index, head, folder.tokens, source=path)


def collect_own(own: Folder, passages: Sequence[Path]) -> tuple[list[Example], TokenHead]:
    """The own questions, each by a token head fitted without its file; and a head fitted on the own questions alone.

    What a head has been fitted on looks nearer by it than anything new will.
    """
    first = principal_directions(own.index.embedder)
    asked = {path: own.asked(path) for path in own.paths}
    of_passages, tokens = ask_passages(passages, own.index.embedder)
    tokens |= own.tokens
    examples: list[Example] = []
    for fold in range(HEADS):
        mine = own.paths[fold::HEADS]
        others = [each for path in own.paths if path not in mine for each in asked[path]]
        head = fit_head([*others, *of_passages], tokens, first)
        for path in mine:
            examples += collect(own, path, head)
    return examples, fit_head([each for path in own.paths for each in asked[path]], tokens, first)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    first, *others = [Folder.open(*each) for each in options.set]
    foreign = [Folder.open(*each) for each in options.foreign]
    own, head = collect_own(first, options.passages)
    weights = learn(own, [_all_of(each, head) for each in others], [_all_of(each, head) for each in foreign])
    options.out.write_text(f"{json.dumps(weights, indent=1)}\n", encoding="utf-8")
    return 0


def _all_of(folder: Folder, head: TokenHead) -> list[Example]:
    return [example for path in folder.paths for example in collect(folder, path, head)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.learn", description=__doc__)
    columns = ("GOLD[,GOLD]", "CORPUS", "STORE")
    parser.add_argument(
        "--set", nargs=3, action="append", metavar=columns, required=True,
        help="questions and where they are asked; on the first set sentences and thresholds are learned",
    )  # fmt: skip
    parser.add_argument(
        "--foreign", nargs=3, action="append", default=[], metavar=columns,
        help="questions about other matters, and where they are asked all the same",
    )  # fmt: skip
    parser.add_argument(
        "--passages", type=Path, action="append", default=[], metavar="FILE.jsonl.xz",
        help="questions on single passages that the token heads are fitted on too",
    )  # fmt: skip
    parser.add_argument("-o", "--out", type=Path, default=Path("assistant/weights.json"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
