"""Checkpoints and batches as probes meet them: written by PyTorch or NumPy, read by our readers."""

import math
import tempfile
from pathlib import Path
from string import Formatter

import numpy as np
import torch
import yaml
from torch import nn

from probes import runner
from probes.formats.recognise import open_upload
from probes.runner import Report

ROOT = Path(__file__).parents[3]


def checkpoint(model: nn.Module, optimizer: torch.optim.Optimizer | None = None, **extras):
    content = {"model": model.state_dict(), **extras}
    if optimizer is not None:
        content["optimizer"] = optimizer.state_dict()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "checkpoint.pt"
        torch.save(content, path)
        return open_upload(path)


def weights_only(weights: dict[str, torch.Tensor]):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.pt"
        torch.save(weights, path)
        return open_upload(path)


def batch(**arrays: np.ndarray):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "batch.npz"
        np.savez(path, **arrays)
        return open_upload(path)


def told(finding: str, **upload: object) -> Report:
    """The report of one probe, its sentence filled in both languages where it is present."""
    (report,) = runner.run(upload, only=[finding])
    assert report.because != "failed", report.numbers
    if report.state == "present":
        _fills_its_sentences(report)
    if report.because is not None:
        words = yaml.safe_load((ROOT / "knowledge_base/words/unknowns.yaml").read_text())
        for language in ("en", "zh"):
            assert words[report.because][language].format(**report.numbers)
    return report


def _fills_its_sentences(report: Report) -> None:
    text = (ROOT / f"knowledge_base/findings/{report.finding}.yaml").read_text()
    told = yaml.safe_load(text).get("evidence") or {}
    numbers = {"value": report.value, **report.numbers}
    of_this_probe = [
        one
        for one in (told if isinstance(told, list) else [told])
        if not isinstance(told, list) or _fields(one["en"]) <= set(numbers)
    ]
    for language, sentence in of_this_probe[0].items():
        assert all(numbers[field] is not None for field in _fields(sentence)), (language, numbers)
        assert "nan" not in sentence.format(**numbers), numbers


def _fields(sentence: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(sentence) if field}


def mlp(*widths: int, norm: bool = False, seed: int = 0) -> nn.Sequential:
    torch.manual_seed(seed)
    layers: list[nn.Module] = []
    for place, (narrow, wide) in enumerate(zip(widths[:-1], widths[1:], strict=True)):
        layers.append(nn.Linear(narrow, wide))
        if place < len(widths) - 2:
            layers += [nn.BatchNorm1d(wide)] if norm else []
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)


def classes(samples: int = 256, features: int = 20, count: int = 4, seed: int = 0):
    """Gaussian classes that a linear model tells apart."""
    generator = np.random.default_rng(seed)
    y = generator.integers(0, count, samples)
    centres = generator.normal(0, 1, (count, features)) * math.sqrt(12 / features)
    x = centres[y] + generator.normal(0, 1, (samples, features))
    return x.astype(np.float32), y


def train(model: nn.Module, make, steps: int, x, y, loss=None, **settings):
    """The optimizer after `steps` on random small batches."""
    inputs, targets = torch.as_tensor(x), torch.as_tensor(y)
    optimizer = make(model.parameters(), **settings)
    loss = loss or nn.CrossEntropyLoss()
    for _ in range(steps):
        picked = torch.randint(len(inputs), (32,))
        optimizer.zero_grad()
        loss(model(inputs[picked]), targets[picked]).backward()
        optimizer.step()
    return optimizer
