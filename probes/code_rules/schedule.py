"""How the learning rate is scheduled."""

from collections.abc import Iterator

from probes.source.names import last
from probes.source.program import Program
from probes.source.settings import Value, agreed

_CHOICES = {
    **dict.fromkeys(("StepLR", "MultiStepLR", "PiecewiseConstantDecay"), "step"),
    **dict.fromkeys(("ExponentialLR", "ExponentialDecay"), "exponential"),
    **dict.fromkeys(("CosineAnnealingLR", "CosineAnnealingWarmRestarts", "CosineDecay"), "cosine"),
    **dict.fromkeys(("OneCycleLR", "CyclicLR"), "one_cycle"),
    **dict.fromkeys(("ReduceLROnPlateau",), "plateau"),
    **dict.fromkeys(
        ("get_linear_schedule_with_warmup", "get_cosine_schedule_with_warmup"), "warmup_decay"
    ),
}


def find(program: Program) -> Iterator[Value]:
    named = [(call, last(program.name(call))) for call in program.calls]
    yield from agreed([(call, _CHOICES[name]) for call, name in named if name in _CHOICES])
