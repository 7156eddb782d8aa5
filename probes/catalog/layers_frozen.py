"""Parameters have requires_grad switched off.

What it measures
    How many parameter tensors of the model want no gradient, and the share of weights in them.

Why it matters
    They never learn. Right for a pretrained body whose head is trained, wrong where forgotten.

Limits
    Whether it is meant cannot be seen. Fixed tables (position codes) without a layer of weights
    are not counted.

Source
    Exact.
"""

from dataclasses import dataclass

from probes.graph.program import Program
from probes.passes.structure import weight_layers
from probes.verdict import Verdict, either


@dataclass(frozen=True)
class Measured:
    count: int
    total: int
    share: float
    layer: str


def measure(model: Program) -> Measured:
    used = {layer.parameter for layer in weight_layers(model.graph)}
    frozen = [name for name, p in model.parameters.items() if not p.requires_grad]
    elements = sum(p.numel() for p in model.parameters.values())
    still = sum(model.parameters[name].numel() for name in frozen)
    first = next((name for name in frozen if name in used), "")
    count = len(frozen) if first else 0
    return Measured(count, len(model.parameters), still / max(elements, 1), first)


def judge(measured: Measured) -> Verdict:
    return either(measured.count > 0)
