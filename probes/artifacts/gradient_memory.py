"""The gradient that the optimizer remembers beside the one that the loss has on the batch."""

from probes.checkpoint import OptimizerState
from probes.measures.optimizer_record import ADAM, Record, number
from probes.passes.memory import GradientMemory
from probes.passes.training import TrainingPass


def gradient_memory(
    optimizer_state: OptimizerState,
    gradient_records: tuple[Record, ...],
    training_pass: TrainingPass,
) -> GradientMemory:
    gradients = training_pass.gradients.values()
    return GradientMemory(
        remembered=_remembered(optimizer_state, gradient_records),
        fresh=sum(gradient.norm**2 for gradient in gradients) ** 0.5,
        finite=training_pass.finite and all(gradient.finite for gradient in gradients),
    )


def _remembered(state: OptimizerState, records: tuple[Record, ...]) -> float | None:
    """Of SGD, `square_means` are the buffer's squares times 1 - m^2; its mean is (1 - m) of it."""
    if state.kind in ADAM:
        return sum(record.mean_squares or 0.0 for record in records) ** 0.5
    momentum = number(state.groups[0], "momentum")
    if state.kind != "sgd" or not momentum:
        return None
    whole = sum(record.square_means for record in records)
    return (whole * (1 - momentum) / (1 + momentum)) ** 0.5
