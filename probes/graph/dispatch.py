"""The torch function behind every operation of the allow-list, resolved once from our own names."""

from collections.abc import Callable
from functools import cache

import torch
from torch import Tensor

from probes.graph.operations import ATEN
from probes.graph.symbols import SYMBOLS
from probes.refusal import Refusal

Function = Callable[..., object]

# Checks that torch.export leaves behind: they name the device and batch of the export.
ASSERTIONS = {
    "aten._assert_async.default", "aten._assert_async.msg", "aten._assert_scalar.default",
    "aten._assert_tensor_metadata.default", "aten.sym_constrain_range.default",
    "aten.sym_constrain_range_for_size.default",
}  # fmt: skip
# Memory that was never written could hold anything: it is zeroed.
UNWRITTEN = {
    "aten.empty.memory_format", "aten.empty_like.default", "aten.new_empty.default",
    "aten.empty_permuted.default",
}  # fmt: skip


@cache
def functions() -> dict[str, Function]:
    """Operation name -> function. An overload that this torch lacks is left out."""
    table: dict[str, Function] = dict(SYMBOLS)
    for target in ATEN:
        _, name, overload = target.split(".")
        packet = getattr(torch.ops.aten, name, None)
        function = getattr(packet, overload, None)
        if function is not None:
            table[target] = _zeroed(function) if target in UNWRITTEN else function
    return table | dict.fromkeys(ASSERTIONS, _nothing)


def function(target: str) -> Function:
    found = functions().get(target)
    if found is None:
        raise Refusal("operation_not_supported", operation=target)
    return found


def schema(target: str) -> torch.FunctionSchema | None:
    """What torch declares about an operation: argument names, and which it writes to or aliases."""
    found = functions().get(target)
    return found._schema if isinstance(found, torch._ops.OpOverload) else None


def _zeroed(function: Function) -> Function:
    def make(*given: object, **named: object) -> Tensor:
        return function(*given, **named).zero_()

    return make


def _nothing(*_: object, **__: object) -> None:
    """An assertion of the exporter, not made here."""
