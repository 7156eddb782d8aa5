"""What a training run stored: weights, optimizer state, and what else the file tells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

CHUNK = 1 << 18  # elements; 1 MiB of float32 stays in the second-level cache

OptimizerKind = Literal[
    "adam", "adamw", "sgd", "rmsprop", "adagrad", "adadelta", "adafactor", "lion", "unknown"
]


@dataclass(frozen=True, eq=False)
class StoredTensor:
    """A tensor as the file holds it; nothing is copied until `array` must convert.

    `raw` is a read-only view into the mapped file: bfloat16 as uint16, bool as bool. It is None for
    tensors that are named but not measured, and then `unreadable` says why: float8, quantised,
    sparse, expanded, meta, opaque. Tensors with the same `storage` share memory (tied weights);
    `offset` counts elements from its start.
    """

    dtype: str
    shape: tuple[int, ...]
    raw: np.ndarray | None = field(repr=False)
    storage: str
    offset: int = 0
    unreadable: str | None = None
    requires_grad: bool | None = None  # None where the file does not say

    @property
    def size(self) -> int:
        return int(np.prod(self.shape, dtype=object)) if self.shape else 1

    @property
    def readable(self) -> bool:
        return self.raw is not None

    @property
    def is_floating(self) -> bool:
        return "float" in self.dtype

    def same_memory(self, other: "StoredTensor") -> bool:
        place = (self.storage, self.offset, self.shape)
        return self.size > 0 and place == (other.storage, other.offset, other.shape)

    def array(self) -> np.ndarray:
        """As native float32 or float64; complex numbers get a last axis of (real, imaginary)."""
        return as_floats(self._given(), self.dtype)

    def chunks(self, count: int = CHUNK) -> Iterator[np.ndarray]:
        """The same numbers, flat, at most `count` at a time: big tensors in little memory."""
        flat = self._given().reshape(-1)
        for start in range(0, flat.size, count):
            yield as_floats(flat[start : start + count], self.dtype)

    def item(self) -> float:
        """The number of a tensor with one element."""
        return float(self.array().reshape(-1)[0])

    def _given(self) -> np.ndarray:
        if self.raw is None:
            raise ValueError(f"a {self.unreadable} tensor holds no numbers that we read")
        return self.raw


def as_floats(raw: np.ndarray, dtype: str) -> np.ndarray:
    if dtype == "bfloat16":
        return (raw.astype(np.uint32) << 16).view(np.float32)
    if raw.dtype.kind == "c":
        return np.stack([raw.real, raw.imag], axis=-1)
    if raw.dtype.kind == "f" and raw.dtype.itemsize in (4, 8):
        return raw if raw.dtype.isnative else raw.astype(raw.dtype.newbyteorder("="))
    return raw.astype(np.float32 if raw.dtype == np.float16 else np.float64)


@dataclass(frozen=True)
class ParameterState:
    """What the optimizer remembers of one parameter.

    `name` is the weight it belongs to, None where that is not certain. `tensors` are named as
    PyTorch does: exp_avg, exp_avg_sq, momentum_buffer, square_avg ... Without any tensor the
    parameter never received a gradient, or the optimizer keeps no state.
    """

    name: str | None
    group: int
    step: float | None
    tensors: Mapping[str, StoredTensor]


@dataclass(frozen=True)
class OptimizerState:
    """`matched_by`: name (the file names them), order, groups (by rank, as for weight decay),
    likely (both, in the usual order of names that the file has sorted), shape (a unique
    alignment), partly (some are not certain), or none."""

    kind: OptimizerKind
    groups: tuple[Mapping[str, object], ...]
    parameters: tuple[ParameterState, ...]
    matched_by: Literal["name", "order", "groups", "likely", "shape", "partly", "none"]
    kind_certain: bool = True

    def of(self, name: str) -> ParameterState | None:
        return next((state for state in self.parameters if state.name == name), None)

    def setting(self, name: str) -> float | None:
        """A hyper-parameter such as lr that all groups agree on, else None."""
        values = {group.get(name) for group in self.groups if _is_number(group.get(name))}
        return float(values.pop()) if len(values) == 1 else None  # type: ignore[arg-type]


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


@dataclass(frozen=True)
class Checkpoint:
    """`weights` holds parameters and buffers in the order of the file; `buffers` names the latter.

    `ordered` is False where the format sorts names, so that the order is not that of the layers.
    `copies` are further sets of the same weights (ema, best ...). `modules` maps module paths to
    class names, and `settings` to their hyper-parameters, where a whole module was pickled or a
    Keras configuration is there. `notes` are (code, numbers) pairs: what was changed while
    reading, such as ("prefix_removed", {"prefix": "module."}).
    """

    format: str
    weights: Mapping[str, StoredTensor]
    buffers: frozenset[str] = frozenset()
    ordered: bool = True
    copies: Mapping[str, Mapping[str, StoredTensor]] = field(default_factory=dict)
    optimizers: tuple[OptimizerState, ...] = ()
    schedulers: tuple[Mapping[str, object], ...] = ()
    epoch: float | None = None
    step: float | None = None
    best: float | None = None
    best_name: str | None = None
    metrics: Mapping[str, float] = field(default_factory=dict)  # other numbers beside the weights
    hyper_parameters: Mapping[str, object] = field(default_factory=dict)
    modules: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    log: tuple[Mapping[str, object], ...] = ()  # rows of a history that came along
    notes: tuple[tuple[str, Mapping[str, object]], ...] = ()

    @property
    def optimizer(self) -> OptimizerState | None:
        return self.optimizers[0] if self.optimizers else None

    @property
    def parameters(self) -> dict[str, StoredTensor]:
        return {name: t for name, t in self.weights.items() if name not in self.buffers}
