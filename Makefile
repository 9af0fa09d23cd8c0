# The dev commands; `make` alone lists them. What CI runs is `.ci/run`, the same on every machine.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint fix journeys check docs bench soak size clean

help: ## list these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 22

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "hexascope needs Python 3.11 or later; this is $$($(PYTHON) --version). Try: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

setup: $(READY) ## make the environment in .venv

demo: $(READY) ## set up, examine this machine, and serve what was found
	@mkdir -p demo
	@echo "Looking at this machine for 5 seconds …"
	@$(BIN)/hexascope examine --quiet --output demo/report.html
	@$(BIN)/python scripts/serve_demo.py demo/report.html

test: $(READY) ## unit, plug-in and contract tests (Python, git and make only)
	$(BIN)/python -m pytest -q -n 2 tests

lint: $(READY) ## formatter in check mode, linter, strict types, import contract
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(READY) ## format and autofix
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

journeys: $(READY) ## end to end, with root, a browser and real faults; installs what it needs
	$(BIN)/python scripts/need_for_journeys.py
	$(BIN)/python -m pytest -q -m journey tests

docs: $(READY) ## rebuild the reference pages from the code
	$(BIN)/python scripts/make_docs.py

check: lint test journeys ## all of it, and that no built page is stale
	$(BIN)/python scripts/make_docs.py --check
	$(BIN)/python scripts/core_size.py

bench: $(READY) ## the fault bench, healthy controls and what a look costs (about two hours, as root)
	$(BIN)/python -m benchmarks cost
	$(BIN)/python -m benchmarks panel --peers .bench
	$(BIN)/python -m benchmarks ledger
	$(BIN)/python -m benchmarks simulate
	$(BIN)/python -m benchmarks faults --levels 0,1,2
	$(BIN)/python -m benchmarks healthy
	$(BIN)/python -m benchmarks investigate
	$(BIN)/python -m benchmarks quiet --runs 20

soak: $(READY) ## clients, faults by a seed, and a checker: both sizes, a full disk, a power cut (ten minutes, as root)
	$(BIN)/python -m tests.soak

clean: ## remove the environment and caches
	rm -rf .venv .bench .mypy_cache .ruff_cache .pytest_cache .import_linter_cache demo
