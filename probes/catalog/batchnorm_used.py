"""Whether the model uses BatchNorm.

What it measures
    The layers that store running statistics.
Why it matters
    BatchNorm behaves differently in training and evaluation and depends on the batch size.
Limits
    A BatchNorm that keeps no statistics, or one inside an exported file without names, is not
    seen. Statistics folded into a convolution are gone.
Source
    Ioffe and Szegedy, https://arxiv.org/abs/1502.03167
"""

from dataclasses import dataclass

from probes.checkpoint import Checkpoint
from probes.graph.modes import BATCH_NORMS, EVAL_BATCH_NORM
from probes.graph.program import Program
from probes.shelf import Missing
from probes.verdict import Verdict, either, unknown


@dataclass(frozen=True)
class Layers:
    count: int
    tensors: int


def measure(checkpoint: Checkpoint | None = None, model: Program | None = None) -> Layers:
    if model is not None:
        found = [n for n in model.nodes if n.op in BATCH_NORMS or n.target == EVAL_BATCH_NORM]
        return Layers(len(found), len(model.parameters))
    if checkpoint is None:
        raise Missing("checkpoint")
    count = sum(name.endswith(("running_var", "moving_variance")) for name in checkpoint.weights)
    return Layers(count, len(checkpoint.weights))


def judge(layers: Layers) -> Verdict:
    return either(layers.count > 0) if layers.tensors else unknown("no_layer_to_judge")
