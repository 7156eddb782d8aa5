"""Layers of weights follow each other without an activation between them.

What it measures
    Pairs of layers of weights in the graph between which nothing but linear operations lies
    (views, dropout, averages, normalisation).

Why it matters
    Two linear layers in a row are one: the depth adds no power.

Limits
    Linear pairs that are meant are let pass: low-rank factors (a bottleneck narrower than both
    sides), depthwise-separable convolutions, projections of attention, and a pair with
    LayerNorm, GroupNorm or a sum of branches between, which are not linear.

Source
    Linear algebra.
"""

from dataclasses import dataclass

from probes.graph.graph import Graph, Node
from probes.graph.layers import NORMS, VIEWS, kind
from probes.graph.modes import BATCH_NORMS
from probes.graph.program import Program
from probes.passes.structure import LINEAR_BETWEEN, WeightLayer, weight_layers
from probes.verdict import Verdict, either, unknown

# BatchNorm is linear once trained; the other norms divide by what depends on the sample.
BETWEEN = (LINEAR_BETWEEN - NORMS) | BATCH_NORMS | VIEWS


@dataclass(frozen=True)
class Measured:
    layer: str
    next_layer: str
    count: int
    layers: int


def measure(model: Program) -> Measured:
    found = weight_layers(model.graph)
    by_node = {layer.node.name: layer for layer in found}
    pairs = [
        (before, layer) for layer in found
        if (before := _directly_before(model.graph, layer, by_node)) is not None
        and not _meant(model, before, layer)
    ]  # fmt: skip
    first = pairs[0] if pairs else None
    return Measured(
        first[0].label if first else "", first[1].label if first else "", len(pairs), len(found)
    )


def judge(measured: Measured) -> Verdict:
    if not measured.layers:
        return unknown("too_few_layers")
    return either(measured.count > 0)


def _directly_before(
    graph: Graph, layer: WeightLayer, by_node: dict[str, WeightLayer]
) -> WeightLayer | None:
    node: Node | None = graph.producers.get(layer.node.inputs[0])
    while node is not None:
        if node.name in by_node:
            return by_node[node.name]
        if kind(node) not in BETWEEN or _shared(graph, node):
            return None
        node = graph.producers.get(node.inputs[0]) if node.inputs else None
    return None


def _shared(graph: Graph, node: Node) -> bool:
    """A branch point: what else is made of it may not be linear."""
    return any(len(graph.consumers.get(name, ())) > 1 for name in node.outputs)


def _meant(model: Program, before: WeightLayer, after: WeightLayer) -> bool:
    if _shared(model.graph, before.node) or before.node.module_class == "MultiheadAttention":
        return True
    if _grouped(before.node) or _grouped(after.node):
        return True
    inner, outer = model.parameters[before.parameter], model.parameters[after.parameter]
    rank = inner.shape[0]
    return rank < min(inner[0].numel(), outer.shape[0])


def _grouped(node: Node) -> bool:
    groups = node.argument("groups", 1)
    return isinstance(groups, int) and groups > 1
