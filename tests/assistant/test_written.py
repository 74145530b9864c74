"""Whatever a model's manner of writing, its plain sentences and the passages they point at come out."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from assistant.writing.written import (
    Written,
    finds_nothing,
    is_foreign,
    may_find_nothing,
    without_thoughts,
    written_sentences,
)

HOLDS = "The ban holds until 2027."


def written(text: str) -> list[Written]:
    return list(written_sentences([text]))


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 1000])
def test_it_does_not_matter_where_the_stream_is_cut(size: int) -> None:
    text = (
        "Equipment of Huawei must be gone from UK networks by 2027. [1] The U.K. pays 10,000 yen [2, 3].\n"
        "- The decision adds costs of up to £2bn [1][9].\n\n**Operators** could buy no new Huawei equipment after 2020"
    )
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert list(written_sentences(pieces)) == [
        Written("Equipment of Huawei must be gone from UK networks by 2027.", (1,)),
        Written("The U.K. pays 10,000 yen.", (2, 3)),
        Written("The decision adds costs of up to £2bn.", (1, 9)),
        Written("Operators could buy no new Huawei equipment after 2020", (), open=True),
    ]


@pytest.mark.parametrize("lead", ["", "As stated in ", "See ("])
def test_a_model_caught_in_its_marks_is_read_at_once(lead: str) -> None:
    begun = time.monotonic()
    [sentence] = written(f"{lead}{'[1] ' * 60}the ban holds until 2027.")
    assert sentence.text.casefold().endswith("the ban holds until 2027.")
    assert time.monotonic() - begun < 5


def test_a_sentence_is_out_before_the_next_one_is_written() -> None:
    seen: list[str] = []

    def pieces() -> Iterator[str]:
        for piece in ("One is here. ", "Two begins", " and ends. "):
            seen.append(piece)
            yield piece

    first = next(iter(written_sentences(pieces())))
    assert first.text == "One is here."
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("The ban holds until 2027 [1].", (1,)),
        ("The ban holds until 2027. [1]", (1,)),
        ("The ban holds until 2027 [1, 2].", (1, 2)),
        ("The ban holds until 2027 [1][3].", (1, 3)),
        ("The ban holds until 2027 [1] and [3].", (1, 3)),
        ("The ban holds until 2027 [1-3].", (1, 2, 3)),
        ("The ban holds until 2027 [Passage 2].", (2,)),
        ("The ban holds until 2027 [1: Order on routers].", (1,)),
        ("The ban holds until 2027 【1†source】.", (1,)),
        ("The ban holds until 2027 (Passage 2).", (2,)),
        ("The ban holds until 2027 (see [2]).", (2,)),
        ("The ban holds until 2027 (2).", (2,)),
        ("The ban holds until 2027. (2)", (2,)),
        ("The ban holds until 2027 (1, 2).", (1, 2)),
        ("The ban holds until 2027 (source: [2]).", (2,)),
        ("The ban holds until 2027 [^1].", (1,)),
        ("The ban holds until 2027 [1](https://a.example/x).", (1,)),
        ("The ban holds until 2027, according to [1].", (1,)),
        ("The ban holds until 2027, as stated in passage [2].", (2,)),
        ("According to [1], the ban holds until 2027.", (1,)),
        ("According to passage 2, the ban holds until 2027.", (2,)),
        ("According to the passages [1] and [2], the ban holds until 2027.", (1, 2)),
        ("According to the provided passages, the ban holds until 2027.", ()),
        ("Based on the provided context, the ban holds until 2027.", ()),
        ("[1] The ban holds until 2027.", (1,)),
        ("[1] states that the ban holds until 2027.", (1,)),
        ("Passage 1 says that the ban holds until 2027.", (1,)),
        ("Answer: The ban holds until 2027 [1].", (1,)),
        ("**Answer:** The ban holds until 2027 [1].", (1,)),
        ("**The ban holds until 2027** [1].", (1,)),
        ("The *ban* holds until `2027` [1].", (1,)),
        ("The [ban](https://a.example/ban) holds until 2027 [1].", (1,)),
        ("1. The ban holds until 2027 [1].", (1,)),
        ("  * The ban holds until 2027 [1].", (1,)),
        ("> The ban holds until 2027 [1].", (1,)),
    ],
)
def test_marks_and_manners_are_taken_off(text: str, marks: tuple[int, ...]) -> None:
    assert written(text) == [Written(HOLDS, marks)]


@pytest.mark.parametrize(
    "around",
    [
        "## Answer\n\n{}",
        "**Key points**\n\n- {}",
        "**Key points:**\n{}",
        "Here are the key points:\n\n1. {}",
        "```markdown\n{}\n```",
        "{}\n\nReferences:\n[1] Order on routers, 2020\n[2] Decree of 2019",
        "{}\n\n**Sources**\n- [1] Order on routers.",
        "{}\n\n---\n",
        "Sure! {}",
        "No. {}",
        "Certainly! Here's what the passages say:\n\n{}",
        "Here is a summary of the ban:\n\n{}",
        "{}\n\nLet me know if you'd like more details!",
        "{} I hope this helps.",
    ],
)
def test_headings_lead_ins_and_lists_of_sources_state_nothing(around: str) -> None:
    assert written(around.format("The ban holds until 2027 [1].")) == [Written(HOLDS, (1,))]


def test_a_lead_in_with_a_fact_in_it_is_a_sentence() -> None:
    assert (
        written("By 1 May 2025 operators must:\n- remove routers [1]")[0].text
        == "By 1 May 2025 operators must:"
    )


def test_a_row_of_a_table_is_read_as_its_cells_and_its_head_states_nothing() -> None:
    table = "| Country | Deadline |\n|---|---|\n| Sweden | 1 January 2025 [1] |\n"
    assert written(table) == [Written("Sweden, 1 January 2025", (1,))]


def test_a_paragraph_in_brackets_is_no_mark() -> None:
    assert written("It rests on paragraph (2).") == [Written("It rests on paragraph (2).")]
    assert written("It rests on section 1709(a)(1).") == [Written("It rests on section 1709(a)(1).")]


@pytest.mark.parametrize("line", ["- **Time limit:** {}", "**Time limit**: {}", "1. **Time limit:** {} [1]"])
def test_a_sentence_may_be_read_without_its_label(line: str) -> None:
    [sentence] = written(line.format(HOLDS))
    assert sentence.wordings == (f"Time limit: {HOLDS}", HOLDS)


@pytest.mark.parametrize("answer", ["Yes, the", "No: the", "Yes — the"])
def test_a_bare_yes_or_no_need_not_be_said(answer: str) -> None:
    [sentence] = written(f"{answer} ban holds until 2027.")
    assert sentence.wordings[1] == HOLDS


def test_a_label_without_which_no_sentence_stands_is_none() -> None:
    [sentence] = written("- **Norway:** banned it until 2027.")
    assert sentence.wordings == ("Norway: banned it until 2027.",)


def test_another_language_is_known_by_its_small_words_or_letters() -> None:
    assert is_foreign("Die Betreiber müssen alle Geräte bis Ende 2027 aus den Netzen entfernen.")
    assert is_foreign("事業者は2027年末までに機器を撤去しなければならない。")
    assert not is_foreign("Operators must remove all equipment by the end of 2027.")
    assert not is_foreign("Huawei denies it.")


def test_brackets_that_are_no_marks_stay() -> None:
    text = "The minister [of defence] banned it on [3 October 2021] under Act [2019]."
    assert written(text) == [Written(text)]


@pytest.mark.parametrize(
    "text",
    [
        "I cannot answer this question based on the provided passages.",
        "I'm sorry, but I could not find any information about a fine.",
        "Unfortunately, the passages do not mention the amount of the fine.",
        "The provided passages don't contain information about Norway's budget.",
        "The given context does not specify who signed the order.",
        "Based on the passages, there is no information in the documents about a fine.",
        "The amount of the fine is not mentioned in the provided passages.",
        "There is no mention of a fine in the passages.",
        "The question cannot be answered from the passages.",
        "Not specified.",
        "N/A",
    ],
)
def test_a_model_says_in_many_words_that_it_found_nothing(text: str) -> None:
    [sentence] = written(text)
    assert finds_nothing(sentence.text)


@pytest.mark.parametrize(
    "text",
    [
        "The decree does not mention Huawei.",
        "Japan did not name the company in its warning.",
        "There is no evidence of exploitation.",
        "No information on the flaw was published before May.",
        "The ministry said it had no information about the outage.",
        "The agency could not say when the fix would be available.",
        "Documents seized in the raid contained no trade secrets.",
    ],
)
def test_what_a_document_denies_is_an_answer(text: str) -> None:
    assert not finds_nothing(text)


def test_what_no_source_carries_may_be_the_model_s_own_no() -> None:
    assert may_find_nothing("There is no information on fines.")
    assert may_find_nothing("It is not clear who signed the order.")
    assert not may_find_nothing("Huawei was fined 10,000 yen.")


@pytest.mark.parametrize("size", [1, 3, 7, 100])
@pytest.mark.parametrize(
    "reply",
    [
        "<think>Is 2 < 3?\nIt is.</think>Yes, 2 < 3.",
        "<Thinking>hm</Thinking>Yes, 2 < 3.",
        "Yes, 2 < 3.<think>and so",
    ],
)
def test_thoughts_are_left_out_however_they_are_cut(reply: str, size: int) -> None:
    pieces = [reply[start : start + size] for start in range(0, len(reply), size)]
    assert "".join(without_thoughts(pieces)) == "Yes, 2 < 3."


@pytest.mark.parametrize(
    "text",
    [
        "The ban holds until 2027 [[1]].",
        "The ban holds until 2027 ［1］.",
        "<b>The ban</b> holds until 2027 [1].<br/>",
        "![a chart](http://evil.example/a.png) The ban holds until 2027 [1].",
        "\u202eThe ban holds until 20\u200b27 [1].",
    ],
)
@pytest.mark.parametrize("size", [1, 5, 200])
def test_what_is_only_for_the_eye_is_not_shown(text: str, size: int) -> None:
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert list(written_sentences(pieces)) == [Written(HOLDS, (1,))]


def test_a_heading_in_bold_may_end_in_a_dash() -> None:
    [sentence] = written("1. **Deadline** – The ban holds until 2027 [1].")
    assert sentence.wordings == ("Deadline – The ban holds until 2027.", HOLDS)
