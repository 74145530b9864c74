"""What a security team asks of a folder of CSAF advisories, on the command line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import pytest

from assistant.__main__ import main
from index.settings import Settings
from index.sync import sync_corpus

Answer = dict[str, Any]


def remedy(category: str, details: str) -> Any:
    return {"category": category, "details": details, "product_ids": ["P1"]}


def flaw(
    cve: str,
    *,
    score: float = 0.0,
    cvss: str = "3.1",
    remedies: Sequence[Any] = (),
    status: Mapping[str, Any] = {},
    threat: str = "",
    note: str = "",
    cwe: str = "",
) -> Any:
    """A vulnerability of the first product, with a score of that version of CVSS unless it is 0."""
    scored = {"version": cvss, "baseScore": score, "vectorString": f"CVSS:{cvss}/AV:N/S{score}"}
    affected = {"known_affected": ["P1"], **status}
    weakness, _, kind = cwe.partition(": ")
    return {
        "cve": cve,
        "cwe": {"id": weakness, "name": kind} if cwe else None,
        "scores": [{"products": affected["known_affected"], f"cvss_v{cvss[0]}": scored}] if score else [],
        "product_status": affected,
        "remediations": list(remedies),
        "threats": [{"category": "exploit_status", "details": threat}] if threat else [],
        "notes": [{"category": "description", "text": note}] if note else [],
    }


def advisory(
    id: str,
    maker: str,
    *products: str,
    title: str = "",
    flaws: Sequence[Any] = (),
    day: str = "2031-03-04",
    revisions: Sequence[tuple[str, str, str]] = (),
    notes: Mapping[str, str] = {},
    thanks: Sequence[Mapping[str, Any]] = (),
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
            "acknowledgments": list(thanks),
            "notes": [{"category": "other", "title": t, "text": text} for t, text in notes.items()],
        },
        "product_tree": {"branches": [{"category": "vendor", "name": maker, "branches": branches}]},
        "vulnerabilities": list(flaws),
    }  # fmt: skip


ADVISORIES = [
    advisory(
        "TC-31-001", "Acme", "Fluid Pump",
        flaws=[flaw("CVE-2031-1001", score=9.1, remedies=[remedy("vendor_fix", "Install 4.2."), remedy("workaround", "Pull the plug. Then wait.")]),
               flaw("CVE-2031-1002", score=5.3, remedies=[remedy("mitigation", "Close port 80.")])],
        revisions=[("2", "2031-05-06", "Update A: the fix was added"), ("10", "2031-07-08", "Update B: the scores were corrected"),
                   ("1", "2031-03-04", "Initial release")],
    ),
    advisory("TC-31-002", "Bolt", "Valve Station",
             flaws=[flaw("CVE-2031-2001", score=7.5, remedies=[remedy("vendor_fix", "Install 4.2.")])]),
    advisory("TC-31-003", "Corda", "Gas Meter",
             flaws=[flaw("CVE-2031-3001", score=6.1, remedies=[remedy("vendor_fix", "Install 4.2."), remedy("mitigation", "Watch the dial. Note it.")])]),
]  # fmt: skip

GATES = [
    *(advisory(f"TC-31-1{n:02}", "Nordal", "Tram Gate", day=f"2031-04-{n:02}", flaws=[flaw(f"CVE-2031-4{n:03}", score=4.0)])
      for n in range(1, 11)),
    advisory("TC-31-111", "Nordal", *(f"Rail Lamp {letter}" for letter in "ABCDEFGHIJKLMNOP"), "Tram Gate XT-300", title="Several products",
             day="2031-04-11", flaws=[flaw("CVE-2031-4011", score=4.0, status={"known_affected": ["P17"]})]),
    advisory("TC-31-112", "Nordal", "Bus Gate", "Tram Gate", title="Nordal Gates", day="2031-04-12",
             flaws=[flaw("CVE-2031-4012", score=4.0, status={"known_not_affected": ["P2"]})]),
    advisory("TC-31-113", "Nordal", "Gate Tester", day="2031-04-13", notes={"Summary": "It tests the Tram Gate, which is not to blame."},
             flaws=[flaw("CVE-2031-4013", score=4.0)]),
]  # fmt: skip
SCORED = [
    advisory("TC-31-201", "Dorn", "Door Lock", flaws=[flaw("CVE-2031-5001", score=9.3, cvss="4.0")]),
    advisory("TC-31-202", "Dorn", "Bell", flaws=[flaw("CVE-2031-5002", score=9.5, cvss="2.0")]),
    advisory("TC-31-203", "Dorn", "Wire Cutter 17 23", flaws=[flaw("CVE-2031-5003", note="A CVSS v3 base score of 9.9 has been calculated.")]),
    advisory("TC-31-204", "Farn", "Crane", "Hoist", title="Farn Lifting", flaws=[
        flaw("CVE-2031-5004", score=8.8, status={"known_affected": ["P1"]}), flaw("CVE-2031-5005", score=6.6, status={"known_affected": ["P2"]})]),
]  # fmt: skip
EXPLOITED = [
    advisory("TC-31-301", "Gorm", "Lathe", day="2031-06-01",
             flaws=[flaw("CVE-2031-6001", score=2.1, threat="Gorm is not aware of any exploitation of this vulnerability.")]),
    advisory("TC-31-302", "Gorm", "Drill", day="2031-06-02",
             flaws=[flaw("CVE-2031-6002", score=2.2, threat="This vulnerability was exploited in the wild in May 2031.")]),
    advisory("TC-31-303", "Gorm", "Saw", day="2031-06-03", flaws=[flaw("CVE-2031-6003", score=2.3)],
             notes={"Exploitability": "No known public exploits specifically target this vulnerability."}),
    advisory("TC-31-304", "Gorm", "Plane", day="2031-06-04", flaws=[flaw("CVE-2031-6004", score=2.4)],
             notes={"Exploitability": "Exploits that target this vulnerability are publicly available."}),
    advisory("TC-31-305", "Gorm", "Press", day="2031-06-05", flaws=[flaw("CVE-2031-6005", score=2.5, threat="Publicly Disclosed:No;Exploited:Yes")],
             notes={"Risk evaluation": "If this vulnerability is exploited, the press stops."}),
    advisory("TC-31-306", "Gorm", "File", day="2031-06-06", flaws=[flaw("CVE-2031-6006", score=2.6)],
             notes={"Risk evaluation": "Exploitation of this vulnerability could blunt the file. It might be exploited by anyone near it."}),
]  # fmt: skip
LONG = advisory("TC-31-401", "Hulm", "Winch", flaws=[
    flaw("CVE-2031-7001", score=2.0, remedies=[remedy("mitigation", f"Close port {n}.") for n in range(1, 31)])])  # fmt: skip
TRAVERSAL, SCRIPTING = (
    "CWE-22: Limitation of a Pathname ('Path Traversal')",
    "CWE-79: Neutralization of Input ('Cross-site Scripting')",
)


def placed(sectors: str, deployed: str, home: str) -> Mapping[str, str]:
    return {"Critical infrastructure sectors": sectors, "Countries/areas deployed": deployed, "Company headquarters location": home}  # fmt: skip


STATING = [
    advisory("TC-31-501", "Ostra", "Boiler", day="2030-02-01", notes=placed("Energy, Water and Wastewater Systems", "Norway, Sweden", "Japan"),
             flaws=[flaw("CVE-2030-8001", score=1.1, cwe=TRAVERSAL)],
             thanks=[{"names": ["Ada Lund"], "organization": "Kelp Lab", "summary": "reporting this vulnerability to Ostra"}]),
    advisory("TC-31-502", "Ostra", "Radiator", day="2031-02-02", notes=placed("Energy", "Worldwide", "Japan"),
             flaws=[flaw("CVE-2030-8002", score=1.9, cwe=SCRIPTING, remedies=[remedy("no_fix_planned", "None will come.")]),
                    flaw("CVE-2030-8003", score=1.2, cwe=TRAVERSAL)],
             thanks=[{"names": ["Ada Lund", "Bo Ek"], "organization": "Kelp Lab", "summary": "reporting these vulnerabilities to Ostra"}]),
    advisory("TC-31-503", "Pirol", "Fan", day="2031-02-03", notes=placed("Food and Agriculture", "Norway", "Germany"),
             flaws=[flaw("CVE-2030-8004", score=1.8, cwe=TRAVERSAL, remedies=[remedy("none_available", "There is none yet.")])],
             thanks=[{"organization": "Rime Group", "summary": "reporting this vulnerability to Kelp Lab"}]),
    advisory("TC-31-504", "Quill", "Water Plotter", day="2031-02-04", notes=placed("Commercial Facilities", "Worldwide", "Japan"),
             flaws=[flaw("CVE-2030-8005", score=1.4, cwe=SCRIPTING)]),
    advisory("TC-31-505", "Quill", "Common Products V2030", day="2031-02-05", flaws=[flaw("CVE-2030-8006", score=1.3)]),
]  # fmt: skip
CORPUS = [*ADVISORIES, *GATES, *SCORED, *EXPLOITED, LONG, *STATING]
# Those that state that a Tram Gate is affected, the newest first.
OF_TRAM_GATES = [f"tc-31-1{n:02}" for n in range(11, 0, -1)]


# What is asked of one advisory, and the sentences that answer it.
TOLD = {
    "What is the workaround in TC-31-001?": ["Workaround in TC-31-001 against CVE-2031-1001: Pull the plug.", "Then wait."],
    "any workarounds for the Acme Fluid Pump?": ["Workaround in TC-31-001 against CVE-2031-1001: Pull the plug.", "Then wait."],
    "Is there a workaround for TC-31-003?": ["Mitigation in TC-31-003: Watch the dial.", "Note it."],
    "What is the mitigation in TC-31-003?": ["Mitigation in TC-31-003: Watch the dial.", "Note it."],
    "What mitigations does TC-31-002 give?": ["Vendor fix in TC-31-002: Install 4.2."],
    "How is TC-31-003 fixed?": ["Vendor fix in TC-31-003: Install 4.2."],
    "What changed in TC-31-001?": ["Revision 2 of TC-31-001 of 6 May 2031 (2031-05-06): Update A: the fix was added.",
                                   "Revision 10 of TC-31-001 of 8 July 2031 (2031-07-08): Update B: the scores were corrected.",
                                   "Revision 1 of TC-31-001 of 4 March 2031 (2031-03-04): Initial release."],
    "What changed in TC-31-002?": ["Revision 1 of TC-31-002 of 4 March 2031 (2031-03-04): Initial."],
    "Is any exploit known for the Gorm Saw vulnerabilities?": ["Exploitability in TC-31-303 (Gorm Saw): No known public exploits specifically target this vulnerability."],
    "When was TC-31-001 last revised?": ["TC-31-001 was last revised on 8 July 2031 (2031-07-08) (version 3, status final)."],
    "what changed in the last revision of TC-31-001?": ["Revision 10 of TC-31-001 of 8 July 2031 (2031-07-08): Update B: the scores were corrected."],
    "What's new in the latest update of TC-31-001?": ["Revision 10 of TC-31-001 of 8 July 2031 (2031-07-08): Update B: the scores were corrected."],
    "What's new in the most recent revision of TC-31-001?": ["Revision 10 of TC-31-001 of 8 July 2031 (2031-07-08): Update B: the scores were corrected."],
    "What is the date of the last change to TC-31-001?": ["TC-31-001 was last revised on 8 July 2031 (2031-07-08) (version 3, status final)."],
    "Which changes did the most recent revision of the Acme Fluid Pump advisory bring?": ["Revision 10 of TC-31-001 of 8 July 2031 (2031-07-08): Update B: the scores were corrected."],
}  # fmt: skip
# What is asked of them all, and the advisories that are listed.
LISTED = {
    "Which advisories affect the Nordal Tram Gate?": OF_TRAM_GATES,
    "list all advisories affecting tram gates": OF_TRAM_GATES,
    "Is the Tram Gate affected by any advisory? List them.": OF_TRAM_GATES,
    "Which advisories is the Nordal Tram Gate affected by?": OF_TRAM_GATES,
    "Which advisories affect Tram Gate devices since 9 April 2031?": OF_TRAM_GATES[:3],
    "what advisories affect the XT-300?": ["tc-31-111"],
    "Which advisories affect the Tram Gate XT 300?": ["tc-31-111"],
    "Which advisories impact Bolt products?": ["tc-31-002"],
    "newest advisory affecting the Tram Gate": ["tc-31-111"],
    # What is asked for with "for" may also be called so.
    "list the advisories for Nordal Gates": ["tc-31-113", "tc-31-112", *OF_TRAM_GATES],
    "advisories for the Tram Gate": ["tc-31-112", *OF_TRAM_GATES],
    "Which advisories have a CVSS score above 9?": ["tc-31-202", "tc-31-201", "tc-31-001"],
    "advisories with a base score of 9.3 or higher": ["tc-31-202", "tc-31-201"],
    "Which advisories have a score over 9.3": ["tc-31-202"],
    "which advisories are rated 9.1?": ["tc-31-001"],
    "show advisories with a CVSS v4 score of at least 7": ["tc-31-201"],
    "list the advisories with a CVSS base score between 6 and 8": ["tc-31-002", "tc-31-003"],
    "Which Gorm advisories have a CVSS score below 2.3?": ["tc-31-302", "tc-31-301"],
    # In CVSS v2 no score is critical.
    "critical advisories": ["tc-31-201", "tc-31-001"],
    "Which advisories are of critical severity?": ["tc-31-201", "tc-31-001"],
    "list high severity advisories": ["tc-31-202", "tc-31-204", "tc-31-002"],
    "which advisories of Dorn are critical?": ["tc-31-201"],
    "the two most severe advisories": ["tc-31-202", "tc-31-201"],
    "Which vulnerabilities are exploited?": ["tc-31-305", "tc-31-302"],
    "Which advisories tell of vulnerabilities that are known to be exploited in the wild?": [
        "tc-31-305",
        "tc-31-302",
    ],
    "Which Acme advisories came out in 2031?": ["tc-31-001"],
    "which Gorm advisories appeared since 5 June 2031?": ["tc-31-306", "tc-31-305"],
    "advisories put out in the last three days": ["tc-31-306", "tc-31-305", "tc-31-304", "tc-31-303"],
    "Which Gorm advisories were made public this year?": [f"tc-31-30{n}" for n in range(6, 0, -1)],
    "Which advisories were updated in July 2031?": ["tc-31-001"],
    "advisories revised in the last month": ["tc-31-001"],
    "Which advisories affect Quill products?": ["tc-31-505", "tc-31-504"],
    "Which advisories affect Quill Common Products?": ["tc-31-505"],
    "which advisories concern the water sector?": ["tc-31-501"],
    "advisories for the energy sector, please": ["tc-31-502", "tc-31-501"],
    "list advisories in food and agriculture": ["tc-31-503"],
    "advisories for products deployed in Norway": ["tc-31-503", "tc-31-501"],
    "Which advisories have a path traversal weakness?": ["tc-31-503", "tc-31-502", "tc-31-501"],
    "list advisories with CWE-79": ["tc-31-504", "tc-31-502"],
    "advisories about XSS": ["tc-31-504", "tc-31-502"],
    # What was reported to somebody is not reported by them.
    "Which advisories did Kelp Lab report?": ["tc-31-502", "tc-31-501"],
    "which vulnerabilities were reported by Bo Ek?": ["tc-31-502"],
    "What did the Rime Group find?": ["tc-31-503"],
    "which advisories have no fix?": ["tc-31-503", "tc-31-502"],
    "Which advisories have no fix planned?": ["tc-31-502"],
    "are there any advisories without a patch?": ["tc-31-503", "tc-31-502"],
    # Of each vendor the newest.
    "which vendors are headquartered in Japan?": ["tc-31-502", "tc-31-504"],
    "advisories of Japanese vendors": ["tc-31-504", "tc-31-502", "tc-31-501"],
    # All of it must hold, and of one flaw.
    "Ostra advisories of 2031 in the energy sector": ["tc-31-502"],
    "advisories from vendors based in Japan with a path traversal weakness": ["tc-31-502", "tc-31-501"],
    "Which advisories in the energy sector have a CVSS score above 1.5?": ["tc-31-502"],
    "path traversal advisories with a score over 1.1": ["tc-31-503", "tc-31-502"],
    "Which advisories affecting the Ostra Boiler concern the energy sector?": ["tc-31-501"],
    "Are there public exploits for any of the vulnerabilities?": ["tc-31-305", "tc-31-304", "tc-31-302"],
}
# What is asked of their vulnerabilities, and those whose scores are told.
FLAWS = {
    "What is the highest-scored vulnerability of Acme?": ["CVE-2031-1001"],
    "Which vulnerability of the Fluid Pump has the highest CVSS score?": ["CVE-2031-1001"],
    "What is the most severe vulnerability in Dorn products?": ["CVE-2031-5002"],
    # The worse one is of the other product of the same advisory.
    "highest-scored vulnerability of the Farn Hoist": ["CVE-2031-5005"],
    "Top 3 vulnerabilities by CVSS score": ["CVE-2031-5002", "CVE-2031-5001", "CVE-2031-1001"],
    "Which vulnerabilities have a CVSS score of 9 or more?": [
        "CVE-2031-5002",
        "CVE-2031-5001",
        "CVE-2031-1001",
    ],
    "Which path traversal vulnerabilities of Ostra have a score below 1.5?": [
        "CVE-2030-8003",
        "CVE-2030-8001",
    ],
    "Which medium severity vulnerabilities affect the Acme Fluid Pump?": ["CVE-2031-1002"],
}
COUNTED = {
    "How many advisories affect the Nordal Tram Gate?": f"11 of the {len(CORPUS)} documents are ones that affect Nordal Tram Gate",
    "how many advisories have a score over 9?": f"3 of the {len(CORPUS)} documents are ones with a CVSS base score above 9",
    "How many vulnerabilities are critical?": f"2 vulnerabilities in 2 of the {len(CORPUS)} documents are ones with critical severity",
    "Which advisories have a CVSS score above 9.9?": f"None of the {len(CORPUS)} documents are ones with a CVSS base score above 9.9",
    "how many path traversal vulnerabilities are there?": f"3 vulnerabilities in 3 of the {len(CORPUS)} documents are ones with a weakness of type path traversal",
    "Which advisories affect Quill products in 2030?": f"None of the {len(CORPUS)} documents are dated 2030, ones that affect Quill products",
    "Which advisories concern the banana sector?": f"None of the {len(CORPUS)} documents are ones that affect the sector banana",
    "How many advisories did Nora Pihl report?": f"None of the {len(CORPUS)} documents are ones that acknowledge Nora Pihl",
    "How many advisories affect the XT-300?": f"1 of the {len(CORPUS)} documents is one that affects XT-300",
    "Which vulnerabilities of the Door Lock are exploited?": f"None of the {len(CORPUS)} documents are about Door Lock, ones that say that a vulnerability is exploited.",
}
# What is asked of all advisories, and what is told of each value that they state, the most frequent first.
TALLIED = {
    "What CWE is most common?": ["CWE-22, 3 vulnerabilities in 3 documents", "CWE-79, 2 vulnerabilities in 2 documents"],
    "Which weakness types occur most often in advisories of 2031?": ["CWE-22, 2 vulnerabilities in 2 documents", "CWE-79, 2 vulnerabilities in 2 documents"],
    "most common weakness in the energy sector": ["CWE-22, 2 vulnerabilities in 2 documents", "CWE-79, 1 vulnerability in 1 document"],
    "top weakness with a score above 1.5": ["CWE-22, 1 vulnerability in 1 document", "CWE-79, 1 vulnerability in 1 document"],
    "who reported the most vulnerabilities?": ["Kelp Lab, 2 documents", "Rime Group, 1 document"],
    "Which vendors have the most advisories?": ["Nordal, 13 documents", "Gorm, 6 documents", "Dorn, 3 documents", "Ostra, 2 documents"],
    "top 3 vendors": ["Nordal, 13 documents", "Gorm, 6 documents", "Dorn, 3 documents"],
    "top four vendors": ["Nordal, 13 documents", "Gorm, 6 documents", "Dorn, 3 documents", "Ostra, 2 documents"],
    "which sectors are affected most often?": ["Energy, 2 documents", "Commercial Facilities, 1 document", "Food and Agriculture, 1 document", "Water and Wastewater Systems, 1 document"],
    "which vendor has the most critical vulnerabilities?": ["Acme, 1 vulnerability in 1 document", "Dorn, 1 vulnerability in 1 document"],
}  # fmt: skip
# What no line of one advisory tells.
BEYOND = ["what is the most common attack vector?", "what is the most common remediation?", "what is the average CVSS score?"]  # fmt: skip
# Names that are figures of words in small letters.
FIGURES = "how severe are the flaws in 17-inch 23-inch wire cutters?"
NO_WORKAROUND = "What is the workaround in TC-31-002?"
MANY = "What are the mitigations in TC-31-401?"


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Answer]:
    """The answer to each question, all asked in one batch on the command line."""
    folder = tmp_path_factory.mktemp("advisories")
    corpus = folder / "corpus"
    corpus.mkdir()
    for content in CORPUS:
        name = content["document"]["tracking"]["id"].lower()
        (corpus / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    sync_corpus(Settings(corpus=corpus, store=folder / "store"))
    asked = [*TOLD, *LISTED, *FLAWS, *COUNTED, *TALLIED, *BEYOND, FIGURES, NO_WORKAROUND, MANY]
    rows = [json.dumps({"id": question, "question": question}) for question in asked]
    (folder / "asked.jsonl").write_text("\n".join(rows), encoding="utf-8")
    places = ["--corpus", str(corpus), "--store", str(folder / "store")]
    with redirect_stdout(StringIO()) as printed:
        assert main(["ask", "--questions", str(folder / "asked.jsonl"), *places]) == 0
    found: list[Answer] = [json.loads(line) for line in printed.getvalue().splitlines()]
    return {answer["id"]: answer for answer in found}


def quotes(answer: Answer) -> list[str]:
    return [citation["quote"] for citation in answer["citations"]]


def cited(answer: Answer) -> list[str]:
    return [citation["document"] for citation in answer["citations"]]


@pytest.mark.parametrize("question", TOLD)
def test_what_is_asked_of_one_advisory_is_told_as_it_states_it(
    answers: Mapping[str, Answer], question: str
) -> None:
    assert quotes(answers[question]) == TOLD[question]


def test_a_fix_is_no_workaround(answers: Mapping[str, Answer]) -> None:
    answer = answers[NO_WORKAROUND]
    assert (answer["refused"], quotes(answer)) == (True, [])


def test_a_question_whose_only_names_are_figures_is_answered(answers: Mapping[str, Answer]) -> None:
    assert answers[FIGURES]["question"] == FIGURES


def test_of_a_field_that_is_long_it_is_said_how_much_is_quoted(answers: Mapping[str, Answer]) -> None:
    told = quotes(answers[MANY])
    assert told == [f"Mitigation in TC-31-401: Close port {n}." for n in range(1, 25)]
    assert "the first 24 of 30 sentences that state this are quoted" in answers[MANY]["notes"]


@pytest.mark.parametrize("question", LISTED)
def test_all_advisories_that_state_what_is_asked_for_are_listed(
    answers: Mapping[str, Answer], question: str
) -> None:
    assert cited(answers[question]) == LISTED[question]


@pytest.mark.parametrize("question", FLAWS)
def test_the_scores_of_vulnerabilities_are_told_the_highest_first(
    answers: Mapping[str, Answer], question: str
) -> None:
    told = quotes(answers[question])
    assert [quote.partition(" has a CVSS ")[0] for quote in told] == FLAWS[question]


def test_a_score_is_told_under_what_its_advisory_is_called(answers: Mapping[str, Answer]) -> None:
    told = answers["Which advisories have a CVSS score above 9?"]["answer"]
    assert told.startswith("- TC-31-202: Dorn Bell: CVE-2031-5002 has a CVSS v2.0 base score of 9.5,")


def test_an_advisory_is_listed_with_the_line_that_says_which_product_it_affects(
    answers: Mapping[str, Answer],
) -> None:
    answer = answers["Which advisories affect the Nordal Tram Gate?"]
    assert quotes(answer)[:2] == [
        "TC-31-111 affects Nordal Tram Gate XT-300, versions: <4.2.",
        "TC-31-110 affects Nordal Tram Gate, versions: <4.2.",
    ]
    assert "what the documents state in set lines" in " ".join(answer["notes"])


@pytest.mark.parametrize("question", TALLIED)
def test_what_is_most_frequent_is_counted_over_all_advisories(
    answers: Mapping[str, Answer], question: str
) -> None:
    told = [line.partition(": ")[0] for line in answers[question]["answer"].splitlines()]
    assert told[:4] == [f"- {value}" for value in TALLIED[question]]


@pytest.mark.parametrize("question", BEYOND)
def test_what_only_all_advisories_tell_is_not_answered_by_one(
    answers: Mapping[str, Answer], question: str
) -> None:
    assert answers[question]["refused"]


def test_a_value_that_is_counted_is_told_by_the_line_of_its_newest_document(
    answers: Mapping[str, Answer],
) -> None:
    answer = answers["who reported the most vulnerabilities?"]
    assert quotes(answer)[0] == (
        "Ada Lund and Bo Ek of Kelp Lab reported these vulnerabilities to Ostra, as acknowledged in TC-31-502 (Ostra Radiator)."
    )
    assert "2 reporters in all" in " ".join(answer["notes"])


def test_a_field_is_told_by_the_line_that_states_it(answers: Mapping[str, Answer]) -> None:
    deployed = answers["advisories for products deployed in Norway"]
    assert quotes(deployed)[1] == (
        "Countries and areas where the products of TC-31-501 (Ostra Boiler) are deployed: Norway, Sweden."
    )
    assert "2 are on products that are deployed worldwide" in " ".join(deployed["notes"])
    vendors = answers["which vendors are headquartered in Japan?"]["answer"]
    assert vendors.startswith("- Ostra: Ostra, the vendor in TC-31-502 (Ostra Radiator), has its company")


def test_an_advisory_that_was_revised_is_listed_by_the_line_that_says_when(
    answers: Mapping[str, Answer],
) -> None:
    told = quotes(answers["Which advisories were updated in July 2031?"])
    assert told == ["TC-31-001 was last revised on 8 July 2031 (2031-07-08) (version 3, status final)."]


@pytest.mark.parametrize("question", COUNTED)
def test_the_advisories_are_counted(answers: Mapping[str, Answer], question: str) -> None:
    assert answers[question]["answer"].startswith(COUNTED[question])
