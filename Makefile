# Gutline: bare `make` prints this file's help. Every environment is made on first use from the
# hashed files in requirements/, and again when they change.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# One thread per process: the work is small and the tests already use every core.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
# uv takes the Python it is given, never one from elsewhere.
export UV_PYTHON_DOWNLOADS := never
unexport PYTHONPATH
unexport PYTHONHOME
unexport VIRTUAL_ENV
# Without compiled files every command would compile numpy again.
unexport PYTHONDONTWRITEBYTECODE

WORKERS ?= 2
UV := .venv-uv/bin/uv
DEV := .venv-dev/bin
SYNC := scripts/make_environment

.PHONY: help
help: ## Print this help
	@echo "Gutline: which exposures drive which symptom, from one person's diary."
	@echo
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18
	@echo
	@echo "make run and make test each work as the first command on a fresh machine."

.PHONY: run
run: .venv/.ready ## Open the journal in the browser (Control-C ends it)
	@.venv/bin/gutline serve $(ARGS)

.PHONY: demo
demo: .venv/.ready ## Draw a demo diary, find what goes with the pain, write the page
	@.venv/bin/gutline demo $(ARGS)

.PHONY: test
test: .venv-dev/.ready .venv-dev/.browser ## Run all tests, those in Chromium included
	@$(DEV)/pytest -n $(WORKERS) -m "not bench" $(ARGS)

.PHONY: lint
lint: .venv-dev/.ready ## Check style (ruff, nearly all rules)
	@$(DEV)/ruff check
	@$(DEV)/ruff format --check

.PHONY: format
format: .venv-dev/.ready ## Put the style right where a tool can
	@$(DEV)/ruff check --fix-only --quiet
	@$(DEV)/ruff format

.PHONY: types
types: .venv-dev/.ready ## Check types (mypy --strict)
	@$(DEV)/mypy

.PHONY: arch
arch: .venv-dev/.ready ## Check that rooms import downward only (import-linter)
	@$(DEV)/lint-imports --config .importlinter --no-cache

.PHONY: docs
docs: .venv-docs/.ready ## Build the documentation, warnings are errors
	@rm -rf docs/_build
	@.venv-docs/bin/sphinx-build -q -W --keep-going -j 1 -b html docs docs/_build/html
	@.venv-docs/bin/python scripts/self_contained.py docs/_build/html
	@echo "documentation: docs/_build/html/index.html"

.PHONY: bench
bench: .venv-bench/.ready ## Measure the engine against its peers (ARGS=--write: into the docs)
	@.venv-bench/bin/python -m bench $(ARGS)

.PHONY: fuzz
fuzz: .venv-dev/.ready ## Throw malformed files at every importer (ARGS="--runs 100000 daylio")
	@$(DEV)/python scripts/fuzz_importers.py $(ARGS)

.PHONY: golden
golden: .venv-dev/.ready ## Write the golden files anew, to be read with git diff
	@GUTLINE_GOLDEN=write $(DEV)/pytest -q -n $(WORKERS) -m "not bench and not browser" -k golden

.PHONY: claims
claims: .venv-dev/.ready ## Read every text for claims that no text here may make
	@$(DEV)/python scripts/claims_linter.py

.PHONY: messages
messages: .venv-dev/.ready ## Collect every text of the pages for translators (ARGS=--compile: back)
	@$(DEV)/python scripts/messages.py $(ARGS)

.PHONY: pictures
pictures: .venv-dev/.ready .venv-dev/.browser ## Take the pictures of every page for the docs anew
	@$(DEV)/python -m scripts.screenshots

.PHONY: foods
foods: .venv-dev/.ready ## Make the figures of all foods anew from the public tables (SHARED=folder)
	@$(DEV)/python -m scripts.foods_build --shared $(or $(SHARED),../shared)

.PHONY: notebook
notebook: .venv-notebook/.ready ## Prove that the engine runs with numpy and scipy alone
	@.venv-notebook/bin/python -I scripts/notebook_promise.py

.PHONY: lowest
lowest: .venv-lowest/.ready ## Run the quick tests with the lowest versions we allow
	@.venv-lowest/bin/pytest -n $(WORKERS) -m "not slow and not browser and not bench" --ignore=tests/house

.PHONY: check
check: ## Everything CI checks, the tests included
	@scripts/check lint types arch docs notebook lowest test

.PHONY: lock
lock: $(UV) ## Solve the requirement files anew
	@scripts/lock

.PHONY: clean
clean: ## Remove the environments and everything that was built
	rm -rf .venv .venv-* build dist docs/_build docs/api gutline-demo
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find src tests scripts bench docs -name __pycache__ -type d -prune -exec rm -rf {} +

# --- environments ---------------------------------------------------------------------------

$(UV): requirements/uv.txt scripts/find_uv
	@scripts/find_uv

.venv/.ready: requirements/run.txt pyproject.toml CHANGELOG.md $(UV)
	@$(SYNC) .venv requirements/run.txt

.venv-%/.ready: requirements/%.txt pyproject.toml CHANGELOG.md $(UV)
	@$(SYNC) .venv-$* requirements/$*.txt

# Chromium is asked for anew each time it is missing, and never stops the other tests.
.venv-dev/.browser: .venv-dev/.ready
	@scripts/find_chromium && touch $@ || true

# The promise is about what a person installs, so this one holds the wheel itself.
.venv-notebook/.ready: requirements/notebook.txt .venv-dev/.ready $(shell find src -name '*.py' -o -name '*.toml')
	@$(SYNC) .venv-notebook requirements/notebook.txt --wheel .venv-dev
