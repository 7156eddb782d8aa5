"""How large the inputs were, from what the optimizer remembers of the first layer's gradients.

The gradient of a weight is the input times what reaches the unit, that of the bias what reaches the
unit alone: their quotient, squared and summed over units, is the mean square of the input.
"""

import math

import numpy as np

from probes.checkpoint import Checkpoint, OptimizerState, ParameterState, as_floats
from probes.measures.layers import Layer
from probes.measures.optimizer_record import number

LEAST_STEPS = 30
_SQUARES = {"adam": "exp_avg_sq", "adamw": "exp_avg_sq", "rmsprop": "square_avg"}


def remembered_inputs(
    checkpoint: Checkpoint, optimizer: OptimizerState, first: Layer
) -> np.ndarray | None:
    """Root mean square of each input of the first layer; None where it cannot be told.

    A normalisation right behind the layer takes the bias's gradient away.
    """
    bias = _bias_of(first.name)
    states = {state.name: state for state in optimizer.parameters}
    if first.units_last or bias not in states or first.name not in states:
        return None
    if _is_normalised(list(checkpoint.weights), checkpoint, bias):
        return None
    if min(states[name].step or math.inf for name in (first.name, bias)) < LEAST_STEPS:
        return None
    squares = [_squares(checkpoint, optimizer, states[name]) for name in (first.name, bias)]
    weights, biases = squares
    if weights is None or biases is None or not biases.sum() > 0:
        return None
    columns = np.sqrt(weights.reshape(first.units, -1).sum(axis=0) / biases.sum())
    return columns if np.isfinite(columns).all() else None


def _bias_of(weight: str) -> str:
    head, _, last = weight.rpartition(".")
    last = last.replace("weight", "bias")
    return f"{head}.{last}" if head else last


def _is_normalised(names: list[str], checkpoint: Checkpoint, bias: str) -> bool:
    """Whether the tensor behind the bias is a gain of the same length."""
    after = names[names.index(bias) + 1 :]
    shape = checkpoint.weights[bias].shape
    return bool(after) and checkpoint.weights[after[0]].shape == shape


def _squares(
    checkpoint: Checkpoint, optimizer: OptimizerState, state: ParameterState
) -> np.ndarray | None:
    """Squared gradients, up to a factor that all parameters share."""
    if optimizer.kind in _SQUARES:
        kept = state.tensors.get(_SQUARES[optimizer.kind])
        return None if kept is None or not kept.readable else as_floats(kept.raw, kept.dtype)
    buffer = state.tensors.get("momentum_buffer")
    if optimizer.kind != "sgd" or buffer is None or not buffer.readable:
        return None
    settings = optimizer.groups[state.group] if state.group < len(optimizer.groups) else {}
    decay, momentum = number(settings, "weight_decay"), number(settings, "momentum")
    weight = checkpoint.weights[state.name or ""]
    pull = decay / max(1 - momentum, 1e-6) * as_floats(weight.raw, weight.dtype) if decay else 0.0
    return np.asarray((as_floats(buffer.raw, buffer.dtype) - pull) ** 2, dtype=np.float64)
