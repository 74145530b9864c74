"""The commands as other programs call them: what each prints as JSON, batch forms, errors, pipes and signals."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import assistant.__main__
import evals.__main__
import index.__main__

ROOT = Path(__file__).resolve().parents[1]
MAINS = {"index": index.__main__.main, "assistant": assistant.__main__.main, "evals": evals.__main__.main}
# Long enough for a machine that does ten other things.
SECONDS = 300

DOCUMENTS = {
    "arlo-warning.md": """---
title: Warning on Arlo routers
issuer: Office for Networks
country: Norland
instrument: warning
date: 2021-03-04
---

The Office for Networks warned on 4 March 2021 that Arlo routers send passwords to a stranger.[^s1] \
Operators in Norland must remove Arlo routers by 1 June 2024.[^s1] The Norland office tested 37 routers.[^s2]

[^s1]: Harbour Post, "Report on the routers", 2021-03-05 (news). <https://example.org/routers>
[^s2]: Office for Networks, "Test report", 2021-02 (official).
""",
    "süd/bells-ban.md": """---
title: Ban of Bell cameras
issuer: Ministry of Squares
country: Südland
instrument: ban
date: 2023-09-10
---

The Ministry of Squares of Südland banned Bell cameras on public squares on 10 September 2023. \
Café owners in Südland shall pay 500 crowns for each camera that stays.
""",
    "bridges.md": """---
title: Guidance on bridges
issuer: Bridge Authority
country: Westmark
instrument: guidance
date: 2019-01-20
---

The Bridge Authority of Westmark advised on 20 January 2019 to inspect every bridge twice a year.
""",
}
GOLD = (
    {
        "id": "deadline",
        "kind": "date",
        "question": "By when must operators in Norland remove Arlo routers?",
        "answerable": True,
        "facts": [["1 June 2024"]],
        "evidence": [[{"document": "arlo-warning", "quote": "remove Arlo routers by 1 June 2024"}]],
    },
    {
        "id": "tested",
        "kind": "follow-up",
        "follows": "deadline",
        "question": "and how many routers were tested?",
        "answerable": True,
        "facts": [["37"]],
        "evidence": [[{"document": "arlo-warning", "quote": "tested 37 routers"}]],
    },
    {
        "id": "too-early",
        "kind": "as-of",
        "as_of": "2022-12-31",
        "question": "Who banned Bell cameras on public squares in Südland?",
        "answerable": False,
        "facts": [],
        "evidence": [],
    },
)


@dataclass(frozen=True, slots=True)
class Called:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def row(self) -> dict[str, Any]:
        """The one JSON object that was printed."""
        [row] = self.rows
        return row

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.split("\n")[:-1]]


@dataclass(frozen=True, slots=True)
class Place:
    """A corpus, a store, and room for files beside them."""

    folder: Path

    @property
    def options(self) -> list[str]:
        return ["--corpus", str(self.folder / "corpus"), "--store", str(self.folder / "store")]

    def write(self, name: str, *rows: object) -> str:
        """The path of a new file of JSON lines; texts stand as they are."""
        lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
        (self.folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return str(self.folder / name)


def start(*words: str, cwd: Path = ROOT, **streams: Any) -> subprocess.Popen[str]:
    """`python -m WORDS`, as another program starts it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    piped = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(
        [sys.executable, "-m", *words], cwd=cwd, env=environment, encoding="utf-8", **piped | streams
    )


def call(*words: str, cwd: Path = ROOT) -> Called:
    with start(*words, cwd=cwd) as process:
        out, err = process.communicate(timeout=SECONDS)
        return Called(process.returncode, out, err)


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Called]:
    place = Place(tmp_path_factory.mktemp("commands"))
    for name, text in DOCUMENTS.items():
        path = place.folder / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (place.folder / "corpus" / "broken.pdf").write_bytes(b"no pdf")
    (place.folder / "corpus" / "empty.md").write_bytes(b"")
    return place, call("index", "sync", *place.options, "--json")


@pytest.fixture(scope="module")
def place(synced: tuple[Place, Called]) -> Place:
    return synced[0]


@pytest.fixture
def here(place: Place, capsys: pytest.CaptureFixture[str]) -> Callable[..., Called]:
    """Calls a command in this process, where the libraries are loaded already."""

    def run(package: str, *words: str) -> Called:
        code = MAINS[package]([*words, *place.options])
        return Called(code, *capsys.readouterr())

    return run


# ---------------------------------------------------------------- what is printed


def test_sync_prints_its_report_and_no_progress_into_a_pipe(synced: tuple[Place, Called]) -> None:
    called = synced[1]
    assert (called.code, called.err) == (0, "")
    report = called.row
    assert set(report) == {
        "version", "added", "changed", "removed", "unchanged", "failed", "chunks", "seconds",
    }  # fmt: skip
    assert report["added"] == sorted(DOCUMENTS)
    assert [(set(f), f["path"]) for f in report["failed"]] == [
        ({"path", "reason"}, "broken.pdf"),
        ({"path", "reason"}, "empty.md"),
    ]


def test_search_prints_hits_that_are_the_documents_own_words(here: Callable[..., Called]) -> None:
    found = here("index", "search", "remove routers", "-k", "2", "--json").row
    assert set(found) == {"id", "query", "hits", "seconds"}
    assert len(found["hits"]) == 2
    assert set(found["hits"][0]) == {"document", "start", "end", "text", "score", "title", "date", "kind"}
    best = found["hits"][0]
    assert (best["document"], best["title"], best["date"]) == (
        "arlo-warning", "Warning on Arlo routers", "2021-03-04",
    )  # fmt: skip
    text = here("index", "show", best["document"], "--json").row["text"]
    assert text[best["start"] : best["end"]] == best["text"]


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        (["--country", "südland"], {"süd/bells-ban"}),
        (["--issuer", "bridge"], {"bridges"}),
        (["--kind", "warning"], {"arlo-warning"}),
        (["--after", "2021"], {"arlo-warning", "süd/bells-ban"}),
        (["--before", "2021-03-04"], {"arlo-warning", "bridges"}),
        (["--after", "2021-03-05", "--before", "2023-08"], set()),
    ],
)
def test_filters_restrict_search_and_ask_alike(
    here: Callable[..., Called], filters: Sequence[str], documents: set[str]
) -> None:
    found = here("index", "search", "routers cameras bridge", "-k", "50", "--json", *filters).row
    assert {hit["document"] for hit in found["hits"]} == documents
    asked = here(
        "assistant", "ask", "By when must operators in Norland remove Arlo routers?", "--json", *filters
    )
    cited = {citation["document"] for citation in asked.row["citations"]}
    assert cited == {"arlo-warning"} & documents


def test_status_prints_what_is_indexed_and_what_is_not(here: Callable[..., Called]) -> None:
    status = here("index", "status", "--json").row
    assert {"version", "synced", "embedder", "documents", "chunks", "failed", "stale"} <= set(status)
    assert [document["document"] for document in status["documents"]] == [
        "arlo-warning", "bridges", "süd/bells-ban",
    ]  # fmt: skip


def test_ask_prints_an_answer_whose_quotes_stand_in_their_documents(here: Callable[..., Called]) -> None:
    answer = here("assistant", "ask", str(GOLD[0]["question"]), "--json").row
    assert set(answer) >= {
        "id", "question", "answer", "refused", "statements", "citations", "searched", "model", "seconds",
    }  # fmt: skip
    assert "1 June 2024" in answer["answer"]
    assert answer["refused"] is False
    for statement in answer["statements"]:
        assert set(statement) >= {"text", "support", "citations"}
        assert statement["support"] == "supported"
        assert set(statement["citations"]) <= {citation["number"] for citation in answer["citations"]}
    citation = answer["citations"][0]
    assert set(citation) >= {
        "number", "document", "hash", "start", "end", "quote", "title", "issuer", "date", "sources",
    }  # fmt: skip
    assert citation["sources"] == [
        {
            "publisher": "Harbour Post",
            "title": "Report on the routers",
            "date": "2021-03-05",
            "kind": "news",
            "url": "https://example.org/routers",
        }
    ]
    shown = here("index", "show", citation["document"], "--json").row
    assert shown["text"][citation["start"] : citation["end"]] == citation["quote"]
    assert shown["hash"] == citation["hash"]


def test_a_refusal_cites_nothing_and_says_what_was_searched(here: Callable[..., Called]) -> None:
    answer = here("assistant", "ask", "What is the boiling point of mercury?", "--json").row
    assert answer["refused"] is True
    assert answer["statements"] == answer["citations"] == []
    assert answer["searched"]["documents"] == len(DOCUMENTS)
    assert answer["searched"]["issuers"] == ["Bridge Authority", "Ministry of Squares", "Office for Networks"]
    assert answer["searched"]["issuers_in_all"] == 3


def test_gold_rows_are_questions_with_conversations_and_days(
    here: Callable[..., Called], place: Place
) -> None:
    answers = here("assistant", "ask", "--questions", place.write("gold.jsonl", *GOLD)).rows
    assert [answer["id"] for answer in answers] == [row["id"] for row in GOLD]
    assert "37" in answers[1]["answer"]
    assert answers[2]["refused"] is True
    now = here("assistant", "ask", "--as-of", "2023-12-31", str(GOLD[2]["question"]), "--json").row
    assert "Ministry of Squares" in now["answer"]


def test_an_empty_follows_follows_nothing(here: Callable[..., Called], place: Place) -> None:
    rows = [dict(row, follows=row.get("follows", "")) for row in GOLD]
    answers = here("assistant", "ask", "--questions", place.write("empty-follows.jsonl", *rows)).rows
    assert [answer["id"] for answer in answers] == [row["id"] for row in GOLD]
    assert "37" in answers[1]["answer"]


def test_a_row_without_an_id_is_known_by_its_line(here: Callable[..., Called], place: Place) -> None:
    rows = (
        {"id": None, "query": "routers", "question": "Who tested routers?", "claim": "x", "evidence": []},
        {"query": "cameras", "question": "Who banned cameras?", "claim": "x", "evidence": []},
        {"id": 0, "query": "bridges", "question": "Who inspects bridges?", "claim": "x", "evidence": []},
    )
    file = place.write("nameless.jsonl", *rows)
    for words in (
        ("index", "search", "--queries"),
        ("assistant", "ask", "--questions"),
        ("assistant", "verify", "--claims"),
    ):
        assert [row["id"] for row in here(*words, file).rows] == ["1", "2", "0"]


@pytest.mark.parametrize(
    "rows", [({"id": 2, "query": "x"}, {"query": "y"}), ({"query": "x"}, {"id": "1", "query": "y"})]
)
def test_a_line_number_that_is_another_lines_id_is_said_so(
    rows: Sequence[dict[str, object]], place: Place
) -> None:
    file = place.write("repeated.jsonl", *rows)
    called = call("index", "search", "--queries", file, *place.options)
    assert called.code == 2
    answered, refused = called.rows
    assert "error" not in answered
    assert refused["error"].startswith(f"{file}, line 2: the id '")
    assert refused["error"].endswith("is also the number of a line that has no id; give that line one")
    assert called.err == f"error: {refused['error']}\n"


def test_a_bad_line_is_an_error_in_its_place_and_the_others_are_answered(
    here: Callable[..., Called], place: Place
) -> None:
    deadline, tested, _ = GOLD
    file = place.write(
        "bad-lines.jsonl",
        deadline,
        "no JSON",
        {"id": "none"},
        {"id": "after-none", "question": "and who?", "follows": "none"},
        {"id": "stranger", "question": "and who?", "follows": "x"},
        {"id": "long", "question": "routers? " * 500},
        {"id": "day", "question": "Who tested routers?", "as_of": "soon"},
        tested,
    )
    called = here("assistant", "ask", "--questions", file)
    assert called.code == 2
    rows = called.rows
    assert [row["id"] for row in rows] == [
        "deadline", "2", "none", "after-none", "stranger", "long", "day", "tested",
    ]  # fmt: skip
    assert "1 June 2024" in rows[0]["answer"]
    assert "37" in rows[-1]["answer"]
    bad = rows[1:-1]
    assert all(set(row) == {"id", "error"} for row in bad)
    for number, (row, said) in enumerate(
        zip(
            bad,
            (
                "not a JSON object",
                'not a JSON object with "id" and "question"',
                "follows 'none', which is itself in error",
                "follows 'x', which no line before it has as its id",
                "the question has 4500 characters; ask it in at most 4000",
                "as_of 'soon' is no date; write it as 2024-03-31",
            ),
            strict=True,
        ),
        start=2,
    ):
        assert row["error"] == f"{file}, line {number}: {said}"
    assert called.err == "".join(f"error: {row['error']}\n" for row in bad)


def test_a_bad_claim_is_an_error_in_its_place(here: Callable[..., Called], place: Place) -> None:
    said = {"claim": "The port is shut.", "evidence": ["The port is shut."]}
    file = place.write(
        "bad-claims.jsonl", {"id": "a", **said}, {"id": "b", "claim": "x"}, "[]", {"id": "c", **said}
    )
    called = here("assistant", "verify", "--claims", file)
    assert called.code == 2
    assert [row["id"] for row in called.rows] == ["a", "b", "3", "c"]
    assert ["error" in row for row in called.rows] == [False, True, True, False]


def test_an_answer_in_error_is_scored_as_one_that_failed(
    here: Callable[..., Called], place: Place, tmp_path: Path
) -> None:
    gold = place.write("scored-gold.jsonl", *GOLD)
    asked = [{**GOLD[0], "as_of": "soon"}, *GOLD[1:]]
    answers = tmp_path / "answers.jsonl"
    answers.write_text(here("assistant", "ask", "--questions", place.write("asked.jsonl", *asked)).out)
    scored = tmp_path / "scored.json"
    words = ["score", "--gold", gold, "--answers", str(answers), "--json", str(scored), *place.options[:2]]
    assert MAINS["evals"](words) == 0
    rows = {row["id"]: row for row in json.loads(scored.read_text(encoding="utf-8"))["rows"]}
    assert "as_of 'soon' is no date" in rows["deadline"]["error"]
    assert "is itself in error" in rows["tested"]["error"]
    assert not rows["too-early"]["error"]


def test_gold_rows_are_queries_too(here: Callable[..., Called], place: Place) -> None:
    found = here("index", "search", "--queries", place.write("gold.jsonl", *GOLD), "-k", "1").rows
    assert [(row["id"], row["query"]) for row in found] == [(row["id"], row["question"]) for row in GOLD]


def test_verify_prints_a_verdict_for_each_claim(here: Callable[..., Called], place: Place) -> None:
    evidence = ["Operators must remove Arlo routers by 1 June 2024."]
    claims = place.write(
        "claims.jsonl",
        {"id": "same", "claim": "Operators must remove Arlo routers by 1 June 2024.", "evidence": evidence},
        {"id": "year", "claim": "Operators must remove Arlo routers by 1 June 2025.", "evidence": evidence},
        {"claim": "Cats sleep.", "evidence": []},
    )
    verdicts = here("assistant", "verify", "--claims", claims).rows
    assert [set(verdict) for verdict in verdicts] == [{"id", "support", "score", "reason"}] * 3
    assert [verdict["id"] for verdict in verdicts] == ["same", "year", "3"]
    assert verdicts[0]["support"] == "supported"
    assert "supported" not in {verdict["support"] for verdict in verdicts[1:]}
    assert all(0 <= verdict["score"] <= 1 for verdict in verdicts)
    assert all(verdict["reason"] for verdict in verdicts[1:])


def test_verify_checks_a_draft_sentence_by_sentence(here: Callable[..., Called], place: Place) -> None:
    draft = place.write("draft.txt", "The office tested 37 routers. The office tested 99 routers.")
    right, wrong = here("assistant", "verify", draft, "--json").rows
    assert (right["text"], right["support"]) == ("The office tested 37 routers.", "supported")
    assert wrong["support"] != "supported"


def test_verify_checks_an_exported_answer_against_the_documents(
    here: Callable[..., Called], place: Place, tmp_path: Path
) -> None:
    answer = here("assistant", "ask", str(GOLD[0]["question"]), "--json").row
    [cited] = answer["citations"]
    changed = {**cited, "number": 2, "quote": cited["quote"].replace("June", "July")}
    answer["citations"] = [cited, changed, {"document": "gone", "quote": "Nobody says this."}]
    receipt = place.write("receipt.json", answer)
    found, altered, gone = here("assistant", "verify", receipt, "--json").rows
    place_found = {"start": cited["start"], "end": cited["end"]}
    assert found == {"number": 1, "status": "found", "now": "", "places": 0, "renamed": "", **place_found} | {
        name: cited[name] for name in ("document", "quote")
    }
    assert (altered["number"], altered["status"], altered["now"]) == (2, "changed", cited["quote"])
    assert gone["status"] == "gone"
    assert here("assistant", "verify", receipt).out.splitlines() == [
        f"FOUND: {cited['document']} [{cited['start']}:{cited['end']}] {cited['quote']}",
        f"CHANGED: {cited['document']} {changed['quote']}",
        f"    now: {cited['quote']}",
        "GONE: gone Nobody says this.",
    ]


def test_verify_finds_a_quote_under_the_name_that_its_file_has_today(
    here: Callable[..., Called], place: Place
) -> None:
    answer = here("assistant", "ask", str(GOLD[0]["question"]), "--json").row
    [cited] = answer["citations"]
    renamed = {**cited, "document": "a-former-name"}
    unknown = {name: value for name, value in renamed.items() if name != "hash"}
    receipt = place.write("renamed.json", {"citations": [renamed, unknown, renamed | {"hash": ["no hash"]}]})
    found, *gone = here("assistant", "verify", receipt, "--json").rows
    assert (found["status"], found["document"], found["renamed"]) == (
        "found",
        "a-former-name",
        "arlo-warning",
    )
    assert (found["start"], found["end"]) == (cited["start"], cited["end"])
    assert [line["status"] for line in gone] == ["gone", "gone"]
    assert here("assistant", "verify", receipt).out.splitlines()[0] == (
        f"FOUND: a-former-name (now arlo-warning) [{cited['start']}:{cited['end']}] {cited['quote']}"
    )


def test_evals_run_and_score_agree_on_the_same_answers(
    here: Callable[..., Called], place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = place.write("gold.jsonl", *GOLD)
    run, answers, scored, page = (
        tmp_path / name for name in ("run.json", "answers.jsonl", "scored.json", "report.html")
    )
    assert here("evals", "run", "--gold", gold, "--json", str(run)).code == 0
    answers.write_text(here("assistant", "ask", "--questions", gold).out, encoding="utf-8")
    words = ["score", "--gold", gold, "--answers", str(answers), "--json", str(scored), *place.options[:2]]
    assert MAINS["evals"](words) == 0
    first, second = (json.loads(path.read_text(encoding="utf-8")) for path in (run, scored))
    contract = {
        "facts_found", "all_facts", "passage_recall", "document_precision",
        "refusal_recall", "false_refusal", "citations_on_refusal", "forbidden",
    }  # fmt: skip
    assert contract <= set(first["figures"])
    assert {name: first["figures"][name] for name in contract} == {
        name: second["figures"][name] for name in contract
    }
    assert first["figures"]["facts_found"] == 1.0
    assert set(first["by_kind"]) == {row["kind"] for row in GOLD}
    assert [row["id"] for row in first["rows"]] == [row["id"] for row in GOLD]
    assert {"id", "kind", "answerable", "refused", "facts_found"} <= set(first["rows"][0])
    capsys.readouterr()
    assert MAINS["evals"](["compare", str(run), str(scored)]) == 0
    assert "facts" in capsys.readouterr().out.lower()
    assert MAINS["evals"](["report", str(run), "-o", str(page)]) == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


# ---------------------------------------------------------------- from another program


def test_a_line_is_answered_before_the_next_one_is_sent_from_any_folder(place: Place, tmp_path: Path) -> None:
    queue = tmp_path / "questions"
    os.mkfifo(queue)
    with start("assistant", "ask", "--questions", str(queue), *place.options, cwd=tmp_path) as process:
        assert process.stdout is not None
        with queue.open("w", encoding="utf-8") as lines:
            for number, question in enumerate(("Wer verbot Bell-Kameras in Südland?", "日本は?", "routers?")):
                print(json.dumps({"id": f"q{number}", "question": question}), file=lines, flush=True)
                ready, _, _ = select.select([process.stdout], [], [], SECONDS)
                assert ready, "no answer came while the next question was held back"
                answer = json.loads(process.stdout.readline())
                assert (answer["id"], answer["question"]) == (f"q{number}", question)
        assert process.wait(SECONDS) == 0


def test_a_claim_is_judged_before_the_next_one_is_sent(place: Place, tmp_path: Path) -> None:
    queue = tmp_path / "claims"
    os.mkfifo(queue)
    with start("assistant", "verify", "--claims", str(queue), *place.options) as process:
        assert process.stdout is not None
        with queue.open("w", encoding="utf-8") as lines:
            for id in ("first", "second"):
                claim = {"id": id, "claim": "The port is shut.", "evidence": ["The port is shut."]}
                print(json.dumps(claim), file=lines, flush=True)
                ready, _, _ = select.select([process.stdout], [], [], SECONDS)
                assert ready, "no verdict came while the next claim was held back"
                assert json.loads(process.stdout.readline())["id"] == id
        assert process.wait(SECONDS) == 0


def test_a_reader_that_has_enough_ends_the_command_quietly(place: Place) -> None:
    queries = place.write("queries.jsonl", *({"id": n, "query": "routers"} for n in range(400)))
    with start("index", "search", "--queries", queries, *place.options) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["id"] == "0"
        process.stdout.close()
        assert process.wait(SECONDS) == 0
        assert process.stderr.read() == ""


def test_an_interrupted_command_says_so_in_one_line(place: Place) -> None:
    # A shell that runs pytest in the background has its children ignore interrupts.
    unmasked = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.default_int_handler)}
    with start("index", "watch", *place.options, "--json", **unmasked) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["unchanged"] == len(DOCUMENTS)
        process.send_signal(signal.SIGINT)
        assert process.wait(SECONDS) == 130
        assert process.stderr.read() == "interrupted; what was there is as it was\n"


@pytest.mark.parametrize("package", ["assistant", "evals"])
def test_a_command_interrupted_while_it_loads_says_so_in_one_line(package: str, tmp_path: Path) -> None:
    # numpy, as it is loaded, stands for everything that is.
    (tmp_path / "numpy.py").write_text("raise KeyboardInterrupt\n")
    script = f"import sys, {package}.__main__ as door\nsys.exit(door.main(['--help']))"
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (130, "interrupted; what was there is as it was\n")


def test_help_loads_no_heavy_library() -> None:
    heavy = {"torch", "transformers", "sentence_transformers", "chromadb", "streamlit", "llama_index"}
    for package in MAINS:
        script = (
            f"import sys, {package}.__main__ as door\n"
            "try: door.main(['--help'])\n"
            "except SystemExit: print('LOADED', *sys.modules)"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
        )
        loaded = set(done.stdout.split("LOADED")[1].split())
        assert loaded & heavy == set(), package


# ---------------------------------------------------------------- bad input

BAD: dict[str, tuple[list[str], str]] = {
    "no command": (["index"], "sync|search"),
    "unknown command": (["index", "sink"], "invalid choice: 'sink'"),
    "unknown command of evals": (["evals", "ran"], "invalid choice: 'ran'"),
    "no corpus": (["index", "sync", "--corpus", "{tmp}/none", "--store", "{tmp}/s"], "make it or pass --corpus"),
    "a file for a corpus": (["index", "sync", "--corpus", "{tmp}/file", "--store", "{tmp}/s"], "not a folder"),
    "an unwritable store": (["index", "sync", "--corpus", "{corpus}", "--store", "/dev/null/s"], "pass --store DIR"),
    "a file for a store": (["index", "sync", "--corpus", "{corpus}", "--store", "{tmp}/file"], "pass --store DIR"),
    "an emptied corpus": (["index", "sync", "--corpus", "{tmp}/empty", "--store", "{store}"], "--allow-empty"),
    "a vanished corpus": (["index", "sync", "--corpus", "{tmp}/gone", "--store", "{store}"], "does not exist"),
    "a corrupt store, synced": (["index", "sync", "--corpus", "{corpus}", "--store", "{tmp}/junk"], "--rebuild"),
    "a corrupt store, searched": (["index", "search", "x", "--store", "{tmp}/junk"], "--rebuild"),
    "a corrupt store, asked": (["assistant", "ask", "x y", "--store", "{tmp}/junk"], "--rebuild"),
    "no store, searched": (["index", "search", "x", "--store", "{tmp}/none"], "python -m index sync"),
    "no store, asked": (["assistant", "ask", "x y", "--store", "{tmp}/none"], "python -m index sync"),
    "an empty query": (["index", "search", " "], "no query"),
    "no passages wanted": (["index", "search", "x", "-k", "0"], "number above zero"),
    "a day that is not": (["index", "search", "x", "--after", "2024-02-30"], "write it as 2024-03-31"),
    "a word for a day": (["assistant", "ask", "x", "--as-of", "soon"], "write it as 2024-03-31"),
    "an empty question": (["assistant", "ask", ""], "no question was asked"),
    "fifty thousand characters": (["assistant", "ask", "routers? " * 5_556, "--store", "{store}"], "has 50004 characters; ask"),
    "two kinds of question": (["assistant", "ask", "x", "--questions", "{tmp}/file"], "pass one of them"),
    "an unknown provider": (["assistant", "ask", "x", "--model", "acme:x"], "ollama:MODEL"),
    "no key": (["assistant", "ask", "x", "--model", "openai:gpt-5"], "OPENAI_API_KEY is not set"),
    "no model file": (["assistant", "ask", "x", "--model", "local:{tmp}/none.gguf"], ".gguf"),
    "no questions file": (["assistant", "ask", "--questions", "{tmp}/none.jsonl"], "No such file"),
    "nothing to verify": (["assistant", "verify"], "pass a file"),
    "a draft beside claims": (["assistant", "verify", "{tmp}/file", "--claims", "{tmp}/empty.jsonl"], "pass one of them"),
    "no draft": (["assistant", "verify", "{tmp}/none.txt"], "No such file"),
    "no receipt": (["assistant", "verify", "{tmp}/half.json", "--store", "{store}"], "pass an exported receipt"),
    "a bottomless receipt": (["assistant", "verify", "{tmp}/deep.json", "--store", "{store}"], "pass an exported receipt"),
    "a receipt without a citation": (["assistant", "verify", "{tmp}/empty.json", "--store", "{store}"], "holds no citation"),
    "no claims file": (["assistant", "verify", "--claims", "{tmp}/none.jsonl"], "No such file"),
    "no queries file": (["index", "search", "--queries", "{tmp}/none.jsonl", "--store", "{store}"], "No such file"),
    "no gold": (["evals", "run", "--gold", "{tmp}/none.jsonl"], "none.jsonl"),
    "no run": (["evals", "compare", "{tmp}/a.json", "{tmp}/b.json"], "a.json"),
    "bottomless gold": (["evals", "run", "--gold", "{tmp}/deep.json"], "deep.json:1: is not JSON"),
    "bottomless answers": (
        ["evals", "score", "--gold", "{tmp}/gold.jsonl", "--answers", "{tmp}/deep.json"], "deep.json:1: is not JSON",
    ),
    "a bottomless run": (["evals", "report", "{tmp}/deep.json"], "is not an evaluation of this version"),
    "a bottomless baseline": (["evals", "gate", "--baseline", "{tmp}/deep.json"], "deep.json"),
    "bottomless feedback": (["evals", "collect", "--store", "{tmp}/voted"], "feedback.jsonl:1: is not JSON"),
}  # fmt: skip


@pytest.fixture(scope="module")
def bad(place: Place, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Folders and files to fail on."""
    folder = tmp_path_factory.mktemp("bad")
    (folder / "empty").mkdir()
    (folder / "junk").mkdir()
    (folder / "junk" / "catalog.sqlite").write_bytes(b"junk" * 1000)
    (folder / "file").write_text("a file", encoding="utf-8")
    beside = Place(folder)
    beside.write("empty.jsonl", {"id": "a", "question": " ", "claim": "x"})
    beside.write("half.json", '{"citations": [')
    beside.write("deep.json", "[" * 100_000)
    beside.write("empty.json", {"citations": []})
    beside.write("gold.jsonl", *GOLD)
    (folder / "voted").mkdir()
    beside.write("voted/feedback.jsonl", "[" * 100_000)
    return {"tmp": str(folder), "corpus": place.options[1], "store": place.options[3]}


@pytest.mark.parametrize("case", BAD)
def test_what_can_be_mended_is_one_line_and_exit_2(case: str, bad: dict[str, str]) -> None:
    words, said = BAD[case]
    called = call(*(word.format(**bad) for word in words))
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith("error: ")
    assert called.err.count("\n") == 1
    assert said in called.err


def test_after_all_that_nothing_is_lost(here: Callable[..., Called]) -> None:
    status = here("index", "status", "--json").row
    assert (len(status["documents"]), status["stale"]) == (len(DOCUMENTS), [])


def test_a_damaged_store_is_built_anew_when_asked_with_progress_on_a_terminal(
    place: Place, tmp_path: Path
) -> None:
    (tmp_path / "catalog.sqlite").write_bytes(b"junk" * 1000)
    screen, terminal = pty.openpty()
    words = ["sync", *place.options[:2], "--store", str(tmp_path), "--rebuild", "--json"]
    with start("index", *words, stderr=terminal) as process:
        os.close(terminal)
        shown = read_screen(screen)
        assert process.stdout is not None
        [report] = process.stdout.read().splitlines()
    assert json.loads(report)["added"] == sorted(DOCUMENTS)
    assert "embedding" in shown


def read_screen(screen: int) -> str:
    """Everything shown until the last program at the terminal has ended."""
    shown = b""
    with open(screen, "rb", buffering=0) as file, suppress(OSError):  # Linux ends a terminal by an error
        while part := file.read(4096):
            shown += part
    return shown.decode()


def test_a_model_that_is_not_there_leaves_the_documents_own_words(here: Callable[..., Called]) -> None:
    question = str(GOLD[0]["question"])
    answer = here("assistant", "ask", question, "--model", "http://127.0.0.1:9/v1#any", "--json").row
    assert "1 June 2024" in answer["answer"]
    assert any("127.0.0.1:9" in note for note in answer["notes"])
