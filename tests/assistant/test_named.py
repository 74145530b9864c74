"""Questions that name a document or a vulnerability: answered from it, in the sentence that states what is asked, or refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.types import Answer, Turn
from index.embed import Embedder
from index.search import Index
from index.settings import Settings
from index.sync import sync_corpus


def advisory(
    id: str, title: str, *, maker: str, country: str, vulnerabilities: list[Any], **document: Any
) -> Any:
    """An invented CSAF advisory on one product of one maker."""
    product = title.removeprefix(f"{maker} ")
    branch = {
        "category": "product_version_range",
        "name": "<4.2",
        "product": {"name": f"{product}: <4.2", "product_id": "P1"},
    }
    notes = [("Company headquarters location", country), ("Countries/areas deployed", "Europe"), ("Critical infrastructure sectors", "Energy"),
             ("Risk evaluation", f"Successful exploitation could stop the {product}.")]  # fmt: skip
    return {
        "document": {
            "category": "csaf_security_advisory", "csaf_version": "2.0", "title": title, "lang": "en",
            "publisher": {"category": "coordinator", "name": "TestCERT", "namespace": "https://cert.example"},
            "tracking": {"id": id, "status": "final", "version": "1", "initial_release_date": "2031-03-04T00:00:00Z",
                         "current_release_date": "2031-03-04T00:00:00Z",
                         "revision_history": [{"number": "1", "date": "2031-03-04T00:00:00Z", "summary": "Initial"}]},
            "acknowledgments": [{"names": [f"Finder of {product}"], "summary": "reporting this to TestCERT"}],
            "notes": [{"category": "other", "title": t, "text": text} for t, text in notes],
            **document,
        },
        "product_tree": {"branches": [{"category": "vendor", "name": maker, "branches": [
            {"category": "product_name", "name": product, "branches": [branch]}]}]},
        "vulnerabilities": vulnerabilities,
    }  # fmt: skip


def vulnerability(cve: str, score: float, weakness: str, *, remedy: str = "Update to 4.2.") -> Any:
    return {
        "cve": cve,
        "cwe": {"id": weakness, "name": f"Name of {weakness}"},
        "scores": [{"products": ["P1"], "cvss_v3": {"version": "3.1", "baseScore": score, "baseSeverity": "HIGH",
                    "vectorString": f"CVSS:3.1/AV:N/S{score}"}}],
        "product_status": {"known_affected": ["P1"]},
        "remediations": [{"category": "vendor_fix", "details": remedy, "product_ids": ["P1"]}],
    }  # fmt: skip


ADVISORIES = [
    advisory("ICSA-31-063-01", "Acme Fluid Pump", maker="Acme", country="Japan",
             vulnerabilities=[vulnerability("CVE-2031-1111", 9.1, "CWE-306"), vulnerability("CVE-2031-2222", 5.3, "CWE-79", remedy="Close port 80.")]),
    advisory("ICSA-31-063-02", "Bolt Valve Station", maker="Bolt", country="Peru",
             vulnerabilities=[vulnerability("CVE-2031-3333", 7.5, "CWE-20")]),
    advisory("ICSA-31-063-03", "Acme Gas Meter", maker="Acme", country="Japan", notes=[], acknowledgments=[],
             vulnerabilities=[{"cve": "CVE-2031-4444"}]),
    advisory("ICSA-31-063-04", "Acme Gas Meter Pro", maker="Acme", country="Japan",
             vulnerabilities=[vulnerability("CVE-2031-5555", 6.1, "CWE-22")]),
    advisory("ICSA-31-063-05", "Corda Notice", maker="Corda", country="Chile", vulnerabilities=[]),
]  # fmt: skip


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    folder = tmp_path_factory.mktemp("named")
    corpus = folder / "corpus"
    corpus.mkdir()
    for content in ADVISORIES:
        path = corpus / f"{content['document']['tracking']['id'].lower()}.json"
        path.write_text(json.dumps(content), encoding="utf-8")
    settings = Settings(corpus=corpus, store=folder / "store")
    sync_corpus(settings)
    return Assistant(Index(settings, embedder=embedder))


def cited(answer: Answer) -> set[str]:
    return {citation.document for citation in answer.citations}


@pytest.mark.parametrize(
    ("question", "told", "document"),
    [
        ("which advisory is cve 2031 2222 in", "ICSA-31-063-01", "icsa-31-063-01"),
        ("how bad is CVE-2031-2222?", "base score of 5.3", "icsa-31-063-01"),
        ("What is the highest CVSS score in ICSA-31-063-01?", "9.1", "icsa-31-063-01"),
        ("What's the severity of CVE-2031-2222?", "base score of 5.3", "icsa-31-063-01"),
        ("cwe of CVE-2031-2222", "CWE-79", "icsa-31-063-01"),
        ("CVE-2031-1111 vector string", "CVSS:3.1/AV:N/S9.1", "icsa-31-063-01"),
        ("where is the vendor of Bolt Valve Station based?", "Peru", "icsa-31-063-02"),
        ("which industries use the products of icsa-31-063-02", "Energy", "icsa-31-063-02"),
        ("Where is Bolt's Valve Station deployed?", "Europe", "icsa-31-063-02"),
        ("who found the flaws in the acme fluid pump", "Finder of Fluid Pump", "icsa-31-063-01"),
        ("when did ICSA-31-063-04 come out?", "4 March 2031", "icsa-31-063-04"),
        ("When was ICSA-31-063-04 last updated?", "4 March 2031", "icsa-31-063-04"),
        ("Which versions of the Gas Meter Pro are affected?", "<4.2", "icsa-31-063-04"),
        ("who makes the product with CVE-2031-3333", "Bolt", "icsa-31-063-02"),
        ("how many flaws are in ICSA-31-063-01?", "2 vulnerabilities", "icsa-31-063-01"),
        ("list the CVEs in ICSA-31-063-01", "CVE-2031-1111 and CVE-2031-2222", "icsa-31-063-01"),
        ("what should users do about CVE-2031-2222?", "Close port 80.", "icsa-31-063-01"),
        ("what could happen if the Bolt Valve Station is attacked?", "stop the Valve Station", "icsa-31-063-02"),
        ("is ICSA-31-063-02 final or a draft?", "status final", "icsa-31-063-02"),
        ("who made the Corda Notice", "Corda", "icsa-31-063-05"),
        ("which advisroy covers CVE-2031-3333", "ICSA-31-063-02", "icsa-31-063-02"),
        ("whats the cvss scroe of cve-2031-2222", "base score of 5.3", "icsa-31-063-01"),
        ("How severe is the flaw tracked as CVE-2031-2222?", "base score of 5.3", "icsa-31-063-01"),
        ("Is CVE-2031-1111 rated critical?", "base score of 9.1", "icsa-31-063-01"),
        ("The vulnerability CVE-2031-2222 is an instance of which CWE?", "CWE-79", "icsa-31-063-01"),
        ("which nation is home to the vendor in icsa-31-063-02", "Peru", "icsa-31-063-02"),
        ("To whom is the discovery of CVE-2031-3333 attributed?", "Finder of Valve Station", "icsa-31-063-02"),
        ("Please give the date on which ICSA-31-063-04 was issued.", "4 March 2031", "icsa-31-063-04"),
        ("critical sectors Bolt Valve Station", "Energy", "icsa-31-063-02"),
        ("I need to know which advisory talks about CVE-2031-5555.", "ICSA-31-063-04", "icsa-31-063-04"),
        ("Whom should we invite to lecture on how they hit upon ICSA-31-063-02?", "Finder of Valve Station", "icsa-31-063-02"),
        ("Morning all. Which figure out of ten did CVE-2031-2222 end up with? Ta, Kim", "base score of 5.3", "icsa-31-063-01"),
        ("How many CVSS points has CVE-2031-3333 collected?", "base score of 7.5", "icsa-31-063-02"),
        ("In which state has the supplier in ICSA-31-063-02 its seat?", "Peru", "icsa-31-063-02"),
        ("Where is the vendor of the Bolt advisory of March 2031 on valves at home?", "Peru", "icsa-31-063-02"),
        ("Who reported Bolt Station (4 March 2031)?", "Finder of Valve Station", "icsa-31-063-02"),
        ("How many revisions went through ICSA-31-063-02?", "has 1 entry", "icsa-31-063-02"),
        ("how often was ICSA-31-063-02 revised", "has 1 entry", "icsa-31-063-02"),
        ("CVE-2031-3333: is user interaction needed?", "CVSS:3.1/AV:N/S7.5", "icsa-31-063-02"),
        ("Besides ICSA-31-063-04, which other advisory mentions CVE-2031-4444?", "ICSA-31-063-03", "icsa-31-063-03"),
        ("Our valve stations of Bolt worry me. Who reported their flaw?", "Finder of Valve Station", "icsa-31-063-02"),
        ("Somebody could stop the station (CVE-2031-3333). How many points on CVSS is this?", "base score of 7.5", "icsa-31-063-02"),
        ("Pipeline piece this time: how severe is the flaw in the Bolt Valve Station?", "base score of 7.5", "icsa-31-063-02"),
        ("The Bolt bug worries readers; what country is the vendor of the Valve Station from, going by TestCERT?", "Peru", "icsa-31-063-02"),
        ("When was the Bolt valve advisory last revised?", "has not been revised", "icsa-31-063-02"),
        ("Who is credited for reporting the Bolt Valve Station advisory ICSA-31-063-02?", "Finder of", "icsa-31-063-02"),
    ],
)  # fmt: skip
def test_a_field_is_answered_from_the_named_document_alone(
    assistant: Assistant, question: str, told: str, document: str
) -> None:
    answer = assistant.ask(question)
    assert told in answer.text
    assert cited(answer) == {document}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What are the CVSS score and CWE of CVE-2031-2222?", ("base score of 5.3", "CWE-79")),
        ("Who reported ICSA-31-063-01 and when was it published?", ("Finder of Fluid Pump", "4 March 2031")),
        (
            "Which sectors does ICSA-31-063-01 affect, and from which country is the vendor?",
            ("Energy", "Japan"),
        ),
        ("CVE-2031-2222: advisory and cvss?", ("ICSA-31-063-01", "base score of 5.3")),
    ],
)
def test_a_question_for_several_fields_is_answered_in_each(
    assistant: Assistant, question: str, told: tuple[str, ...]
) -> None:
    answer = assistant.ask(question)
    assert all(text in answer.text for text in told)
    assert cited(answer) == {"icsa-31-063-01"}


def test_no_other_vulnerability_s_value_is_given(assistant: Assistant) -> None:
    answer = assistant.ask("What score does CVE-2031-2222 have?")
    assert "5.3" in answer.text
    assert "9.1" not in answer.text


def test_a_title_that_another_begins_with_means_its_own_document(assistant: Assistant) -> None:
    assert cited(assistant.ask("How many vulnerabilities are in Acme Gas Meter?")) == {"icsa-31-063-03"}


@pytest.mark.parametrize(
    "question",
    [
        "What is the score of CVE-2031-9999?",
        "Who reported ICSA-31-063-77?",
        "What score does ICSA-31-063-02 give CVE-2031-1111?",
        "does ICSA-31-063-01 cover CVE-2031-3333?",
        "Who reported the vulnerabilities in Acme QX-7731?",
        "Who reported the vulnerabilities in ICSA-31-063-03?",
        "Which sectors does ICSA-31-063-03 affect?",
        "What is the CVSS score of CVE-2031-4444?",
        "How many customers use CVE-2031-1111?",
        "Which insurance pays for damage from CVE-2031-1111?",
        "What is the annual revenue of the vendor in ICSA-31-063-02?",
        "Who reported the vulnerabilities in Acme Valve Station?",
        "What salary does the finder of CVE-2031-1111 earn?",
        "What CVSS v4 score does CVE-2031-1111 have?",
        "How many people work for the vendor in ICSA-31-063-02?",
        "Which newspaper wrote about CVE-2031-1111?",
        "What is the home address of the reporter of CVE-2031-1111?",
        "What is the EPSS score of CVE-2031-1111?",
        "What does the product in ICSA-31-063-02 cost?",
        "Who owns the vendor in ICSA-31-063-02?",
        "Is CVE-2031-1112 worse than CVE-2031-9998?",
        "reported by whom? ICSA-31-063-03",
        "How tall is whoever found CVE-2031-1111?",
        "Which orchestra plays for the vendor in ICSA-31-063-02?",
        "Who reported the Bolt advisory of May 2031?",
        "Besides ICSA-31-063-01, which other advisory mentions CVE-2031-1111?",
        "What is the CVSS v2 base score of CVE-2031-1111?",
        "How many megabytes has the update for the Bolt Valve Station?",
        "Vaillor heating gateway advisory id",
        "Who is the chief executive officer of Bolt?",
        "what does the fixed Bolt Valve Station 4.2 cost",
        "Name the person who reported the Acme Gas Meter flaw.",
        "Our Bolt valve stations and Quorlex pumps worry me. Who reported their flaw?",
    ],
)
def test_what_no_document_holds_is_refused(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.refused
    assert answer.citations == ()


def test_identifiers_held_apart_are_named_in_the_receipt(assistant: Assistant) -> None:
    missing = assistant.ask("What score does ICSA-31-063-02 give CVE-2031-1111?").receipt.missing
    assert {"ICSA-31-063-02", "CVE-2031-1111"} <= set(missing)


@pytest.mark.parametrize(
    "question",
    [
        "What base scores do CVE-2031-2222 and CVE-2031-3333 have?",
        "CVE-2031-2222 vs CVE-2031-3333 base score",
        "Which is more severe, CVE-2031-2222 or CVE-2031-3333?",
        "Does CVE-2031-2222 score higher than CVE-2031-3333?",
    ],
)
def test_two_vulnerabilities_are_answered_each_from_its_own(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "5.3" in answer.text
    assert "7.5" in answer.text
    assert cited(answer) == {"icsa-31-063-01", "icsa-31-063-02"}


def test_a_follow_up_is_about_what_was_named_before(assistant: Assistant) -> None:
    first = assistant.ask("Which advisory covers CVE-2031-3333?")
    history = [Turn("Which advisory covers CVE-2031-3333?", first)]
    answer = assistant.ask("who found it?", history=history)
    assert "Finder of Valve Station" in answer.text
    assert cited(answer) == {"icsa-31-063-02"}
