"""Plain text: news pages saved as text, hard-wrapped notices, encodings."""

from __future__ import annotations

import pytest

from index.readers import text
from index.types import Reading, UnreadableFile
from tests.index.lawful import assert_lawful, body, of_kind

BODY = """The energy ministry has barred imported smart meters from substations, two officials said on Thursday.

The order covers 41 substations and takes effect on 1 May. Makers of meters were not named in the order, the officials said.

Makers may appeal within thirty days. The ministry expects the exchange to cost 12 million crowns over the next two years."""


def read(words: str) -> Reading:
    reading = text.read(words.encode(), "page.txt")
    assert_lawful(reading)
    return reading


@pytest.mark.parametrize(
    "first_line",
    [
        " date 2026-03-12  Harbour Post",
        "Harbour Post | 12 March 2026",
        "March 12, 2026  Harbour Post",
        "Harbour Post \u2014 2026/03/12",
        "Published: Mar. 12th, 2026 10:15 am JST \u00b7 Harbour Post",
        "Thursday, 12 March 2026 | Harbour Post",
    ],
)
def test_a_first_line_of_date_and_name_gives_date_and_publisher(first_line: str) -> None:
    reading = read(f"{first_line}\nMinistry bars imported meters\n\n1 Comment\nLISBON\n\n{BODY}\n")
    known = reading.metadata
    assert (known.published, known.publisher, known.kind) == ("2026-03-12", "Harbour Post", "press")
    assert known.title == "Ministry bars imported meters"
    assert body(reading) == BODY


def test_a_reader_who_quotes_the_article_is_a_comment_to_the_last_word() -> None:
    quoted = "The order covers 41 substations and takes effect on 1 May."
    reading = read(
        f" date 2026-03-12  Harbour Post\nMinistry bars meters\n\n1 Comment\nLISBON\n\n{BODY}\n\n"
        f"1 Comment\n{quoted}\n\nSore losers, all of them.\n\n-1 ( +0 / -1 )\n"
    )
    assert of_kind(reading, "comment") == [f"{quoted}\n\nSore losers, all of them."]
    assert body(reading) == BODY
    assert body(reading).count(quoted) == 1


def test_counters_votes_and_share_bars_are_no_text() -> None:
    reading = read(
        f"Harbour Post | 12 March 2026\nMinistry bars meters\nBy Ana Torres\n3 Comments\nLISBON\n\n{BODY}\n\n"
        "Share this article\nFacebook Twitter LinkedIn\n\n3 Comments\n\nNo.\n+5 ( +6 / -1 )\n\n2 replies\nYes.\n12 likes\n"
    )
    for furniture in ("Comments", "+5", "replies", "likes", "Facebook", "Share"):
        assert furniture not in reading.text
    assert of_kind(reading, "comment") == ["No.\n\nYes."]


@pytest.mark.parametrize("heading", ["Comments", "3. Comments", "COMMENTS"])
def test_a_chapter_called_comments_is_no_comment_section(heading: str) -> None:
    reading = read(f"Notice on meters\n\n{BODY}\n\n{heading}\n\nComments may be sent until 3 May 2027.\n")
    assert "Comments may be sent until 3 May 2027." in body(reading)
    assert of_kind(reading, "comment") == []


def test_on_a_news_page_the_bare_word_begins_the_comments() -> None:
    reading = read(
        f"Harbour Post | 12 March 2026\nMeters barred\n\n{BODY}\n\nComments\n\nI disagree with it.\n"
    )
    assert of_kind(reading, "comment") == ["I disagree with it."]


def test_by_line_and_place_stay_visible_but_in_no_part() -> None:
    reading = read(f"Harbour Post | 12 March 2026\nMinistry bars meters\nBy Ana Torres\nLISBON\n\n{BODY}\n")
    for line in ("By Ana Torres", "LISBON", "Harbour Post | 12 March 2026"):
        at = reading.text.index(line)
        assert not any(part.start <= at < part.end for part in reading.parts)


def test_a_short_article_between_two_counters_is_no_comment() -> None:
    reading = read(
        "2026-03-12 Harbour Post\nPort drops cranes\n\n1 Comment\nROTTERDAM\n\nThe port drops them.\n\n1 Comment\nGood.\n"
    )
    assert body(reading) == "The port drops them."
    assert of_kind(reading, "comment") == ["Good."]


def test_a_text_without_masthead_says_nothing_about_itself() -> None:
    known = read("The ministry said nothing today. It will speak tomorrow.\n").metadata
    assert (known.title, known.published, known.publisher, known.kind) == ("", "", "", "")


def test_a_date_that_may_be_read_two_ways_is_kept_only_as_far_as_it_is_sure() -> None:
    assert read(f"Harbour Post | 03/04/2026\nMinistry bars meters\n\n{BODY}\n").metadata.published == "2026"


def test_a_place_before_the_date_is_no_publisher() -> None:
    known = read(f"Brussels, 12 March 2026\n\nCouncil adopts rules\n\n{BODY}\n").metadata
    assert (known.published, known.publisher, known.title) == ("2026-03-12", "", "Council adopts rules")


def test_a_public_body_is_not_the_press() -> None:
    known = read(f"Ministry of Power | 12 March 2026\nMeters barred\n\n{BODY}\n").metadata
    assert (known.publisher, known.kind) == ("Ministry of Power", "")


def test_field_lines_at_the_top_are_metadata() -> None:
    known = read(
        f"Title: Meters barred\nDate: 12 March 2026\nSource: Harbour Post\nTLP: AMBER+STRICT\n\n{BODY}\n"
    ).metadata
    assert (known.title, known.published, known.publisher) == ("Meters barred", "2026-03-12", "Harbour Post")
    assert known.marking == "TLP:AMBER+STRICT"


def test_hard_wrapped_paragraphs_become_lines_that_can_be_quoted() -> None:
    reading = read(
        "The regulator opened a review of\nbase stations bought since 2019. It\nwill report in autumn, and operators\n"
        "must answer within thirty days.\n\nSCOPE\n\nThe review covers radio equipment\nonly.\n\n"
        "* small cells\n* macro sites with more than\n  two sectors\n"
    )
    assert of_kind(reading, "text") == [
        "The regulator opened a review of base stations bought since 2019. It will report in autumn, and operators "
        "must answer within thirty days.",
        "The review covers radio equipment only.",
    ]
    assert of_kind(reading, "list") == ["small cells\nmacro sites with more than two sectors"]
    assert [part.label for part in reading.parts if part.kind == "list"] == ["SCOPE"]


def test_japanese_lines_are_joined_without_spaces_and_eras_are_dates() -> None:
    reading = read(
        "令和8年3月12日\n\n日本政府は、国内企業に対し、\n情報漏えいの可能性を警告した。\n\n関係者が明らかにした。\n"
    )
    assert reading.metadata.published == "2026-03-12"
    assert "日本政府は、国内企業に対し、情報漏えいの可能性を警告した。" in body(reading)


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("The ministry barred meters. It gave no reason.", "utf-16"),
        ("The ministry barred meters. It gave no reason.", "utf-16-le"),
        ("The ministry barred meters. It gave no reason.", "utf-16-be"),
        ("The ministry barred meters. It gave no reason.", "utf-32"),
        ("The ministry barred meters \u2013 it said.", "utf-8-sig"),
        ("日本政府は、ウクライナ復興支援を検討する国内企業に対し、情報漏えいの可能性を警告した。", "cp932"),
        ("日本政府は、ウクライナ復興支援を検討する国内企業に対し、情報漏えいの可能性を警告した。", "euc_jp"),
        ("中国政府公告禁止使用美光公司的产品，因为存在严重的网络安全问题。", "gb18030"),
        ("Правительство запретило оборудование. Решение вступает в силу.", "cp1251"),
        ("Das Gerät gehört gemäß § 9b verboten \u2013 sagte der Minister über Größe.", "cp1252"),
    ],
)
def test_any_encoding_gives_the_same_words(words: str, encoding: str) -> None:
    assert text.read(words.encode(encoding), "page.txt").text == words


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x7fELF\x02\x01\x01" + bytes(200), "a program"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04" + bytes(60), "a ZIP archive"),
        (bytes(range(256)) * 40, "not text"),
        (bytes(5000), "not text"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(raw: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said) as refused:
        text.read(raw, "page.txt")
    assert str(refused.value).startswith("page.txt: ")
    assert "\n" not in str(refused.value)
