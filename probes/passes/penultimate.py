"""What the last layer of weights reads: the features that a model has made of its inputs."""

import torch
from torch import Tensor

from probes.graph.graph import Node
from probes.graph.layers import ancestors
from probes.passes.objective import Objective, first
from probes.passes.structure import weight_layers


def penultimate(objective: Objective) -> Tensor | None:
    """(samples, features) in evaluation mode; None where there is no such layer per sample."""
    value = _read_by_last_layer(objective)
    kept: list[Tensor] = []

    def observe(node: Node, output: object) -> None:
        if value in node.outputs:
            kept[:] = [first(output).detach()]

    if value is None:
        return None
    with torch.no_grad():
        objective.evaluate("eval", observe)
    if not kept or kept[0].dim() < 2 or len(kept[0]) != objective.samples:
        return None
    return kept[0].flatten(1)


def _read_by_last_layer(objective: Objective) -> str | None:
    head, graph = objective.head, objective.program.graph
    if head is None:
        return None
    way = ancestors(graph, head.outputs[0])
    layers = [layer.node for layer in weight_layers(graph) if way.intersection(layer.node.outputs)]
    if not layers:
        return None
    inputs = [name for name in layers[-1].inputs if name in graph.producers]
    parameters = {name for name, source in graph.sources.items() if source.kind == "parameter"}
    return next((n for n in inputs if not _is_weight(graph.producers[n], parameters)), None)


def _is_weight(node: Node, parameters: set[str]) -> bool:
    """A transposed or recast weight."""
    return set(node.inputs) <= parameters
