# Everything starts here: `make help`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
CATALOGUES := $(shell find src -name '*.po')
PYTEST := $(BIN)/pytest -n 3 -rs
SOURCES := src tests soak bench docs conftest.py
export DJANGO_SETTINGS_MODULE := keskio.config.settings

.PHONY: help setup demo test test-sqlite test-postgresql check format soak bench screenshots requirements clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

setup: .venv/.proves .venv/.translated ## make .venv with all that running, building and proving needs

demo: .venv/.runs .venv/.translated ## start everything with the demo world, on one SQLite file
	exec $(BIN)/keskio up --demo

test: test-sqlite test-postgresql ## all tests, on SQLite and on PostgreSQL

test-sqlite: setup
	$(PYTEST) -m "not soak"

test-postgresql: setup
	@if url=$$($(BIN)/python tests/postgresql.py); then \
	  echo '$(PYTEST) -m "not soak and not browser"    # on PostgreSQL'; \
	  KESKIO_DATABASE_URL="$$url" $(PYTEST) -m "not soak and not browser"; \
	elif [ -n "$${KESKIO_DEMAND_ALL:-}" ]; then \
	  echo "FAILED: PostgreSQL is demanded and cannot be reached" >&2; exit 1; \
	else \
	  echo "SKIPPED: all tests on PostgreSQL, which cannot be reached (docs/developing.md)"; \
	fi

check: setup ## format, lint, types, room borders, templates, translations, migrations
	$(BIN)/ruff format --check $(wildcard $(SOURCES))
	$(BIN)/ruff check $(wildcard $(SOURCES))
	$(BIN)/mypy src
	$(BIN)/lint-imports
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files --cached --others --exclude-standard 'src/*.html')
	$(BIN)/python -m keskio.look.translations check
	$(BIN)/python -m django makemigrations --check --dry-run

format: setup ## put code and templates into shape
	$(BIN)/ruff format $(wildcard $(SOURCES))
	$(BIN)/ruff check --fix $(wildcard $(SOURCES))
	$(BIN)/djade --target-version 5.2 $$(git ls-files --cached --others --exclude-standard 'src/*.html')

soak: setup ## the long trials: the journal tortured, a week at the office, kills under load; both databases
	$(BIN)/python -m soak.journal_torture
	url=$$($(BIN)/python tests/postgresql.py); \
	$(BIN)/python -m soak.journal_torture --database "$$url"; \
	echo "The same with its protection off must lose entries:"; \
	! $(BIN)/python -m soak.journal_torture --database "$$url" --unsafe --entries 100000
	$(BIN)/python -m soak.office
	$(BIN)/python -m soak.office --database "$$($(BIN)/python tests/postgresql.py)"
	$(BIN)/pytest -m soak -s -rs
	KESKIO_DATABASE_URL="$$($(BIN)/python tests/postgresql.py)" $(BIN)/pytest -m soak -s -rs

bench: setup ## measure what docs/performance.md shows
	$(BIN)/python -m bench

screenshots: setup ## the pictures of README and docs, from the demo world in a real browser
	$(BIN)/python -m tests.screenshots

requirements: ## pin and hash the dependencies anew (needs uv)
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	  --custom-compile-command "make requirements" requirements/base.in -o requirements/base.txt
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	  --custom-compile-command "make requirements" -c requirements/base.txt \
	  requirements/dev.in -o requirements/dev.txt

clean: ## forget what was built; the data stays
	rm -rf .venv build src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find src -name '*.mo' -delete

.venv/.made:
	@python=$$(for one in $${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do \
	  "$$one" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$one" && break; done) \
	  || { echo "Keskiö needs Python 3.11 or newer, and found none. With one elsewhere: make PYTHON=/path/to/python3" >&2; exit 1; }; \
	"$$python" -m venv .venv
	@touch $@

.venv/.runs: .venv/.made requirements/base.txt pyproject.toml
	@echo "Installing what Keskiö runs on ..."
	$(INSTALL) --require-hashes -r requirements/base.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.proves: .venv/.runs requirements/dev.txt
	@echo "Installing what proves it ..."
	$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

.venv/.translated: .venv/.runs $(CATALOGUES)
	$(BIN)/python -m keskio.look.translations compile
	@touch $@
