# `make run` and `make test` do all set-up on a machine with Python 3.11 or newer.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: install run chat test cover check bench seed golden clean

$(VENV)/installed: pyproject.toml scripts/install.sh
	sh scripts/install.sh "$(PYTHON)" "$(VENV)"
	touch $@

$(VENV)/browser: $(VENV)/installed scripts/browser.sh
	sh scripts/browser.sh "$(VENV)"
	touch $@

install: $(VENV)/installed

$(VENV)/node/installed: $(VENV)/installed scripts/node.sh tests/node/package.json
	sh scripts/node.sh "$(VENV)"
	touch $@

run: install
	$(BIN)/glossary serve --port $(PORT) --greet "rlhf for a product manager"

chat: install
	$(BIN)/glossary chat --greet "/define rlhf"

test: install $(VENV)/browser $(VENV)/node/installed
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

cover: install $(VENV)/browser $(VENV)/node/installed
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --cov --cov-report=term

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	$(BIN)/glossary terms lint --strict

bench: install
	$(BIN)/python bench/startup.py
	$(BIN)/python bench/latency.py
	$(BIN)/python bench/labels.py
	$(BIN)/python bench/vectors.py
	$(BIN)/python bench/retrieval.py
	$(BIN)/python bench/load.py
	$(BIN)/python bench/slack.py
	$(BIN)/python bench/teams.py

seed: install
	$(BIN)/glossary index seed

golden: install
	GOLDEN=write $(BIN)/python -m pytest -q tests/unit/test_render_terminal.py tests/unit/test_slack_render_golden.py tests/unit/test_teams_render_golden.py tests/docs

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
