"""The largest dropout rate in the model."""

from collections.abc import Iterator

from probes.source.names import last
from probes.source.program import Program, argument
from probes.source.settings import Value, numbers

_DROPOUTS = ("Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "SpatialDropout1D")


def find(program: Program) -> Iterator[Value]:
    calls = [call for call in program.calls if _is_dropout(program.name(call))]
    found = numbers(program, calls, lambda call: argument(call, 0, "p", "rate"))
    found = [(call, rate) for call, rate in found if 0 <= rate < 1]
    if found:
        yield max(found, key=lambda one: one[1])


def _is_dropout(name: str) -> bool:
    return last(name) in _DROPOUTS and name.startswith(("torch.nn.", "keras."))
