"""The norm to which gradients are clipped."""

from collections.abc import Iterator

from probes.source.names import last
from probes.source.program import Program, argument
from probes.source.settings import Value, agreed, numbers, trainer_number


def find(program: Program) -> Iterator[Value]:
    names = ("clip_grad_norm_", "clip_grad_norm")
    clips = [call for call in program.calls if last(program.name(call)) in names]
    found = numbers(program, clips, lambda call: argument(call, 1, "max_norm"))
    yield from agreed(found + trainer_number(program, "max_grad_norm", "gradient_clip_val"))
