"""What every probe costs alone, in plain forward and backward passes of the model that it looks at.

    python -m benchmarks.each_probe

Prints a Markdown table. The run is a healthy convolutional network of the clinic with everything it
left behind; processor time of one thread, the best of three, all that a probe needs made anew.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch

from probes import runner
from probes.formats.recognise import open_upload
from probes.graph.program import Program
from probes.passes import objective, training
from tests.clinic.patients import healthy
from tests.clinic.ward import export, history_file, train

REPEATS = 3


def left_behind(folder: Path, model: Path) -> dict[str, object]:
    return {
        "history": open_upload(history_file(folder)),
        "checkpoint": open_upload(folder / "checkpoint.pt"),
        "batch": open_upload(folder / "batch.npz"),
        "validation_batch": open_upload(folder / "validation_batch.npz"),
        "model": Program(open_upload(model)),
    }


def seconds(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(REPEATS):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


def one_pass(upload: dict[str, object]) -> float:
    program = upload["model"]
    task = objective.make(program, upload["batch"])
    wanted = {name: p for name, p in program.parameters.items() if p.requires_grad}
    return seconds(lambda: training.differentiate(task.evaluate("train")[0], wanted))


def main() -> int:
    torch.set_num_threads(1)
    patient = healthy("cnn")
    upload = left_behind(train(patient), export(patient))
    runner.run(upload)  # imports every probe
    unit = one_pass(upload)
    print(f"One pass: {unit * 1e3:.1f} ms, {len(upload['batch'].columns[0].values)} samples.\n")
    print("| probe | passes | ms |\n|---|---:|---:|")
    for name in runner.plan():
        spent = seconds(lambda name=name: runner.run(upload, only=[name]))
        print(f"| `{name}` | {_short(spent / unit)} | {spent * 1e3:.1f} |")
    whole = seconds(lambda: runner.run(upload))
    print(f"| all together | {whole / unit:.1f} | {whole * 1e3:.0f} |")
    return 0


def _short(passes: float) -> str:
    return "< 0.1" if passes < 0.1 else f"{passes:.1f}"


if __name__ == "__main__":
    sys.exit(main())
