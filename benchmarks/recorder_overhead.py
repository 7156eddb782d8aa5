"""What the recorder costs a training loop: CPU time inside its calls against all the rest.

    python -m benchmarks.recorder_overhead

One thread; the median of blocks of steps. Timed inside, because on a shared machine two runs of the
same loop differ by more than the recorder costs; so what it takes from the caches is left out.
"""

import statistics
import tempfile
import time
from pathlib import Path

import torch
from torch import nn

from probes.recorder import EVERY, LAYERS_EVERY, Recorder

TARGET = 3.0  # percent
BLOCKS = 5


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


class Timed(Recorder):
    """Adds up what its own calls take."""

    spent = 0.0

    def _on_step(self, *told):
        self._timed(super()._on_step, *told)

    def _after_step(self, *told):
        self._timed(super()._after_step, *told)

    def step(self, loss=None):
        self._timed(super().step, loss)

    def _timed(self, call, *told):
        started = time.thread_time()
        call(*told)
        self.spent += time.thread_time() - started


def overhead(build, folder: Path) -> tuple[float, float]:
    """Milliseconds of a step without the recorder, and percent on top of it."""
    torch.manual_seed(0)
    model, x = build()
    y = torch.randint(0, 10, (len(x),))
    optimizer = torch.optim.Adam(model.parameters(), 1e-4)
    steps, alone, shares = EVERY * LAYERS_EVERY, [], []
    for number in range(BLOCKS):
        started = time.thread_time()
        with Timed(folder / f"{number}.jsonl", model, optimizer) as recorder:
            for _ in range(steps):
                loss = nn.functional.cross_entropy(model(x), y)
                loss.backward()
                optimizer.step()
                optimizer.zero_grad()
                recorder.step(loss)
        rest = time.thread_time() - started - recorder.spent
        alone.append(rest / steps)
        shares.append(recorder.spent / rest)
    return statistics.median(alone) * 1e3, statistics.median(shares) * 100


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
