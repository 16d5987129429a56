# make help    what there is
# make demo    the client at work, from nothing
# make test    the client proven, from nothing

PYTHON ?= python3
# A Python of another version than python3 has an environment of its own: make test PYTHON=python3.13
NUMBER  = $(shell $(1) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
VENV   := .venv$(if $(filter-out python3,$(PYTHON)),$(addprefix -,$(filter-out $(call NUMBER,python3),$(call NUMBER,$(PYTHON)))))
BIN    := $(VENV)/bin
RUN    := PYTHONPATH=. $(BIN)/python
LOCK   := requirements.lock
READY  := $(VENV)/.ready
PIP    := -m pip --disable-pip-version-check install --quiet
PORT   ?= 8787

# What a target is given is for that target: neither what it starts nor a make in there is told
MAKEOVERRIDES :=
GIVEN         := VERSION INDEX_URL UPLOAD_URL DIST PROOFS ARGS OLD NEW PORT SEED QUICK PYTHON VENV LOCK
CREDENTIALS   := UV_PUBLISH_USERNAME UV_PUBLISH_PASSWORD UV_PUBLISH_TOKEN
unexport $(GIVEN) $(CREDENTIALS)

# What the demo and the mock server need, where the whole environment is not there
DEMO    := .venv-demo
SERVING := $(if $(wildcard $(READY)),$(VENV),$(DEMO))
SERVE   := PYTHONPATH=wrapper:generated $(SERVING)/bin/python

NEW_ENOUGH = $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is %d.%d: make PYTHON=python3.12" % sys.version_info[:2])'

# The other SDKs, which the tests run against the mock server
OFFICIAL := .venv-official
NODE     := tests/node/node_modules
SDKS     := $(OFFICIAL)/.ready $(NODE)/.ready

# What the benchmarks run side by side
BENCH    := .venv-bench

# The libraries of docs/guide/recipes.md, and the files of that page
RECIPES  := .venv-recipes
FILES    := .recipes

# What builds the site; the theme would tell of its successor at each run
SITE     := .venv-docs
MKDOCS   := NO_MKDOCS_2_WARNING=1 $(SITE)/bin/mkdocs

.DEFAULT_GOAL := help
.PHONY: help demo trace test test-all test-deep test-pythons contract contract-deep defects mutants parity recipes \
	faults faults-peers fleet \
	install generate watch diff check format lint types bench mock docs docs-serve docs-tables api-check release build \
	publish lock clean

help:  ## use: Show this
	@printf 'Usage: make TARGET\n'
	@for group in use prove change release; do \
		printf '\nTo %s it\n' $$group; \
		awk -v at="^[a-z-]+:.*## $$group: " '$$0 ~ at {name = $$1; sub(/:$$/, "", name); sub(at, ""); \
			printf "  %-13s %s\n", name, $$0}' $(MAKEFILE_LIST); done

demo: $(SERVING)/.ready  ## use: See the client at work: a line for each call to a mock server
	@$(SERVE) examples/demo.py

trace: $(READY)  ## use: Call a mock server with faults, and print the spans of it as a tree
	@$(BIN)/python examples/trace.py

test: $(READY) $(SDKS)  ## prove: Test each module, method and fault after an edit (ARGS=tests/wrapper for some)
	@$(BIN)/python -m pytest $(ARGS)

test-all: $(READY) $(SDKS)  ## prove: Run all tests with every example: releases, kills, fleets, growing copies too
	@TESTS=all $(BIN)/python -m pytest $(ARGS)

test-pythons: $(READY)  ## prove: Test with each supported Python that is found (ARGS=--core: some of the tests)
	@$(RUN) -m tests.pythons $(ARGS)

contract: $(READY)  ## prove: Hold document, client and mock against each other; show that this can fail
	@TESTS=all CONTRACT_EXAMPLES=100 $(BIN)/python -m pytest tests/contract
	@$(RUN) -m tests.contract.defects --proven

contract-deep: $(READY)  ## prove: The same tests with ten times the examples
	@TESTS=all CONTRACT_EXAMPLES=1000 $(BIN)/python -m pytest tests/contract

defects: $(READY)  ## prove: Seed each known defect into a copy of the sources: a test must catch it
	@$(RUN) -m tests.contract.defects $(ARGS)

mutants: $(READY)  ## prove: Make random small changes of the client; tests must fail (SEED=7)
	@$(RUN) -m tests.mutants $(if $(SEED),--seed "$(SEED)") $(ARGS)

faults: $(READY)  ## prove: Put the client under every fault there is, and print what it does
	@TESTS=all $(BIN)/python -m pytest -m fault -n 0 -p tests.faults.table

faults-peers: $(READY) $(SDKS)  ## prove: Put Clerk's own SDK and bare httpx under some of them (a minute)
	@$(RUN) -m tests.faults.peers

test-deep: $(READY)  ## prove: Run random tests of mock, memory, threads and signals at length (minutes)
	@TESTS=all FAULTS_CALLS=200000 $(BIN)/python -m pytest tests/faults -k "R28 or R41"
	@TESTS=all FAULTS_PLACES=100000 $(BIN)/python -m pytest tests/faults/test_signals.py
	@TESTS=all MACHINE_OPERATIONS=20000 $(BIN)/python -m pytest tests/mock/test_mock_machine.py

parity: $(READY) $(SDKS)  ## prove: Compare with the TypeScript SDK, call by call, and print what differs
	@$(RUN) -m tests.parity
	@$(RUN) -m tests.parity.surface

bench: $(READY) $(BENCH)/.ready $(NODE)/.ready  ## prove: Measure client and peers, into benchmarks/ and README.md (QUICK=1, ARGS=…)
	@$(BENCH)/bin/python -m benchmarks $(if $(QUICK),--quick) $(ARGS)

fleet: $(READY)  ## prove: Run eight processes under one rate limit over Redis, and draw it (a minute)
	@$(RUN) -m benchmarks.fleet

recipes: $(READY) $(RECIPES)/.ready  ## prove: Run and type-check the recipes of the guide with the real libraries
	@rm -rf $(FILES) && $(RUN) -m tests.recipes.extract $(FILES)
	@PYTHONPATH=$(FILES) $(RECIPES)/bin/python -m pytest -c tests/recipes/pytest.ini tests/recipes
	@MYPYPATH=$(FILES) $(BIN)/mypy --strict --config-file= --cache-dir=.mypy_cache/recipes \
		--python-executable $(RECIPES)/bin/python $(FILES)
	@$(BIN)/pyright --project tests/recipes --pythonpath $(RECIPES)/bin/python

install: $(READY) $(SDKS)  ## change: Make the virtual environments, with every dependency pinned and checked

$(READY): pyproject.toml requirements.lock
	@$(NEW_ENOUGH)
	@echo "setting up $(VENV) (once, about two minutes, 600 MB) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python $(PIP) --require-hashes -r $(LOCK)
	@$(BIN)/python $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEMO)/.ready: examples/requirements.lock
	@$(NEW_ENOUGH)
	@echo "setting up $(DEMO) (once, about half a minute, 40 MB) ..."
	@test -x $(DEMO)/bin/python || $(PYTHON) -m venv $(DEMO)
	@$(DEMO)/bin/python $(PIP) --require-hashes -r $<
	@touch $@

$(OFFICIAL)/.ready: tests/official_sdk/requirements.lock | $(READY)
	@echo "setting up $(OFFICIAL) (once, a few seconds) ..."
	@test -x $(OFFICIAL)/bin/python || $(PYTHON) -m venv $(OFFICIAL)
	@$(OFFICIAL)/bin/python $(PIP) --require-hashes -r $<
	@touch $@

# Our own client is used from the sources, as an editable installation would have it
$(BENCH)/.ready: benchmarks/requirements.lock | $(READY)
	@echo "setting up $(BENCH) (once, about half a minute) ..."
	@test -x $(BENCH)/bin/python || $(PYTHON) -m venv $(BENCH)
	@$(BENCH)/bin/python $(PIP) --require-hashes -r $<
	@printf '%s\n' $(CURDIR)/wrapper $(CURDIR)/generated > \
		"$$($(BENCH)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/clerk_organizations.pth"
	@touch $@

$(RECIPES)/.ready: tests/recipes/requirements.lock
	@echo "setting up $(RECIPES) (once, about a minute, 180 MB) ..."
	@test -x $(RECIPES)/bin/python || $(PYTHON) -m venv $(RECIPES)
	@$(RECIPES)/bin/python $(PIP) --require-hashes -r $<
	@printf '%s\n' $(CURDIR)/wrapper $(CURDIR)/generated > \
		"$$($(RECIPES)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/clerk_organizations.pth"
	@touch $@

$(SITE)/.ready: docs/requirements.lock
	@echo "setting up $(SITE) (once, a few seconds) ..."
	@test -x $(SITE)/bin/python || $(PYTHON) -m venv $(SITE)
	@$(SITE)/bin/python $(PIP) --require-hashes -r $<
	@touch $@

$(NODE)/.ready: tests/node/package.json tests/node/package-lock.json
	@if ! command -v npm >/dev/null; then echo "npm is not installed: the tests that need node will be skipped"; else \
		echo "setting up $(NODE) (once, a few seconds) ..." && \
		npm ci --loglevel=error --no-audit --no-fund --ignore-scripts --prefix tests/node >/dev/null && touch $@; fi

generate: $(READY)  ## change: Write generated/ from openapi/, templates/ and pyproject.toml
	@$(RUN) -m generator generate && $(RUN) -m release sbom

watch: $(READY)  ## change: Write it now and after each save of document, template or generator
	@$(RUN) -m generator watch

diff: $(READY)  ## change: Say what a change of the document since OLD (git:HEAD) means to callers
	@$(RUN) -m generator diff $(or $(OLD),git:HEAD) $(NEW) $(ARGS)

check: $(READY)  ## change: Fail if generated/ is not what generate would write
	@$(RUN) -m generator check && $(RUN) -m release sbom-check

format: $(READY)  ## change: Format all hand-written Python
	@$(BIN)/ruff check --quiet --fix . && $(BIN)/ruff format .

lint: $(READY)  ## change: Check style, formatting and the direction of imports
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && PYTHONPATH=. $(BIN)/lint-imports && \
		$(BIN)/zizmor --offline --quiet --no-progress .github

types: $(READY)  ## change: Check types with mypy --strict and pyright
	@$(BIN)/mypy && $(BIN)/pyright

mock: $(SERVING)/.ready  ## use: Run the mock server (PORT=8787, SEED=file.yaml, ARGS="--latency 20ms")
	@$(SERVE) -m clerk_organizations.testing --port $(PORT) $(if $(SEED),--seed "$(SEED)") $(ARGS)

docs: $(SITE)/.ready  ## use: Build the documentation into site/; a warning or a dead link is an error
	@$(MKDOCS) build --strict --clean

docs-serve: $(SITE)/.ready  ## use: Show the documentation, and each change as it is saved (PORT=8787)
	@$(MKDOCS) serve --dev-addr 127.0.0.1:$(PORT)

docs-tables: export PYTHONIOENCODING := utf-8
docs-tables: $(READY)  ## change: Write the pages and tables that come from the document or from code
	@$(BIN)/python -m clerk_organizations.testing --rules > docs/mock-errors.md
	@$(RUN) -m tests.parity deviations > docs/deviations.md
	@$(RUN) -m tests.parity calls > docs/calls.md
	@$(RUN) -m tests.faults > docs/faults.md
	@$(RUN) -m tests.contract.refusals > docs/refusals.json
	@$(RUN) -m generator tables
	@$(RUN) -m generator verdicts > docs/changes.md

api-check: $(READY)  ## release: Hold public names and the last release's tests against the sources (VERSION=)
	@$(RUN) -m release api-check

# The checks that these two make run with the same Python
release publish: export VENV := $(VENV)
release publish: export PYTHON := $(PYTHON)
release publish: export PROOFS := $(PROOFS)
api-check release: export VERSION := $(VERSION)
publish: export INDEX_URL := $(value INDEX_URL)
publish: export UPLOAD_URL := $(value UPLOAD_URL)
publish: export DIST := $(value DIST)
publish: export UV_PUBLISH_USERNAME := $(value UV_PUBLISH_USERNAME)
publish: export UV_PUBLISH_PASSWORD := $(value UV_PUBLISH_PASSWORD)
publish: export UV_PUBLISH_TOKEN := $(value UV_PUBLISH_TOKEN)

release: $(READY)  ## release: Check everything, then commit, build and tag (VERSION=1.2.3, PROOFS=…)
	@$(RUN) -m release release

build: check  ## release: Build sdist and wheel of the last commit into dist/, the same bytes each time
	@$(RUN) -m release build

publish: $(READY)  ## release: Check, build and upload what is checked out (INDEX_URL=, DIST=, PROOFS=)
	@$(RUN) -m release publish

lock: $(READY)  ## change: Pin all dependencies anew, for every supported Python
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --all-extras --group dev pyproject.toml --output-file requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate tests/official_sdk/requirements.in --output-file tests/official_sdk/requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate benchmarks/requirements.in --output-file benchmarks/requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --group docs --output-file docs/requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --extra testing pyproject.toml tests/recipes/requirements.in \
		--output-file tests/recipes/requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --extra testing --constraint requirements.lock pyproject.toml \
		--output-file examples/requirements.lock
	@if command -v npm >/dev/null; then npm install --silent --no-audit --no-fund --package-lock-only \
		--omit-lockfile-registry-resolved --prefix tests/node; fi

clean:  ## change: Remove everything that can be made again, virtual environments included
	@rm -rf .venv .venv-3.* .venv-core-* $(DEMO) $(OFFICIAL) $(BENCH) $(SITE) $(RECIPES) $(FILES) $(NODE) dist site .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
