# make help        what there is
# make demo        the client at work, from nothing
# make test        the client proven, from nothing

PYTHON ?= python3
# A Python of another version than python3 has an environment of its own: make test PYTHON=python3.13
NUMBER  = $(shell $(1) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
VENV   := .venv$(if $(filter-out python3,$(PYTHON)),$(addprefix -,$(filter-out $(call NUMBER,python3),$(call NUMBER,$(PYTHON)))))
BIN    := $(VENV)/bin
RUN    := PYTHONPATH=. $(BIN)/python
READY  := $(VENV)/.ready
PIP    := -m pip --disable-pip-version-check install --quiet
PORT   ?= 8787

# What a target is given is for that target: neither what it starts nor a make in there is told
MAKEOVERRIDES :=
GIVEN         := VERSION INDEX_URL UPLOAD_URL DIST PROOFS ARGS OLD NEW PORT SEED QUICK PYTHON VENV
CREDENTIALS   := UV_PUBLISH_USERNAME UV_PUBLISH_PASSWORD UV_PUBLISH_TOKEN
unexport $(GIVEN) $(CREDENTIALS)

# The other SDKs, which the tests run against the mock server
OFFICIAL := .venv-official
NODE     := tests/node/node_modules
SDKS     := $(OFFICIAL)/.ready $(NODE)/.ready

# What the benchmarks run side by side
BENCH    := .venv-bench

# What builds the site; the theme would tell of its successor at each run
SITE     := .venv-docs
MKDOCS   := NO_MKDOCS_2_WARNING=1 $(SITE)/bin/mkdocs

.DEFAULT_GOAL := help
.PHONY: help demo trace test test-slow test-all test-deep test-pythons contract contract-deep defects parity faults faults-peers fleet \
	install generate watch diff check format lint types bench mock docs docs-serve docs-tables api-check release build \
	publish lock clean

help:  ## Show this
	@awk 'BEGIN {FS = ":.*## "; printf "Usage: make TARGET\n\n"} /^[a-z-]+:.*## / {printf "  %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY)  ## Generate the client, start the mock server, call every method over HTTP
	@$(RUN) -m generator generate
	@$(BIN)/python examples/demo.py

trace: $(READY)  ## Call a mock server with faults, and print the spans of it as a tree
	@$(BIN)/python examples/trace.py

test: $(READY) $(SDKS)  ## Test every module, method and fault after an edit (some only: make test ARGS=tests/wrapper)
	@$(BIN)/python -m pytest $(ARGS)

test-slow: $(READY) $(SDKS)  ## Run what make test leaves out: releases, kills, fleets, growing copies (CI runs both)
	@TESTS=all $(BIN)/python -m pytest -m slow $(ARGS)

test-all: $(READY) $(SDKS)  ## Run all tests with every example, before a release
	@TESTS=all $(BIN)/python -m pytest $(ARGS)

test-pythons: $(READY)  ## Test with every supported Python that is found, each in its own environment (ARGS=--core: about a minute each)
	@$(RUN) -m tests.pythons $(ARGS)

contract: $(READY)  ## Hold document, client and mock against each other, with counts; then show that these tests can fail
	@TESTS=all CONTRACT_EXAMPLES=100 $(BIN)/python -m pytest tests/contract
	@$(RUN) -m tests.contract.defects --proven

contract-deep: $(READY)  ## The same tests with ten times the examples
	@TESTS=all CONTRACT_EXAMPLES=1000 $(BIN)/python -m pytest tests/contract

defects: $(READY)  ## Seed each known defect into a copy of the sources: a test must catch it
	@$(RUN) -m tests.contract.defects $(ARGS)

faults: $(READY)  ## Put the client under every fault there is, and print what it does
	@TESTS=all $(BIN)/python -m pytest -m fault -n 0 -p tests.faults.table

faults-peers: $(READY) $(SDKS)  ## Put Clerk's own SDK and bare httpx under some of them (a minute), and write down what they do
	@$(RUN) -m tests.faults.peers

test-deep: $(READY)  ## Run random tests of the mock, and of the client's memory and threads, at length (minutes)
	@TESTS=all FAULTS_CALLS=200000 $(BIN)/python -m pytest tests/faults -k "R28 or R41"
	@TESTS=all MACHINE_OPERATIONS=20000 $(BIN)/python -m pytest tests/mock/test_mock_machine.py

parity: $(READY) $(SDKS)  ## Compare with the TypeScript SDK, call by call, and print what differs
	@$(RUN) -m tests.parity
	@$(RUN) -m tests.parity.surface

bench: $(READY) $(BENCH)/.ready $(NODE)/.ready  ## Measure the client beside its peers, into benchmarks/results/ and README.md (QUICK=1, ARGS="--rows parse")
	@$(BENCH)/bin/python -m benchmarks $(if $(QUICK),--quick) $(ARGS)

fleet: $(READY)  ## Run eight processes under one rate limit over Redis (a minute), print and draw what the server sees
	@$(RUN) -m benchmarks.fleet

install: $(READY) $(SDKS)  ## Make the virtual environments, with every dependency pinned and checked

$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is %d.%d: make PYTHON=python3.12" % sys.version_info[:2])'
	@echo "setting up $(VENV) (once, about half a minute) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python $(PIP) --require-hashes -r requirements.lock
	@$(BIN)/python $(PIP) --no-deps --no-build-isolation --editable .
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

$(SITE)/.ready: docs/requirements.lock
	@echo "setting up $(SITE) (once, a few seconds) ..."
	@test -x $(SITE)/bin/python || $(PYTHON) -m venv $(SITE)
	@$(SITE)/bin/python $(PIP) --require-hashes -r $<
	@touch $@

$(NODE)/.ready: tests/node/package.json tests/node/package-lock.json
	@if ! command -v npm >/dev/null; then echo "npm is not installed: the tests that need node will be skipped"; else \
		echo "setting up $(NODE) (once, a few seconds) ..." && \
		npm ci --loglevel=error --no-audit --no-fund --ignore-scripts --prefix tests/node >/dev/null && touch $@; fi

generate: $(READY)  ## Write generated/ from openapi/, templates/ and pyproject.toml
	@$(RUN) -m generator generate && $(RUN) -m release sbom

watch: $(READY)  ## Write it now and after each save of the document, a template or the generator
	@$(RUN) -m generator watch

diff: $(READY)  ## Say what changed in the document since OLD (git:HEAD unless given), and what it means to callers
	@$(RUN) -m generator diff $(or $(OLD),git:HEAD) $(NEW) $(ARGS)

check: $(READY)  ## Fail if generated/ is not what generate would write
	@$(RUN) -m generator check && $(RUN) -m release sbom-check

format: $(READY)  ## Format all hand-written Python
	@$(BIN)/ruff check --quiet --fix . && $(BIN)/ruff format .

lint: $(READY)  ## Check style, formatting and the direction of imports
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && PYTHONPATH=. $(BIN)/lint-imports && \
		$(BIN)/zizmor --offline --quiet --no-progress .github

types: $(READY)  ## Check types with mypy --strict and pyright
	@$(BIN)/mypy && $(BIN)/pyright

mock: $(READY)  ## Run the mock server (PORT=8787, SEED=file.yaml, ARGS="--latency 20ms")
	@$(BIN)/python -m clerk_organizations.testing --port $(PORT) $(if $(SEED),--seed "$(SEED)") $(ARGS)

docs: $(SITE)/.ready  ## Build the documentation into site/; any warning and any dead link is an error
	@$(MKDOCS) build --strict --clean

docs-serve: $(SITE)/.ready  ## Show the documentation, and each change as it is saved (PORT=8787)
	@$(MKDOCS) serve --dev-addr 127.0.0.1:$(PORT)

docs-tables: export PYTHONIOENCODING := utf-8
docs-tables: $(READY)  ## Write the pages and tables that come from the document or from code
	@$(BIN)/python -m clerk_organizations.testing --rules > docs/mock-errors.md
	@$(RUN) -m tests.parity deviations > docs/deviations.md
	@$(RUN) -m tests.parity migrating > docs/migrating.md
	@$(RUN) -m tests.faults > docs/reliability.md
	@$(RUN) -m generator tables
	@$(RUN) -m generator verdicts > docs/changes.md

api-check: $(READY)  ## Hold the public names, and the last release's tests, against the sources (VERSION=the one to come)
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

release: $(READY)  ## Check everything, then commit, build and tag a version (VERSION=1.2.3, PROOFS="check tests/models")
	@$(RUN) -m release release

build: check  ## Build sdist and wheel of the last commit into dist/, the same bytes each time
	@$(RUN) -m release build

publish: $(READY)  ## Check, build and upload the release that is checked out (INDEX_URL=https://.../simple/, DIST=dist, PROOFS=none)
	@$(RUN) -m release publish

lock: $(READY)  ## Pin all dependencies anew, for every supported Python
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --all-extras --group dev pyproject.toml --output-file requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate tests/official_sdk/requirements.in --output-file tests/official_sdk/requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate benchmarks/requirements.in --output-file benchmarks/requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --group docs --output-file docs/requirements.lock
	@if command -v npm >/dev/null; then npm install --silent --no-audit --no-fund --package-lock-only \
		--omit-lockfile-registry-resolved --prefix tests/node; fi

clean:  ## Remove everything that can be made again, the virtual environment included
	@rm -rf .venv .venv-3.* $(OFFICIAL) $(BENCH) $(SITE) $(NODE) dist site .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
