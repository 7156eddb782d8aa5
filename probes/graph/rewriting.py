"""A graph with some operations left out or some of their constants changed, for experiments."""

from collections.abc import Mapping
from dataclasses import replace

from probes.graph.graph import Argument, Graph, Node, Output, Ref
from probes.graph.modes import with_argument


def rewrite(graph: Graph, bypass: set[str], arguments: Mapping[str, Mapping[str, object]]) -> Graph:
    """`bypass` names nodes whose first input takes the place of their result."""
    known = {node.name for node in graph.nodes}
    unknown = (bypass | set(arguments)) - known
    if unknown:
        raise KeyError(f"no such node: {sorted(unknown)}")
    if not bypass and not arguments:
        return graph
    stands_for: dict[str, Ref] = {}
    nodes: list[Node] = []
    for node in graph.nodes:
        changed = _redirected(node, stands_for)
        if node.name in bypass:
            stands_for |= dict.fromkeys(node.outputs, Ref(changed.inputs[0]))
            continue
        for name, value in arguments.get(node.name, {}).items():
            changed = with_argument(changed, name, value)
        nodes.append(changed)
    outputs = tuple(
        Output(output.path, _redirect(output.value, stands_for)) for output in graph.outputs
    )
    return replace(graph, nodes=tuple(nodes), outputs=outputs)


def _redirected(node: Node, stands_for: Mapping[str, Ref]) -> Node:
    if not stands_for or not any(name in stands_for for name in node.inputs):
        return node
    arguments = tuple(
        Argument(given.name, _redirect(given.value, stands_for), given.keyword)
        for given in node.arguments
    )
    return replace(node, arguments=arguments)


def _redirect(value: object, stands_for: Mapping[str, Ref]) -> object:
    if isinstance(value, Ref):
        return stands_for.get(value.name, value)
    if isinstance(value, list):
        return [_redirect(item, stands_for) for item in value]
    return value
