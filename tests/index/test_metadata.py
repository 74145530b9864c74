"""Dates, kinds, markings, first lines and languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.first_lines import from_first_lines, issuer_in_title, read_date_line
from index.language.dates import date_in_name, find_date, parse_date
from index.language.languages import find_language
from index.metadata import country_of_domain, find_marking, find_relations, from_fields, merge, normal_kind
from index.readers import read_file
from index.types import Metadata, Relation


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2026-03-12", "2026-03-12"),
        ("2026/3/12", "2026-03-12"),
        ("2024-01-09T12:00:00.000Z", "2024-01-09"),
        ("12 March 2026", "2026-03-12"),
        ("12th of March, 2026", "2026-03-12"),
        ("March 12, 2026", "2026-03-12"),
        ("Sept. 3, 2019", "2019-09-03"),
        ("15-Aug-2023", "2023-08-15"),
        ("March 2026", "2026-03"),
        ("2019-12", "2019-12"),
        ("2019", "2019"),
        ("25/12/2020", "2020-12-25"),
        ("12/25/2020", "2020-12-25"),
        ("03/04/2020", "2020"),
        ("05.05.2020", "2020-05-05"),
        ("2026年3月12日", "2026-03-12"),
        ("令和元年5月1日", "2019-05-01"),
        ("2026년 3월 12일", "2026-03-12"),
        ("12 mars 2026", "2026-03-12"),
        ("12. März 2026", "2026-03-12"),
        ("12 de marzo de 2026", "2026-03-12"),
        ("12 березня 2026", "2026-03-12"),
        ("", ""),
        ("soon", ""),
        ("31 February 2024", "2024"),
        ("February 30, 2020", "2020"),
        ("45 March 2020", "2020-03"),
        ("2020-13-01", "2020"),
        ("2020-02-30T12:00:00Z", "2020"),
        ("31.02.2024", "2024"),
        ("Q3 2020", "2020"),
        ("2020-Q1", "2020"),
        ("2020W05", "2020"),
        ("1Q 2020", "2020"),
        ("H2 2020", "2020"),
        ("2020-W05", "2020"),
        ("2020-W05-3", "2020"),
        ("KW 12/2020", "2020"),
        ("03-05-2020", "2020"),
        ("25-12-2020", "2020-12-25"),
        ("12-25-2020 10:30", "2020-12-25"),
        ("12 Μαρτίου 2026", "2026-03-12"),
        ("2026. március 12. 10:30", "2026-03-12"),
        ("maaliskuu 2026", "2026-03"),
        ("12 tháng 3 năm 2026", "2026-03-12"),
        ("12 Mart 2026", "2026"),
        ("2019-2020", ""),
        ("before 2020", ""),
        ("CVE-2021-44228", ""),
        ("1.2.3.4", ""),
    ],
)
def test_a_date_is_read_as_exactly_as_it_was_written(written: str, iso: str) -> None:
    assert parse_date(written) == iso


def test_the_first_date_of_a_line_is_found_where_it_stands() -> None:
    line = "Issued 3 May 2024, revised 4 June 2024"
    start, end, iso = find_date(line) or (0, 0, "")
    assert (line[start:end], iso) == ("3 May 2024", "2024-05-03")


@pytest.mark.parametrize(
    "line",
    [
        "The order was signed on 12 March 2026 by the minister.",
        "On 12 March 2026 CISA published the directive",
        "Version 2 of 12 March 2026, amended by 400 pages",
        "no date at all",
    ],
)
def test_a_sentence_with_a_date_is_no_date_line(line: str) -> None:
    found = read_date_line(line)
    assert found is None or not found.publisher


def test_kinds_are_folded_to_one_word() -> None:
    assert [
        normal_kind(k) for k in ("Press release", "joint_advisory", "Executive Order", "court ruling")
    ] == [
        "press",
        "joint-advisory",
        "order",
        "court-ruling",
    ]


def test_markings_are_found_in_any_spelling() -> None:
    assert [find_marking(t) for t in ("TLP:CLEAR", "tlp: amber+strict", "TLP RED", "tulip")] == [
        "TLP:CLEAR",
        "TLP:AMBER+STRICT",
        "TLP:RED",
        "",
    ]


def test_fields_of_other_names_and_wrong_types_leave_nothing_behind() -> None:
    assert from_fields({"colour": "red", "title": ["a"], "date": {"y": 1}, "topics": 7}) == Metadata()


def test_relations_may_be_listed_or_named() -> None:
    assert from_fields(
        {"supersedes": "a", "relations": [{"type": "amends", "id": "b"}, "junk", {"id": []}]}
    ).relations == (
        Relation("supersedes", "a"),
        Relation("amends", "b"),
    )


def test_a_document_may_say_in_words_what_it_amends() -> None:
    said = "This notice amends guidance KISB-G-2025/14. It follows from ED 22-02."
    assert find_relations(said) == (Relation("amends", "KISB-G-2025-14"),)


def test_merging_keeps_what_is_known_first() -> None:
    assert merge(Metadata(title="a"), Metadata(title="b", country="c")) == Metadata(title="a", country="c")


def test_a_file_name_gives_the_date_that_it_begins_with_or_ends_with_to_the_day() -> None:
    names = {
        "2026-03-12-japan": "2026-03-12",
        "2019-12-netherlands": "2019-12",
        "20240115 note": "2024-01-15",
        "minutes-2024-01-15": "2024-01-15",
        "report-2024-01": "",
        "minutes_20240115": "2024-01-15",
        "order-4-2024-01-15-2": "",
        "CVE-2019-0708": "",
        "note-CVE-2020-0601": "",
        "RHSA-2019-1230": "",
        "2024": "",
    }
    assert {name: date_in_name(name) for name in names} == names


@pytest.mark.parametrize(
    ("name", "identifier"), [("CVE-2019-0708", "CVE-2019-0708"), ("note-cve-2020-0601", "CVE-2020-0601")]
)
def test_an_identifier_in_a_file_name_is_no_date(tmp_path: Path, name: str, identifier: str) -> None:
    path = tmp_path / f"{name}.md"
    path.write_text("# A flaw in remote desktops\n\nWorms can use it.\n", encoding="utf-8")
    metadata = read_file(path).metadata
    assert (metadata.date, metadata.identifiers) == ("", (identifier,))


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Minutes of the board meeting of 22 May 2031", "2031-05-22"),
        ("Memo to the desk, 20 May 2031", "2031-05-20"),
        ("Press statement, 4 June 2031", "2031-06-04"),
        ("Case 311/2030, judgment of 9 November 2030", "2030-11-09"),
        ("Answered on 11 April 2031 by the Minister of Ropes", "2031-04-11"),
        ("8 July 2031, ref. DPA-2031-0071", "2031-07-08"),
        ("Notice of 10 March 2031", "2031-03-10"),
        ("Result of the check ordered on 2 May 2031", ""),
        ("Judgment on the order of 2 May 2031 is expected", ""),
        ("The office closed on 8 July 2031", ""),
    ],
)
def test_a_line_that_says_what_the_text_is_gives_its_date(line: str, date: str) -> None:
    assert from_first_lines([line]).date == date


def test_a_public_body_beside_the_date_or_at_the_head_of_the_title_is_who_published() -> None:
    assert from_first_lines(["Ministry of Ropes", "Published 3 May 2031"]).publisher == "Ministry of Ropes"
    assert from_first_lines(["The ministry of ropes met.", "Published 3 May 2031"]).publisher == ""
    assert issuer_in_title("Ministry of Ropes: statement on wet ropes") == "Ministry of Ropes"
    assert issuer_in_title("Wet ropes: what the ministry says") == ""


def test_only_a_state_s_own_domain_gives_a_country() -> None:
    hosts = ("www.cisa.gov", "www.bsi.bund.de", "www.ncsc.gov.uk", "example.com", "siemens.de", "")
    assert [country_of_domain(host) for host in hosts] == [
        "United States",
        "Germany",
        "United Kingdom",
        "",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("The government has warned companies about leaks through the network.", "en"),
        ("Die Bundesregierung warnt vor dem Einsatz dieser Produkte in Netzen.", "de"),
        ("Le gouvernement a décidé d'interdire ces équipements sur le réseau.", "fr"),
        ("日本政府は国内企業に対し、情報漏えいの可能性を警告した。", "ja"),
        ("中国政府公告禁止使用美光公司的产品，因为存在网络安全问题。", "zh"),
        ("Уряд України заборонив російське програмне забезпечення в мережах.", "uk"),
        ("CVE-2021-44228", ""),
    ],
)
def test_the_language_is_known_where_the_words_make_it_clear(words: str, language: str) -> None:
    assert find_language(words) == language
