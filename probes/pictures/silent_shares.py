"""Which share of each layer's units is zero for every sample of the batch."""

from probes.passes.structure import label
from probes.passes.training import TrainingPass

MOST_LAYERS = 200


def draw(training_pass: TrainingPass) -> dict[str, object]:
    told = [x for x in training_pass.operations if x.dead is not None and x.units][:MOST_LAYERS]
    shares = [each.dead for each in told]
    return {"names": [label(x.node) for x in told], "values": shares} if any(shares) else {}
