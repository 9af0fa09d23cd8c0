# The dev commands; `make` alone lists them. What CI runs is `.ci/run`, the same on every machine.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
PACKAGES := web/node_modules/.ready
DASHBOARD := src/hexascope/server/static/index.html
DASHBOARD_SOURCES := $(shell find web -name node_modules -prune -o -name e2e -prune -o -type f ! -name '*.test.ts*' -print)
NODE_FITS := node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null && command -v npm >/dev/null
NEED_NODE := { $(NODE_FITS); } || { echo "the dashboard is built with Node 20.19 or later and npm; here is: $$(node --version 2>/dev/null || echo none)"; exit 2; }

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo web client test lint web-check fix journeys web-journeys web-bench screenshots check docs bench soak clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "hexascope needs Python 3.11 or later; this is $$($(PYTHON) --version). Try: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

setup: $(READY) ## make the environment in .venv

$(PACKAGES): web/package-lock.json
	@$(NEED_NODE)
	cd web && npm ci --no-audit --no-fund
	@touch $@

# a build that fails half-way is no build: make deletes the page, and builds anew the next time
$(DASHBOARD): $(PACKAGES) $(DASHBOARD_SOURCES)
	@$(NEED_NODE)
	cd web && npm run build
	@touch $@

web: $(DASHBOARD) ## build the dashboard into the server's package (needs Node 20.19 or later)

client: $(READY) $(PACKAGES) ## rebuild the dashboard's client from the description of the API
	$(BIN)/python scripts/make_client.py

demo: $(READY) ## set up, build the dashboard where Node is, examine this machine, and serve what was found
	@if ! { $(NODE_FITS); }; then \
		echo "Node 20.19 or later is not here: the server shows the report's page in place of the dashboard."; \
	elif ! $(MAKE) --silent --question web && echo "Building the dashboard …" && \
		! told=$$($(MAKE) --no-print-directory web 2>&1); then \
		printf '%s\n' "$$told" | tail -n 20; \
		echo "The dashboard could not be built: the server shows the one built before, or else the report's page."; \
	fi
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

web-check: $(READY) $(PACKAGES) ## the dashboard: types, linter, formatter in check mode, tests, stale client
	cd web && npm run --silent check
	cd web && npm run --silent test
	$(BIN)/python scripts/make_client.py --check

fix: $(READY) ## format and autofix
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	@if [ -e $(PACKAGES) ]; then cd web && npm run --silent fix; fi

journeys: $(READY) ## end to end, with root, a browser and real faults; installs what it needs
	$(BIN)/python scripts/need_for_journeys.py
	$(BIN)/python -m pytest -q -n 3 --dist loadscope --no-loadscope-reorder -m 'journey and not alone' tests/journeys
	$(BIN)/python -m pytest -q -m 'journey and alone' tests/journeys

web-journeys: $(READY) $(DASHBOARD) ## the dashboard end to end, in Chromium
	node web/e2e/run.mjs

web-bench: $(READY) $(DASHBOARD) ## what live charts cost a browser: figures, no judgement (ten minutes)
	BENCH=1 node web/e2e/run.mjs live

screenshots: $(READY) $(DASHBOARD) ## pictures of the dashboard for the documentation
	node web/e2e/screenshots.mjs

docs: $(READY) ## rebuild the reference pages from the code
	$(BIN)/python scripts/make_docs.py

check: lint test web-check journeys web-journeys ## all of it, and that no built page is stale
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

clean: ## remove the environments, caches and what was built
	rm -rf web/node_modules src/hexascope/server/static
	rm -rf .venv .bench .mypy_cache .ruff_cache .pytest_cache .import_linter_cache demo
