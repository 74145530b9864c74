"""A token head learns what tells an answering sentence from others, and finds it in questions that it never saw."""

from __future__ import annotations

import numpy as np

from evals.learn_tokens import Asked, fit_head
from index.embed import Floats, unit

SENTENCES, QUESTIONS, DIMENSIONS = 30, 60, 12


def make_questions() -> tuple[list[Asked], dict[str, Floats]]:
    """Sentences of a token each; what they are about is in the last dimensions, drowned by what the first ones say."""
    draw = np.random.default_rng(7)
    about = draw.normal(size=(SENTENCES, 4))
    tokens = {
        str(i): np.concatenate([draw.normal(size=8) * 1.5, about[i]])[None].astype(np.float16)
        for i in range(SENTENCES)
    }
    asked = []
    for i in draw.integers(0, SENTENCES, QUESTIONS):
        words = np.stack([np.concatenate([draw.normal(size=8) * 1.5, about[i]]) for _ in range(2)])
        asked.append(
            Asked(
                tokens=words.astype(np.float32),
                weights=np.full(2, 0.5, dtype=np.float32),
                sentences=tuple(tokens),
                gold=np.array([key == str(i) for key in tokens]),
            )
        )
    return asked, tokens


def share_found_first(asked: list[Asked], tokens: dict[str, Floats], projection: Floats) -> float:
    found = 0
    for each in asked:
        met = unit(each.tokens @ projection) @ unit(np.concatenate([*tokens.values()]) @ projection).T
        found += bool(each.gold[np.argmax(each.weights @ met)])
    return found / len(asked)


def test_what_answers_is_found_among_what_only_looks_alike() -> None:
    asked, tokens = make_questions()
    # Directions alone count: from short ones learning turns sooner.
    first = np.eye(DIMENSIONS, dtype=np.float32) * 0.03
    seen, unseen = asked[:40] * 20, asked[40:]
    head = fit_head(seen, tokens, first)
    assert share_found_first(unseen, tokens, first) < 0.4
    assert share_found_first(unseen, tokens, head.projection) > 0.8
