"""Questions about the documents as such, and what asks nothing of them, as a user types them."""

from __future__ import annotations

import time

import pytest

from assistant.assistant import Assistant
from assistant.types import Answer, Turn
from index.embed import Embedder
from index.search import Index
from index.settings import Settings
from index.sync import sync_corpus
from index.types import Filters

DOCUMENTS = {
    "lamp-ban": (
        "title: Ban on lamps\nissuer: Harbour Office (HO)\ncountry: Norway\ndate: 2023-02-01\ninstrument: ban\n"
        "targets: [Farlicht]",
        "The Harbour Office banned lamps made by Farlicht from all piers.",
    ),
    "lamp-law": (
        "title: Act on harbour lighting\nissuer: Parliament of Norway\ncountry: Norway\ndate: 2024-05-06\n"
        "instrument: law\nrelations: [{type: supersedes, id: lamp-ban}]",
        "The act lets the office test lamps, those of Farlicht too.",
    ),
    "rope-warning": (
        "title: Warning about ropes\nissuer: Rope Institute\ncountry: Sweden\ndate: 2024-03-04\ninstrument: warning",
        "The institute warned that wet ropes tear. Two documents were signed in Malmo.",
    ),
    "old-note": ("title: A note on buoys", "Buoys are painted red."),
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    folder = tmp_path_factory.mktemp("collection")
    (folder / "corpus").mkdir()
    for name, (fields, text) in DOCUMENTS.items():
        (folder / "corpus" / f"{name}.md").write_text(f"---\n{fields}\n---\n\n{text}\n", encoding="utf-8")
    settings = Settings(corpus=folder / "corpus", store=folder / "store")
    sync_corpus(settings)
    return Assistant(Index(settings, embedder=embedder))


def listed(answer: Answer) -> list[str]:
    """The documents that the answer lists, in its order."""
    return [citation.document for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("how many documents do you have", "4 documents"),
        ("How many documents are from Norway?", "2 of the 4 documents are from Norway, dated 2023-02-01 to 2024-05-06."),
        ("how many documents mention Farlicht?", "2 of the 4 documents are ones that mention Farlicht"),
        ("how many documents are about farlicht", "1 of the 4 documents is about farlicht, dated 2023-02-01; 2 mention it."),
        ("How many docs were published in 2024?", "2 of the 4 documents are dated 2024"),
        ("How many documents are dated since 2024?", "2 of the 4 documents are dated 2024 or later,"),
        ("How many documents do you have after 2024?", "None of the 4 documents are dated after 2024."),
        ("How many documents do you have until 2024?", "3 of the 4 documents are dated 2024 or earlier,"),
        ("How many documents do you have before 2024?", "1 of the 4 documents is dated before 2024."),
        ("any documents from Iceland?", "None of the 4 documents are from Iceland."),
        ("Which countries are covered?", "2 countries, with how many documents each: Norway (2); Sweden (1). 1 document names none."),
        ("which issuers are in the collection?", "3 issuers"),
    ],
)  # fmt: skip
def test_documents_are_counted(assistant: Assistant, question: str, told: str) -> None:
    answer = assistant.ask(question)
    assert answer.text.startswith(told), answer.text
    assert (answer.kind, answer.refused) == ("catalog", False)
    assert not answer.citations


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("list all documents from Norway", ["lamp-law", "lamp-ban"]),
        ("what's the newest document?", ["lamp-law"]),
        ("what is the oldest document you have", ["lamp-ban"]),
        ("show me everything from the Harbour Office", ["lamp-ban"]),
        ("what do you have on ropes?", ["rope-warning"]),
        ("documents about lamps", ["lamp-ban"]),
        ("which documents were superseded?", ["lamp-ban"]),
        ("list all warnings", ["rope-warning"]),
        ("which laws do you have?", ["lamp-law"]),
        ("what's new since march 2024?", ["lamp-law", "rope-warning"]),
        ("list the documents before 2024", ["lamp-ban"]),
        ("list the documents since 2024", ["lamp-law", "rope-warning"]),
        ("list the documents after 2023", ["lamp-law", "rope-warning"]),
        ("list the documents after March 2024", ["lamp-law"]),
        ("list the documents after 4 March 2024", ["lamp-law"]),
        ("list the documents until March 2024", ["rope-warning", "lamp-ban"]),
        ("documents up to 2023", ["lamp-ban"]),
        ("list the documents before March 2024", ["lamp-ban"]),
        ("list the documents between February 2023 and March 2024", ["rope-warning", "lamp-ban"]),
        ("list the documents from 1-4 March 2024", ["rope-warning"]),
        ("list the documents from 2023 to 2024", ["lamp-law", "rope-warning", "lamp-ban"]),
        ("Which documents are from spring 2024?", ["lamp-law", "rope-warning"]),
        ("which documents were published in the first quarter of 2024", ["rope-warning"]),
        ("documents of Q2 2024", ["lamp-law"]),
        ("documents since the second half of 2023", ["lamp-law", "rope-warning"]),
        ("list the documents before early 2024", ["lamp-ban"]),
        ("list the documents from early 2023 to the first quarter of 2024", ["rope-warning", "lamp-ban"]),
        ("HO documents", ["lamp-ban"]),
    ],
)
def test_documents_are_listed_by_their_titles_the_newest_first(
    assistant: Assistant, question: str, documents: list[str]
) -> None:
    answer = assistant.ask(question)
    assert listed(answer) == documents
    assert (answer.kind, answer.shape) == ("catalog", "list")
    assert "told from the titles" in " ".join(answer.notes)


@pytest.fixture(scope="module")
def undated(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    """An assistant on three notes without a date and 32 of one day."""
    folder = tmp_path_factory.mktemp("undated")
    (folder / "corpus").mkdir()
    for number in range(3):
        fields = f"title: Note {number} on buoys\nissuer: Buoy Office"
        (folder / "corpus" / f"note-{number}.md").write_text(
            f"---\n{fields}\n---\n\nBuoys are red.\n", encoding="utf-8"
        )
    for number in range(32):
        fields = f"title: Ladder {number}\nissuer: Rope Institute\ndate: 2024-03-04"
        (folder / "corpus" / f"rope-{number}.md").write_text(
            f"---\n{fields}\n---\n\nLadders are long.\n", encoding="utf-8"
        )
    settings = Settings(corpus=folder / "corpus", store=folder / "store")
    sync_corpus(settings, embedder=embedder)
    return Assistant(Index(settings, embedder=embedder))


@pytest.mark.parametrize("how", ["oldest", "newest"])
def test_of_documents_without_dates_it_is_said_that_none_is_known_to_be_the_oldest(
    undated: Assistant, how: str
) -> None:
    answer = undated.ask(f"Which is the {how} document from the Buoy Office?")
    assert answer.text == (
        f"3 of the 35 documents are from Buoy Office, none of which says its date: which is the {how} cannot be told."
    )
    assert (answer.refused, listed(answer)) == (False, [])


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("Which is the oldest document?", "30 of these 32 are listed"),
        ("Which is the newest document?", "30 of these 32 are listed"),
        ("list all documents", "the newest 30 of these 35 are listed"),
    ],
)
def test_of_a_long_list_it_is_said_which_part_is_shown(undated: Assistant, question: str, note: str) -> None:
    answer = undated.ask(question)
    assert len(listed(answer)) == 30
    assert note in answer.notes


def test_a_listed_document_is_cited_where_it_begins_to_speak(assistant: Assistant) -> None:
    citation = assistant.ask("list all warnings").citations[0]
    document = assistant.index.document(citation.document)
    assert document is not None
    assert document.text[citation.start : citation.end] == citation.quote
    assert citation.quote.startswith("The institute warned")


@pytest.mark.parametrize(
    "question",
    [
        "How many documents were signed in Malmo?",
        "What did the Harbour Office ban?",
        "which documents about lamps were not superseded?",
        "which lamps were banned in Norway?",
        "What does the newest law on lighting say?",
    ],
)
def test_what_the_documents_say_is_searched_for(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind != "catalog"
    assert "told from the titles" not in " ".join(answer.notes)


def test_the_filters_hold_for_documents_as_such(assistant: Assistant) -> None:
    answer = assistant.ask("list all documents", filters=Filters(country="Sweden"))
    assert listed(answer) == ["rope-warning"]
    assert answer.filters.country == "Sweden"


def test_a_list_follows_its_count_and_another_country_follows_that(assistant: Assistant) -> None:
    history: list[Turn] = []
    for question, documents in (
        ("How many documents are from Norway?", []),
        ("list them", ["lamp-law", "lamp-ban"]),
        ("and from Sweden?", ["rope-warning"]),
        ("and from 2023?", ["lamp-ban"]),
    ):
        answer = assistant.ask(question, history=history)
        history.append(Turn(question, answer))
        assert listed(answer) == documents, question


@pytest.mark.parametrize(
    ("question", "told", "documents"),
    [
        ("How many documents are there from Norway?", "2 of the 4 documents are from Norway", []),
        ("What is the newest document?", "", ["lamp-law"]),
        ("Which countries are covered?", "2 countries", []),
        ("list all documents", "", ["lamp-law", "rope-warning", "lamp-ban", "old-note"]),
    ],
)
def test_documents_are_told_of_in_the_middle_of_a_conversation_too(
    assistant: Assistant, question: str, told: str, documents: list[str]
) -> None:
    before = Turn("What did Sweden warn about?", assistant.ask("What did Sweden warn about?"))
    answer = assistant.ask(question, history=[before])
    assert answer.text.startswith(told)
    assert listed(answer) == documents
    assert answer.standalone == question


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("hello", "Hello. You can ask me about 4 documents"),
        ("Good morning!", "Hello."),
        ("hi, what can you do?", "I answer from 4 documents"),
        ("what can i ask you", "I answer from 4 documents"),
        ("thanks, that's all", "You are welcome."),
        ("ok thank you very much", "You are welcome."),
    ],
)
def test_a_courtesy_is_returned_and_nothing_is_searched(assistant: Assistant, said: str, reply: str) -> None:
    answer = assistant.ask(said)
    assert answer.text.startswith(reply)
    assert (answer.kind, answer.refused) == ("courtesy", True)
    assert not answer.receipt.looked_for


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Hi" + "!" * 60, "courtesy"),
        ("hello " * 60, "courtesy"),
        ("bye " * 60, "courtesy"),
        ("Hi" + ", " * 60 + "-", "refusal"),
        ("ok thanks " * 60 + "mermaids", "refusal"),
        ("help please " * 60 + "mermaids", "refusal"),
        ("known " * 600 + "mermaids", "refusal"),
    ],
)
def test_courtesies_without_end_are_told_from_a_question_at_once(
    assistant: Assistant, said: str, kind: str
) -> None:
    assistant.ask("hello")
    begun = time.monotonic()
    assert assistant.ask(said).kind == kind
    assert time.monotonic() - begun < 10


def test_a_greeting_before_a_question_asks_nothing(assistant: Assistant) -> None:
    bare, greeted = (
        assistant.ask(f"{greeting}what did the Harbour Office ban?") for greeting in ("", "Hi there, ")
    )
    assert greeted.statements == bare.statements
    assert "Farlicht" in bare.text


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Hi-tech lamps: which countries banned them?", "Hi-tech lamps: which countries banned them?"),
        ("hi - which countries banned lamps?", "which countries banned lamps?"),
        ("Hello -- which countries banned lamps?", "which countries banned lamps?"),
    ],
)
def test_a_word_that_begins_like_a_greeting_is_asked_with_the_rest(
    assistant: Assistant, said: str, asked: str
) -> None:
    assert assistant.ask(said).standalone == asked


def test_what_follows_thanks_goes_on_from_the_turn_before(assistant: Assistant) -> None:
    first = Turn("What did Norway ban?", assistant.ask("What did Norway ban?"))
    thanked = Turn("thanks!", assistant.ask("thanks!", history=[first]))
    follow_up = "and Sweden?"
    assert assistant.ask(follow_up, history=[first, thanked]).standalone == "What did Sweden ban?"
