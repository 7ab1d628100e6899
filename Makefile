.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9

help: ## show the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp ## set up, then start everything and print the addresses
	@$(BIN)/care165 up

test: $(VENV)/test.stamp ## lint, types, contracts and all tests
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/care165 train
	@$(BIN)/python -m pytest -n 2 --dist loadfile

setup: $(VENV)/run.stamp ## only install what runs

train: $(VENV)/run.stamp ## train the assistant if its files changed
	@$(BIN)/care165 train

nlu-check: $(VENV)/run.stamp ## duplicates, conflicts, leaks and thin intents in the training data
	@$(BIN)/care165 nlu check

lock: $(VENV)/uv.stamp ## resolve the dependencies anew into requirements/
	@$(BIN)/uv pip compile -q --no-emit-index-url --no-emit-find-links --no-header --generate-hashes --python-version 3.11 --overrides requirements/overrides.txt pyproject.toml -o requirements/run.txt
	@$(BIN)/uv pip compile -q --no-emit-index-url --no-emit-find-links --no-header --generate-hashes --python-version 3.11 --overrides requirements/overrides.txt pyproject.toml --group test -c requirements/run.txt -o requirements/test.txt

$(VENV)/uv.stamp: Makefile
	@command -v $(PYTHON) >/dev/null || { echo "care165: Python 3.11 is missing: apt-get install python3.11 python3.11-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "care165: Python's venv module is missing: apt-get install python3.11-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

$(VENV)/run.stamp: $(VENV)/uv.stamp requirements/run.txt pyproject.toml
	@echo "installing what runs (about 200 packages, half a minute)"
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --require-hashes --compile-bytecode -r requirements/run.txt
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps -e .
	@touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp requirements/test.txt
	@echo "installing what tests need"
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --require-hashes --compile-bytecode -r requirements/test.txt
	@touch $@

.PHONY: help run test setup train nlu-check lock
