# Everything a person does here. `make run` and `make test` set up what they need first.
PYTHON ?= python3
VENV ?= .venv
TORCH ?= torch==2.13.0
PORT ?= 8000
BIN := $(VENV)/bin
export OMP_NUM_THREADS ?= 1
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: bench-understanding run test check format lock kb schema help
help:       ## list what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ -/'

run: $(VENV)/.run       ## serve on http://127.0.0.1:8000
	$(BIN)/whyloss serve --port $(PORT)

test: $(VENV)/.test       ## set up what tests need and run them all
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(VENV)/.test       ## the linters
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m knowledge_base.lint

bench-understanding: $(VENV)/.test       ## how well free text is understood
	$(BIN)/python -m benchmarks.understanding --part tuning

bench-reliability: $(VENV)/.test       ## kill, fill, flood; writes benchmarks/results/reliability.md
	$(BIN)/python -m benchmarks.reliability

format: $(VENV)/.test       ## fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/.test       ## pin the requirements again
	$(BIN)/pip install -q pip-tools==7.6.2
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --allow-unsafe -o requirements.txt requirements.in
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --allow-unsafe -o requirements-dev.txt requirements-dev.in

# torch stays out of the hash-checked files: its hash differs between the CPU and CUDA builds.
$(VENV)/.torch:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q $(TORCH)
	@touch $@

$(VENV)/.run: $(VENV)/.torch requirements.txt pyproject.toml
	$(BIN)/pip install -q --require-hashes -r requirements.txt
	$(BIN)/pip install -q --no-deps --no-build-isolation -e . || $(BIN)/pip install -q --no-deps -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements-dev.txt
	$(BIN)/pip install -q --require-hashes -r requirements-dev.txt
	@touch $@
