"""Which share of each layer's units never got a gradient."""

from probes.measures.optimizer_record import Record

MOST_LAYERS = 200


def draw(layer_records: tuple[Record, ...]) -> dict[str, object]:
    told = [each for each in layer_records[:MOST_LAYERS] if each.dead_known and each.units]
    if not told:
        return {}
    shares = [each.dead / each.units for each in told]
    return {"names": [each.name for each in told], "values": shares}
