"""Identifiers: every family in its one spelling, whatever people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.identifiers import find_identifier_mentions, find_identifiers, with_wider


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("CVE-2021-44228", "CVE-2021-44228"),
        ("cve 2021 44228", "CVE-2021-44228"),
        ("CVE\u20132021\u201344228", "CVE-2021-44228"),
        ("cve-2021-1234567", "CVE-2021-1234567"),
        ("CWE 306", "CWE-306"),
        ("ICSA 22 179 04", "ICSA-22-179-04"),
        ("icsma-19-080-01", "ICSMA-19-080-01"),
        ("ICSA-17-187-03E", "ICSA-17-187-03E"),
        ("ICS-ALERT-10-301-01", "ICS-ALERT-10-301-01"),
        ("aa24-038a", "AA24-038A"),
        ("VU#930724", "VU#930724"),
        ("ghsa-jfh8-c2jp-5v3q", "GHSA-JFH8-C2JP-5V3Q"),
        ("RHSA-2024:1234", "RHSA-2024:1234"),
        ("SSA-770721", "SSA-770721"),
        ("cisco-sa-iosxe-webui-privesc-j22SaA4z", "CISCO-SA-IOSXE-WEBUI-PRIVESC-J22SAA4Z"),
        ("SEVD-2022-123-01", "SEVD-2022-123-01"),
        ("ZDI-21-123", "ZDI-21-123"),
        ("vde-2023-001", "VDE-2023-001"),
        ("5A002", "5A002"),
        ("3b001.a.1", "3B001.a.1"),
        ("84 FR 22689", "84 FR 22689"),
        ("84 Fed. Reg. 22,689", "84 FR 22689"),
        ("2019-10618", "2019-10618"),
        ("15 C.F.R. \u00a7 744.11", "15 CFR 744.11"),
        ("(EU) 2019/881", "EU 2019/881"),
        ("Regulation (EU) No 833/2014", "EU 833/2014"),
        ("directive 2022/2555", "EU 2022/2555"),
        ("Directive 2002/58/EC", "EU 2002/58"),
        ("Executive Order 13873", "EO 13873"),
        ("E.O. 13873", "EO 13873"),
        ("eo 13873", "EO 13873"),
        ("Emergency Directive 22-02", "ED 22-02"),
        ("ed 22-02", "ED 22-02"),
        ("Binding Operational Directive 17\u201101", "BOD 17-01"),
        ("Public Law 115-232", "PL 115-232"),
        ("Pub. L. No. 115-232", "PL 115-232"),
        ("UN Security Council Resolution 2397", "UNSCR 2397"),
        ("NIST SP 800-53", "NIST SP 800-53"),
        ("IEC 62443-4-2", "ISO/IEC 62443-4-2"),
        ("the known exploited vulnerabilities catalog", "KEV"),
        ("T1059.001", "T1059.001"),
        ("CVE: 2021-44228", "CVE-2021-44228"),
        ("note-CVE-2020-0601", "CVE-2020-0601"),
        ("DPA-2020-12345", "DPA-2020-12345"),
        ("ECCN 5A992c", "5A992.c"),
        ("ECCN: 5A992.c", "5A992.c"),
        ("85 F.R. 12,345", "85 FR 12345"),
        ("85 Federal Register 12345", "85 FR 12345"),
        ("88 FR 1234", "88 FR 1234"),
        ("Règlement (UE) 2019/881", "EU 2019/881"),
        ("Verordnung (EU) 2019/881", "EU 2019/881"),
        ("regulation EU 2019-881", "EU 2019/881"),
        ("CELEX 32019R0881", "EU 2019/881"),
    ],
)
def test_what_people_type_is_folded_to_one_spelling(typed: str, value: str) -> None:
    assert find_identifiers(f"tell me about {typed}, please") == (value,)


@pytest.mark.parametrize(
    "words",
    [
        "5G networks in 26 countries since 2019-05-16",
        "version 3.30.1 of 12 March 2026, 4G and 5G",
        "edited 22 of 30 pages; see section 889",
        "Windows 10 1809, TIA V16, 6ES7 517-3TP00",
        "on 2019-12-17 and 2020/05/06",
        "ICT supply chains, decision of 14 July 2020",
        "",
    ],
)
def test_dates_versions_and_plain_words_are_no_identifiers(words: str) -> None:
    assert find_identifiers(words) == ()


def test_mentions_stand_where_they_say_and_do_not_overlap() -> None:
    text = "See CVE-2021-44228 (CWE-502) in AA21-356A; Directive (EU) 2022/2555."
    mentions = find_identifier_mentions(text)
    assert [text[m.start : m.end] for m in mentions] == [
        "CVE-2021-44228",
        "CWE-502",
        "AA21-356A",
        "Directive (EU) 2022/2555",
    ]


@given(st.text(alphabet="CVEcveICSAEU0123456789-/. #()\u2013\n", max_size=80))
def test_any_text_gives_ordered_mentions_inside_it(text: str) -> None:
    end = 0
    for mention in find_identifier_mentions(text):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.value
        end = mention.end


@given(
    st.integers(1999, 2030),
    st.integers(1000, 9_999_999),
    st.sampled_from(["-", " ", "\u2013", "_", "\u00a0"]),
)
def test_a_spelled_identifier_is_its_own_spelling(year: int, number: int, dash: str) -> None:
    (value,) = find_identifiers(f"cve{dash}{year}{dash}{number}")
    assert find_identifiers(value) == (value,)


def test_what_speaks_of_a_part_speaks_of_the_whole() -> None:
    assert with_wider(("5A992.c", "CVE-2021-44228")) == ("5A992.c", "5A992", "CVE-2021-44228")
