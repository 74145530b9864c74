"""The templates in prompts/, filled: the only words that are said to a language model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from string import Template

from assistant.checking.instructions import looks_like_instruction
from assistant.checking.reading import sentences_of
from assistant.writing.model_problems import ModelProblem
from index.types import Evidence

FOLDER = Path(__file__).parents[2] / "prompts"


class PromptProblem(ModelProblem):
    """A prompt file with which no model can be asked: missing, unreadable, without a variable or with one that is not given."""


def fill_prompt(name: str, *, folder: Path = FOLDER, **values: str) -> str:
    """`prompts/NAME.txt` with its $variables filled in.

    Raises PromptProblem naming the file, and the variable that is not among `values` or has no place in the file.
    """
    path = folder / f"{name}.txt"
    template = Template(_read(path))
    try:
        filled = template.substitute(values)
    except KeyError as error:
        known = ", ".join(f"${value}" for value in sorted(values))
        raise PromptProblem(f"{path}: ${error.args[0]} is not known here; use {known}") from error
    except ValueError as error:
        raise PromptProblem(f"{path}: {error}; write a dollar sign as $$") from error
    for value in sorted(values.keys() - set(template.get_identifiers())):
        raise PromptProblem(f"{path}: ${value} is missing; write it where the {value} should stand")
    return filled


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise PromptProblem(f"{path}: no such prompt; restore the file") from error
    except UnicodeDecodeError as error:
        raise PromptProblem(f"{path}: is not UTF-8; save it as plain text in UTF-8") from error
    except OSError as error:
        raise PromptProblem(f"{path}: cannot be read ({error.strerror}); restore the file") from error


def fence_passages(passages: Sequence[Evidence]) -> str:
    """The passages numbered from 1, each with what is known of its document, between fences it cannot close.

    Sentences that speak to an assistant are left out, and what looks like a citation mark is defused.
    """
    return "\n\n".join(_fenced(number, passage) for number, passage in enumerate(passages, 1))


def _fenced(number: int, passage: Evidence) -> str:
    known = passage.metadata
    fields = (
        ("title", known.title),
        ("issuer", known.issuer),
        ("date", known.date),
        ("status", known.status),
    )
    header = "; ".join(f"{name}: {_defused(value)}" for name, value in fields if value)
    return f"[{number}] {header}\n<<<\n{_defused(passage.text)}\n>>>"


def _defused(text: str) -> str:
    kept = " ".join(s for s in sentences_of(text) if not looks_like_instruction(s))
    return re.sub(r"[\[【](\d+)[\]】]", r"(\1)", kept).replace("<<<", "‹").replace(">>>", "›")
