"""The class that a model gives to every sample of a batch, and the one it should be."""

from torch import Tensor

from probes.passes import losses
from probes.passes.objective import Objective
from probes.shelf import Missing


def answers(objective: Objective, output: Tensor) -> tuple[Tensor, Tensor]:
    """(samples,) predicted and labelled classes; of one output, by the side of the border."""
    targets = objective.targets
    if targets is None or not objective.classifies:
        raise Missing("class_labels")
    if output[0].numel() == 1:
        single = output.reshape(-1)
        border = 0.5 if objective.loss_kind == "bce" else 0
        return (single > border).long(), targets.reshape(-1).long()
    flat, labels = losses.by_class(output, targets)
    return flat.argmax(-1), labels.argmax(-1) if labels.is_floating_point() else labels
