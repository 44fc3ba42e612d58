# `make run` and `make test` are all that a newcomer needs; the rest is for maintainers.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: run test tests lint test-servers bench-lookup bench-scale bench-discord bench-start bench-slack bench-digest bench-ingest chaos requirements clean

run: $(VENV)/.run
	@$(BIN)/japan-ai

# Side by side: many tests wait, for a process or a time, and leave the processor to the linters.
test: $(VENV)/.test
	@$(MAKE) --no-print-directory -j 2 tests lint

tests: $(VENV)/.test
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not servers"

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/japan-ai check
	$(BIN)/mypy

test-servers: $(VENV)/.test
	$(BIN)/python -m pytest -m servers

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q facts bot adapters
	@touch $@

$(VENV)/.test: requirements-test.txt $(VENV)/.run
	$(PIP) install --require-hashes -r requirements-test.txt
	@touch $@

bench-lookup: $(VENV)/.bench
	$(BIN)/python -m bench.lookup --part validation

bench-scale: $(VENV)/.bench
	$(BIN)/python -m bench.scale

bench-discord: $(VENV)/.test
	$(BIN)/python -m bench.discord

bench-start: $(VENV)/.run
	$(BIN)/python -m bench.start

# Needs wrk (apt-get install wrk). For the memory over 200,000 requests: python -m bench.slack --memory 200000
bench-slack: $(VENV)/.run
	$(BIN)/python -m bench.slack
	$(BIN)/python -m bench.slack --processes 2

bench-digest: $(VENV)/.bench
	$(BIN)/python -m bench.digest

# make bench-ingest ARCHIVES=folder with copies of the built-in pack's sources
bench-ingest: $(VENV)/.bench
	$(BIN)/python -m bench.ingest --archives $(ARCHIVES) --amounts

# Ten seeds of two minutes of killed processes on SQLite and PostgreSQL: most of an hour.
chaos: $(VENV)/.test
	$(BIN)/python -m tests.chaos.run

$(VENV)/.bench: requirements-bench.txt $(VENV)/.run
	$(PIP) install --require-hashes -r requirements-bench.txt
	@touch $@

# Pins for every supported platform and Python at once; needs uv and the network.
requirements:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml requirements.in -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--extra test pyproject.toml requirements.in -c requirements.txt -o requirements-test.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--extra bench pyproject.toml requirements.in -c requirements.txt -o requirements-bench.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
