"""Eight statistics of every tensor of a checkpoint, beside summing its bytes and loading them.

    python -m benchmarks.checkpoint_speed [--peers VENV]

Prints a Markdown table: files of 10 MB, 100 MB, 1 GB and 4 GB of float32, each read in a process of
its own. `--peers` is a virtual environment made from requirements-peers.txt.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import torch

TENSORS = 120
SIZES = {"10 MB": 10 << 20, "100 MB": 100 << 20, "1 GB": 1 << 30, "4 GB": 4 << 30}
RATIO = 5  # at most so many times the sum
TOO_LONG = 300  # seconds
TOO_MUCH = 8 << 30  # bytes of memory that a peer is given

# Each prints the processor seconds of its work, without the start of Python.
_TIMED = """
import sys, time
from pathlib import Path
import torch
torch.set_num_threads(1)
path = Path(sys.argv[1])
{imports}
started = time.process_time()
{work}
print(time.process_time() - started)
"""
_OURS = _TIMED.format(
    imports="from probes.artifacts.weight_statistics import weight_statistics\n"
    "from probes.formats.recognise import open_upload\n"
    "open_upload(path)  # imports the reader",
    work="weight_statistics(open_upload(path))",
)
_SUM = _TIMED.format(
    imports="from probes.formats.recognise import open_upload\nopen_upload(path)",
    work="for tensor in open_upload(path).weights.values():\n"
    "    for chunk in tensor.chunks(): chunk.sum()",
)
_LOAD = _TIMED.format(imports="", work="torch.load(path, weights_only=True)")


@dataclass(frozen=True)
class Spent:
    seconds: float
    memory: float  # MB, torch itself included (an idle process holds about 150)

    def __str__(self) -> str:
        return f"{self.seconds:.2f} | {self.memory:.0f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, help="virtual environment with the peers")
    peers = parser.parse_args().peers
    print(
        f"{TENSORS} tensors of float32, one thread; processor seconds, MB of memory of its own.\n"
    )
    print("| file | sum of its bytes | MB | whyloss, .pt | MB | times the sum | whyloss, "
          "safetensors | MB | torch.load | MB | model-clinic exam | MB |")  # fmt: skip
    print("|---|" + "---:|" * 11)
    with tempfile.TemporaryDirectory() as folder:
        for label, size in SIZES.items():
            print(f"| {label} | {_row(Path(folder), size, peers)} |", flush=True)
    print(f"\nTarget: at most {RATIO} times the sum, faster than torch.load, memory that does not "
          "grow.\nmodel-clinic's seconds hold the start of Python and torch, the others' do not; "
          f"-: not asked, more than {TOO_LONG} s or {TOO_MUCH >> 30} GB.")  # fmt: skip
    return 0


def _row(folder: Path, size: int, peers: Path | None) -> str:
    zipped, safe = _written(folder, size)
    floor, ours = _timed(_SUM, zipped), _timed(_OURS, zipped)
    ratio = f"{ours.seconds / floor.seconds:.1f}"
    told = [floor, ours, ratio, _timed(_OURS, safe), _timed(_LOAD, zipped), _peer(peers, zipped)]
    return " | ".join(map(str, told))


def _written(folder: Path, size: int) -> tuple[Path, Path]:
    from safetensors.torch import save_file

    tensors = {f"layers.{i}.weight": torch.randn(size // TENSORS // 4) for i in range(TENSORS)}
    zipped, safe = folder / "run.pt", folder / "run.safetensors"
    torch.save({"model": tensors, "epoch": 1}, zipped)
    save_file(tensors, safe)
    return zipped, safe


def _timed(code: str, path: Path) -> Spent:
    """The best of two: the second finds the file in the page cache."""
    told = [_watched([sys.executable, "-c", code, str(path)]) for _ in range(2)]
    return min((Spent(float(said), memory) for said, memory in told), key=lambda one: one.seconds)


def _peer(peers: Path | None, path: Path) -> str:
    if peers is None:
        return "- | -"
    command = [str(peers / "bin" / "model-clinic"), "exam", "--json", "--quiet", str(path)]
    before = os.times()
    said, memory = _watched(command)
    after = os.times()
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    return str(Spent(spent, memory)) if said else "- | -"


def _watched(command: list[str]) -> tuple[str, float]:
    """What it said, and the most memory of its own that it held; nothing where it was ended."""
    most, began = 0.0, time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            held = _own_memory(watched)
            most = max(most, held)
            if time.monotonic() - began > TOO_LONG or held > TOO_MUCH:
                process.kill()
                return "", most / 2**20
            time.sleep(0.005)
        said = process.stdout.read()
    return said, most / 2**20


def _own_memory(process: psutil.Process) -> float:
    """Without pages of mapped files, which the kernel takes back when it needs them."""
    try:
        told = process.memory_info()
    except psutil.Error:
        return 0.0
    return told.rss - told.shared


if __name__ == "__main__":
    sys.exit(main())
