"""Upper bounds for the results of the commonest operations, by arithmetic on shapes alone."""

import math
from collections.abc import Callable

from torch import Tensor


def rough_elements(op: str, args: list[object]) -> float | None:
    """At least as many elements as the result has; None where no bound is known."""
    bound = BOUNDS.get(op)
    try:
        return bound(args) if bound else None
    except (AttributeError, IndexError, TypeError):  # an argument is missing or of another kind
        return None


def _product(a: Tensor, b: Tensor) -> float:
    """Rows of the one times columns of the other, batches counted for both."""
    shared = max(1, a.shape[-1])
    return (a.numel() // shared) * (b.numel() // shared)


def _linear(args: list[object]) -> float:
    x, weight = args[0], args[1]
    return x.numel() // max(1, weight.shape[-1]) * weight.shape[0]


def _convolution(args: list[object]) -> float:
    """Strides only make it smaller; padding adds on both sides."""
    x, weight = args[0], args[1]
    padding = args[4] if len(args) > 4 and isinstance(args[4], list) else []
    around = [padding[i % len(padding)] if padding else 0 for i in range(weight.dim() - 2)]
    room = (n + 2 * p for n, p in zip(x.shape[-len(around) :], around, strict=True))
    samples = x.shape[0] if x.dim() == weight.dim() else 1
    return samples * weight.shape[0] * math.prod(room)


def _joined(args: list[object]) -> float:
    return sum(tensor.numel() for tensor in args[0])


def _looked_up(args: list[object]) -> float:
    return args[1].numel() * args[0].shape[-1]


BOUNDS: dict[str, Callable[[list], float]] = {
    "linear": _linear,
    **dict.fromkeys(("mm", "bmm", "matmul"), lambda args: _product(args[0], args[1])),
    **dict.fromkeys(("addmm", "baddbmm"), lambda args: _product(args[1], args[2])),
    **dict.fromkeys(("conv1d", "conv2d", "conv3d"), _convolution),
    **dict.fromkeys(("cat", "concat", "stack"), _joined),
    "embedding": _looked_up,
    "gather": lambda args: args[2].numel(),
}
