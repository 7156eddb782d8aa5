"""Eight statistics of every tensor of a checkpoint against one sum over the same bytes.

python -m benchmarks.checkpoint_statistics [megabytes]
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import torch

from probes.artifacts.weight_statistics import weight_statistics
from probes.formats.recognise import open_upload

TENSORS = 24
REPEATS = 3
TYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}
LIMITS = {"float32": 5, "bfloat16": 20, "float16": 20}


def main(megabytes: int = 256) -> None:
    torch.set_num_threads(1)
    print(f"{megabytes} MB, {TENSORS} tensors, one thread, best of {REPEATS}")
    print("type      statistics     sum()  ratio limit torch.load  GB/s")
    with tempfile.TemporaryDirectory() as folder:
        for name, dtype in TYPES.items():
            path = Path(folder) / f"{name}.pt"
            _write(path, dtype, megabytes)
            _row(name, path, megabytes)
            path.unlink()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"largest resident memory {peak:.0f} MB, the mapped file and torch.load included")


def _write(path: Path, dtype: torch.dtype, megabytes: int) -> None:
    each = megabytes * 2**20 // dtype.itemsize // TENSORS
    torch.save({f"layer{n}.weight": torch.randn(each).to(dtype) for n in range(TENSORS)}, path)


def _row(name: str, path: Path, megabytes: int) -> None:
    checkpoint = open_upload(path)
    floor = _best(_sum_of_as_many_bytes(megabytes))
    ours = _best(lambda: weight_statistics(checkpoint))
    load = _best(lambda: torch.load(path, weights_only=True))
    speed = megabytes / 1024 / ours
    print(
        f"{name:9} {ours:9.3f}s {floor:8.4f}s {ours / floor:6.1f} {LIMITS[name]:5d} "
        f"{load:9.3f}s {speed:.1f}"
    )


def _sum_of_as_many_bytes(megabytes: int) -> Callable[[], object]:
    parts = [torch.ones(megabytes * 2**18 // TENSORS) for _ in range(TENSORS)]
    return lambda: [part.sum() for part in parts]


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
