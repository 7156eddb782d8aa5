"""What a graph's operations are for: layers, activations, norms, dropout, losses, head, labels."""

from collections.abc import Iterator
from dataclasses import dataclass

from probes.graph.graph import Graph, Node, Ref
from probes.graph.modes import BATCH_NORMS, DROPOUTS, EVAL_BATCH_NORM
from probes.graph.once import once_per_graph

ACTIVATIONS = {
    "relu", "relu6", "leaky_relu", "elu", "selu", "celu", "gelu", "silu", "mish", "sigmoid", "tanh",
    "softplus", "hardtanh", "hardswish", "hardsigmoid", "prelu", "_prelu_kernel", "rrelu",
    "softshrink", "hardshrink", "threshold", "log_sigmoid", "glu",
}  # fmt: skip
NORMS = BATCH_NORMS | {
    EVAL_BATCH_NORM.split(".")[1], "layer_norm", "native_layer_norm", "group_norm",
    "native_group_norm", "instance_norm", "rms_norm", "_fused_rms_norm",
}  # fmt: skip
LOSSES = {
    "cross_entropy_loss", "nll_loss", "nll_loss_nd", "nll_loss2d", "nll_loss_forward",
    "nll_loss2d_forward", "mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss",
    "binary_cross_entropy", "binary_cross_entropy_with_logits", "kl_div", "poisson_nll_loss",
    "margin_ranking_loss", "hinge_embedding_loss", "cosine_embedding_loss", "triplet_margin_loss",
    "multi_margin_loss", "multilabel_margin_loss", "soft_margin_loss", "ctc_loss",
}  # fmt: skip
VIEWS = {
    "view", "reshape", "_unsafe_view", "flatten", "squeeze", "unsqueeze", "permute", "transpose",
    "contiguous", "clone", "to", "_to_copy", "select", "slice",
}  # fmt: skip
# How many samples there are may be read off the labels: what is made of it does not depend on them.
SIZES = {"sym_size", "sym_numel", "size"}


@dataclass(frozen=True)
class Layer:
    """One module of the person's model (the innermost): its operations and its own parameters."""

    path: str
    module_class: str
    nodes: tuple[Node, ...]
    parameters: tuple[str, ...]


@once_per_graph
def layers(graph: Graph) -> tuple[Layer, ...]:
    """In the order in which they first run."""
    grouped: dict[str, list[Node]] = {}
    for node in graph.nodes:
        grouped.setdefault(node.module, []).append(node)
    return tuple(
        Layer(path, nodes[0].module_class, tuple(nodes), _parameters(graph, nodes))
        for path, nodes in grouped.items()
    )


def activations(graph: Graph) -> tuple[Node, ...]:
    """Also in-place ones: `relu_` is a relu."""
    return tuple(node for node in graph.nodes if kind(node) in ACTIVATIONS)


def norms(graph: Graph) -> tuple[Node, ...]:
    return tuple(node for node in graph.nodes if node.op in NORMS)


def losses(graph: Graph) -> tuple[Node, ...]:
    """The loss operations that torch has a name for; a loss written out by hand is not one."""
    return tuple(node for node in graph.nodes if node.op in LOSSES)


def dropouts(graph: Graph) -> tuple[tuple[Node, float], ...]:
    """Each dropout with its rate, those inside attention and recurrent layers among them."""
    rates = ((node, _dropout_rate(node)) for node in graph.nodes)
    return tuple((node, rate) for node, rate in rates if rate is not None)


def kind(node: Node) -> str:
    """The operation's name without the mark of in-place operations."""
    return node.op[:-1] if node.op.endswith("_") and not node.op.endswith("__") else node.op


def ancestors(graph: Graph, value: str) -> frozenset[str]:
    """Every value from which this one is computed, itself included."""
    seen = {value}
    waiting = [value]
    while waiting:
        producer = graph.producers.get(waiting.pop())
        new = set(producer.inputs) - seen if producer else set()
        seen |= new
        waiting.extend(new)
    return frozenset(seen)


@once_per_graph
def labels(graph: Graph) -> tuple[str, ...]:
    """Inputs that meet no weight on their way to the loss: targets, masks of the loss.

    Empty where the graph holds no loss.
    """
    if not graph.outputs_loss:
        return ()
    inputs = {name for name, source in graph.sources.items() if source.kind == "input"}
    weights = {name for name, source in graph.sources.items() if source.kind == "parameter"}
    made_from: dict[str, set[str]] = {name: {name} for name in inputs}
    meeting: set[str] = set()
    for node in graph.nodes:
        if kind(node) in SIZES:
            continue
        origin = set().union(*(made_from.get(name, set()) for name in node.inputs))
        if weights.intersection(node.inputs):
            meeting |= origin
        made_from |= dict.fromkeys(node.outputs, origin)
    used = made_from_loss(graph) & inputs
    return tuple(i.name for i in graph.inputs if i.name in used - meeting)


@once_per_graph
def made_from_loss(graph: Graph) -> frozenset[str]:
    """All values on the way to the loss."""
    place = graph.loss_output
    value = graph.outputs[place].value if place is not None else None
    return ancestors(graph, value.name) if isinstance(value, Ref) else frozenset()


@once_per_graph
def head(graph: Graph) -> Node | None:
    """The operation whose result is the prediction.

    Without a loss it makes the first output that depends on a parameter. With a loss it is the
    last one that depends on parameters but not on the labels, and that the labels then meet.
    """
    learned = _depending(graph, {n for n, s in graph.sources.items() if s.kind == "parameter"})
    if not graph.outputs_loss:
        outputs = [o.value.name for o in graph.outputs if isinstance(o.value, Ref)]
        return next((graph.producers[n] for n in outputs if n in learned), None)
    targets = labels(graph)
    judged = _depending(graph, set(targets)) if targets else set()
    way = made_from_loss(graph)
    for node in reversed(graph.nodes):
        mine = way.intersection(node.outputs) & learned - judged
        users = [user for name in mine for user in graph.consumers.get(name, ())]
        if mine and (not targets or any(judged.intersection(user.outputs) for user in users)):
            return _before_views(graph, node) if targets else _last_learned(graph, node)
    return None


def _before_views(graph: Graph, node: Node) -> Node:
    """Logits are often flattened for the loss: the layer that made them is meant."""
    while node.op in VIEWS and node.inputs and node.inputs[0] in graph.producers:
        node = graph.producers[node.inputs[0]]
    return node


def _last_learned(graph: Graph, node: Node) -> Node | None:
    """Without labels (an autoencoder): the last operation that uses a parameter itself."""
    parameters = {name for name, source in graph.sources.items() if source.kind == "parameter"}
    earlier = graph.nodes[: graph.nodes.index(node) + 1]
    return next((n for n in reversed(earlier) if parameters.intersection(n.inputs)), None)


def _depending(graph: Graph, roots: set[str]) -> set[str]:
    found = set(roots)
    for node in graph.nodes:
        if found.intersection(node.inputs) and kind(node) not in SIZES:
            found.update(node.outputs)
    return found - roots


def _parameters(graph: Graph, nodes: list[Node]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_parameter_names(graph, nodes)))


def _parameter_names(graph: Graph, nodes: list[Node]) -> Iterator[str]:
    for node in nodes:
        for name in node.inputs:
            source = graph.sources.get(name)
            if source is not None and source.kind == "parameter":
                yield source.name


def _dropout_rate(node: Node) -> float | None:
    name = "p" if node.op in DROPOUTS else "dropout"
    if node.op.startswith(("scaled_dot_product", "_scaled_dot_product")):
        name = "dropout_p"
    rate = node.argument(name)
    return float(rate) if isinstance(rate, (int, float)) and rate > 0 else None
