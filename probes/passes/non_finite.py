"""Find the operation that makes the first NaN or infinity, forward or backward.

Exact and slow (a look at every element of every result): run only once something is not finite.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from probes.graph.graph import Graph, Node, Ref
from probes.graph.layers import kind
from probes.passes.objective import Objective
from probes.passes.structure import where
from probes.passes.training import differentiate
from probes.passes.watch import DIVISIONS, EXPONENTIALS, LOGARITHMS, POWERS, ROOTS

PRODUCTS = {
    "mul", "matmul", "mm", "bmm", "addmm", "baddbmm", "linear", "einsum", "conv1d", "conv2d",
    "conv3d", "convolution", "prod", "square", "dot",
}  # fmt: skip
SUMS_OF_POWERS = {"norm", "linalg_vector_norm", "std", "cdist", "frobenius_norm"}
CLASSES = {
    "square_root": ROOTS | SUMS_OF_POWERS,
    "division": DIVISIONS,
    "logarithm": LOGARITHMS | {"log1p", "logit"},
    "exponential": EXPONENTIALS | {"sinh", "cosh", "softplus"},
    "power": POWERS,
    "multiplication": PRODUCTS,
}
# These write an infinity on purpose (attention masks).
MASKING = {"masked_fill", "full", "full_like", "fill", "where", "scalar_tensor", "new_full"}
RISKY = ROOTS | LOGARITHMS | DIVISIONS | EXPONENTIALS | POWERS


@dataclass(frozen=True)
class Origin:
    """`direction`: forward or backward. `cause`: operation, inputs or weights."""

    cause: str
    operation: str = "other"
    where: str = ""
    code: str = ""
    direction: str = "forward"


def operation_class(node: Node) -> str:
    half = kind(node) == "pow" and node.argument("exponent") in (0.5, -0.5)
    if half:
        return "square_root"
    return next((name for name, kinds in CLASSES.items() if kind(node) in kinds), "other")


def find(objective: Objective) -> Origin | None:
    """None where loss and gradients are finite."""
    finite: dict[str, bool] = {}
    gradients: list[tuple[str, bool]] = []

    def observe(node: Node, output: object) -> None:
        outputs = output if isinstance(output, (tuple, list)) else [output]
        for name, value in zip(node.outputs, outputs, strict=False):
            if isinstance(value, Tensor) and value.is_floating_point():
                finite[name] = bool(torch.isfinite(value.detach()).all())
                if value.requires_grad:
                    value.register_hook(lambda g, n=name: gradients.append((n, _finite(g))))

    program = objective.program
    with torch.enable_grad():
        loss, _ = objective.evaluate("train", observe)
    graph = program.graph
    if loss is not None and not bool(torch.isfinite(loss.detach())):
        return _forward(graph, finite, objective)
    wanted = {name: p for name, p in program.parameters.items() if p.requires_grad}
    raw = differentiate(loss, wanted) if loss is not None else {}
    own = {name: _finite(g) for name, g in raw.items() if g is not None}
    if all(own.values()) and all(good for _, good in gradients):
        return None
    by_value = {value: own[s.name] for value, s in graph.sources.items() if s.name in own}
    return _backward(graph, gradients, by_value)


def _forward(graph: Graph, finite: Mapping[str, bool], objective: Objective) -> Origin:
    """The first operation on the way to the loss with a broken result and sound inputs."""
    sources = _sound_sources(graph, objective)
    on_the_way = _broken_ancestors(graph, {**finite, **sources})
    born = []
    for node in graph.nodes:
        if on_the_way.intersection(node.outputs) and kind(node) not in MASKING:
            inputs = [name for name in node.inputs if not sources.get(name, finite.get(name, True))]
            masked = all(_masks(graph, name) for name in inputs)
            if not inputs or masked:
                born.append(node)
    if born:
        return _origin(born[0], "forward")
    broken = [name for name, sound in sources.items() if not sound]
    kinds = {graph.sources[name].kind for name in broken}
    return Origin("inputs" if "input" in kinds else "weights")


def _broken_ancestors(graph: Graph, finite: Mapping[str, bool]) -> set[str]:
    """Values that are not finite and lead to the loss through values that are not."""
    place = graph.loss_output
    outputs = [graph.outputs[place]] if place is not None else graph.outputs
    waiting = [o.value.name for o in outputs if isinstance(o.value, Ref)]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen or finite.get(name, True):
            continue
        seen.add(name)
        producer = graph.producers.get(name)
        waiting.extend(producer.inputs if producer else ())
    return seen


def _backward(
    graph: Graph, gradients: list[tuple[str, bool]], sources: Mapping[str, bool]
) -> Origin:
    """The operation whose result has a sound gradient and whose input has not."""
    sound = dict(sources)
    sound.update(gradients)
    suspects = []
    for node in reversed(graph.nodes):
        broken = [name for name in node.inputs if sound.get(name) is False]
        if broken and all(sound.get(name, True) for name in node.outputs):
            suspects.append(node)
    # A value that two operations read carries the NaN of one: those that can make it come first.
    risky = [node for node in suspects if kind(node) in RISKY]
    chosen = (risky or suspects)[:1]
    return _origin(chosen[0], "backward") if chosen else Origin("weights", direction="backward")


def _origin(node: Node, direction: str) -> Origin:
    return Origin("operation", operation_class(node), where(node), node.code or "", direction)


def _sound_sources(graph: Graph, objective: Objective) -> dict[str, bool]:
    held = {**objective.program.buffers, **objective.program.parameters, **objective.inputs}
    return {
        value: _finite(held[source.name].detach())
        for value, source in graph.sources.items()
        if isinstance(held.get(source.name), Tensor) and held[source.name].is_floating_point()
    }


def _masks(graph: Graph, value: str) -> bool:
    producer = graph.producers.get(value)
    return producer is not None and kind(producer) in MASKING


def _finite(tensor: Tensor) -> bool:
    return bool(torch.isfinite(tensor).all())
