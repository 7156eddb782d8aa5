"""How many parameters the model has.

What it measures
    The number of entries of all parameters; tied weights count once, buffers not at all.
Why it matters
    Capacity against the amount of data.
Limits
    A file of weights does not say which of them are trained. Unnamed buffers may count.
Source
    The definition.
"""

from dataclasses import dataclass

from probes.checkpoint import Checkpoint
from probes.graph.program import Program
from probes.shelf import Missing
from probes.verdict import Verdict, unknown, valued


@dataclass(frozen=True)
class Count:
    value: float
    tensors: int


def measure(checkpoint: Checkpoint | None = None, model: Program | None = None) -> Count:
    if model is not None:
        tensors = {id(tensor): tensor.numel() for tensor in model.parameters.values()}
        return Count(float(sum(tensors.values())), len(tensors))
    if checkpoint is None:
        raise Missing("checkpoint")
    seen: dict[object, int] = {}
    for name, tensor in checkpoint.parameters.items():
        place = (tensor.storage, tensor.offset, tensor.shape)
        seen[place if tensor.storage and tensor.size else name] = tensor.size
    return Count(float(sum(seen.values())), len(seen))


def judge(count: Count) -> Verdict:
    return valued(count.value) if count.value else unknown("no_layer_to_judge")
