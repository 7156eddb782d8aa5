"""Small models made ill on purpose, exported as a person would, and read by our reader."""

import tempfile
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from probes import runner
from probes.batch import Batch, Column
from probes.graph import read
from probes.graph.program import Program
from probes.runner import Report

F = nn.functional
SAMPLES, FEATURES, CLASSES = 64, 12, 4


class WithLoss(nn.Module):
    def __init__(self, model: nn.Module, loss=F.cross_entropy):
        super().__init__()
        self.model, self.loss = model, loss

    def forward(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        output = self.model(x)
        return self.loss(output, y), output


def exported(model: nn.Module, *inputs: Tensor) -> Program:
    batch = torch.export.Dim("batch", min=2, max=4096)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.pt2"
        shapes = tuple({0: batch} for _ in inputs)
        torch.export.save(torch.export.export(model.train(), inputs, dynamic_shapes=shapes), path)
        return Program(read(path))


def batch(x: np.ndarray, y: np.ndarray | None = None) -> Batch:
    columns = [Column("x", "input", "named", x)]
    if y is not None:
        columns.append(Column("y", "target", "named", y))
    return Batch(tuple(columns))


def data(seed: int = 0, samples: int = SAMPLES) -> tuple[np.ndarray, np.ndarray]:
    """Four clusters that overlap little."""
    random = np.random.default_rng(seed)
    y = random.integers(0, CLASSES, samples)
    centres = np.random.default_rng(99).normal(size=(CLASSES, FEATURES))
    return (centres[y] + 0.4 * random.normal(size=(samples, FEATURES))).astype("float32"), y


def upload(model: nn.Module, loss=F.cross_entropy, x=None, y=None) -> dict[str, object]:
    """The model with its loss inside, and its batch."""
    given_x, given_y = data()
    x = given_x if x is None else x
    y = given_y if y is None else y
    program = exported(WithLoss(model, loss), torch.from_numpy(x[:8]), torch.from_numpy(y[:8]))
    return {"model": program, "batch": batch(x, y)}


def told(finding: str, given: dict[str, object]) -> Report:
    (report,) = runner.run(given, only=[finding])
    assert report.because != "failed", report.numbers
    return report


def state(finding: str, model: nn.Module, **options: object) -> str:
    return told(finding, upload(model, **options)).state


def mlp(depth: int = 2, activation=nn.ReLU, width: int = 32, seed: int = 0) -> nn.Sequential:
    torch.manual_seed(seed)
    sizes = [FEATURES, *[width] * depth]
    layers: list[nn.Module] = []
    for before, after in zip(sizes, sizes[1:], strict=False):
        layers += [nn.Linear(before, after), activation()]
    return nn.Sequential(*layers, nn.Linear(width, CLASSES))


def scaled(model: nn.Module, gain: float) -> nn.Module:
    """Kaiming weights times a gain, no biases."""
    with torch.no_grad():
        for layer in model.modules():
            if isinstance(layer, nn.Linear):
                nn.init.kaiming_normal_(layer.weight)
                layer.weight.mul_(gain)
                layer.bias.zero_()
    return model


def trained(model: nn.Module, steps: int = 150, rate: float = 1e-2) -> nn.Module:
    x, y = (torch.from_numpy(array) for array in data())
    optimizer = torch.optim.Adam(model.parameters(), rate)
    for _ in range(steps):
        optimizer.zero_grad()
        F.cross_entropy(model(x), y).backward()
        optimizer.step()
    return model
