"""What comes after the last layer of weights, before the loss.

What it measures
    The operations between the last layer of weights and the prediction.

Why it matters
    It must fit the loss and the range of the targets.

Limits
    An activation written out by hand counts as other.

Source
    Exact, read from the graph.
"""

from dataclasses import dataclass

from probes.graph.layers import head, kind
from probes.graph.program import Program
from probes.passes.structure import output_nodes
from probes.verdict import Verdict, unknown, valued

NAMES = {
    "softmax": "softmax", "_softmax": "softmax", "_safe_softmax": "softmax",
    "log_softmax": "log_softmax", "_log_softmax": "log_softmax", "log_sigmoid": "other",
    "sigmoid": "sigmoid", "hardsigmoid": "sigmoid", "relu": "relu", "relu6": "relu",
    "tanh": "tanh", "hardtanh": "tanh", "softplus": "other", "exp": "other", "gelu": "other",
    "leaky_relu": "other", "elu": "other", "silu": "other",
}  # fmt: skip


@dataclass(frozen=True)
class Measured:
    value: str
    known: bool


def measure(model: Program) -> Measured:
    found = [NAMES[kind(node)] for node in output_nodes(model.graph) if kind(node) in NAMES]
    return Measured(found[0] if found else "none", head(model.graph) is not None)


def judge(measured: Measured) -> Verdict:
    return valued(measured.value) if measured.known else unknown("no_head_found")
