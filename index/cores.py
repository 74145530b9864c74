"""How many cores of the machine this process may use."""

from __future__ import annotations

import os


def available_cores() -> int:
    """The cores this process may run on, which in a container may be fewer than the machine has; at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
