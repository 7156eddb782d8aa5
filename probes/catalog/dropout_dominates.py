"""Dropout is so strong that the model cannot fit its training data.

What it measures
    The strongest dropout, and the loss of the batch with all dropouts on and off, the rest in
    training mode; two masks are averaged.

Why it matters
    Half of the units is a usual limit; with more the network that trains is a far smaller one.

Limits
    The ratio of the losses alone is not monotone in the rate (1.3 to 2.6 in healthy networks): the
    rate and a loss that stays high must come together.

Source
    Srivastava et al. 2014 for the usual rates; the conditions are our choice, not calibrated.
"""

from dataclasses import dataclass

import torch

from probes.graph.layers import dropouts
from probes.passes.chance import chance
from probes.passes.training import TrainingPass
from probes.verdict import ABSENT, Verdict, either, unknown

STRONG = 0.5
RATIO = 1.3
HIGH_SHARE_OF_CHANCE = 0.5
SECOND_SEED = 1


@dataclass(frozen=True)
class Measured:
    rate: float
    on: float
    off: float
    chance: float | None


def measure(training_pass: TrainingPass) -> Measured:
    objective = training_pass.objective
    found = dropouts(objective.program.graph)
    rate = max((rate for _, rate in found), default=0.0)
    if rate < STRONG:
        return Measured(rate, training_pass.loss, training_pass.loss, None)
    names = {"scaled_dot_product_attention": "dropout_p"}
    changes = {node.name: {names.get(node.op, _argument(node)): 0.0} for node, _ in found}
    without = objective.with_program(objective.program.copy(arguments=changes))
    with torch.no_grad():
        off, _ = without.evaluate("train")
        second, _ = objective.evaluate("train", seed=SECOND_SEED)
    on = (training_pass.loss + float(second)) / 2
    return Measured(rate, on, float(off), chance(objective, training_pass.prediction))


def judge(measured: Measured) -> Verdict:
    if measured.rate < STRONG:
        return ABSENT
    if measured.on != measured.on:
        return unknown("loss_not_finite")
    if measured.chance is None:
        return unknown("chance_not_known")
    high = measured.on > HIGH_SHARE_OF_CHANCE * measured.chance
    return either(high and (measured.on > RATIO * measured.off or measured.rate > STRONG))


def _argument(node) -> str:
    return "p" if node.argument("p") is not None else "dropout"
