# What a developer types. `make` alone lists it. Nothing here is done twice: a target's stamp is newer than what it
# was made from, so a second `make run` goes straight to the servers.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

export PORT ?= 8000
DATA_DIR ?= $(CURDIR)/var
DATA := $(abspath $(DATA_DIR))
PYTHON := $(CURDIR)/.venv/bin/python
PDF_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation

# The embedded default: a DATABASE_URL meant for production must never receive demonstration data or a test run.
EMBEDDED := env -u DATABASE_URL -u REDIS_URL -u S3_BUCKET -u SECRET_KEY -u HTTPS DEMONSTRATION=1
PORTAL := $(EMBEDDED) DATA_DIR=$(DATA)
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
PYTEST = CHROMIUM=$(CHROMIUM) $(PYTHON) -m pytest -n 2 --dist worksteal $(ARGS)

.PHONY: help run test services-test lint format bench assets lock clean pdf-packages test-packages FORCE

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1 \2/p' Makefile | awk '{ printf "  make %-14s", $$2; $$1 = $$2 = ""; print substr($$0, 3) }'

run: pdf-packages .venv/.ready $(DATA)/static/.ready $(DATA)/.demonstration ## start the portal with demonstration data; PORT=8001 for another port
	@exec $(PORTAL) $(PYTHON) -m partnership.serve

test: pdf-packages .venv/.ready test-packages $(CURDIR)/var/test/static/.ready ## run every test on SQLite; ARGS="tests/savings -x" for some
	$(EMBEDDED) DATA_DIR=$(CURDIR)/var/test $(PYTEST) -m "not services"

services-test: pdf-packages .venv/.ready test-packages $(CURDIR)/var/services-test/static/.ready ## run every test on PostgreSQL and Redis: DATABASE_URL, REDIS_URL
	@if [ -z "$$DATABASE_URL" ] || [ -z "$$REDIS_URL" ]; then \
	  echo "Set DATABASE_URL and REDIS_URL to the PostgreSQL and the Redis to test on." >&2; exit 1; fi
	env -u S3_BUCKET -u SECRET_KEY -u HTTPS DEMONSTRATION=1 DATA_DIR=$(CURDIR)/var/services-test $(PYTEST)

lint: .venv/.ready ## check style, types, migrations, deployment settings, API schema and lock files
	@.ci/lint

format: .venv/.ready ## format Python and templates the way that lint wants them
	.venv/bin/ruff check --fix-only --quiet . && .venv/bin/ruff format . && find templates -name '*.html' -print0 | xargs -0 -r .venv/bin/djade --target-version 5.2

bench: pdf-packages .venv/.ready $(CURDIR)/var/bench/static/.ready ## measure the portal at 1,000 to 100,000 statements and print a table
	$(EMBEDDED) DATA_DIR=$(CURDIR)/var/bench $(PYTHON) -m tests.benchmarks $(ARGS)

assets: static/build/.ready ## build the style sheet and scripts into static/build

lock: .venv/.ready ## write the lock files again after a change to pyproject.toml
	.venv/bin/uv lock
	.venv/bin/uv export --quiet --frozen --all-extras --all-groups --no-emit-project > requirements.lock

clean: ## remove everything that was made, the demonstration's data too
	rm -rf .venv node_modules static/build var .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- What the commands stand on -------------------------------------------------------------------------------------

pdf-packages:
	@.ci/system-packages $(PDF_PACKAGES)

test-packages:
	@.ci/test-packages

.venv/.ready: uv.lock requirements.lock
	@.ci/environment

node_modules/.ready: package-lock.json | .venv/.ready
	@echo "Installing the front-end packages into node_modules."
	@.ci/npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

STATIC_SOURCES := $(shell find static -path static/build -prune -o -type f -print)
static/build/.ready: package.json node_modules/.ready $(STATIC_SOURCES)
	@.ci/npm run --silent build
	@touch $@

%/static/.ready: .venv/.ready static/build/.ready $(STATIC_SOURCES)
	@$(EMBEDDED) DATA_DIR=$* $(PYTHON) manage.py collectstatic --noinput --verbosity 0
	@touch $@

# A database that was removed is made again, whatever the stamps say.
ANEW := $(if $(wildcard $(DATA)/portal.sqlite3),,FORCE)
MIGRATIONS := $(wildcard */migrations/*.py)
$(DATA)/.migrated: .venv/.ready $(MIGRATIONS) $(ANEW)
	@$(PORTAL) $(PYTHON) manage.py migrate --verbosity 0
	@touch $@

$(DATA)/.demonstration: $(ANEW) | $(DATA)/.migrated
	@echo "Entering the demonstration data."
	@$(PORTAL) $(PYTHON) manage.py load_demo --verbosity 0
	@touch $@
