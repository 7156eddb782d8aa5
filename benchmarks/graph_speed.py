"""How fast the interpreter runs a model, against the same model in eager PyTorch.

    python benchmarks/graph_speed.py

Prints a Markdown table: forward and backward, CPU time of one thread, median of interleaved
repeats.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn

from probes.graph import read
from probes.graph.program import Program

REPEATS = 15
F = nn.functional


class Block(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.a = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels)
        )
        self.b = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels)
        )

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.b(F.relu(self.a(x))))


class Words(nn.Module):
    def __init__(self):
        super().__init__()
        layer = nn.TransformerEncoderLayer(128, 4, 512, batch_first=True)
        self.embed = nn.Embedding(500, 128)
        self.body = nn.TransformerEncoder(layer, 4, enable_nested_tensor=False)
        self.out = nn.Linear(128, 10)

    def forward(self, x: Tensor) -> Tensor:
        return self.out(self.body(self.embed(x)).mean(dim=1))


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn, self.out = nn.LSTM(32, 64, batch_first=True), nn.Linear(64, 10)

    def forward(self, x: Tensor) -> Tensor:
        return self.out(self.rnn(x)[0][:, -1])


def models() -> dict[str, tuple[nn.Module, Tensor]]:
    mlp = nn.Sequential(
        *(layer for _ in range(8) for layer in (nn.Linear(64, 64), nn.ReLU())), nn.Linear(64, 10)
    )
    resnet = nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1), *(Block(16) for _ in range(9)),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 10),
    )  # fmt: skip
    return {
        "MLP, 9 layers of 64, batch 64": (mlp, torch.randn(64, 64)),
        "ResNet, 19 convolutions, 32 x 32, batch 32": (resnet, torch.randn(32, 3, 32, 32)),
        "Transformer, 4 layers of 128, 16 x 64": (Words(), torch.randint(0, 500, (16, 64))),
        "LSTM 64, 32 x 40": (Lstm(), torch.randn(32, 40, 32)),
    }


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def measure(model: nn.Module, x: Tensor, folder: Path) -> tuple[float, float, float]:
    """Milliseconds: eager, interpreted, and reading the file into a runnable program."""
    y = torch.randint(0, 10, (len(x),))
    model.train()
    path = folder / "model.pt2"
    torch.export.save(torch.export.export(model, (x,)), path)
    program: list[Program] = []
    load = seconds(lambda: program.append(Program(read(path))))

    def eager() -> None:
        F.cross_entropy(model(x), y).backward()

    def ours() -> None:
        F.cross_entropy(program[0].run([x])[0], y).backward()

    eager(), ours()
    pairs = [(seconds(eager), seconds(ours)) for _ in range(REPEATS)]
    plain, interpreted = (statistics.median(times) for times in zip(*pairs, strict=True))
    return plain * 1e3, interpreted * 1e3, load * 1e3


def main() -> int:
    torch.set_num_threads(1)
    print("| model | eager ms | interpreted ms | ratio | read ms |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, (model, x) in models().items():
            plain, interpreted, load = measure(model, x, Path(folder))
            ratio = interpreted / plain
            print(f"| {name} | {plain:.1f} | {interpreted:.1f} | {ratio:.2f} | {load:.0f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
