"""Which of the stored weights are layers, of what kind, and how their units lie in the array."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from probes.checkpoint import Checkpoint, StoredTensor, as_floats

Kind = Literal[
    "dense", "conv", "depthwise", "recurrent", "embedding", "position", "adapter", "norm"
]

ROWS_AT_ONCE = 4096

_NORM = re.compile(r"(^|[._])(\w*norm\w*|bn\d*|ln(_\w+|\d*)|gn\d*)([._]|$)", re.I)
_EMBEDDING = re.compile(r"embed|(^|[._])(wte|emb|tok|lut|vocab)([._]|$)", re.I)
_POSITION = re.compile(
    r"pos(ition)?(al)?_?(emb|enc|ids|bias)|(^|[._])(wpe|pe|pos|positions?|positional)([._]|$)|cls_?token",
    re.I,
)
_EMBEDDING_LIKE = re.compile(r"token_type|segment_emb|relative|_token$|query_tokens", re.I)
_ADAPTER = re.compile(r"lora_|adapter|(^|[._])(ia3|prefix)", re.I)
_RECURRENT = re.compile(r"weight_[ih]h|recurrent_kernel|rnn|lstm|gru", re.I)
_KERAS_KERNELS = ("kernel", "kernel:0")


@dataclass(frozen=True)
class Layer:
    """A weight of two or more axes. `units` are its outputs, each with `fan_in` numbers."""

    name: str
    kind: Kind
    units: int
    fan_in: int
    tensor: StoredTensor
    units_last: bool  # as Keras stores kernels: (height, width, inputs, units)

    def rows(self) -> Iterator[np.ndarray]:
        """The weights by unit, a block of units at a time, as (units, fan_in)."""
        if self.units_last:
            yield np.ascontiguousarray(self.tensor.array().reshape(-1, self.units).T)
            return
        flat = self.tensor.raw.reshape(self.units, -1)
        for start in range(0, self.units, ROWS_AT_ONCE):
            yield as_floats(flat[start : start + ROWS_AT_ONCE], self.tensor.dtype)

    def sampled(self, most: int) -> np.ndarray:
        """At most `most` units and inputs, evenly spread: the rank of a part tells of the whole."""
        if self.units_last:
            whole = self.tensor.array().reshape(-1, self.units).T
            return whole[_spread(self.units, most)][:, _spread(self.fan_in, most)]
        flat = self.tensor.raw.reshape(self.units, -1)
        part = flat[_spread(self.units, most)][:, _spread(self.fan_in, most)]
        return as_floats(part, self.tensor.dtype)


def _spread(count: int, most: int) -> np.ndarray:
    return np.unique(np.linspace(0, count - 1, min(count, most)).astype(int))


def layers_of(checkpoint: Checkpoint) -> tuple[Layer, ...]:
    """In the order of the file, tied weights once; without those whose numbers we do not read."""
    found, seen = [], set()
    for name, tensor in checkpoint.parameters.items():
        place = (tensor.storage, tensor.offset, tensor.shape)
        if tensor.readable and tensor.is_floating and _has_two_axes(tensor) and place not in seen:
            found.append(_layer(name, tensor, checkpoint))
            seen.add(place)
    return tuple(found)


def _has_two_axes(tensor: StoredTensor) -> bool:
    return len(tensor.shape) >= 2 and tensor.size > 0


def _layer(name: str, tensor: StoredTensor, checkpoint: Checkpoint) -> Layer:
    keras = checkpoint.format.startswith("keras") and name.endswith(_KERAS_KERNELS)
    units = tensor.shape[-1] if keras else tensor.shape[0]
    kind = kind_of(name, tensor.shape, checkpoint)
    return Layer(name, kind, units, tensor.size // units, tensor, keras)


def kind_of(name: str, shape: tuple[int, ...], checkpoint: Checkpoint) -> Kind:
    of_module = checkpoint.modules.get(name.rpartition(".")[0], "").lower()
    if _ADAPTER.search(name):
        return "adapter"
    if _POSITION.search(name) or _EMBEDDING_LIKE.search(name):
        return "position"
    if of_module == "embedding" or (len(shape) == 2 and _EMBEDDING.search(name)):
        return "embedding"
    if _NORM.search(name) or min(shape[:2]) == 1 == max(shape[2:], default=1) and _flat(shape):
        return "norm"
    if _RECURRENT.search(name):
        return "recurrent"
    if len(shape) == 2:
        return "dense"
    return "depthwise" if "depthwise" in name or (shape[1] == 1 and shape[0] > 1) else "conv"


def _flat(shape: tuple[int, ...]) -> bool:
    """(1, 1, d): a token or a gain that is broadcast."""
    return len(shape) >= 3 and shape[0] == shape[1] == 1
