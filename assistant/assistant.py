"""The path from a question to a checked answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache, partial

from assistant.asking.content_words import content_words, says_something
from assistant.asking.meanings import names_any
from assistant.asking.mentions import MOST_DOCUMENTS
from assistant.catalog_answers import answer_about_documents
from assistant.courtesies import answer_courtesy, is_courtesy, without_courtesies
from assistant.extract import Documents, choose_sentences, cite_passage, compose, join_statements
from assistant.generate import FOUND_NOTHING, generate_answer, left_out
from assistant.models import open_model
from assistant.question import QUESTION_CHARACTERS, Question, parts_of, points_back, understand
from assistant.refuse import REFUSAL, answerable_odds, missing_parts, receipt_of, refuse
from assistant.similarity import WordSimilarity
from assistant.stated import STATED, asks_beyond, lay_out_stated, narrow, state_fields
from assistant.subject import find_subject
from assistant.types import Answer, Citation, Receipt, Statement, Turn, Withheld
from assistant.weigh import Weighed, learned, weigh_sentences
from assistant.writing.condense import condense_question
from assistant.writing.model_problems import ModelProblem
from assistant.writing.stopping import StoppableModel, Stopped, TextModel
from index.embed import Embedder
from index.filters import passes
from index.rank import Found
from index.records import Entry
from index.search import Index, evidence_of
from index.settings import Settings
from index.snapshot import Snapshot
from index.types import AdvisoryError, Document, Evidence, Filters

# How many passages a language model is given.
PASSAGES_SHOWN = 6
# Below these log-odds a model that finds no answer to a question for one thing is believed. Up to 5 % of the
# unanswerable questions of a set lie there, and answerable ones with less than 2 % of its facts: not even a model that
# never finds anything costs more. Of lists, timelines and comparisons a part may be found where the model sees none.
MODEL_DECIDES_BELOW = 0.1
# Log-odds where nothing was found at all.
NOTHING_FOUND = -10.0
STOPPED = "stopped before the answer was complete"
# Over what the documents say beyond the prose of a model.
ALSO_SAID = "The documents also say"
KNOWN_THEN = "as of {}: what is dated later was left aside"
IN_DOUBT = "the evidence is thin: this may come near the question without answering it"

Event = Statement | Withheld | Answer


class NoQuestion(AdvisoryError):
    """Nothing was asked, or more than a question."""


class Reply:
    """An answer on its way: iterate for its statements as they are checked; `answer` completes it."""

    def __init__(self, events: Generator[Event, None, None]) -> None:
        self._events = events
        self._answer: Answer | None = None

    def __iter__(self) -> Iterator[Statement | Withheld]:
        for event in self._events:
            if isinstance(event, Answer):
                self._answer = event
            else:
                yield event

    @property
    def answer(self) -> Answer:
        for _ in self:
            pass
        assert self._answer is not None, "every reply ends with its answer"
        return self._answer


@dataclass(frozen=True, slots=True)
class Extracted:
    """The answer made without a model, the passages a model may write from, and the refusal if it finds nothing there."""

    answer: Answer
    passages: tuple[Evidence, ...] = ()
    refusal: Answer | None = None


class Assistant:
    """Answers questions from one index, with the model of the settings if they name one. Safe to share between threads."""

    def __init__(self, index: Index, *, model: TextModel | None = None) -> None:
        self.index = index
        self.model = model

    @classmethod
    def open(cls, settings: Settings, *, embedder: Embedder | None = None) -> Assistant:
        """The assistant of the settings; an `embedder` that is loaded already serves it too.

        Raises ModelProblem where the settings name a model that cannot be had.
        """
        index = Index(settings, embedder=embedder)
        return cls(index, model=open_model(settings.model) if settings.model else None)

    def ask(self, question: str, *, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Answer:
        """The complete answer. Raises NoQuestion for an empty one and StoreProblem where there is no index."""
        return self.reply(question, history=history, filters=filters).answer

    def reply(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),
        stopped: threading.Event | None = None,
    ) -> Reply:
        """The answer as it comes; nothing is shown before it is checked. Raises NoQuestion for an empty or endless question.

        Once `stopped` is set, from whichever thread, a model stops writing and what was shown is the answer.
        """
        if not question.strip():
            raise NoQuestion("no question was asked; type one")
        if len(question) > QUESTION_CHARACTERS:
            raise NoQuestion(
                f"the question has {len(question)} characters; ask it in at most {QUESTION_CHARACTERS}"
            )
        return Reply(self._events(question, history, filters, stopped))

    def _events(
        self, text: str, history: Sequence[Turn], filters: Filters, stopped: threading.Event | None
    ) -> Generator[Event, None, None]:
        started = time.monotonic()
        history = [turn for turn in history if not is_courtesy(turn.answer)]
        question = understand(without_courtesies(text), history=history, filters=filters)
        with self.index.snapshot() as snapshot:
            entries = passing(self.index.entries(snapshot), question.filters)
            earlier = history[-1].answer.standalone or history[-1].question if history else ""
            direct = answer_courtesy(text, entries) or answer_about_documents(
                question,
                entries,
                document=document_reader(snapshot),
                mentioning=snapshot.documents_matching,
                earlier=earlier,
            )
            extracted = Extracted(direct) if direct else extract_answer(question, self.index, snapshot)
            if direct or self.model is None or extracted.answer.refused:
                yield from extracted.answer.statements
                answer = extracted.answer
            else:
                model = StoppableModel(self.model, stopped) if stopped else self.model
                answer = yield from self._written(question, history, extracted, model, snapshot)
        asked = " ".join(text.split())
        if question.filters.as_of != filters.as_of:
            answer = replace(answer, notes=(*answer.notes, KNOWN_THEN.format(question.filters.as_of)))
        yield replace(answer, question=asked, seconds=round(time.monotonic() - started, 4))

    def _written(
        self,
        question: Question,
        history: Sequence[Turn],
        extracted: Extracted,
        model: TextModel,
        snapshot: Snapshot,
    ) -> Generator[Statement | Withheld, None, Answer]:
        """The model's checked sentences, then whatever the extractive answer holds beyond them.

        A model that fails leaves what it has shown, completed by the extractive answer, with a note; a
        stopped one leaves what it has shown. One that finds nothing is believed where the extractive answer
        is in doubt itself.
        """
        entries = self.index.entries(snapshot)
        document = document_reader(snapshot)

        def cite(quote: Evidence, number: int) -> Citation:
            return cite_passage(number, document(quote.document), quote.start, quote.end, entries)

        statements: list[Statement] = []
        citations: list[Citation] = []
        withheld: list[Withheld] = []
        notes: list[str] = []

        def write() -> Generator[Statement | Citation | Withheld, None, None]:
            asked = condense_question(question.text, history, model) if question.follows else ""
            similarity = WordSimilarity(self.index.embedder)
            yield from generate_answer(
                asked or question.standalone, extracted.passages, model, cite=cite, similarity=similarity
            )

        written = write()
        with closing(written):
            try:
                for event in written:
                    if isinstance(event, Citation):
                        citations.append(event)
                        continue
                    (statements if isinstance(event, Statement) else withheld).append(event)  # type: ignore[arg-type]
                    yield event
            except ModelProblem as problem:
                notes.append(f"{problem}; the documents' own words stand in")
            except Stopped:
                notes.append(STOPPED)
        found_nothing = not statements and any(each.reason == FOUND_NOTHING for each in withheld)
        if found_nothing and not notes and extracted.refusal:
            note = f"{model.name} found no answer in the passages"
            return replace(extracted.refusal, withheld=tuple(withheld), model=model.name, notes=(note,))
        if not statements and not notes:
            what = "found no answer in the passages" if found_nothing else "wrote nothing that held"
            notes.append(f"{model.name} {what}; the documents' own words stand in")
        beyond = () if STOPPED in notes else left_out(extracted.answer.statements, statements)
        apart = ALSO_SAID if statements and question.shape == "prose" else ""
        for statement in beyond:
            quoted = [c for c in extracted.answer.citations if c.number in statement.citations]
            numbered = [replace(c, number=len(citations) + n) for n, c in enumerate(quoted, start=1)]
            citations += numbered
            numbers = tuple(c.number for c in numbered)
            statements.append(replace(statement, citations=numbers, group=apart or statement.group))
            yield statements[-1]
        return replace(
            extracted.answer,
            text=join_statements(statements, shape=question.shape) if statements else notes[0],
            statements=tuple(statements),
            citations=tuple(citations),
            withheld=tuple(withheld),
            model=model.name,
            notes=(*extracted.answer.notes, *notes),
        )


@dataclass(frozen=True, slots=True)
class Considered:
    """One question (or one side of a comparison) as searched and weighed.

    `odds` (log-odds less the learned threshold) below 0 say that the corpus does not hold the answer.
    """

    question: Question
    group: str
    found: Found
    weighed: tuple[Weighed, ...]
    receipt: Receipt
    odds: float

    @property
    def answered(self) -> bool:
        return self.odds >= 0


def extract_answer(question: Question, index: Index, snapshot: Snapshot) -> Extracted:
    """The answer in the documents' own words from one version of the index, or a refusal."""
    entries = index.entries(snapshot)
    document = document_reader(snapshot)
    parts = [consider(part, group, index, snapshot, document) for group, part in parts_of(question)]
    chosen = [
        choose_sentences(part.question, part.weighed, document=document, group=part.group)
        if part.answered
        else []
        for part in parts
    ]
    choices = [choice for of_part in chosen for choice in of_part]
    best = max(parts, key=lambda part: part.odds)
    refusal = partial(refuse, question, best.receipt, best.found, confidence=best.odds)
    if not choices:
        return Extracted(refusal())
    answer = compose(question, choices, document=document, entries=entries)
    # A side may pass as answerable and yet have no sentence of its own.
    answered = [part for part, of_part in zip(parts, chosen, strict=True) if of_part]
    unanswered = tuple(
        f"{part.group}: {REFUSAL}" for part, of_part in zip(parts, chosen, strict=True) if not of_part
    )
    doubts = (IN_DOUBT,) if best.odds < learned().doubt else ()
    ranked = [
        passage
        for part in answered
        for passage in [p for p in part.found.passages if p.kind != "comment"][
            : PASSAGES_SHOWN // len(answered)
        ]
    ]
    return Extracted(
        replace(
            answer,
            confidence=best.odds,
            receipt=best.receipt,
            notes=(*unanswered, *doubts),
        ),
        passages=tuple(evidence_of(p, document(p.entry.id)) for p in ranked),
        refusal=refusal() if question.shape == "prose" and best.odds < MODEL_DECIDES_BELOW else None,
    )


def consider(
    question: Question, group: str, index: Index, snapshot: Snapshot, document: Documents
) -> Considered:
    """Search and weigh one question; what it names and a document states is the answer.

    An identifier that nothing holds leaves nothing to answer from, and so do a country that nothing found names, and
    words of which the index holds none:
    the matter of earlier turns does not answer for them, unless the question points back to it.
    """
    subject = find_subject(question, snapshot, index.entries(snapshot), index.embedder)
    found = narrow(
        index.find(
            snapshot,
            question.standalone,
            filters=question.filters,
            asked=question.asked,
            whole=(subject.own or subject.documents)[:MOST_DOCUMENTS],
        ),
        subject,
    )
    weighed = weigh_sentences(question, found)
    asked = [word for word in content_words(question.standalone) if says_something(word)]
    known = snapshot.chunk_frequencies(word.casefold() for word in asked)
    missing = (*missing_parts(question, found, known), *subject.apart)
    receipt = receipt_of(question, found, index.entries(snapshot), missing=missing)
    carried = question.follows and points_back(question.text)
    own = question.standalone if carried else question.standalone[: question.asked]
    now = {word.casefold() for word in content_words(own)} & known.keys()
    nothing_known = found.unknown_identifiers or not (
        any(known[word] for word in now or known) or found.identifiers
    )
    if not weighed or nothing_known or subject.apart or subject.unknown:
        return Considered(question, group, found, (), receipt, NOTHING_FOUND)
    told = state_fields(subject, found)
    if told is not None:
        question = lay_out_stated(question, told)
        return Considered(question, group, found, told, receipt, STATED if told else NOTHING_FOUND)
    best = document(weighed[0].ranked.entry.id)
    nowhere = question.countries and not any(names_any(question.countries, w.ranked) for w in weighed)
    if nowhere or asks_beyond(subject, best):
        return Considered(question, group, found, (), receipt, NOTHING_FOUND)
    odds = answerable_odds(question, found, weighed, document_text=best.text, known=known)
    return Considered(question, group, found, tuple(weighed), receipt, odds)


def passing(entries: Mapping[int, Entry], filters: Filters) -> tuple[Entry, ...]:
    """The documents that the filters let through."""
    return tuple(entry for entry in entries.values() if passes(entry.id, entry.metadata, filters))


def document_reader(snapshot: Snapshot) -> Documents:
    """Documents of the snapshot by id, each read once."""

    @cache
    def read(id: str) -> Document:
        found = snapshot.document(id)
        assert found is not None, "a snapshot holds every document it ranks"
        return found

    return read
