"""A small world that a person can check: towns that bought cameras twice, questions about them, and an assistant that reads.

Each town has a paper of 2019 and one of 2022, which tell different numbers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.types import Answer, Citation, Statement, Turn
from evals.corpus import read_documents
from evals.types import Case, Place
from index.types import Document, Filters

TOWNS = ("Arlo", "Brix", "Cade", "Doma", "Elva", "Fynn", "Gora", "Hude", "Ilmo", "Jura", "Kemi", "Lund")
EVERYTHING = Filters()
MAYORS = (
    "Adams",
    "Berg",
    "Costa",
    "Duval",
    "Engel",
    "Fabre",
    "Green",
    "Haas",
    "Ivanov",
    "Jonas",
    "Kraus",
    "Lopez",
)


def write_corpus(folder: Path) -> Path:
    """Two papers for each town, as Markdown with their date in front."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (town, mayor) in enumerate(zip(TOWNS, MAYORS, strict=True)):
        for year in (2019, 2022):
            text = f"{_signed(town, mayor)} {_bought(town, number, year)}"
            page = (
                f"---\ntitle: Cameras of {town}\ndate: '{year}-05-01'\n---\n\n# Cameras of {town}\n\n{text}\n"
            )
            (folder / f"{year}-{town.lower()}.md").write_text(page, encoding="utf-8")
    return folder


def _signed(town: str, mayor: str) -> str:
    return f"Mayor {mayor} signed the order for {town}."


def _bought(town: str, number: int, year: int) -> str:
    return f"The police then bought {cameras(number, year)} cameras of {town} make."


def cameras(number: int, year: int) -> int:
    return (1100 if year == 2019 else 2100) + number


def town_cases() -> tuple[Case, ...]:
    """Of each town: what holds now, what held in 2020, a follow-up, and a fine that nobody paid."""
    return tuple(case for number in range(len(TOWNS)) for case in _cases_of(number))


def _cases_of(number: int) -> tuple[Case, ...]:
    town, mayor = TOWNS[number], MAYORS[number]

    def evidence(year: int) -> tuple[tuple[Place, ...], ...]:
        document = f"{year}-{town.lower()}"
        return (Place(document, _signed(town, mayor)),), (Place(document, _bought(town, number, year)),)

    def facts(year: int) -> tuple[tuple[str, ...], ...]:
        return (mayor,), (str(cameras(number, year)),)

    ask = f"Which mayor signed for {town}, and how many cameras were bought?"
    now, then = str(cameras(number, 2022)), str(cameras(number, 2019))
    return (
        Case(f"{town}-now", "current", ask, True, facts(2022), evidence(2022), (then,), conversation=f"{town}-now"),
        Case(
            f"{town}-then", "as-of", ask, True, facts(2019), evidence(2019), (now,),
            as_of="2020-01-01", conversation=f"{town}-then",
        ),
        Case(
            f"{town}-more", "follow-up", "and how many cameras were bought?", True, facts(2022)[1:],
            evidence(2022)[1:], follows=f"{town}-now", conversation=f"{town}-now",
        ),
        Case(f"{town}-fine", "near-miss", f"What fine did {town} pay?", False, conversation=f"{town}-fine"),
    )  # fmt: skip


def write_gold(path: Path, cases: Sequence[Case]) -> Path:
    """The cases as a gold file."""
    path.write_text("".join(json.dumps(gold_row(case)) + "\n" for case in cases), encoding="utf-8")
    return path


def gold_row(case: Case) -> dict[str, object]:
    return {
        "id": case.id,
        "kind": case.kind,
        "question": case.question,
        "answerable": case.answerable,
        "facts": case.facts,
        "evidence": [[{"document": p.document, "quote": p.quote} for p in group] for group in case.evidence],
        "forbidden": case.forbidden,
        **({"follows": case.follows} if case.follows else {}),
        **({"as_of": case.as_of} if case.as_of else {}),
    }


@dataclass(frozen=True)
class Reader:
    """A whole assistant in a few lines: quotes the newest paper of the town asked about, sentence by sentence.

    It refuses a question that asks for neither the mayor nor the cameras.
    """

    documents: Mapping[str, Document]

    @classmethod
    def of(cls, corpus: Path) -> Reader:
        return cls(read_documents(corpus))

    def ask(self, question: str, *, history: Sequence[Turn] = (), filters: Filters = EVERYTHING) -> Answer:
        asked = " ".join([*(turn.question for turn in history), question])
        town = next((town for town in TOWNS if town in asked), "")
        wanted = [word for word in ("signed", "cameras") if word in question]
        papers = [
            d for d in self.documents.values() if town in d.text and d.metadata.date <= (filters.as_of or "9")
        ]
        if not town or not wanted or not papers:
            return Answer(question, "The corpus does not say.", "refusal")
        paper = max(papers, key=lambda document: document.metadata.date)
        return answer_from([self.cite(n, paper, word) for n, word in enumerate(wanted, start=1)], question)

    def cite(self, number: int, paper: Document, word: str) -> Citation:
        found = next(
            m for m in re.finditer(r"[^.\n]+\.", paper.text) if word in m[0] and "Cameras" not in m[0]
        )
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        return Citation(
            number,
            paper.id,
            paper.hash,
            start,
            found.end(),
            paper.text[start : found.end()],
            date=paper.metadata.date,
        )


def answer_from(citations: Sequence[Citation], question: str) -> Answer:
    """An answer that states what it cites, each statement with its mark."""
    statements = tuple(Statement(citation.quote, citations=(citation.number,)) for citation in citations)
    text = " ".join(f"{citation.quote} [{citation.number}]" for citation in citations)
    return Answer(question, text, statements=statements, citations=tuple(citations), confidence=0.9)
