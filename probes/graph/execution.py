"""Run a plan's steps: the inner loop of the interpreter."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import torch

from probes.graph.batch_size import AnotherBatch
from probes.graph.graph import Autocast, Node, Region
from probes.graph.plan import Plan, Segment, Step, fill
from probes.graph.sizes import CLAIMS, check_made, check_result
from probes.refusal import Refusal

Observe = Callable[[Node, object], object]
LONGEST_MESSAGE = 200


class Execution:
    """One run. `slots` holds the values; `first` asks for the dry run of every result's size."""

    def __init__(
        self, slots: list[object], device: torch.device, observe: Observe | None,
        batch: AnotherBatch | None, first: bool, recast: bool,
    ):  # fmt: skip
        self.slots, self.device, self.observe = slots, device, observe
        self.batch, self.first, self.recast = batch, first, recast

    def run(self, plan: Plan) -> None:
        for segment in plan.segments:
            if segment.region:
                with self._regions(segment.region):
                    self._steps(segment)
            else:
                self._steps(segment)

    def _steps(self, segment: Segment) -> None:
        slots, observe, watched = self.slots, self.observe, self.first or self.batch is not None
        for step in segment.steps:
            args, kwargs = self._arguments(step)
            result = self._call(step, args, kwargs, watched)
            if observe is not None:
                replaced = observe(step.node, result)
                result = result if replaced is None else replaced
            if step.result is not None:
                self._store(step, result)
            for slot in step.frees:
                slots[slot] = None

    def _arguments(self, step: Step) -> tuple[list[object], dict[str, object]]:
        slots, args, kwargs = self.slots, step.args.copy(), step.kwargs
        for place, slot in step.fills:
            args[place] = slots[slot]
        for place, template in step.lists:
            args[place] = fill(template, slots)
        if step.named:
            kwargs = kwargs | {name: fill(template, slots) for name, template in step.named}
        return args, kwargs

    def _call(self, step: Step, args: list[object], kwargs: dict, watched: bool) -> object:
        try:
            if watched:
                self._check(step, args, kwargs)
            elif step.node.op in CLAIMS:
                check_made(step, args, kwargs)
            return step.function(*args, **kwargs)
        except Refusal:
            raise
        except Exception as error:  # whatever torch raises for a graph that does not fit its values
            if self.batch is not None:
                raise self.batch.refusal(step.node.op) from error
            raise failure(step.node, error) from error

    def _check(self, step: Step, args: list[object], kwargs: dict) -> None:
        if self.batch is not None:
            self.batch.adapt(step, args)
        check_made(step, args, kwargs)
        if self.first:
            check_result(step, args, kwargs)

    def _store(self, step: Step, result: object) -> None:
        """One result into its slot, or several into theirs."""
        if type(step.result) is int:
            self.slots[step.result] = result
            return
        values = result if isinstance(result, (list, tuple)) else [result]
        targets = step.result
        if len(targets) != len(values):
            raise failure(step.node, ValueError(f"{len(values)} results for {len(targets)} names"))
        for target, value in zip(targets, values, strict=True):
            if type(target) is int:
                self.slots[target] = value

    @contextmanager
    def _regions(self, regions: Region) -> Iterator[None]:
        with ExitStack() as stack:
            for region in regions:
                stack.enter_context(self._region(region))
            yield

    def _region(self, region: object) -> object:
        if isinstance(region, Autocast):
            return torch.autocast(
                self.device.type,
                dtype=getattr(torch, region.dtype.name) if region.dtype else None,
                enabled=region.enabled and not self.recast,
                cache_enabled=region.cache,
            )
        return torch.set_grad_enabled(region.enabled and torch.is_grad_enabled())


def failure(node: Node, error: Exception) -> Refusal:
    """A torch error as a refusal that names the person's own line."""
    message = (str(error).splitlines() or [""])[0][:LONGEST_MESSAGE]
    memory = (
        isinstance(error, (MemoryError, torch.OutOfMemoryError)) or "allocate memory" in message
    )
    return Refusal(
        "graph_out_of_memory" if memory else "graph_failed",
        operation=node.op, file=node.file or "?", line=node.line or 0,
        error=f"{type(error).__name__}: {message}",
    )  # fmt: skip
