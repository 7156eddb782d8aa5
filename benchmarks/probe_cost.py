"""What the probes with the model cost, in units of one plain forward and backward pass.

    python benchmarks/probe_cost.py

Prints a Markdown table: CPU time of one thread, median of interleaved repeats. Targets: the
instrumented pass at most 1.35 units, all passive probes together at most 5. What every probe costs
besides (its seed, its report) is not less for a small model: it is told in milliseconds.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from benchmarks.graph_speed import models
from probes import catalog, runner
from probes.batch import Batch, Column
from probes.graph import read
from probes.graph.program import Program
from probes.passes import objective, training
from probes.shelf import load, names_in, parameters_of

REPEATS = 7
CLASSES = 10


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def with_model() -> list[str]:
    """Findings whose probe looks at a run of the model and needs no other artifact."""
    passes = {"training_pass", "evaluation_pass", "numeric_pass", "objective", "model"}
    found = []
    for name in names_in(catalog):
        taken = parameters_of(load(catalog, name).measure)
        needed = {taker for taker, given in taken.items() if given.default is given.empty}
        if passes & set(taken) and needed <= passes:
            found.append(name)
    return found


def measure(model: torch.nn.Module, x: torch.Tensor, folder: Path) -> tuple[float, float, float]:
    """Seconds of a plain pass, and the instrumented pass and the whole suite in units of it."""
    path = folder / "model.pt2"
    torch.export.save(torch.export.export(model.train(), (x,)), path)
    program = Program(read(path))
    labels = np.random.default_rng(0).integers(0, CLASSES, len(x))
    columns = (Column("x", "input", "said", x.numpy()), Column("y", "target", "said", labels))
    batch = Batch(columns)
    task = objective.make(program, batch)
    wanted = {name: p for name, p in program.parameters.items() if p.requires_grad}

    def plain() -> None:
        training.differentiate(task.evaluate("train")[0], wanted)

    def watched() -> None:
        training.run(task)

    plain(), watched()
    pairs = [(seconds(plain), seconds(watched)) for _ in range(REPEATS)]
    unit, instrumented = (statistics.median(times) for times in zip(*pairs, strict=True))
    names = with_model()
    upload = {"model": program, "batch": batch}
    runner.run(upload, only=names)  # imports the probes
    suite = statistics.median(seconds(lambda: runner.run(upload, only=names)) for _ in range(3))
    return unit, instrumented / unit, suite / unit


def main() -> int:
    torch.set_num_threads(1)
    print("| model | plain pass ms | instrumented pass | all passive probes | the same in ms |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, (model, x) in models().items():
            unit, instrumented, suite = measure(model, x, Path(folder))
            row = f"{unit * 1e3:.1f} | {instrumented:.2f} | {suite:.1f} | {suite * unit * 1e3:.0f}"
            print(f"| {name} | {row} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
