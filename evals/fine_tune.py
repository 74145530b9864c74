"""Train the packaged encoder's layers on pairs of texts: the model, its batches, and one pass over them."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import torch

from assistant.pair_encoder import HEAD
from index.embed import Floats

BATCH = 48
# Batches are made of pairs of like length, drawn from so many at a time.
DEALT = 40
# Over how many steps the rate rises: at most a quarter of all.
WARM_UP = 200
WEIGHT_DECAY = 0.01
# So many pairs of each pass, but no more than one in twenty, only say how well it goes.
HELD_OUT = 1000


class Pair(Protocol):
    """Two texts as the encoder takes them: token ids, and 1 where a token is of the second."""

    @property
    def ids(self) -> list[int]: ...
    @property
    def types(self) -> list[int]: ...


P = TypeVar("P", bound=Pair)


class PairModel(torch.nn.Module):
    """The packaged encoder, its word vectors fixed, with two outputs of a linear head for each token, shape (batch, tokens, 2)."""

    def __init__(self, folder: str) -> None:
        from transformers import BertModel

        super().__init__()
        self.encoder = BertModel.from_pretrained(folder, add_pooling_layer=False, local_files_only=True)
        self.encoder.embeddings.requires_grad_(False)
        self.head = torch.nn.Linear(self.encoder.config.hidden_size, 2)

    def forward(self, batch: Sequence[Pair]) -> torch.Tensor:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.encoder(
                padded([each.ids for each in batch]),
                attention_mask=padded([[1] * len(each.ids) for each in batch]),
                token_type_ids=padded([each.types for each in batch]),
            ).last_hidden_state
            outputs: torch.Tensor = self.head(hidden)
        return outputs.float()

    def take(self, layers: Mapping[str, Floats]) -> None:
        """Go on from what was learned before, with a head of its own where none is given."""
        tensors = {name: torch.from_numpy(value) for name, value in layers.items()}
        head = {name.removeprefix(f"{HEAD}."): tensors.pop(name) for name in layers if name.startswith(HEAD)}
        self.head.load_state_dict(head or self.head.state_dict())
        self.encoder.load_state_dict(tensors, strict=False)  # all but the shared word vectors

    def layers(self) -> dict[str, Any]:
        """What was learned, by the names that it is kept under."""
        encoder = self.encoder.state_dict()
        learned = {name: value for name, value in encoder.items() if not name.startswith("embeddings.")}
        learned |= {f"{HEAD}.{name}": value for name, value in self.head.state_dict().items()}
        return {name: value.numpy() for name, value in learned.items()}


def encoded(folder: str, first: Sequence[str], second: Sequence[str], *, tokens: int, cut: str) -> Any:
    """Each first text with its second one as the encoder's tokenizer gives them; `cut` says which is shortened to `tokens`."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    return tokenizer(
        list(first), list(second), truncation=cut, max_length=tokens, return_offsets_mapping=True
    )


def padded(rows: Sequence[Sequence[int]]) -> torch.Tensor:
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[0] * (longest - len(row))] for row in rows])


def dealt(pairs: Sequence[P], draw: random.Random) -> list[list[P]]:
    """All pairs in batches of like length, in a drawn order."""
    order = draw.sample(pairs, len(pairs))
    batches: list[list[P]] = []
    for start in range(0, len(order), BATCH * DEALT):
        alike = sorted(order[start : start + BATCH * DEALT], key=lambda pair: len(pair.ids))
        of_these = [alike[first : first + BATCH] for first in range(0, len(alike), BATCH)]
        batches += draw.sample(of_these, len(of_these))
    return batches


M = TypeVar("M", bound=PairModel)


def train(
    model: M,
    pairs: Sequence[P],
    loss_of: Callable[[M, Sequence[P]], torch.Tensor],
    rate: float,
    draw: random.Random,
    *,
    passes: int = 1,
) -> None:
    """Passes over the pairs but those held out, the learning rate rising and then falling to 0."""
    pairs = draw.sample(pairs, len(pairs))
    kept = min(len(pairs) // 20, HELD_OUT)
    batches = [batch for _ in range(passes) for batch in dealt(pairs[kept:], draw)]
    held = dealt(pairs[:kept], draw)
    learned = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=rate, weight_decay=WEIGHT_DECAY)
    rising = max(1, min(WARM_UP, len(batches) // 4))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / rising, 1.0) * (1 - step / len(batches))
    )
    model.train()
    for step, batch in enumerate(batches, start=1):
        optimizer.zero_grad()
        loss_of(model, batch).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        schedule.step()
        if step % 200 == 0 or step == len(batches):
            model.eval()
            with torch.no_grad():
                held_out = sum(float(loss_of(model, each)) for each in held) / max(len(held), 1)
            model.train()
            print(f"step {step} of {len(batches)}, loss {held_out:.3f} held out", file=sys.stderr)
