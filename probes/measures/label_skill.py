"""How well simple models tell the labels of samples that they have not seen."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import one_hot

from probes.measures.simple_models import Fit, held_out, logistic, neighbours, ridge, waves

SHUFFLES = 5
_SEED = 3


@dataclass(frozen=True, eq=False)
class LabelSkill:
    """`z` is the best model's distance from its shuffled self, in standard deviations.

    `chances` (samples, classes) are a logistic regression's, of samples it has not seen; `linear`
    is its way from guessing (0) to perfect (1), classes weighing alike.
    """

    score: float
    baseline: float
    z: float
    linear: float
    chances: np.ndarray
    samples: int
    smallest_class: int


def label_skill(rows: np.ndarray, labels: np.ndarray) -> LabelSkill:
    """`rows` are standardised samples, `labels` are numbered from 0 without gaps."""
    counts = np.bincount(labels)
    samples, smallest = len(labels), int(counts.min()) if len(counts) else 0
    if len(counts) < 2 or not rows.size or smallest < 2:
        return LabelSkill(0.0, 0.0, 0.0, 0.0, np.zeros((samples, 0)), samples, smallest)
    x, y = torch.as_tensor(rows, dtype=torch.float64), torch.as_tensor(labels)
    score, baseline, z = max(
        (_compare(fit, x, y) for fit in (ridge, neighbours, waves)), key=lambda one: one[2]
    )
    chances, guess = held_out(logistic, x, one_hot(y).double()), 1 / len(counts)
    linear = (_balanced(chances, y) - guess) / (1 - guess)
    return LabelSkill(score, baseline, z, linear, chances.numpy(), samples, smallest)


def _compare(fit: Fit, x: Tensor, labels: Tensor) -> tuple[float, float, float]:
    """The fits are linear in the targets: the right and all shuffled labels are told at once."""
    generator = torch.Generator().manual_seed(_SEED)
    orders = [torch.randperm(len(labels), generator=generator) for _ in range(SHUFFLES)]
    all_labels = [labels, *(labels[order] for order in orders)]
    targets = torch.cat([one_hot(some).double() for some in all_labels], dim=1)
    told = held_out(fit, x, targets).chunk(len(all_labels), dim=1)
    scores = [_balanced(one, some) for one, some in zip(told, all_labels, strict=True)]
    baseline, counts = float(np.mean(scores[1:])), torch.bincount(labels)
    spread = float((baseline * (1 - baseline) / counts).sum().sqrt() / len(counts))
    return scores[0], baseline, (scores[0] - baseline) / max(spread, 1e-6)


def _balanced(told: Tensor, labels: Tensor) -> float:
    """Accuracy averaged over classes, with scores centred: a frequent class wins nothing."""
    y = one_hot(labels).double()
    right = ((told - y.mean(dim=0)).argmax(dim=1) == labels).double()
    return float(np.mean([float(right[labels == c].mean()) for c in range(y.shape[1])]))
