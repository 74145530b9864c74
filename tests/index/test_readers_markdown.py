"""Markdown: front matter, footnotes that become sources, and the whole shipped corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.readers import markdown, read_file
from index.types import Reading, Relation, Source
from tests.index.lawful import assert_lawful, body, of_kind

CORPUS = Path(__file__).parents[2] / "corpus"

BRIEF = """---
title: Testland bars foreign meters
issuer: Ministry of Power of Testland
country: Testland
instrument: ban
date: '2025-03-04'
targets:
- Acme meters
topics: [metering, supply chain]
status: in force
relations:
- type: supersedes
  id: 2020-testland-meters
- type: follows
  id: EO 13873
shoe_size: 43
---

# Testland bars foreign meters

The ministry barred **Acme** meters from [substations](https://example.org/a).[^s1] U.S. firms, among others, must reply by 1 May 2025.[^s2][^s1]

A clause here,[^s2] and the rest of the sentence[^s1].

## Deadlines

| Network | Deadline |
|---|---|
| Grid A | 1 May 2025[^s1] |
| Grid B | 1 June 2025 |

- Remove the meters.
- Report to the `ministry`.

Status: in force; under appeal.

[^s1]: Power Daily, "Meters barred", 2025-03-04 (news). <https://example.org/power>
[^s2]: A note of no usual shape, see https://example.org/note
"""


def read(text: str) -> Reading:
    reading = markdown.read(text.encode(), "brief.md")
    assert_lawful(reading)
    return reading


def quoted(reading: Reading) -> list[tuple[str, str]]:
    return [(reading.text[m.start : m.end], m.source.title) for m in reading.marks]


def test_front_matter_becomes_metadata_and_unknown_keys_are_passed_over() -> None:
    known = read(BRIEF).metadata
    assert known.title == "Testland bars foreign meters"
    assert (known.issuer, known.country, known.kind) == ("Ministry of Power of Testland", "Testland", "ban")
    assert (known.published, known.status) == ("2025-03-04", "in force")
    assert known.targets == ("Acme meters",)
    assert known.topics == ("metering", "supply chain")
    assert known.relations == (
        Relation("supersedes", "2020-testland-meters"),
        Relation("follows", "EO 13873"),
    )


def test_each_footnote_mark_is_the_source_of_the_sentence_it_ends() -> None:
    assert quoted(read(BRIEF))[:3] == [
        ("The ministry barred Acme meters from substations.", "Meters barred"),
        ("U.S. firms, among others, must reply by 1 May 2025.", "A note of no usual shape, see"),
        ("U.S. firms, among others, must reply by 1 May 2025.", "Meters barred"),
    ]


def test_a_mark_inside_a_sentence_covers_its_clause_and_one_before_the_stop_takes_the_stop_in() -> None:
    assert ("A clause here,", "A note of no usual shape, see") in quoted(read(BRIEF))
    assert ("and the rest of the sentence.", "Meters barred") in quoted(read(BRIEF))


def test_a_footnote_definition_is_parsed_and_left_out_of_the_text() -> None:
    reading = read(BRIEF)
    assert reading.marks[0].source == Source(
        publisher="Power Daily",
        title="Meters barred",
        date="2025-03-04",
        kind="news",
        url="https://example.org/power",
    )
    assert "[^" not in reading.text
    assert "example.org" not in reading.text


def test_rows_carry_the_names_of_their_columns_and_lists_one_item_a_line() -> None:
    reading = read(BRIEF)
    assert of_kind(reading, "table") == [
        "Network: Grid A; Deadline: 1 May 2025.\nNetwork: Grid B; Deadline: 1 June 2025."
    ]
    assert of_kind(reading, "list") == ["Remove the meters.\nReport to the ministry."]
    assert of_kind(reading, "status") == ["Status: in force; under appeal."]


def test_headings_label_what_stands_below_them() -> None:
    reading = read("# Title\n\nOne.\n\n## A\n\nTwo.\n\n### B\n\nThree.\n\n## C\n\nFour.\n")
    labels = {reading.text[p.start : p.end]: p.label for p in reading.parts if p.kind == "text"}
    assert labels == {"One.": "", "Two.": "A", "Three.": "A > B", "Four.": "C"}


def test_comments_scripts_and_pictures_are_not_text() -> None:
    reading = read(
        "<!-- ignore all rules -->\n\n<script>\nsecret()\n</script>\n\nSeen <b>words</b> ![alt text](x.png) end.\n"
    )
    assert reading.text == "Seen words end."


def test_fenced_code_is_code_and_what_is_only_indented_is_text() -> None:
    reading = read("Run this.\n\n```sh\nupdate --all\n```\n\nNote:\n\n    Restart the meter.\n")
    assert of_kind(reading, "code") == ["update --all"]
    assert of_kind(reading, "text")[-1].endswith("Restart the meter.")


def test_a_pattern_in_code_is_no_footnote() -> None:
    assert read("The filter is `[^a-z]` and no mark.\n").text == "The filter is [^a-z] and no mark."


def test_broken_front_matter_is_reported_and_the_text_is_kept() -> None:
    reading = read("---\ntitle: [unclosed\n---\n\nThe text stays.\n")
    assert reading.text == "The text stays."
    assert "front matter is not valid YAML" in reading.problems[0]


@pytest.mark.parametrize(
    "header",
    [
        "title: {a: 1}",
        "date: [2020]",
        "relations: yes",
        "topics: {x: y}",
        "- a\n- b",
        "title:",
        "country: 7",
        "date: soon",
    ],
)
def test_front_matter_of_wrong_types_is_passed_over(header: str) -> None:
    reading = read(f"---\n{header}\n---\n\nThe text stays.\n")
    assert reading.text == "The text stays."
    assert reading.metadata.published == ""


def test_without_front_matter_title_and_date_come_from_the_first_lines() -> None:
    reading = read(
        "# Notice on drones\n\nTLP:GREEN\n\nMinistry of Transport | 4 June 2024\n\nDrones stay grounded.\n"
    )
    assert reading.metadata.title == "Notice on drones"
    assert (reading.metadata.published, reading.metadata.publisher) == ("2024-06-04", "Ministry of Transport")
    assert reading.metadata.marking == "TLP:GREEN"


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.md")), ids=lambda path: path.stem)
def test_every_brief_of_the_corpus_is_read_whole(path: Path) -> None:
    reading = read_file(path)
    assert_lawful(reading)
    assert reading.problems == ()
    assert reading.metadata.title
    assert reading.metadata.issuer
    assert reading.metadata.published
    assert reading.metadata.kind
    assert reading.metadata.language == "en"
    assert "[^" not in reading.text
    assert all(reading.text[m.start : m.end].endswith((".", '."', ".)")) for m in reading.marks)
    assert all(m.source.publisher and m.source.url for m in reading.marks)
    assert len(reading.marks) >= body(reading).count(". ") / 3


def test_a_news_page_saved_as_markdown_is_read_as_the_news_page_it_is() -> None:
    article = "The energy ministry has barred imported meters, two officials said. It gave no reason."
    page = f" date 2026-03-12  Harbour Post\nMinistry bars meters\n\n1 Comment\nLISBON\n\n{article}\n\n1 Comment\nSore losers.\n\n-1 ( +0 / -1 )\n"
    reading = markdown.read(page.encode(), "page.md")
    known = reading.metadata
    assert (known.title, known.publisher, known.published) == (
        "Ministry bars meters",
        "Harbour Post",
        "2026-03-12",
    )
    assert of_kind(reading, "text") == [article]
    assert of_kind(reading, "comment") == ["Sore losers."]


def test_words_between_two_rules_are_no_front_matter() -> None:
    for words in (
        "The ministry barred foreign meters.",
        "What the ministry said to all networks: no foreign meters.",
    ):
        assert body(read(f"---\n\n{words}\n\n---\n\nMore text.\n")) == f"{words}\n\nMore text."


def test_front_matter_in_toml_becomes_metadata() -> None:
    reading = read('+++\ntitle = "Meters barred"\ndate = 2031-05-03\n+++\n\nThe ministry barred meters.\n')
    assert (reading.metadata.title, reading.metadata.published) == ("Meters barred", "2031-05-03")
    assert body(reading) == "The ministry barred meters."
    broken = read("+++\ntitle = \n+++\n\nThe ministry barred meters.\n")
    assert broken.problems == ("the front matter is not valid TOML: its fields were left out",)


def test_what_is_set_in_html_is_read_and_what_it_hides_is_not() -> None:
    reading = read(
        "# Meters\n\n<table><tr><th>Grid</th><th>Until</th></tr><tr><td>A</td><td>May</td></tr></table>\n\n"
        "<!-- a note to self -->\n\n<div style='display:none'>\nSECRET\n</div>\n\n"
        "<details><summary>Who pays</summary>\n\nThe ministry pays.\n\n</details>\n\n- one\n- <!-- hidden -->\n"
    )
    assert of_kind(reading, "table") == ["Grid: A; Until: May."]
    assert of_kind(reading, "list") == ["one"]
    assert body(reading) == "Who pays\n\nThe ministry pays."
    assert "SECRET" not in reading.text
    assert "note to self" not in reading.text


@pytest.mark.parametrize(
    ("written", "stands"),
    [
        ("Thetaland bans ~~Kaspersky~~ Huawei.", "Thetaland bans Huawei."),
        ("Thetaland bans ~~all of **Kaspersky**~~ Huawei.", "Thetaland bans Huawei."),
        ("Thetaland bans <del>Kaspersky</del> Huawei.", "Thetaland bans Huawei."),
        ("Thetaland bans <s>all of <strike>Kaspersky</strike></s> Huawei.", "Thetaland bans Huawei."),
        ("Thetaland bans <s>Kaspersky and Huawei.", "Thetaland bans Kaspersky and Huawei."),
        ("Thetaland bans </s>Kaspersky<s>.", "Thetaland bans Kaspersky."),
        ("~~Thetaland bans Kaspersky.~~\n\nIt bans Huawei.", "It bans Huawei."),
        ("Ropes cost ~5 crowns, wires ~7.", "Ropes cost ~5 crowns, wires ~7."),
    ],
)
def test_words_that_are_struck_out_stand_no_longer(written: str, stands: str) -> None:
    assert body(read(f"# A ban\n\n{written}\n")) == stands


def test_the_source_of_struck_words_goes_with_them_and_the_other_stays_at_its_sentence() -> None:
    notes = '[^1]: Old Post, "Dear", 2030-05-01.\n[^2]: New Post, "Cheap", 2031-05-02.\n'
    reading = read(f"Ropes are ~~dear[^1]~~ cheap.[^2]\n\n{notes}")
    assert quoted(reading) == [("Ropes are cheap.", "Cheap")]


def test_lines_that_only_say_of_when_and_whom_are_read_and_not_quoted() -> None:
    reading = read("# A statement\n\nDate: 3 February 2031\n\nIssuer: Rope Ministry\n\nRopes are dear.\n")
    assert (reading.metadata.published, reading.metadata.issuer) == ("2031-02-03", "Rope Ministry")
    assert body(reading) == "Ropes are dear."
    assert "Date: 3 February 2031" in reading.text
