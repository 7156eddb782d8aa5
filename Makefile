# Everything a person does here. `make run` and `make test` set up what they need first.
PYTHON ?= python3
VENV ?= .venv
TORCH ?= torch==2.13.0
PORT ?= 8000
BIN := $(VENV)/bin
export OMP_NUM_THREADS ?= 1
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: run test check format lock reference told screenshots example help
MEASURED := engine growth truncation understanding understanding-designs server history checkpoint \
	statistics probes each-probe sandbox graph twenty outside clinic self-simulation vignettes recorder transcripts cluster cluster-sizing
.PHONY: bench bench-reliability bench-peers bench-cures $(MEASURED:%=bench-%)
help:       ## list what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ -/'

run: $(VENV)/.run       ## serve on http://127.0.0.1:8000
	$(BIN)/whyloss serve --port $(PORT)

test: $(VENV)/.test       ## set up what tests need and run them all
	$(BIN)/python -m pytest -n 2 --dist worksteal --ignore=tests/app/browser
	$(BIN)/python -m pytest tests/app/browser

check: $(VENV)/.test       ## the linters
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m knowledge_base.lint

bench-reliability: $(VENV)/.test       ## kill, fill, flood; writes benchmarks/results/reliability.md
	$(BIN)/python -m benchmarks.reliability

screenshots: $(VENV)/.test       ## pictures of the page for the README
	$(BIN)/python -m benchmarks.screenshots

example: $(VENV)/.test       ## the files of the page's worked example
	$(BIN)/python -m benchmarks.worked_example

format: $(VENV)/.test       ## fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

reference: $(VENV)/.test       ## write docs/ anew from the probes and the knowledge
	$(BIN)/python -m docs

told: $(VENV)/.test       ## write anew what labelled messages teach the reader of text
	$(BIN)/python -m benchmarks.messages_told
	$(BIN)/python -m benchmarks.clauses_told > knowledge_base/clauses_told/messages.yaml

lock: $(VENV)/.test       ## pin the requirements again
	$(BIN)/pip install -q pip-tools==7.6.2
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --allow-unsafe -o requirements.txt requirements.in
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --allow-unsafe -o requirements-dev.txt requirements-dev.in

bench: $(MEASURED:%=bench-%) bench-reliability       ## every measurement; the clinic takes long

# The module of each under benchmarks/, and what it is given.
bench-engine: MODULE := engine_speed
bench-growth: MODULE := engine_growth
bench-truncation: MODULE := engine_truncation
bench-understanding: MODULE := understanding --part tuning
bench-understanding-designs: MODULE := understanding_designs
bench-history: MODULE := history_speed
bench-checkpoint: MODULE := checkpoint_speed
bench-statistics: MODULE := checkpoint_statistics
bench-probes: MODULE := probe_cost
bench-each-probe: MODULE := each_probe
bench-server: MODULE := server_load
bench-sandbox: MODULE := sandbox_overhead
bench-graph: MODULE := graph_speed
bench-twenty: MODULE := twenty
bench-outside: MODULE := outside
bench-clinic: MODULE := clinic --half tuning --answers --out benchmarks/results
bench-self-simulation: MODULE := self_simulation
bench-vignettes: MODULE := vignettes --misses
bench-recorder: MODULE := recorder_overhead
bench-transcripts: MODULE := transcripts
bench-cluster: MODULE := cluster
bench-cluster-sizing: MODULE := cluster_sizing

# A table replaces the last one only when it is whole.
$(MEASURED:%=bench-%): $(VENV)/.test
	@mkdir -p benchmarks/results
	@table=benchmarks/results/$(firstword $(MODULE)).md; \
	$(BIN)/python -m benchmarks.$(MODULE) > $$table.part && mv $$table.part $$table && cat $$table

bench-peers: $(VENV)/.test .peers/.ready       ## six other tools on the clinic's runs
	$(BIN)/python -m benchmarks.clinic.peers --python .peers/bin/python --out benchmarks/results/clinic_peers.md

.peers/.ready: requirements-peers.txt
	$(PYTHON) -m venv .peers
	.peers/bin/pip install -q $(TORCH) numpy pandas -r requirements-peers.txt
	@touch $@

bench-cures: $(VENV)/.test       ## does each first fix cure? and the page of causes
	$(BIN)/python -m benchmarks.clinic.cure_check --json benchmarks/results/clinic_cures.json
	$(BIN)/python -m benchmarks.clinic.causes_page

# torch stays out of the hash-checked files: its hash differs between the CPU and CUDA builds.
$(VENV)/.torch:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q $(TORCH)
	@touch $@

$(VENV)/.run: $(VENV)/.torch requirements.txt pyproject.toml
	$(BIN)/pip install -q --require-hashes -r requirements.txt
	$(BIN)/pip install -q --no-deps --no-build-isolation -e . || $(BIN)/pip install -q --no-deps -e .
	$(BIN)/whyloss kb train
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements-dev.txt
	$(BIN)/pip install -q --require-hashes -r requirements-dev.txt
	@touch $@
