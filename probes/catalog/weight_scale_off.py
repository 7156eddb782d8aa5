"""Weights that started at the wrong scale.

What it measures
    Standard deviation x sqrt(fan_in / 2) per layer: 1 as Kaiming gives for ReLU, 0.71 as Xavier,
    0.41 as PyTorch's default. The worst layer is reported.
Why it matters
    Signals and gradients grow or shrink by this factor at every layer.
Limits
    Training moves weights: public healthy networks have factors from 0.06 to 144. Too large is
    only what the steps cannot explain: Adam moves an entry by at most about its rate per step,
    and few entries go the same way all the time. Without such a bound a large scale is not
    judged, nor are layers with few inputs. Transformers start at 0.08-0.4, so only far below that
    is too small, and only for most layers.
Source
    He et al., https://arxiv.org/abs/1502.01852; Glorot and Bengio, AISTATS 2010. Thresholds:
    healthy after training from default starts 0.4-1.1, sick (standard normal) 5.6-5.8.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from probes.checkpoint import Checkpoint
from probes.measures.layers import Layer
from probes.measures.optimizer_record import number
from probes.measures.tensor_statistics import Statistics
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

TOO_LARGE = 3.0
TOO_SMALL = 0.02
LEAST_INPUTS = 16
# Of the farthest that one entry can go, what the entries of a layer go together (root mean square):
# 0.03-0.2 in healthy runs of the clinic, 0.4 in one of few steps, which reach less far anyway.
TOGETHER = 0.3
SHRINKS = 1e-3  # weight decay that may make weights small by itself


@dataclass(frozen=True)
class Scale:
    """`travelled`: how far the steps can have moved an entry of `layer`, in the unit of ratio."""

    layer: str
    ratio: float
    travelled: float | None
    median_ratio: float
    layers: int
    decay: float = 0.0


def measure(
    checkpoint: Checkpoint,
    hidden_layers: tuple[Layer, ...],
    weight_statistics: Mapping[str, Statistics],
    steps_done: float | None,
) -> Scale:
    ratios = {
        layer: weight_statistics[layer.name].std * math.sqrt(layer.fan_in / 2)
        for layer in hidden_layers
        if layer.fan_in >= LEAST_INPUTS and layer.units > 1
    }
    ratios = {layer: ratio for layer, ratio in ratios.items() if ratio > 0}
    if not ratios:
        return Scale("", 0.0, None, 0.0, 0)
    groups = checkpoint.optimizer.groups if checkpoint.optimizer else ()
    decay = max((number(group, "weight_decay") for group in groups), default=0.0)
    reach = _reach(checkpoint, steps_done)
    worst = _worst(ratios, reach or 0.0)
    travelled = None if reach is None else reach * math.sqrt(worst.fan_in / 2)
    return Scale(worst.name, ratios[worst], travelled, median(ratios.values()), len(ratios), decay)


def _worst(ratios: Mapping[Layer, float], reach: float) -> Layer:
    """The largest beyond what the steps explain, if that is too large, else the smallest."""
    largest = max(ratios, key=lambda layer: ratios[layer] - reach * math.sqrt(layer.fan_in / 2))
    return largest if ratios[largest] > TOO_LARGE else min(ratios, key=ratios.__getitem__)


def _reach(checkpoint: Checkpoint, steps: float | None) -> float | None:
    """How far the entries of a layer can have moved; None where nothing bounds it."""
    if steps == 0:
        return 0.0
    optimizer = checkpoint.optimizer
    if optimizer is None or steps is None or optimizer.kind not in ("adam", "adamw", "lion"):
        return None
    rates = [
        group.get(key)
        for group in optimizer.groups
        for key in ("lr", "initial_lr")
        if isinstance(group.get(key), (int, float))
    ]
    return TOGETHER * max(rates, default=math.inf) * steps


def judge(scale: Scale) -> Verdict:
    if not scale.layers:
        return unknown("no_layer_to_judge")
    if scale.ratio > TOO_LARGE:
        explained = scale.travelled is None or scale.ratio - scale.travelled <= TOO_LARGE
        return unknown("weights_may_have_grown") if explained else PRESENT
    if scale.median_ratio >= TOO_SMALL:
        return ABSENT
    return unknown("weights_may_have_shrunk") if scale.decay >= SHRINKS else PRESENT
