# Every target sets up first; `make setup` does nothing while pyproject.toml is unchanged.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
INDEX ?= index
ARTICLES ?= corpus/articles
GOLD ?= $(wildcard eval/gold/*.json)
TESTS ?= tests

BIN := .venv/bin
# What pytest exits with where $(TESTS) holds no test of a kind.
NO_TESTS := 5
MODES := reader retrieval end-to-end
GOLD_INDEX := eval/reports/index
QUESTION_AR := متى بدأت محطة النهضة ضخ الماء العذب؟
QUESTION_FR := Combien de passagers le premier train de Marsa Taous a-t-il transportés ?

.PHONY: setup serve smoke test check evaluate baseline
.DELETE_ON_ERROR:

setup: .venv/.installed

.venv/.installed: pyproject.toml
	@test -n "$(PYTHON)" || { echo "jawab needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python" >&2; exit 2; }
	test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

serve: setup
	@test -e $(INDEX)/CURRENT || $(BIN)/jawab index $(ARTICLES) --index $(INDEX)
	@$(BIN)/jawab ask --index $(INDEX) --max-answers 1 "$(QUESTION_AR)" "$(QUESTION_FR)"
	@$(BIN)/jawab serve --index $(INDEX) $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

smoke: setup
	$(BIN)/python scripts/smoke.py $(ARTICLES) "$(QUESTION_AR)" "$(QUESTION_FR)"

test: setup
	$(BIN)/python -m pytest -m "not model and not browser" -n 2 --dist worksteal $(TESTS) || test $$? -eq $(NO_TESTS)
	$(BIN)/python -m pytest -m "model or browser" $(TESTS) || test $$? -eq $(NO_TESTS)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

evaluate: setup
	@mkdir -p eval/reports
	$(BIN)/jawab index $(ARTICLES) --index $(GOLD_INDEX)
	@failed=0; for mode in $(MODES); do \
		baseline=eval/baselines/$$mode.json; \
		$(BIN)/jawab evaluate $(GOLD) --mode $$mode $$(test $$mode = end-to-end && echo --index $(GOLD_INDEX)) --json eval/reports/$$mode.json \
			--report eval/reports/$$mode.html \
			$$(test -e $$baseline && echo --baseline $$baseline) || failed=1; \
	done; exit $$failed

baseline: setup
	@mkdir -p eval/baselines
	$(BIN)/jawab index $(ARTICLES) --index $(GOLD_INDEX)
	@for mode in $(MODES); do \
		$(BIN)/jawab evaluate $(GOLD) --mode $$mode $$(test $$mode = end-to-end && echo --index $(GOLD_INDEX)) --json eval/baselines/$$mode.json \
			$$(test $$mode = end-to-end && echo --report eval/baselines/report.html) || exit; \
	done
	$(BIN)/python scripts/readme_table.py README.md $(MODES:%=eval/baselines/%.json)
	$(BIN)/python scripts/report_picture.py eval/baselines/report.html docs/report.png
