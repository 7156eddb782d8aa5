"""A graph that runs: forward and, by autograd, backward, in training or evaluation mode."""

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from typing import Literal

import torch
from torch import Tensor

from probes.graph.batch_size import AnotherBatch
from probes.graph.execution import Execution, Observe
from probes.graph.feeding import Inputs, feed
from probes.graph.graph import Graph, Node
from probes.graph.modes import in_mode
from probes.graph.plan import Plan, fill, make_plan
from probes.graph.rewriting import rewrite
from probes.graph.state import copy_state, load_state
from probes.graph.writes import written_sources
from probes.refusal import Refusal

Mode = Literal["train", "eval"]


class Program:
    """Owns its parameters and buffers: copies of the file's, on one device.

    `parameters` are leaves by name; those tied in the file are one tensor under two names, and
    `requires_grad` is the person's own. The interface is told in probes/graph/__init__.py.
    """

    def __init__(
        self,
        graph: Graph,
        device: str | torch.device = "cpu",
        state: tuple[dict[str, Tensor], dict[str, Tensor]] | None = None,
    ):
        """`state`: parameters and buffers of a graph that no file holds (see chain.py)."""
        self.device = torch.device(device)
        self.parameters, self.buffers = state or load_state(graph, self.device)
        self.dtype: torch.dtype | None = None
        self._set_graph(graph)

    @property
    def nodes(self) -> tuple[Node, ...]:
        return self.graph.nodes

    @property
    def trainable(self) -> list[Tensor]:
        """Each parameter that learns, once: what an optimizer is given."""
        unique = {id(p): p for p in self.parameters.values() if p.requires_grad}
        return list(unique.values())

    def run(
        self,
        inputs: Inputs,
        mode: Mode = "train",
        seed: int | None = None,
        observe: Observe | None = None,
        *,
        update_buffers: bool = False,
        parameters: Mapping[str, Tensor] | None = None,
    ) -> tuple[object, ...]:
        """All outputs in order, always a tuple.

        `seed` fixes dropout and other random operations and leaves the process's own generator as
        it was. `parameters` stand in for some or all of the program's own in this run.
        """
        given = feed(self.graph, inputs, self.device, self.dtype)
        plan = self._plan(mode)
        update = update_buffers and mode == "train"
        with self._seeded(seed):
            slots = self._fill_sources(plan, given, parameters or {}, update)
            shapes = tuple(tuple(v.shape) if isinstance(v, Tensor) else v for v in given.values())
            batch = self._another_batch(given)
            first = shapes not in self._checked
            Execution(slots, self.device, observe, batch, first, self.dtype is not None).run(plan)
        self._checked.add(shapes)
        if update:
            for name, template in plan.mutated.items():
                self.buffers[name] = fill(template, slots).detach()
        outputs = tuple(fill(template, slots) for template in plan.outputs)
        if batch is not None:
            batch.check_outputs(outputs)
        return outputs

    def loss(self, inputs: Inputs, mode: Mode = "train", **options: object) -> Tensor:
        """The scalar loss that the graph itself computes; `options` are those of `run`."""
        place = self.graph.loss_output
        if place is None:
            raise Refusal("no_loss_in_graph")
        return self.run(inputs, mode, **options)[place]

    def copy(
        self,
        *,
        bypass: Iterable[str] = (),
        arguments: Mapping[str, Mapping[str, object]] | None = None,
        dtype: torch.dtype | None = None,
        nodes: Iterable[Node] | None = None,
    ) -> "Program":
        """A program of its own, with nodes left out or constants changed where that is asked.

        `nodes` stand in for all of the graph's own, in the order in which they are to run.
        """
        twin = object.__new__(Program)
        twin.device = self.device
        twin.dtype = dtype or self.dtype
        twin.parameters, twin.buffers = copy_state(self.parameters, self.buffers, dtype)
        graph = self.graph if nodes is None else replace(self.graph, nodes=tuple(nodes))
        twin._set_graph(rewrite(graph, set(bypass), arguments or {}))
        return twin

    def _set_graph(self, graph: Graph) -> None:
        self.graph = graph
        self._plans: dict[str, Plan] = {}
        self._checked: set[tuple] = set()
        self._written = written_sources(graph)

    def _plan(self, mode: Mode) -> Plan:
        if mode not in ("train", "eval"):
            raise ValueError(mode)
        if mode not in self._plans:
            nodes = [in_mode(node, mode == "train") for node in self.graph.nodes]
            self._plans[mode] = make_plan(self.graph, nodes, self._convert_dtype, self.device)
        return self._plans[mode]

    def _convert_dtype(self, recorded: torch.dtype) -> torch.dtype:
        return self.dtype if self.dtype and recorded.is_floating_point else recorded

    def _fill_sources(
        self, plan: Plan, given: Mapping[str, object], instead: Mapping[str, Tensor], update: bool
    ) -> list[object]:
        """What is written to is written on a copy, unless buffers are to be updated."""
        slots: list[object] = [None] * len(plan.slots)
        for value, source in self.graph.sources.items():
            if source.kind == "parameter":
                found = instead.get(source.name, self.parameters[source.name])
            elif source.kind in ("buffer", "constant"):
                found = self.buffers[source.name]
            else:
                found = source.fixed if source.kind == "fixed" else given[source.name]
            keep = source.kind == "parameter" or (source.kind == "buffer" and update)
            if value in self._written and not keep and isinstance(found, Tensor):
                found = found.clone()
            slots[plan.slots[value]] = found
        return slots

    def _another_batch(self, given: Mapping[str, object]) -> AnotherBatch | None:
        old = self.graph.static_batch
        if old is None:
            return None
        sizes = {len(value) for value in given.values() if isinstance(value, Tensor)}
        if sizes == {old}:
            return None
        if len(sizes) > 1:
            raise Refusal("batch_sizes_differ", sizes=", ".join(map(str, sorted(sizes))))
        return AnotherBatch(self.graph, old, sizes.pop())

    def _seeded(self, seed: int | None) -> object:
        return nullcontext() if seed is None else _Seed(seed, self.device)


class _Seed:
    """One seed for the time of one run.

    torch.manual_seed would note down the whole call stack for every kind of device that is not in
    use: 0.5 ms each time, as much as a small model's pass.
    """

    def __init__(self, seed: int, device: torch.device):
        devices = [device] if device.type == "cuda" else []
        self.seed, self.device = seed, device
        self.fork = torch.random.fork_rng(devices)

    def __enter__(self) -> None:
        self.fork.__enter__()
        torch.default_generator.manual_seed(self.seed)
        if self.device.type == "cuda":
            with torch.cuda.device(self.device):
                torch.cuda.manual_seed(self.seed)

    def __exit__(self, *error: object) -> None:
        self.fork.__exit__(*error)
