# Two commands do everything on a fresh machine: `make run` and `make test`.
PYTHON ?= python3.11
BIN := .venv/bin
READY := .venv/.ready

.PHONY: run setup test check lint browser clean

run: setup  ## set up, ingest seeds/, serve the chat page on http://127.0.0.1:8000
	$(BIN)/recoupe ingest seeds
	$(BIN)/recoupe serve

setup: $(READY)  ## make .venv, install the pinned dependencies, build the embedded models
	@$(BIN)/python -m index.embedded
	@$(BIN)/python -m rag.reader.files

test: setup browser  ## set up and run every test
	$(BIN)/pytest

check: lint test  ## ruff, mypy strict, and the tests: what CI runs

lint: setup
	$(BIN)/ruff check .
	$(BIN)/mypy

# What pip cannot install is asked for first, so that its absence is told in one line.
$(READY): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is missing: install python3.11, or name yours: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || { echo "$(PYTHON) is not a working Python 3.11: install python3.11, or name yours: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments: install python3.11-venv" >&2; exit 1; }
	@command -v c++ >/dev/null || command -v g++ >/dev/null || command -v clang++ >/dev/null || { echo "A C++ compiler is missing (llama.cpp is compiled): install g++ (Debian: build-essential; macOS: xcode-select --install)" >&2; exit 1; }
	@command -v git >/dev/null || { echo "git is missing: install git" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

# The page is tested in a real Chromium. Installed where that needs no password, named otherwise.
browser:
	@command -v chromium >/dev/null && exit 0; \
	[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq \
	&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null \
	|| echo "Chromium is missing, so the tests of the page will fail: install chromium (Debian: apt-get install chromium)" >&2

clean:
	rm -rf .venv data report build dist
