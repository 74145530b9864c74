"""Plain text: news pages saved as text, hard-wrapped notices, encodings."""

from __future__ import annotations

import pytest

from index.readers import text
from index.readers.decoding import decode
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
        "date 20260312  Harbour Post",
        "date 2026-03-12T09:15:00+09:00  Harbour Post",
        "Harbour Post | 12.03.2026",
        "12. März 2026  Harbour Post",
        "Harbour Post · publié le 12 mars 2026",
        "fecha 2026-03-12  Harbour Post",
        "12 марта 2026 г.  Harbour Post",
        "日付 2026-03-12  Harbour Post",
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


@pytest.mark.parametrize(
    "name",
    [
        "The Sun",
        "Sunday Times",
        "Le Monde",
        "Der Standard",
        "Data Watch",
        "harbourpost.com",
        "France 24",
        "AP",
    ],
)
def test_a_publisher_whose_name_looks_like_a_date_label_keeps_it(name: str) -> None:
    for first_line in (f" date 2026-03-12  {name}", f"{name} | 12 March 2026", f"12 March 2026 {name}"):
        assert read(f"{first_line}\nMinistry bars meters\n\n{BODY}\n").metadata.publisher == name


@pytest.mark.parametrize(
    "counter",
    [
        "3 Comments", "Comments (3)", "1,204 comments", "View comments", "2 Kommentare", "3 commentaires", "4 comentarios",
        "5 comentários", "2 commenti", "2 reacties", "5 komentarzy", "2 комментария", "3 коментарі",
        "コメント 2件", "2件のコメント", "评论（3）", "3条评论", "댓글 2", "2개의 댓글",
    ],
)  # fmt: skip
def test_comments_are_known_by_their_counter_in_many_languages(counter: str) -> None:
    reading = read(
        f" date 2026-03-12  Harbour Post\nMinistry bars meters\n\n{counter}\nLISBON\n\n{BODY}\n\n{counter}\nNonsense.\n\nAt last.\n"
    )
    assert (reading.metadata.title, body(reading)) == ("Ministry bars meters", BODY)
    assert of_kind(reading, "comment") == ["Nonsense.\n\nAt last."]
    assert counter not in reading.text


def test_each_commenters_name_time_and_words_are_a_comment() -> None:
    reading = read(
        f" date 2026-03-12  Harbour Post\nMinistry bars meters\n\n2 Comments\nLISBON\n\n{BODY}\n\n© WIRE\n\n2 Comments\nLogin to comment\n\n"
        "wanderer\nMar. 12  09:12 am JST\nThe order is theatre.\n\n5 ( +7 / -2 )\n\n"
        "rower77\nToday 10:11 am JST\nName the makers.\n\n0 ( +0 / -0 )\n\nLogin to leave a comment\n"
    )
    assert body(reading) == BODY
    [comments] = of_kind(reading, "comment")
    assert comments.startswith("wanderer")
    assert comments.endswith("Name the makers.")
    assert not any(furniture in reading.text for furniture in ("+7", "Login", "Comments"))


def test_votes_alone_give_a_comment_away() -> None:
    reading = read(
        f" date 2026-03-12  Harbour Post\nMinistry bars meters\n\n{BODY}\n\nSore losers.\n\n-1 ( +0 / -1 )\n"
    )
    assert (body(reading), of_kind(reading, "comment")) == (BODY, ["Sore losers."])


@pytest.mark.parametrize("count", ["0 Comments", "No comments yet"])
def test_an_article_nobody_commented_on_has_no_comments(count: str) -> None:
    reading = read(
        f" date 2026-03-12  Harbour Post\nMinistry bars meters\n\n{count}\nLISBON\n\n{BODY}\n\n{count}\nLogin to comment\n"
    )
    assert (body(reading), of_kind(reading, "comment")) == (BODY, [])


@pytest.mark.parametrize(
    "headline",
    [
        "U.S. bars meters made by Acme Inc.",
        "Will the ministry bar meters?",
        "'No more meters,' ministry says",
        "5G meters: what now",
    ],
)
def test_a_line_below_the_date_is_the_headline_however_it_ends(headline: str) -> None:
    known = read(
        f" date 2026-03-12  Harbour Post\n{headline}\n\n1 Comment\nNew Delhi, India\n\n{BODY}\n"
    ).metadata
    assert known.title == headline


def test_a_subheading_is_the_articles_own_text() -> None:
    reading = read(
        f" date 2026-03-12  Harbour Post\nMinistry bars meters\nOld ones to go by May, officials say\n\n1 Comment\nLISBON\n\n{BODY}\n"
    )
    assert reading.metadata.title == "Ministry bars meters"
    assert body(reading) == f"Old ones to go by May, officials say\n\n{BODY}"


def test_headlines_of_other_articles_are_not_this_ones_words() -> None:
    reading = read(
        f"Harbour Post | 12 March 2026\nMinistry bars meters\n\n{BODY}\n\nRelated Articles\nPort drops its cranes\n\n1 Comment\nNo.\n"
    )
    assert body(reading) == BODY


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


def test_a_wrapped_paragraph_among_short_lines_becomes_one_line() -> None:
    reading = read(
        "To: the yard\nFrom: the office\nRe: Files\nCopy: Legal\n\n"
        "Operators that have sensitive documents on a server which is not their own\n"
        "must encrypt them before they leave the house.\n"
    )
    assert reading.text.split("\n\n")[-1] == (
        "Operators that have sensitive documents on a server which is not their own must encrypt them before they "
        "leave the house."
    )
    assert "From: the office" in reading.text.split("\n\n")


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
    ("words", "encoding"),
    [
        ("España", "cp1252"),
        ("ça", "cp1252"),
        ("Größe", "latin-1"),
        ("São Paulo", "latin-1"),
        ("El Gobierno de España", "latin-1"),
        ("Åland", "cp1252"),
        ("l\u2019année", "cp1252"),
        ("Wałęsa żyje w Łodzi i pracuje w urzędzie ministerstwa", "cp1250"),
    ],
)
def test_a_few_words_with_accents_are_western_where_they_can_be(words: str, encoding: str) -> None:
    assert decode(words.encode(encoding), "page.txt") == words


CODE_PAGES = {
    "El Ministerio prohibió ayer el uso de cámaras extranjeras en España y avisó a las compañías.": ("cp1252",),
    "O Ministério proibiu ontem a utilização de câmaras estrangeiras em edifícios; não há exceções.": ("cp1252",),
    "Le ministère a interdit hier les caméras étrangères dans les bâtiments publics, où qu\u2019elles soient.": ("cp1252",),
    "Ministerstwo zakazało wczoraj używania zagranicznych kamer w urzędach, podała polska telewizja.": ("cp1250", "iso8859_2"),
    "Ministerstvo včera zakázalo používání zahraničních kamer ve veřejných budovách a uřadech.": ("cp1250", "iso8859_2"),
    "A minisztérium megtiltotta a külföldi kamerák használatát; a döntés jövő héten lép hatályba.": ("cp1250", "iso8859_2"),
    "Bakanlık dün kamu binalarında yabancı kameraların kullanılmasını yasakladı, televizyon bildirdi.": ("cp1254",),
}  # fmt: skip


@pytest.mark.parametrize(("words", "encoding"), [(w, e) for w, pages in CODE_PAGES.items() for e in pages])
def test_a_text_is_read_by_the_code_page_of_its_language(words: str, encoding: str) -> None:
    assert decode(words.encode(encoding), "page.txt") == words


LONG = {
    "ja": "日本政府は、ウクライナ復興支援を検討する国内企業に対し、情報漏えいの可能性を警告した。",
    "zh": "中国政府公告禁止使用美光公司的产品，因为存在严重的网络安全问题。",
}


@pytest.mark.parametrize("end", ["", "\n"])
@pytest.mark.parametrize(("language", "encoding"), [("ja", "cp932"), ("ja", "euc_jp"), ("zh", "gb18030")])
def test_a_long_text_is_read_wherever_the_part_that_is_looked_at_ends(
    language: str, encoding: str, end: str
) -> None:
    words = "a" + (LONG[language] + end) * 4_000
    assert decode(words.encode(encoding), "page.txt") == words


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("Größe und Gewicht der Geräte für Häfen, über Brücken und Dächer. ".encode() * 5 + b"\x96 Ende.", "\ufffd Ende."),
        ("Die Prüfung der Häfen".encode() + "ü".encode()[:1], "Häfen\ufffd"),
        ("警告した。".encode()[:-1], "警告した\ufffd"),
    ],
)  # fmt: skip
def test_utf_8_with_a_broken_character_is_read_as_such(raw: bytes, words: str) -> None:
    assert decode(raw, "page.txt").endswith(words)


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


RELEASE = """PRESS RELEASE
Ministry of Ropes of Norland
Lindholm, 14 February 2031

Ministry suspends the purchase of wet ropes

The Ministry of Ropes today suspended all purchases of wet ropes.
"""
MINUTES = """NORLAND RAILWAYS
Minutes of the board meeting of 19 June 2031

Present: Anna Lund (chair), Erik Moe

The board decided not to change the supplier.
"""


def test_the_head_of_a_release_gives_kind_issuer_date_and_headline() -> None:
    reading = read(RELEASE)
    known = reading.metadata
    assert (known.kind, known.publisher) == ("press", "Ministry of Ropes of Norland")
    assert (known.published, known.title) == ("2031-02-14", "Ministry suspends the purchase of wet ropes")
    assert body(reading) == "The Ministry of Ropes today suspended all purchases of wet ropes."
    assert "PRESS RELEASE" in reading.text


def test_minutes_are_called_by_their_day() -> None:
    known = read(MINUTES).metadata
    assert (known.title, known.kind) == ("Minutes of the board meeting of 19 June 2031", "minutes")
    assert (known.published, known.publisher) == ("2031-06-19", "NORLAND RAILWAYS")


def test_a_text_that_opens_with_two_short_lines_and_no_date_has_no_head() -> None:
    known = read("Ministry of Ropes\nAn overview\n\nRopes tear where they are wet.\n").metadata
    assert known.published == ""


ANSWERS = """Question 1: How many piers still use wet ropes?
Answer: As of 31 March 2031, 11 of 14 piers use them.

Observer: Will you resign?
Lenz: No.

The harbour has a rule. Who wrote it?
The office. It was in May.
"""


def test_a_question_that_another_answers_is_the_heading_of_the_answer() -> None:
    reading = read(ANSWERS)
    labels = {reading.text[p.start : p.end]: p.label for p in reading.parts if p.kind == "text"}
    assert labels["Answer: As of 31 March 2031, 11 of 14 piers use them."] == (
        "Question 1: How many piers still use wet ropes?"
    )
    assert labels["Lenz: No."] == "Observer: Will you resign?"
    assert "Will you resign?" not in body(reading)
    assert labels["The harbour has a rule. Who wrote it?\n\nThe office. It was in May."] == ""


def test_a_numbered_heading_right_above_its_sentences_is_a_heading() -> None:
    reading = read(
        "The board met in May.\n\n1. Ropes\nThe board bought ropes.\nIt paid 900 crowns.\n\n2. Lamps\nNone.\n"
    )
    labels = {reading.text[p.start : p.end]: p.label for p in reading.parts if p.kind == "text"}
    assert labels["The board bought ropes.\n\nIt paid 900 crowns."] == "1. Ropes"
    assert "1. Ropes" not in body(reading)
