"""The scores, against values worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.types import Answer, Citation, Statement
from evals.scores import (
    area_under_risk_coverage,
    as_of_leakage,
    citation_precision,
    document_precision,
    invented_marks,
    missing_facts,
    missing_places,
    normalise,
    points_at,
    quote_exactness,
    risk_coverage,
    score_ranking,
    score_reply,
    sentence_support,
)
from evals.types import Case, Place, Ranking, Reply, Row
from index.types import Document, Evidence, Metadata, Reading

QUOTE = "Japan warned that Huawei networks could leak sensitive technology abroad"
CASE = Case(
    "q", "lookup", "what did Japan warn of?", True,
    facts=(("leak", "leakage"), ("technology",)),
    evidence=((Place("paper", QUOTE),), (Place("law", "a fine of 5 million yen"), Place("note", "5 million yen"))),
    forbidden=("10 million",),
)  # fmt: skip


def cite(document: str, quote: str, number: int = 1, start: int = -1, date: str = "") -> Citation:
    return Citation(number, document, "", start, start + len(quote), quote, date=date)


def say(
    text: str, *citations: Citation, refused: bool = False, statements: Sequence[Statement] = ()
) -> Answer:
    return Answer(
        "?",
        text,
        "refusal" if refused else "answer",
        citations=citations,
        statements=tuple(statements),
    )


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("  Two\n\twords\u00a0here ", "two words here"),
        ("HUAWEI Stra\u00dfe \uff21\uff22", "huawei strasse ab"),
        ("\u201cback doors\u201d and Kyodo\u2019s", '"back doors" and kyodo\'s'),
        ("2019\u20132020, 5\u2011G, e\u2010mail", "2019-2020, 5-g, e-mail"),
        ("said.[^s1] It [2] leaks [1, 3] now[4]", "said. it leaks now"),
        ("the firm [sic] of [2019] \u2014 no mark", "the firm [sic] of [2019] \u2014 no mark"),
    ],
)
def test_texts_are_compared_in_one_form(written: str, compared: str) -> None:
    assert normalise(written) == compared


def test_a_fact_is_found_by_any_of_its_spellings() -> None:
    assert missing_facts(CASE, say("TECHNOLOGY leakage was feared")) == ()
    assert missing_facts(CASE, say("Technology was feared")) == ("leak",)


def test_a_refusal_finds_no_fact_even_if_it_names_them() -> None:
    assert missing_facts(CASE, say("leak, technology", refused=True)) == ("leak", "technology")


@pytest.mark.parametrize(
    ("document", "quote", "points"),
    [
        ("paper", QUOTE, True),
        ("paper", QUOTE.upper() + ".[^s1]", True),
        ("folder/paper", QUOTE, True),
        ("paper", "Huawei networks", True),
        ("paper", f"On Tuesday {QUOTE}, Kyodo said", True),
        ("paper", "Huawei networks that Japan warned could leak", True),  # 7 of 10 words
        ("paper", "Japan warned Huawei networks leak", False),  # 5 of 10 words
        ("paper", "Rakuten lost", False),
        ("paper", "", False),
        ("newspaper", QUOTE, False),
    ],
)
def test_a_citation_points_at_a_place(document: str, quote: str, points: bool) -> None:
    assert points_at(cite(document, quote), Place("paper", QUOTE)) is points


def test_a_place_with_its_folder_is_in_no_other() -> None:
    place = Place("folder/paper", QUOTE)
    assert [
        points_at(cite(id, QUOTE), place) for id in ("folder/paper", "a/folder/paper", "paper", "a/paper")
    ] == [True, True, False, False]


def test_a_group_is_found_by_any_of_its_places() -> None:
    assert missing_places(CASE, [cite("note", "5 million yen")]) == (Place("paper", QUOTE),)
    assert missing_places(CASE, [cite("law", "a fine of 5 million yen"), cite("paper", QUOTE)]) == ()


def test_document_precision_counts_citations_of_any_named_document() -> None:
    citations = [cite("paper", "x"), cite("note", "x"), cite("other", "x"), cite("other", QUOTE)]
    assert document_precision(CASE, citations) == 0.5
    assert document_precision(CASE, []) is None


def test_an_invented_mark_counts_against_citation_precision() -> None:
    answer = say("It leaks [1], and more [7]. See [1, 8].", cite("paper", QUOTE))
    assert invented_marks(answer) == 2
    assert citation_precision(CASE, answer) == pytest.approx(1 / 3)
    assert citation_precision(CASE, say("It leaks.")) is None


def test_a_statement_that_cites_a_number_nobody_has_invents_it() -> None:
    assert invented_marks(say("x", cite("paper", QUOTE), statements=[Statement("x", citations=(1, 4))])) == 1


def document(id: str, text: str, date: str = "") -> Document:
    return Document(id, f"{id}.md", "", Reading(text, Metadata(published=date)))


def test_a_quote_is_exact_only_to_the_letter_and_in_its_place() -> None:
    papers = {"paper": document("paper", "It may leak. It did leak.")}
    citations = [
        cite("paper", "It may leak.", start=0),
        cite("paper", "It did leak.", start=13),
        cite("paper", "did leak"),
        cite("paper", "It did leak.", start=0),
        cite("paper", "it may leak.", start=0),
        cite("gone", "It may leak.", start=0),
    ]
    assert quote_exactness(citations, papers) == 0.5


@pytest.mark.parametrize(
    ("text", "start", "end", "exact"),
    [
        ("It may leak. It did leak.", 0, 12, 1.0),
        ("It may leak. It did leak.", 13, 25, 1.0),
        ("It may leak. It did leak.", 1, 13, 0.0),
        ("It may leak. It did leak.", 4, 12, 0.0),
        ("It may leak. It did leak.", 12, 24, 0.0),
        ("It may leak. It did leak.", 0, 10, 0.0),
        ("(It may leak), it did.", 1, 12, 1.0),
        ("政府は警告した。情報が漏れる。", 8, 15, 1.0),
        ("政府は警告した。情報が漏れる。", 9, 14, 1.0),
    ],
)
def test_a_quote_that_slipped_by_a_letter_is_not_exact(text: str, start: int, end: int, exact: float) -> None:
    cited = replace(cite("paper", text[start:end], start=start), end=end)
    assert quote_exactness([cited], {"paper": document("paper", text)}) == exact


def test_a_sentence_rests_on_what_it_cites_if_the_words_are_there() -> None:
    citations = (cite("paper", QUOTE, 1), cite("law", "a fine of 5 million yen", 2))
    statements = [
        Statement("Japan warned that networks could leak.", citations=(1,)),
        Statement("Japan warned that networks could leak.", citations=(2,)),
        Statement("Japan warned that networks could leak.", citations=(1, 9)),
        Statement("Japan warned that networks could leak."),
    ]
    assert sentence_support(say("", *citations, statements=statements)) == 0.25
    assert sentence_support(say("no statements")) is None


def test_leakage_goes_by_the_date_of_the_document_if_it_is_at_hand() -> None:
    case = replace(CASE, as_of="2020-06-30")
    papers = {"paper": document("paper", "", "2020-07")}
    assert as_of_leakage(case, [cite("paper", "x", date="2019-01-01")], papers) == 1.0
    assert as_of_leakage(case, [cite("paper", "x", date="2019-01-01")], {}) == 0.0
    assert as_of_leakage(case, [cite("elsewhere", "x", date="2020-06")], papers) == 0.0
    assert as_of_leakage(CASE, [], papers) is None


def test_an_answer_is_scored_whole() -> None:
    answer = say("A leak, and 10 million [1]", cite("paper", QUOTE))
    row = score_reply(CASE, Reply("q", answer))
    assert (row.facts_found, row.all_facts, row.passage_recall, row.document_precision) == (
        0.5,
        0.0,
        0.5,
        1.0,
    )
    assert (row.forbidden, row.missing_facts, row.words) == (1.0, ("technology",), 6)


def test_a_question_that_failed_counts_as_nothing_found_and_as_answered() -> None:
    failed = Reply("q", say(""), error="TimeoutError")
    answerable, unanswerable = (
        score_reply(CASE, failed),
        score_reply(Case("u", "near-miss", "?", False), failed),
    )
    assert (answerable.facts_found, answerable.all_facts, answerable.passage_recall) == (0.0, 0.0, 0.0)
    assert (answerable.refused, unanswerable.refused, unanswerable.facts_found) == (False, False, None)


def hit(document: str, text: str) -> Evidence:
    return Evidence(document, 0, len(text), text, 0.0)


LAW = "The law sets a fine of 5 million yen."


@pytest.mark.parametrize(
    ("hits", "ranking"),
    [
        ([hit("paper", QUOTE), hit("law", LAW)], Ranking(1.0, 1.0, 1.0, 1.0)),
        ([hit("other", QUOTE), hit("paper", QUOTE)], Ranking(1 / math.log2(3) / (1 + 1 / math.log2(3)), 0.5, 0.5, 0.5)),
        ([hit("paper", QUOTE), hit("paper", QUOTE)], Ranking(1 / (1 + 1 / math.log2(3)), 0.5, 0.5, 1.0)),
        ([hit("x", "y")] * 6 + [hit("law", LAW), hit("paper", QUOTE)],
         Ranking((1 / 3 + 1 / math.log2(9)) / (1 + 1 / math.log2(3)), 0.0, 1.0, 1 / 7)),
        ([], Ranking(0.0, 0.0, 0.0, 0.0)),
    ],
    ids=["both first", "one, second", "a repeat gains nothing", "seventh and eighth", "nothing"],
)  # fmt: skip
def test_ranking_by_places(hits: list[Evidence], ranking: Ranking) -> None:
    found = score_ranking(CASE, hits)
    assert (found.ndcg_10, found.recall_5, found.recall_10, found.mrr) == pytest.approx(
        (ranking.ndcg_10, ranking.recall_5, ranking.recall_10, ranking.mrr)
    )


def test_a_passage_with_the_words_of_a_place_in_another_order_does_not_hold_it() -> None:
    assert score_ranking(CASE, [hit("paper", " ".join(sorted(QUOTE.split())))]).mrr == 0.0


def row(
    confidence: float, *, facts: float | None = 1.0, answerable: bool = True, refused: bool = False
) -> Row:
    return Row("", "lookup", "", "", answerable, refused, facts_found=facts, confidence=confidence)


def test_risk_grows_as_less_sure_answers_are_given() -> None:
    rows = [row(0.2, facts=0.0), row(0.9), row(0.5, facts=0.5), row(0.7, answerable=False, facts=None)]
    assert risk_coverage(rows) == [(0.25, 0.0), (0.5, 0.5), (0.75, 0.5), (1.0, 0.625)]
    assert area_under_risk_coverage(rows) == pytest.approx((0 + 0.5 + 0.5 + 0.625) / 4)


def test_refusals_come_last_and_ties_share_their_error() -> None:
    rows = [row(0.9, answerable=False, refused=True), row(0.9, refused=True), row(0.1), row(0.1, facts=0.0)]
    expected = [(0.25, 0.5), (0.5, 0.5), (0.75, 0.5), (1.0, 0.5)]
    assert risk_coverage(rows) == expected
    assert risk_coverage(rows[::-1]) == expected
    assert area_under_risk_coverage([]) == 0.0
