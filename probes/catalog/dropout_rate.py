"""How strong the strongest dropout of the model is.

What it measures
    The largest rate of a dropout in the graph, those inside attention and recurrent layers among
    them.

Why it matters
    Rates above a half keep many networks from fitting their training data.

Limits
    Needs a model that was exported in training mode: evaluation mode may leave dropout out.

Source
    Exact, read from the graph.
"""

from dataclasses import dataclass

from probes.graph.layers import dropouts
from probes.graph.modes import exported_mode
from probes.graph.program import Program
from probes.verdict import Verdict, unknown, valued


@dataclass(frozen=True)
class Measured:
    value: float
    count: int
    mode: str | None


def measure(model: Program) -> Measured:
    rates = [rate for _, rate in dropouts(model.graph)]
    return Measured(max(rates, default=0.0), len(rates), exported_mode(model.nodes))


def judge(measured: Measured) -> Verdict:
    if not measured.count and measured.mode == "eval":
        return unknown("exported_in_eval_mode")
    return valued(measured.value)
