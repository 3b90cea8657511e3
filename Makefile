# Two commands do all the set-up: `make lab` opens the course, `make test` passes every test.
PYTHON ?= python3
LAB_ARGS ?=
VERSIONS ?=
MUTANTS ?=
SITE ?=
LITE ?=
VENV := .venv
# An environment on Windows keeps its programs in another folder.
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PY := $(BIN)/python$(if $(filter Windows_NT,$(OS)),.exe)
# Files are read as UTF-8, also where the system has another encoding.
export PYTHONUTF8 := 1
# An interrupted first run may have left an environment without pip.
INSTALL := $(PY) -c 'import pip' 2>/dev/null || $(PY) -m ensurepip >/dev/null; $(PY) -m pip install -q -c requirements.lock
# perceptron/jupyter switches off JupyterLab's question about news, which would cover the first page.
# JupyterLab refuses to run as root unless it is told to; containers are root.
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)
# nbval needs all cells of a notebook in one process and in their order.
PYTEST := $(PY) -m pytest -q -n2 --dist=loadfile --no-loadscope-reorder
# Runs a command that has something to say only where it fails.
quietly = said=$$($(1) 2>&1) || { echo "$$said"; exit 1; }
# The tests of the modules that are at the top of the package.
MATHS := $(wildcard $(patsubst perceptron/%.py,tests/test_%.py,$(wildcard perceptron/*.py)))

.PHONY: help lab board test check notebooks slides cheatsheet class class-load class-test bench drag mutants screenshots site lite links lite-test lint coverage format versions lock \
	matrix matrix-arm dist publish clean chromium bubblewrap

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' Makefile

lab: $(VENV)/.lab ## open the course in JupyterLab (more options: LAB_ARGS="--port=9999")
	@JUPYTER_CONFIG_PATH=perceptron/jupyter $(PY) -m jupyterlab notebooks/00_start_here.ipynb $(AS_ROOT) $(LAB_ARGS)

test: $(VENV)/.test chromium bubblewrap lint ## check the code, every notebook and the course in a real browser
	@$(PYTEST)

check: lint ## the fast half of `make test`: lint, the mathematics, every notebook
	@$(PYTEST) $(MATHS) notebooks

coverage: $(VENV)/.test ## what of the mathematics tests/ runs, by line and branch (notebooks and browser are not counted)
	@$(PYTEST) tests --ignore=tests/browser --cov

notebooks: $(VENV)/.test ## run every notebook and write it in its normal form, with all that is derived from the course
	@$(PY) -m tools.derived
	@$(PY) -m tools.notebooks
	@$(PY) -m tools.derived
	@$(PY) -m tools.cheat_sheet

slides: $(VENV)/.test ## every lesson as slides, into slides/: they need no network, and their pictures move without a kernel
	@$(PY) -m tools.slides

cheatsheet: $(VENV)/.test chromium ## the cheat sheet as a PDF of one page, docs/cheat_sheet.pdf
	@$(PY) -m tools.cheat_sheet --pdf

board: $(VENV)/.lab ## what a class predicts, live, on this machine (TEACHING.md)
	@$(BIN)/perceptron board

class: $(VENV)-class/.class ## a JupyterHub for a class on this machine, with the board (class/README.md says how it is set)
	@PATH="$(abspath $(VENV)-class/bin):$$PATH" $(VENV)-class/bin/jupyterhub -f class/jupyterhub_config.py

class-load: $(VENV)-class/.class ## 3,000 voters, then 30 students on a hub, and what happens when parts of it break
	@$(VENV)-class/bin/python benchmarks/class_load.py board
	@PATH="$(abspath $(VENV)-class/bin):$$PATH" $(VENV)-class/bin/python benchmarks/class_load.py hub

site: lite ## the web site, into site/build/ (more options: SITE="--lessons 03_measure_the_error --without-python")
	@$(PY) site/build.py $(SITE)

matrix: $(VENV)/.test ## the same without the browser, as processors with and without AVX2 and AVX-512 compute it
	@$(PY) -m tools.matrix

matrix-arm: $(VENV)/.test ## and as a 64-bit Arm does, emulated: it needs Debian or Ubuntu, and an hour
	@$(PY) -m tools.matrix arm

class-test: $(VENV)-class/.class $(VENV)/.test chromium ## a real hub with real accounts: rights, and votes while parts of it are killed
	@PERCEPTRON_HUB=1 $(PY) -m pytest -q tests/browser/test_hub.py

bench: $(VENV)/.bench ## compare speed and results with other libraries (installs PyTorch and scikit-learn)
	@$(PY) -m pytest -q benchmarks
	@for file in benchmarks/bench_*.py; do $(PY) "$$file" || exit 1; done

drag: $(VENV)/.bench ## compare the pictures' speed with other widgets (installs ipympl and bqplot; five minutes)
	@$(PY) benchmarks/drag.py

mutants: $(VENV)/.mutants ## how many wrong versions of the maths the tests find (more options: MUTANTS="--seed 1 cost")
	@$(PY) -m tools.mutants $(MUTANTS)

screenshots: $(VENV)/.test chromium ## every scene, light and dark, narrow and wide, into screenshots/
	@$(PY) -m tools.screenshots

lite: $(VENV)/.test ## JupyterLite with the course inside, into site/build/lite/ (more options: LITE="--pyodide release")
	@$(PY) site/lite/build.py $(LITE)

links: $(VENV)/.test ## does every link of the site that was built lead somewhere?
	@$(PY) site/links.py

lite-test: $(VENV)/.test chromium ## run every lesson in JupyterLite, and compare its texts with the stored ones
	@PERCEPTRON_LITE=all $(PY) -m pytest -q tests/browser/test_lite.py

lint: $(VENV)/.test ## find mistakes and bad form in code, notebooks, widgets and workflows, and check the types of the mathematics
	@$(PY) -m ruff check --quiet
	@$(PY) -m ruff format --check --quiet || { echo "The files above are not formatted: run 'make format'."; exit 1; }
	@$(call quietly,$(PY) -m mypy)
	@$(call quietly,$(BIN)/oxlint perceptron site)
	@$(call quietly,$(BIN)/zizmor --offline --no-progress .github)
	@$(call quietly,$(PY) -m tools.schemas)

format: $(VENV)/.test ## give code and notebooks their form
	@$(PY) -m ruff check --quiet --fix
	@$(PY) -m ruff format --quiet

versions: $(VENV)/.test ## test 3.11 to 3.14 with the oldest and the newest dependencies (or VERSIONS="3.14 oldest")
	@$(PY) -m tools.versions $(VERSIONS)

lock: $(VENV)/.test ## choose anew the newest versions that `make lab` and `make test` install
	@$(PY) -m uv pip compile -q --upgrade --universal --python-version 3.11 --fork-strategy fewest --no-annotate \
		--custom-compile-command "make lock" --extra lab --extra test --extra site --extra lite pyproject.toml -o requirements.lock

dist: $(BIN)/uv ## build the wheel and the source archive into dist/ (TAG=v0.2.0 must be the version of pyproject.toml)
	@version=v$$($(PY) -c 'import tomllib; print(tomllib.load(open("pyproject.toml", "rb"))["project"]["version"])'); \
	case "$(TAG)" in ""|$$version) ;; *) echo "The tag is $(TAG), and pyproject.toml says $$version."; exit 1;; esac
	@rm -rf dist
	@$(BIN)/uv build --quiet

publish: $(BIN)/uv # what release.yml does with dist/, on GitHub alone: the index knows the workflow and takes no password
	@$(BIN)/uv publish --trusted-publishing always

clean: ## remove the virtual environment and all that tests leave behind
	rm -rf $(VENV) $(VENV)-class .pytest_cache .ruff_cache .mypy_cache .hypothesis .coverage
	find . -name __pycache__ -prune -exec rm -rf {} + -o -name .ipynb_checkpoints -prune -exec rm -rf {} +

$(PY):
	@command -v $(PYTHON) >/dev/null || { echo "There is no '$(PYTHON)'. Install Python 3.11 or newer, or name yours: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "This is $$($(PYTHON) --version 2>&1), and 3.11 or newer is needed. Name yours: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)

# A stamp is written when everything is installed, and a changed pyproject.toml or lock makes it old. Importing
# matplotlib's fonts once builds their cache, so that no notebook has to wait for it or speak of it.
$(VENV)/.lab: pyproject.toml requirements.lock | $(PY)
	@echo "Installing the course into $(VENV) (a minute or two, once) ..."
	@$(INSTALL) -e '.[lab]'
	@$(PY) -c 'import matplotlib.font_manager'
	@touch $@

$(VENV)/.test: pyproject.toml requirements.lock | $(PY)
	@echo "Installing the course and its tests into $(VENV) (a minute or two, once) ..."
	@$(INSTALL) -e '.[lab,test,site]'
	@$(PY) -c 'import matplotlib.font_manager'
	@touch $(VENV)/.lab $@

# The hub has an environment of its own, with the proxy that it starts, which npm brings.
$(VENV)-class/.class: pyproject.toml requirements.lock
	@command -v npm >/dev/null || { echo "JupyterHub's proxy needs Node.js and npm. On Debian and Ubuntu: apt-get install npm"; exit 1; }
	@echo "Installing JupyterHub and the course into $(VENV)-class (some minutes, once) ..."
	@$(MAKE) --no-print-directory VENV=$(VENV)-class $(VENV)-class/.lab
	@$(VENV)-class/bin/python -m pip install -q -c requirements.lock -e '.[lab,class]'
	@npm install --silent --prefix $(VENV)-class 'configurable-http-proxy@^5'
	@touch $@

$(VENV)/.bench: pyproject.toml requirements.lock | $(PY)
	@echo "Installing what the course is compared with into $(VENV) (several minutes, once) ..."
	@$(INSTALL) -e '.[lab,test,site,bench]'
	@touch $(VENV)/.lab $(VENV)/.test $@

$(BIN)/uv: | $(PY)
	@$(INSTALL) -q uv
$(VENV)/.mutants: pyproject.toml | $(PY)
	@echo "Installing what makes mutants into $(VENV) (a minute or two, once) ..."
	@$(INSTALL) -q -e '.[test,mutants]'
	@touch $(VENV)/.lab $(VENV)/.test $@

# The browser's tests need one. Where this may not install it, they fail and say what to install.
chromium:
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the browser tests ..."; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium; } >/dev/null 2>&1 </dev/null || true; \
	fi

# `perceptron grade` runs what students wrote in its sandbox, and so do its tests; without it these are skipped.
bubblewrap:
	@if ! command -v bwrap >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y bubblewrap; } >/dev/null 2>&1 </dev/null || true; \
	fi
