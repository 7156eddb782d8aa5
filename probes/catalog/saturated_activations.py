"""Most results of a tanh or sigmoid layer lie near their limits.

What it measures
    Per hidden tanh or sigmoid: the share of results with |tanh| (or |2 sigmoid - 1|) above 0.95;
    the largest share and its layer. Results that gate another value are left out.

Why it matters
    The slope there is below a tenth, so little gradient passes back.

Limits
    A classifier whose loss is below half of guessing is not judged by it: it may saturate where it
    is sure. Gates inside recurrent layers cannot be seen.

Source
    Glorot and Bengio 2010. Threshold: healthy 0.001 to 0.003 (0.28 to 0.32 after training on raw
    inputs), sick 0.62 to 0.99 over 5 seeds each.
"""

from dataclasses import dataclass

from probes.passes.chance import learnt
from probes.passes.structure import label
from probes.passes.training import TrainingPass
from probes.verdict import Verdict, either, unknown

MOST_SATURATED = 0.5
FEWEST_SAMPLES = 4


@dataclass(frozen=True)
class Measured:
    share: float
    layer: str
    samples: int
    layers: dict[str, float]
    learnt: bool


def measure(training_pass: TrainingPass) -> Measured:
    layers = {
        label(seen.node): seen.saturated
        for seen in training_pass.operations if seen.saturated is not None
    }  # fmt: skip
    worst = max(layers, key=lambda name: layers[name], default="")
    return Measured(
        layers.get(worst, 0.0), worst, training_pass.samples, layers, learnt(training_pass)
    )


def judge(measured: Measured) -> Verdict:
    if measured.layers and measured.samples < FEWEST_SAMPLES:
        return unknown("batch_too_small")
    # A network that has learnt may saturate where it is sure.
    return either(not measured.learnt and measured.share > MOST_SATURATED)
