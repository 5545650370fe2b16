# A fresh machine has Python >= 3.11 with pip, and make. Nothing outside the tree and the data folder is written, package caches aside.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
TOOLS := .venv/.ready-to-test
# The machine's pip works on the environment: some machines have no ensurepip to put one inside.
PIP_INSTALL := $(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --no-deps

.PHONY: run test check read bench journeys crash mutants sbom lock

run: $(READY)
	$(BIN)/once up --demo

# Three workers on two cores: a third of the time a test waits for a process of its own. How they share: tests/conftest.py.
# While the types are checked on one core, the tests are read and compiled on the other, once instead of by every worker.
test: $(TOOLS)
	$(MAKE) --no-print-directory -j 2 check read
	$(BIN)/python -m pytest -n 3 --no-loadscope-reorder

check: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports

# What is wrong with a test is told when it runs.
read: $(TOOLS)
	@$(BIN)/python -m pytest --collect-only --quiet > /dev/null || true

bench: $(TOOLS)
	$(BIN)/python -m tests.benchmarks

# Every button clicked late, administrators too, and a case of every outcome unattended: a quarter of an hour.
journeys: $(TOOLS)
	$(BIN)/python -m pytest -n 2 -m "long or browser"

crash: $(TOOLS)
	$(BIN)/python -m pytest -m crash

# Each protection of the effects is taken away in turn, and each rule of the engine is broken; a test must notice.
mutants: $(TOOLS)
	$(BIN)/python -m pytest tests/flows/effects/test_mutants.py tests/matters/test_mutants.py

# What an installation consists of, under which licences, and how much room it takes.
sbom: $(READY)
	$(BIN)/python .ci/bill_of_materials.py build

# A lock names versions and hashes for every platform and no index address; releases younger than 7 days wait, and what is
# locked stays where it is while pyproject.toml allows it. The one for tests holds what running does not need already.
COMPILE = uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
  --quiet --exclude-newer "$$(date -u -d '7 days ago' +%F)"

lock:
	$(COMPILE) pyproject.toml --group pyproject.toml:build -o requirements.lock
	$(COMPILE) --group pyproject.toml:test -c requirements.lock --override .ci/overrides.txt -o .ci/tests.lock \
	  $$(sed -n 's/^\([a-z0-9-]*\)==.*/--no-emit-package \1/p' requirements.lock)

$(READY): requirements.lock pyproject.toml
	@echo "首次运行：安装 requirements.lock 中的依赖（约 740 MB，一般几分钟）……"
	$(BIN)/python -c "" 2>/dev/null || $(PYTHON) -m venv --clear --without-pip .venv
	$(PIP_INSTALL) --require-hashes -r requirements.lock
	$(PIP_INSTALL) --no-build-isolation -e .
	touch $(READY)

$(TOOLS): $(READY) .ci/tests.lock
	@echo "安装 .ci/tests.lock 中的测试工具……"
	$(PIP_INSTALL) --require-hashes -r .ci/tests.lock
	touch $(TOOLS)
