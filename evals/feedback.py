"""From use to gold: what people say about answers is kept in the store, and becomes questions to complete.

`feedback.jsonl` in the store, one vote a line:
{"time", "question", "answer": {"text", "refused", "standalone", "citations": [{"number", "document", "quote"}]},
 "vote": 1, -1, or 0 where a thumb was taken back, "flags": [{"citation", "reason"}], "comment", "filters": {...}}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from assistant.types import Answer
from index.types import AdvisoryError

FILE = "feedback.jsonl"
# What every vote has.
KEYS = {"question", "answer", "vote", "flags", "comment", "filters"}


class BadFeedback(AdvisoryError):
    """The store's feedback cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Citation `citation` of an answer does not carry what it is cited for, and why."""

    citation: int
    reason: str = ""


def record_feedback(
    store: Path, answer: Answer, *, vote: int, time: datetime, flags: Sequence[Flag] = (), comment: str = ""
) -> None:
    """Append one vote (+1 or -1, or 0 for one that is taken back) on an answer to the store's feedback.

    It never leaves this machine. Raises BadFeedback where the store cannot be written.
    """
    if vote not in (1, -1, 0):
        raise ValueError(f"vote must be 1, -1 or 0, not {vote!r}")
    row = {
        "time": time.isoformat(timespec="seconds"),
        "question": answer.question,
        "answer": {
            "text": answer.text,
            "refused": answer.refused,
            "standalone": answer.standalone,
            "citations": [
                {"number": c.number, "document": c.document, "quote": c.quote} for c in answer.citations
            ],
        },
        "vote": vote,
        "flags": [asdict(flag) for flag in flags],
        "comment": comment,
        "filters": answer.filters.as_json(),
    }
    try:
        store.mkdir(parents=True, exist_ok=True)
        with FileLock(store / f"{FILE}.lock"), (store / FILE).open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    except OSError as error:
        raise BadFeedback(
            f"{store / FILE} cannot be written ({error.strerror or error}); make the store writable, with free space"
        ) from error


def read_feedback(store: Path) -> list[dict[str, Any]]:
    """Every vote kept in the store, oldest first; none where nobody voted."""
    path = store / FILE
    if not path.exists():
        return []
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadFeedback(f"{path}:{number}: is not JSON ({error}); mend or delete the line") from error
        if not isinstance(row, dict) or not row.keys() >= KEYS:
            raise BadFeedback(f"{path}:{number}: is no vote; mend or delete the line")
        rows.append(row)
    return rows


def votes_that_count(votes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last vote on each question, with the last comment on it; none where that was taken back."""
    latest: dict[tuple[str, str], dict[str, Any]] = {}
    for vote in votes:
        key = vote["question"], vote["filters"].get("as_of", "")
        before = latest.get(key, vote)
        latest[key] = vote | {"comment": vote["comment"] or before["comment"]}
    return [vote for vote in latest.values() if vote["vote"]]


def candidate_rows(votes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Gold rows to complete by hand, one for each question that a vote counts on.

    What a person must still say is null (`kind`; `answerable` after a thumb down) or empty (`facts`), and
    `read_cases` or `check` refuses the row until it is said. A thumb up vouches for the citations not flagged,
    or for the refusal. Keys beginning with `_` tell what was answered and are ignored by the evaluation.
    """
    return [_candidate(vote) for vote in votes_that_count(votes)]


def _candidate(vote: dict[str, Any]) -> dict[str, Any]:
    answer, liked = vote["answer"], vote["vote"] == 1
    question, as_of = answer.get("standalone") or vote["question"], vote["filters"].get("as_of", "")
    flagged = {flag["citation"] for flag in vote["flags"]}
    vouched = [c for c in answer["citations"] if liked and c["number"] not in flagged]
    return {
        "id": "feedback-" + hashlib.sha256(f"{question}\n{as_of}".encode()).hexdigest()[:10],
        "kind": None,
        "question": question,
        **({"as_of": as_of} if as_of else {}),
        "answerable": not answer["refused"] if liked else None,
        "facts": [],
        "evidence": [[{"document": c["document"].rpartition("/")[2], "quote": c["quote"]}] for c in vouched],
        "_answer": answer["text"],
        "_vote": vote["vote"],
        "_flags": vote["flags"],
        "_comment": vote["comment"],
    }
