"""Which share of each layer's values lies where a sigmoid or tanh is flat."""

from probes.passes.structure import label
from probes.passes.training import TrainingPass

MOST_LAYERS = 200


def draw(training_pass: TrainingPass) -> dict[str, object]:
    told = [x for x in training_pass.operations if x.saturated is not None][:MOST_LAYERS]
    shares = [each.saturated for each in told]
    return {"names": [label(x.node) for x in told], "values": shares} if told else {}
