"""The repository's door: what README, Makefile, pyproject.toml, constraints.txt and .env.example promise is so."""

from __future__ import annotations

import ast
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import fields
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import assistant.__main__
import evals.__main__
import index.__main__
from index.readers.limits import Limits

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z]+):.*## ", MAKEFILE, flags=re.MULTILINE)
COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "index": index.__main__.main,
    "assistant": assistant.__main__.main,
    "evals": evals.__main__.main,
}
# Named in pyproject.toml, imported by nothing of ours: each is run as a command or loaded by a library.
NEVER_IMPORTED = {"ruff", "mypy", "types-pyyaml", "pytest-xdist", "lxml-html-clean", "anthropic"}
# The variables that are somebody's setting, among all the capitals in the code.
SETTING = re.compile(r"(ADVISORY|CHROMA|OPENAI|ANTHROPIC|OLLAMA)_[A-Z_]*[A-Z]")


def test_the_make_commands_of_the_readme_are_those_of_the_makefile() -> None:
    assert set(re.findall(r"\bmake ([a-z]+)(?=`|\s*$|\s+[A-Z#])", README, flags=re.MULTILINE)) == set(TARGETS)


def test_every_target_of_the_makefile_says_what_it_does() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, flags=re.MULTILINE)
    assert phony
    assert phony[1].split() == TARGETS


def readme_commands() -> list[str]:
    """The `python -m` lines in README's blocks of commands, without what follows a pipe or a comment."""
    blocks = re.findall(r"^```sh\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [line.split(" #")[0].split(" > ")[0].strip() for line in lines if "python -m " in line]


@pytest.mark.parametrize("line", readme_commands())
def test_a_command_of_the_readme_exists_with_its_options(
    line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    package, command, *arguments = shlex.split(line.split("python -m ")[1])
    with pytest.raises(SystemExit) as stop:
        COMMANDS[package]([command, "--help"])
    assert stop.value.code == 0
    described = capsys.readouterr().out
    for option in (word for word in arguments if word.startswith("-")):
        assert re.search(rf"(?<![\w-]){option}\b", described), f"{line}: no option {option}"


def test_what_the_readme_links_to_is_there() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_dependency_is_imported_and_every_import_is_a_dependency() -> None:
    distributions = packages_distributions()
    ours = {path.name for path in ROOT.iterdir() if path.is_dir()}
    imported = {
        normal(distribution)
        for name in imports()
        if name.split(".")[0] not in ours | set(sys.stdlib_module_names)
        for distribution in distributions_of(name, distributions)
    }
    assert imported == declared() - NEVER_IMPORTED


def test_constraints_pin_every_direct_dependency_to_the_version_it_names() -> None:
    pins = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", CONSTRAINTS, flags=re.MULTILINE))
    named = {normal(name): version for name, version in (line.split("==") for line in requirements())}
    assert {name: pins.get(name) for name in named} == named


def test_constraints_name_versions_only_neither_builds_nor_places() -> None:
    assert re.findall(r"\+|@|://|^-", CONSTRAINTS, flags=re.MULTILINE) == []


def test_the_example_environment_lists_every_variable_the_code_reads() -> None:
    listed = re.findall(
        r"^#([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    read = {text for path in sources("index", "assistant", "evals", "pages") for text in texts(path)}
    limits = {f"ADVISORY_MAX_{field.name.upper()}" for field in fields(Limits)}
    assert sorted(listed) == sorted({text for text in read if SETTING.fullmatch(text)} | limits)


def test_the_example_environment_is_shell_that_sets_nothing() -> None:
    script = "set -eua; . ./.env.example; env"
    bare = {"PATH": os.environ["PATH"]}
    printed = subprocess.run(
        ["sh", "-c", script], cwd=ROOT, env=bare, capture_output=True, text=True, check=True
    )
    assert not SETTING.search(printed.stdout)


def test_no_tracked_file_names_a_place_on_somebodys_machine() -> None:
    place = re.compile(r"(?<![\w.<*$}:/-])/(?:home|root|work|Users|mnt|media|private)/\w", flags=re.ASCII)
    named = [
        f"{path}:{number}"
        for path in tracked()
        for number, line in enumerate((ROOT / path).read_text("utf-8", errors="ignore").splitlines(), 1)
        if place.search(line)
    ]
    assert named == []


def test_nothing_that_is_made_is_tracked() -> None:
    made = re.compile(r"(^|/)(\.venv|\.store|__pycache__|build|node_modules)/|\.pyc$|^\.env$|secrets\.toml$")
    assert [path for path in tracked() if made.search(path)] == []


def test_every_file_of_code_says_first_what_it_is_for() -> None:
    code = {
        path: path.read_text("utf-8") for path in sources("index", "assistant", "evals", "pages", "tests")
    }
    silent = [path for path, text in code.items() if text.strip() and not ast.get_docstring(ast.parse(text))]
    assert silent == []


def tracked() -> list[str]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()]


def sources(*folders: str) -> list[Path]:
    return [ROOT / "app.py", *(path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))]


def imports() -> Iterator[str]:
    """The dotted name of every module imported anywhere, tests included."""
    for path in sources("index", "assistant", "evals", "pages", "tests"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module


def texts(path: Path) -> set[str]:
    """The strings written in a file of code."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def distributions_of(module: str, distributions: dict[str, list[str]]) -> list[str]:
    """What is to be installed for a module; LlamaIndex's plug-ins share one package."""
    parts = module.split(".")
    if parts[0] == "llama_index":
        return ["llama-index-" + ("core" if parts[1] == "core" else "-".join(parts[1:4]))]
    # An extra that is not installed here is named as its module is.
    return distributions.get(parts[0], [parts[0]])


def requirements() -> list[str]:
    extras = PROJECT["optional-dependencies"].values()
    lines = [*PROJECT["dependencies"], *(line for extra in extras for line in extra)]
    return [re.sub(r"\[.*\]", "", line) for line in lines]


def declared() -> set[str]:
    return {normal(line.split("==")[0]) for line in requirements()}


def normal(name: str) -> str:
    """A distribution's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
