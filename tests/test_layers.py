"""Imports run one way, and each heavy library is known to one place."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = [
    *sorted(
        path
        for folder in ("index", "assistant", "evals", "pages")
        for path in (ROOT / folder).rglob("*.py")
        if "__pycache__" not in path.parts
    ),
    ROOT / "app.py",
]

# What each part may import of this project.
MAY_IMPORT = {
    "index": {"index"},
    "assistant": {"index", "assistant"},
    "evals": {"index", "assistant", "evals"},
    "pages": {"index", "assistant", "evals", "pages"},
    "app.py": {"index", "assistant", "evals", "pages"},
}
# What each folder of the index may import of the index.
MAY_IMPORT_OF_INDEX = {
    "language": {"language"},
    "readers": {"language", "types", "metadata", "first_lines", "packing", "readers"},
    "storage": {"types", "settings", "packing", "embed", "tokens", "storage"},
}
# What each folder of the assistant may import of the assistant: a step's parts lie below the step.
MAY_IMPORT_OF_ASSISTANT = {
    "language": {"language"},
    "asking": {"language", "types", "asking"},
    "collection": {"language", "asking", "standing", "collection"},
    "weighing": {"language", "asking", "question", "pair_encoder", "weighing"},
    "checking": {"language", "types", "checking"},
    "writing": {"language", "asking", "types", "checking", "writing"},
}
ONLY_IN = {
    "chromadb": {"index/storage/vectors.py"},
    "streamlit": {"app.py", "pages/"},
    "sentence_transformers": {"index/embed.py", "index/rerank.py", "evals/"},
    "llama_index.llms": {"assistant/models.py"},
    "httpx": {"assistant/models.py"},
    "openai": {"assistant/models.py"},
    "anthropic": {"assistant/models.py"},
    "ollama": {"assistant/models.py"},
    "xllamacpp": {"assistant/models.py"},
}


def place_of(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


@cache
def imports_of(module: Path) -> tuple[str, ...]:
    """Every module imported anywhere in the file, at the top or inside a function."""
    names: list[str] = []
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place_of(module)} imports relatively"
            names.append(node.module or "")
    return tuple(names)


def test_the_walk_finds_the_modules() -> None:
    assert {"index/sync.py", "assistant/assistant.py", "evals/run.py"} <= {place_of(m) for m in MODULES}


@pytest.mark.parametrize("module", MODULES, ids=place_of)
def test_a_module_imports_only_what_lies_below_it(module: Path) -> None:
    part = place_of(module).split("/")[0]
    own = {name.split(".")[0] for name in imports_of(module)} & {"index", "assistant", "evals", "pages"}
    assert own <= MAY_IMPORT[part]


@pytest.mark.parametrize(
    ("part", "folder", "below"),
    [
        (part, folder, below)
        for part, folders in (("index", MAY_IMPORT_OF_INDEX), ("assistant", MAY_IMPORT_OF_ASSISTANT))
        for folder, below in folders.items()
    ],
)
def test_a_folder_imports_only_what_lies_below_it(part: str, folder: str, below: set[str]) -> None:
    within = [m for m in MODULES if place_of(m).startswith(f"{part}/{folder}/")]
    parts = {name.split(".")[1] for m in within for name in imports_of(m) if name.startswith(f"{part}.")}
    assert len(within) > 1
    assert parts <= below


def test_every_folder_has_its_place() -> None:
    assert {path.parent.name for path in (ROOT / "index").glob("*/*.py")} == set(MAY_IMPORT_OF_INDEX)
    assert {path.parent.name for path in (ROOT / "assistant").glob("*/*.py")} == set(MAY_IMPORT_OF_ASSISTANT)


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_known_to_one_place(library: str) -> None:
    users = {
        place_of(module)
        for module in MODULES
        for name in imports_of(module)
        if name == library or name.startswith(f"{library}.")
    }
    assert all(user.startswith(tuple(ONLY_IN[library])) for user in users), users


def test_no_module_of_the_project_imports_the_tests() -> None:
    assert not [place_of(m) for m in MODULES for name in imports_of(m) if name.split(".")[0] == "tests"]
