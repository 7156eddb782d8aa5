"""How well simple models tell the labels of samples that they have not seen."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from probes.measures.simple_models import Fit, held_out, logistic, neighbours, ridge, waves

SHUFFLES = 5
_SEED = 3


@dataclass(frozen=True)
class LabelSkill:
    """`z` is the best model's distance from its shuffled self, in standard deviations.

    `linear` is a logistic regression's way from guessing (0) to perfect (1), classes weighing
    alike.
    """

    score: float
    baseline: float
    z: float
    linear: float
    samples: int
    smallest_class: int


def label_skill(rows: np.ndarray, labels: np.ndarray) -> LabelSkill:
    """`rows` are standardised samples, `labels` are numbered from 0 without gaps."""
    counts = np.bincount(labels)
    samples, smallest = len(labels), int(counts.min()) if len(counts) else 0
    if len(counts) < 2 or not rows.size or smallest < 2:
        return LabelSkill(0.0, 0.0, 0.0, 0.0, samples, smallest)
    x, y = torch.as_tensor(rows, dtype=torch.float64), torch.as_tensor(labels)
    score, baseline, z = max(
        (_compare(fit, x, y) for fit in (ridge, neighbours, waves)), key=lambda one: one[2]
    )
    guess = 1 / len(counts)
    linear = (_balanced(logistic, x, y) - guess) / (1 - guess)
    return LabelSkill(score, baseline, z, linear, samples, smallest)


def _compare(fit: Fit, x: Tensor, labels: Tensor) -> tuple[float, float, float]:
    generator = torch.Generator().manual_seed(_SEED)
    score = _balanced(fit, x, labels)
    shuffled = [
        _balanced(fit, x, labels[torch.randperm(len(labels), generator=generator)])
        for _ in range(SHUFFLES)
    ]
    baseline = float(np.mean(shuffled))
    counts = torch.bincount(labels)
    spread = float((baseline * (1 - baseline) / counts).sum().sqrt() / len(counts))
    return score, baseline, (score - baseline) / max(spread, 1e-6)


def _balanced(fit: Fit, x: Tensor, labels: Tensor) -> float:
    """Accuracy averaged over classes, with scores centred: a frequent class wins nothing."""
    y = torch.nn.functional.one_hot(labels).double()
    told = (held_out(fit, x, y) - y.mean(dim=0)).argmax(dim=1)
    right = (told == labels).double()
    return float(np.mean([float(right[labels == c].mean()) for c in range(y.shape[1])]))
