"""How the pages draw what documents and models say: as words, never as markup."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from assistant.export import reference, to_markdown
from assistant.types import Answer, Citation, Receipt, Turn
from index.types import AdvisoryError, Document, Evidence, Filters, Metadata, Source
from pages.parts.reading import Span, cut_blocks, find_quote

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_COMPONENTS = Path(__file__).parent.parent / "components"
# A file of our own: icons by name are fetched from the network for the browser's tab.
ICON = str(_COMPONENTS / "icon.png")
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&@/^=\"'])")
# Addresses that Streamlit makes links of even where every sign of them is escaped.
_ADDRESS = re.compile(r"(?<=http)(?=s?:)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
_RELATIONS = {
    "follows": "follows",
    "supersedes": "supersedes",
    "superseded_by": "superseded by",
    "amends": "amends",
    "withdraws": "withdraws",
    "related": "related to",
}


def plain(text: str) -> str:
    """The text escaped for st.markdown and every label: its words are shown as they are and nothing of it is markup.

    Streamlit would otherwise fetch pictures, link addresses, and read colours, icons and formulas. A word joiner,
    which nobody sees, keeps an address from being one.
    """
    return _MARKUP.sub(r"\\\1", _ADDRESS.sub("\u2060", " ".join(text.split())))


def draw_words(words: str, *, css_class: str = "words") -> None:
    """A paragraph of plain words, with their line breaks."""
    st.html(f'<p class="{css_class}">{html.escape(words)}</p>')


def draw_streamed(statements: Sequence[str], state: str) -> None:
    """The checked statements of an answer that is still coming, and what is being done."""
    words = " ".join(statements)
    st.html(
        f'<div class="words streamed">{html.escape(words)} <span class="state" role="status">{html.escape(state)}</span></div>'
    )


def draw_styles() -> None:
    """The few styles that the theme cannot say."""
    st.html(f"<style>{(_COMPONENTS / 'page.css').read_text(encoding='utf-8')}</style>")


def _component(name: str) -> ComponentRenderer:
    css = _COMPONENTS / f"{name}.css"
    return st.components.v2.component(
        f"advisory_{name}",
        css=css.read_text(encoding="utf-8") if css.exists() else None,
        js=(_COMPONENTS / f"{name}.js").read_text(encoding="utf-8"),
    )


_answer = _component("answer")
_chosen = _component("chosen")
_copy = _component("copy")
_question = _component("question")
_source = _component("source")


def close_sidebar(place: str) -> None:
    """Nothing to see: in a narrow window the sidebar closes whenever `place` is another than before."""
    with st.container(key="unseen"):
        _chosen(key="shown_place", data={"place": place})


def draw_question(
    question: str, *, under: str, key: str, arrived: str = "", on_edit: Callable[[], None]
) -> None:
    """A question with what it was asked under; the page scrolls to it once for each value of `arrived`."""
    _question(key=key, data={"text": question, "under": under, "arrived": arrived}, on_edit_change=on_edit)


def draw_copies(answer: Answer, *, key: str) -> None:
    """Buttons that copy the answer with its references, and a link that asks its question again."""
    _copy(
        key=key,
        data={
            "copy": to_markdown("", [Turn(answer.question, answer)]),
            "link": link_of(answer.question, answer.filters),
        },
        width="content",
    )


def draw_answer(answer: Answer, *, key: str, opened: int | None, on_open: Callable[[], None]) -> None:
    """An answer with its marks; opening one calls `on_open`, and the mark's number is in session_state[key].open."""
    groups: dict[str, list[dict[str, object]]] = {}
    for statement in answer.statements:
        groups.setdefault(statement.group, []).append(
            {"text": statement.text, "support": statement.support, "marks": list(statement.citations)}
        )
    _answer(
        key=key,
        data={
            "refused": answer.refused,
            "text": answer.text,
            "shape": answer.shape,
            "groups": [{"name": name, "statements": statements} for name, statements in groups.items()],
            "citations": {str(c.number): _peek(c) for c in answer.citations},
            "notes": list(answer.notes),
            "receipt": receipt_lines(answer.receipt) if answer.refused else [],
            "nearest": [
                {"text": evidence.text, "from": from_line(evidence)} for evidence in answer.receipt.nearest
            ],
            "opened": opened,
        },
        on_open_change=on_open,
    )


def receipt_lines(receipt: Receipt) -> list[tuple[str, str]]:
    """What was searched without finding an answer, as labels and words."""
    count = f"{receipt.documents:,} document{'' if receipt.documents == 1 else 's'}"
    span = f", dated {receipt.earliest} to {receipt.latest}" if receipt.earliest else ""
    lines = (
        ("Searched", f"{count}{span}"),
        ("Looked for", ", ".join(receipt.looked_for)),
        ("Nowhere found", ", ".join(receipt.missing)),
    )
    return [(label, words) for label, words in lines if words]


def from_line(evidence: Evidence) -> str:
    """The document a passage is from, and its date."""
    known = evidence.metadata
    return " · ".join(part for part in (known.title or evidence.document, known.date) if part)


def draw_source(
    citation: Citation,
    document: Document | None,
    *,
    key: str,
    titles: Mapping[str, str],
    also: Sequence[Citation] = (),
    picture: bytes | None = None,
    on_close: Callable[[], None],
    on_step: Callable[[], None] | None = None,
    on_flag: Callable[[], None] | None = None,
    flagged: bool = False,
) -> None:
    """A citation in its document: scrolled to, marked, with what must be known before relying on it.

    `titles` are those of all documents, for the ones that it follows, amends and so on.
    With `on_step` the reader can go on to the neighbours in `also`: session_state[key].step is their number.
    """
    spans: list[Span] = []
    if document is not None:
        found = find_quote(document, citation)
        others = [(find_quote(document, other)) for other in also if other.document == document.id]
        spans = [span for span in [found] if span]
        spans += [Span(span.start, span.end, "also") for span in others if span and span != found]
    _source(
        key=key,
        data=_source_data(citation, document, spans, titles)
        | {
            "flaggable": on_flag is not None,
            "flagged": flagged,
            "picture": data_address(picture) if picture else "",
            "picture_label": f"Page {citation.page}, the passage marked" if citation.page else "",
        }
        | (neighbours_of(citation, also) if on_step else {}),
        on_close_change=on_close,
        on_step_change=on_step or (lambda: None),
        on_flag_change=on_flag or (lambda: None),
        height="stretch",
    )


def neighbours_of(citation: Citation, also: Sequence[Citation]) -> dict[str, object]:
    """The place of a citation among those of its answer, and the numbers before and after it."""
    numbers = sorted({citation.number, *(other.number for other in also)})
    place = numbers.index(citation.number)
    return {
        "heading": f"Source {place + 1} of {len(numbers)}",
        "previous": numbers[place - 1] if place else None,
        "next": numbers[place + 1] if place + 1 < len(numbers) else None,
    }


def _source_data(
    citation: Citation, document: Document | None, spans: Sequence[Span], titles: Mapping[str, str]
) -> dict[str, object]:
    metadata = document.metadata if document else Metadata()
    blocks, left_out = cut_blocks(document, spans) if document else ((), 0)
    if blocks and blocks[0].pieces == (("plain", metadata.title),):
        blocks = blocks[1:]  # the title stands above the text already
    notice = ""
    if document is None:
        notice = f"This document is no longer in the corpus. It said: {citation.quote}"
    elif not any(span.kind == "quoted" for span in spans):
        notice = f"The document has changed, and these words are no longer in it: {citation.quote}"
    elif left_out:
        notice = f"Shown is the part around the passage; {left_out:,} characters are left out."
    return {
        "heading": f"Source {citation.number}" if citation.number else "Document",
        "title": citation.title or citation.document,
        "line": line_of(citation, metadata),
        "status": status_of(metadata, titles),
        "caution": citation.caution,
        "sources": [
            source_line(source)
            for source in citation.sources or ((own_source(metadata),) if metadata.url else ())
        ],
        "copy": reference(citation),
        "notice": notice,
        "blocks": [{"kind": b.kind, "label": b.label, "pieces": [list(p) for p in b.pieces]} for b in blocks],
    }


def draw_document(
    document: Document, *, key: str, titles: Mapping[str, str], on_close: Callable[[], None]
) -> None:
    """A whole document to read, nothing marked."""
    metadata = document.metadata
    citation = Citation(
        0, document.id, document.hash, 0, 0, "", metadata.title, metadata.issuer, metadata.date
    )
    data = _source_data(citation, document, [Span(0, 0)], titles)
    _source(
        key=key,
        data=data | {"copy": "", "flaggable": False, "picture": "", "picture_label": "", "notice": ""},
        on_close_change=on_close,
        on_flag_change=lambda: None,
        height="stretch",
    )


def line_of(citation: Citation, metadata: Metadata) -> str:
    """Who said it, what kind of paper it is, when, and on which page."""
    page = f"page {citation.page}" if citation.page else ""
    kind = metadata.kind.replace("-", " ").replace("_", " ")
    return " · ".join(part for part in (citation.issuer, kind, citation.date, page) if part)


def status_of(metadata: Metadata, titles: Mapping[str, str]) -> str:
    """What the document says of its own standing, and which others it touches, by their titles where known."""
    relations = [
        f"{_RELATIONS.get(relation.kind, relation.kind)} {_title_or_name(relation.target, titles)}"
        for relation in metadata.relations
        if relation.kind != "related"
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
    return {"label": label, "link": link, "shown": urlsplit(link).hostname or "" if link else ""}


def web_address(url: str) -> str:
    """The address where it is one a reader may safely follow, else empty."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def cited_in(answer: Answer, mark: int) -> Citation | None:
    """The citation of a mark; of -1, -2, ... the nearest passages of a refusal."""
    if mark > 0:
        return next((citation for citation in answer.citations if citation.number == mark), None)
    if -mark > len(answer.receipt.nearest):
        return None
    return citation_of(answer.receipt.nearest[-mark - 1])


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
    """The cited page of a PDF as a PNG with the quote marked; None for what has no pages."""
    if document is None or not citation.page or not document.path.lower().endswith(".pdf"):
        return None
    from index.readers.pdf import render_page

    try:
        return render_page((corpus / document.path).read_bytes(), citation.page, citation.quote)
    except (AdvisoryError, OSError):
        # The file left or broke since it was indexed: its text is still shown.
        return None


def link_of(question: str, filters: Filters) -> str:
    """The query string that asks the question again under the same filters."""
    named = {name: getattr(filters, name) for name in FILTER_NAMES if getattr(filters, name)}
    return urlencode(
        {"q": question, **named, "document": sorted(filters.documents)}, doseq=True, quote_via=quote
    )


FILTER_NAMES = ("country", "issuer", "kind", "after", "before", "as_of")


def filters_from(parameters: Mapping[str, str], documents: Sequence[str] = ()) -> Filters:
    """The filters of a link; `link_of` made them."""
    named = {name: parameters[name] for name in FILTER_NAMES if name in parameters}
    return Filters(**named, documents=frozenset(documents))


def data_address(picture: bytes) -> str:
    """A PNG as an address that fetches nothing."""
    return "data:image/png;base64," + base64.b64encode(picture).decode()


def _peek(citation: Citation) -> dict[str, str]:
    page = f"page {citation.page}" if citation.page else ""
    return {
        "title": citation.title or citation.document,
        "line": " · ".join(part for part in (citation.issuer, citation.date, page) if part),
        "quote": citation.quote,
        "caution": citation.caution,
    }
