"""Answers as versions kept them that said in words alone what kind they are, their silent sides and their doubt."""

from __future__ import annotations

from dataclasses import replace

from assistant.types import Answer, Receipt

# The words of those versions: what is said today may change, what is kept does not.
_REFUSAL = "The corpus does not say."
_OF_SIDE = f": {_REFUSAL}"
_IN_DOUBT = "the evidence is thin: this may come near the question without answering it"
_FROM_CATALOG = "told from the titles, issuers, dates and subjects of the documents, not from what they say"


def told_in_words(answer: Answer, *, refused: bool) -> Answer:
    """The answer with its kind, silent sides and doubt, which are read out of its text and notes."""
    if refused:
        courtesy = answer.text != _REFUSAL and answer.receipt == Receipt()
        return replace(answer, kind="courtesy" if courtesy else "refusal")
    if not answer.statements and answer.text in answer.notes:
        return replace(answer, kind="unanswered", notes=())
    return replace(
        answer,
        kind="catalog" if _FROM_CATALOG in answer.notes else "answer",
        silent=tuple(note.removesuffix(_OF_SIDE) for note in answer.notes if note.endswith(_OF_SIDE)),
        doubtful=_IN_DOUBT in answer.notes,
        notes=tuple(note for note in answer.notes if note != _IN_DOUBT and not note.endswith(_OF_SIDE)),
    )
