"""How fast a checkpoint opens, against torch.load and against one pass of sum() over its bytes.

python benchmarks/checkpoint_speed.py [--huge]      10 MB, 100 MB, 1 GB and, if asked, 4 GB
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import torch

from probes.formats.recognise import open_upload

TENSORS = 120
SIZES = {"10 MB": 10 << 20, "100 MB": 100 << 20, "1 GB": 1 << 30}
HUGE = {"4 GB": 4 << 30}
REPEATS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--huge", action="store_true", help="also a file of 4 GB")
    sizes = SIZES | (HUGE if parser.parse_args().huge else {})
    torch.set_num_threads(1)
    print(f"{TENSORS} tensors, one thread, page cache warm, best of {REPEATS}; seconds\n")
    print("| size | open_upload | torch.load | torch.load(mmap) | safetensors | sum() floor |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for label, size in sizes.items():
            print(f"| {label} | " + " | ".join(_row(Path(folder), size)) + " |", flush=True)


def _row(folder: Path, size: int) -> list[str]:
    from safetensors.torch import save_file

    tensors = {f"layers.{i}.weight": torch.randn(size // TENSORS // 4) for i in range(TENSORS)}
    zipped, safe = folder / "run.pt", folder / "run.safetensors"
    torch.save({"model": tensors, "epoch": 1}, zipped)
    save_file(tensors, safe)
    del tensors
    stored = open_upload(zipped).weights.values()
    seconds = [
        _best(lambda: open_upload(zipped)),
        _best(lambda: torch.load(zipped, weights_only=True)),
        _best(lambda: torch.load(zipped, weights_only=True, mmap=True)),
        _best(lambda: open_upload(safe)),
        _best(lambda: [tensor.raw.sum() for tensor in stored]),
    ]
    return [f"{value:.4f}" for value in seconds]


def _best(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return min(taken)


if __name__ == "__main__":
    main()
