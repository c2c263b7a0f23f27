# Two commands: `make demo` and `make test`. Each sets up what it needs in .venv.
# SERVE=0 ends after the demo's main job. PYTHON names the Python 3.11 to use.

PYTHON ?= python3.11
BIN := .venv/bin

.PHONY: demo test check setup setup-dev clean

demo: setup
ifeq ($(SERVE),0)
	$(BIN)/travaux --data data/demo demo --no-serve
else
	$(BIN)/travaux --data data/demo demo
endif

test: setup-dev
	.ci/install-chromium
	$(BIN)/python -m pytest

check: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

setup: .venv/installed
	$(BIN)/travaux train

setup-dev: .venv/installed-dev
	$(BIN)/travaux train

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $@

clean:
	rm -rf .venv data pipeline/heads pipeline/engines
