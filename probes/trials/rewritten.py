"""A program with operations of its graph exchanged, or others put before them."""

from dataclasses import replace

from probes.graph.graph import Argument, Node, Ref
from probes.graph.layers import kind
from probes.graph.program import Program
from probes.passes.structure import hidden_activations
from probes.passes.watch import operand


def with_activation(program: Program, kinds: set[str], instead: str) -> Program | None:
    """Hidden activations of these kinds become another one; None where there are none."""
    names = {node.name for node in hidden_activations(program.graph) if kind(node) in kinds}
    if not names:
        return None
    return program.copy(
        nodes=[_activation(n, instead) if n.name in names else n for n in program.nodes]
    )


def before_operand(program: Program, kinds: set[str], op: str, number: float) -> Program | None:
    """`op` with a number is put between a hazardous operation and what it reads."""
    nodes: list[Node] = []
    for node in program.nodes:
        value = operand(node) if kind(node) in kinds else None
        if value is None:
            nodes.append(node)
            continue
        own = f"{node.name}_made_safe"
        given = (Argument("self", Ref(value), False), Argument("other", number, False))
        nodes.append(replace(node, name=own, target=f"aten.{op}", arguments=given, returns=(own,)))
        nodes.append(_reading(node, value, own))
    return program.copy(nodes=nodes) if len(nodes) > len(program.nodes) else None


def _activation(node: Node, instead: str) -> Node:
    value = next(given for given in node.arguments if isinstance(given.value, Ref))
    return replace(node, target=f"aten.{instead}.default", arguments=(value,))


def _reading(node: Node, value: str, instead: str) -> Node:
    """Only the operand that is hazardous: in x / x the numerator stays."""
    places = [i for i, a in enumerate(node.arguments) if a.value == Ref(value)]
    last = places[-1]
    arguments = tuple(
        replace(given, value=Ref(instead)) if place == last else given
        for place, given in enumerate(node.arguments)
    )
    return replace(node, arguments=arguments)
