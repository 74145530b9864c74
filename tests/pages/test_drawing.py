"""What documents say is drawn as words; quotes are found where they stand; links say what they ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from assistant.in_words import short_name
from assistant.types import Answer, Citation
from index.language.addresses import web_address
from index.storage.records import Entry
from index.types import Document, Filters, Metadata, Part, Reading, Relation
from pages.parts.answer import groups_of, numbers_line, sources_line, sources_of
from pages.parts.drawing import plain
from pages.parts.filters import filters_from, link_of
from pages.parts.reading import LEAST_LEFT_OUT, SHOWN_CHARACTERS, Span, cut_blocks, mark_words
from pages.parts.session import editors_in
from pages.parts.sidebar import day_words
from pages.parts.source import neighbours_of, source_line, status_of
from pages.parts.table import table_of
from pages.parts.tools import csv_of

TEXT = "Heading\n\nThe agency tested 214 routers. It found a fault.\n\nWell said!"
DOCUMENT = Document(
    "norland/test",
    "norland/test.md",
    "hash",
    Reading(TEXT, parts=(Part(0, 7, "heading"), Part(9, 55), Part(57, 67, "comment", "Anna"))),
)
QUOTE = "It found a fault."
CITATION = Citation(1, "norland/test", "hash", TEXT.index(QUOTE), TEXT.index(QUOTE) + len(QUOTE), QUOTE)


def test_every_sign_that_markdown_or_streamlit_reads_is_escaped() -> None:
    assert plain("![x](ftp://a.example)") == r"\!\[x\]\(ftp\:\/\/a\.example\)"
    assert plain(":material/home: $x^2$ <b>") == r"\:material\/home\: \$x\^2\$ \<b\>"


@pytest.mark.parametrize("address", ["http://a.example", "HTTPS://a.example", "www.a.example", "a@b.example"])
def test_no_address_is_left_that_could_become_a_link(address: str) -> None:
    assert "\u2060" in plain(f"see {address}")
    assert plain(f"see {address}").replace("\\", "").replace("\u2060", "") == f"see {address}"


def test_one_editor_named_without_brackets_is_that_one_and_nobody_whose_name_is_in_it() -> None:
    assert "a@example.org" not in editors_in({"editors": "anna@example.org"})
    assert "anna@example.org" in editors_in({"editors": "anna@example.org"})
    assert editors_in({"editors": ["a@example.org", "b@example.org"]}) == ["a@example.org", "b@example.org"]


def test_plain_words_stay_on_one_line() -> None:
    assert plain("# Title\n\n- item") == r"\# Title \- item"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://gazette.example/a?b=1", "https://gazette.example/a?b=1"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//gazette.example", ""),
        ("https://[broken", ""),
        ("https://", ""),
        ("https://gazette.example/a b", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_become_links(url: str, safe: str) -> None:
    assert web_address(url) == safe


def test_a_source_is_shown_with_its_host() -> None:
    from index.types import Source

    line = source_line(Source("Norland Gazette", "Agency warns", "2025-03-04", "news", "https://g.example/a"))
    assert line == {
        "label": "Norland Gazette, Agency warns, 2025-03-04",
        "link": "https://g.example/a",
        "shown": "g.example",
    }


def test_a_link_holds_the_question_and_its_filters() -> None:
    filters = Filters(country="Norland", as_of="2025-06-01", documents=frozenset({"a/b", "c"}))
    link = link_of("which routers & why?", filters)
    assert link == (
        "q=which%20routers%20%26%20why%3F&country=Norland&as_of=2025-06-01&document=a%2Fb&document=c"
    )
    assert filters_from({"country": "Norland", "as_of": "2025-06-01"}, ["c", "a/b"]) == filters


def test_the_quote_is_marked_in_its_paragraph() -> None:
    excerpt = cut_blocks(DOCUMENT, [Span(CITATION.start, CITATION.end)])
    blocks = excerpt.blocks
    assert (excerpt.before, excerpt.after) == (0, 0)
    assert [block.kind for block in blocks] == ["heading", "text", "comment"]
    assert blocks[1].pieces == (("plain", "The agency tested 214 routers. "), ("quoted", QUOTE))


def test_the_words_of_the_question_are_marked_in_whatever_form_they_stand() -> None:
    assert mark_words("It banned routers, not Quillon's lamps.", ["ban", "Quillon", "router"]) == (
        ("plain", "It "),
        ("asked", "banned"),
        ("plain", " "),
        ("asked", "routers"),
        ("plain", ", not "),
        ("asked", "Quillon"),
        ("plain", "'s lamps."),
    )


def test_a_readers_comment_is_named_as_one() -> None:
    assert cut_blocks(DOCUMENT).blocks[2].label == "Reader's comment Anna"


def test_a_long_document_is_shown_around_the_quote() -> None:
    text = "A first line.\n\n" + "Filler words.\n\n" * 20_000 + QUOTE
    document = replace(DOCUMENT, reading=Reading(text))
    start = text.index(QUOTE)
    excerpt = cut_blocks(document, [Span(start, start + len(QUOTE))])
    assert excerpt.blocks[-1].pieces == (("quoted", QUOTE),)
    assert sum(len(words) for block in excerpt.blocks for _, words in block.pieces) < 31_000
    assert excerpt.before > 200_000
    assert excerpt.after == 0


@pytest.mark.parametrize("rest", [0, 10, LEAST_LEFT_OUT - 2, LEAST_LEFT_OUT + 100])
def test_nothing_of_a_document_is_left_out_untold(rest: int) -> None:
    text = "x" * SHOWN_CHARACTERS + "\n\n" + "y" * rest
    excerpt = cut_blocks(replace(DOCUMENT, reading=Reading(text)))
    shown = sum(len(words) for block in excerpt.blocks for _, words in block.pieces)
    assert len(text.strip()) - shown - excerpt.after in (0, 2)  # the empty line between
    whole = cut_blocks(replace(DOCUMENT, reading=Reading(text)), after=SHOWN_CHARACTERS + excerpt.after)
    assert sum(len(words) for block in whole.blocks for _, words in block.pieces) == SHOWN_CHARACTERS + rest


def test_a_documents_standing_names_others_by_their_titles() -> None:
    metadata = Metadata(
        status="in force",
        relations=(
            Relation("supersedes", "norland/old"),
            Relation("amends", "law"),
            Relation("related", "x"),
        ),
    )
    assert (
        status_of(metadata, {"law": "The law"})
        == "Status: in force. Supersedes norland/old. Amends “The law”."
    )


def test_what_is_told_of_another_document_already_is_not_told_again() -> None:
    metadata = Metadata(relations=(Relation("superseded_by", "law"), Relation("follows", "plan")))
    assert status_of(metadata, {}, told="superseded by The law (2026)") == "Follows plan."


def test_an_answer_names_each_document_once_with_who_said_it_when_and_whether_it_still_holds() -> None:
    ban = replace(CITATION, number=2, document="ban", title="Ban", issuer="Estmark", date="2026-05-12")
    warning = replace(CITATION, title="Warning", issuer="Norland", date="2025-03-04", caution="amended by x")
    answer = Answer("", "", citations=(warning, ban, replace(warning, number=3)))
    assert sources_of(answer) == [
        {
            "first": 1,
            "numbers": "1, 3",
            "title": "Warning",
            "line": ["Norland", "2025-03-04"],
            "caution": "amended by x",
        },
        {"first": 2, "numbers": "2", "title": "Ban", "line": ["Estmark", "2026-05-12"], "caution": ""},
    ]
    assert sources_line(answer) == (
        "2 documents, dated 2025-03-04 to 2026-05-12; 1 of them superseded, amended or withdrawn since"
    )


def test_numbers_that_follow_each_other_are_taken_together() -> None:
    assert numbers_line([1, 2, 3, 5, 8, 9]) == "1–3, 5, 8, 9"


def test_the_passages_nearest_to_a_refused_question_are_no_sources() -> None:
    nearest = [replace(CITATION, number=-place) for place in (1, 2, 3)]
    assert neighbours_of(nearest[1], [nearest[0], nearest[2]]) == {
        "heading": "Nearest passage 2 of 3",
        "previous": -1,
        "next": -3,
    }


def test_a_column_that_says_the_same_of_every_document_is_left_out_of_the_table() -> None:
    entries = [
        Entry(place, f"it/{name}", f"it/{name}.json", name, Metadata(title=name, issuer="CISA", kind=kind))
        for place, (name, kind) in enumerate((("icsa-1", "advisory"), ("icsa-2", "vex")))
    ]
    table, words = table_of(entries)
    assert list(table.columns) == ["Title", "Date", "Kind", "File"]
    assert list(table["File"]) == ["icsa-1.json", "icsa-2.json"]
    assert words[1] == "icsa-2   vex cisa   icsa-2.json it/icsa-2.json"


def test_the_table_follows_what_a_sidecar_says_of_a_document_that_stays_as_it_is() -> None:
    entry = Entry(1, "ban", "ban.pdf", "the same", Metadata(title="Ban", published="2025-01-02"))
    assert list(table_of([entry])[0]["Date"]) == ["2025-01-02"]
    mended = replace(entry, metadata=Metadata(title="Ban", published="2025-03-04"))
    assert list(table_of([mended])[0]["Date"]) == ["2025-03-04"]


def test_a_table_is_a_file_whose_letters_a_spreadsheet_knows() -> None:
    file = csv_of(pd.DataFrame({"Issuer": ["NÚKIB"]}))
    assert file == b"\xef\xbb\xbfIssuer\nN\xc3\x9aKIB\n"


def test_a_conversation_is_looked_for_by_its_day() -> None:
    days = (date(2026, 3, 1), date(2026, 2, 28), date(2025, 3, 1))
    assert [day_words(day, days[0]) for day in days] == ["Today", "Yesterday", "1 March 2025"]


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("openai:gpt-4o-mini", "gpt-4o-mini"),
        ("ollama:llama3.2:1b", "llama3.2:1b"),
        ("openai-like:http://127.0.0.1:8080/v1#qwen3:4b", "qwen3:4b"),
        ("http://127.0.0.1:8080/v1#qwen", "qwen"),
        ("https://models.example/v1", "models.example/v1"),
        ("openai-like:http://127.0.0.1:8080/v1", "127.0.0.1:8080/v1"),
        ("local:models/small.gguf", "models/small.gguf"),
    ],
)
def test_a_model_is_named_without_its_provider_and_address(model: str, name: str) -> None:
    assert short_name(model) == name


def test_an_answer_that_cites_nothing_is_drawn_in_its_own_words() -> None:
    (group,) = groups_of(Answer("how many documents?", "4 documents."))
    assert group["statements"] == [{"text": "4 documents.", "support": "supported", "marks": []}]
    assert groups_of(Answer("why?", "The corpus does not say.", "refusal")) == []


def test_a_vote_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    def page(store: str) -> None:
        from pathlib import Path

        import streamlit as st

        from assistant.types import Answer
        from pages.parts.tools import record_vote

        st.text("kept" if record_vote(Path(store), 1, Answer("Who?", "Nobody.")) else "not kept")

    (tmp_path / "store").write_text("no folder", encoding="utf-8")
    app = AppTest.from_function(page, args=(str(tmp_path / "store"),), default_timeout=60).run()
    assert not app.exception
    assert app.text[0].value == "not kept"
    assert "make the store writable" in app.toast[0].value
