"""What a security team asks of a folder of CSAF advisories, on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from assistant.__main__ import main
from index.settings import Settings
from index.sync import sync_corpus

Ask = Callable[..., dict[str, Any]]


def remedy(category: str, details: str) -> Any:
    return {"category": category, "details": details, "product_ids": ["P1"]}


def flaw(
    cve: str, *, score: float = 0.0, remedies: Sequence[Any] = (), status: Mapping[str, Any] = {}
) -> Any:
    """A vulnerability of the first product, with a score unless it is 0."""
    cvss = {"version": "3.1", "baseScore": score, "vectorString": f"CVSS:3.1/AV:N/S{score}"}
    scores = [{"products": ["P1"], "cvss_v3": cvss}] if score else []
    affected = {"known_affected": ["P1"], **status}
    return {"cve": cve, "scores": scores, "product_status": affected, "remediations": list(remedies)}


def advisory(
    id: str,
    maker: str,
    *products: str,
    title: str = "",
    flaws: Sequence[Any] = (),
    day: str = "2031-03-04",
    revisions: Sequence[tuple[str, str, str]] = (),
    notes: Mapping[str, str] = {},
) -> Any:
    """An invented advisory on products P1, P2, ... of one maker, below 4.2 each."""
    history = [{"number": n, "date": f"{on}T00:00:00Z", "summary": said} for n, on, said in revisions]
    branches = [
        {"category": "product_name", "name": name, "branches": [
            {"category": "product_version_range", "name": "<4.2", "product": {"name": f"{name}: <4.2", "product_id": f"P{number}"}}]}
        for number, name in enumerate(products, start=1)
    ]  # fmt: skip
    return {
        "document": {
            "category": "csaf_security_advisory", "csaf_version": "2.0", "title": title or f"{maker} {products[0]}", "lang": "en",
            "publisher": {"category": "coordinator", "name": "TestCERT", "namespace": "https://cert.example"},
            "tracking": {"id": id, "status": "final", "version": str(len(history) or 1), "initial_release_date": f"{day}T00:00:00Z",
                         "current_release_date": max([day, *(on for _, on, _ in revisions)]) + "T00:00:00Z",
                         "revision_history": history or [{"number": "1", "date": f"{day}T00:00:00Z", "summary": "Initial"}]},
            "notes": [{"category": "other", "title": t, "text": text} for t, text in notes.items()],
        },
        "product_tree": {"branches": [{"category": "vendor", "name": maker, "branches": branches}]},
        "vulnerabilities": list(flaws),
    }  # fmt: skip


ADVISORIES = [
    advisory(
        "TC-31-001", "Acme", "Fluid Pump",
        flaws=[flaw("CVE-2031-1001", score=9.1, remedies=[remedy("vendor_fix", "Install 4.2."), remedy("workaround", "Pull the plug.")]),
               flaw("CVE-2031-1002", score=5.3, remedies=[remedy("mitigation", "Close port 80.")])],
        revisions=[("2", "2031-05-06", "Update A: the fix was added"), ("10", "2031-07-08", "Update B: the scores were corrected"),
                   ("1", "2031-03-04", "Initial release")],
    ),
    advisory("TC-31-002", "Bolt", "Valve Station",
             flaws=[flaw("CVE-2031-2001", score=7.5, remedies=[remedy("vendor_fix", "Install 4.2.")])]),
    advisory("TC-31-003", "Corda", "Gas Meter",
             flaws=[flaw("CVE-2031-3001", score=6.1, remedies=[remedy("vendor_fix", "Install 4.2."), remedy("mitigation", "Watch the dial.")])]),
]  # fmt: skip


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Asks on the command line; the answer."""
    folder = tmp_path_factory.mktemp("advisories")
    corpus = folder / "corpus"
    corpus.mkdir()
    for content in ADVISORIES:
        name = content["document"]["tracking"]["id"].lower()
        (corpus / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    sync_corpus(Settings(corpus=corpus, store=folder / "store"))
    places = ["--corpus", str(corpus), "--store", str(folder / "store"), "--json"]

    def run(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
        assert main(["ask", *words, *places]) == 0
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        return answer

    return run


def quotes(answer: Mapping[str, Any]) -> list[str]:
    return [citation["quote"] for citation in answer["citations"]]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What is the workaround in TC-31-001?", ["Workaround in TC-31-001 against CVE-2031-1001: Pull the plug."]),
        ("any workarounds for the Acme Fluid Pump?", ["Workaround in TC-31-001 against CVE-2031-1001: Pull the plug."]),
        ("Is there a workaround for TC-31-003?", ["Mitigation in TC-31-003: Watch the dial."]),
        ("What is the mitigation in TC-31-003?", ["Mitigation in TC-31-003: Watch the dial."]),
        ("What mitigations does TC-31-002 give?", ["Vendor fix in TC-31-002: Install 4.2."]),
        ("How is TC-31-003 fixed?", ["Vendor fix in TC-31-003: Install 4.2."]),
        ("When was TC-31-001 last revised?", ["TC-31-001 was last revised on 8 July 2031 (2031-07-08) (version 3, status final)."]),
        ("what changed in the last revision of TC-31-001?", ["Revision 10 of TC-31-001 of 8 July 2031 (2031-07-08): Update B: the scores were corrected."]),
        ("What's new in the latest update of TC-31-001?", ["Revision 10 of TC-31-001 of 8 July 2031 (2031-07-08): Update B: the scores were corrected."]),
        ("Which changes did the most recent revision of the Acme Fluid Pump advisory bring?",
         ["Revision 10 of TC-31-001 of 8 July 2031 (2031-07-08): Update B: the scores were corrected."]),
    ],
)  # fmt: skip
def test_a_workaround_a_mitigation_and_the_last_change_are_told_as_such(
    ask: Ask, capsys: pytest.CaptureFixture[str], question: str, told: list[str]
) -> None:
    assert quotes(ask(capsys, question)) == told


def test_a_fix_is_no_workaround(ask: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "What is the workaround in TC-31-002?")
    assert (answer["refused"], quotes(answer)) == (True, [])


def test_of_a_history_all_is_told_where_no_revision_is_picked_out(
    ask: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(quotes(ask(capsys, "What changed in TC-31-001?"))) == 3
