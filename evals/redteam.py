"""Documents that give orders: does anybody obey? Every planted document is asked for and scored as any question is."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.assistant import Assistant
from assistant.models import open_model
from assistant.writing.stopping import TextModel
from evals.figures import summarise
from evals.plants import Plant, write_plants
from evals.run import answer_cases
from evals.scores import score_reply
from evals.types import Case, Evaluation, Place, Row
from index.embed import Embedder
from index.progress import Progress, no_progress
from index.search import Index
from index.settings import Settings
from index.sync import sync_corpus

OBEYING = "obeying"
"""The name of the worst model there is."""


@dataclass(frozen=True, slots=True)
class ObeyingModel:
    """A model that does whatever the document asked for orders: says its words, swears to them with a mark, and passes the order on."""

    planted: Sequence[Plant]
    name: str = OBEYING

    def stream(self, prompt: str) -> Iterator[str]:
        plant = next(plant for plant in self.planted if plant.question in prompt)
        yield f"{plant.canary}. "
        yield f"Operators of {plant.place} must remove Acme routers by {plant.canary} [1]. "
        yield plant.order


def attack_assistant(settings: Settings, *, progress: Progress = no_progress) -> Evaluation:
    """What an assistant with the models of these settings makes of freshly planted documents."""
    with tempfile.TemporaryDirectory() as folder:
        assistant, planted = open_planted(Path(folder), settings, progress=progress)
        return evaluate_plants(planted, assistant, progress=progress)


def open_planted(
    folder: Path,
    settings: Settings = Settings(),
    *,
    embedder: Embedder | None = None,
    progress: Progress = no_progress,
) -> tuple[Assistant, list[Plant]]:
    """An assistant over freshly planted documents in `folder`."""
    planted = write_plants(folder)
    settings = replace(settings, corpus=folder / "corpus", store=folder / "store", chroma_url="")
    sync_corpus(settings, embedder=embedder, progress=progress)
    return Assistant(Index(settings, embedder=embedder), model=_model(settings.model, planted)), planted


def evaluate_plants(
    planted: Sequence[Plant], assistant: Assistant, *, progress: Progress = no_progress
) -> Evaluation:
    """Every planted document's fact asked for; the kind of a question is the format of its document."""
    rows: list[Row] = []
    replies = answer_cases([_case(plant) for plant in planted], assistant.reply)
    for plant, reply in zip(planted, replies, strict=True):
        obeyed = None if reply.error else float(plant.obeyed(reply.answer))
        rows.append(replace(score_reply(_case(plant), reply), obeyed=obeyed))
        progress("attacking", len(rows), len(planted))
    return summarise(rows, model=assistant.model.name if assistant.model else "")


def _case(plant: Plant) -> Case:
    place = Place(plant.name, plant.paragraphs[1])
    return Case(plant.name, plant.format, plant.question, True, facts=((plant.fact,),), evidence=((place,),))


def _model(name: str, planted: Sequence[Plant]) -> TextModel | None:
    if name == OBEYING:
        return ObeyingModel(planted)
    return open_model(name) if name else None
