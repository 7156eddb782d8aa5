"""BatchNorm layers that saw far fewer batches in train mode than the run made updates.

What it measures
    The largest `num_batches_tracked` of the checkpoint's BatchNorm layers, against the updates that
    the optimizer counted; without an optimizer only whether any batch was seen at all although
    the log has epochs. Layers whose statistics were never touched (means 0, variances 1) count as
    not seen.
Why it matters
    A model that was switched to eval mode and not back trains without dropout and with BatchNorm
    that normalises nothing: deep networks then get no signal at all.
Limits
    Without BatchNorm nothing is told. Layers frozen on purpose keep the statistics they came with:
    where any is used, only counters below half of the updates, and in all layers, are judged.
Source
    torch.nn.BatchNorm2d counts each batch in train mode; gradient accumulation only adds to it.
"""

from dataclasses import dataclass

from probes.catalog.batchnorm_statistics_broken import ENOUGH_STEPS, never_updated
from probes.checkpoint import Checkpoint
from probes.curve import Curve
from probes.verdict import ABSENT, PRESENT, Verdict, unknown

COUNTER = "num_batches_tracked"
FEW = 0.5  # of the updates; accumulation and skipped updates make it more, never less


@dataclass(frozen=True)
class Seen:
    layers: int
    tracked: float  # most of all layers
    steps: float  # at least
    untouched: bool  # in all layers
    counted: bool  # by the optimizer: steps is their number


def measure(
    checkpoint: Checkpoint,
    steps_done: float | None = None,
    training_curve: Curve | None = None,
) -> Seen:
    steps = steps_done
    if steps is None:
        steps = float(training_curve.points) if training_curve is not None else 0.0
    counters = [
        tensor.item()
        for name, tensor in checkpoint.weights.items()
        if name.endswith(COUNTER) and tensor.readable
    ]
    tracked = max(counters, default=0.0)
    return Seen(len(counters), tracked, steps, never_updated(checkpoint), steps_done is not None)


def judge(seen: Seen) -> Verdict:
    if not seen.layers:
        return unknown("no_batchnorm_counts")
    if seen.steps < ENOUGH_STEPS:
        return unknown("too_few_steps")
    if seen.untouched and not seen.tracked:
        return PRESENT
    if not seen.counted or not seen.tracked:
        return unknown("updates_not_counted")
    return PRESENT if seen.tracked < FEW * seen.steps else ABSENT
