"""A document beside the page: at the words of a citation, or whole, with what must be known before relying on it."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st

from assistant.in_words import reference
from assistant.receipts import Status, find_quote
from assistant.types import Answer, Citation
from index.language.addresses import host_of, web_address
from index.types import Document, Evidence, Metadata, Source
from pages.parts.drawing import component
from pages.parts.reading import MORE_CHARACTERS, SHOWN_CHARACTERS, Excerpt, Span, cut_blocks

_LOG = logging.getLogger(__name__)
# Of some hundred kilobytes each.
KEPT_PICTURES = 32
_source = component("source")
# What is told above a document in which the quote does not stand where it was, nor once elsewhere.
_NOTICES: dict[Status, str] = {
    "gone": "This document is no longer in the corpus. It said: {quote}",
    "changed": "The document has changed, and these words are no longer in it: {quote}",
    "ambiguous": "These words no longer stand where they were cited, but in {places} other places: {quote}",
}

_NO_PICTURE = (
    "The page itself cannot be shown: its file is gone or damaged. This is the text that was read from it."
)


def draw_source(
    citation: Citation,
    document: Document | None,
    *,
    key: str,
    titles: Mapping[str, str],
    caution: str,
    also: Sequence[Citation] = (),
    picture: bytes | None = None,
    on_close: Callable[[], None],
    on_step: Callable[[], None] | None = None,
    on_flag: Callable[[], None] | None = None,
    flagged: bool = False,
) -> None:
    """A citation in its document: scrolled to, marked, with what must be known before relying on it.

    `titles` are those of the documents that it follows, amends and so on, by how it names them; `caution` is today's.
    With `on_step` the reader can go on to the neighbours in `also`: session_state[key].step is their number.
    """
    status, places = find_quote(document, citation.quote, citation.start)
    spans = [Span(start, start + len(citation.quote)) for start in places]
    for other in [each for each in also if each.document == citation.document]:
        _, starts = find_quote(document, other.quote, other.start)
        if len(starts) == 1:  # which of several was cited is not known
            spans.append(Span(starts[0], starts[0] + len(other.quote), "also"))
    notice = _NOTICES.get(status, "").format(quote=citation.quote, places=len(places))
    notice = notice or ("" if picture or picture is None else _NO_PICTURE)
    _source(
        key=key,
        data=_source_data(citation, document, spans, titles, caution or citation.caution, key=key)
        | {
            "takes_keyboard": True,
            "flaggable": on_flag is not None,
            "flagged": flagged,
            "picture": data_address(picture) if picture else "",
            "picture_label": f"Page {citation.page}, the passage marked" if citation.page else "",
        }
        | ({"notice": notice} if notice else {})
        | (neighbours_of(citation, also) if on_step else {}),
        on_close_change=on_close,
        on_step_change=on_step or (lambda: None),
        on_flag_change=on_flag or (lambda: None),
        on_more_change=lambda: _show_more(key),
        height="stretch",
    )


def neighbours_of(citation: Citation, also: Sequence[Citation]) -> dict[str, object]:
    """The place of a citation among those of its answer, and the numbers before and after it."""
    numbers = sorted({citation.number, *(other.number for other in also)}, key=abs)
    place = numbers.index(citation.number)
    return {
        "heading": f"{'Source' if citation.number > 0 else 'Nearest passage'} {place + 1} of {len(numbers)}",
        "previous": numbers[place - 1] if place else None,
        "next": numbers[place + 1] if place + 1 < len(numbers) else None,
    }


def _source_data(
    citation: Citation,
    document: Document | None,
    spans: Sequence[Span],
    titles: Mapping[str, str],
    caution: str,
    *,
    key: str,
) -> dict[str, object]:
    metadata = document.metadata if document else Metadata()
    passage = f"{citation.document} {spans[0].start if spans else 0}"
    before, after = _reach_of(key, passage)
    excerpt = cut_blocks(document, spans, before=before, after=after) if document else Excerpt()
    blocks = excerpt.blocks
    if blocks and blocks[0].pieces == (("plain", metadata.title),):
        blocks = blocks[1:]  # the title stands above the text already
    return {
        "heading": "Document",
        "title": citation.title or citation.document,
        "file": document.path if document else "",
        "line": line_of(citation, metadata),
        "caution": caution,
        "status": status_of(metadata, titles, told=caution),
        "sources": [
            source_line(source)
            for source in citation.sources or ((own_source(metadata),) if metadata.url else ())
        ],
        "copy": reference(citation),
        "notice": "",
        "passage": passage,
        "part": part_line(document, excerpt) if document else "",
        "before": more_words(excerpt.before, "before"),
        "after": more_words(excerpt.after, "after"),
        "blocks": [{"kind": b.kind, "label": b.label, "pieces": [list(p) for p in b.pieces]} for b in blocks],
    }


def _reach_of(key: str, passage: str) -> tuple[int, int]:
    """How far before and after that passage the view of that key shows its document; of another it begins anew."""
    held: str
    reach: tuple[int, int]
    held, reach = st.session_state.get(f"{key}-reach", ("", (0, 0)))
    if held != passage:
        reach = (SHOWN_CHARACTERS, SHOWN_CHARACTERS)
        st.session_state[f"{key}-reach"] = (passage, reach)
    return reach


def _show_more(key: str) -> None:
    """Show more of the document before or after what the view of that key shows, whichever was asked for."""
    passage, (before, after) = st.session_state[f"{key}-reach"]
    reach = (
        (before + MORE_CHARACTERS, after)
        if st.session_state[key].more == "before"
        else (before, after + MORE_CHARACTERS)
    )
    st.session_state[f"{key}-reach"] = (passage, reach)


def part_line(document: Document, excerpt: Excerpt) -> str:
    """How much of a document is shown, and where the rest is; empty where that is all of it."""
    sides = " and ".join(
        side for side, left in (("before", excerpt.before), ("after", excerpt.after)) if left
    )
    if not sides:
        return ""
    whole = len(document.text)
    shown = whole - excerpt.before - excerpt.after
    return f"This is a part, {shown:,} of {whole:,} characters; more can be shown {sides} it."


def more_words(left_out: int, side: str) -> str:
    """What the button says that shows more on that side; empty where nothing is left out there.

    >>> more_words(40_000, "before"), more_words(400_000, "after")
    ('Show the 40,000 characters before this', 'Show 300,000 of the 400,000 characters after this')
    """
    if not left_out:
        return ""
    some = f"{MORE_CHARACTERS:,} of " if left_out > MORE_CHARACTERS else ""
    return f"Show {some}the {left_out:,} characters {side} this"


def draw_document(
    document: Document, *, key: str, titles: Mapping[str, str], caution: str, on_close: Callable[[], None]
) -> None:
    """A document to read from its beginning, nothing marked. The keyboard stays where it was chosen, to go on to the next."""
    metadata = document.metadata
    citation = Citation(
        0, document.id, document.hash, 0, 0, "", metadata.title, metadata.issuer, metadata.date
    )
    data = _source_data(citation, document, [Span(0, 0)], titles, caution, key=key)
    _source(
        key=key,
        data=data | {"copy": ""},
        on_close_change=on_close,
        on_flag_change=lambda: None,
        on_more_change=lambda: _show_more(key),
        height="stretch",
    )


def line_of(citation: Citation, metadata: Metadata) -> list[str]:
    """Who said it, what kind of paper it is, when, and on which page."""
    page = f"page {citation.page}" if citation.page else ""
    kind = metadata.kind.replace("-", " ").replace("_", " ")
    return [part for part in (citation.issuer, kind, citation.date, page) if part]


def status_of(metadata: Metadata, titles: Mapping[str, str], *, told: str = "") -> str:
    """What the document says of its own standing, and which others it touches, by their titles where known.

    What `told` says of another document already is not said again.
    """
    relations = [
        f"{kind} {_title_or_name(relation.target, titles)}"
        for relation in metadata.relations
        if (kind := relation.kind.replace("_", " ")) != "related" and kind not in told
    ]
    status = f"Status: {metadata.status}." if metadata.status else ""
    return " ".join([status, *(f"{relation[:1].upper()}{relation[1:]}." for relation in relations)]).strip()


def _title_or_name(target: str, titles: Mapping[str, str]) -> str:
    return f"“{titles[target]}”" if target in titles else target


def own_source(metadata: Metadata) -> Source:
    return Source(publisher=metadata.publisher or metadata.issuer, date=metadata.date, url=metadata.url)


def source_line(source: Source) -> dict[str, str]:
    """An original publication for the page; only a web address becomes a link, shown with its host."""
    label = ", ".join(part for part in (source.publisher, source.title, source.date) if part)
    link = web_address(source.url)
    return {"label": label, "link": link, "shown": host_of(link)}


def citations_of(answer: Answer) -> tuple[Citation, ...]:
    """What can be opened in an answer: its citations, or of a refusal the nearest passages, numbered -1, -2, ..."""
    nearest = answer.receipt.nearest if answer.refused else ()
    return answer.citations or tuple(
        replace(citation_of(passage), number=-place) for place, passage in enumerate(nearest, start=1)
    )


def citation_of(evidence: Evidence) -> Citation:
    """A passage as a citation without a number."""
    known = evidence.metadata
    return Citation(
        0,
        evidence.document,
        "",
        evidence.start,
        evidence.end,
        evidence.text,
        title=known.title,
        issuer=known.issuer,
        date=known.date,
    )


def picture_of(corpus: Path, document: Document | None, citation: Citation) -> bytes | None:
    """The cited page of a PDF as a PNG with the quote marked, empty where it cannot be made; None for what has no pages."""
    if document is None or not citation.page or not document.path.lower().endswith(".pdf"):
        return None
    path = corpus / document.path
    try:
        return _picture_of(document.hash, citation.page, citation.quote, path)
    except Exception:
        # The file left or broke since it was indexed, and a parser may raise anything: its text is still shown.
        _LOG.warning("page %d of %s cannot be shown", citation.page, path, exc_info=True)
        return b""


@st.cache_data(show_spinner=False, max_entries=KEPT_PICTURES)
def _picture_of(hash: str, page: int, quote: str, _path: Path) -> bytes:
    """Kept by what the file held when it was indexed: each drawing of the source would read and render it anew."""
    from index.readers.pdf.picture import render_page

    return render_page(_path.read_bytes(), page, quote)


def data_address(picture: bytes) -> str:
    """A PNG as an address that fetches nothing."""
    return "data:image/png;base64," + base64.b64encode(picture).decode()
