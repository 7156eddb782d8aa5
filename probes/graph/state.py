"""Parameters and buffers of a graph as torch tensors, tied where the file ties them."""

import torch
from torch import Tensor

from probes.graph.archive import Span
from probes.graph.graph import Graph, Weight
from probes.refusal import Refusal


def load_state(graph: Graph, device: torch.device) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """Parameters (leaves) and buffers by name; tied ones are one and the same tensor."""
    storages: dict[tuple[str, str], Tensor] = {}
    tensors: dict[tuple, Tensor] = {}
    parameters: dict[str, Tensor] = {}
    buffers: dict[str, Tensor] = {}
    for source in graph.sources.values():
        if source.kind not in ("parameter", "buffer", "constant"):
            continue
        weight = graph.weights[source.name]
        tensor = _tensor(graph, weight, storages, tensors, device)
        (parameters if source.kind == "parameter" else buffers)[source.name] = tensor
        if source.kind == "parameter":
            tensor.requires_grad_(weight.trainable and tensor.dtype.is_floating_point)
    return parameters, buffers


def copy_state(
    parameters: dict[str, Tensor], buffers: dict[str, Tensor], dtype: torch.dtype | None
) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """Fresh leaves and buffers; what was tied stays tied."""
    made: dict[int, Tensor] = {}

    def fresh(tensor: Tensor) -> Tensor:
        if id(tensor) not in made:
            target = dtype if dtype and tensor.dtype.is_floating_point else tensor.dtype
            copy = tensor.detach().to(target, copy=True)
            made[id(tensor)] = copy.requires_grad_(tensor.requires_grad)
        return made[id(tensor)]

    return (
        {name: fresh(tensor) for name, tensor in parameters.items()},
        {name: fresh(tensor) for name, tensor in buffers.items()},
    )


def _tensor(
    graph: Graph,
    weight: Weight,
    storages: dict[tuple[str, str], Tensor],
    tensors: dict[tuple, Tensor],
    device: torch.device,
) -> Tensor:
    where = (weight.storage, weight.dtype)
    shape = (weight.sizes, weight.strides, weight.offset)
    if (where, shape) not in tensors:
        if where not in storages:
            dtype = getattr(torch, weight.dtype)
            storages[where] = _read(graph, graph.storages[weight.storage], dtype).to(device)
        tensors[where, shape] = storages[where].as_strided(*shape)
    return tensors[where, shape]


def _read(graph: Graph, span: Span, dtype: torch.dtype) -> Tensor:
    """The bytes of one storage; a file that has become shorter since it was checked is refused."""
    raw = torch.empty(span.size, dtype=torch.uint8)
    with graph.path.open("rb") as file:
        file.seek(span.start)
        if file.readinto(memoryview(raw.numpy())) != span.size:
            raise Refusal("pt2_incomplete", member="weights")
    return raw[: span.size // dtype.itemsize * dtype.itemsize].view(dtype)
