# `make help` lists what can be made. Works with GNU make 3.81, which macOS has.
#
# ARGS="..." is handed on:         make test ARGS="-k trace"
# PYTHON=... says which Python:    make distclean build PYTHON=python3.12

BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help build check verapdf test lint bench manual pictures messages wheel lock clean distclean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

build: .venv/ready ## Build the edition into build/: the briefs and the annual summary
	@$(BIN)/briefpress build $(ARGS)

check: .venv/ready ## Check the edition in build/
	@$(BIN)/briefpress check $(ARGS)

verapdf: ## Have veraPDF look at the PDFs in build/, where it is installed
	@sh .ci/verapdf $(ARGS)

test: .venv/ready ## Run the tests
	@sh .ci/database
	@sh .ci/browser
	$(BIN)/pytest -n auto --dist loadgroup $(ARGS)

lint: .venv/ready ## Check style, formatting and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: .venv/ready ## Measure how fast briefs are built
	$(BIN)/python benchmarks/run.py $(ARGS)

manual: .venv/ready ## Build the manual, into site/
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

pictures: .venv/ready ## Make the pictures anew that README and manual show, in docs/pictures/
	@$(BIN)/python docs/pictures/make.py $(ARGS)

messages: .venv/ready ## Bring the catalogues of printed words up to date
	$(BIN)/pybabel --quiet extract --mapping babel.toml --keyword pgettext:1c,2 --add-location file \
	    --sort-output --omit-header --output src/briefpress/locale/briefpress.pot .
	$(BIN)/python src/briefpress/locale/update.py

wheel: .venv/ready ## Make the source archive and the wheel, into dist/
	@rm -rf dist
	$(BIN)/pyproject-build --no-isolation

# The oldest Python that is supported makes the lock: only its versions suit all.
lock: ## Pin what pyproject.toml asks for; ARGS=--upgrade takes the newest versions
	python3.11 -m venv --clear .venv-lock
	.venv-lock/bin/pip install --quiet --disable-pip-version-check "pip-tools>=7.6,<8"
	CUSTOM_COMPILE_COMMAND="make lock" .venv-lock/bin/pip-compile --quiet --extra dev \
	    --generate-hashes --strip-extras --allow-unsafe \
	    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	    --output-file requirements.lock $(ARGS) pyproject.toml
	@rm -rf .venv-lock

clean: ## Remove what was built, but build/README.md
	@find build -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
	@rm -rf dist

distclean: clean ## Remove also what was set up, and all caches
	@rm -rf .venv .venv-lock .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find src charts tests benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || :

# Set-up: done once, and again when the lock or pyproject.toml has changed, or when
# this folder has moved or its Python is gone (the file says for which folder it holds).
.venv/ready: requirements.lock pyproject.toml
	@PYTHON="$(PYTHON)" sh .ci/setup

ifneq (,$(shell [ -x $(BIN)/python ] && [ "`cat .venv/ready 2>&1`" = "`pwd -P`" ] || echo no))
.PHONY: .venv/ready
endif
