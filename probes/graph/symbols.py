"""Arithmetic on sizes, with bounds: what is recorded as `_operator.mul` or `torch.sym_max`."""

import math
import operator
from collections.abc import Callable, Sequence

from probes.graph import limits
from probes.refusal import Refusal

LARGEST_EXPONENT = 64


def _power(base: float, exponent: float) -> float:
    """Bounded before it is computed: 10**(10**9) would take for ever."""
    if abs(exponent) > LARGEST_EXPONENT:
        raise Refusal("number_too_large")
    return base**exponent


def _item(values: Sequence[object], index: int) -> object:
    if not isinstance(values, (list, tuple)) or type(index) is not int:
        raise Refusal("operation_not_supported", operation="_operator.getitem")
    return values[index]


def _choose(condition: bool, when: object, otherwise: object) -> object:
    return when if condition else otherwise


def _bounded(function: Callable) -> Callable:
    def compute(*given: object) -> object:
        result = function(*given)
        if isinstance(result, int) and abs(result) > limits.LARGEST_INTEGER:
            raise Refusal("number_too_large")
        return result

    return compute


SYMBOLS: dict[str, Callable] = {
    "_operator.add": _bounded(operator.add),
    "_operator.sub": _bounded(operator.sub),
    "_operator.mul": _bounded(operator.mul),
    "_operator.neg": _bounded(operator.neg),
    "_operator.pow": _bounded(_power),
    "_operator.floordiv": _bounded(operator.floordiv),
    "_operator.truediv": operator.truediv,
    "_operator.mod": _bounded(operator.mod),
    "_operator.eq": operator.eq,
    "_operator.ne": operator.ne,
    "_operator.lt": operator.lt,
    "_operator.le": operator.le,
    "_operator.gt": operator.gt,
    "_operator.ge": operator.ge,
    "_operator.and_": operator.and_,
    "_operator.or_": operator.or_,
    "_operator.not_": operator.not_,
    "_operator.getitem": _item,
    "math.ceil": _bounded(math.ceil),
    "math.floor": _bounded(math.floor),
    "math.trunc": _bounded(math.trunc),
    "math.sqrt": math.sqrt,
    "torch.sym_int": _bounded(int),
    "torch.sym_float": float,
    "torch.sym_not": operator.not_,
    "torch.sym_max": max,
    "torch.sym_min": min,
    "torch.sym_ite": _choose,
    "torch.sym_sum": _bounded(lambda numbers: sum(numbers)),
    "torch._sym_sqrt": math.sqrt,
}
"""Operands are sizes of real tensors; the bounds hold for what a hostile file gives instead."""
