# Everything starts here: `make run` to try Pouce, `make test` before a change leaves.
# Another interpreter: make run PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore $(BIN)/python -m pip install --quiet
RUNTIME := $(VENV)/runtime.stamp
TOOLS := $(VENV)/tools.stamp

.DEFAULT_GOAL := help
.PHONY: help run test check play bench soak pictures clean

help: ## list what can be done
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|' 2>/dev/null \
		|| sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1: \2/p' $(MAKEFILE_LIST)

run: $(RUNTIME) ## start Pouce on this machine, and open its local room: http://127.0.0.1:8080/
	@$(BIN)/pouce run

test: check ## check, then run every test
	@$(BIN)/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder -m "not soak and not bench"

check: $(TOOLS) ## lint, types, layers, spelling, and the catalogue of practices
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/codespell
	@$(BIN)/pouce check

play: $(RUNTIME) ## play a story: make play FILE=path/to/a.story
	@test -n "$(FILE)" || { echo "Which story? Write: make play FILE=path/to/a.story" >&2; exit 1; }
	@$(BIN)/pouce play "$(FILE)"

bench: $(TOOLS) ## measure ratios against named baselines
	@$(BIN)/python -m pytest -q -m bench

soak: $(TOOLS) ## run the long forms of the tests
	@$(BIN)/python -m pytest -q -m soak

pictures: $(TOOLS) ## make the pictures of the tutorial again
	@$(BIN)/python -m tests.browser.pictures

clean: ## remove the environment and what tools leave; your data in var/ stays
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# The environment. A stamp is newer than what it was made from: the second time, nothing is done.

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Pouce needs Python 3.11 or newer, and '$(PYTHON)' is not one." >&2; \
		echo "Install it, or name yours: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "The environment could not be made; on Debian and Ubuntu, install python3-venv." >&2; exit 1; }

$(RUNTIME): requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Pouce stands on, once…"
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-index --no-deps --no-build-isolation -e .
	@touch $@

$(TOOLS): requirements-dev.txt requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Pouce and its tests stand on, once…"
	@$(PIP) --require-hashes -r requirements-dev.txt
	@$(PIP) --no-index --no-deps --no-build-isolation -e .
	@touch $(RUNTIME) $@
