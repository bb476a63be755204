# make demo    install, ingest data/articles into a temporary store and ask it a few questions
# make test    install what the tests need and run them (make test-slow: the slow ones as well)
# make check   lint, format check, types, tests, score against the gold facts with floors that may only rise
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
STAMP_DEV := .venv/.installed-dev

.PHONY: demo test test-slow check lint format types score bench clean

demo: $(STAMP)
	@sh data/demo.sh $(BIN)/kb

test: $(STAMP_DEV)
	$(BIN)/pytest -n 2

test-slow: $(STAMP_DEV)
	$(BIN)/pytest -m slow

check: lint types test score

lint: $(STAMP_DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(STAMP_DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: $(STAMP_DEV)
	$(BIN)/mypy

score: $(STAMP)
	sh data/score.sh $(BIN)/kb

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "kb needs Python 3.11 or newer: make PYTHON=python3.12 …" >&2; exit 1; }
	$(PYTHON) -m venv .venv

$(STAMP): pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(STAMP_DEV): pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $(STAMP) $@

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache
