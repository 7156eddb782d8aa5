"""Which activation the hidden layers use.

What it measures
    The activations in the graph that a layer of weights follows; the most frequent one.

Why it matters
    Dead units, saturation and the right initialisation all depend on it.

Limits
    The gates of recurrent layers are not counted. Activations written out by hand (x.clamp(min=0))
    are not recognised.

Source
    Exact, read from the graph.
"""

from collections import Counter
from dataclasses import dataclass

from probes.graph.layers import kind
from probes.graph.program import Program
from probes.passes.structure import hidden_activations, weight_layers
from probes.verdict import Verdict, unknown, valued

FAMILIES = {
    "relu": "relu", "relu6": "relu", "threshold": "relu", "leaky_relu": "leaky_relu",
    "prelu": "leaky_relu", "_prelu_kernel": "leaky_relu", "elu": "leaky_relu",
    "selu": "leaky_relu", "celu": "leaky_relu", "rrelu": "leaky_relu", "gelu": "gelu_like",
    "silu": "gelu_like", "mish": "gelu_like", "hardswish": "gelu_like", "tanh": "tanh",
    "hardtanh": "tanh", "sigmoid": "sigmoid", "hardsigmoid": "sigmoid",
}  # fmt: skip
FEWEST_LAYERS = 2


@dataclass(frozen=True)
class Measured:
    value: str
    counts: dict[str, int]
    weight_layers: int


def measure(model: Program) -> Measured:
    graph = model.graph
    counts = Counter(FAMILIES.get(kind(node), "other") for node in hidden_activations(graph))
    value = counts.most_common(1)[0][0] if counts else "none"
    return Measured(value, dict(counts), len(weight_layers(graph)))


def judge(measured: Measured) -> Verdict:
    if measured.weight_layers < FEWEST_LAYERS and not measured.counts:
        return unknown("too_few_layers")
    return valued(measured.value)
