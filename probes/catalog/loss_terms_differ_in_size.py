"""The loss is the task's loss and something else that is far larger.

What it measures
    Whether the model's loss is a times the standard loss of its targets plus a rest that does not
    depend on them: fitted over draws of labels of unlike shares. Then the rest beside the task's
    loss, and, with all outputs scaled to the size that serves the task best, what the rest would
    rise beside what the task's loss would fall: a trained model has made peace with a loud term,
    so that their sizes as they are say little.
Why it matters
    The loud term decides where the weights go; the task's loss stays near guessing.
Limits
    Only where the task's loss is still above half of guessing: a small loss has been learnt
    beside the rest, however large that is. A loss with a wrong axis, sign or mask is no sum of
    this kind: it is not judged. Terms that depend on the targets (two tasks) are not told apart.
Source
    Tenfold as in the question; half of guessing as elsewhere in the probes. Our own choices.
"""

from dataclasses import dataclass, replace
from math import inf, log

import torch
from torch import Tensor
from torch.nn import functional

from probes.graph.graph import Node
from probes.passes import losses
from probes.passes.chance import LEARNT
from probes.passes.named_loss import NamedLoss, outputs_of
from probes.passes.objective import Objective
from probes.shelf import Missing
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

FAR, ALIKE = 10.0, 3.0  # times one term is the other
DRAWS = 8  # of labels
SHARE = 0.7  # of the samples get one label: a loss that mixes samples is not linear then
LINEAR = 2e-5  # share of the loss's range by which the fit may miss: float32 stays below
SCALES = tuple(2.0**power for power in range(11))
ENOUGH = 16  # samples
SOME = 0.1  # share of the task's loss that a scale must win to be worth its cost


@dataclass(frozen=True)
class Terms:
    """In evaluation mode; `cost` and `gain` at the scale that serves the task best."""

    single: bool
    a_sum: bool
    task: float
    rest: float
    guessing: float
    scale: float
    gain: float
    cost: float
    samples: int


def measure(objective: Objective, named_loss: NamedLoss) -> Terms:
    whole = Terms(
        named_loss.kind is not None, False, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, objective.samples
    )
    if whole.single:
        return whole
    if len(objective.label_names) != 1 or objective.targets is None:
        raise Missing("labels")
    with torch.no_grad():
        for node in _predictions(objective):
            for kind in _kinds(objective.targets):
                if found := _split(objective, node, kind):
                    return found
    return whole


def _predictions(objective: Objective) -> list[Node]:
    """What makes the outputs beside the loss, else the last layer of weights before it.

    Not what the loss makes of them: a softmax over the wrong axis would pass for the outputs.
    """
    graph = objective.program.graph
    head = objective.head
    weights = {value for value, source in graph.sources.items() if source.kind == "parameter"}
    if head is not None and not weights.intersection(head.inputs):
        head = None
    return [*outputs_of(objective), *([head] if head is not None else [])]


def _kinds(targets: Tensor) -> tuple[str, ...]:
    if not targets.is_floating_point():
        return ("cross_entropy", "bce_with_logits") if targets.dim() == 1 else ()
    return ("mse", "l1", "huber")


def _split(objective: Objective, node: Node, kind: str) -> Terms | None:
    own, standard = [], []
    for drawn in _draws(objective):
        loss, task = _both(drawn, node, kind)
        if task is None or not torch.isfinite(loss) or not torch.isfinite(task):
            return None
        own.append(float(loss))
        standard.append(float(task))
    factor = _slope(own, standard)
    if factor is None or factor <= 0:
        return None
    loss, task = map(float, _both(objective, node, kind))
    rest = loss - factor * task
    scales = [(scale, *map(float, _both(objective, node, kind, scale))) for scale in SCALES]
    scale, at_best, task_at_best = min(scales, key=lambda row: row[2])
    gain = factor * (task - task_at_best)
    return Terms(
        False, True, factor * task, rest, factor * _guessing(objective, kind), scale,
        gain, at_best - factor * task_at_best - rest, objective.samples,
    )  # fmt: skip


def _draws(objective: Objective) -> list[Objective]:
    generator = torch.Generator().manual_seed(0)
    (label,) = objective.label_names
    truth = objective.targets.cpu()
    found = []
    for at in range(DRAWS):
        drawn = truth[torch.randperm(len(truth), generator=generator)]
        if truth.is_floating_point():
            drawn = drawn * (at - DRAWS / 2) / 2 + truth * (at % 3)
        else:
            seen = truth.unique()
            one = torch.rand(len(truth), generator=generator) < SHARE
            drawn = torch.where(one, seen[at % len(seen)], drawn)
        drawn = drawn.to(objective.targets)
        given = objective.inputs[label]
        inputs = {**objective.inputs, label: drawn.reshape(given.shape).to(given.dtype)}
        found.append(replace(objective, inputs=inputs, targets=drawn))
    return found


def _both(
    objective: Objective, node: Node, kind: str, scale: float = 1.0
) -> tuple[Tensor, Tensor | None]:
    """The graph's loss and the task's, with the outputs scaled."""
    kept: list[Tensor] = []

    def scaled(at: Node, output: object) -> object:
        if at.name != node.name or not isinstance(output, Tensor):
            return None
        kept[:] = [output * scale]
        return kept[0]

    loss, _ = objective.evaluate("eval", scaled)
    if not kept or not kept[0].dim() or len(kept[0]) != objective.samples:
        return loss, None
    wide = kept[0].dim() > 1 and kept[0].shape[1:].numel() > 1
    if (kind, wide) in (("cross_entropy", False), ("bce_with_logits", True)):
        return loss, None
    try:
        return loss, losses.value(kind, kept[0], objective.targets)
    except (RuntimeError, ValueError):
        return loss, None


def _slope(own: list[float], standard: list[float]) -> float | None:
    """Of the line, where all lie on it."""
    y, x = torch.tensor(own).double(), torch.tensor(standard).double()
    x_range, y_range = float(x.max() - x.min()), float(y.max() - y.min())
    if not x_range > LINEAR * float(x.abs().max()) or not y_range:
        return None
    factor = float(((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum())
    away = (y - y.mean() - factor * (x - x.mean())).abs().max()
    return factor if float(away) < LINEAR * y_range else None


def _guessing(objective: Objective, kind: str) -> float:
    """What the best constant answer gives."""
    targets = objective.targets
    if kind == "cross_entropy":
        shares = functional.one_hot(targets - targets.min()).double().mean(0)
        return float(-(shares[shares > 0] * shares[shares > 0].log()).sum())
    if kind == "bce_with_logits":
        return log(2)
    middle = targets.mean(0) if kind == "mse" else targets.median(0).values
    return float(losses.value(kind, middle.expand_as(targets), targets))


def judge(terms: Terms) -> Verdict:
    if terms.single:
        return ABSENT
    if terms.samples < ENOUGH:
        return unknown("batch_too_small")
    if not terms.a_sum:
        return unknown("loss_is_no_sum_known")
    worth = terms.cost / terms.gain if terms.gain > SOME * terms.task else -inf
    larger = max(terms.rest / terms.task, worth)
    if larger < ALIKE:
        return ABSENT
    if terms.task < LEARNT * terms.guessing:
        return unknown("task_learnt_beside")
    return PRESENT if larger > FAR else unknown("terms_differ_somewhat")
