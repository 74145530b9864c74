"""Readings into sentences and chunks: every offset exact, every word kept."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.chunk import (
    CHUNK_WORDS,
    SENTENCE_CHARACTERS,
    context_of,
    cut_chunks,
    lead_in,
    led_in,
    split_sentences,
)
from index.types import Document, Metadata, Part, Reading


def document(text: str, *parts: Part, language: str = "") -> Document:
    return Document("d", "d.md", "0", Reading(text, Metadata(title="T", language=language), parts))


def sentences(text: str, *parts: Part, language: str = "") -> list[str]:
    reading = document(text, *parts, language=language).reading
    return [text[s.start : s.end] for s in split_sentences(reading)]


def test_sentences_end_where_they_end_and_abbreviations_do_not_end_them() -> None:
    text = "The U.S. Dept. of Commerce acted on Jan. 5, 2027. Dr. Osei objected! Did anyone ask?"
    assert sentences(text) == [
        "The U.S. Dept. of Commerce acted on Jan. 5, 2027.",
        "Dr. Osei objected!",
        "Did anyone ask?",
    ]


def test_the_zone_of_an_hour_stays_with_it() -> None:
    held = "The entry held from 4:15 p.m. Eastern time, on 21 May. It ends at 9 a.m. (CET) on Monday."
    assert sentences(held) == [
        "The entry held from 4:15 p.m. Eastern time, on 21 May.",
        "It ends at 9 a.m. (CET) on Monday.",
    ]
    assert sentences("Doors open at 4 p.m. Bring a card.") == ["Doors open at 4 p.m.", "Bring a card."]


def test_japanese_ends_its_sentences_its_own_way() -> None:
    assert sentences("政府は警告した。企業は従った。", language="ja") == [
        "政府は警告した。",
        "企業は従った。",
    ]


def test_offsets_count_characters_whatever_they_weigh() -> None:
    assert sentences("Smoke 😀 rose. 𝔘nder it, fire.\u00a0Then rain.") == [
        "Smoke 😀 rose.",
        "𝔘nder it, fire.",
        "Then rain.",
    ]


def test_no_sentence_crosses_a_paragraph_or_a_part() -> None:
    text = "One without a full stop\n\ntwo in the next\nline. Heading Three"
    heading = Part(text.index("Heading"), text.index("Three") - 1, "heading")
    parts = (Part(0, heading.start - 1), heading, Part(heading.end + 1, len(text)))
    assert sentences(text, *parts) == ["One without a full stop", "two in the next\nline.", "Three"]


def test_headings_and_boilerplate_are_not_quoted() -> None:
    text = "Mitigations\n\nPatch it.\n\nLegal notice."
    parts = (Part(0, 11, "heading"), Part(13, 22, label="Mitigations"), Part(24, 37, "boilerplate"))
    assert sentences(text, *parts) == ["Patch it."]


def test_each_row_of_a_table_stands_for_itself() -> None:
    assert sentences("Model: A1\nModel: B2", Part(0, 19, "table")) == ["Model: A1", "Model: B2"]


def test_an_endless_sentence_is_cut_between_words() -> None:
    text = "a port, a ship, " * 200
    pieces = sentences(text)
    assert all(len(piece) <= SENTENCE_CHARACTERS for piece in pieces)
    assert " ".join(pieces) == text.strip()


def test_chunks_hold_neighbours_of_one_label_up_to_a_paragraph() -> None:
    text = " ".join(f"Sentence number {n} has exactly seven words." for n in range(60))
    chunks = cut_chunks(document(text))
    assert all(len(chunk.text.split()) <= CHUNK_WORDS for chunk in chunks)
    assert len(chunks) == 4
    assert [s for chunk in chunks for s in chunk.sentences] == list(split_sentences(Reading(text)))


def test_a_readers_comment_shares_no_chunk_with_what_the_article_says() -> None:
    text = "The minister spoke.\n\nI do not believe it."
    chunks = cut_chunks(document(text, Part(0, 19), Part(21, 41, "comment", "reader")))
    assert [chunk.text for chunk in chunks] == ["The minister spoke.", "I do not believe it."]


def test_chunks_of_text_without_spaces_are_no_longer_than_others() -> None:
    chunks = cut_chunks(document("政府は通信機器の調達について企業に警告した。" * 60, language="ja"))
    assert len(chunks) > 5


def test_a_sentence_is_embedded_after_its_title_and_its_nearest_heading() -> None:
    assert context_of("Router advisory", "Mitigations > Vendor fix") == "Router advisory. Vendor fix. "
    assert context_of("Router advisory.", "Router advisory") == "Router advisory. "
    assert context_of("", "") == ""


def test_a_list_is_known_by_the_sentence_that_leads_in_to_it() -> None:
    text = "It was late. Operators should:\n\nPatch.\nReport.\n\nThen wait."
    items = text.index("Patch"), text.index("\n\nThen")
    parts = (Part(0, items[0] - 2), Part(*items, "list"), Part(items[1] + 2, len(text)))
    reading = document(text, *parts).reading
    lead = lead_in(reading, text.index("Report"))
    assert lead
    assert text[lead.start : lead.end] == "Operators should:"
    assert [text[item.start : item.end] for item in led_in(reading, lead)] == ["Patch.", "Report."]
    assert lead_in(reading, text.index("Then")) is None
    first, *_, last = split_sentences(reading)
    assert led_in(reading, first) == led_in(reading, last) == ()
    assert context_of("Router advisory", "", "Operators should:") == "Router advisory. Operators should: "


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400))
def test_law_1_every_chunk_and_sentence_is_the_words_of_its_document(text: str) -> None:
    made = document(text)
    last = 0
    for chunk in cut_chunks(made):
        assert made.text[chunk.start : chunk.end] == chunk.text
        assert (chunk.sentences[0].start, chunk.sentences[-1].end) == (chunk.start, chunk.end)
        for sentence in chunk.sentences:
            assert last <= sentence.start < sentence.end <= len(text)
            piece = text[sentence.start : sentence.end]
            assert piece == piece.strip()
            last = sentence.end


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab 。.!?\n,", max_size=300))
def test_no_word_is_lost_between_sentences(text: str) -> None:
    kept = "".join(text[s.start : s.end] for s in split_sentences(Reading(text)))
    assert sum(kept.count(letter) for letter in "ab") == sum(text.count(letter) for letter in "ab")


def test_a_name_that_ends_in_a_mark_ends_no_sentence() -> None:
    text = "The LOGO! device fails. LOGO! CMR2020 and e!DISPLAY do too. Stop! Update them."
    assert sentences(text) == [
        "The LOGO! device fails.",
        "LOGO! CMR2020 and e!DISPLAY do too.",
        "Stop!",
        "Update them.",
    ]


def test_numbers_of_items_and_of_paragraphs_stay_with_what_they_number() -> None:
    assert sentences("1. Install the patch of Art. 7 para. 2. 2. Restart.") == [
        "1. Install the patch of Art. 7 para. 2.",
        "2. Restart.",
    ]
    assert sentences(
        "Pub. L. 115-232 holds at Ft. Meade. Versions v2.*. It ended in v1.2.3. Then all did."
    ) == [
        "Pub. L. 115-232 holds at Ft. Meade.",
        "Versions v2.*.",
        "It ended in v1.2.3.",
        "Then all did.",
    ]
