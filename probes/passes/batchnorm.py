"""The running statistics of every BatchNorm beside those of the batch."""

from dataclasses import dataclass

import torch
from torch import Tensor

from probes.graph.graph import Graph, Node, Ref
from probes.graph.modes import BATCH_NORMS, EVAL_BATCH_NORM
from probes.passes.objective import Objective
from probes.passes.structure import label

SMALLEST = 1e-20


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


def compare(objective: Objective) -> list[Compared]:
    """The inputs of the norms in evaluation mode are taken from one run."""
    program = objective.program
    norms = {n.name: n for n in program.nodes if n.op in BATCH_NORMS or n.target == EVAL_BATCH_NORM}
    read = {node.inputs[0]: node for node in norms.values() if _name(program.graph, node, "mean")}
    found: dict[str, Compared] = {}

    def observe(node: Node, output: object) -> None:
        for value in set(node.outputs) & set(read):
            tensor = output if isinstance(output, Tensor) else output[0]
            norm = read[value]
            found[norm.name] = _compared(objective, norm, tensor.detach())

    if read:
        with torch.no_grad():
            objective.evaluate("train", observe)
    return list(found.values())


def _compared(objective: Objective, norm: Node, given: Tensor) -> Compared:
    program = objective.program
    mean_name = _name(program.graph, norm, "mean")
    variance_name = _name(program.graph, norm, "var")
    mean, variance = (program.buffers[name].double() for name in (mean_name, variance_name))
    others = [0, *range(2, given.dim())]
    own_variance, own_mean = torch.var_mean(given.double(), others)
    ratio = variance.clamp_min(SMALLEST) / own_variance.clamp_min(SMALLEST)
    apart = ((own_mean - mean).abs() / variance.clamp_min(SMALLEST).sqrt()).median()
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
