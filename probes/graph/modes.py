"""Training or evaluation mode from one file: the operations that behave differently, rewritten."""

from collections.abc import Callable
from dataclasses import replace

from probes.graph.graph import Argument, Node

DROPOUTS = {
    "dropout", "dropout_", "feature_dropout", "feature_dropout_", "alpha_dropout",
    "alpha_dropout_", "feature_alpha_dropout", "feature_alpha_dropout_", "native_dropout",
}  # fmt: skip
BATCH_NORMS = {
    "batch_norm", "native_batch_norm", "_native_batch_norm_legit",
    "_native_batch_norm_legit_functional",
}  # fmt: skip
RECURRENT = {"lstm", "gru", "rnn_tanh", "rnn_relu"}
ATTENTION = {
    "scaled_dot_product_attention", "_scaled_dot_product_attention_math",
    "_scaled_dot_product_flash_attention_for_cpu", "_scaled_dot_product_flash_attention",
    "_scaled_dot_product_efficient_attention",
}  # fmt: skip
EVAL_BATCH_NORM = "aten._native_batch_norm_legit_no_training.default"
TRAIN_BATCH_NORM = "aten._native_batch_norm_legit.default"
# One flag of each family tells in which mode the model was exported.
FLAGS = dict.fromkeys(DROPOUTS | RECURRENT, "train") | dict.fromkeys(BATCH_NORMS, "training")


def in_mode(node: Node, train: bool) -> Node:
    """The node as it runs in that mode; the same object where the mode changes nothing."""
    if not node.target.startswith("aten."):
        return node
    change = CHANGES.get(node.op)
    return change(node, train) if change else node


def exported_mode(nodes: tuple[Node, ...]) -> str | None:
    """Decided by the first operation that knows; None where no operation does."""
    for node in nodes:
        if node.target == EVAL_BATCH_NORM:
            return "eval"
        flag = node.argument(FLAGS[node.op]) if node.op in FLAGS else None
        if flag is not None and node.target != "aten._native_batch_norm_legit.no_stats":
            return "train" if flag else "eval"
    return None


def with_argument(node: Node, name: str, value: object) -> Node:
    """The node with one constant changed, or given where it had its default."""
    if not any(given.name == name for given in node.arguments):
        return replace(node, arguments=(*node.arguments, Argument(name, value, keyword=True)))
    changed = tuple(
        replace(given, value=value) if given.name == name else given for given in node.arguments
    )
    return replace(node, arguments=changed)


def _flag(name: str) -> Callable[[Node, bool], Node]:
    return lambda node, train: with_argument(node, name, train)


def _attention(node: Node, train: bool) -> Node:
    """What was recorded in evaluation mode says nothing of the dropout in training."""
    if train or node.argument("dropout_p") is None:
        return node
    return with_argument(node, "dropout_p", 0.0)


def _instance_norm(node: Node, train: bool) -> Node:
    """Without running statistics it uses the input's in both modes."""
    tracks = node.argument("running_mean") is not None
    return with_argument(node, "use_input_stats", train or not tracks)


def _frozen_batch_norm(node: Node, train: bool) -> Node:
    if not train:
        return node
    *tensors, momentum, eps = node.arguments
    arguments = (*tensors, Argument("training", True, keyword=False), momentum, eps)
    return replace(node, target=TRAIN_BATCH_NORM, arguments=arguments)


CHANGES: dict[str, Callable[[Node, bool], Node]] = {
    **dict.fromkeys(DROPOUTS | RECURRENT, _flag("train")),
    **dict.fromkeys(BATCH_NORMS | {"rrelu", "rrelu_"}, _flag("training")),
    **dict.fromkeys(ATTENTION, _attention),
    "instance_norm": _instance_norm,
    "_native_batch_norm_legit_no_training": _frozen_batch_norm,
}
