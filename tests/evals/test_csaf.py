"""Questions from the fields of a folder of real advisories: `ADVISORY_CSAF_DATA` names the folder, or its tar archive."""

from __future__ import annotations

import os
import random
import tarfile
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from evals.csaf import absent_cases, answerable_cases, read_folder
from evals.run import answer_cases, evaluate
from index.search import Index
from index.settings import Settings
from index.sync import sync_corpus

DATA = os.environ.get("ADVISORY_CSAF_DATA", "")


@pytest.fixture(scope="module")
def advisories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of advisories, unpacked where it is an archive."""
    if not Path(DATA).is_file():
        return Path(DATA)
    folder = tmp_path_factory.mktemp("advisories")
    with tarfile.open(DATA) as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.mark.slow
@pytest.mark.skipif(not DATA, reason="ADVISORY_CSAF_DATA names no folder or archive of CSAF advisories")
def test_fields_are_answered_from_the_right_advisory_and_what_is_absent_is_refused(
    advisories: Path, tmp_path: Path, small_encoder: Path
) -> None:
    settings = Settings(corpus=advisories, store=tmp_path / "store", embedder=str(small_encoder))
    report = sync_corpus(settings)
    assert report.failed == ()
    assert len(report.added) == len(list(advisories.rglob("*.json")))
    choose = random.Random(310)
    folder = read_folder(advisories)
    cases = [*answerable_cases(folder, 270, choose)[0], *absent_cases(folder, 40, choose)]
    replies = {reply.id: reply for reply in answer_cases(cases, Assistant(Index(settings)).reply)}
    figures = evaluate(cases, replies).figures
    assert (figures["all_facts"].value or 0.0) >= 0.95
    assert (figures["document_precision"].value or 0.0) >= 0.95
    assert figures["forbidden"].value == 0.0
    named = [c.id for c in cases if not c.answerable and not c.id.startswith("csaf-absent-matter")]
    assert [id for id in named if not replies[id].answer.refused] == []
