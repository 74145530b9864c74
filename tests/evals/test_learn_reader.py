"""What the reader is trained on: each question where its answer stands, and where it only looks as if it did."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from assistant.pair_encoder import read_layers
from evals.learn_reader import (
    Article,
    Model,
    Reading,
    Span,
    loss_of,
    main,
    tokens_of,
    train_anew,
    train_further,
)
from index.embed import packaged_folder
from tests.evals.fitting import losses

FIRST = (
    "Brinewell opened its lock in 1921. The province paid for the lock of Brinewell. "
    "Orla Venn designed it. Barges pass on every day but Sunday."
)
IMPOSSIBLE = "What did Orla Venn pay for the lock?"
SECOND = "Harrow built a lock in 1934. It was designed by the office of Tom Ashby, and barges pass it daily."


def article() -> dict[str, object]:
    asked = [("When did the city of Brinewell open its lock?", "1921"), ("Who designed it?", "Orla Venn")]
    return {
        "title": "Locks_of_the_coast",
        "paragraphs": [
            {
                "context": FIRST,
                "qas": [
                    *(
                        {"question": q, "answers": [{"text": a, "answer_start": FIRST.index(a)}]}
                        for q, a in asked
                    ),
                    {"question": IMPOSSIBLE, "answers": [], "is_impossible": True},
                ],
            },
            {"context": SECOND, "qas": [{"question": "What did Harrow build in 1934?", "answers": [
                {"text": "a lock", "answer_start": SECOND.index("a lock")}]}]},
        ],
    }  # fmt: skip


def readings() -> list[Reading]:
    return [reading for seed in range(40) for reading in Article(article(), random.Random(seed)).readings()]


def test_an_answer_stands_where_its_span_says_and_nowhere_else_without_one() -> None:
    told = {(r.passage[s.start : s.end]) for r in readings() for s in r.answers}
    assert told == {"1921", "Orla Venn", "a lock"}
    without = [r for r in readings() if not r.answers]
    assert without
    for reading in without:
        asked = reading.question.rstrip("?")
        if asked == "Who designed it":
            assert "Orla Venn" not in reading.passage
        if asked == "When did the city of Brinewell open its lock":
            assert "1921" not in reading.passage
    altered = {r.question for r in without} - {r.question for r in readings() if r.answers}
    assert altered
    assert all(reading.passage.startswith("Locks of the coast. ") for reading in readings())


def test_a_question_that_has_no_answer_is_read_in_its_own_paragraph() -> None:
    impossible = [r for r in readings() if r.question.rstrip("?") == IMPOSSIBLE.rstrip("?")]
    assert len(impossible) == 40
    assert not any(reading.answers for reading in impossible)
    assert all(reading.passage.removeprefix("Locks of the coast. ") in FIRST for reading in impossible)
    assert any("Orla Venn" in reading.passage for reading in impossible)


def test_an_answer_is_learned_by_its_tokens() -> None:
    spans = [(Span(4, 9),), (Span(0, 20, exact=False),), ()]
    rows = tokens_of(
        [Reading("Who came?", "The baker came home.", each) for each in spans], packaged_folder()
    )
    exact, somewhere, nowhere = ((row.first, row.last) for row in rows)
    assert exact[0] == exact[1]
    assert len(exact[0]) == 1
    assert set(exact[0]) < set(somewhere[0])
    assert nowhere == ([0], [0])


def test_a_passage_whose_answer_was_cut_off_is_not_learned_from() -> None:
    long = "The ferry left at noon. " * 100
    reading = Reading("Who came?", f"{long}The baker came.", (Span(len(long) + 4, len(long) + 9),))
    assert tokens_of([reading], packaged_folder()) == []


def test_learning_makes_the_answer_likelier() -> None:
    import torch

    torch.manual_seed(0)
    model = Model(packaged_folder())
    rows = tokens_of([r for r in readings() if r.answers][:8], packaged_folder())
    before, after = losses(model, rows, loss_of, steps=6)
    assert after < before / 1.5
    assert any(name.startswith("head.") for name in model.layers())
    assert not any(name.startswith("embeddings.") for name in model.layers())


def test_of_two_files_the_mean_of_what_each_taught_is_kept(tmp_path: Path) -> None:
    files = []
    for place, told in enumerate((article(), {**article(), "title": "Elsewhere"})):
        files.append(tmp_path / f"{place}.json")
        files[-1].write_text(json.dumps({"data": [told]}), encoding="utf-8")
    kept = tmp_path / "reader.npz"
    assert main([*map(str, files), "-o", str(kept)]) == 0
    one, two = (train_anew(path, [], packaged_folder(), seed=seed) for seed, path in enumerate(files))
    name = "head.weight"
    assert not np.allclose(one[name], two[name], rtol=1e-3)
    assert np.allclose(read_layers(kept)[name], (one[name] + two[name]) / 2, atol=1e-4)


def test_what_was_learned_is_where_further_learning_begins() -> None:
    folder = packaged_folder()
    before = Model(folder).layers()
    before["head.bias"] = before["head.bias"] + 3.0
    same = train_further(before, [], folder, seed=0)
    assert same.keys() == before.keys()
    assert all(np.array_equal(same[name], before[name]) for name in before)
    after = train_further(before, [readings()], folder, seed=0)
    assert not np.array_equal(after["head.weight"], before["head.weight"])
    assert np.allclose(after["head.bias"], 3.0, atol=0.2)


@pytest.mark.parametrize("arguments", [[], ["train-v2.0.json", "--further", "reader.npz"]])
def test_the_reader_is_trained_anew_or_further(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    assert "--further" in capsys.readouterr().err
