"""How large the gradient is in each layer, as the optimizer remembers it."""

from probes.measures.optimizer_record import Record

MOST_LAYERS = 200


def draw(layer_records: tuple[Record, ...]) -> dict[str, object]:
    """The root mean square of the gradient's entries, in the order of the model."""
    shown = layer_records[:MOST_LAYERS]
    return {"names": [each.name for each in shown], "values": [each.rms for each in shown]}
