# make help lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PY := .venv/bin/python
PIP := $(PY) -m pip install -qq --disable-pip-version-check --require-hashes
APP := .venv/.app
DEV := .venv/.dev
PORT ?= 8000

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Quorum needs Python 3.11 or later: https://www.python.org/downloads/"; exit 1; }
	@echo "Making a Python environment in .venv"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(APP): requirements/app.txt | .venv/bin/python
	@echo "Installing what Quorum needs (a minute, once)"
	@$(PIP) -r requirements/app.txt
	@touch $@

$(DEV): requirements/dev.txt | .venv/bin/python
	@echo "Installing what its tests need (a minute or two, once)"
	@$(PIP) -r requirements/dev.txt
	@touch $@

.PHONY: help
help: ## list these commands
	@awk 'BEGIN {FS = ":.*## "} /^## / {printf "\n%s\n", substr($$0, 4)} /^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

## To try it

.PHONY: run
run: $(APP) ## set up what is missing and serve a sample community on http://127.0.0.1:8000 (PORT=... for another)
	@$(PY) -m qa run --port $(PORT)

## To work on it

.PHONY: test
test: $(DEV) ## the quick part of the tests (ARGS="tests/search -x" for some)
ifeq ($(filter true,$(CI))$(filter all,$(QA_TEST_PART)),)
	@$(PY) -m pytest -n 2 --dist loadgroup $(ARGS)
else
	@$(PY) -m pytest -n 2 --dist loadgroup --cov --cov-report= --cov-report=json:.coverage.json $(ARGS)
	@$(PY) -m tools.branches .coverage.json
endif

.PHONY: test-all
test-all: $(DEV) ## all tests: also in browsers, on PostgreSQL, with faults and crawls, and the coverage that rules must have (25 minutes)
	@QA_TEST_PART=all $(MAKE) --no-print-directory test

.PHONY: prove
prove: $(DEV) ## all tests on all that they generate: every attack in every field for everybody (an hour)
	@QA_TEST_WHOLE=1 QA_TEST_PART=all $(MAKE) --no-print-directory test

.PHONY: check
check: lint test-all ## everything that must hold before a change lands

.PHONY: lint
lint: $(DEV) ## style, types, layers, templates, and that models agree with migrations
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-logo
	@.venv/bin/djlint templates --lint --quiet
	@$(PY) -m tools.check_migrations

.PHONY: format
format: $(DEV) ## put the code into the agreed form
	@$(PY) -m ruff check --fix --quiet . || true
	@$(PY) -m ruff format .

.PHONY: bench
bench: $(DEV) ## CPU milliseconds a request, beside a bare page; the last line is JSON
	@$(PY) -m benchmarks.run $(ARGS)

.PHONY: bench-search
bench-search: $(DEV) ## how well and how quickly search finds, on DATA=folder; SCRATCH=folder keeps what is built; SPLIT=name of the queries
	@test -n "$(DATA)" || { echo "Say where the data is: make bench-search DATA=folder (docs/benchmarks.md)"; exit 1; }
	@$(PY) -m benchmarks.search_quality --data $(DATA) --split $(or $(SPLIT),tune)
	@$(PY) -m benchmarks.search_speed --data $(DATA) --scratch $(or $(SCRATCH),.bench) $(ARGS)

.PHONY: bench-routing
bench-routing: $(DEV) ## how soon enough answers come when nobody is told, everybody, or waves: a simulation (a minute)
	@$(PY) -m benchmarks.routing $(ARGS)

.PHONY: bench-due
bench-due: $(DEV) ## ten thousand questions due at one instant: how soon the askers know, and how quick pages are meanwhile (three minutes)
	@$(PY) -m benchmarks.due $(ARGS)

.PHONY: mutants
mutants: $(DEV) ## take every permission away, one by one, and see that a test notices (half an hour)
	@$(PY) -m tools.mutants $(ARGS)

## To renew what it stands on

.PHONY: lock
lock: ## choose the newest versions that fit pyproject.toml (needs uv)
	uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-strip-extras pyproject.toml -o requirements/app.txt
	uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-strip-extras --all-extras --group dev pyproject.toml -o requirements/dev.txt
