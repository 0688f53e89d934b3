# Prawat. `make` lists what there is; `make check` is what CI runs.
PYTHON ?= python3
VENV   := .venv
MINUTES ?= 30
PY     := $(VENV)/bin/python
# System libraries unpacked beside the environment, where nobody could install them (packaging/system_libraries.py).
WITH_LIBRARIES = LD_LIBRARY_PATH="$$(printf '%s:' $(CURDIR)/$(VENV)/sys/usr/lib/*-linux-gnu)$$LD_LIBRARY_PATH"
RUN    = $(WITH_LIBRARIES) $(PY)
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help install demo test check format bench pictures papers fuzz peers wheel lock words template clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

install: words ## .venv with everything the program and its tests need

$(READY): pyproject.toml packaging/requirements.lock packaging/system_libraries.py packaging/catalogs.py
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Prawat needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r packaging/requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(PY) packaging/system_libraries.py $(VENV)/sys
	@touch $@

words: $(READY) ## compile the message catalogs
	@$(PY) packaging/catalogs.py

template: $(READY) ## translations/prawat.pot and the pseudo-locale, after a change of words
	@$(PY) packaging/template.py

demo: install ## one visit on the sandbox: in a window, or offscreen into out/demo/
	$(RUN) -m viewer demo

# Files are shared out to processes, as many as there are cores, in their order: what the tests of a file make together is
# made once, and whole visits (tests/journey) are played before a process has grown large.
test: install ## all tests
	QT_QPA_PLATFORM=offscreen $(RUN) -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

check: install ## what CI runs: format, lint, types, imports, tests
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --no-cache
	$(MAKE) --no-print-directory test

format: install ## put the code in the house's format
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

bench: install ## speed and memory as ratios, into out/bench.json
	QT_QPA_PLATFORM=offscreen $(RUN) tests/bench/run.py

pictures: install ## every page and state into out/pictures/
	QT_QPA_PLATFORM=offscreen $(RUN) tests/pictures/run.py

PAPERS =
papers: install ## every form of six people into out/pictures/papers/ (PAPERS="consent reply")
	PYTHONPATH=.:tests $(RUN) tests/pictures/papers.py $(PAPERS)

fuzz: install ## MINUTES=30 of coverage-guided fuzzing, niced; what fails is kept in out/fuzz/
	@$(PY) -c 'import atheris' 2>/dev/null || $(PY) -m pip install --quiet --disable-pip-version-check 'atheris>=3,<4'
	nice -n 10 $(PY) tests/fuzz/fuzz_wire.py --minutes $$($(PY) -c 'print($(MINUTES) / 10)')
	nice -n 10 $(PY) tests/fuzz/fuzz_reading.py --minutes $(MINUTES)

peers: install ## against software that others wrote (needs node and npm)
	QT_QPA_PLATFORM=offscreen $(RUN) -m pytest -m peers --override-ini addopts="--strict-markers --import-mode=importlib -ra"

wheel: install ## the wheel into dist/
	$(PY) -m build --wheel --no-isolation --outdir dist .

lock: ## write packaging/requirements.lock anew (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header \
	    --extra sandbox --extra signing --extra token --group dev pyproject.toml -o packaging/requirements.lock

clean: ## remove what can be made again
	rm -rf $(VENV) out dist build .mypy_cache .ruff_cache .import_linter_cache .hypothesis
