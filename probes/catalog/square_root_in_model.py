"""The model or its loss takes a square root.

What it measures
    The square roots in the graph that depend on a parameter (also `x ** 0.5`, norm, std).

Why it matters
    A root has an infinite slope at zero: it is where to look when gradients become NaN.

Limits
    Roots inside torch's own layers (normalisation) are not seen and are safe.

Source
    Exact, read from the graph.
"""

from dataclasses import dataclass

from probes.graph.program import Program
from probes.passes.non_finite import operation_class
from probes.passes.structure import where
from probes.verdict import Verdict, either


@dataclass(frozen=True)
class Measured:
    count: int
    where: str


def measure(model: Program) -> Measured:
    found = [node for node in model.nodes if operation_class(node) == "square_root"]
    return Measured(len(found), where(found[0]) if found else "")


def judge(measured: Measured) -> Verdict:
    return either(measured.count > 0)
