"""Check what is written: each sentence of a draft against the documents, or an exported receipt against today's."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Literal

import pandas as pd
import streamlit as st

from assistant.draft import CheckedSentence, check_draft_in
from assistant.receipts import ReceiptLine, Status, check_receipt
from index.search import Index
from pages.parts import drawing
from pages.parts.desk import Desk, caution_in, open_desk, titles_of
from pages.parts.drawing import plain
from pages.parts.session import open_page
from pages.parts.sidebar import draw_sidebar, draw_state
from pages.parts.source import citation_of, draw_source

DRAFT_CHARACTERS = 50_000
STATUS: dict[str, tuple[str, Literal["green", "orange", "red", "gray"]]] = {
    "supported": (":material/check_circle:", "green"),
    "partly": (":material/contrast:", "orange"),
    "contradicted": (":material/cancel:", "red"),
    "not in the corpus": (":material/help:", "gray"),
}
RECEIPT_STATUS: dict[Status, str] = {
    "found": "still there, word for word",
    "moved": "still there, at another place",
    "ambiguous": "no longer at its place, but at several others",
    "changed": "no longer there",
    "gone": "the document is gone",
}


def draw_page() -> None:
    desk = open_desk()
    draw_sidebar(desk)
    st.title("Check a draft", anchor=False)
    assistant = draw_state(desk)
    if assistant is None:
        return
    index = assistant.index
    text, receipt = st.tabs(["A text", "An exported receipt"], key="draft_tab", on_change="rerun")
    with text:
        checked = draw_draft(index)
    with receipt:
        draw_receipt(index)
    # It belongs to the text, and would leave its place empty beside the receipt.
    if text.open:
        draw_opened_passage(desk, checked)


def draw_draft(index: Index) -> Sequence[CheckedSentence]:
    """A text to be checked, and what became of the last one; returns its sentences."""
    st.write(
        "Paste a text. Each sentence of four words or more is held against the documents, and its evidence is shown."
    )
    with st.form("draft_form", border=False):
        # Without a limit of its own, at which the field would take nothing of what is pasted, and say nothing.
        draft = st.text_area("Your draft", height=200, key="draft", persist_state="session")
        asked = st.form_submit_button("Check", type="primary", icon=":material/rule:", key="check_draft")
    if asked:
        st.session_state.checked = []
        st.session_state.pop("opened_passage", None)
        if not draft.strip():
            st.info("There is nothing to check yet: paste a text above.")
            return ()
        if len(draft) > DRAFT_CHARACTERS:
            st.warning(
                f"A draft may have {DRAFT_CHARACTERS:,} characters, and this has {len(draft):,}: check it in parts.",
                icon=":material/warning:",
            )
            return ()
        waiting = st.empty()
        for i, sentence in enumerate(check_draft_in(index, draft), start=1):
            waiting.caption(f"Checked {i} sentences…")
            st.session_state.checked.append(sentence)
        waiting.empty()
    checked: list[CheckedSentence] = st.session_state.get("checked", [])
    if checked:
        draw_counts(checked)
    for i, sentence in enumerate(checked):
        draw_sentence(sentence, i)
    return checked


def draw_counts(checked: Sequence[CheckedSentence]) -> None:
    """How many sentences of each verdict, and all of them as a file."""
    counts = Counter(sentence.status for sentence in checked)
    with st.container(horizontal=True, vertical_alignment="center"):
        for status, (icon, colour) in STATUS.items():
            if counts[status]:
                st.badge(f"{counts[status]} {status}", icon=icon, color=colour)
        st.download_button(
            "Download as table", lambda: table_of(checked).to_csv(index=False), file_name="draft-check.csv",
            mime="text/csv", icon=":material/download:", type="tertiary", on_click="ignore",
        )  # fmt: skip


def table_of(checked: Sequence[CheckedSentence]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Sentence": [sentence.text for sentence in checked],
            "Verdict": [sentence.status for sentence in checked],
            "Reason": [sentence.verdict.reason for sentence in checked],
            "Documents": ["; ".join(p.document for p in sentence.passages) for sentence in checked],
        }
    )


def draw_sentence(sentence: CheckedSentence, place: int) -> None:
    """The sentence in its place among those checked, with its verdict and the documents that it rests on."""
    icon, colour = STATUS[sentence.status]
    with st.container(border=True, gap="xsmall", key=f"checked-{place}"):
        st.badge(sentence.status, icon=icon, color=colour)
        drawing.draw_words(sentence.text)
        if sentence.verdict.reason and sentence.status != "supported":
            st.caption(plain(sentence.verdict.reason))
        # What one document says in two places is opened at the first.
        first = {passage.document: i for i, passage in reversed(list(enumerate(sentence.passages)))}
        for i in sorted(first.values())[:3]:
            passage = sentence.passages[i]
            named = passage.metadata.title or passage.document
            st.button(
                plain(" · ".join(part for part in (named, passage.metadata.date) if part)),
                key=f"checked-{place}-{i}", type="tertiary", icon=":material/article:", on_click=open_passage,
                args=(place, i), help=plain(passage.text[:300]),
            )  # fmt: skip


def open_passage(sentence: int, passage: int) -> None:
    st.session_state.opened_passage = (sentence, passage)


def close_passage() -> None:
    st.session_state.pop("opened_passage", None)


def draw_opened_passage(desk: Desk, checked: Sequence[CheckedSentence]) -> None:
    if "opened_passage" not in st.session_state or desk.assistant is None:
        return
    sentence, place = st.session_state.opened_passage
    if sentence >= len(checked) or place >= len(checked[sentence].passages):
        return
    citation = citation_of(checked[sentence].passages[place])
    document = desk.assistant.index.document(citation.document)
    with st.container(key="source"):
        draw_source(
            citation,
            document,
            key="passage_view",
            titles=titles_of(desk, document),
            caution=caution_in(desk, citation.document),
            on_close=close_passage,
        )


def draw_receipt(index: Index) -> None:
    st.write(
        "Add a receipt exported from a conversation (JSON). Every quote is looked up in today's documents."
    )
    file = st.file_uploader("Receipt", type="json", key="receipt")
    if file is None:
        return
    try:
        lines = check_receipt(json.loads(file.getvalue()), index.document)
    except (ValueError, RecursionError) as error:
        st.error(plain(f"{file.name} is not a receipt of this program ({error})"))
        return
    if not lines:
        st.info(plain(f"{file.name} holds no citation."))
        return
    counts = Counter(line.status for line in lines)
    st.write(
        ", ".join(f"{counts[status]} {words}" for status, words in RECEIPT_STATUS.items() if counts[status])
    )
    st.dataframe(receipt_table(lines), hide_index=True)


def receipt_table(lines: Sequence[ReceiptLine]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Mark": [line.number for line in lines],
            "Document": [
                f"{line.document} (now {line.renamed})" if line.renamed else line.document for line in lines
            ],
            "Now": [
                f"{RECEIPT_STATUS[line.status]} ({line.places})"
                if line.places
                else RECEIPT_STATUS[line.status]
                for line in lines
            ],
            "Quote": [line.quote for line in lines],
            "Most like it today": [line.now for line in lines],
        }
    )


open_page(draw_page, __file__)
