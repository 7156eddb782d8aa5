"""The loss is cut off from the parameters.

What it measures
    How many of the parameter tensors that want a gradient the loss depends on, and the operation
    on the way from them to the loss where the path ends: a detach, a no_grad region, or an
    operation without a slope (argmax, rounding, comparison).

Why it matters
    What lies before the cut never learns.

Limits
    A stop-gradient that is meant (a target network, a codebook) cuts as well; it counts only
    where parameters that want a gradient get none. `.item()` and NumPy cannot be exported.

Source
    Exact, read from the graph and one backward pass.
"""

from dataclasses import dataclass

from probes.graph.graph import GradMode, Graph, Node
from probes.graph.layers import kind, made_from_loss
from probes.passes.structure import where
from probes.passes.training import TrainingPass
from probes.verdict import Verdict, either, unknown

CUTS = {
    "detach", "argmax", "argmin", "round", "floor", "ceil", "sign", "trunc", "lift_fresh_copy",
    "gt", "lt", "ge", "le", "eq", "ne", "sgn", "argsort", "bucketize", "one_hot",
}  # fmt: skip


@dataclass(frozen=True)
class Measured:
    reached: int
    total: int
    where: str
    cut: bool


def measure(training_pass: TrainingPass) -> Measured:
    gradients = training_pass.gradients
    missing = {name for name, gradient in gradients.items() if gradient.missing}
    graph = training_pass.objective.program.graph
    cut = _first_cut(graph, missing) if missing else None
    place = where(cut) if cut is not None else ""
    return Measured(len(gradients) - len(missing), len(gradients), place, cut is not None)


def judge(measured: Measured) -> Verdict:
    if not measured.total:
        return unknown("nothing_to_learn")
    return either(measured.cut)


def _first_cut(graph: Graph, missing: set[str]) -> Node | None:
    """The first cut behind a parameter without gradient, on the way to the loss."""
    behind = {value for value, source in graph.sources.items() if source.name in missing}
    way = made_from_loss(graph)
    for node in graph.nodes:
        if behind.intersection(node.inputs):
            behind.update(node.outputs)
            on_the_way = not way or way.intersection(node.outputs)
            if on_the_way and (_has_no_slope(node) or _without_gradient(node)):
                return node
    return None


def _has_no_slope(node: Node) -> bool:
    return kind(node) in CUTS


def _without_gradient(node: Node) -> bool:
    return any(isinstance(part, GradMode) and not part.enabled for part in node.region)
