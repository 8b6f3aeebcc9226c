# Two commands on a machine with Python 3.11 or newer and make: `make demo` and `make test`.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

# any of these, the versions that were tested first; `make demo PYTHON=/path/to/python` overrides
PYTHONS := $(PYTHON) python3.13 python3.12 python3.11 python3.14 python3 python

# processes of pytest, each with a Neo4j of its own, and each file of tests in one of them
JOBS := 2

# extra arguments of pytest: make test ARGS="-k mapping"
ARGS :=

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help install demo test lint format docs lock clean

help:
	@echo 'make install  install it into .venv, and nothing more'
	@echo 'make demo     load the shipped sample and ask the graph one real question'
	@echo 'make test     lint, types, import contracts, tests'
	@echo 'make lint     everything of make test but the tests'
	@echo 'make format   mend what ruff can mend'
	@echo 'make docs     write the generated pages again'
	@echo 'make lock     bring requirements.lock in line with pyproject.toml (UPGRADE=--upgrade: newest versions)'
	@echo 'make clean    remove what these commands made here; the database is not here'

install: $(STAMP)

demo: $(STAMP)
	@$(BIN)/graph-platform demo

test: lint
	@$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile $(ARGS)

lint: $(STAMP)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(STAMP)
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

docs: $(STAMP)
	@$(BIN)/graph-platform ontology --markdown > docs/ontology.md
	@$(BIN)/python -m ingestors.documents
	@$(BIN)/python -m graph_platform.signals.describing > docs/signals.md
	@$(BIN)/python -m privacy.policy.schema docs/policy.schema.json

# the lock holds hashes and no address: pip goes where this machine's own configuration sends it
$(STAMP): requirements.lock pyproject.toml $(BIN)/python
	@echo 'Installing the locked packages into $(VENV); the first time this takes about a minute.'
	@$(BIN)/python -m pip install --quiet --no-compile --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-compile --no-deps --no-build-isolation --editable .
	@touch $@

$(BIN)/python:
	@for python in $(PYTHONS); do \
	  if "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making $(VENV) with $$("$$python" --version)."; \
	    exec "$$python" -m venv --clear $(VENV); \
	  fi; \
	done; \
	echo 'No Python 3.11 or newer with venv was found.' >&2; \
	echo 'Install one (on Debian and Ubuntu: python3 and python3-venv), or name it: make demo PYTHON=/path/to/python3' >&2; \
	exit 1

lock:
	@uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --quiet $(UPGRADE) --output-file requirements.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
