"""The gradient records of the layers that transform (no biases, gains or embeddings)."""

from probes.measures.layers import Layer
from probes.measures.optimizer_record import Record
from probes.shelf import Missing


def layer_records(
    gradient_records: tuple[Record, ...], hidden_layers: tuple[Layer, ...]
) -> tuple[Record, ...]:
    names = {layer.name for layer in hidden_layers}
    found = tuple(record for record in gradient_records if record.name in names)
    if not found:
        raise Missing("gradient_records")
    return found
