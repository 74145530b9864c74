"""The answerer with a model: its sentences, each checked against the documents before anybody sees it.

Whether the question can be answered at all is decided before, and which answer is shown after: this
file only turns a stream of words into checked statements.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from assistant.instructions import looks_like_instruction
from assistant.models import TextModel
from assistant.prompts import fence_passages, fill_prompt
from assistant.refuse import REFUSAL
from assistant.support import find_support, quotable_sentences
from assistant.types import Citation, Statement, Verdict, Withheld
from assistant.verify import Similarity, has_other_facts, verify_statement
from index.chunk import split_sentences
from index.types import Evidence, Reading

SHOWN_FROM = 0.8
"""The least score of a sentence a model wrote: it chose its words with the passages before it, so little of it may be its own."""

MOST_REPEATS = 2

Cite = Callable[[Evidence, int], Citation]
"""Makes the citation with this number from a passage narrowed to the words quoted."""


def generate_answer(
    question: str,
    passages: Sequence[Evidence],
    model: TextModel,
    *,
    cite: Cite,
    similarity: Similarity | None = None,
) -> Generator[Statement | Citation | Withheld, None, None]:
    """The model's answer as it is written: for each sentence its new citations and then the statement, or why it is withheld.

    A statement is yielded only with citations whose exact words carry it, by `verify_statement`. A mark
    that points at no passage given is withheld under its own text. Closing the iterator stops the model.
    Raises ModelProblem.
    """
    prompt = fill_prompt(
        "answer",
        question=question,
        passages=fence_passages(passages),
        refuse=fill_prompt("refuse", refusal=REFUSAL),
    )
    sentences = [quote for passage in passages for quote in quotable_sentences(passage)]
    cited: dict[tuple[str, int, int], Citation] = {}
    said: set[str] = set()
    repeats = 0
    stream = model.stream(prompt)
    try:
        for written in written_sentences(stream):
            yield from (
                Withheld(mark, "the mark points at no passage given")
                for mark in written.unknown_marks(len(passages))
            )
            repeats += _folded(written.text) in said
            if repeats > MOST_REPEATS:
                break  # a small model caught in a loop would go on to its last token
            reason = _unfit(written.text, said)
            if reason:
                yield Withheld(written.text, reason)
                continue
            said.add(_folded(written.text))
            marked = [
                s
                for s in sentences
                if any(_within(s, passages[mark - 1]) for mark in written.marks if mark <= len(passages))
            ]
            quotes, verdict = find_support(
                written.text, marked, sentences, similarity=similarity, least=SHOWN_FROM
            )
            if not quotes:
                yield Withheld(written.text, _why_withheld(verdict))
                continue
            yield from _cite_quotes(quotes, cited, cite)
            yield Statement(written.text, citations=tuple(cited[_place(quote)].number for quote in quotes))
    finally:
        close = getattr(stream, "close", None)
        if close:
            close()


def left_out(extracted: Sequence[Statement], shown: Sequence[Statement]) -> tuple[Statement, ...]:
    """The extractive statements that better prose must not lose: the best one, and those with a fact it does not give.

    What the shown statements already say is not said again. With nothing shown, all of them.
    """
    texts = [statement.text for statement in shown]
    if not texts:
        return tuple(extracted)
    unsaid = [s for s in extracted if verify_statement(s.text, texts).support != "supported"]
    return tuple(s for s in unsaid if s is extracted[0] or has_other_facts(s.text, texts))


# --- citing ---------------------------------------------------------------------------------------


def _cite_quotes(
    quotes: Sequence[Evidence], cited: dict[tuple[str, int, int], Citation], cite: Cite
) -> Iterator[Citation]:
    for quote in quotes:
        if _place(quote) not in cited:
            cited[_place(quote)] = cite(quote, len(cited) + 1)
            yield cited[_place(quote)]


def _place(quote: Evidence) -> tuple[str, int, int]:
    return quote.document, quote.start, quote.end


def _within(sentence: Evidence, passage: Evidence) -> bool:
    return (
        sentence.document == passage.document
        and passage.start <= sentence.start
        and sentence.end <= passage.end
    )


def _unfit(text: str, said: set[str]) -> str:
    """Why a sentence is not even checked, or "" if it is."""
    if _folded(text) in said:
        return "said already"
    if looks_like_instruction(text):
        return "an instruction, not an answer"
    return "the model found no answer" if _folded(REFUSAL) in _folded(text) else ""


def _why_withheld(verdict: Verdict) -> str:
    return "too much of it is in the model's own words" if verdict.support == "supported" else verdict.reason


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


# --- sentences of a stream -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence as a model wrote it, without its marks; `marks` are the numbers it cites, in order."""

    text: str
    marks: tuple[int, ...] = ()

    def unknown_marks(self, passages: int) -> tuple[str, ...]:
        """The marks that point at none of so many passages, as they would be written."""
        return tuple(f"[{mark}]" for mark in self.marks if not 1 <= mark <= passages)


_MARK = re.compile(
    r"\s*[\[【]\s*(?:passages?\s*|sources?\s*)?\^?(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)[^\]】\[]{0,20}[\]】]",
    re.IGNORECASE,
)
_OPEN_MARK = re.compile(r"\s*[\[【][^\]】]{0,40}$|\s+$")
_LINE_MARKUP = re.compile(r"^\s*(?:#{1,6}\s+|[-*•]\s+|\d{1,2}[.)]\s+|>\s+)")


def written_sentences(pieces: Iterable[str]) -> Iterator[Written]:
    """The sentences of a streamed text, each as soon as it is whole.

    A sentence is whole when text other than marks has begun after it: marks behind its full stop are its own.
    """
    buffer = ""
    for piece in chain(pieces, ("\n\n",)):
        buffer += piece
        *whole, buffer = _cut(buffer)
        yield from filter(None, map(_written, whole))
    last = _written(buffer)
    if last:
        yield last


def _cut(text: str) -> list[str]:
    """`text` cut before every sentence that has certainly begun; the last piece may still grow. Joined, it is the text."""
    *lines, last = text.split("\n")
    return [piece for line in lines for piece in _cut_line(f"{line}\n")] + _cut_line(last)


def _cut_line(line: str) -> list[str]:
    visible = _OPEN_MARK.sub("", line)
    blanked = _MARK.sub(lambda m: " " * len(m[0]), visible)
    starts = [s.start for s in split_sentences(Reading(blanked))][1:]
    bounds = [0, *starts, len(line)]
    return [line[start:end] for start, end in pairwise(bounds)]


def _written(piece: str) -> Written | None:
    marks = tuple(number for match in _MARK.finditer(piece) for number in _numbers(match[1]))
    text = _LINE_MARKUP.sub("", _MARK.sub("", piece)).replace("**", "").replace("__", "")
    text = " ".join(text.split())
    return Written(text, marks) if re.search(r"\w", text) else None


def _numbers(inside: str) -> Iterator[int]:
    """ "1, 3" -> 1, 3; "2-4" -> 2, 3, 4."""
    for part in re.split(r"[,;]", inside):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        yield from (
            range(ends[0], ends[-1] + 1) if len(ends) == 2 and ends[0] < ends[1] < ends[0] + 10 else ends
        )
