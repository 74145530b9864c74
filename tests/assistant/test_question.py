"""What is understood of a question alone, and of a follow-up by the turns before it."""

from __future__ import annotations

import random
import time

import pytest

from assistant.asking.comparisons import compared_countries
from assistant.asking.content_words import content_words, focus_words
from assistant.question import (
    Question,
    leans_back,
    parts_of,
    shape_of,
    swap_country,
    topic_words,
    understand,
    wants_of,
)
from assistant.types import Answer, Citation, Turn
from index.types import Filters


def turn(question: str, *titles: str, standalone: str = "") -> Turn:
    """A turn that was answered from one document a title, named by its number and quoting it."""
    citations = tuple(
        Citation(n, f"document-{n}", "", 0, 1, f"Quote {n}.", title)
        for n, title in enumerate(titles, start=1)
    )
    return Turn(question, Answer(question, "", citations=citations, standalone=standalone))


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("When did Norway recall the gauge?", "prose"),
        ("What does the harbour authority say about ladders?", "prose"),
        ("What did the agency do to the list of suppliers?", "prose"),
        ("Which countries have recalled the gauge?", "list"),
        ("what public authorities must report?", "list"),
        ("Name the vendors.", "list"),
        ("List the products affected", "list"),
        ("Which of the ports kept the gauge?", "list"),
        ("Give me a timeline of the recalls.", "timeline"),
        ("How did the position of Norway develop over time?", "timeline"),
        ("the bans in chronological order", "timeline"),
        ("walk me through the dispute", "timeline"),
        ("Trace the dispute over the gauge", "timeline"),
        ("Did the regulator set out penalties?", "prose"),
        ("What did the ministry lay out for operators?", "prose"),
        ("Which road to Bergen was closed?", "prose"),
        ("What did the trace show?", "prose"),
        ("Who was first to act, and what did Norway say then?", "prose"),
        ("Please set out what the board found in 2018 and after", "timeline"),
        ("Compare the Norwegian and the Danish rules.", "comparison"),
        ("What is the difference between a recall and a ban?", "comparison"),
        ("Is Norway stricter than Denmark?", "comparison"),
        ("US and UK, who banned it first?", "comparison"),
        ("When was the recall issued, and when was it lifted?", "timeline"),
        ("When were the recall, the ban and the ruling published?", "timeline"),
        ("gauge affair: recall in 2019, lawsuit in 2021, ban in 2024", "timeline"),
        ("How many gauges were found in 2023 and how many in 2025?", "comparison"),
        ("Do the reports agree on the size of the fine?", "comparison"),
        ("How large did each side call the damage?", "comparison"),
        ("harbour plan: what the pilots, the port and the union want", "list"),
        ("Which two firms were named?", "list"),
        ("who fined the maker besides Norway", "list"),
        ("types of gauges under the recall", "list"),
        ("What sanctions against the maker did the minister announce?", "prose"),
        ("Who, in March 2024, signed the order and the letter?", "prose"),
    ],
)
def test_the_shape_of_an_answer_is_told_by_the_question(text: str, shape: str) -> None:
    assert shape_of(text) == shape


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("Who signed the recall?", {"person"}),
        ("Which minister signed it?", {"person"}),
        ("Where was the fault found?", {"place"}),
        ("Why was the tender stopped?", {"reason"}),
        ("When did Norway recall the gauge?", {"date"}),
        ("By what date did the gauge have to go?", {"date"}),
        ("What did the agency find, and when?", {"date"}),
        ("Since when?", {"date"}),
        ("How many gauges were recalled?", {"number"}),
        ("How far did the signal reach?", {"number"}),
        ("What share of the gauges failed?", {"number"}),
        ("How much did the recall cost?", {"number", "money"}),
        ("What fine did the board impose?", {"money"}),
        ("Did the board fine the maker?", {"yes-no"}),
        ("Is the ban still in force?", {"status", "present", "yes-no"}),
        ("Is the ban active?", {"status", "present", "yes-no"}),
        ("is it still active", {"status", "present", "yes-no"}),
        ("Which ban is active?", {"status", "present"}),
        ("Which advisory covers Active Directory?", set()),
        ("What did the agency write on active attacks?", set()),
        ("What did the agency say?", {"statement"}),
        ("Did the maker deny it?", {"yes-no", "statement"}),
        ("What did the agency find?", set()),
    ],
)
def test_the_kind_of_answer_wanted_is_told_by_the_question(text: str, wants: set[str]) -> None:
    assert wants_of(text) == wants


@pytest.mark.parametrize(
    "text",
    [
        "What should harbours do when a gauge fails?",
        "What did they say when they found it?",
        "Did the agency act when the maker refused?",
    ],
)
def test_when_as_a_conjunction_asks_for_no_date(text: str) -> None:
    assert "date" not in wants_of(text)


@pytest.mark.parametrize(
    "text",
    ["How much stricter is the new rule?", "How much longer may they wait?", "How much more is needed?"],
)
def test_how_much_before_a_comparative_asks_for_no_money(text: str) -> None:
    assert not {"money", "number"} & wants_of(text)


@pytest.mark.parametrize("text", ["Who was warned?", "Who are affected?"])
def test_who_before_a_passive_asks_for_no_person(text: str) -> None:
    assert "person" not in wants_of(text)


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Did Berlin go as far as Washington on the Russian antivirus?", ("Germany", "United States")),
        ("Compare Norway and Denmark.", ("Norway", "Denmark")),
        ("What did Norway, Denmark and Finland say?", ("Norway", "Denmark", "Finland")),
        ("Norway's or Denmark's: which rule is older?", ("Norway", "Denmark")),
        ("Did France act before Germany?", ("France", "Germany")),
        ("UK vs US", ("United Kingdom", "United States")),
        ("Compare the answers of Denmark and Lithuania to Chinese makers.", ("Denmark", "Lithuania")),
        ("How does Germany compare to France and Italy?", ("Germany", "France", "Italy")),
        ("What did Japan warn about Huawei in Ukraine?", ()),
        ("What did China do to Taiwan?", ()),
        ("Which Chinese and Japanese firms were named?", ()),
        ("Compare Norway with Norwegian law.", ()),
        ("What did Norway say?", ()),
        ("Is it stricter than before?", ()),
    ],
)
def test_countries_are_compared_only_where_the_question_sets_them_side_by_side(
    text: str, countries: tuple[str, ...]
) -> None:
    assert compared_countries(text) == countries


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("what fine did the ministry impose on the operator?", ["fine"]),
        ("How many tide gauges were recalled in Norway?", ["tide", "gauges"]),
        ("Who is the director of the agency?", ["director"]),
        ("what kind of ladders must be replaced?", ["ladders"]),
        ("tell me the name of the harbour master", ["harbour", "master"]),
        ("when was that?", []),
        ("why?", []),
        ("???", []),
    ],
)
def test_the_words_in_focus_are_what_is_asked_for(text: str, words: list[str]) -> None:
    assert focus_words(text) == words


def test_content_words_leave_out_the_asking() -> None:
    assert content_words("Can you tell me what the U.S. Coast Guard said about T4 gauges?") == [
        "U.S",
        "Coast",
        "Guard",
        "T4",
        "gauges",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Which advisory covers Active Directory?", ["advisory", "covers", "Active", "Directory"]),
        ("What did Current Lamps Ltd sell?", ["Current", "Lamps", "Ltd", "sell"]),
        ("Today, which bans hold?", ["bans", "hold"]),
        ("Are there active attacks on gauges today?", ["active", "attacks", "gauges"]),
        ("Is the ban still in force right now?", ["ban"]),
        ("What is the latest ban?", ["ban"]),
    ],
)
def test_a_word_for_the_present_is_left_out_but_not_of_a_name(text: str, words: list[str]) -> None:
    assert content_words(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "and Sweden?",
        "why?",
        "when was that?",
        "What about the ports?",
        "Is it still in force?",
        "who signed it?",
        "how many gauges?",
        "ok, and the deadline for ports?",
    ],
)
def test_a_question_that_names_too_little_leans_on_the_one_before(text: str) -> None:
    assert leans_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "When did Norway recall the Brinewell gauge?",
        "Are there warnings about Brinewell gauges?",
        "Which countries recalled tide gauges made by Brinewell?",
        "What did the Danish Harbour Authority decide about tenders?",
    ],
)
def test_a_question_that_names_its_matter_stands_alone(text: str) -> None:
    asked = understand(text, history=[turn("What of ladders in Finland?", "Finnish ladders")])
    assert (asked.standalone, asked.follows, asked.documents) == (text, False, ())


def test_without_a_conversation_nothing_is_a_follow_up() -> None:
    asked = understand("and Sweden?")
    assert (asked.standalone, asked.follows, asked.countries) == ("and Sweden?", False, ("Sweden",))


def test_and_sweden_asks_the_question_before_of_sweden() -> None:
    asked = understand("and Sweden?", history=[turn("When must the gauges be gone in the UK?", "UK gauges")])
    assert asked.standalone == "When must the gauges be gone in Sweden?"
    assert (asked.follows, asked.countries, asked.wants) == (True, ("Sweden",), {"date", "present"})
    # The earlier document is about another country.
    assert asked.documents == ()


def test_a_third_country_is_asked_of_the_question_as_it_was_completed() -> None:
    history = [
        turn("Which ports in Norway must replace gauges?"),
        turn("and Sweden?", standalone="Which ports in Sweden must replace gauges?"),
    ]
    asked = understand("And what about Finland?", history=history)
    assert (asked.standalone, asked.shape) == ("Which ports in Finland must replace gauges?", "list")


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("and the fines in Sweden?", "When must the gauges be gone in the UK?"),  # asks of something else
        ("and Sweden and Finland?", "When must the gauges be gone in the UK?"),  # asks of two
        ("and the UK?", "When must the gauges be gone in the UK?"),  # asks of the same
        ("did Sweden follow them?", "When must the gauges be gone in the UK?"),  # points back
        ("and Sweden?", "When must the gauges be gone?"),  # there was no country
        ("and now?", "When must the gauges be gone in the UK?"),
    ],
)
def test_a_question_that_asks_more_than_another_country_is_not_swapped(text: str, earlier: str) -> None:
    assert swap_country(text, earlier) == ""


def test_each_mention_of_the_country_gives_way() -> None:
    assert (
        swap_country("what about the Danes?", "Did Norway's ports obey the Norwegian agency?")
        == "Did Denmark's ports obey the Denmark agency?"
    )


@pytest.mark.parametrize(
    ("text", "earlier", "asked"),
    [
        # the one that acts,
        ("and Sweden?", "what did Japan say of gauges in Peru?", "what did Sweden say of gauges in Peru?"),
        # the one that is named alike,
        ("and in Chile?", "what did Japan say of gauges in Peru?", "what did Japan say of gauges in Chile?"),
        ("and to Chile?", "What did the UK say to the US?", "What did the UK say to Chile?"),
        # and of what two were asked, both.
        ("and Sweden?", "Do Norway and Peru test gauges?", "Do Sweden test gauges?"),
        ("and Sweden?", "Compare the UK and Peru on gauges", "Sweden on gauges"),
        ("and Sweden?", "How does Norway's law differ from Peru's?", "How does Sweden's law?"),
        ("and Sweden?", "Did the UK ban them?", "Did Sweden ban them?"),
    ],
)
def test_of_several_countries_the_one_that_the_new_one_is_like_gives_way(
    text: str, earlier: str, asked: str
) -> None:
    assert swap_country(text, earlier) == asked


def test_a_bare_question_is_completed_by_the_topic_and_stays_with_the_documents() -> None:
    asked = understand(
        "when was that?",
        history=[turn("Who fined Brinewell over false certificates?", "Canada fines Brinewell")],
    )
    assert asked.text == "when was that?"
    assert asked.standalone.startswith("when was that? (")
    assert "Brinewell" in asked.standalone
    assert (asked.asked, asked.follows) == ("when was that?", True)
    assert (asked.documents, asked.quoted) == (("document-1",), {"Quote 1."})


def test_what_the_last_two_turns_cited_is_stayed_with_the_latest_first() -> None:
    history = [
        turn("old?", "Oldest", "Older"),
        turn("Who fined Brinewell?", "Fine"),
        turn("how much?", "Fine", "Sum"),
    ]
    assert understand("why?", history=history).documents == ("document-1", "document-2")


def test_the_topic_is_the_names_and_the_words_of_cited_titles() -> None:
    cited = turn("", "Norway recalls the tide gauge").answer.citations
    earlier = "Who signed the strange recall of T4 gauges?"
    assert topic_words(earlier, "why?", cited) == ["recall", "T4", "gauges"]


def test_without_citations_the_topic_is_all_that_was_asked() -> None:
    assert topic_words("Who signed the recall?", "why?", ()) == ["signed", "recall"]


def test_a_question_that_is_given_no_words_stands_as_it_was_asked() -> None:
    asked = understand("why?", history=[turn("when?", "Norway recalls the tide gauge")])
    assert (asked.standalone, asked.carried, asked.follows) == ("why?", (), True)


def test_what_is_asked_now_is_not_carried_over() -> None:
    assert topic_words("Who signed the recall?", "why a recall?", ()) == ["signed"]


def test_a_year_or_a_country_that_is_asked_now_takes_the_place_of_the_former() -> None:
    assert topic_words("Which fines did Norway set in 2024?", "and in 2025?", ()) == [
        "fines",
        "Norway",
        "set",
    ]
    assert topic_words("Which fines did New Zealand set?", "the ports of Norway?", ()) == ["fines", "set"]


def test_a_list_among_the_members_of_a_union_names_no_union() -> None:
    question = understand("Which EU countries recalled the gauge?")
    assert (question.countries, len(question.among)) == ((), 27)
    assert understand("What did the EU say about the gauge?").countries == ("European Union",)


def test_an_identifier_that_is_asked_now_takes_the_place_of_the_former() -> None:
    assert topic_words("Which gauges does CVE-2024-91234 concern?", "and CVE-2024-91235?", ()) == [
        "gauges",
        "concern",
    ]
    history = [Turn("What is the score of CVE-2024-91234?", Answer("", ""))]
    alone = understand("How do I mend ICSA-24-100-01?", history=history)
    assert (alone.standalone, alone.follows) == ("How do I mend ICSA-24-100-01?", False)


def test_a_comparison_is_searched_once_for_each_country_without_the_others() -> None:
    question = understand("Compare what Norway and Denmark did about gauges", filters=Filters(kind="ban"))
    parts = parts_of(question)
    assert [group for group, _ in parts] == ["Norway", "Denmark"]
    for group, part in parts:
        other = {"Norway", "Denmark"} - {group}
        assert group in part.standalone
        assert not any(name in part.standalone for name in other)
        assert (part.countries, part.compared, part.filters) == ((group,), (), Filters(kind="ban"))


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "Compare how Norway and Denmark dealt with gauges",
            ["how Norway dealt with gauges", "how Denmark dealt with gauges"],
        ),
        (
            "Norway vs Denmark: who tests gauges?",
            ["Norway : who tests gauges?", "Denmark: who tests gauges?"],
        ),
        (
            "What is the difference between the Norwegian and the Danish rule on gauges?",
            ["What is the Norwegian rule on gauges?", "What is Danish rule on gauges?"],
        ),
        (
            "How do gauges in Norway differ from those in Denmark?",
            ["How do gauges in Norway those?", "How do gauges those in Denmark?"],
        ),
    ],
)
def test_a_side_is_asked_without_the_words_that_compare(text: str, sides: list[str]) -> None:
    assert [part.standalone for _, part in parts_of(understand(text))] == sides


@pytest.mark.parametrize(
    "text",
    [
        "Who came for Norway to the Danish signing?",
        "Why did the Norwegian embassy complain after the deal with Denmark?",
        "Who tied the Norwegian warning to the Danish plan?",
    ],
)
def test_a_question_of_what_passed_between_two_countries_compares_nothing(text: str) -> None:
    assert compared_countries(text) == ()


@pytest.mark.parametrize(
    "text", ["When did Norway act?", "Which countries acted?", "Compare ladders and lamps."]
)
def test_whatever_is_no_comparison_of_countries_is_searched_once(text: str) -> None:
    question = understand(text)
    assert parts_of(question) == [("", question)]


@pytest.mark.parametrize(
    ("text", "asked", "day"),
    [
        ("What did Norway say as of 2024-03-05?", "What did Norway say?", "2024-03-05"),
        ("As of 5 March 2024, what did Norway say?", "what did Norway say?", "2024-03-05"),
        ("What did Norway say as at the end of 2024?", "What did Norway say?", "2024-12-31"),
        ("What did Norway say as of February 2024", "What did Norway say", "2024-02-29"),
        ("What did Norway say as of 2024年13月?", "What did Norway say?", "2024-12-31"),
        ("What does Norway say as of now?", "What does Norway say as of now?", ""),
    ],
)
def test_a_question_may_name_the_day_as_of_which_it_is_asked(text: str, asked: str, day: str) -> None:
    question = understand(text)
    assert (question.text, question.filters.as_of) == (asked, day)


@pytest.mark.parametrize(
    ("earlier", "text", "day"),
    [
        (["What did Norway say about lamps as of March 2020?"], "and Sweden?", "2020-03-31"),
        (["What did Norway say about lamps as of March 2020?", "and Sweden?"], "and Finland?", "2020-03-31"),
        (["What did Norway say about lamps as of March 2020?"], "and as of 2021?", ""),
        (["What did Norway say about lamps as of March 2020?"], "and Sweden as of May 2021?", "2021-05-31"),
        (["What did Norway say about lamps as of March 2020?"], "and in 2023?", ""),
        (["What did Norway say about lamps as of March 2020?"], "and today?", ""),
        (["What did Norway say about lamps as of March 2020?"], "is it banned?", "2020-03-31"),
        (["What did Norway say about lamps as of March 2020?"], "Which ropes did the Swedish institute test?", ""),
        (["What did Norway say as of March 2020?", "Which ropes did the Swedish institute test?"], "and Finland?", ""),
    ],
)  # fmt: skip
def test_a_follow_up_is_asked_as_of_the_day_of_what_it_leans_on(
    earlier: list[str], text: str, day: str
) -> None:
    question = understand(text, history=[turn(each) for each in earlier])
    assert question.filters.as_of == day


def test_a_day_passed_in_counts_before_that_of_the_turn_before() -> None:
    history = [turn("What did Norway say about lamps as of March 2020?")]
    assert understand("and Sweden?", history=history, filters=Filters(as_of="2022")).filters.as_of == "2022"


def test_a_day_set_beside_the_question_counts_before_the_one_it_names() -> None:
    assert (
        understand("What did Norway say as of 2024?", filters=Filters(as_of="2023-01-01")).filters.as_of
        == "2023-01-01"
    )


def test_white_space_is_folded() -> None:
    assert understand("  When \n did\tNorway act? ").text == "When did Norway act?"


@pytest.mark.parametrize(
    "text",
    ["", " \n\t ", "?!… --- (.)", "😀🚢🚢", "\u200f\u200e", "\ufeff", "'’'’", "ما الدول التي حظرت الأجهزة؟", "אילו מדינות אסרו?"],
)  # fmt: skip
def test_odd_input_is_a_plain_question(text: str) -> None:
    history = [turn("What did Norway say about gauges?", "Gauges")]
    assert understand(text).shape == "prose"
    assert understand(text, history=history).text == " ".join(text.split())


def test_fifty_thousand_characters_are_understood_like_any_other_question() -> None:
    generator = random.Random(4)
    words = ["gauge", "Norway", "and", "Denmark", "which", "what", "when", "harbour,", "how", "much"]
    text = "Compare " + " ".join(generator.choices(words, k=8_000))
    assert len(text) > 45_000
    question = understand(text)
    assert (question.shape, set(question.compared)) == ("comparison", {"Norway", "Denmark"})
    assert understand("x" * 50_000) == Question(text="x" * 50_000)


def test_a_row_of_commas_is_understood_at_once() -> None:
    begun = time.monotonic()
    assert understand("Sold: " + "," * 3_000).shape == "list"
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wich countries banned it", "which countries banned it"),
        ("whats the timline?", "what's the timeline?"),
        ("a whatsoever", "a whatsoever"),
        ("Wen did Norway ban lamps?", "when did Norway ban lamps?"),
        ("Wat lamps were banned?", "what lamps were banned?"),
        ("Wich Farlicht lamps were banned?", "which Farlicht lamps were banned?"),
        ("Compair Norway and Sweden", "compare Norway and Sweden"),
        ("WAT DID NORWAY BAN?", "what DID NORWAY BAN?"),
        ("What did Premier Wen say about lamps?", "What did Premier Wen say about lamps?"),
        ("Wen said what about lamps?", "Wen said what about lamps?"),
        ("Wen Jiabao on lamps", "Wen Jiabao on lamps"),
        ("Is Wat Pho lit by lamps?", "Is Wat Pho lit by lamps?"),
        ("Wat Pho and its lamps", "Wat Pho and its lamps"),
    ],
)
def test_words_that_ask_are_read_as_meant(typed: str, meant: str) -> None:
    assert understand(typed).standalone == meant
