"""Turn nodes into steps that run fast: functions resolved, values numbered, last uses known."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import torch

from probes.graph.dispatch import Function, function
from probes.graph.graph import Device, Dtype, Graph, MemoryFormat, Node, Ref, Region, Strided, refs


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a value while the program runs."""

    index: int


@dataclass(slots=True)
class Step:
    """One operation: constants are in `args` already, `fills` says which slots go where."""

    node: Node
    function: Function
    args: list[object]
    kwargs: dict[str, object]
    fills: tuple[tuple[int, int], ...]
    lists: tuple[tuple[int, list], ...]
    named: tuple[tuple[str, object], ...]
    result: int | tuple | None
    spread: bool
    frees: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """Steps in a row that run under the same no_grad and autocast regions."""

    region: Region
    steps: list[Step]


@dataclass
class Plan:
    segments: list[Segment]
    slots: dict[str, int]
    outputs: list[object]
    mutated: dict[str, object] = field(default_factory=dict)


Convert = Callable[[object], object]


def make_plan(graph: Graph, nodes: Iterable[Node], convert_dtype: Convert, device: object) -> Plan:
    slots = {name: place for place, name in enumerate(graph.sources)}

    def convert(value: object) -> object:
        if isinstance(value, Ref):
            return Slot(slots[value.name])
        if isinstance(value, list):
            return [convert(item) for item in value]
        return _constant(value, convert_dtype, device)

    segments: list[Segment] = []
    for node in nodes:
        step = _step(node, convert, slots)
        if not segments or segments[-1].region != node.region:
            segments.append(Segment(node.region, []))
        segments[-1].steps.append(step)
    outputs = [convert(output.value) for output in graph.outputs]
    mutated = {name: convert(value) for name, value in graph.mutated_buffers.items()}
    _free_after_last_use(segments, slots, graph)
    return Plan(segments, slots, outputs, mutated)


def fill(template: object, slots: list[object]) -> object:
    """A nested argument with its values put in."""
    if type(template) is Slot:
        return slots[template.index]
    if type(template) is list:
        return [fill(item, slots) for item in template]
    return template


def _step(node: Node, convert: Convert, slots: dict[str, int]) -> Step:
    args = [convert(given.value) for given in node.arguments if not given.keyword]
    kwargs = {given.name: convert(given.value) for given in node.arguments if given.keyword}
    for name in node.outputs:
        slots[name] = len(slots)
    return Step(
        node=node,
        function=function(node.target),
        args=args,
        kwargs={name: value for name, value in kwargs.items() if not _has_slot(value)},
        fills=tuple((i, a.index) for i, a in enumerate(args) if type(a) is Slot),
        lists=tuple((i, a) for i, a in enumerate(args) if type(a) is list and _has_slot(a)),
        named=tuple((name, value) for name, value in kwargs.items() if _has_slot(value)),
        result=_result(node, slots),
        spread=len(node.returns) > 1 or any(isinstance(item, tuple) for item in node.returns),
    )


def _result(node: Node, slots: dict[str, int]) -> int | tuple | None:
    """A slot for a single result, a tuple of slots for several."""
    if not node.returns or node.returns == (None,):
        return None
    if len(node.returns) > 1:
        return tuple(_place(item, slots) for item in node.returns)
    return _place(node.returns[0], slots)


def _place(item: object, slots: dict[str, int]) -> int | tuple | None:
    if isinstance(item, tuple):
        return tuple(_place(each, slots) for each in item)
    return slots[item] if item is not None else None


def _has_slot(value: object) -> bool:
    return type(value) is Slot or (type(value) is list and any(map(_has_slot, value)))


def _constant(value: object, convert_dtype: Convert, device: object) -> object:
    if isinstance(value, Dtype):
        return convert_dtype(getattr(torch, value.name))
    if isinstance(value, MemoryFormat):
        return getattr(torch, value.name)
    if isinstance(value, Strided):
        return torch.strided
    return device if isinstance(value, Device) else value


def _free_after_last_use(segments: list[Segment], slots: dict[str, int], graph: Graph) -> None:
    """So that memory is what it would be in the person's own program."""
    kept = {name for output in graph.outputs for name in refs(output.value)}
    kept |= {name for value in graph.mutated_buffers.values() for name in refs(value)}
    kept |= set(graph.sources)
    steps = [step for segment in segments for step in segment.steps]
    for step in reversed(steps):
        unused = dict.fromkeys((*step.node.inputs, *step.node.outputs))
        last = [name for name in unused if name not in kept]
        kept.update(last)
        step.frees = tuple(slots[name] for name in last)
