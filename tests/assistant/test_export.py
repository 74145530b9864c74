"""An exported answer carries its numbered references, and its receipt can be checked again."""

from __future__ import annotations

import io
import json

from docx import Document as read_docx

from assistant.__main__ import answer_lines
from assistant.draft import check_receipt
from assistant.export import to_docx, to_markdown, to_receipt
from assistant.types import Answer, Citation, Receipt, Statement, Turn
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
        "1. " + REFERENCE.replace("[", r"\[").replace("]", r"\]"),
    ]


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


def test_word_takes_a_text_with_control_characters() -> None:
    turn = Turn("bell \x07?", Answer("bell \x07?", "The corpus does not say.\x00", refused=True))
    assert read_docx(io.BytesIO(to_docx("\x01", [turn]))).paragraphs[2].text == "The corpus does not say."


def test_a_refusal_says_what_was_searched() -> None:
    receipt = Receipt(("fine", "gauge"), ("fine",), documents=154, earliest="2010-11-01", latest="2026-06-30")
    turn = Turn(
        "Which fine?", Answer("Which fine?", "The corpus does not say.", refused=True, receipt=receipt)
    )
    searched = "Searched: 154 documents, dated 2010-11-01 to 2026-06-30. Looked for: fine, gauge. Nowhere found: fine."
    assert to_markdown("", [turn]).splitlines()[2:] == ["The corpus does not say.", "", searched]
    paragraphs = [p.text for p in read_docx(io.BytesIO(to_docx("", [turn]))).paragraphs]
    assert paragraphs[2:] == ["The corpus does not say.", searched]
    assert " ".join(answer_lines(turn.answer).splitlines()[2:]) == searched


def test_a_refusal_of_filters_that_nothing_passes_says_so() -> None:
    answer = Answer("Which fine?", "The corpus does not say.", refused=True, receipt=Receipt(("fine",)))
    assert answer_lines(answer).splitlines()[2:] == [
        "Searched: 0 documents.",
        "Looked for: fine.",
        "No document passes the filters; python -m index status lists what is indexed.",
    ]


def test_the_receipt_finds_every_quote_again_and_notices_a_change() -> None:
    receipt = json.loads(to_receipt("Routers", TURNS))
    today = {"norland": Document("norland", "norland.md", "cd34", Reading(TEXT))}
    assert [line.status for line in check_receipt(receipt, today.get)] == ["found"]
    today["norland"] = Document("norland", "norland.md", "ef56", Reading(TEXT.replace("214", "215")))
    assert [line.status for line in check_receipt(receipt, today.get)] == ["changed"]
