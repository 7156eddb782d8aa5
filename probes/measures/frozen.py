"""Whether parameters that were not trained look meant so: a frozen backbone, or a few leftovers."""

import math
from collections.abc import Sequence

from probes.measures.layers import Layer
from probes.measures.tensor_statistics import statistics_of

BACKBONE = 0.3  # of all parameters: people freeze a backbone, not two layers
FEW = 0.15  # public healthy networks leave up to 7 % untrained: tables, layers out of use
LEAST_ENTRIES = 200
_UNIFORM = 1 / math.sqrt(3)  # deviation of a uniform distribution over its bound


def is_front(places: Sequence[int], total: int) -> bool:
    """The first ones without a gap, many of them, and not all."""
    leading = list(places) == list(range(len(places)))
    return leading and BACKBONE * total <= len(places) < total


def is_few(places: Sequence[int], total: int) -> bool:
    """Not many, and the last ones, which give the output, are not among them."""
    return len(places) <= FEW * total and not set(places) & set(range(total - 2, total))


def looks_new(layer: Layer) -> bool:
    """As PyTorch starts a layer: uniform within 1 / sqrt(fan_in). Training leaves that shape."""
    if layer.tensor.size < LEAST_ENTRIES or layer.units_last:
        return False
    found = statistics_of(layer.tensor.chunks())
    bound = 1 / math.sqrt(layer.fan_in)
    edge = 1 - 10 / layer.tensor.size
    return (
        edge * bound <= found.largest <= bound * (1 + 1e-6)
        and abs(found.std / bound / _UNIFORM - 1) < 0.1
    )
