"""Which arrays of a batch go into which inputs of a model."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from probes.batch import Batch
from probes.graph.feeding import feed
from probes.graph.graph import Graph
from probes.graph.layers import labels
from probes.refusal import Refusal


@dataclass(frozen=True)
class Fed:
    """`inputs` by the graph's names, labels of the graph among them; `targets` of the batch."""

    inputs: Mapping[str, np.ndarray]
    label_names: tuple[str, ...]
    targets: np.ndarray | None


def fit(graph: Graph, batch: Batch) -> Fed:
    """By name where the names agree, else in order: the labels go where the loss reads them."""
    label_names = labels(graph)
    wanted = [given.name for given in graph.inputs]
    columns = {column.name: column.values for column in batch.columns}
    if set(wanted) <= set(columns):
        chosen = {name: columns[name] for name in wanted}
    else:
        chosen = _in_order(wanted, label_names, batch)
    return Fed(chosen, label_names, batch.y)


def _in_order(wanted: list[str], label_names: tuple[str, ...], batch: Batch) -> dict:
    inputs, targets = list(batch.inputs.values()), list(batch.targets.values())
    data = [name for name in wanted if name not in label_names]
    if len(data) == len(inputs) and len(label_names) <= len(targets):
        pairs = [*zip(data, inputs, strict=True), *zip(label_names, targets, strict=False)]
        return dict(pairs)
    everything = [*inputs, *targets]
    if len(wanted) > len(everything):
        raise Refusal("inputs_count_differs", expected=len(wanted), given=len(everything))
    return dict(zip(wanted, everything, strict=False))


def tensors(graph: Graph, arrays: Mapping[str, np.ndarray], device: torch.device) -> dict:
    """With the recorded dtypes, on the device: what every run starts from."""
    return feed(graph, arrays, device)


def rows(inputs: Mapping[str, object], chosen: Tensor | slice) -> dict[str, object]:
    """The same inputs with some of the samples."""
    return {
        name: value[chosen] if isinstance(value, Tensor) and value.dim() else value
        for name, value in inputs.items()
    }
