"""Fit a person's arrays to a graph's inputs: by name or in order, with the recorded dtypes."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from probes.graph.graph import Graph, Input
from probes.refusal import Refusal

Inputs = Mapping[str, object] | Sequence[object] | Tensor | np.ndarray


def feed(
    graph: Graph, inputs: Inputs, device: torch.device, floating: torch.dtype | None = None
) -> dict[str, object]:
    """Input name -> tensor (or number). Refuses what cannot be meant for this graph."""
    return {
        wanted.name: _fit(wanted, given, device, floating)
        for wanted, given in zip(graph.inputs, _in_order(graph, inputs), strict=True)
    }


def _in_order(graph: Graph, inputs: Inputs) -> list[object]:
    if isinstance(inputs, (Tensor, np.ndarray)):
        inputs = [inputs]
    if isinstance(inputs, Mapping):
        return [_named(wanted, inputs) for wanted in graph.inputs]
    if len(inputs) != len(graph.inputs):
        raise Refusal("inputs_count_differs", expected=len(graph.inputs), given=len(inputs))
    return list(inputs)


def _named(wanted: Input, inputs: Mapping[str, object]) -> object:
    for name in (wanted.name, ".".join(wanted.path), wanted.path[-1] if wanted.path else ""):
        if name in inputs:
            return inputs[name]
    raise Refusal("input_missing", name=wanted.name, given=", ".join(map(str, inputs))[:200])


def _fit(
    wanted: Input, given: object, device: torch.device, floating: torch.dtype | None
) -> object:
    if wanted.value is None:
        return given
    tensor = _as_tensor(given, wanted.name)
    _check_shape(wanted, tensor)
    dtype = getattr(torch, wanted.value.dtype)
    if not dtype.is_floating_point and tensor.is_floating_point():
        _check_whole(wanted, tensor)
    if floating is not None and dtype.is_floating_point:
        dtype = floating
    return tensor.to(device=device, dtype=dtype)


def _as_tensor(given: object, name: str) -> Tensor:
    if isinstance(given, Tensor):
        return given
    array = np.asarray(given)
    if array.dtype.kind not in "biufc":
        raise Refusal("input_not_numeric", name=name, dtype=str(array.dtype))
    return torch.from_numpy(np.array(array, order="C"))


def _check_shape(wanted: Input, tensor: Tensor) -> None:
    """The first size is the batch; the others must be the recorded ones where they are fixed."""
    sizes = wanted.value.sizes
    fits = tensor.dim() == len(sizes) and all(
        size is None or size == given
        for size, given in zip(sizes[1:], tensor.shape[1:], strict=True)
    )
    if not fits:
        expected = " x ".join("N" if n is None or i == 0 else str(n) for i, n in enumerate(sizes))
        raise Refusal(
            "input_shape_differs", name=wanted.name, expected=expected or "one number",
            given=" x ".join(map(str, tensor.shape)) or "one number",
        )  # fmt: skip


def _check_whole(wanted: Input, tensor: Tensor) -> None:
    """Class numbers stored as 3.0 are meant as 3; 0.7 is not a class number."""
    if not bool((tensor == tensor.round()).all()):
        raise Refusal("input_not_whole", name=wanted.name)
