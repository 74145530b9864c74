"""Whether a model learns: its loss on a few rows before and after some steps on just these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import torch

from evals.fine_tune import PairModel

M = TypeVar("M", bound=PairModel)
R = TypeVar("R")


def losses(
    model: M, rows: Sequence[R], loss_of: Callable[[M, Sequence[R]], torch.Tensor], *, steps: int
) -> tuple[float, float]:
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=3e-4)
    before = loss_of(model, rows).item()
    for _ in range(steps):
        optimizer.zero_grad()
        loss_of(model, rows).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return before, loss_of(model, rows).item()
