"""Questions from the fields of a folder of real advisories: `ADVISORY_CSAF_DATA` names the folder, or its tar archive."""

from __future__ import annotations

import os
import random
import tarfile
from collections import Counter
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from evals.cases import check_cases, read_placed_cases
from evals.csaf.__main__ import main
from evals.csaf.absent import absent_cases
from evals.csaf.advisories import Folder, read_folder
from evals.csaf.questions import answerable_cases
from evals.documents.make import FOLDER
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


def test_what_is_asked_of_a_small_folder_stands_in_it_or_is_nowhere(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    assert main([str(FOLDER), "-o", str(gold), "-n", "62"]) == 0
    cases = read_placed_cases([gold])
    texts = {advisory.name: [advisory.text] for advisory in read_folder(FOLDER).advisories}
    assert check_cases(cases, texts) == []
    # Both advisories are of one vendor: no other vendor's product can be asked about.
    asked = Counter(case.id.split("-")[2] for case in cases.values() if not case.answerable)
    assert asked == {"identifier": 2, "pair": 2, "product": 2, "matter": 2}
    assert {case.kind for case in cases.values() if case.answerable} >= {"lookup", "number", "date", "list"}


def test_a_folder_without_advisories_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "-o", str(tmp_path / "gold.jsonl")]) == 2
    assert capsys.readouterr().err == f"error: {tmp_path}: holds no CSAF advisories\n"


class Lot(random.Random):
    """Draws that always bring the same number."""

    def randrange(self, *bounds: int) -> int:  # type: ignore[override]
        return 27


def test_an_identifier_that_the_folder_holds_is_not_asked_for_as_absent() -> None:
    folder = read_folder(FOLDER)
    alone = Folder.of(a for a in folder.advisories if a.cves == ("CVE-2026-90027",))
    # With these digits every changed CVE is the one that is there.
    assert not [c for c in absent_cases(alone, 8, Lot(1)) if c.id.startswith("csaf-absent-identifier")]
    assert [c for c in absent_cases(folder, 8, random.Random(1)) if c.id.startswith("csaf-absent-identifier")]
