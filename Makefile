# One target per task. Needs Python 3.11 or later and make; each target installs what it needs.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin

define REQUIREMENTS
import tomllib
project = tomllib.load(open("pyproject.toml", "rb"))["project"]
made = "# Made from pyproject.toml by `make requirements`: what "
need = {"requirements.txt": [made + "the dashboard and the command line need.", *project["dependencies"]],
        "requirements-dev.txt": [made + "the tests need on top.", "-r requirements.txt", *project["optional-dependencies"]["dev"]]}
for name, lines in need.items():
    open(name, "w").write("\n".join(lines) + "\n")
endef
export REQUIREMENTS

.PHONY: help setup run test test-unit test-stress bench lint requirements check docs pictures screens notebook clean

help:           ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 13

setup: .venv/ready   ## make .venv and install what is missing

.venv/ready: requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or later is needed, found " + sys.version.split()[0] + "; name another with PYTHON=python3.12 make")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: setup      ## serve the dashboard on PORT (8501); DATASET=DIR another dataset
	$(BIN)/streamlit run dashboard.py --server.port $(PORT) --server.headless true

test-unit: setup ## all tests that need no browser: while you work
	$(BIN)/python -m pytest -n 2 --dist worksteal --ignore tests/browser

test: setup     ## those, and in a browser what each screen is for
	$(BIN)/python -m pytest -n 2 --dist worksteal

test-stress: setup ## what only happens on bad days, and samples of `test` in full; about 40 minutes
	EXAMPLES=200 $(BIN)/python -m pytest -n 2 tests/data/rules/test_rule_properties.py
	$(BIN)/python -m pytest tests/stress -s

bench: setup    ## how fast it is, as ratios to pages that do nothing else; about forty minutes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/benchmarks/requirements.txt
	$(BIN)/python -m tests.benchmarks.player
	$(BIN)/python -m tests.benchmarks.start
	$(BIN)/python -m tests.benchmarks.scale
	$(BIN)/python -m tests.benchmarks.screens

lint: setup     ## style and types of the code, and whether `docs` has anything to write
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/oxlint --deny-warnings components
	$(BIN)/python docs/build.py --check

requirements: setup ## requirements files and the container's lock file, from pyproject.toml
	$(BIN)/python -c "$$REQUIREMENTS"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip-tools>=7.6,<8'
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-header --output-file deploy/requirements.lock pyproject.toml

check: setup    ## validate the dataset
	$(BIN)/python -m data check

docs: setup     ## write the parts of the documents that follow from the code and the codebook
	$(BIN)/python docs/build.py

pictures: screens ## the pictures of the documents, from the running app, and those of `screens`
	$(BIN)/python tests/browser/pictures.py

screens: setup  ## every screen, both themes, wide and narrow, into pictures/ (not kept), to be looked at
	$(BIN)/python tests/browser/pictures.py --screens

notebook: setup ## what the cells of examples/ print today, written into them
	$(BIN)/python -m tests.notebooks

clean:          ## remove what the targets above made
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis pictures test-results
