# Everything sets itself up: Python 3.11 or later and make are all that a machine needs.
# PYTHON names the interpreter to start from (python3 by default).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# BENCH_MAIL names a mailbox (mbox); without it one is made of the corpora. BENCH_GIGABYTES is the size that memory is measured on.
BENCH_MAIL ?=
BENCH_GIGABYTES ?= 2

.PHONY: bench demo test test-all format clean lock

demo: $(VENV)/run.stamp
	$(BIN)/checker demo --out demo-run --replace

test: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -m "not slow"

test-all: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

bench: $(VENV)/dev.stamp
	$(BIN)/python tests/bench/reading.py --gigabytes $(BENCH_GIGABYTES) $(if $(BENCH_MAIL),"$(BENCH_MAIL)")
	$(BIN)/python tests/bench/checking.py $(if $(BENCH_MAIL),"$(BENCH_MAIL)")
	$(BIN)/python tests/bench/drafting.py
	$(BIN)/python tests/bench/reporting.py

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) demo-run dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Needs uv; writes both lock files again from pyproject.toml.
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q pyproject.toml --group build
lock:
	$(LOCK) -o requirements.lock
	$(LOCK) --extra train --extra pst --extra ocr --extra pdf --group dev -c requirements.lock -o requirements-dev.lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; name one with: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@ $(VENV)/run.stamp
