"""What counts is the cores that this process may use, not those that the machine has."""

from __future__ import annotations

import os

import pytest

from index.process import available_cores


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="cores cannot be chosen here")
def test_only_the_cores_this_process_may_use_are_counted() -> None:
    cores = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(cores)})
        assert available_cores() == 1
    finally:
        os.sched_setaffinity(0, cores)
    assert available_cores() == len(cores)
