"""The model or its loss divides by something that it computed.

What it measures
    The divisions in the graph whose denominator is a tensor.

Why it matters
    A denominator that comes near zero makes infinities and NaN.

Limits
    Divisions by a constant, and those inside torch's own layers, are left out.

Source
    Exact, read from the graph.
"""

from dataclasses import dataclass

from probes.graph.layers import kind
from probes.graph.program import Program
from probes.passes.structure import where
from probes.passes.watch import DIVISIONS, operand
from probes.verdict import Verdict, either


@dataclass(frozen=True)
class Measured:
    count: int
    where: str


def measure(model: Program) -> Measured:
    found = [node for node in model.nodes if kind(node) in DIVISIONS and operand(node)]
    return Measured(len(found), where(found[0]) if found else "")


def judge(measured: Measured) -> Verdict:
    return either(measured.count > 0)
