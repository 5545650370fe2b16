# A fresh machine has Python >= 3.11 with pip, and make. Nothing outside the tree and the data folder is written.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: run test check bench crash lock clean

run: $(READY)
	$(BIN)/once up --demo

test: $(READY) check
	$(BIN)/python -m pytest

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/python -m tests.benchmarks

crash: $(READY)
	$(BIN)/python -m pytest -m crash

# The lock names versions and hashes for every platform and no index address; releases younger than 7 days wait.
lock: $(READY)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet \
	  --exclude-newer "$$(date -u -d '7 days ago' +%F)" \
	  --group pyproject.toml:build --group pyproject.toml:test pyproject.toml -o requirements.lock

$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)
