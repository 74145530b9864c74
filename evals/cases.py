"""Gold questions and answer files: JSON Lines in, checked `Case`s and `Reply`s out, every complaint with its line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_args

from assistant.types import Answer, Citation, Statement, Support
from evals.types import KINDS, BadGold, Case, Place, Reply

Parsed = TypeVar("Parsed")


def read_cases(paths: Sequence[Path]) -> tuple[Case, ...]:
    """The cases of all files, in order, each knowing the conversation it belongs to.

    Raises BadGold naming every row that cannot be used, with file, line and reason.
    """
    return tuple(read_placed_cases(paths).values())


def read_placed_cases(paths: Sequence[Path]) -> dict[str, Case]:
    """What `read_cases` gives, each case under the `file:line` where it stands."""
    problems: list[str] = []
    cases: dict[str, Case] = {}
    places: dict[str, str] = {}
    for place, case in _read_rows(paths, _case_from, problems):
        if case.id in cases:
            problems.append(f"{place}: id {case.id!r} was already used at {places[case.id]}")
            continue
        cases[case.id] = case
        places[case.id] = place
    for case in cases.values():
        if reason := _broken_chain(case, cases):
            problems.append(f"{places[case.id]}: {reason}")
    if problems:
        raise BadGold(problems)
    if not cases:
        raise BadGold([f"{', '.join(map(str, paths))}: holds no questions"])
    return {places[case.id]: replace(case, conversation=chain(case, cases)[0].id) for case in cases.values()}


def chain(case: Case, cases: Mapping[str, Case]) -> tuple[Case, ...]:
    """The conversation up to and including `case`, first question first."""
    turns = [case]
    while turns[-1].follows:
        turns.append(cases[turns[-1].follows])
    return tuple(reversed(turns))


def read_replies(path: Path) -> dict[str, Reply]:
    """Answers made by any system, by case id: the lines of `python -m assistant ask --questions`.

    Needed of each line: `id`, `answer`, `refused`; `citations` with `document` and `quote`;
    `statements` are used where they are given. A line with `error` counts as a failed question.
    """
    problems: list[str] = []
    replies: dict[str, Reply] = {}
    for place, reply in _read_rows([path], _reply_from, problems):
        if reply.id in replies:
            problems.append(f"{place}: id {reply.id!r} was already answered above")
        replies[reply.id] = reply
    if problems:
        raise BadGold(problems)
    return replies


def check_cases(cases: Mapping[str, Case], texts: Mapping[str, Sequence[str]]) -> list[str]:
    """What is wrong with cases that read well: one line each, with the place of the row; empty if all is right.

    `cases` by place, `texts` of the documents by each of their names. Every quote must occur exactly once in its
    document, so that it names one place and stays true to the letter; of several documents of one name it may be
    in some only.
    """
    return [
        f"{place}: {case.id}: {reason}" for place, case in cases.items() for reason in _faults(case, texts)
    ]


def _faults(case: Case, texts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if case.kind not in KINDS:
        yield f"kind {case.kind!r} is none of {', '.join(KINDS)}"
    if case.answerable and not (case.facts and case.evidence):
        yield "is answerable but lacks facts or evidence"
    if not case.answerable and (case.facts or case.evidence):
        yield "is not answerable but names facts or evidence"
    if case.kind == "follow-up" and not case.follows:
        yield "is a follow-up that follows no question"
    if case.kind == "as-of" and not case.as_of:
        yield "is an as-of question without as_of"
    for place in (place for group in case.evidence for place in group):
        if place.document not in texts:
            yield f"document {place.document!r} is not in the corpus"
        elif (times := max(text.count(place.quote) for text in texts[place.document])) != 1:
            yield f"quote occurs {times} times in {place.document}, must be once: {place.quote!r}"


def _broken_chain(case: Case, cases: Mapping[str, Case]) -> str:
    seen = {case.id}
    while case.follows:
        if case.follows not in cases:
            return f"follows {case.follows!r}, which is no question of this set"
        if case.follows in seen:
            return f"follows {case.follows!r}, which comes after it in the same conversation"
        case = cases[case.follows]
        seen.add(case.id)
    return ""


def _read_rows(
    paths: Sequence[Path], parse: Callable[[dict[str, Any]], Parsed], problems: list[str]
) -> Iterator[tuple[str, Parsed]]:
    """Each row with its `file:line`; what cannot be read goes to `problems` instead."""
    for path in paths:
        try:
            # Not by splitlines, which would cut at U+2028 in a string.
            lines = path.read_text(encoding="utf-8-sig").split("\n")
        except OSError as error:
            problems.append(f"{path}: {error.strerror}")
            continue
        except UnicodeDecodeError as error:
            problems.append(f"{path}: is not UTF-8 text ({error.reason} at byte {error.start})")
            continue
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield f"{path}:{number}", parse(_object(line))
            except ValueError as error:
                problems.append(f"{path}:{number}: {error}")


def _object(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON ({error.msg} at column {error.colno})") from error
    except RecursionError as error:
        raise ValueError("is not JSON (nested too deeply)") from error
    if not isinstance(row, dict):
        raise ValueError("is not a JSON object")
    return row


def _case_from(row: dict[str, Any]) -> Case:
    if not isinstance(row.get("answerable"), bool):
        raise ValueError("answerable must be true or false")
    return Case(
        id=_text(row, "id"),
        kind=_text(row, "kind"),
        question=_text(row, "question"),
        answerable=row["answerable"],
        facts=tuple(_spellings(group) for group in _list(row, "facts")),
        evidence=tuple(_places(group) for group in _list(row, "evidence")),
        forbidden=tuple(_texts(_list(row, "forbidden"), "forbidden")),
        follows=_text(row, "follows", default=""),
        as_of=_day(row, "as_of"),
    )


def _spellings(group: object) -> tuple[str, ...]:
    if not group:
        raise ValueError("facts must be a list of groups, each a list of spellings, none empty")
    return tuple(_texts(group, "facts"))


def _places(group: object) -> tuple[Place, ...]:
    if not isinstance(group, list) or not group or not all(isinstance(place, dict) for place in group):
        raise ValueError('evidence must be a list of groups, each a list of {"document", "quote"}')
    return tuple(Place(_text(place, "document"), _text(place, "quote")) for place in group)


def _reply_from(row: dict[str, Any]) -> Reply:
    if not isinstance(row.get("refused", False), bool):
        raise ValueError("refused must be true or false")
    error = _text(row, "error", default="")
    answer = Answer(
        question=_text(row, "question", default=""),
        text="" if error else _string(row, "answer"),
        kind="refusal" if not error and row.get("refused", False) else "answer",
        statements=tuple(_statement(item) for item in _list(row, "statements")),
        citations=tuple(
            _citation(item, number) for number, item in enumerate(_list(row, "citations"), start=1)
        ),
        confidence=_number(row, "confidence"),
        model=_text(row, "model", default=""),
    )
    return Reply(_text(row, "id"), answer, seconds=_number(row, "seconds"), error=error)


def _statement(item: object) -> Statement:
    if not isinstance(item, dict) or not all(isinstance(n, int) for n in _list(item, "citations")):
        raise ValueError('statements must be objects with "text" and a list of citation numbers')
    return Statement(_string(item, "text"), _support(item), tuple(_list(item, "citations")))


def _support(item: dict[str, Any]) -> Support:
    """How far the other system says that its sentence is supported; not, where it does not say so in a word of ours."""
    said = _text(item, "support", default="not")
    return next((support for support in get_args(Support) if support == said), "not")


def _citation(item: object, number: int) -> Citation:
    """One citation; `number` is its place in the list, for systems that do not number them."""
    if not isinstance(item, dict):
        raise ValueError('citations must be objects with "document" and "quote"')
    return Citation(
        number=int(_number(item, "number", default=number)),
        document=_text(item, "document"),
        hash=_text(item, "hash", default=""),
        start=int(_number(item, "start", default=-1)),
        end=int(_number(item, "end", default=-1)),
        quote=_string(item, "quote"),
        title=_text(item, "title", default=""),
        issuer=_text(item, "issuer", default=""),
        date=_text(item, "date", default=""),
    )


def _string(row: dict[str, Any], key: str) -> str:
    if not isinstance(value := row.get(key), str):
        raise ValueError(f"{key} must be a text, not {value!r}")
    return value


def _text(row: dict[str, Any], key: str, *, default: str | None = None) -> str:
    """`row[key]` as a text that says something, or `default` where it is absent, null or empty."""
    if default is not None and not row.get(key):
        return default
    if not (value := _string(row, key)).strip():
        raise ValueError(f"{key} is empty")
    return value


def _texts(values: object, key: str) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        raise ValueError(f"{key} must hold lists of texts, none empty")
    return values


def _list(row: dict[str, Any], key: str) -> list[Any]:
    if not isinstance(value := row.get(key) or [], list):
        raise ValueError(f"{key} must be a list, not {value!r}")
    return value


def _number(row: dict[str, Any], key: str, *, default: float = 0.0) -> float:
    value = row.get(key)
    if value is None:
        return default
    # JSON as Python reads it holds Infinity, NaN and whole numbers that no float holds.
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= sys.float_info.max:
        raise ValueError(f"{key} must be a number, not {value!r}")
    return value


def _day(row: dict[str, Any], key: str) -> str:
    value = _text(row, key, default="")
    try:
        return value and date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise ValueError(f"{key} must be a date YYYY-MM-DD, not {value!r}") from error
