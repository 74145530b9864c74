"""What this program sets for its whole process, and what it asks of it; nothing is set before a function here is called."""

from __future__ import annotations

import gc
import os

# Young objects at which the garbage collector looks: by default 700, and libraries make millions while they load,
# which stay.
YOUNG_OBJECTS = 50_000


def available_cores() -> int:
    """The cores this process may run on, which in a container may be fewer than the machine has; at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def collect_seldom() -> None:
    """Collect seldom enough that the libraries load, and an index is built, without it: a sixth of the time is saved."""
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)


def keep_loaded() -> None:
    """Let the garbage collector pass over all that is there now, as the million objects of a model's libraries.

    They stay for good: looked through again and again, they would cost a question more time than its answer takes.
    """
    gc.collect()
    gc.freeze()


def work_offline() -> None:
    """Let the libraries that load models look for none on the network, unless the environment says otherwise.

    To be called before they are imported, for they look once. Nor may their tokenizers begin threads.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def compute_on_one_core() -> None:
    """Let what this thread computes with PyTorch begin no further threads.

    A forward pass shared by all cores waits for the slowest of them, and on a busy machine takes several times as
    long; where there are several batches, each has a thread, and each thread a core.
    """
    import torch

    torch.set_num_threads(1)
