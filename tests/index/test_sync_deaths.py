"""A sync that dies at any instant: the version before answers, and the next sync completes it."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.index.office import ROOT, Office, environment_of


@pytest.mark.parametrize("task", ["sync", "rebuild"])
def test_killed_at_a_few_instants_the_index_survives(office: Office, tmp_path: Path, task: str) -> None:
    kill_at_instants(office, tmp_path, task=task, instants=3)


@pytest.mark.slow
@pytest.mark.parametrize("task", ["sync", "rebuild"])
def test_killed_at_fifty_instants_the_index_survives(office: Office, tmp_path: Path, task: str) -> None:
    kill_at_instants(office, tmp_path, task=task, instants=50)


def kill_at_instants(office: Office, folder: Path, *, task: str, instants: int) -> None:
    """Run `tests.index.killing`, and find that at every instant what must hold held."""
    seeds = random.Random(20270301)
    done = subprocess.run(
        [sys.executable, "-m", "tests.index.killing", str(folder), task],
        cwd=ROOT,
        env=environment_of(office.settings),
        input="".join(f"{seeds.random()}\n" for _ in range(instants)),
        capture_output=True,
        encoding="utf-8",
        timeout=300 + 60 * instants,
    )
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == instants
    for row in rows:
        assert row["problems"] == [], row
    assert any(row["killed"] for row in rows)
