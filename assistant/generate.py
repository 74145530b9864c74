"""The answerer with a model: its sentences, each checked against the documents before anybody sees it.

Whether the question can be answered at all is decided before, and which answer is shown after: this
file only turns a stream of words into checked statements.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence

from assistant.checking.instructions import looks_like_instruction
from assistant.checking.pieced import find_unsaid
from assistant.language.names import find_countries
from assistant.language.words import STOP_WORDS, fold
from assistant.refuse import REFUSAL
from assistant.support import find_support, quotable_sentences
from assistant.types import Citation, Statement, Verdict, Withheld
from assistant.verify import Judge, facts_elsewhere, has_other_facts, verify_statement
from assistant.writing.model_problems import CutOff, Unended
from assistant.writing.prompts import fence_passages, fill_prompt
from assistant.writing.stopping import TextModel, closing_stream
from assistant.writing.written import Written, finds_nothing, is_foreign, may_find_nothing, written_sentences
from index.types import Evidence

SHOWN_FROM = 0.8
"""The least score of a sentence a model wrote: it chose its words with the passages before it, so little of it may be its own."""

SAID_FROM = 0.95
"""From this score on, what was shown already says all that a sentence says."""

MOST_REPEATS = 2

_ADDRESS = re.compile(
    r"(?:https?://|ftp://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|info|example|onion)\b\S*",
    re.IGNORECASE,
)
_OF_THE_PASSAGES = re.compile(
    r"^(?:the|this|these|both) (?:\w+ )?(?:(?:passage|excerpt|text)s? (?:is|are|was|discuss|describe|talk|deal|focus|concern)"
    r"|(?:passage|source|document|excerpt)s (?:do not |don['’]t )?(?:dis)?agree)",
    re.IGNORECASE,
)
# By so many words it is found again where an unfinished sentence is from.
_LAST_WORDS = 2
# What may follow the end of a statement, if it goes on at all.
_ENDS_THERE = re.compile(
    r"\W*$|\s*[.,;:!?()\[\]–—]|\s+(?:and|but|while|which|who|because|after|before|when|so|by|from|since|until)\b"
)
# So many words in the same order twice in a sentence are no prose.
_RUN = 4

Cite = Callable[[Evidence, int], Citation]
"""Makes the citation with this number from a passage narrowed to the words quoted."""


def generate_answer(
    question: str,
    passages: Sequence[Evidence],
    model: TextModel,
    *,
    cite: Cite,
    judge: Judge | None = None,
) -> Generator[Statement | Citation | Withheld, None, None]:
    """The model's answer as it is written: for each sentence its new citations and then the statement, or why it is withheld.

    A statement is yielded only with citations whose exact words carry it, by `verify_statement`. A mark
    that points at no passage given is withheld under its own text. A last sentence that is cut off is left out.
    Closing the iterator stops the model. Raises ModelProblem; Unended after the last whole sentence of an answer
    that just stops.
    """
    prompt = fill_prompt(
        "answer",
        question=question,
        passages=fence_passages(passages),
        refuse=fill_prompt("refuse", refusal=REFUSAL),
    )
    page = _Page(question, passages, cite, judge)
    try:
        with closing_stream(model.stream(prompt)) as stream:
            for written in written_sentences(stream):
                yield from page.check(written)
                if page.repeats == MOST_REPEATS:
                    break  # a small model caught in a loop would go on to its last token
    except CutOff as cut:
        if not page.read or isinstance(cut, Unended):
            raise  # it came to no sentence at all: a model that thinks longer than it may write


def left_out(extracted: Sequence[Statement], shown: Sequence[Statement]) -> tuple[Statement, ...]:
    """The extractive statements that better prose must not lose: the best one, and those with a fact or a matter it does not give.

    What the shown statements already say is not said again. With nothing shown, all of them.
    """
    texts = [statement.text for statement in shown]
    if not texts:
        return tuple(extracted)
    said = {s: verify_statement(s.text, texts).support for s in extracted}
    return tuple(
        s
        for s in extracted
        if said[s] == "not"
        or (said[s] != "supported" and (s is extracted[0] or has_other_facts(s.text, texts)))
    )


# --- checking one sentence ------------------------------------------------------------------------


class _Page:
    """What was given and what was shown so far, against which the next sentence is held."""

    def __init__(self, question: str, passages: Sequence[Evidence], cite: Cite, judge: Judge | None) -> None:
        self._asked_of = set(find_countries(question))
        self._passages = passages
        self._cite = cite
        self._judge = judge
        self._sentences = [quote for passage in passages for quote in quotable_sentences(passage)]
        self._cited: dict[tuple[str, int, int], Citation] = {}
        self.read: set[str] = set()
        self._shown: list[str] = []
        self.repeats = 0

    def check(self, written: Written) -> Iterator[Statement | Citation | Withheld]:
        """The sentence with the citations that are new, or why it is withheld; after what became of its marks."""
        for mark in written.unknown_marks(len(self._passages)):
            yield Withheld(mark, "the mark points at no passage given", mark=True)
        unfit = (
            Withheld(written.text, "it breaks off")
            if self._breaks_off(written)
            else self._unfit(written.text)
        )
        self.read.add(_folded(written.text))
        if unfit:
            yield unfit
            return
        text, quotes, verdict = self._support(written)
        if not quotes:
            yield _uncarried(written.text, verdict, self._only_elsewhere(written))
            return
        if reason := self._unfounded(text, quotes):
            yield Withheld(written.text, reason)
            return
        for quote in quotes:
            if _place(quote) not in self._cited:
                self._cited[_place(quote)] = self._cite(quote, len(self._cited) + 1)
                yield self._cited[_place(quote)]
        self._shown.append(text)
        yield Statement(text, citations=tuple(self._cited[_place(quote)].number for quote in quotes))

    def _support(self, written: Written) -> tuple[str, list[Evidence], Verdict]:
        """What of the sentence is carried (all of it, or all but its label), by which quotes, and the verdict on the whole."""
        marked = self._marked(written)
        verdicts = []
        for text in written.wordings:
            quotes, verdict = find_support(text, marked, self._sentences, judge=self._judge, least=SHOWN_FROM)
            if quotes:
                return text, quotes, verdict
            verdicts.append(verdict)
        return written.text, [], verdicts[0]

    def _only_elsewhere(self, written: Written) -> str:
        """Why the passages that a sentence cites cannot carry it, where others that were given have all it names; else ""."""
        cited = [sentence.text for sentence in self._marked(written)]
        given = [sentence.text for sentence in self._sentences]
        lacking = facts_elsewhere(written.text, cited, given) if cited else []
        named = ", ".join(f"'{fact}'" for fact in lacking)
        return f"the passage it cites does not say so: it does not give {named}" if named else ""

    def _unfit(self, text: str) -> Withheld | None:
        """The sentence withheld if it is not even held against the passages, or None if it is."""
        if _folded(text) in self.read:
            self.repeats += 1
            return Withheld(text, "it was said already")
        if looks_like_instruction(text):
            return Withheld(text, "it is an instruction, not an answer")
        if text.rstrip("\"'”’)* ").endswith("?"):
            return Withheld(text, "it is a question, not an answer")
        if _OF_THE_PASSAGES.match(text):
            return Withheld(text, "it speaks of the passages, not of the matter")
        if _folded(REFUSAL) in _folded(text) or finds_nothing(text):
            return _found_nothing(text)
        if address := self._unknown_address(text):
            return Withheld(text, f"'{address}' is in no source")
        return Withheld(text, "it was said already") if says_nothing_new(text, self._shown) else None

    def _breaks_off(self, written: Written) -> bool:
        """Whether an answer without its last full stop ends where nothing can end, or where every passage with its last words goes on."""
        words = written.text.split()
        if not written.open or not words:
            return False
        end = re.escape(" ".join(words[-_LAST_WORDS:]))
        places = [
            passage.text[match.end() :]
            for passage in self._passages
            for match in re.finditer(rf"(?<!\w){end}(?!\w)", passage.text, re.IGNORECASE)
        ]
        goes_on = bool(places) and not any(_ENDS_THERE.match(rest) for rest in places)
        return (
            goes_on
            or fold(words[-1]) in STOP_WORDS
            or words[-1].endswith((",", ";", ":", "(", "-", "–", "—"))
        )

    def _unfounded(self, text: str, quotes: Sequence[Evidence]) -> str:
        """Why a sentence is not shown although its quotes carry its words, or ""."""
        if _goes_in_circles(text):
            return "it says the same words over again"
        if part := find_unsaid(text, quotes):
            whole = part == text.rstrip(" .")
            told = "enough of it" if whole else f"'{part}'"
            return f"no sentence of the source says {told}"
        return self._of_another_country(text, quotes[0].document)

    def _of_another_country(self, text: str, document: str) -> str:
        """Who is meant, where a sentence that names no country answers about one from a document that tells of others alone.

        "The deadline was 2027." of a British document is no answer about Austria.
        """
        if not self._asked_of or find_countries(text):
            return ""
        of = [passage for passage in self._passages if passage.document == document]
        told = {
            country
            for passage in of
            for words in (passage.metadata.country, passage.metadata.title, passage.text)
            for country in find_countries(words)
        }
        if not told or told & self._asked_of:
            return ""
        meant = find_countries(of[0].metadata.country) or sorted(told)
        return f"it does not say that it is about {meant[0]}"

    def _unknown_address(self, text: str) -> str:
        """An address in the text that no passage gives, or ""."""
        addresses = (match[0].rstrip(".,;:!?)\"'”’") for match in _ADDRESS.finditer(text))
        return next((a for a in addresses if not any(a in passage.text for passage in self._passages)), "")

    def _marked(self, written: Written) -> list[Evidence]:
        """The sentences of the passages it cites."""
        cited = [self._passages[mark - 1] for mark in written.marks if 1 <= mark <= len(self._passages)]
        return [s for s in self._sentences if any(_within(s, passage) for passage in cited)]


def _goes_in_circles(text: str) -> bool:
    words = _folded(text).split()
    runs = [tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)]
    return len(set(runs)) < len(runs)


def says_nothing_new(text: str, shown: Sequence[str]) -> bool:
    """Whether the sentences shown say all of it together, so that it would stand there twice."""
    if not shown or has_other_facts(text, shown):
        return False
    verdict = verify_statement(text, shown)
    return verdict.support == "supported" and verdict.score >= SAID_FROM


def _uncarried(text: str, verdict: Verdict, only_elsewhere: str) -> Withheld:
    """The sentence withheld that nothing carries."""
    if may_find_nothing(text):
        return _found_nothing(text)
    if is_foreign(text):
        return Withheld(text, "it is not in English, so it cannot be held against the passages")
    if verdict.support == "supported":
        return Withheld(text, "too much of it is in the model's own words")
    return Withheld(text, only_elsewhere or verdict.reason)


def _found_nothing(text: str) -> Withheld:
    return Withheld(text, "the model found no answer", found_nothing=True)


def _place(quote: Evidence) -> tuple[str, int, int]:
    return quote.document, quote.start, quote.end


def _within(sentence: Evidence, passage: Evidence) -> bool:
    return (
        sentence.document == passage.document
        and passage.start <= sentence.start
        and sentence.end <= passage.end
    )


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
