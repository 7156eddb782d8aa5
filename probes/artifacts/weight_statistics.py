"""Eight statistics of every floating tensor of a checkpoint, tied weights once."""

from probes.checkpoint import Checkpoint
from probes.measures.tensor_statistics import Statistics, statistics_of
from probes.shelf import Missing


def weight_statistics(checkpoint: Checkpoint) -> dict[str, Statistics]:
    found: dict[str, Statistics] = {}
    seen: set[tuple] = set()
    for name, tensor in checkpoint.weights.items():
        place = (tensor.storage, tensor.offset, tensor.shape)
        if tensor.readable and tensor.is_floating and tensor.size and place not in seen:
            found[name] = statistics_of(tensor.chunks())
            seen.add(place)
    if not found:
        raise Missing("readable_weights")
    return found
