# The few habits around the portal. `make` lists them; the work is done by manage.py and
# tests/run.py.

PORT ?= 8000
export PORT

# One folder of packages for each Python: PYTHON=python3.13 works beside the ordinary one.
ifdef PYTHON
VENV ?= .venv-$(notdir $(PYTHON))
else
VENV ?= .venv
endif
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install -q --disable-pip-version-check --no-input
COMPILE := $(PY) -m uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make requirements"

.PHONY: help run test lint format bench torture requirements clean environment packages test-packages

help: ## list what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 24

run: packages ## start the portal with its demo content (PORT=8000)
	@exec $(PY) manage.py serve --demo

test: test-packages ## run every check and test that this machine can run
	@exec $(PY) tests/run.py

lint: test-packages ## style, types and import contracts only
	@exec $(PY) tests/run.py --lint

format: test-packages ## put the code into the agreed form
	@$(PY) -m ruff check -q --fix . ; $(PY) -m ruff format .

bench: packages ## measure what readers' pages cost, into docs/performance.md (SIZES="1000 100000")
	@$(PY) bench/delivery.py --write $(SIZES)

torture: test-packages ## kill the portal while it publishes and look for damage (ROUNDS=200)
	@$(PY) -m tests.operations.torture --rounds $(or $(ROUNDS),200)

requirements: test-packages ## resolve the packages again, pinned with hashes (UPGRADE=--upgrade)
	@$(PIP) uv
	@$(COMPILE) $(UPGRADE) requirements.in -o requirements.txt
	@# For those who keep their files in an object store.
	@$(COMPILE) $(UPGRADE) -c requirements.txt requirements-s3.in -o requirements-s3.txt
	@# The tests run on the very versions that production runs on.
	@$(COMPILE) $(UPGRADE) -c requirements.txt requirements-dev.in -o requirements-dev.txt

clean: ## remove packages and caches; what the portal stored under var/ stays
	@rm -rf .venv .venv-* .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# What is installed is noted last, so that a broken installation is repeated.
packages: environment
	@cmp -s requirements.txt $(VENV)/installed.txt || { \
		echo "Installing packages into $(VENV) (once, about 20 seconds) ..."; \
		$(PIP) --require-hashes -r requirements.txt && cp requirements.txt $(VENV)/installed.txt; \
	}

test-packages: packages
	@cmp -s requirements-dev.txt $(VENV)/installed-dev.txt || { \
		echo "Installing packages for the tests (once, about a minute) ..."; \
		$(PIP) --require-hashes -r requirements-dev.txt \
			&& cp requirements-dev.txt $(VENV)/installed-dev.txt; \
	}

# Looks for a Python that is new enough and can make environments; repairs a broken one.
environment:
	@if ! $(PY) -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		found=; seen=; \
		for name in $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python3.14); do \
			if "$$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' \
				2>/dev/null; then found="$$name"; break; fi; \
			seen="$$seen $$("$$name" -c 'import sys; print("Python %d.%d" % sys.version_info[:2])' \
				2>/dev/null)"; \
		done; \
		if [ -z "$$found" ]; then \
			echo "The portal needs Python 3.11 or newer with its venv module" \
				"(found:$${seen:- none}); install it, or name it with PYTHON=..." >&2; \
			exit 1; \
		fi; \
		rm -rf $(VENV); "$$found" -m venv $(VENV); \
	fi
