"""BatchNorm whose stored statistics cannot be right.

What it measures
    Per layer the stored variances: negative or not finite, below 1e-10 in most channels, above
    1e10, or still exactly one with means exactly zero although the run took steps.
Why it matters
    Evaluation divides by them: training looks well and validation fails.
Limits
    Statistics that are plausible but of other data are only seen with a batch and the model. A
    few dead channels have no variance in healthy networks. Without BatchNorm nothing is broken.
Source
    Ioffe and Szegedy, https://arxiv.org/abs/1502.03167. Limits: public networks with BatchNorm
    keep medians from 1e-4 to 1e3.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from probes.checkpoint import Checkpoint
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

NOTHING = 1e-10
HUGE = 1e10
MOST_CHANNELS = 0.5
ENOUGH_STEPS = 10


@dataclass(frozen=True)
class Stored:
    """`reason` is one of impossible, vanished, huge, never_updated; empty where all is well."""

    layer: str
    reason: str
    low: float
    high: float
    tracked: float | None
    broken: int
    layers: int
    fresh: int


def measure(checkpoint: Checkpoint, steps_done: float | None) -> Stored:
    layers = list(_layers(checkpoint))
    trained = (steps_done or 0) >= ENOUGH_STEPS
    fresh = [layer for layer in layers if layer.reason == "never_updated"]
    broken = [layer for layer in layers if layer.reason not in ("", "never_updated")]
    if trained and len(fresh) == len(layers):
        broken += fresh
    worst = (broken or layers or [_Layer("", "", 0.0, 0.0, None)])[0]
    return Stored(
        worst.name,
        worst.reason,
        worst.low,
        worst.high,
        worst.tracked,
        len(broken),
        len(layers),
        len(fresh),
    )


@dataclass(frozen=True)
class _Layer:
    name: str
    reason: str
    low: float
    high: float
    tracked: float | None


def _layers(checkpoint: Checkpoint) -> Iterator[_Layer]:
    for ending, mean_name in (("running_var", "running_mean"), ("moving_variance", "moving_mean")):
        for name, tensor in checkpoint.weights.items():
            path = name.removesuffix(ending)
            if path == name or not tensor.readable or not tensor.size:
                continue
            variance = tensor.array().reshape(-1)
            mean = checkpoint.weights.get(path + mean_name)
            counter = checkpoint.weights.get(path + "num_batches_tracked")
            means = mean.array() if mean is not None and mean.readable else np.ones(1)
            yield _Layer(
                path.rstrip("./"),
                _reason(variance, means),
                float(variance.min()),
                float(variance.max()),
                counter.item() if counter is not None and counter.readable else None,
            )


def _reason(variance: np.ndarray, means: np.ndarray) -> str:
    if not (np.isfinite(variance).all() and np.isfinite(means).all()) or (variance < 0).any():
        return "impossible"
    if (variance < NOTHING).mean() > MOST_CHANNELS:
        return "vanished"
    if variance.max() > HUGE:
        return "huge"
    return "never_updated" if (variance == 1).all() and (means == 0).all() else ""


def judge(stored: Stored) -> Verdict:
    if stored.broken:
        return PRESENT
    fresh = stored.layers and stored.fresh == stored.layers
    return unknown("batchnorm_looks_fresh") if fresh else ABSENT
