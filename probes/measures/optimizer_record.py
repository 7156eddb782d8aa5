"""What Adam, RMSprop and SGD with momentum remember of a parameter's gradients."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from probes.checkpoint import OptimizerState, ParameterState, StoredTensor, as_floats

AT_ONCE = 1 << 18
ADAM = ("adam", "adamw")
_EPSILONS = 10  # a root this many times epsilon is no longer governed by the gradient
_DEFAULT_EPSILON = 1e-8


@dataclass(frozen=True)
class Record:
    """Of one parameter. None where this optimizer does not tell.

    rms: of the gradient's entries over the steps that are remembered (about 1000 with Adam)
    update_ratio: size of the next step over that of the weights
    usual_ratio: the same for a step of usual size: what noise leaves in Adam's mean
    mean_squares, square_means: sums over entries of the squared mean and of the mean square
    dead: units (rows) in which no entry ever got a gradient
    below_epsilon: share of the entries with a gradient whose root is below ten epsilon
    """

    name: str
    shape: tuple[int, ...]
    step: float
    size: int
    rms: float
    all_zero: bool
    units: int
    dead: int
    dead_known: bool
    update_ratio: float | None
    usual_ratio: float | None
    mean_squares: float | None
    square_means: float
    below_epsilon: float | None
    epsilon: float | None


Step = Callable[[np.ndarray, np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray | None]]


def record_of(
    optimizer: OptimizerState, state: ParameterState, weight: StoredTensor
) -> Record | None:
    """None where its state is not there, cannot be read, or has become NaN."""
    settings = optimizer.groups[state.group] if state.group < len(optimizer.groups) else {}
    kept = [state.tensors.get(name) for name in _KEPT.get(optimizer.kind, ())]
    if not kept or not all(_usable(tensor, weight) for tensor in kept):
        return None
    step = state.step or 0.0
    if optimizer.kind != "sgd" and step < 1:
        return None
    reader = _READERS[optimizer.kind](settings, step)
    record = _gather(state, weight, kept, reader, settings, step)
    # A memory that holds NaN tells nothing: it would read as "no gradient ever".
    return record if math.isfinite(record.square_means) else None


_KEPT = {
    "adam": ("exp_avg", "exp_avg_sq"),
    "adamw": ("exp_avg", "exp_avg_sq"),
    "rmsprop": ("square_avg",),
    "sgd": ("momentum_buffer",),
}


def _usable(tensor: StoredTensor | None, weight: StoredTensor) -> bool:
    return (
        tensor is not None
        and tensor.readable
        and tensor.is_floating
        and tensor.shape == weight.shape
        and weight.readable
        and weight.is_floating
    )


@dataclass(frozen=True)
class _Seen:
    """Of a chunk: gradient's mean square, its mean if known, the step that is taken, and the
    size of a usual one (0 where the optimizer does not normalise)."""

    squares: np.ndarray
    means: np.ndarray | None
    steps: np.ndarray
    usual: float = 0.0


Reader = Callable[..., _Seen]


def _adam(settings: Mapping[str, object], step: float) -> Reader:
    first, second = _betas(settings)
    rate, epsilon = number(settings, "lr"), number(settings, "eps", _DEFAULT_EPSILON)
    decay = number(settings, "weight_decay") if settings.get("decoupled_weight_decay") else 0.0
    usual = rate * math.sqrt((1 - first) / (1 + first))

    def read(weight: np.ndarray, mean: np.ndarray, square: np.ndarray) -> _Seen:
        squares = square / (1 - second**step)
        means = mean / (1 - first**step)
        steps = rate * (means / (np.sqrt(squares) + epsilon) + decay * weight)
        return _Seen(squares, means, steps, usual)

    return read


def _rmsprop(settings: Mapping[str, object], step: float) -> Reader:
    kept = number(settings, "alpha", 0.99)
    rate = number(settings, "lr")

    def read(_weight: np.ndarray, square: np.ndarray) -> _Seen:
        return _Seen(square / (1 - kept**step), None, rate * (square > 0), rate)

    return read


def _sgd(settings: Mapping[str, object], _step: float) -> Reader:
    """Stationary noise of variance s gives a buffer of variance s / (1 - momentum^2)."""
    momentum, decay = number(settings, "momentum"), number(settings, "weight_decay")
    rate = number(settings, "lr")

    def read(weight: np.ndarray, buffer: np.ndarray) -> _Seen:
        of_loss = buffer - decay / max(1 - momentum, 1e-6) * weight if decay else buffer
        return _Seen(of_loss**2 * (1 - momentum**2), None, rate * buffer)

    return read


_READERS = {"adam": _adam, "adamw": _adam, "rmsprop": _rmsprop, "sgd": _sgd}


def number(settings: Mapping[str, object], key: str, default: float = 0.0) -> float:
    value = settings.get(key)
    known = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if known else default


def _betas(settings: Mapping[str, object]) -> tuple[float, float]:
    betas = settings.get("betas")
    if isinstance(betas, (list, tuple)) and len(betas) == 2:
        return float(betas[0]), float(betas[1])
    return 0.9, 0.999


def _gather(
    state: ParameterState,
    weight: StoredTensor,
    kept: list[StoredTensor],
    read: Reader,
    settings: Mapping[str, object],
    step: float,
) -> Record:
    epsilon = number(settings, "eps", math.nan)
    squares = means = steps = sizes = usual = 0.0
    alive_entries = small = dead = 0
    means_known = False
    for chunk in _blocks(weight, *kept):
        seen = read(*(part.astype(np.float64) for part in chunk))
        squares += float(seen.squares.sum())
        if seen.means is not None:
            means_known = True
            means += float((seen.means**2).sum())
        steps += float((seen.steps**2).sum())
        sizes += float((chunk[0].astype(np.float64) ** 2).sum())
        moved = seen.squares > 0
        alive_entries += int(moved.sum())
        usual = seen.usual
        dead += int((~moved.any(axis=1)).sum())
        small += int((moved & (np.sqrt(seen.squares) < _EPSILONS * epsilon)).sum())
    # With an L2 penalty inside the gradient no entry is ever exactly zero.
    pure = not number(settings, "weight_decay") or bool(settings.get("decoupled_weight_decay"))
    has_epsilon = not math.isnan(epsilon) and len(kept) == 2
    return Record(
        name=state.name or "",
        shape=weight.shape,
        step=step,
        size=weight.size,
        rms=math.sqrt(squares / weight.size),
        all_zero=alive_entries == 0,
        units=weight.shape[0] if weight.shape else 1,
        dead=dead,
        dead_known=pure,
        update_ratio=math.sqrt(steps / sizes) if sizes > 0 else None,
        usual_ratio=usual * math.sqrt(alive_entries / sizes) if usual and sizes > 0 else None,
        mean_squares=means if means_known else None,
        square_means=squares,
        below_epsilon=small / alive_entries if has_epsilon and alive_entries else None,
        epsilon=epsilon if has_epsilon else None,
    )


def _blocks(*tensors: StoredTensor) -> Iterator[list[np.ndarray]]:
    """The same rows of each, a few at a time, as matrices."""
    rows = tensors[0].shape[0] if tensors[0].shape else 1
    flat = [tensor.raw.reshape(rows, -1) for tensor in tensors]
    at_once = max(1, AT_ONCE // max(flat[0].shape[1], 1))
    for start in range(0, rows, at_once):
        yield [
            as_floats(part[start : start + at_once], tensor.dtype)
            for part, tensor in zip(flat, tensors, strict=True)
        ]
