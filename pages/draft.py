"""Check what is written: each sentence of a draft against the documents, or an exported receipt against today's."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Literal

import pandas as pd
import streamlit as st

from assistant.desk import Desk
from assistant.draft import CheckedSentence
from assistant.receipts import ReceiptLine, Status, check_receipt
from index.search import Index
from pages.parts import drawing
from pages.parts.checking import Checking
from pages.parts.desk import caution_in, open_desk, titles_of
from pages.parts.drawing import plain
from pages.parts.opening import draw_state, open_page
from pages.parts.sidebar import draw_sidebar
from pages.parts.source import citation_of, draw_source
from pages.parts.tools import csv_of

DRAFT_CHARACTERS = 50_000
# How many sentences are drawn at first, and by how many more: hundreds at once would take seconds to draw.
SHOWN_SENTENCES = 40
# How often a check under way is drawn anew.
POLL_SECONDS = 1.0
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
    st.session_state.pop("passage_opened", None)
    draw_sidebar(desk)
    st.title("Check a draft", anchor=False)
    assistant = draw_state(desk)
    if assistant is None:
        return
    index = assistant.index
    text, receipt = st.tabs(["A text", "An exported receipt"], key="draft_tab", on_change="rerun")
    with text:
        checked = draw_draft(index, desk)
    with receipt:
        draw_receipt(index)
    # It belongs to the text, and would leave its place empty beside the receipt.
    if text.open:
        draw_opened_passage(desk, checked)


def draw_draft(index: Index, desk: Desk) -> Sequence[CheckedSentence]:
    """A text to be checked, and what becomes of the last one; returns those of its sentences that have been checked."""
    st.write(
        "Paste a text. Each sentence of four words or more is held against the documents, and its evidence is shown."
    )
    with st.form("draft_form", border=False):
        # Without a limit of its own, at which the field would take nothing of what is pasted, and say nothing.
        draft = st.text_area("Your draft", height=200, key="draft", persist_state="session")
        asked = st.form_submit_button("Check", type="primary", icon=":material/rule:", key="check_draft")
    if st.session_state.pop("check_at_once", False) or asked:
        begin_checking(draft, index, desk)
    checking: Checking | None = st.session_state.get("checking")
    if checking is None:
        return ()
    if not checking.ended.is_set():
        draw_under_way(checking)
    else:
        draw_ended(checking)
    return checking.checked


def begin_checking(draft: str, index: Index, desk: Desk) -> None:
    """Check this draft instead of the one before, or say why not."""
    for name in ("opened_passage", "shown_sentences"):
        st.session_state.pop(name, None)
    if (before := st.session_state.pop("checking", None)) is not None:
        before.cancel()
    if not draft.strip():
        st.info("There is nothing to check yet: paste a text above.")
    elif len(draft) > DRAFT_CHARACTERS:
        st.warning(
            f"A draft may have {DRAFT_CHARACTERS:,} characters, and this has {len(draft):,}: check it in parts.",
            icon=":material/warning:",
        )
    else:
        st.session_state.checking = Checking(draft, index, desk)


@st.fragment(run_every=POLL_SECONDS)
def draw_under_way(checking: Checking) -> None:
    """How far the check is, and what it has come to so far, kept up to date; the page is drawn anew when it has ended."""
    if checking.ended.is_set() or st.session_state.pop("passage_opened", False):
        st.rerun()
    done, total = len(checking.checked), checking.total
    words = f"Checking sentence {min(done + 1, total):,} of {total:,}" if total else "Reading the draft"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(done / total if total else 0.0, text=words)
        st.button("Cancel", icon=":material/stop_circle:", key="cancel_check", on_click=checking.cancel)
    draw_results(checking.checked[:done])


def draw_ended(checking: Checking) -> None:
    """What the check came to, and whether it came to its end."""
    done, total = len(checking.checked), checking.total
    if checking.problem:
        st.error(plain(checking.problem), icon=":material/error:")
    elif checking.cancelled and done < total:
        st.info(f"You stopped the check after {done:,} of {total:,} sentences.")
    elif not total:
        st.info("No sentence of this text states anything that can be checked.")
    draw_results(checking.checked)


def draw_results(checked: Sequence[CheckedSentence]) -> None:
    """The verdicts in numbers, and the sentences from the first on: of a long draft as many as are wanted."""
    if not checked:
        return
    draw_counts(checked)
    shown: int = st.session_state.get("shown_sentences", SHOWN_SENTENCES)
    for i, sentence in enumerate(checked[:shown]):
        draw_sentence(sentence, i)
    if len(checked) > shown:
        st.button(f"Show more ({len(checked) - shown:,})", key="more_sentences", on_click=show_more)


def show_more() -> None:
    st.session_state.shown_sentences = (
        st.session_state.get("shown_sentences", SHOWN_SENTENCES) + SHOWN_SENTENCES
    )


def draw_counts(checked: Sequence[CheckedSentence]) -> None:
    """How many sentences of each verdict, and all of them as a file."""
    counts = Counter(sentence.status for sentence in checked)
    with st.container(horizontal=True, vertical_alignment="center"):
        for status, (icon, colour) in STATUS.items():
            if counts[status]:
                st.badge(f"{counts[status]} {status}", icon=icon, color=colour)
        st.download_button(
            "Download as table", lambda: csv_of(table_of(checked)), file_name="draft-check.csv",
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
    # Beside the page, of which a check under way draws only its own part anew.
    st.session_state.passage_opened = True


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
