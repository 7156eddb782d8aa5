"""The narrowest layer that everything on the way from the inputs to the classes passes through."""

import math
from dataclasses import dataclass

from probes.graph import layers
from probes.graph.graph import Graph, Node
from probes.passes.objective import Objective
from probes.passes.structure import weight_layers

# Whole layers: a convolution has its width also in space, and a recurrent one in time.
FULL = {"linear", "addmm", "mm", "matmul"}


@dataclass(frozen=True)
class Narrowest:
    """`width` numbers of a sample (of a place, where each place is classified) leave the layer."""

    layer: str
    width: int
    inputs: int
    classes: int


def narrowest(objective: Objective) -> Narrowest | None:
    """None where no layer can be judged; widths are those of the example at export."""
    graph, head = objective.program.graph, objective.head
    found = [layer for layer in weight_layers(graph) if layers.kind(layer.node) in FULL]
    if head is None or layers.kind(head) not in FULL or not found:
        return None
    made, samples = graph.values[head.outputs[0]].example, _samples(graph, objective)
    size = _numbers(graph, head.outputs[0])
    if not made or not made[-1] or not samples or size is None or size % (samples * made[-1]):
        return None
    places = size // made[-1]  # samples, or samples times places
    judged = []
    for layer in found:
        width = _numbers(graph, layer.node.outputs[0])
        weight = math.prod(objective.program.parameters[layer.parameter].shape)
        outputs = graph.values[layer.node.outputs[0]].example[-1]
        if layer.node.name != head.name and width and outputs and width % places == 0:
            judged.append((width // places, layer.label, weight // outputs, layer.node))
    for width, label, inputs, node in sorted(judged, key=lambda one: one[0]):
        if _everything_passes(graph, node, head):
            return Narrowest(label, width, inputs, made[-1])
    return None


def _numbers(graph: Graph, value: str) -> int | None:
    sizes = graph.values[value].example if value in graph.values else (None,)
    return None if None in sizes else math.prod(size for size in sizes if size is not None)


def _samples(graph: Graph, objective: Objective) -> int | None:
    given = [i.value for i in graph.inputs if i.name in objective.data_names and i.value]
    return given[0].example[0] if given and given[0].example else None


def _everything_passes(graph: Graph, node: Node, head: Node) -> bool:
    """No way from an input to the head leads around the node; sizes carry no data."""
    seen, waiting = set(), list(head.inputs)
    while waiting:
        name = waiting.pop()
        if name in seen or name in node.outputs:
            continue
        seen.add(name)
        source, maker = graph.sources.get(name), graph.producers.get(name)
        if source is not None and source.kind == "input":
            return False
        if maker is not None and layers.kind(maker) not in layers.SIZES:
            waiting += maker.inputs
    return bool(seen)
