"""Fit what `assistant/weights.json` holds on gold questions: which sentence answers, and whether any does.

Not for the scored-only questions: whatever is learned from cannot measure what was learned.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant import weigh
from assistant.question import Question, content_words, understand
from assistant.types import Answer, Citation, Turn
from evals.cases import chain, read_cases
from evals.scores import points_at
from evals.types import Case
from index.embed import Floats
from index.search import Found, Index, Ranked
from index.settings import Settings
from index.types import Filters

FOLDS = 8
# The share of answerable questions that may be refused wrongly, where the threshold is set.
FALSE_REFUSALS = 0.04


@dataclass(frozen=True, slots=True)
class Example:
    """One question as the models see it: a row a sentence, whether each is gold, and what else is needed of it."""

    case: Case
    question: Question
    found: Found
    sentences: tuple[Ranked, ...]
    columns: dict[str, Floats]
    gold: Floats
    document_texts: dict[str, str]
    known: dict[str, int]


def collect_examples(cases: Sequence[Case], index: Index) -> list[Example]:
    """Each case searched as the assistant searches it, in conversation where it follows another."""
    by_id = {case.id: case for case in cases}
    examples: dict[str, Example] = {}
    with index.snapshot() as snapshot:
        for case in cases:
            earlier = [examples[turn.id] for turn in chain(case, by_id)[:-1] if turn.id in examples]
            question = understand(
                case.question, history=[_turn(e) for e in earlier], filters=Filters(as_of=case.as_of)
            )
            found = index.find(snapshot, question.standalone, filters=question.filters, asked=question.asked)
            sentences = tuple(weigh.quotable(found))
            if not sentences:
                continue
            documents = list(dict.fromkeys(s.entry.id for s in sentences[:20]))
            texts = {id: document.text for id in documents if (document := snapshot.document(id))}
            examples[case.id] = Example(
                case=case,
                question=question,
                found=found,
                sentences=sentences,
                columns=weigh.sentence_features(question, found, sentences),
                gold=np.array([float(is_gold(case, s)) for s in sentences]),
                document_texts=texts,
                known=snapshot.chunk_frequencies(w.casefold() for w in content_words(question.standalone)),
            )
    return list(examples.values())


def is_gold(case: Case, sentence: Ranked) -> bool:
    """Whether citing the sentence would meet one of the case's evidence groups."""
    citation = Citation(1, sentence.entry.id, "", 0, 0, sentence.text)
    return any(points_at(citation, place) for group in case.evidence for place in group)


def fit_sentence_model(
    sets: Sequence[Sequence[Example]], *, inverse_penalty: float = 0.1
) -> dict[str, object]:
    """A regression over all sentences of the answerable questions; each set and each question weigh the same."""
    rows, labels, weights = [], [], []
    names = tuple(sets[0][0].columns)
    for examples in sets:
        answerable = [e for e in examples if e.gold.any()]
        for example in answerable:
            rows.append(np.stack([example.columns[name] for name in names], axis=1))
            labels.append(example.gold)
            weights.append(np.full(len(example.gold), 1.0 / example.gold.sum() / len(answerable)))
    return fit(names, np.vstack(rows), np.concatenate(labels), np.concatenate(weights), inverse_penalty)


def fit_answerable_model(
    sets: Sequence[Sequence[Example]], sentence_model: weigh.Model, *, inverse_penalty: float = 0.1
) -> dict[str, object]:
    """A regression over questions: does the corpus hold the answer? Each set weighs the same, and so do yes and no."""
    names, rows, labels, weights = answerable_rows(sets, sentence_model)
    return fit(names, rows, labels, weights, inverse_penalty)


def answerable_rows(
    sets: Sequence[Sequence[Example]], sentence_model: weigh.Model
) -> tuple[tuple[str, ...], Floats, Floats, Floats]:
    """The feature names, a row a question, whether each is answerable, and its weight."""
    rows: list[dict[str, Floats]] = []
    labels: list[float] = []
    weights: list[float] = []
    for examples in sets:
        counts = {answer: sum(e.case.answerable is answer for e in examples) for answer in (True, False)}
        for example in examples:
            rows.append(question_row(example, sentence_model))
            labels.append(float(example.case.answerable))
            weights.append(0.5 / counts[example.case.answerable])
    names = tuple(rows[0])
    table = np.array([[float(row[name][0]) for name in names] for row in rows])
    return names, table, np.array(labels), np.array(weights)


def question_row(example: Example, sentence_model: weigh.Model) -> dict[str, Floats]:
    weighed = weigh.order(example.sentences, sentence_model.log_odds(example.columns))
    return weigh.question_features(
        example.question,
        example.found,
        weighed,
        document_text=example.document_texts.get(weighed[0].ranked.entry.id, ""),
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


def cross_validated(
    sets: Sequence[Sequence[Example]], sentence_model: weigh.Model, *, inverse_penalty: float = 0.1
) -> Floats:
    """Log-odds for the questions of the first set, each from models that did not see its conversation."""
    names, rows, labels, weights = answerable_rows(sets, sentence_model)
    first = len(sets[0])
    conversations = [example.case.conversation for example in sets[0]]
    order = sorted(dict.fromkeys(conversations))
    np.random.default_rng(0).shuffle(order)
    fold_of = {conversation: i % FOLDS for i, conversation in enumerate(order)}
    folds = np.array([fold_of[c] for c in conversations] + [-1] * (len(rows) - first))
    odds = np.zeros(first, dtype=np.float32)
    for fold in range(FOLDS):
        kept = folds != fold
        row = fit(names, rows[kept], labels[kept], weights[kept], inverse_penalty)
        model = weigh.model_of(row)
        mine = np.flatnonzero(folds[:first] == fold)
        odds[mine] = model.log_odds({name: rows[mine, i] for i, name in enumerate(names)})
    return odds


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.learn", description=__doc__)
    parser.add_argument(
        "--set",
        nargs=3,
        action="append",
        metavar=("GOLD", "CORPUS", "STORE"),
        required=True,
        help="questions and where they are asked; the first set calibrates the threshold",
    )
    parser.add_argument("--most", type=int, default=2000, help="questions taken of each set")
    parser.add_argument("-o", "--out", type=Path, default=Path("assistant/weights.json"))
    options = parser.parse_args(arguments)
    sets = []
    for gold, corpus, store in options.set:
        index = Index(replace(Settings.from_environment(corpus=corpus, store=store)))
        sets.append(collect_examples(read_cases([Path(gold)])[: options.most], index))
    sentence = fit_sentence_model(sets)
    model = weigh.model_of(sentence)
    answerable = fit_answerable_model(sets, model)
    odds = cross_validated(sets, model)
    labels = np.array([example.case.answerable for example in sets[0]])
    threshold = float(np.quantile(odds[labels], FALSE_REFUSALS))
    for kind in sorted({e.case.kind for e in sets[0] if not e.case.answerable}):
        mine = np.array([e.case.kind == kind for e in sets[0]])
        print(
            f"{kind}: refused {float((odds[mine] < threshold).mean()):.2f} of {mine.sum()}", file=sys.stderr
        )
    print(f"area under ROC {roc_auc_score(labels, odds):.3f}, threshold {threshold:.3f}", file=sys.stderr)
    options.out.write_text(
        json.dumps(
            {"models": {"sentence": sentence, "answerable": answerable}, "threshold": round(threshold, 4)},
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )
    return 0


def _turn(example: Example) -> Turn:
    citations = tuple(Citation(1, s.entry.id, "", 0, 0, "") for s in example.sentences[:3])
    answer = Answer(example.case.question, "", standalone=example.question.standalone, citations=citations)
    return Turn(example.case.question, answer)


if __name__ == "__main__":
    sys.exit(main())
