"""Prediction and target broadcast against each other.

What it measures
    Operations of the loss in which what the weights made meets what only the labels made, both of
    one size, and the result is a table of each with each.
Why it matters
    Every prediction is compared with every target: the best answer is the mean of all targets.
Limits
    Judged only where the model holds its own loss, by the sizes at its export: more than one
    sample is needed there. Shapes that differ and do not broadcast stop the run by themselves.
Source
    Exact, read from the graph.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

from probes.graph.graph import Graph, Node
from probes.passes.objective import Objective
from probes.passes.structure import where
from probes.verdict import Verdict, either, unknown

STRETCHED = {"expand", "expand_as", "broadcast_to"}  # what broadcasting looks like when spelt out

Sizes = tuple[int, ...]


@dataclass(frozen=True)
class Measured:
    in_graph: bool
    where: str = ""
    prediction: str = ""
    target: str = ""
    result: str = ""


def measure(objective: Objective) -> Measured:
    graph = objective.program.graph
    if objective.loss_from != "graph" or not objective.label_names:
        return Measured(in_graph=False)
    learnt = _made_from(graph, _named(graph, "parameter"))
    told = _made_from(graph, _named(graph, "input", objective.label_names)) - learnt
    for node in graph.nodes:
        if found := _table(graph, node, learnt, told):
            return found
    return Measured(in_graph=True)


def judge(measured: Measured) -> Verdict:
    return either(bool(measured.where)) if measured.in_graph else unknown("loss_not_in_graph")


def _table(graph: Graph, node: Node, learnt: set[str], told: set[str]) -> Measured | None:
    predictions = [_unstretched(graph, name) for name in node.inputs if name in learnt]
    targets = [_unstretched(graph, name) for name in node.inputs if name in told]
    if len(predictions) != 1 or len(targets) != 1:
        return None
    (prediction,), (target,) = predictions, targets
    if prod(prediction) != prod(target) or prediction == target:
        return None
    sizes = [_sizes(graph, name) for name in (*node.inputs, *node.outputs)]
    result = max(sizes, key=prod)  # a loss that adds up at once shows it in what it was given
    if result != _together(prediction, target) or prod(result) <= prod(target):
        return None
    return Measured(True, where(node), *map(_spelt, (prediction, target, result)))


def _together(one: Sizes, other: Sizes) -> Sizes | None:
    """The shape that the two broadcast to."""
    width = max(len(one), len(other))
    pairs = zip((1,) * (width - len(one)) + one, (1,) * (width - len(other)) + other, strict=True)
    both = [(max(a, b), a == b or 1 in (a, b)) for a, b in pairs]
    return tuple(size for size, _ in both) if all(fits for _, fits in both) else None


def _unstretched(graph: Graph, name: str) -> Sizes:
    producer = graph.producers.get(name)
    while producer is not None and producer.op in STRETCHED:
        name = producer.inputs[0]
        producer = graph.producers.get(name)
    return _sizes(graph, name)


def _sizes(graph: Graph, name: str) -> Sizes:
    value = graph.values.get(name)
    return tuple(size or 0 for size in value.example) if value else ()


def _named(graph: Graph, kind: str, names: Iterable[str] | None = None) -> set[str]:
    chosen = None if names is None else set(names)
    return {
        value
        for value, source in graph.sources.items()
        if source.kind == kind and (chosen is None or source.name in chosen)
    }


def _made_from(graph: Graph, values: set[str]) -> set[str]:
    """The values and all that is computed from them."""
    found = set(values)
    for node in graph.nodes:
        if found.intersection(node.inputs):
            found.update(node.outputs)
    return found


def _spelt(sizes: Sizes) -> str:
    return f"({', '.join(map(str, sizes))}{',' if len(sizes) == 1 else ''})"
