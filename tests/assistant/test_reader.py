"""The reader finds where in a passage an answer lies, and when it lies nowhere; its weights survive eight bits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.pair_encoder import read_layers, write_layers
from assistant.weighing.reader import NOWHERE, Window, best_span, learned_reader

# Invented, as everything here is: nothing of it can have been learned.
SENTENCES = (
    "The harbour board of Brinewell opened the new lock on 4 May 2021.",
    "Its chief engineer, Orla Venn, called the work overdue.",
    "The lock cost 41 million crowns, of which the province paid half.",
)
ANSWERED = [
    ("when did the lock open", 0),
    ("Who is the chief engineer of the harbour board?", 1),
    ("how much did the lock cost?", 2),
]
UNANSWERED = [
    "Who built the lighthouse?",
    "how many ships passed the lock last year",
    "What is the phone number of the ferry company?",
]


def window(sentences: tuple[str, ...] = SENTENCES) -> Window:
    text, spans = "", []
    for sentence in sentences:
        spans.append((len(text), len(text) + len(sentence)))
        text += f"{sentence} "
    return Window("The new lock of Brinewell", text, tuple(spans))


@pytest.mark.parametrize(("question", "answer"), ANSWERED)
def test_the_sentence_that_answers_is_told_from_its_neighbours(question: str, answer: int) -> None:
    [scores] = learned_reader().read(question, [window()])
    assert scores.shape == (3,)
    assert int(scores.argmax()) == answer


def test_what_a_passage_does_not_answer_lies_below_what_it_does() -> None:
    reader = learned_reader()
    answered = [float(reader.read(question, [window()])[0].max()) for question, _ in ANSWERED]
    unanswered = [float(reader.read(question, [window()])[0].max()) for question in UNANSWERED]
    assert min(answered) > max(unanswered)


def test_many_passages_are_read_as_each_alone_and_in_order() -> None:
    reader = learned_reader()
    windows = [window(SENTENCES[:count]) for count in (3, 1, 2)] * 5
    together = reader.read(ANSWERED[0][0], windows)
    alone = [reader.read(ANSWERED[0][0], [each])[0] for each in windows]
    assert [len(scores) for scores in together] == [3, 1, 2] * 5
    # Padding touches the last digits of half precision.
    for mine, own in zip(together, alone, strict=True):
        assert np.allclose(mine, own, atol=0.3)
    assert reader.read(ANSWERED[0][0], []) == []


def test_what_is_cut_off_a_long_passage_cannot_hold_the_answer() -> None:
    long = ("The ferry left at noon. " * 100,)
    [scores] = learned_reader().read("when did the lock open", [window((*long, SENTENCES[0]))])
    assert scores[1] < NOWHERE / 2


def test_an_answer_ends_where_it_begins_or_later_and_is_short() -> None:
    logits = np.zeros((60, 2), dtype=np.float32)
    logits[50, 0] = logits[3, 1] = logits[5, 0] = 2.0
    everywhere = np.ones(60, dtype=np.bool_)
    assert best_span(logits, everywhere) == 2.0
    logits[58, 1] = 3.0
    assert best_span(logits, everywhere) == 5.0
    assert best_span(logits, np.zeros(60, dtype=np.bool_)) == NOWHERE


def test_weights_kept_in_eight_bits_come_back_nearly_the_same(tmp_path: Path) -> None:
    draw = np.random.default_rng(0)
    layers = {"encoder.weight": draw.normal(size=(8, 16)), "encoder.bias": draw.normal(size=8)}
    write_layers(tmp_path / "layers.npz", layers)
    back = read_layers(tmp_path / "layers.npz")
    assert back.keys() == layers.keys()
    for name, values in layers.items():
        assert np.abs(back[name] - values).max() < np.abs(values).max() / 100
