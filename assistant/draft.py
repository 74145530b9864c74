"""Check what is already written: a draft against the corpus, and an answer's receipts against today's documents."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.reading import sentences_of
from assistant.support import find_support, is_denied, quotable_sentences, verify_by
from assistant.types import Verdict
from assistant.verify import Similarity
from index.types import Document, Evidence

Search = Callable[[str], Sequence[Evidence]]

# A draft's headings, field lines and cross-references state nothing that can be checked.
_FEWEST_WORDS = 4
_CODE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_QUOTE = re.compile(r"^[\s>]+")
_ITEM = re.compile(r"^(?:[-*•+]|\d{1,2}[.)])\s+")
_OPENS_BLOCK = re.compile(r"#|\||(?:[-*•+]|\d{1,2}[.)])\s")


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a draft, the verdict on it, and the exact passages it rests on (or comes nearest to)."""

    text: str
    verdict: Verdict
    passages: tuple[Evidence, ...] = ()

    @property
    def status(self) -> str:
        """The verdict as an analyst reads it: supported, partly, contradicted or not in the corpus."""
        return "not in the corpus" if self.verdict.support == "not" else self.verdict.support


def check_draft(
    text: str, search: Search, *, similarity: Similarity | None = None
) -> Iterator[CheckedSentence]:
    """Each sentence of a draft (plain text or Markdown) with what the corpus makes of it, in order.

    `search` finds the passages to hold a sentence against. Headings, tables' rulings, code and scraps of fewer
    than four words are passed over; lines that were only wrapped are read as one.
    """
    for block in _blocks(text):
        for sentence in sentences_of(block):
            if len(sentence.split()) >= _FEWEST_WORDS:
                yield check_sentence(sentence, search(sentence), similarity=similarity)


def _blocks(text: str) -> Iterator[str]:
    """The paragraphs, list items and table cells of a draft, each as one line."""
    paragraph: list[str] = []
    for line in [*_CODE.sub("", text).splitlines(), ""]:
        bare = _QUOTE.sub("", line).strip()
        if paragraph and (not bare or _OPENS_BLOCK.match(bare)):
            yield " ".join(paragraph)
            paragraph = []
        if bare.startswith("|"):
            yield from (cell.strip() for cell in bare.strip("|").split("|"))
        elif bare and not bare.startswith("#"):
            paragraph.append(_ITEM.sub("", bare))


def check_sentence(
    sentence: str, passages: Sequence[Evidence], *, similarity: Similarity | None = None
) -> CheckedSentence:
    """One sentence against the passages found for it: what any of them carries, else the gravest word of the nearest.

    Only if no passage carries it alone are they read together; what readers commented carries nothing.
    """
    passages = [passage for passage in passages if passage.kind != "comment"]
    nearest = CheckedSentence(sentence, Verdict("not", 0.0, "no passage speaks of it"))
    told = {passage: quotable_sentences(passage) for passage in passages}
    for passage in [[passage] for passage in passages] + [list(passages)]:
        quotable = [quote for part in passage for quote in told[part]]
        quotes, verdict = find_support(sentence, [], quotable, similarity=similarity)
        document = [
            q for part in passages if quotes and part.document == quotes[0].document for q in told[part]
        ]
        if quotes and verdict.support == "supported" and is_denied(sentence, document):
            verdict = verify_by(sentence, document)
        checked = CheckedSentence(sentence, verdict, tuple(quotes or passage[:1]))
        if verdict.support == "supported":
            return checked
        nearest = max(nearest, checked, key=_gravity)
    return nearest


def _gravity(checked: CheckedSentence) -> tuple[int, float]:
    return ("not", "partly", "contradicted").index(checked.verdict.support), checked.verdict.score


# --- receipts ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """What became of one quote since it was cited.

    `status` is found (where it was), moved (elsewhere in its document, now `start`..`end`), changed (the
    document no longer says it; `now` is the sentence most like it, if any) or gone (no such document).
    """

    number: int
    document: str
    quote: str
    status: str
    start: int = 0
    end: int = 0
    now: str = ""


def check_receipt(receipt: object, load_document: Callable[[str], Document | None]) -> list[ReceiptLine]:
    """Every citation of an exported answer or conversation (parsed JSON), looked up in the corpus as it is now."""
    return [_check_citation(citation, load_document) for citation in _citations(receipt)]


def _citations(value: object) -> Iterator[Mapping[str, Any]]:
    """The citations at any depth: an answer has a list of them, a conversation a list of answers."""
    if isinstance(value, Mapping):
        if isinstance(value.get("quote"), str) and isinstance(value.get("document"), str):
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _citations(part)


def _check_citation(
    citation: Mapping[str, Any], load_document: Callable[[str], Document | None]
) -> ReceiptLine:
    id, quote, start = citation["document"], citation["quote"], int(citation.get("start") or 0)
    number = int(citation.get("number") or 0)
    document = load_document(id)
    if document is None:
        return ReceiptLine(number, id, quote, "gone")
    if document.text[start : start + len(quote)] == quote:
        return ReceiptLine(number, id, quote, "found", start, start + len(quote))
    place = document.text.find(quote)
    if place >= 0:
        return ReceiptLine(number, id, quote, "moved", place, place + len(quote))
    alike = difflib.get_close_matches(quote, sentences_of(document.text), n=1, cutoff=0.6)
    return ReceiptLine(number, id, quote, "changed", now=alike[0] if alike else "")
