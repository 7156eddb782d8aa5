"""Raw outputs go into a loss that expects probabilities or their logarithms.

What it measures
    The range of the outputs of the batch beside what the loss takes: 0..1 for BCE, logarithms of
    rows of probabilities for NLL and KL divergence.

Why it matters
    NLL on raw outputs can fall without end; BCE raises an error or is clipped.

Limits
    Where nobody says which loss is used it is inferred from the outputs, and fits by
    construction: not judged.

Source
    The definitions of the losses in torch.nn.
"""

from dataclasses import dataclass

from probes.passes import losses
from probes.passes.evaluation import EvaluationPass
from probes.verdict import Verdict, either, unknown

EXPECTED = {"bce": "0..1", "nll": "log p", "kl": "log p"}


@dataclass(frozen=True)
class Measured:
    expected: str
    low: float
    high: float
    loss: str
    loss_from: str
    fits: bool


def measure(evaluation_pass: EvaluationPass) -> Measured:
    objective, output = evaluation_pass.objective, evaluation_pass.prediction
    loss = objective.loss_kind or ""
    low, high = float(output.min()), float(output.max())
    fits = {
        "bce": low >= 0 and high <= 1,
        "nll": losses.log_probabilities(output),
        "kl": high <= 0,
    }.get(loss, True)
    return Measured(EXPECTED.get(loss, ""), low, high, loss, objective.loss_from, fits)


def judge(measured: Measured) -> Verdict:
    if measured.low != measured.low:
        return unknown("output_not_finite")
    if not measured.loss or (measured.expected and measured.loss_from == "inferred"):
        return unknown("loss_not_known")
    return either(not measured.fits)
