"""What a user gets for a question: the documents' exact words, laid out as asked, or an honest no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assistant import Assistant, NoQuestion
from assistant.export import to_markdown
from assistant.in_words import IN_DOUBT, notes_of
from assistant.models import open_model
from assistant.refuse import REFUSAL
from assistant.types import Answer, Citation, Turn
from assistant.weigh import learned
from index.embed import Embedder
from index.search import Index
from index.settings import Settings
from index.sync import sync_corpus
from index.types import AdvisoryError, Filters
from tests.assistant.harbour import DOCUMENTS, write_harbour
from tests.assistant.scripted_server import Script, serving

DEADLINE = "By when must harbours in Denmark disconnect the T4 gauge?"
MODULES = "How many T4 tide gauges with the open radio module are in European harbours?"
TIMELINE = "Give me a timeline of the bans and recalls of Brinewell gauges."
LIST = "Which countries have banned, barred or recalled Brinewell gauges?"
COMPARISON = "Compare what Norway and Denmark did about Brinewell tide gauges."
LADDERS = "When must ladders made of untreated rope be taken out of service?"
COURT = "What did the court in Bergen decide on Brinewell's appeal?"
CRANES = "How often must harbour cranes be greased?"
SINES = "How many gauges did the port of Sines cancel?"
# The corpus holds nothing on these, and comes near them: some lie just above what is refused, wherever that is learned
# to be.
UNSURE = (
    "How many pilots joined the union?",
    "What does a new ladder from the union cost?",
    "What does a ladder from the union cost?",
    "How much did the recall cost Norway's harbours?",
    "How many ports did Brinewell repay?",
    "Which laboratory tested the Dutch gauges?",
    "Who paid for the buoys?",
    "How much did the buoys cost?",
    "When did the pilots begin?",
    "What does the union cost?",
    *(
        f"{how} did the {who} test the {what}?"
        for how in ("Why", "How", "How many times", "With whom", "Where", "How often")
        for who in ("laboratory", "union", "court")
        for what in ("buoys", "ladders", "gauges", "cranes")
    ),
)
ANSWERED = (DEADLINE, MODULES, TIMELINE, LIST, COMPARISON, LADDERS, COURT, CRANES, SINES)


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    """An assistant without a model on the index of the harbours' documents."""
    folder = tmp_path_factory.mktemp("harbour")
    write_harbour(folder / "corpus")
    settings = Settings(corpus=folder / "corpus", store=folder / "store")
    sync_corpus(settings)
    return Assistant(Index(settings, embedder=embedder))


def assistant_over(folder: Path, embedder: Embedder, documents: Mapping[str, str]) -> Assistant:
    """An assistant without a model on an index of these documents, by name, in `folder`."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, text in documents.items():
        (corpus / f"{name}.md").write_text(text, encoding="utf-8")
    settings = Settings(corpus=corpus, store=folder / "store")
    sync_corpus(settings, embedder=embedder)
    return Assistant(Index(settings, embedder=embedder))


def texts(answer: Answer) -> list[str]:
    return [statement.text for statement in answer.statements]


def documents(answer: Answer) -> set[str]:
    return {citation.document for citation in answer.citations}


def cited(answer: Answer, place: int) -> list[Citation]:
    """The citations of the statement at that place."""
    return [c for c in answer.citations if c.number in answer.statements[place].citations]


def converse(assistant: Assistant, *questions: str) -> Answer:
    """The answer to the last question of a conversation."""
    history: list[Turn] = []
    for question in questions:
        history.append(Turn(question, assistant.ask(question, history=history)))
    return history[-1].answer


# ---------------------------------------------------------------- what answers


@pytest.mark.parametrize(
    ("question", "words", "document"),
    [
        (DEADLINE, "31 December 2024", "denmark-ban"),
        ("When did Norway recall the Brinewell T4 tide gauge?", "on 4 March 2024", "norway-recall"),
        ("Who signed the Norwegian recall of the T4 gauge?", "Ingrid Solvang", "norway-recall"),
        ("What is the base score of CVE-2024-91234?", "8.6", "vulnerability"),
        ("Which firmware corrects CVE-2024-91234?", "firmware 3.2", "vulnerability"),
        (SINES, "212", "portugal-news"),
        (CRANES, "every six weeks", "planted"),
    ],
)
def test_the_sentence_that_answers_comes_first(
    assistant: Assistant, question: str, words: str, document: str
) -> None:
    answer = assistant.ask(question)
    assert not answer.refused
    assert words in answer.statements[0].text
    assert [citation.document for citation in cited(answer, 0)] == [document]


@pytest.mark.parametrize("question", ANSWERED)
def test_every_quote_is_the_exact_words_of_its_document(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.statements
    for place, statement in enumerate(answer.statements):
        assert statement.text in [citation.quote for citation in cited(answer, place)]
    for citation in answer.citations:
        document = assistant.index.document(citation.document)
        assert document is not None
        assert document.text[citation.start : citation.end] == citation.quote
        assert document.hash == citation.hash


def test_a_citation_names_who_published_what_and_when_and_what_it_rests_on(assistant: Assistant) -> None:
    [citation] = cited(assistant.ask(DEADLINE), 0)
    assert (citation.title, citation.issuer, citation.date) == (
        "Denmark bars Brinewell from harbour tenders",
        "Danish Harbour Authority",
        "2024-09-17",
    )
    assert [source.title for source in citation.sources] == ["Tender decision"]
    assert citation.caution == ""


def test_a_superseded_document_is_quoted_with_a_caution(assistant: Assistant) -> None:
    answer = assistant.ask("When did Norway recall the Brinewell T4 tide gauge?")
    assert {c.caution for c in answer.citations if c.document == "norway-recall"} == {
        "superseded by Norway bans Brinewell gauges from pilot stations (2025-06-10)"
    }


def test_citations_are_numbered_from_one_and_marked_in_the_text(assistant: Assistant) -> None:
    answer = assistant.ask(LADDERS)
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert answer.text.startswith(
        "Ladders made of untreated rope must be taken out of service after eighteen months. [1][2]"
    )


def test_what_two_documents_say_alike_is_one_statement_with_two_citations(assistant: Assistant) -> None:
    answer = assistant.ask(LADDERS)
    assert {citation.document for citation in cited(answer, 0)} == {
        "pilot-notice",
        "pilot-notice-reprinted",
    }
    assert sum("untreated rope" in text for text in texts(answer)) == 1


def test_sentences_that_differ_in_a_name_alone_are_both_shown(assistant: Assistant) -> None:
    shown = " ".join(texts(assistant.ask("Who reported the flaw CVE-2024-91234?")))
    assert "Erwin Berg" in shown
    assert "Clara Holm" in shown


def test_two_values_for_one_thing_are_both_shown(assistant: Assistant) -> None:
    answer = assistant.ask(MODULES)
    shown = answer.text
    assert "3,100" in shown
    assert "4,800" in shown
    assert {"brinewell-statement", "institute-test"} <= documents(answer)


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "By when must owners remove the Corvin buoys?",
            "Owners must remove the Corvin buoys by 1 August 2024.",
            "Owners must remove the Corvin buoys by 1 June 2024.",
        ),
        (
            "May harbours use Delta lamps?",
            "Harbours may use Delta lamps on their piers.",
            "Harbours must use Delta lamps on their piers.",
        ),
        (
            "Did the court uphold the ban on Quern winches?",
            "The court upheld the ban on Quern winches.",
            "The court never upheld the ban on Quern winches.",
        ),
    ],
)
def test_what_two_documents_say_against_each_other_is_told_of_each_and_by_whom(
    tmp_path: Path, embedder: Embedder, question: str, one: str, other: str
) -> None:
    reports = {
        issuer: f"---\ntitle: {issuer} report\nissuer: {issuer}\ndate: 2024-01-05\n---\n\n{said} The rest is on fish.\n"
        for issuer, said in (("Port Times", one), ("Harbour Office", other))
    }
    answer = assistant_over(tmp_path, embedder, reports).ask(question)
    said_by = {c.number: (c.issuer, c.quote) for c in answer.citations}
    assert [said_by[s.citations[0]][1] for s in answer.statements if len(s.citations) == 1] == texts(answer)
    assert {("Port Times", one), ("Harbour Office", other)} <= set(said_by.values())
    (note,) = answer.notes
    assert note.startswith("the documents contradict each other: ")
    assert all(f"{issuer} (2024-01-05) says [" in note for issuer in ("Port Times", "Harbour Office"))


# ---------------------------------------------------------------- how it is laid out


def test_a_list_names_what_several_documents_say_under_their_countries(assistant: Assistant) -> None:
    answer = assistant.ask(LIST)
    assert answer.shape == "list"
    assert {statement.group for statement in answer.statements} >= {"Norway", "Denmark"}
    for place, statement in enumerate(answer.statements):
        assert all(c.document.startswith(statement.group.casefold()) for c in cited(answer, place))
    assert all(line.startswith("- ") for line in answer.text.splitlines())


def test_a_list_of_countries_names_a_further_one_before_it_says_more_of_the_first(
    assistant: Assistant,
) -> None:
    groups = [statement.group for statement in assistant.ask(LIST).statements]
    assert {"Norway", "Denmark"} <= set(groups)
    assert max(groups.count(group) for group in groups) <= 4


def test_a_document_in_a_list_speaks_first_by_the_sentence_it_opens_with(assistant: Assistant) -> None:
    answer = assistant.ask(LIST)
    opened = {
        "norway-ban": "banned all Brinewell tide gauges",
        "denmark-ban": "barred Brinewell from tenders",
    }
    for document, words in opened.items():
        assert any(words in c.quote for c in answer.citations if c.document == document)


@pytest.mark.parametrize(
    "question",
    ["Must Kelda signal buoys be ashore in Iceland?", "Are Kelda signal buoys in Iceland still grounded?"],
)
def test_what_holds_now_comes_with_how_its_document_stands(assistant: Assistant, question: str) -> None:
    assert "lifted on 2 October 2024" in " ".join(texts(assistant.ask(question))[:2])


def test_a_question_why_is_answered_by_the_reason_first(tmp_path: Path, embedder: Embedder) -> None:
    write_harbour(tmp_path / "corpus")
    survey = (
        "The decision came after a survey. Their remote access was a threat to the port, the survey found."
    )
    cranes = f"# Notice\n\nKestrel Port dropped Balmor cranes in May 2025. {survey}\n"
    (tmp_path / "corpus" / "cranes.md").write_text(cranes, encoding="utf-8")
    settings = Settings(corpus=tmp_path / "corpus", store=tmp_path / "store")
    sync_corpus(settings)
    answer = Assistant(Index(settings, embedder=embedder)).ask("Why did Kestrel Port drop Balmor cranes?")
    assert texts(answer)[:2] == [
        "Their remote access was a threat to the port, the survey found.",
        "Kestrel Port dropped Balmor cranes in May 2025.",
    ]


def test_who_warned_is_answered_from_a_memo_that_was_first_published_by_a_paper(
    tmp_path: Path, embedder: Embedder
) -> None:
    memo = (
        "---\ntitle: Norland halts Skylark drones\nissuer: Norland Army\ndate: 2031-08-02\ntargets:\n- Skylark drones\n---\n\n"
        "The Norland Army told its units on 2 August 2031 to ground all Skylark drones because their cameras send pictures abroad.\n\n"
        "The memo was first published by the paper Norland Flyer.\n"
    )
    answer = assistant_over(tmp_path, embedder, {"memo": memo}).ask("Who has warned about Skylark drones?")
    assert "Norland Army" in answer.statements[0].text


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("Which directive covers CVE-2031-7001?", ""),
        ("What did the Norland Cyber Centre say about DRAKE-77 on 20 January 2031?", "another name of “Gull group”"),
        ("what has sea thief done", "no text says “sea thief”; it is listed as another name of “Gull group”"),
        ("What is BRINEWORM?", "“Norland directive on gate controllers” is listed as on it"),
    ],
)  # fmt: skip
def test_what_a_document_is_listed_as_on_finds_it_though_its_text_does_not_say_it(
    tmp_path: Path, embedder: Embedder, question: str, note: str
) -> None:
    directive = (
        "---\ntitle: Norland directive on gate controllers\nissuer: Norland Cyber Centre\ndate: 2031-01-19\n"
        "targets:\n- CVE-2031-7001\n- Gull group (DRAKE-77, also known as Sea Thief)\n- BRINEWORM\n---\n\n"
        "The Norland Cyber Centre issued Emergency Directive 31-01 on 19 January 2031 on flaws in gate controllers. "
        "The Norland Cyber Centre said on 20 January 2031 that the Gull group had used the flaws since December.\n"
    )
    answer = assistant_over(tmp_path, embedder, {"directive": directive}).ask(question)
    assert not answer.refused
    assert note in " ".join(answer.notes)
    assert bool(answer.notes) == bool(note)


def test_a_timeline_is_in_the_order_of_its_dates(assistant: Assistant) -> None:
    answer = assistant.ask(TIMELINE)
    dates = [statement.group for statement in answer.statements]
    assert answer.shape == "timeline"
    assert dates == sorted(dates)
    assert {"2024-03-04", "2025-06-10"} <= set(dates)
    assert {"norway-recall", "norway-ban"} <= documents(answer)


def test_of_a_timeline_what_has_no_date_comes_last_and_says_so(tmp_path: Path, embedder: Embedder) -> None:
    undated = (
        DOCUMENTS["norway-recall.md"].replace("date: '2024-03-04'\n", "").replace(" on 4 March 2024", "")
    )
    recall = {"norway-recall": undated.replace(", 2024-03-04 (notice)", "")}
    answer = assistant_over(tmp_path, embedder, recall).ask(TIMELINE)
    dates = [statement.group for statement in answer.statements]
    assert (dates[0], dates[-1]) == ("2024-06-30", "without a date")
    assert "### without a date" in to_markdown("", [Turn(TIMELINE, answer)]).splitlines()


def test_a_comparison_shows_each_country_in_its_own_documents_words(assistant: Assistant) -> None:
    answer = assistant.ask(COMPARISON)
    assert answer.shape == "comparison"
    assert list(dict.fromkeys(statement.group for statement in answer.statements)) == ["Norway", "Denmark"]
    for place, statement in enumerate(answer.statements):
        assert all(c.document.startswith(statement.group.casefold()) for c in cited(answer, place))
    assert answer.notes == ()


def test_of_each_side_of_a_wide_comparison_the_model_is_given_a_passage(
    tmp_path: Path, embedder: Embedder
) -> None:
    settings = Settings(corpus=tmp_path / "corpus", store=tmp_path / "store")
    settings.corpus.mkdir()
    banned = {
        country: f"The port office of {country} banned Brinewell tide gauges on {day} May 2024."
        for day, country in enumerate(
            ("Norway", "Denmark", "Finland", "Sweden", "Estonia", "Latvia", "Iceland"), 1
        )
    }
    for country, sentence in banned.items():
        text = f"# Brinewell gauges in {country}\n\n{sentence}\n"
        (settings.corpus / f"{country}.md").write_text(text, encoding="utf-8")
    sync_corpus(settings)
    *others, last = banned
    script = Script([["Nothing."]])
    with serving(script) as name:
        comparing = Assistant(Index(settings, embedder=embedder), model=open_model(name, environ={}))
        answer = comparing.ask(
            f"Compare what {', '.join(others)} and {last} did about Brinewell tide gauges."
        )
    assert {statement.group for statement in answer.statements} == set(banned)
    given = str(script.requests[0]["messages"])
    assert [sentence for sentence in banned.values() if sentence not in given] == []


def test_of_the_side_that_the_corpus_lacks_a_comparison_says_so(assistant: Assistant) -> None:
    answer = assistant.ask("Did Norway go as far as Kenya on Brinewell gauges?")
    assert {statement.group for statement in answer.statements} == {"Norway"}
    assert answer.silent == ("Kenya",)
    assert notes_of(answer) == [f"Kenya: {REFUSAL}"]


def test_a_comparison_of_two_countries_that_are_nowhere_is_refused(assistant: Assistant) -> None:
    answer = assistant.ask("Compare what Kenya and Peru did about coffee.")
    assert (answer.refused, answer.citations) == (True, ())


# ---------------------------------------------------------------- what was known by a day


@pytest.mark.parametrize(
    "question", [LIST, TIMELINE, "What happened to the recall of the T4 gauge in Norway?"]
)
def test_as_of_a_day_nothing_later_is_quoted(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question, filters=Filters(as_of="2024-12-31"))
    assert answer.citations
    assert all(citation.date <= "2024-12-31" for citation in answer.citations)
    assert "Bergen" not in answer.text
    assert "2025" not in answer.text


def test_today_the_later_event_is_told(assistant: Assistant) -> None:
    assert "a court in Bergen rejected Brinewell's appeal" in assistant.ask(COURT).statements[0].text


def test_a_list_among_the_countries_of_a_region_leaves_out_the_others(assistant: Assistant) -> None:
    everywhere = assistant.ask("Which countries banned or cancelled Brinewell gauges?")
    assert "Portugal" in {statement.group for statement in everywhere.statements}
    nordic = assistant.ask("Which Nordic countries banned or cancelled Brinewell gauges?")
    assert {"Norway", "Denmark"} <= {statement.group for statement in nordic.statements}
    assert {statement.group for statement in nordic.statements} <= {"Norway", "Denmark", "Finland"}
    assert assistant.ask("Which Baltic countries banned Brinewell gauges?").refused


def test_the_day_that_a_question_names_leaves_later_documents_aside_and_the_answer_says_so(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("What did Norway do about Brinewell gauges as of 31 December 2024?")
    assert documents(answer)
    assert "norway-ban" not in documents(answer)
    assert answer.filters.as_of == "2024-12-31"
    assert "as of 2024-12-31: what is dated later was left aside" in answer.notes
    assert "norway-ban" in documents(assistant.ask("What did Norway do about Brinewell gauges?"))


def test_before_its_first_document_the_corpus_says_nothing(assistant: Assistant) -> None:
    answer = assistant.ask(DEADLINE, filters=Filters(as_of="2019-12-31"))
    assert (answer.refused, answer.citations) == (True, ())


def test_a_status_line_is_of_what_the_question_names(tmp_path: Path, embedder: Embedder) -> None:
    bans = (
        ("Quillon", "All Quillon radios have to be gone from ports in Norway by the end of 2033."),
        ("Marlow", "The ban of Marlow apps on phones of ministries in Norway applies at once.\n\nStatus: In force since 16 March 2031."),
    )  # fmt: skip
    documents_on_bans = {
        name: f"---\ntitle: Norway's ban of {name}\ncountry: Norway\ntargets: [{name}]\n---\n\n{told}\n"
        for name, told in bans
    }
    assistant = assistant_over(tmp_path, embedder, documents_on_bans)
    line = "Status: In force since 16 March 2031."
    assert line in texts(assistant.ask("Is Norway's Marlow ban still in force?"))
    for name in ("Quillon", "quillon"):
        assert line not in texts(assistant.ask(f"Is Norway's {name} ban still in force?"))


# ---------------------------------------------------------------- filters


@pytest.mark.parametrize(
    ("filters", "allowed"),
    [
        (Filters(country="denmark"), {"denmark-ban"}),
        (Filters(issuer="Finnish Port Office"), {"finland-advice"}),
        (Filters(kind="ban"), {"denmark-ban", "norway-ban"}),
        (Filters(after="2024-09-01", before="2024-12-31"), {"denmark-ban", "finland-advice"}),
        (Filters(documents=frozenset({"norway-recall"})), {"norway-recall"}),
    ],
)
def test_filters_keep_an_answer_to_the_documents_that_pass(
    assistant: Assistant, filters: Filters, allowed: set[str]
) -> None:
    answer = assistant.ask("What must harbours do with the T4 gauge?", filters=filters)
    assert answer.citations
    assert documents(answer) <= allowed
    assert answer.filters == filters


# ---------------------------------------------------------------- conversations


def test_and_norway_is_answered_for_norway(assistant: Assistant) -> None:
    answer = converse(assistant, DEADLINE, "and Norway?")
    assert answer.standalone == "By when must harbours in Norway disconnect the T4 gauge?"
    assert "30 June 2024" in answer.statements[0].text
    assert [citation.document for citation in cited(answer, 0)] == ["norway-recall"]


def test_of_another_country_without_an_answer_it_is_asked_more_broadly(assistant: Assistant) -> None:
    answer = converse(assistant, "What does Norway say of Brinewell in Chile?", "and Denmark?")
    assert answer.standalone == "What does Denmark say of Brinewell?"
    assert documents(answer) == {"denmark-ban"}


@pytest.mark.parametrize("earlier", ["What does Norway say of Brinewell in Chile?", DEADLINE])
def test_behind_what_leans_on_a_question_its_country_gives_way_as_directly_behind_it(
    assistant: Assistant, earlier: str
) -> None:
    for country in ("Finland", "Peru"):
        directly = converse(assistant, earlier, f"and {country}?")
        later = converse(assistant, earlier, "when was that?", "and who signed it?", f"and {country}?")
        assert (later.standalone, texts(later)) == (directly.standalone, texts(directly))
    assert (later.refused, later.citations) == (True, ())


def test_of_another_country_nothing_is_answered_that_is_not_of_it(tmp_path: Path, embedder: Embedder) -> None:
    warnings = {
        country: f"---\ntitle: {country} on Quillon\ncountry: {country}\ntargets: [Quillon]\n---\n\n{told}\n"
        for country, told in (
            ("Japan", "Japan warned firms in Ukraine on 3 May 2031 that Quillon radios leak."),
            ("Peru", "Peru warned ports on 9 July 2031 that Quillon radios leak."),
        )
    }
    assistant = assistant_over(tmp_path, embedder, warnings)
    asked = ("What did Japan warn firms in Ukraine about Quillon?", "when was that?")
    for earlier in (asked[:1], asked):
        assert documents(converse(assistant, *earlier, "What about Peru?")) == {"Peru"}
        answer = converse(assistant, *earlier, "What about Chile?")
        assert (answer.refused, answer.citations) == (True, ())


def test_a_bare_why_stays_with_the_document_before(assistant: Assistant) -> None:
    answer = converse(assistant, "When did Norway recall the Brinewell T4 tide gauge?", "why?")
    assert not answer.refused
    assert [citation.document for citation in cited(answer, 0)] == ["norway-recall"]
    assert "The recall was made because the radio module accepts commands without a password." in texts(
        answer
    )


def test_when_was_that_is_answered_from_the_document_before(assistant: Assistant) -> None:
    answer = converse(assistant, "Who fined Brinewell over false certificates?", "when was that?")
    assert "on 20 January 2025" in answer.statements[0].text
    assert [citation.document for citation in cited(answer, 0)] == ["canada-fine"]


def test_words_the_corpus_lacks_are_not_answered_from_the_matter_before(assistant: Assistant) -> None:
    answer = converse(assistant, DEADLINE, "What is the altitude of Bolivia?")
    assert answer.refused
    assert "Bolivia" in answer.receipt.missing


def test_a_new_matter_leaves_the_conversation_behind(assistant: Assistant) -> None:
    assert texts(converse(assistant, DEADLINE, LADDERS)) == texts(assistant.ask(LADDERS))


@pytest.mark.parametrize(
    "question",
    [
        "crane greasing",
        "Ladders of untreated rope?",
        "buoys lost",
        "Who fined Brinewell?",
        "And who fined Brinewell over false certificates?",
    ],
)
def test_a_short_question_on_a_new_matter_leaves_the_conversation_behind(
    assistant: Assistant, question: str
) -> None:
    answer, by_itself = converse(assistant, DEADLINE, question), assistant.ask(question)
    assert (texts(answer), answer.standalone) == (texts(by_itself), question)


@pytest.mark.parametrize("question", ["and Marlow?", "ok, and Marlow in Norway?"])
def test_and_another_name_that_documents_are_on_is_a_new_matter(
    tmp_path: Path, embedder: Embedder, question: str
) -> None:
    decisions = {
        name: f"---\ntitle: A decision on {name}\ntargets: [{name}]\n---\n\n{told}\n"
        for name, told in (
            ("Quillon", "Estmark banned Quillon radios from lighthouses on 3 May 2031."),
            ("Marlow", "Norway fined the rope maker Marlow on 5 June 2032 over rotten ropes."),
        )
    }
    assistant = assistant_over(tmp_path, embedder, decisions)
    answer = converse(assistant, "When did Estmark ban Quillon radios from lighthouses?", question)
    assert (answer.standalone, documents(answer)) == (question, {"Marlow"})


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When did Denmark bar Brinewell, and who pays for new gauges?", ("17 September 2024", "60 percent")),
        (
            "Who fined Brinewell and why did Norway recall the T4 gauge?",
            ("20 January 2025", "without a password"),
        ),
    ],
)
def test_of_two_questions_in_one_both_are_answered(
    assistant: Assistant, question: str, told: tuple[str, ...]
) -> None:
    answer = assistant.ask(question)
    assert all(words in answer.text for words in told)
    assert len(texts(answer)) == len(set(texts(answer)))
    assert [c.number for c in answer.citations] == [n for s in answer.statements for n in s.citations]


@pytest.mark.parametrize(
    ("when", "told", "left_out"),
    [
        ("in 2024", {"norway-recall", "denmark-ban"}, {"norway-ban"}),
        ("before 2025", {"norway-recall", "denmark-ban"}, {"norway-ban"}),
        ("since March 2025", {"norway-ban"}, {"denmark-ban"}),
        ("between May 2025 and July 2025", {"norway-ban"}, {"denmark-ban"}),
        ("in the first half of 2024", {"norway-recall"}, {"norway-ban"}),
        ("after the summer of 2024", {"norway-ban"}, {"norway-recall"}),
        ("from spring 2025 to autumn 2025", {"norway-ban"}, {"denmark-ban"}),
    ],
)
def test_a_list_of_a_time_leaves_out_what_is_of_another(
    assistant: Assistant, when: str, told: set[str], left_out: set[str]
) -> None:
    answer = assistant.ask(f"Which countries have banned, barred or recalled Brinewell gauges {when}?")
    assert told <= documents(answer)
    assert not left_out & documents(answer)


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    "question",
    [
        "Who won the football cup in 2022?",
        "How do I bake sourdough bread?",
        "What does the Kenyan ministry say about coffee exports?",
        "ما الدول التي حظرت الأجهزة؟",
        "?!… ---",
        "😀🚢",
    ],
)
def test_what_the_corpus_is_not_about_is_refused(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.refused
    assert answer.text == REFUSAL
    assert (answer.statements, answer.citations) == ((), ())


def test_a_refusal_says_what_was_looked_for_and_what_is_nowhere(assistant: Assistant) -> None:
    receipt = assistant.ask("How do I bake sourdough bread?").receipt
    assert receipt.looked_for == ("bake", "sourdough", "bread")
    assert receipt.missing == ("bake", "sourdough", "bread")
    assert (receipt.documents, receipt.earliest, receipt.latest) == (13, "2023-05-02", "2025-06-10")
    assert receipt.issuers[:2] == ("Norwegian Coastal Agency", "Baltic Pilots Association")
    assert len(receipt.issuers) == 10


@pytest.mark.parametrize("possessive", ["Norway's", "Norway’s"])
def test_whose_name_is_held_is_not_nowhere_found(assistant: Assistant, possessive: str) -> None:
    receipt = assistant.ask(f"What is {possessive} sourdough recipe?").receipt
    assert receipt.looked_for == (possessive, "sourdough", "recipe")
    assert receipt.missing == ("sourdough", "recipe")
    assert assistant.ask("What is Atlantis's sourdough recipe?").receipt.missing[0] == "Atlantis's"


@pytest.mark.parametrize(
    "question", ["What is CVE-2024-91234?", "cve-2024-91234", "tell me about CVE-2024-91234"]
)
def test_an_identifier_alone_is_answered_from_the_document_that_holds_it(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert (answer.refused, answer.question) == (False, question)
    assert "CVE-2024-91234" in answer.statements[0].text


def test_an_answer_on_thin_evidence_says_so_and_a_plain_one_does_not(assistant: Assistant) -> None:
    answers = [assistant.ask(question) for question in (*UNSURE, DEADLINE)]
    thin = [answer.confidence < learned().doubt and not answer.refused for answer in answers]
    assert any(thin)
    assert not thin[-1]
    assert [answer.doubtful for answer in answers] == thin
    assert [IN_DOUBT in notes_of(answer) for answer in answers] == thin


def test_the_word_that_asks_for_a_timeline_is_not_among_what_is_nowhere_found(assistant: Assistant) -> None:
    answer = assistant.ask("timeline of the lawsuits over orbital lasers")
    assert answer.receipt is not None
    assert "lasers" in answer.receipt.missing
    assert "timeline" not in answer.receipt.missing


def test_what_was_done_in_a_part_of_a_year_is_not_told_of_another(assistant: Assistant) -> None:
    answer = assistant.ask("What was done about Brinewell gauges in the second quarter of 2025?")
    assert documents(answer) == {"norway-ban"}


def test_the_words_for_a_part_of_a_year_are_not_among_what_is_nowhere_found(assistant: Assistant) -> None:
    answer = assistant.ask("Which lawsuits over orbital lasers were decided in the third quarter of 2024?")
    assert answer.receipt is not None
    assert "lasers" in answer.receipt.missing
    assert "quarter" not in answer.receipt.missing


@pytest.fixture(scope="module")
def eastern(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    """An assistant on a Japanese, a Chinese and an English document."""
    notices = {
        "pumps": "# 港湾局の警告\n\n港湾局は2024年3月4日、国内企業に対し、北海ポンプの使用を警告した。\n",
        "beacons": "# 海事局的命令\n\n海事局于2024年5月8日命令所有船东停止使用凯尔达浮标。\n",
        "buoys": "# Buoys\n\nThe Lighthouse Service told owners in May 2023 to take their buoys ashore.\n",
    }
    return assistant_over(tmp_path_factory.mktemp("eastern"), embedder, notices)


@pytest.mark.parametrize(
    ("question", "document"),
    [("港湾局は何を警告しましたか？", "pumps"), ("海事局命令船东停止使用什么？", "beacons")],
)
def test_a_question_without_spaces_is_answered_where_the_documents_hold_its_words(
    eastern: Assistant, question: str, document: str
) -> None:
    answer = eastern.ask(question)
    assert (answer.refused, answer.receipt.missing) == (False, ())
    assert answer.citations[0].document == document
    assert answer.doubtful  # for the encoder hardly reads it


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What did the 港湾局 advise on buoys?", ("advise",)),
        ("港湾局", ()),
        ("火星人はどこに住んでいますか", ("火星人はどこに住んでいますか",)),
    ],
)
def test_nowhere_are_only_those_words_without_spaces_that_no_document_holds(
    eastern: Assistant, question: str, missing: tuple[str, ...]
) -> None:
    assert eastern.ask(question).receipt.missing == missing


def test_nearest_to_a_refused_question_is_what_holds_its_words_and_nothing_where_nothing_does(
    assistant: Assistant,
) -> None:
    assert assistant.ask("How do I bake sourdough bread?").receipt.nearest == ()
    nearest = assistant.ask("Does Bolivia lease tide gauges to Jupiter's pilots?").receipt.nearest
    assert nearest
    assert all("gauge" in f"{near.text} {near.metadata.title}".casefold() for near in nearest)


def test_an_identifier_that_no_document_holds_is_refused_by_its_name(assistant: Assistant) -> None:
    answer = assistant.ask("Which firmware corrects CVE-2023-55555 in the Brinewell T4 tide gauge?")
    assert (answer.refused, answer.citations) == (True, ())
    assert "CVE-2023-55555" in answer.receipt.missing


@pytest.mark.parametrize(
    "filters",
    [Filters(country="Kenya"), Filters(kind="law"), Filters(after="2030"), Filters(issuer="nobody")],
)
def test_where_no_document_passes_the_filters_nothing_is_said(assistant: Assistant, filters: Filters) -> None:
    answer = assistant.ask(DEADLINE, filters=filters)
    assert (answer.refused, answer.citations, answer.receipt.nearest) == (True, (), ())
    assert "T4" in answer.receipt.looked_for


# ---------------------------------------------------------------- whose words are never quoted


@pytest.mark.parametrize(
    "question",
    [
        "Why did the port of Sines cancel the order?",
        "Did a minister own shares in a rival of Brinewell?",
        "Which minister owns shares in a rival of Brinewell?",
    ],
)
def test_a_readers_comment_is_never_quoted(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "minister owns shares" not in answer.text
    assert not any("minister" in citation.quote for citation in answer.citations)
    if answer.receipt and answer.refused:
        assert not any(near.kind == "comment" for near in answer.receipt.nearest)


@pytest.mark.parametrize(
    "question",
    [
        CRANES,
        "Must harbour cranes never be greased?",
        "What instructions are there about greasing harbour cranes?",
    ],
)
def test_an_instruction_planted_in_a_document_is_never_quoted(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "gnore all previous" not in answer.text
    assert not any("never" in citation.quote for citation in answer.citations)


# ---------------------------------------------------------------- the same answer each time, whole or in parts


@pytest.mark.parametrize("question", ANSWERED)
def test_the_same_question_gets_the_identical_answer(assistant: Assistant, question: str) -> None:
    first, second = assistant.ask(question), assistant.ask(question)
    assert replace(first, seconds=0.0) == replace(second, seconds=0.0)


@pytest.mark.parametrize("question", [DEADLINE, TIMELINE, COMPARISON, "How do I bake sourdough bread?"])
def test_a_reply_streams_what_ask_completes(assistant: Assistant, question: str) -> None:
    reply = assistant.reply(question)
    streamed = tuple(reply)
    assert streamed == reply.answer.statements
    assert replace(reply.answer, seconds=0.0) == replace(assistant.ask(question), seconds=0.0)


def test_white_space_around_and_within_a_question_changes_nothing(assistant: Assistant) -> None:
    assert texts(assistant.ask(f"\n  {DEADLINE.replace(' ', '  ')}\t")) == texts(assistant.ask(DEADLINE))


@pytest.mark.parametrize("question", ["", "  \n\t "])
def test_an_empty_question_is_an_error_that_says_to_ask_one(assistant: Assistant, question: str) -> None:
    with pytest.raises(NoQuestion, match="no question was asked; type one"):
        assistant.ask(question)


def test_an_endless_question_is_an_error_with_its_length_and_the_limit(assistant: Assistant) -> None:
    with pytest.raises(NoQuestion, match="50000 characters; ask it in at most 4000"):
        assistant.ask("why? " * 10_000)
    assert issubclass(NoQuestion, AdvisoryError)


def test_an_answer_to_a_long_question_says_how_much_of_that_was_searched_for(assistant: Assistant) -> None:
    note = "the question is long: only its first 2,000 characters were searched for"
    assert note in assistant.ask(f"{DEADLINE} {'Please tell me. ' * 130}").notes
    assert note in assistant.ask("Who mocked the purple elephants of Atlantis? " * 50).notes
    assert note not in assistant.ask(f"{DEADLINE} {'Please tell me. ' * 60}").notes
    assert note not in assistant.ask("hello " * 400).notes


def test_a_question_asked_over_and_over_up_to_the_limit_is_answered(assistant: Assistant) -> None:
    answer = assistant.ask(f"{DEADLINE} " * 68)
    assert "31 December 2024" in answer.text


def test_a_model_that_finds_nothing_is_believed_where_the_documents_are_in_doubt(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    confidences = {question: assistant.ask(question).confidence for question in UNSURE}
    unsure = min((q for q in UNSURE if confidences[q] >= 0), key=confidences.__getitem__)
    below = confidences[unsure] + 0.01
    monkeypatch.setattr("assistant.extract.MODEL_DECIDES_BELOW", below)
    with serving(Script([["I cannot answer this question based on the provided passages."]])) as name:
        doubting = Assistant(assistant.index, model=open_model(name, environ={}))
        answers = {question: doubting.ask(question) for question in (*ANSWERED, unsure)}
    for question, answer in answers.items():
        plain = assistant.ask(question)
        assert answer.refused == (plain.refused or plain.confidence < below)
        assert [withheld.reason for withheld in answer.withheld] in ([], ["the model found no answer"])
    refused = answers[unsure]
    assert (refused.text, refused.citations, refused.statements) == (REFUSAL, (), ())
    assert refused.receipt.nearest
    assert "found no answer in the passages" in refused.notes[0]
    assert texts(answers[DEADLINE]) == texts(assistant.ask(DEADLINE))
