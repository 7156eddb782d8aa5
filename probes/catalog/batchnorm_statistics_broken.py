"""BatchNorm whose stored statistics cannot be right.

What it measures
    Per layer the stored variances: negative or not finite, below 1e-10 in most channels, above
    1e10, or still exactly one with means exactly zero although the run took steps. With the model
    and a batch also the median over channels of stored against the batch's own: variances more
    than half a decade apart, or means more than half a standard deviation, where the loss of the
    same batch is also clearly higher with the stored ones.
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
from dataclasses import dataclass, replace

import numpy as np
import torch

from probes.checkpoint import Checkpoint
from probes.curve import Curve
from probes.passes.batchnorm import Compared, compare
from probes.passes.objective import Objective
from probes.passes.training import TrainingPass
from probes.shelf import Missing
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

NOTHING = 1e-10
HUGE = 1e10
MOST_CHANNELS = 0.5
ENOUGH_STEPS = 10
# Healthy 0.03 to 0.04 and 0.04 to 0.06; sick 2.7 to 2.9 and 1.8 to 2.4 (5 seeds).
VARIANCES_APART = 0.5  # decades
MEANS_APART = 0.5  # standard deviations
ENOUGH_SAMPLES = 16
HARM = 1.2  # times the loss with the batch's own statistics: deeper layers may even a shift out


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
    ratio: float | None = None


def measure(
    checkpoint: Checkpoint | None = None,
    steps_done: float | None = None,
    objective: Objective | None = None,
    training_pass: TrainingPass | None = None,
    training_curve: Curve | None = None,
) -> Stored:
    if steps_done is None and training_curve is not None:
        steps_done = float(training_curve.points)  # at least
    if objective is not None and objective.samples >= ENOUGH_SAMPLES:
        seen = training_pass.watch.moments if training_pass is not None else None
        found = _against(compare(objective, seen))
        if found.broken and not _harms(objective, training_pass):
            found = replace(found, reason="", broken=0)
        if checkpoint is None or found.fresh < found.layers:
            return found
    if checkpoint is None:
        raise Missing("checkpoint" if objective is None else "larger_batch")
    return _stored(checkpoint, steps_done)


def _against(layers: list[Compared]) -> Stored:
    """The layer farthest from the batch."""
    if not layers:
        return Stored("", "", 0.0, 0.0, None, 0, 0, 0)
    used = [x for x in layers if not x.fresh]
    fresh = len(layers) - len(used)
    apart = [x for x in used if _is_apart(x)]
    worst = max(used or layers, key=lambda x: max(x.variances_apart, x.means_apart))
    reason = "unlike_batch" if apart else ""
    return Stored(
        worst.layer, reason, worst.low, worst.high, worst.tracked, len(apart), len(layers), fresh,
        worst.ratio,
    )  # fmt: skip


def _harms(objective: Objective, training_pass: TrainingPass | None) -> bool:
    """True where there is no loss to compare by."""
    with torch.no_grad():
        stored, _ = objective.evaluate("eval")
        own, _ = objective.evaluate("train") if training_pass is None else (None, None)
    own_loss = training_pass.loss if training_pass is not None else own
    if stored is None or own_loss is None:
        return True
    return not float(stored) <= HARM * abs(float(own_loss))  # not finite is harm, too


def _is_apart(layer: Compared) -> bool:
    near = layer.variances_apart <= VARIANCES_APART and layer.means_apart <= MEANS_APART
    return not near


def _stored(checkpoint: Checkpoint, steps_done: float | None) -> Stored:
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


def never_updated(checkpoint: Checkpoint) -> bool:
    layers = list(_layers(checkpoint))
    return bool(layers) and all(layer.reason == "never_updated" for layer in layers)


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
