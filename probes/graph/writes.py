"""Which stored tensors a graph writes to, so that they can be written on a copy."""

from probes.graph.dispatch import schema
from probes.graph.graph import Graph, Node, refs

# torch declares no write for these, and updates their running statistics all the same.
STATISTICS = ("running_mean", "running_var")


def written_sources(graph: Graph) -> set[str]:
    """Value names of inputs, parameters and buffers that some operation changes in place."""
    roots = {name: {name} for name in graph.sources}
    written: set[str] = set()
    for node in graph.nodes:
        writes, aliases = _effects(node)
        for name in writes:
            written |= roots.get(name, set())
        origin = set().union(*(roots.get(name, set()) for name in aliases))
        if origin:
            roots |= dict.fromkeys(node.outputs, origin)
    return written


def _effects(node: Node) -> tuple[list[str], list[str]]:
    """Names of the values that a node writes to, and of those that its results are views of."""
    declared = schema(node.target)
    if declared is None:
        return [], []
    by_name = {argument.name: argument.alias_info for argument in declared.arguments}
    writes: list[str] = []
    aliases: list[str] = []
    for given in node.arguments:
        info = by_name.get(given.name)
        if given.name in STATISTICS or (info is not None and info.is_write):
            writes.extend(refs(given.value))
        if info is not None:
            aliases.extend(refs(given.value))
    return writes, aliases
