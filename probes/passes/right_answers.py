"""The share of a batch's samples that a model answers rightly."""

from torch import Tensor

from probes.graph.program import Mode
from probes.passes.objective import SEED, Objective
from probes.shelf import Missing


def share_right(objective: Objective, mode: Mode, seed: int = SEED) -> float:
    """Of the samples, by the largest output or, with a single one, by the side of the border."""
    output, targets = _prediction(objective, mode, seed), objective.targets
    if output is None or targets is None or output.dim() > 2:
        raise Missing("prediction")
    if targets.dim() == 2 and targets.shape[1] > 1:
        targets = targets.argmax(1)
    return float((_answers(objective, output) == targets.reshape(-1).long()).double().mean())


def _prediction(objective: Objective, mode: Mode, seed: int) -> Tensor | None:
    """The output beside the loss: the head may lie inside a loss that was written by hand."""
    outputs = objective.program.run(objective.inputs, mode, seed)
    place = objective.program.graph.loss_output
    fitting = [
        output for at, output in enumerate(outputs)
        if at != place and isinstance(output, Tensor) and output.is_floating_point()
        and output.dim() and len(output) == objective.samples
    ]  # fmt: skip
    return fitting[0] if len(fitting) == 1 else None


def _answers(objective: Objective, output: Tensor) -> Tensor:
    if output.dim() == 2 and output.shape[1] > 1:
        return output.argmax(1)
    if objective.loss_kind not in ("bce", "bce_with_logits"):
        raise Missing("prediction")  # where the border lies is not known
    return (output.reshape(-1) > (0.5 if objective.loss_kind == "bce" else 0.0)).long()
