"""Which standard loss the graph's own loss is: told by its operation, or by equal values."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional

from probes.graph import layers
from probes.graph.graph import Node, Ref
from probes.passes import losses
from probes.passes.objective import IN_GRAPH, Objective
from probes.refusal import Refusal

TRIALS = 6  # random parts of the batch, every other one with its labels exchanged
SMALLEST = 8  # samples of a part
EQUAL = 1e-3  # share of the loss: float32 and an epsilon inside a logarithm stay far below
MODERATE = 5.0  # logits: chances of a few in a hundred thousand, above any usual epsilon
ROUNDING = 1e-6  # of a logarithm near 1 in float32
LEAST = 1e-2  # the largest of the values must be well above rounding
VARIED = 0.02  # share by which values must differ before being proportional is no coincidence
QUANTITIES = ("mse", "l1", "huber")


@dataclass(frozen=True)
class NamedLoss:
    """`kind` is None where no standard loss is equal; `form`: how the targets entered it."""

    kind: str | None
    form: str  # as_given, one_hot, ids: class numbers held against every output
    width: int  # outputs for one sample
    by: str  # operation, equality, nothing
    trials: int


def name(objective: Objective) -> NamedLoss:
    """In evaluation mode. Refusal where the graph's loss reads no labels."""
    if objective.loss_from != "graph" or not objective.label_names or objective.targets is None:
        raise Refusal("loss_not_in_graph")
    with torch.no_grad():
        _, prediction = objective.evaluate("eval")
        if kind := _operation(objective):
            return NamedLoss(kind, "as_given", _width(prediction), "operation", 0)
        plain = _seen(objective, 1.0)[1]
        seen = [_seen(trial, _scale(plain)) for trial in trials(objective)]
    if not all(torch.isfinite(loss) for loss, _, _ in seen):
        raise Refusal("loss_not_finite")
    for at, output in enumerate(plain):
        for kind, form in _thinkable(output):
            if _is(kind, form, at, seen):
                return NamedLoss(kind, form, _width(output), "equality", len(seen))
    return NamedLoss(None, "as_given", _width(prediction), "nothing", len(seen))


def trials(objective: Objective) -> Iterator[Objective]:
    """Random parts of different sizes; equal on all of them is no coincidence."""
    generator = torch.Generator().manual_seed(0)
    least = min(SMALLEST, objective.samples)
    for at in range(TRIALS):
        size = least + (objective.samples - least) * at // (TRIALS - 1)
        rows = torch.randperm(objective.samples, generator=generator)[:size]
        part = objective.part(rows.to(objective.program.device))
        if at % 2 and len(objective.label_names) == 1:
            part = exchanged(part, torch.randperm(size, generator=generator))
        yield part


def exchanged(objective: Objective, order: Tensor) -> Objective:
    """The same samples with the labels of others."""
    (label,) = objective.label_names
    order = order.to(objective.program.device)
    inputs = {**objective.inputs, label: objective.inputs[label][order]}
    return replace(objective, inputs=inputs, targets=objective.targets[order])


def targets_as(form: str, output: Tensor, targets: Tensor) -> Tensor:
    ids = targets.reshape(-1).long()
    if form == "one_hot":
        return functional.one_hot(ids, output.shape[-1]).to(output.dtype)
    if form == "ids":
        return ids.to(output.dtype)[:, None].expand_as(output)
    return targets


def _operation(objective: Objective) -> str | None:
    """Of the loss itself, not of a term of it."""
    graph = objective.program.graph
    value = graph.outputs[graph.loss_output].value
    node = graph.producers.get(value.name) if isinstance(value, Ref) else None
    while node is not None and node.op in layers.VIEWS and node.inputs:
        node = graph.producers.get(node.inputs[0])
    return IN_GRAPH.get(node.op) if node is not None else None


def outputs_of(objective: Objective) -> list[Node]:
    """What makes the outputs beside the loss."""
    graph = objective.program.graph
    found = [
        graph.producers.get(output.value.name)
        for at, output in enumerate(graph.outputs)
        if at != graph.loss_output and isinstance(output.value, Ref)
    ]
    return [node for node in found if node is not None]


def _scale(outputs: list[Tensor]) -> float:
    """Outputs of moderate size: far out a clamp shows, and a perfect fit leaves only rounding."""
    largest = max((float(output.abs().max()) for output in outputs), default=0.0)
    return min(1.0, MODERATE / largest) if largest > 0 else 1.0


def _seen(objective: Objective, scale: float) -> tuple[Tensor, list[Tensor], Tensor]:
    """The graph's loss, what may be the prediction (its outputs, then the head), the targets."""
    names = [node.name for node in outputs_of(objective)]
    found: list[Tensor] = []

    def scaled(node: Node, output: object) -> object:
        if node.name not in names or not isinstance(output, Tensor):
            return None
        if not output.is_floating_point():
            return None
        found.append(output * scale)
        return found[-1]

    loss, prediction = objective.evaluate("eval", scaled)
    fitting = [o for o in (*found, prediction) if o.is_floating_point() and o.dim()]
    return loss.double(), [o for o in fitting if len(o) == objective.samples], objective.targets


def _thinkable(output: Tensor) -> Iterator[tuple[str, str]]:
    kinds = ("nll", "cross_entropy") if losses.log_probabilities(output) else ("cross_entropy",)
    yield from ((kind, "as_given") for kind in kinds)
    for form in ("as_given", "one_hot", "ids"):
        yield from ((kind, form) for kind in (*QUANTITIES, "bce", "bce_with_logits"))
    yield "hinge", "as_given"


def _is(kind: str, form: str, at: int, seen: list) -> bool:
    values = [_value(kind, outputs[at], targets, form) for _, outputs, targets in seen]
    if any(value is None for value in values):
        return False
    standard = torch.stack([value.double() for value in values]).cpu()
    own = torch.stack([loss for loss, _, _ in seen]).cpu()
    sizes = torch.tensor([float(len(targets)) for _, _, targets in seen], dtype=torch.double)
    if not torch.isfinite(standard).all() or float(standard.max()) < LEAST:
        return False
    return _alike(own, standard) or any(
        _proportional(own, some) for some in (standard, standard * sizes)
    )


def _proportional(own: Tensor, standard: Tensor) -> bool:
    """A mean or a sum with a factor before it (half of the squares, a sum over the outputs)."""
    if float((standard.max() - standard.min()) / standard.max()) < VARIED:
        return False
    factor = own.sum() / standard.sum()
    return bool(factor > 0) and _alike(own, factor * standard)


def _alike(some: Tensor, wanted: Tensor) -> bool:
    return bool(((some - wanted).abs() <= EQUAL * wanted.abs() + ROUNDING).all())


def _value(kind: str, output: Tensor, targets: Tensor, form: str) -> Tensor | None:
    try:
        if form != "as_given":
            whole = not targets.is_floating_point() or bool((targets == targets.round()).all())
            if output.dim() != 2 or output.shape[1] < 2 or targets.numel() != len(output):
                return None
            if not whole or int(targets.min()) < 0 or int(targets.max()) >= output.shape[1]:
                return None
        elif kind in ("bce", "bce_with_logits", *QUANTITIES) and targets.numel() != output.numel():
            return None
        if kind == "bce" and not bool(((output >= 0) & (output <= 1)).all()):
            return None
        if kind == "hinge":
            return functional.multi_margin_loss(*losses.by_class(output, targets))
        return losses.value(kind, output, targets_as(form, output, targets))
    except (Refusal, RuntimeError, ValueError, IndexError):
        return None  # these targets do not go with this loss


def _width(output: Tensor | None) -> int:
    if output is None or output.dim() < 2:
        return 1
    return int(output.shape[losses.class_dimension(output)])
