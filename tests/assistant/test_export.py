"""An exported answer carries its numbered references, and its receipt can be checked again."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document as read_docx
from markdown_it import MarkdownIt

from assistant.commands import answer_lines
from assistant.export import Block, blocks_of, to_docx, to_markdown, to_receipt
from assistant.in_words import IN_DOUBT, STAND_IN, reference
from assistant.receipts import check_receipt
from assistant.types import Answer, Citation, Receipt, Statement, Turn, Withheld
from index.settings import Settings
from index.types import Document, Filters, Reading, Source

TEXT = "The agency tested 214 routers. It found a fault."
CITED = Citation(
    1, "norland", "ab12", 0, 30, "The agency tested 214 routers.", "A [test]", "Norland Agency", "2025-03-04",
    page=2, caution="superseded", sources=(Source("Gazette", "Routers", "2025-03-04", "news", "https://g.example/a"),),
)  # fmt: skip
ANSWER = Answer(
    "How many *routers*?",
    "The agency tested 214 routers. [1]",
    statements=(Statement("The agency tested 214 routers.", "supported", (1,)),),
    citations=(CITED,),
    filters=Filters(country="Norland"),
)
TURNS = [Turn(ANSWER.question, ANSWER)]
REFERENCE = (
    'Norland Agency, "A [test]", 2025-03-04, p. 2: "The agency tested 214 routers." Caution: superseded. '
    "First published by Gazette, Routers, 2025-03-04, https://g.example/a. (norland, characters 0 to 30)"
)


def test_markdown_numbers_its_references_and_escapes_what_documents_say() -> None:
    assert to_markdown("Routers", TURNS).splitlines() == [
        "# Routers",
        "",
        r"## How many \*routers\*?",
        "",
        "_Searched only: country Norland_",
        "",
        "The agency tested 214 routers. [1]",
        "",
        "### References",
        "",
        "1. " + REFERENCE.replace("[", r"\[").replace("]", r"\]"),
    ]


@pytest.mark.parametrize("shape", ["prose", "list"])
@pytest.mark.parametrize(
    "words",
    ["1. Remove it", "12) Remove it", "- Remove it", "+ Remove it", "=====", "-----", "-", "7.", "-5 to +5", "2.5 m", "# 1"],
)  # fmt: skip
def test_a_line_that_begins_like_a_list_or_underlines_another_stays_words(words: str, shape: str) -> None:
    statements = (Statement("It found a fault."), Statement(words), Statement(words, citations=(1,)))
    answer = replace(ANSWER, question=words, shape=shape, statements=statements, filters=Filters())
    brief = Answer("Which?", words, "courtesy")
    tokens = MarkdownIt().parse(to_markdown(words, [Turn(words, answer), Turn("Which?", brief)]))
    assert [token.type for token in tokens if token.type.endswith("_open") and token.level == 0] == [
        "heading_open", "heading_open",
        "paragraph_open" if shape == "prose" else "bullet_list_open",
        "heading_open", "ordered_list_open", "heading_open", "paragraph_open",
    ]  # fmt: skip
    assert sum(token.type.endswith("list_open") for token in tokens) == (1 if shape == "prose" else 2)
    said = [
        "".join(child.content or "\n" for child in token.children or ()) for token in tokens if token.children
    ]
    assert said[0] == said[1] == said[-1] == words
    assert "\n".join(said[2:-4]).split("\n") == ["It found a fault.", words, f"{words} [1]"]


def test_word_holds_the_question_the_answer_and_the_reference() -> None:
    paragraphs = [p.text for p in read_docx(io.BytesIO(to_docx("Routers", TURNS))).paragraphs]
    assert paragraphs == [
        "Routers",
        "How many *routers*?",
        "Searched only: country Norland",
        "The agency tested 214 routers. [1]",
        "References",
        "[1] " + REFERENCE,
    ]


def test_word_takes_a_question_with_a_character_that_is_none() -> None:
    turn = Turn("How many\uffff routers?", ANSWER)
    assert "How many routers?" in [p.text for p in read_docx(io.BytesIO(to_docx("", [turn]))).paragraphs]


def test_an_exported_answer_names_every_filter_it_was_found_under() -> None:
    filters = Filters(
        "Norland", "Norland Agency", "law", "en", "clear", "2024", "2025", "2025-06", frozenset({"b", "a"})
    )
    turn = Turn("Which?", replace(ANSWER, filters=filters))
    said = (
        "Searched only: country Norland; issuer Norland Agency; kind law; language en; marking clear; from 2024; "
        "to 2025; as of 2025-06; documents a, b"
    )
    assert f"_{said}_" in to_markdown("", [turn]).splitlines()
    assert said in [p.text for p in read_docx(io.BytesIO(to_docx("", [turn]))).paragraphs]


GROUPED = Answer(
    "Who tested?",
    "",
    shape="comparison",
    statements=(
        Statement("The agency tested 214 routers.", "supported", (1,), "Norland"),
        Statement("It found a *fault*.", "supported", (2,), "Norland"),
        Statement("Estmark tested none.", "supported", (1, 2), "Estmark"),
    ),
    citations=(
        Citation(1, "norland", "ab12", 0, 30, "The agency tested 214 routers."),
        Citation(2, "norland", "ab12", 31, 48, "It found a fault.", sources=(Source(title="Routers"),)),
    ),
)


def test_markdown_has_a_heading_for_each_group_and_a_line_for_each_statement() -> None:
    assert to_markdown("", [Turn(GROUPED.question, GROUPED), *TURNS]).splitlines()[:18] == [
        "## Who tested?",
        "",
        "### Norland",
        "",
        "- The agency tested 214 routers. [1]",
        r"- It found a \*fault\*. [2]",
        "",
        "### Estmark",
        "",
        "- Estmark tested none. [1][2]",
        "",
        "### References",
        "",
        '1. "norland": "The agency tested 214 routers." (norland, characters 0 to 30)',
        '2. "norland": "It found a fault." First published by Routers. (norland, characters 31 to 48)',
        "",
        r"## How many \*routers\*?",
        "",
    ]


def test_word_has_the_groups_of_an_answer_as_headings_and_its_statements_as_a_list() -> None:
    document = read_docx(io.BytesIO(to_docx("Tests", [Turn(GROUPED.question, GROUPED), *TURNS])))
    assert [(p.style.name, p.text) for p in document.paragraphs if p.style] == [
        ("Title", "Tests"),
        ("Heading 1", "Who tested?"),
        ("Heading 2", "Norland"),
        ("List Bullet", "The agency tested 214 routers. [1]"),
        ("List Bullet", "It found a *fault*. [2]"),
        ("Heading 2", "Estmark"),
        ("List Bullet", "Estmark tested none. [1][2]"),
        ("Heading 2", "References"),
        ("Normal", '[1] "norland": "The agency tested 214 routers." (norland, characters 0 to 30)'),
        ("Normal", '[2] "norland": "It found a fault." First published by Routers. (norland, characters 31 to 48)'),
        ("Heading 1", "How many *routers*?"),
        ("Normal", "Searched only: country Norland"),
        ("Normal", "The agency tested 214 routers. [1]"),
        ("Heading 2", "References"),
        ("Normal", f"[1] {REFERENCE}"),
    ]  # fmt: skip


def test_blocks_are_the_answer_from_top_to_bottom_and_nothing_that_is_empty() -> None:
    answer = replace(
        GROUPED,
        shape="timeline",
        statements=(
            Statement("A\nban.", citations=(1,), group="2024"),
            Statement("A\x00 plan.", citations=(2,)),
        ),
        doubtful=True,
    )
    first, second = answer.citations
    assert list(blocks_of("", [Turn("Who\nbans?", answer)])) == [
        Block("question", "Who bans?"),
        Block("heading", "2024"),
        Block("item", "A ban.", (1,)),
        Block("item", "A plan.", (2,)),
        Block("aside", "The evidence is thin: this may come near the question without answering it."),
        Block("heading", "References"),
        Block("reference", reference(first), (1,)),
        Block("reference", reference(second), (2,)),
    ]
    refusal = Answer("Why?", "The corpus does not say.", "refusal", receipt=Receipt(documents=2))
    assert list(blocks_of("Bans", [Turn("Why?", refusal)])) == [
        Block("title", "Bans"),
        Block("question", "Why?"),
        Block("paragraph", "The corpus does not say."),
        Block("paragraph", "Searched: 2 documents."),
    ]


def test_an_exported_answer_says_how_it_was_understood_and_what_must_be_known_of_it() -> None:
    follow_up = replace(
        ANSWER,
        question="and Norland?",
        standalone="How many routers did Norland test?",
        silent=("Estmark",),
        notes=("stopped before the answer was complete",),
    )
    turn = Turn(follow_up.question, follow_up)
    lines = to_markdown("", [turn]).splitlines()
    assert lines[:6] == [
        "## and Norland?", "", "_Understood as: How many routers did Norland test?_", "",
        "_Searched only: country Norland_", "",
    ]  # fmt: skip
    assert lines[6:12] == [
        "The agency tested 214 routers. [1]", "", "_Estmark: The corpus does not say._", "",
        "_Stopped before the answer was complete._", "",
    ]  # fmt: skip
    paragraphs = [p.text for p in read_docx(io.BytesIO(to_docx("", [turn]))).paragraphs]
    assert paragraphs[1:6] == [
        "Understood as: How many routers did Norland test?",
        "Searched only: country Norland",
        "The agency tested 214 routers. [1]",
        "Estmark: The corpus does not say.",
        "Stopped before the answer was complete.",
    ]


def test_the_receipt_says_what_kind_an_answer_is_and_its_notes_name_the_silent_sides_and_the_doubt() -> None:
    answer = replace(ANSWER, silent=("Estmark",), doubtful=True, notes=("stopped",))
    hello = Answer("Hello!", "Ask about the documents.", "courtesy")
    compared, greeted = json.loads(to_receipt("", [Turn("?", answer), Turn("Hello!", hello)]))["answers"]
    assert (compared["kind"], compared["refused"]) == ("answer", False)
    assert (compared["silent"], compared["doubtful"]) == (["Estmark"], True)
    assert compared["notes"] == ["Estmark: The corpus does not say.", IN_DOUBT, "stopped"]
    assert (greeted["kind"], greeted["refused"], greeted["notes"]) == ("courtesy", True, [])


def test_word_takes_a_text_with_control_characters() -> None:
    turn = Turn("bell \x07?", Answer("bell \x07?", "The corpus does not say.\x00", "refusal"))
    assert read_docx(io.BytesIO(to_docx("\x01", [turn]))).paragraphs[1].text == "The corpus does not say."


def test_a_refusal_says_what_was_searched() -> None:
    issuers = ("Port of Oslo", "Coast Guard", "Customs", "City of Oslo")
    receipt = Receipt(("fine", "gauge"), ("fine",), (), 154, "2010-11-01", "2026-06-30", issuers)
    turn = Turn("Which fine?", Answer("Which fine?", "The corpus does not say.", "refusal", receipt=receipt))
    searched = (
        "Searched: 154 documents, dated 2010-11-01 to 2026-06-30. "
        "Issued by: Port of Oslo; Coast Guard; Customs; and 1 other. Looked for: fine, gauge. Nowhere found: fine."
    )
    assert to_markdown("", [turn]).splitlines()[2:] == ["The corpus does not say.", "", searched]
    paragraphs = [p.text for p in read_docx(io.BytesIO(to_docx("", [turn]))).paragraphs]
    assert paragraphs[1:] == ["The corpus does not say.", searched]
    assert " ".join(answer_lines(turn.answer, Settings()).splitlines()[2:]) == searched


def test_only_a_refusal_says_what_was_searched() -> None:
    found = replace(ANSWER, receipt=Receipt(("routers",), documents=154))
    assert "Searched:" not in answer_lines(found, Settings())
    unasked = Answer("Hello!", "Ask about the documents.", "courtesy")
    assert answer_lines(unasked, Settings()) == "Ask about the documents."


def test_in_the_terminal_the_model_its_time_and_what_is_withheld_stand_below_the_answer() -> None:
    withheld = (Withheld("Routers fly.", "no source says so"),)
    answer = Answer("Which?", "All.", withheld=withheld, model="openai:gpt-4o-mini", seconds=4.21)
    assert answer_lines(answer, Settings()).splitlines()[2:] == [
        "Written by gpt-4o-mini in 4 s, checked; 1 sentence withheld",
        "withheld: Routers fly. (no source says so)",
    ]
    mark = Withheld("[7]", "the mark points at no passage given", mark=True)
    told = "Written by gpt-4o-mini in 4 s, checked; 1 sentence withheld, 2 invented marks removed"
    assert told in answer_lines(replace(answer, withheld=(mark, *withheld, mark)), Settings())
    told = "Written by gpt-4o-mini in 4 s, checked; 1 invented mark removed"
    assert told in answer_lines(replace(answer, withheld=(mark,)), Settings()).splitlines()
    failed = replace(answer, withheld=(), seconds=0.2, notes=(f"no answer in time; {STAND_IN}",))
    assert "gpt-4o-mini was asked, which took less than a second" in answer_lines(failed, Settings())


def test_a_refusal_of_filters_that_nothing_passes_says_so() -> None:
    answer = Answer("Which fine?", "The corpus does not say.", "refusal", receipt=Receipt(("fine",)))
    settings = Settings(store=Path("my store"))
    assert answer_lines(answer, settings).splitlines()[2:] == [
        "Searched: 0 documents.",
        "Looked for: fine.",
        "No document passes the filters; python -m index status --store 'my store' lists what is indexed.",
    ]


def test_the_receipt_finds_every_quote_again_and_notices_a_change() -> None:
    receipt = json.loads(to_receipt("Routers", TURNS))
    today = {"norland": Document("norland", "norland.md", "cd34", Reading(TEXT))}
    assert [line.status for line in check_receipt(receipt, lambda id, hash: today.get(id))] == ["found"]
    today["norland"] = Document("norland", "norland.md", "ef56", Reading(TEXT.replace("214", "215")))
    assert [line.status for line in check_receipt(receipt, lambda id, hash: today.get(id))] == ["changed"]
