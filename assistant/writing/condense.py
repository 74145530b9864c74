"""A follow-up question put so that it stands alone, in a language model's words but of the conversation's making."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.asking.meanings import stems
from assistant.types import Turn
from assistant.writing.prompts import fill_prompt
from assistant.writing.stopping import TextModel, closing_stream
from assistant.writing.written import without_thoughts

TURNS_SHOWN = 3
LONGEST = 400


def condense_question(question: str, history: Sequence[Turn], model: TextModel) -> str:
    """`question` as it can be understood without the conversation, or "" if the model writes no such question.

    Only words of the conversation are taken from it, so it brings in no name or number of its own. Raises ModelProblem.
    """
    turns = [f"Question: {turn.question}\nAnswer: {turn.answer.text}" for turn in history[-TURNS_SHOWN:]]
    prompt = fill_prompt("condense", history="\n\n".join(turns), question=question)
    with closing_stream(model.stream(prompt)) as stream:
        written = _first_line(without_thoughts(stream)).strip("\"'“”*` ")
    known = stems(" ".join([question, *turns]))
    own = stems(written) - known
    return written if written.endswith("?") and not own and len(written) < LONGEST else ""


def _first_line(pieces: Iterable[str]) -> str:
    text = ""
    for piece in pieces:
        text = f"{text}{piece}".lstrip()
        if "\n" in text or len(text) > LONGEST:
            break
    return text.partition("\n")[0]
