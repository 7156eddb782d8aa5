"""Inputs that say nothing about the labels.

What it measures
    The best cross-validated accuracy of three simple models (linear, ten nearest neighbours,
    ridge on random waves), beside the same with the labels shuffled.
Why it matters
    Either the labels belong to other inputs, or nobody can learn this.
Limits
    Patterns that need position, order or composition escape simple models: sequences are not
    judged, nor fewer than 300 samples or 30 per class. Classes are judged, not regressions.
Source
    Shuffled labels as the reference: Ojala and Garriga, JMLR 2010. Zhang et al. 2017: fitting
    random labels proves nothing, so the models are judged on held-out samples.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from probes.measures.features import Features
from probes.measures.simple_models import Fit, held_out, neighbours, ridge, waves
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

CLEARLY_BETTER = 4.0  # standard deviations of the shuffled accuracy
NOT_BETTER = 2.0
SHUFFLES = 5
ENOUGH = 300
ENOUGH_EACH = 30
_SEED = 3


@dataclass(frozen=True)
class Skill:
    """`z` is the best model's distance from its shuffled self, in standard deviations."""

    score: float
    baseline: float
    z: float
    samples: int
    smallest_class: int
    kind: str


def measure(features: Features, sample_matrix: np.ndarray, sample_labels: np.ndarray) -> Skill:
    counts = np.bincount(sample_labels)
    samples, smallest = len(sample_labels), int(counts.min())
    if samples < ENOUGH or smallest < ENOUGH_EACH or len(counts) < 2 or not sample_matrix.size:
        return Skill(0.0, 0.0, 0.0, samples, smallest, features.kind)
    x = torch.as_tensor(sample_matrix, dtype=torch.float64)
    labels = torch.as_tensor(sample_labels)
    scores = [_compare(fit, x, labels) for fit in (ridge, neighbours, waves)]
    score, baseline, z = max(scores, key=lambda one: one[2])
    return Skill(score, baseline, z, samples, smallest, features.kind)


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


def judge(skill: Skill) -> Verdict:
    if skill.kind == "sequence":
        return unknown("too_hard_for_a_simple_model")
    if skill.samples < ENOUGH or skill.smallest_class < ENOUGH_EACH:
        return unknown("batch_too_small")
    if skill.z >= CLEARLY_BETTER:
        return ABSENT
    return PRESENT if skill.z < NOT_BETTER else unknown("hardly_better_than_guessing")
