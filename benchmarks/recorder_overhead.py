"""What the recorder costs a training loop: the same steps with and without it, interleaved.

    python -m benchmarks.recorder_overhead

One thread, its CPU time, in pairs of blocks; the ratio is the median over the pairs.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn

from probes.recorder import EVERY, Recorder

TARGET = 3.0  # percent
PAIRS = 7
BLOCK_SECONDS = 0.2
Loop = Callable[[Recorder | None, int], float]


def mlp() -> tuple[nn.Module, torch.Tensor]:
    layers = nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 10)
    return nn.Sequential(*layers), torch.randn(128, 64)


def cnn() -> tuple[nn.Module, torch.Tensor]:
    layers: list[nn.Module] = []
    for before, after in ((3, 16), (16, 32), (32, 32), (32, 64)):
        layers += [nn.Conv2d(before, after, 3, padding=1), nn.BatchNorm2d(after), nn.ReLU()]
    return nn.Sequential(
        *layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10)
    ), torch.randn(32, 3, 16, 16)  # fmt: skip


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        layer = nn.TransformerEncoderLayer(128, 4, 256, batch_first=True, dropout=0.0)
        self.body, self.head = nn.TransformerEncoder(layer, 4), nn.Linear(128, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(self.body(x).mean(1))


def transformer() -> tuple[nn.Module, torch.Tensor]:
    return Attention(), torch.randn(16, 32, 128)


def block(model, x, y, optimizer, recorder: Recorder | None, steps: int) -> float:
    started = time.thread_time()
    for _ in range(steps):
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        if recorder:
            recorder.step(loss)
    return (time.thread_time() - started) / steps


def overhead(build, folder: Path) -> tuple[float, float]:
    """Milliseconds of a plain step, and percent on top of it."""
    torch.manual_seed(0)
    model, x = build()
    y = torch.randint(0, 10, (len(x),))
    optimizer = torch.optim.Adam(model.parameters(), 1e-4)
    alone = block(model, x, y, optimizer, None, 20)
    span = EVERY * 5  # from one row with layers to the next
    steps = max(span, round(BLOCK_SECONDS / alone / span) * span)
    plain, pairs = [], []
    for number in range(PAIRS):
        without = block(model, x, y, optimizer, None, steps)
        with Recorder(folder / f"{number}.jsonl", model, optimizer) as recorder:
            watched = block(model, x, y, optimizer, recorder, steps)
        plain.append(without)
        pairs.append(watched / without)
    return statistics.median(plain) * 1e3, (statistics.median(pairs) - 1) * 100


def main() -> None:
    torch.set_num_threads(1)
    print("| model | plain step ms | recorder % |\n|---|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for build in (mlp, cnn, transformer):
            step, percent = overhead(build, Path(folder))
            print(f"| {build.__name__} | {step:.2f} | {percent:+.1f} |", flush=True)
    print(f"\nA row every {EVERY} steps; target: at most {TARGET:g} %.")


if __name__ == "__main__":
    main()
