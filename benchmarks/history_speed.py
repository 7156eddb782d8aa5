"""How fast histories are read, and in how much memory: a Markdown table on standard output.

python benchmarks/history_speed.py [rows]
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROWS = 1_000_000
TARGET = 200_000  # rows a second, CSV and JSONL
MEMORY_TARGET = 300  # MB above the interpreter with NumPy


def dense_csv(rows: int) -> Iterator[str]:
    yield "epoch,step,train_loss,val_loss,val_acc,lr\n"
    for i in range(rows):
        yield f"{i // 1000},{i},{2.3 / (1 + i):.6f},{2.4 / (1 + i):.6f},{i / rows:.4f},0.001\n"


def sparse_csv(rows: int) -> Iterator[str]:
    yield "epoch,lr-Adam,step,train_loss_step,val_acc,val_loss\n"
    for i in range(rows):
        if i % 10:
            yield f"{i // 1000},,{i},{2.3 / (1 + i):.6f},,\n"
        else:
            yield f"{i // 1000},0.001,{i},,{i / rows:.4f},{2.4 / (1 + i):.6f}\n"


def json_lines(rows: int) -> Iterator[str]:
    for i in range(rows):
        yield f'{{"step": {i}, "loss": {2.3 / (1 + i):.6f}, "lr": 0.001, "grad_norm": 1.5}}\n'


def mixed_json_lines(rows: int) -> Iterator[str]:
    for i in range(rows):
        if i % 10:
            yield f'{{"step": {i}, "train": {{"loss": {2.3 / (1 + i):.6f}}}}}\n'
        else:
            yield f'{{"step": {i}, "val": {{"loss": {2.4 / (1 + i):.6f}, "acc": 0.5}}}}\n'


def text_log(rows: int) -> Iterator[str]:
    for i in range(rows // 10):
        yield (
            f"2026-01-01 10:00:00,000 - INFO - Epoch [{i // 600}/200], Step [{i % 600}/600], "
            f"Loss: {2.3 / (1 + i):.4f}, lr: 1e-3\n"
        )


KINDS: dict[str, tuple[str, Callable[[int], Iterator[str]]]] = {
    "CSV, dense": ("delimited", dense_csv),
    "CSV, sparse as Lightning writes": ("delimited", sparse_csv),
    "JSONL": ("json_lines", json_lines),
    "JSONL, nested and mixed": ("json_lines", mixed_json_lines),
    "text log": ("text_log", text_log),
}

_CHILD = """
import resource, sys, time
from pathlib import Path
from probes.formats.recognise import recognise
path = Path(sys.argv[1]); path.open("rb").read(1); reader = recognise(path)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
started = time.perf_counter(); history = reader.read(path); seconds = time.perf_counter() - started
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert history.has("train_loss"), history
print(reader.__name__.rsplit(".", 1)[1], history.rows, seconds, (after - before) / 1024)
"""


def measured(path: Path) -> tuple[str, int, float, float]:
    """Format, rows, seconds and megabytes of one read in a fresh process."""
    told = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path)], capture_output=True, text=True, check=True
    ).stdout.split()
    return told[0], int(told[1]), float(told[2]), float(told[3])


def main(rows: int = ROWS) -> None:
    print("| history | rows | file MB | s | rows/s | memory MB |")
    print("|---|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for title, (_, lines) in KINDS.items():
            path = Path(folder) / "history"
            with path.open("w") as file:
                file.writelines(lines(rows))
            _, read, seconds, memory = measured(path)
            size = path.stat().st_size / 2**20
            print(
                f"| {title} | {read:,} | {size:.0f} | {seconds:.2f} | {read / seconds:,.0f} "
                f"| {memory:.0f} |"
            )
    print(f"\nTargets: {TARGET:,} rows/s for CSV and JSONL; {MEMORY_TARGET} MB for 1,000,000 rows.")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
