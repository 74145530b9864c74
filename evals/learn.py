"""Fit what `assistant/weights.json` holds on gold questions: which sentence answers, and whether any does.

Not for the scored-only questions: whatever is learned from cannot measure what was learned.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from assistant import weigh
from assistant.question import Question
from evals.cases import read_cases
from evals.examples import Example, collect_examples, of_shape, read_examples, shares_of
from evals.learn_tokens import Folder, ask_passages, fit_head
from evals.regressions import ModelOf, Table, fit_sentence_model, folds_of, join_tables, table_of
from index.embed import Floats
from index.tokens import TokenHead, principal_directions

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


@dataclass(frozen=True, slots=True)
class CrossValidated:
    """The own questions with their log-odds of being on topic and of being answered, by models that did not see them."""

    examples: Sequence[Example]
    of_topic: Floats
    of_answer: Floats

    @property
    def answerable(self) -> npt.NDArray[np.bool_]:
        return np.array([e.case.answerable for e in self.examples])

    def thresholds(self) -> dict[str, float]:
        """Below which no more are refused, or come with a doubt, than may be."""
        answerable, wide = self.answerable, np.array([e.question.wide for e in self.examples])
        shares = shares_of(self.examples)

        def limit(odds: Floats, among: npt.NDArray[np.bool_], share: float) -> float:
            """Below which that share of the questions lies."""
            return float(np.quantile(odds[among], share, weights=shares[among], method="inverted_cdf"))

        thresholds = {
            "topic": limit(self.of_topic, answerable, TAKEN_AS_OFF_TOPIC),
            "prose": limit(self.of_answer, answerable & ~wide, TAKEN_AS_UNANSWERED),
            "wide": limit(self.of_answer, answerable & wide, WIDE_TAKEN_AS_UNANSWERED),
        }
        return thresholds | {"doubt": limit(self.passed(thresholds), answerable, DOUBTED)}

    def passed(self, thresholds: Mapping[str, float]) -> Floats:
        """By how much each question passes the lower of its thresholds."""
        limits = [thresholds["wide" if e.question.wide else "prose"] for e in self.examples]
        return np.asarray(np.minimum(self.of_topic - thresholds["topic"], self.of_answer - np.array(limits)))

    def report(self, thresholds: Mapping[str, float]) -> str:
        """How many are refused, and how many with those in doubt: of each kind of unanswerable ones, and of the answerable."""
        passed, answerable = self.passed(thresholds), self.answerable
        refused, doubted = passed < 0, passed < thresholds["doubt"]
        lines = []
        for kind in sorted({e.case.kind for e in self.examples if not e.case.answerable}):
            mine = np.array([e.case.kind == kind and not e.case.answerable for e in self.examples])
            lines.append(
                f"{kind}: refused {refused[mine].mean():.2f} of {mine.sum()}, {doubted[mine].mean():.2f} with those in doubt"
            )
        lines.append(
            f"answerable: refused {refused[answerable].mean():.3f} of {answerable.sum()}, "
            f"{doubted[answerable].mean():.3f} with those in doubt; "
            f"area under ROC {roc_auc_score(answerable, self.of_answer):.3f}"
        )
        return "\n".join(lines)


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
    validated = CrossValidated(
        own, topic.cross_validated()[: len(own)], answerable.cross_validated()[: len(own)]
    )
    thresholds = validated.thresholds()
    print(validated.report(thresholds), file=sys.stderr)
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
