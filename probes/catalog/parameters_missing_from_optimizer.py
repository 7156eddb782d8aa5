"""Parameters of the model that the optimizer was never given.

What it measures
    Parameters in the weights against those in the optimizer's groups, where it is certain which
    is which.
Why it matters
    They stay as they started.
Limits
    A first part that is missing as a whole looks like a backbone that is frozen on purpose: not
    judged, unless its weights are still as PyTorch starts them. Nor are a few parameters that do
    not give the output, such as tables, nor parameters that are not matched for certain. Several
    optimizers count together.
Source
    The check is exact where parameters are matched by name or order, and for weights of a shape of
    which the optimizer remembers nothing.
"""

from dataclasses import dataclass

from probes.catalog.optimizer_remembers_nothing import remembers
from probes.checkpoint import Checkpoint, OptimizerState, ParameterState, StoredTensor
from probes.measures.frozen import is_few, is_front, looks_new
from probes.measures.layers import Layer
from probes.verdict import ABSENT, PRESENT, Verdict, unknown


@dataclass(frozen=True)
class Missing:
    held: int
    total: int
    layer: str
    front: bool
    few: bool
    new: bool
    certain: bool
    stepped: bool = True  # some of those it holds, as far as it would remember


def measure(
    checkpoint: Checkpoint,
    optimizer_state: OptimizerState,
    hidden_layers: tuple[Layer, ...],
) -> Missing:
    weights = _untied(checkpoint.parameters)
    everyone = [state for one in checkpoint.optimizers for state in one.parameters]
    names = {state.name for state in everyone}
    certain = None not in names and optimizer_state.matched_by != "none"
    without = {name for name in weights if name not in names}
    if not certain and (by_shape := _of_shapes_not_held(checkpoint, weights, everyone)):
        certain, without = True, by_shape
    absent = [place for place, name in enumerate(weights) if name in without]
    return Missing(
        held=len(everyone),
        total=len(weights),
        layer=weights[absent[0]] if absent else "",
        front=is_front(absent, len(weights)),
        few=is_few(absent, len(weights)),
        new=any(x.name in without and looks_new(x) for x in hidden_layers),
        certain=certain,
        stepped=not remembers(optimizer_state)
        or any(state.tensors or state.step is not None for state in everyone),
    )


def _of_shapes_not_held(
    checkpoint: Checkpoint, weights: list[str], everyone: list[ParameterState]
) -> set[str]:
    """Weights of shapes that no state has: whichever state is whose, they are in no group."""
    shapes = {tensor.shape for state in everyone for tensor in state.tensors.values()}
    if not all(any(t.size > 1 for t in state.tensors.values()) for state in everyone):
        return set()
    return {name for name in weights if checkpoint.weights[name].shape not in shapes}


def _untied(parameters: dict[str, StoredTensor]) -> list[str]:
    names, seen = [], set()
    for name, tensor in parameters.items():
        place = (tensor.storage, tensor.offset, tensor.shape)
        if not (tensor.storage and tensor.size) or place not in seen:
            names.append(name)
        seen.add(place)
    return names


def judge(missing: Missing) -> Verdict:
    if missing.held >= missing.total:
        # As many as the model has, none of them stepped: they may be others.
        return ABSENT if missing.stepped else unknown("parameters_not_matched")
    if not missing.certain or not missing.layer:
        return unknown("parameters_not_matched")
    if missing.few:
        return unknown("a_few_not_trained")
    return unknown("looks_like_frozen_backbone") if missing.front and not missing.new else PRESENT
