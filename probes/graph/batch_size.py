"""Run a static export at another batch size: rewrite the sizes that hold the batch for certain."""

import math
from collections.abc import Sequence

from torch import Tensor

from probes.graph.graph import Graph, Node
from probes.graph.plan import Step
from probes.refusal import Refusal

RESHAPES = {"view", "reshape", "_unsafe_view", "view_copy"}
EXPANDS = {"expand", "expand_copy", "broadcast_to"}
MAKERS = {
    "zeros", "ones", "full", "empty", "rand", "randn", "randint", "new_zeros", "new_ones",
    "new_full", "new_empty",
}  # fmt: skip
RECURRENT = {"lstm", "gru", "rnn_tanh", "rnn_relu"}
# A whole number equal to the batch in these is a mean over it, or a chance: nobody can tell.
DOUBTFUL = {"div", "div_", "mul", "mul_", "arange", "repeat", "repeat_interleave", "split", "chunk"}


class AnotherBatch:
    """The example's batch size `old` becomes `new` wherever it stands first."""

    def __init__(self, graph: Graph, old: int, new: int):
        self.graph, self.old, self.new = graph, old, new

    def adapt(self, step: Step, args: list[object]) -> None:
        """Change the size arguments of one step in place; refuses what it cannot tell."""
        node = step.node
        if node.op in DOUBTFUL and any(type(a) is int and a == self.old for a in args[1:]):
            raise self.refusal(node.op)
        if node.op in RESHAPES:
            args[1] = self._reshaped(node, args[0], args[1])
        elif node.op in EXPANDS:
            args[1] = self._first(args[1])
        elif node.op in MAKERS:
            place = (
                1
                if node.op.startswith("new_")
                else next((i for i, a in enumerate(args) if isinstance(a, list)), 0)
            )
            args[place] = self._made(node, args[place])

    def _first(self, sizes: object) -> object:
        if isinstance(sizes, list) and sizes and sizes[0] == self.old:
            return [self.new, *sizes[1:]]
        return sizes

    def _made(self, node: Node, sizes: object) -> object:
        """First states of recurrent layers hold the batch second."""
        users = self.graph.consumers.get(node.outputs[0], ())
        if (
            any(user.op in RECURRENT for user in users)
            and isinstance(sizes, list)
            and len(sizes) == 3
        ):
            return [sizes[0], self.new if sizes[1] == self.old else sizes[1], sizes[2]]
        return self._first(sizes)

    def _reshaped(self, node: Node, tensor: Tensor, sizes: list[int]) -> list[int]:
        recorded = self.graph.values.get(node.inputs[0])
        if recorded is None or None in recorded.sizes or tensor.dim() != len(recorded.sizes):
            return self._first(sizes)
        target = rescaled(recorded.sizes, tuple(tensor.shape), sizes, self.old)
        if target is None:
            raise self.refusal(node.op)
        return target

    def check_outputs(self, outputs: Sequence[object]) -> None:
        """A result that still has the old batch size was computed from a constant of the export."""
        for output, value in zip(self.graph.outputs, outputs, strict=True):
            recorded = self.graph.values.get(getattr(output.value, "name", ""))
            first = recorded.sizes[:1] if recorded is not None else ()
            if first == (self.old,) and isinstance(value, Tensor) and len(value) != self.new:
                raise self.refusal("output")

    def refusal(self, operation: str) -> Refusal:
        return Refusal(
            "batch_size_is_fixed", expected=self.old, given=self.new, operation=operation
        )


def rescaled(
    recorded: Sequence[int], actual: Sequence[int], sizes: list[int], old: int
) -> list[int] | None:
    """The target sizes for an input that differs from the recorded one in its batch.

    A reshape maps runs of dimensions with equal products onto each other. Where the size that
    changed leads its run, the size that leads the counterpart changes by the same factor; where a
    merged size is split, the part that equals the batch does. None where neither is certain.
    """
    target = _without_wildcard(recorded, sizes)
    for rows, columns in _runs(recorded, target):
        changed = [i for i in rows if recorded[i] != actual[i]]
        if not changed:
            continue
        place = _column(target, rows, columns, changed, old)
        if place is None:
            return None
        whole = math.prod(actual[i] for i in rows)
        rest = math.prod(target[i] for i in columns if i != place)
        if rest == 0 or whole % rest:
            return None
        target[place] = whole // rest
    return target


def _column(
    target: list[int], rows: list[int], columns: list[int], changed: list[int], old: int
) -> int | None:
    if len(columns) == 1 or (len(rows) > 1 and changed == rows[:1]):
        return columns[0]
    batches = [i for i in columns if target[i] == old]
    return batches[0] if len(batches) == 1 else None


def _without_wildcard(recorded: Sequence[int], sizes: list[int]) -> list[int]:
    known = math.prod(n for n in sizes if n >= 0)
    whole = math.prod(recorded)
    return [whole // known if n < 0 and known else n for n in sizes]


def _runs(left: Sequence[int], right: Sequence[int]) -> list[tuple[list[int], list[int]]]:
    """Shortest runs of both with equal products, in row-major order."""
    runs: list[tuple[list[int], list[int]]] = []
    i = j = 0
    while i < len(left) and j < len(right):
        rows, columns = [i], [j]
        a, b = left[i], right[j]
        i, j = i + 1, j + 1
        while a != b and (i < len(left) if a < b else j < len(right)):
            if a < b:
                rows.append(i)
                a, i = a * left[i], i + 1
            else:
                columns.append(j)
                b, j = b * right[j], j + 1
        runs.append((rows, columns))
    return runs
