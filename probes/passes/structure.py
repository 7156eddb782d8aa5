"""What a graph is made of, as probes ask it: layers with weights, hidden activations, places."""

from collections.abc import Iterable
from dataclasses import dataclass

from probes.graph import layers
from probes.graph.graph import Graph, Node
from probes.graph.once import once_per_graph

# Operations that multiply by a weight; a transposed or recast weight is looked through.
WEIGHING = {
    "linear", "conv1d", "conv2d", "conv3d", "convolution", "_convolution", "conv_transpose1d",
    "conv_transpose2d", "conv_transpose3d", "addmm", "mm", "matmul", "bmm", "baddbmm", "einsum",
    "bilinear", "mv", "addmv",
}  # fmt: skip
RECURRENT = {"lstm", "gru", "rnn_tanh", "rnn_relu", "lstm_cell", "gru_cell"}
LOOKED_THROUGH = {"t", "transpose", "permute", "to", "_to_copy", "view", "reshape", "numpy_T"}
# What keeps a chain of layers linear: they can be multiplied into one.
LINEAR_BETWEEN = layers.VIEWS | layers.NORMS | {
    "dropout", "dropout_", "feature_dropout", "native_dropout", "mean", "avg_pool1d", "avg_pool2d",
    "adaptive_avg_pool1d", "adaptive_avg_pool2d", "unflatten", "t", "squeeze_", "unsqueeze_",
}  # fmt: skip


@dataclass(frozen=True)
class WeightLayer:
    node: Node
    parameter: str

    @property
    def label(self) -> str:
        return self.parameter.rpartition(".")[0] or self.parameter


def where(node: Node) -> str:
    """`model.py:23` in the person's own code, else the module, else the operation."""
    if node.file and node.line:
        return f"{node.file}:{node.line}"
    return node.module or node.op


def label(node: Node) -> str:
    return node.module or where(node)


@once_per_graph
def weight_layers(graph: Graph) -> tuple[WeightLayer, ...]:
    """In the order in which they run. Shared weights count where they are used."""
    found = []
    for node in graph.nodes:
        if layers.kind(node) in WEIGHING:
            name = next((p for v in node.inputs if (p := _parameter(graph, v))), None)
            if name is not None:
                found.append(WeightLayer(node, name))
    return tuple(found)


def _parameter(graph: Graph, value: str) -> str | None:
    """The parameter of two or more dimensions behind a value."""
    while value not in graph.sources:
        node = graph.producers.get(value)
        if node is None or node.op not in LOOKED_THROUGH:
            return None
        value = node.inputs[0]
    source = graph.sources[value]
    recorded = graph.values.get(value)
    if source.kind != "parameter" or (recorded is not None and len(recorded.sizes) < 2):
        return None
    return source.name


@once_per_graph
def hidden_activations(graph: Graph) -> tuple[Node, ...]:
    """Activations with a layer of weights behind them: the network goes on from their results.

    Those that gate another value (`x * sigmoid(x)`) are meant to be near their limits.
    """
    leading = leading_to([layer.node for layer in weight_layers(graph)], graph)
    return tuple(
        node for node in layers.activations(graph)
        if leading.intersection(node.outputs) and not _gates(graph, node)
    )  # fmt: skip


def leading_to(nodes: Iterable[Node], graph: Graph) -> frozenset[str]:
    """Values from which any of the nodes is computed."""
    seen: set[str] = set()
    waiting = [name for node in nodes for name in node.inputs]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            producer = graph.producers.get(name)
            waiting.extend(producer.inputs if producer else ())
    return frozenset(seen)


@once_per_graph
def output_nodes(graph: Graph) -> tuple[Node, ...]:
    """The operations after the last layer of weights on the way to the head, head first.

    Views and dropout are left out.
    """
    node = layers.head(graph)
    weighing = {layer.node.name for layer in weight_layers(graph)}
    found = []
    while node is not None and node.name not in weighing and layers.kind(node) not in RECURRENT:
        if node.op not in LINEAR_BETWEEN - layers.NORMS:
            found.append(node)
        node = graph.producers.get(node.inputs[0]) if node.inputs else None
    return tuple(found)


def _gates(graph: Graph, node: Node) -> bool:
    users = [user for name in node.outputs for user in graph.consumers.get(name, ())]
    return any(layers.kind(user) == "mul" for user in users)
