"""What a `.pt2` says, as plain data: operations in order, values, weights and their sources."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from probes.graph.archive import Span


@dataclass(frozen=True, slots=True)
class Ref:
    """A value that an earlier operation or an input made."""

    name: str


@dataclass(frozen=True, slots=True)
class Dtype:
    name: str


@dataclass(frozen=True, slots=True)
class MemoryFormat:
    name: str


@dataclass(frozen=True, slots=True)
class Strided:
    """The one memory layout that is read."""


@dataclass(frozen=True, slots=True)
class Device:
    """Whatever device the model was exported on: it becomes the one it runs on."""


@dataclass(frozen=True, slots=True)
class Argument:
    name: str
    value: object
    keyword: bool


@dataclass(frozen=True, slots=True)
class GradMode:
    """Operations under torch.no_grad or enable_grad."""

    enabled: bool


@dataclass(frozen=True, slots=True)
class Autocast:
    dtype: Dtype | None
    enabled: bool
    cache: bool


Region = tuple[GradMode | Autocast, ...]
Returns = tuple[str | None | tuple[str | None, ...], ...]


@dataclass(frozen=True, eq=False, slots=True)
class Node:
    """One operation. `target` is `namespace.op.overload`, such as `aten.conv2d.default`.

    `file`, `line` and `code` are the person's own where the file tells (a basename, never a path);
    `module` is the path of the module it ran in ("" for the model itself).
    """

    name: str
    target: str
    arguments: tuple[Argument, ...]
    returns: Returns
    region: Region = ()
    file: str | None = None
    line: int | None = None
    code: str | None = None
    module: str = ""
    module_class: str = ""

    @property
    def op(self) -> str:
        return self.target.split(".")[1]

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(name for argument in self.arguments for name in refs(argument.value))

    @property
    def outputs(self) -> tuple[str, ...]:
        return tuple(_names(self.returns))

    def argument(self, name: str, default: object = None) -> object:
        return next((given.value for given in self.arguments if given.name == name), default)


@dataclass(frozen=True, slots=True)
class Value:
    """A tensor's recorded type; a symbolic size is None, and `example` has its number at export."""

    dtype: str
    sizes: tuple[int | None, ...]
    example: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What a graph input stands for; `name` is the parameter's, buffer's or input's own."""

    kind: Literal["parameter", "buffer", "constant", "input", "fixed"]
    name: str
    fixed: object = None


@dataclass(frozen=True, slots=True)
class Input:
    """What the model is called with. `path` is the way to it, such as ("batch", "input_ids")."""

    name: str
    path: tuple[str, ...]
    value: Value | None  # None for a plain number


@dataclass(frozen=True, slots=True)
class Output:
    """`value` names a graph value, or holds the constant that the model returns."""

    path: tuple[str, ...]
    value: object


@dataclass(frozen=True, slots=True)
class Weight:
    """A stored tensor: strides and offset count elements of `storage`. Equal ones are tied."""

    name: str
    dtype: str
    sizes: tuple[int, ...]
    strides: tuple[int, ...]
    offset: int
    storage: str
    trainable: bool


@dataclass(frozen=True, eq=False)
class Graph:
    path: Path
    torch_version: str
    nodes: tuple[Node, ...]
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    sources: dict[str, Source]
    values: dict[str, Value]
    weights: dict[str, Weight] = field(repr=False)
    storages: dict[str, Span] = field(repr=False)
    mutated_buffers: dict[str, object] = field(default_factory=dict)
    """Buffer name -> the value that it takes after a run (graphs without in-place operations)."""

    @cached_property
    def producers(self) -> dict[str, Node]:
        """Value name -> the node that makes it; an in-place operation's result is a new value."""
        return {name: node for node in self.nodes for name in node.outputs}

    @cached_property
    def consumers(self) -> dict[str, tuple[Node, ...]]:
        using: dict[str, dict[str, Node]] = {}
        for node in self.nodes:
            for name in node.inputs:
                using.setdefault(name, {})[node.name] = node
        return {name: tuple(nodes.values()) for name, nodes in using.items()}

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(s.name for s in self.sources.values() if s.kind == "parameter")

    @property
    def loss_output(self) -> int | None:
        """Which output is the loss: the only one that is a single floating number."""
        scalars = [place for place, output in enumerate(self.outputs) if self._is_number(output)]
        return scalars[0] if len(scalars) == 1 else None

    @property
    def outputs_loss(self) -> bool:
        return self.loss_output is not None

    @property
    def static_batch(self) -> int | None:
        """The batch size that a static export holds; None where it is dynamic or unknown."""
        first = [i.value.sizes[0] for i in self.inputs if i.value is not None and i.value.sizes]
        return first[0] if first and len(set(first)) == 1 else None

    def _is_number(self, output: Output) -> bool:
        value = self.values.get(output.value.name) if isinstance(output.value, Ref) else None
        return value is not None and value.sizes == () and "float" in value.dtype


def refs(value: object) -> Iterator[str]:
    """Names of the values inside an argument."""
    if isinstance(value, Ref):
        yield value.name
    elif isinstance(value, list):
        for item in value:
            yield from refs(item)


def _names(returns: Returns) -> Iterator[str]:
    for item in returns:
        if isinstance(item, str):
            yield item
        elif item is not None:
            yield from (name for name in item if name is not None)
