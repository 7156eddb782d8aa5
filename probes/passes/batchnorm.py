"""The running statistics of every BatchNorm beside those of the batch."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from probes.graph.graph import Graph, Node, Ref
from probes.graph.modes import BATCH_NORMS, EVAL_BATCH_NORM
from probes.passes.objective import Objective
from probes.passes.structure import label
from probes.passes.watch import batch_normed, moments

SMALLEST = 1e-20
Moments = tuple[Tensor, Tensor]  # variance and mean


@dataclass(frozen=True)
class Compared:
    """`variances_apart` in decades, `means_apart` in stored standard deviations: medians."""

    layer: str
    ratio: float
    variances_apart: float
    means_apart: float
    low: float
    high: float
    tracked: float | None
    fresh: bool


def compare(objective: Objective, read: Mapping[str, Moments] | None = None) -> list[Compared]:
    """`read`: the moments of what the norms read in a pass that was watched; else one is made."""
    program = objective.program
    norms = [n for n in program.nodes if n.op in BATCH_NORMS or n.target == EVAL_BATCH_NORM]
    norms = [node for node in norms if _name(program.graph, node, "mean")]
    if read is None and norms:
        read = _read(objective)
    return [
        _compared(objective, node, *read[node.inputs[0]])
        for node in norms if read and node.inputs[0] in read
    ]  # fmt: skip


def _read(objective: Objective) -> dict[str, Moments]:
    """From a run in training mode without a gradient."""
    normed, found = batch_normed(objective.program.graph), {}

    def observe(node: Node, output: object) -> None:
        for value in normed.intersection(node.outputs):
            tensor = output if isinstance(output, Tensor) else output[0]
            found[value] = moments(tensor.detach())

    with torch.no_grad():
        objective.evaluate("train", observe)
    return found


def _compared(objective: Objective, norm: Node, own_variance: Tensor, own_mean: Tensor) -> Compared:
    program = objective.program
    mean_name = _name(program.graph, norm, "mean")
    variance_name = _name(program.graph, norm, "var")
    mean, variance = (program.buffers[name].double() for name in (mean_name, variance_name))
    ratio = variance.clamp_min(SMALLEST) / own_variance.double().clamp_min(SMALLEST)
    apart = ((own_mean.double() - mean).abs() / variance.clamp_min(SMALLEST).sqrt()).median()
    tracked = program.buffers.get(mean_name.replace("running_mean", "num_batches_tracked"))
    return Compared(
        label(norm), float(ratio.median()), float(ratio.log10().abs().median()), float(apart),
        float(variance.min()), float(variance.max()),
        float(tracked) if tracked is not None else None,
        bool((variance == 1).all() and (mean == 0).all()),
    )  # fmt: skip


def _name(graph: Graph, norm: Node, which: str) -> str | None:
    """The buffer that holds the running mean or variance."""
    value = norm.argument(f"running_{which}")
    source = graph.sources.get(value.name) if isinstance(value, Ref) else None
    return source.name if source is not None else None
