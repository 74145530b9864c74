"""CSAF: every field of an advisory becomes a sentence that can be quoted alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from index.chunk import split_sentences
from index.readers.csaf import reader as csaf
from index.types import Reading, UnreadableFile
from tests.index.lawful import assert_lawful, of_kind


def advisory(**document: Any) -> dict[str, Any]:
    """An invented CSAF 2.0 advisory about two pumps and two vulnerabilities."""
    return {
        "document": {
            "category": "csaf_security_advisory",
            "csaf_version": "2.0",
            "lang": "en-US",
            "title": "Acme Fluid Pumps",
            "distribution": {"tlp": {"label": "AMBER"}},
            "publisher": {"category": "coordinator", "name": "TestCERT", "namespace": "https://cert.gov.uk"},
            "tracking": {
                "id": "ICSA-30-100-01",
                "status": "final",
                "version": "2",
                "initial_release_date": "2030-04-10T00:00:00.000Z",
                "current_release_date": "2030-05-11T00:00:00.000Z",
                "revision_history": [
                    {"number": "1", "date": "2030-04-10T00:00:00Z", "summary": "Initial Publication"},
                    {"number": "2", "date": "2030-05-11T00:00:00Z", "summary": "Model 9 added"},
                ],
            },
            "acknowledgments": [
                {
                    "names": ["Ana Roe", "Bo Lee"],
                    "organization": "Deep Lab",
                    "summary": "reporting these vulnerabilities to TestCERT",
                },
                {"names": ["Cy Dee"], "summary": "assistance"},
            ],
            "notes": [
                {
                    "category": "summary",
                    "title": "Risk evaluation",
                    "text": "Successful exploitation could stop the pump.",
                },
                {
                    "category": "other",
                    "title": "Critical infrastructure sectors",
                    "text": "Energy, Water and Wastewater Systems",
                },
                {"category": "other", "title": "Company headquarters location", "text": "United States"},
                {"category": "other", "title": "Countries/areas deployed", "text": "Worldwide"},
                {"category": "legal_disclaimer", "title": "Legal Notice", "text": "Provided as is."},
                {
                    "category": "general",
                    "title": "Recommended Practices",
                    "text": "Users should take defensive measures.\n\nNo known public exploits target this flaw.",
                },
            ],
            "references": [
                {"category": "self", "summary": "JSON", "url": "https://cert.gov.uk/x.json"},
                {"category": "self", "summary": "Web", "url": "https://cert.gov.uk/x"},
            ],
            **document,
        },
        "product_tree": {
            "branches": [
                {
                    "category": "vendor",
                    "name": "Acme",
                    "branches": [
                        {
                            "category": "product_name",
                            "name": "Pump 7",
                            "branches": [
                                {
                                    "category": "product_version_range",
                                    "name": "vers:all/<2.5",
                                    "product": {
                                        "name": "Pump 7: All versions prior to 2.5",
                                        "product_id": "P1",
                                    },
                                }
                            ],
                        },
                        {
                            "category": "product_name",
                            "name": "Acme Pump 9",
                            "branches": [
                                {
                                    "category": "product_version",
                                    "name": "*",
                                    "product": {"name": "Acme Pump 9", "product_id": "P2"},
                                }
                            ],
                        },
                    ],
                }
            ]
        },
        "vulnerabilities": [
            {
                "cve": "CVE-2030-1111",
                "cwe": {"id": "CWE-306", "name": "Missing Authentication for Critical Function"},
                "notes": [
                    {
                        "category": "summary",
                        "title": "Vulnerability Summary",
                        "text": "The pump accepts any command.CVE-2030-1111 has been assigned to this vulnerability. "
                        "A CVSS v3 base score of 9.8 has been calculated; the CVSS vector string is (AV:N/AC:L).",
                    }
                ],
                "product_status": {"known_affected": ["P1", "P2"]},
                "scores": [
                    {
                        "products": ["P1", "P2"],
                        "cvss_v3": {
                            "version": "3.1",
                            "baseScore": 9.8,
                            "baseSeverity": "CRITICAL",
                            "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
                        },
                    }
                ],
                "remediations": [
                    {"category": "vendor_fix", "details": "Update to 2.5.", "product_ids": ["P1"]},
                    {
                        "category": "mitigation",
                        "details": "As a general security measure, protect networks.",
                        "product_ids": ["P1", "P2"],
                    },
                ],
            },
            {
                "cve": "CVE-2030-2222",
                "title": "Weak hash",
                "cwe": {"id": "CWE-328", "name": "Use of Weak Hash"},
                "product_status": {"known_affected": ["P2"], "known_not_affected": ["P1"]},
                "scores": [
                    {
                        "products": ["P2"],
                        "cvss_v3": {"version": "3.1", "baseScore": 5.0, "baseSeverity": "MEDIUM"},
                    }
                ],
                "threats": [{"category": "exploit_status", "details": "No public exploit is known"}],
                "remediations": [
                    {"category": "no_fix_planned", "details": "No fix is planned.", "product_ids": ["P2"]}
                ],
            },
        ],
    }


def read(content: object) -> Reading:
    reading = csaf.read(json.dumps(content).encode(), "advisory.json")
    assert_lawful(reading)
    return reading


def sentences(reading: Reading) -> list[str]:
    return [reading.text[s.start : s.end] for s in split_sentences(reading)]


@pytest.mark.parametrize(
    "sentence",
    [
        "ICSA-30-100-01 (Acme Fluid Pumps) was first published by TestCERT on 10 April 2030 (2030-04-10).",
        "ICSA-30-100-01 was last revised on 11 May 2030 (2030-05-11) (version 2, status final).",
        "ICSA-30-100-01 (Acme Fluid Pumps) covers 2 vulnerabilities: CVE-2030-1111 and CVE-2030-2222.",
        "The highest CVSS base score in ICSA-30-100-01 (Acme Fluid Pumps) is 9.8 (CVE-2030-1111).",
        "Acme, the vendor in ICSA-30-100-01 (Acme Fluid Pumps), has its company headquarters in the United States.",
        "Critical infrastructure sectors affected by ICSA-30-100-01 (Acme Fluid Pumps): Energy, Water and Wastewater Systems.",
        "Ana Roe and Bo Lee of Deep Lab reported these vulnerabilities to TestCERT, as acknowledged in ICSA-30-100-01 (Acme Fluid Pumps).",
        "Cy Dee is acknowledged in ICSA-30-100-01 (Acme Fluid Pumps) for assistance.",
        "Risk evaluation in ICSA-30-100-01 (Acme Fluid Pumps): Successful exploitation could stop the pump.",
        "ICSA-30-100-01 (Acme Fluid Pumps) affects 2 products: Acme Pump 7 and Acme Pump 9.",
        "Description of CVE-2030-1111: The pump accepts any command.",
        "ICSA-30-100-01 affects Acme Pump 7, versions: All versions prior to 2.5 (<2.5).",
        "ICSA-30-100-01 affects Acme Pump 9, versions: all versions.",
        "CVE-2030-1111 is covered by ICSA-30-100-01 (Acme Fluid Pumps).",
        "CVE-2030-1111 is a weakness of type CWE-306: Missing Authentication for Critical Function.",
        "CVE-2030-1111 has a CVSS v3.1 base score of 9.8 (CRITICAL), vector CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H.",
        "CVE-2030-2222, called Weak hash, is covered by ICSA-30-100-01 (Acme Fluid Pumps).",
        "CVE-2030-2222 has a CVSS v3.1 base score of 5.0 (MEDIUM).",
        "CVE-2030-2222 affects Acme Pump 9 (all versions).",
        "Exploitation of CVE-2030-2222: No public exploit is known.",
        "Vendor fix in ICSA-30-100-01 for Acme Pump 7 against CVE-2030-1111: Update to 2.5.",
        "No fix planned in ICSA-30-100-01 for Acme Pump 9 against CVE-2030-2222: No fix is planned.",
        "Revision 2 of ICSA-30-100-01 of 11 May 2030 (2030-05-11): Model 9 added.",
    ],
)
def test_a_field_is_a_sentence_that_names_its_subject(sentence: str) -> None:
    assert sentence in sentences(read(advisory()))


def test_the_advisory_s_fields_are_its_metadata() -> None:
    known = read(advisory()).metadata
    assert (known.title, known.issuer, known.country) == ("Acme Fluid Pumps", "TestCERT", "United Kingdom")
    assert (known.published, known.revised, known.status) == ("2030-04-10", "2030-05-11", "final")
    assert (known.kind, known.language, known.marking) == ("advisory", "en", "TLP:AMBER")
    assert known.url == "https://cert.gov.uk/x"
    assert known.affected == ("Energy", "Water and Wastewater Systems")
    assert known.identifiers == ("ICSA-30-100-01",)


def test_a_note_that_says_in_a_sentence_where_vendors_are_is_kept_as_it_is() -> None:
    text = "Acme is headquartered in Japan. Bolt is headquartered in Peru."
    note = {"category": "other", "title": "Company headquarters location", "text": text}
    assert text in read(advisory(notes=[note])).text


def test_vendors_are_named_where_no_headquarters_are_told() -> None:
    told = sentences(read(advisory(notes=[])))
    assert "Acme is the vendor in ICSA-30-100-01 (Acme Fluid Pumps)." in told


def test_an_advisory_never_revised_says_so_with_its_date() -> None:
    content = advisory()
    content["document"]["tracking"] |= {"current_release_date": "2030-04-10T09:00:00Z", "version": "1"}
    told = sentences(read(content))
    never = "has not been revised since its first release on 10 April 2030 (2030-04-10) (version 1, status final)."
    assert f"ICSA-30-100-01 {never}" in told


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "final"),
        ({"status": "interim"}, "interim"),
        ({"status": "draft"}, "draft"),
        ({"revision_history": [{"number": "3", "summary": "Advisory withdrawn"}]}, "withdrawn"),
    ],
)
def test_the_status_is_the_tracking_s_or_withdrawn(changes: dict[str, Any], status: str) -> None:
    content = advisory()
    content["document"]["tracking"] |= changes
    assert read(content).metadata.status == status


def test_a_remedy_that_ends_in_a_link_keeps_it() -> None:
    content = advisory()
    content["vulnerabilities"][0]["remediations"] = [
        {"category": "vendor_fix", "details": "Get 2.5 here:", "url": "https://acme.example/2.5"}
    ]
    told = sentences(read(content))
    assert (
        "Vendor fix in ICSA-30-100-01 against CVE-2030-1111: Get 2.5 here: https://acme.example/2.5" in told
    )


def test_a_product_that_the_tree_does_not_name_goes_by_its_id() -> None:
    content = advisory()
    content["vulnerabilities"][0]["product_status"] = {
        "known_affected": ["P1", "P2", "P-9"],
        "fixed": ["P-3"],
    }
    content["vulnerabilities"][1]["product_status"] = {"fixed": [], "recommended": [" "], "unknown": [7]}
    said = [words for words in sentences(read(content)) if words.startswith("CVE-2030-")]
    assert "CVE-2030-1111 is fixed in P-3." in said
    assert (
        "CVE-2030-1111 affects Acme Pump 7 (All versions prior to 2.5 (<2.5)), Acme Pump 9 (all versions) and P-9."
        in said
    )
    assert not [
        words
        for words in said
        if words.startswith("CVE-2030-2222") and words.endswith((" in .", " for .", " with ."))
    ]


def branch(category: str, name: str, *below: dict[str, Any], leaf: str = "") -> dict[str, Any]:
    """A branch of a product tree; with `leaf` it ends in a product of that name, whose id is the name too."""
    end = {"product": {"name": leaf, "product_id": leaf}} if leaf else {}
    return {"category": category, "name": name, **({"branches": [*below]} if below else {}), **end}


@pytest.mark.parametrize(
    ("below", "sentence"),
    [
        # As Linux distributors write them: packages below their architecture, each with its version in its name.
        (
            branch("architecture", "aarch64", branch("product_version", "grain-0:9.2-7", leaf="grain-0:9.2-7.aarch64")),
            "lists Acme grain-0:9.2-7.aarch64.",
        ),
        (
            branch("architecture", "src", branch("product_version", "grain-0:9.2-7.src", leaf="grain-0:9.2-7.src")),
            "lists Acme grain-0:9.2-7.src.",
        ),
        (
            branch("product_family", "Acme Linux", branch("product_name", "Acme Linux Base 8", leaf="Acme Linux Base 8")),
            "lists Acme Linux Base 8.",
        ),
        (branch("product_family", "Grinders", branch("product_version", "3.1", leaf="Grinders 3.1")), "lists Acme Grinders, versions: 3.1."),
        (
            branch("product_name", "Mill", branch("product_family", "Stones", branch("language", "de", branch("product_version", "4", leaf="Mill 4")))),
            "lists Acme Mill, versions: 4.",
        ),
        (branch("legacy", "old", branch("host_name", "mill.example", leaf="Mill portal")), "lists Acme Mill portal."),
        (branch("specification", "ISO 1", branch("product_version", "1", leaf="Sieve 10")), "lists Acme Sieve 10, versions: 1."),
    ],
)  # fmt: skip
def test_a_product_is_called_by_its_name_its_family_or_its_own_words(
    below: dict[str, Any], sentence: str
) -> None:
    content = advisory()
    content["product_tree"]["branches"] = [branch("vendor", "Acme", below)]
    assert f"ICSA-30-100-01 {sentence}" in read(content).text.splitlines()


def test_a_malformed_address_of_the_publisher_leaves_only_the_country_unknown() -> None:
    known = read(advisory(publisher={"name": "TestCERT", "namespace": "https://[cert.gov.uk"})).metadata
    assert (known.issuer, known.country, known.title) == ("TestCERT", "", "Acme Fluid Pumps")


def test_without_a_product_tree_the_statuses_are_told_by_ids() -> None:
    content = advisory()
    del content["product_tree"]
    content["vulnerabilities"][0]["product_status"] = {"known_affected": ["P-1"], "fixed": ["P-2", "P-3"]}
    said = sentences(read(content))
    assert "CVE-2030-1111 affects P-1." in said
    assert "CVE-2030-1111 is fixed in P-2 and P-3." in said


def test_what_does_not_fit_one_sentence_is_said_in_several_that_stand_alone() -> None:
    content = advisory()
    names = [f"CVE-2030-{number}" for number in range(3000, 3100)]
    content["vulnerabilities"] = [
        {"cve": name, "product_status": {"known_affected": ["P1"]}} for name in names
    ]
    versions = [{"category": "product_version", "name": f"{number}.0-long-build-name", "product": {
        "name": f"Pump 7 {number}.0-long-build-name", "product_id": f"V{number}"}} for number in range(60)]  # fmt: skip
    content["product_tree"]["branches"][0]["branches"][0]["branches"] = versions
    told = sentences(read(content))
    assert max(map(len, told)) < 700
    covering = [s for s in told if " covers 100 vulnerabilities" in s or " also covers " in s]
    assert all(s.startswith("ICSA-30-100-01") for s in covering)
    assert all(any(name in s for s in covering) for name in names)
    listing = [s for s in told if s.startswith("ICSA-30-100-01 lists Acme Pump 7, versions: ")]
    assert all(any(f" {n}.0-long-build-name" in s for s in listing) for n in range(60))


def test_notices_and_general_practice_are_boilerplate() -> None:
    reading = read(advisory())
    kept_out = " ".join(of_kind(reading, "boilerplate"))
    for words in (
        "Provided as is.",
        "Users should take defensive measures.",
        "As a general security measure",
    ):
        assert words in kept_out
        assert not any(words in sentence for sentence in sentences(reading))


def test_what_a_notice_says_of_exploits_is_told_under_a_heading_of_its_own() -> None:
    reading = read(advisory())
    told = [s for s in sentences(reading) if "exploits target" in s]
    assert told == [
        "Exploitability in ICSA-30-100-01 (Acme Fluid Pumps): No known public exploits target this flaw."
    ]
    assert "exploits target" not in " ".join(of_kind(reading, "boilerplate"))


def test_what_fields_say_is_not_said_again_by_a_note() -> None:
    told = sentences(read(advisory()))
    assert "Description of CVE-2030-1111: The pump accepts any command." in told
    assert not any("has been assigned" in s or "has been calculated" in s for s in told)


def test_a_vulnerability_is_labelled_by_its_identifier() -> None:
    reading = read(advisory())
    score = reading.text.index("has a CVSS v3.1 base score of 9.8")
    assert [p.label for p in reading.parts if p.start <= score < p.end] == ["CVE-2030-1111"]


def test_a_remedy_repeated_for_every_vulnerability_is_said_once() -> None:
    content = advisory()
    for vulnerability in content["vulnerabilities"]:
        vulnerability["remediations"] = [
            {"category": "mitigation", "details": "Close port 80.", "product_ids": ["P1", "P2"]}
        ]
    told = sentences(read(content))
    assert told.count("Mitigation in ICSA-30-100-01: Close port 80.") == 1


def test_the_second_edition_s_metrics_and_weaknesses_are_read() -> None:
    content = advisory(csaf_version="2.1")
    content["vulnerabilities"] = [
        {
            "cve": "CVE-2031-1",
            "cwes": [{"id": "CWE-79", "name": "Cross-site Scripting"}],
            "metrics": [
                {
                    "products": ["P1"],
                    "content": {
                        "cvss_v4": {"version": "4.0", "baseScore": 8.7, "baseSeverity": "HIGH"},
                        "epss": {"probability": "0.83", "timestamp": "2031-05-01T00:00:00Z"},
                    },
                },
                {"products": ["P2"], "content": {"qualitative_severity_rating": "low"}},
            ],
            "first_known_exploitation_dates": [
                {"date": "2031-02-20T00:00:00Z", "exploitation_date": "2031-02-01T00:00:00Z"}
            ],
        }
    ]
    told = sentences(read(content))
    assert "CVE-2031-1 has a CVSS v4.0 base score of 8.7 (HIGH)." in told
    assert "CVE-2031-1 is a weakness of type CWE-79: Cross-site Scripting." in told
    assert "Exploitation of CVE-2031-1 is known since 1 February 2031 (2031-02-01)." in told
    assert "CVE-2031-1 has an EPSS probability of 0.83 as of 1 May 2031 (2031-05-01)." in told
    assert "CVE-2031-1 is rated low." in told


def test_thousands_of_products_are_capped_and_every_vulnerability_stays() -> None:
    content = advisory()
    names = [f"Model {number}" for number in range(5_000)]
    content["product_tree"] = {"full_product_names": [{"name": n, "product_id": n} for n in names]}
    content["vulnerabilities"] = [
        {"cve": f"CVE-2030-{number}", "product_status": {"known_affected": names, "fixed": names[:100]}}
        for number in range(3000, 3200)
    ]
    reading = read(content)
    assert len(reading.text) < 250_000
    assert "ICSA-30-100-01 lists 4600 more products." in sentences(reading)
    assert all(f"CVE-2030-{number} " in reading.text for number in range(3000, 3200))


def test_a_note_that_names_another_advisory_it_follows_makes_a_relation() -> None:
    text = "This updated advisory is a follow-up to the original advisory titled ICSA-29-001-02 Acme Valves."
    known = read(advisory(notes=[{"category": "summary", "title": "Update Summary", "text": text}])).metadata
    assert [(r.kind, r.target) for r in known.relations] == [("follows", "ICSA-29-001-02")]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b'{"name": "package", "version": "1"}', "no CSAF advisory"),
        (b"[1, 2, 3]", "no CSAF advisory"),
        (b'{"document": {"tracking": {"id": "X"}}}', "no CSAF advisory"),
        (b'{"document": ', "not valid JSON"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":' * 200_000, "nested too deeply"),
        (b"9" * 5_000, "not valid JSON"),
    ],
)
def test_other_json_is_refused_with_the_reason(raw: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        csaf.read(raw, "x.json")


@pytest.mark.parametrize(
    "key", ["tracking", "notes", "publisher", "acknowledgments", "references", "title", "distribution"]
)
@pytest.mark.parametrize("junk", [None, 7, "x", [], [[]], {}, {"a": {"b": []}}, [None, 3, "y"]])
def test_fields_of_wrong_types_are_passed_over(key: str, junk: object) -> None:
    content = advisory(**{key: junk})
    content["document"]["tracking"] = (
        content["document"]["tracking"] if key != "tracking" else {"id": "X-1", "version": junk}
    )
    assert "X-1" in read(content).text or "ICSA-30-100-01" in read(content).text
    content["vulnerabilities"] = junk
    content["product_tree"] = junk
    read(content)


def test_who_is_thanked_is_told_in_the_sentence_that_names_the_advisory() -> None:
    thanks = [{"names": ["Ana Roe"], "summary": "reporting this to the U.S. Agency. Acme has mended it"}]
    told = [line for line in read(advisory(acknowledgments=thanks)).text.splitlines() if "Ana Roe" in line]
    assert told == [
        "Ana Roe reported this to the U.S. Agency, as acknowledged in ICSA-30-100-01 (Acme Fluid Pumps). Acme has mended it."
    ]
