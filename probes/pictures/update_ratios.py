"""How large the next step is beside the weights, in each layer."""

from probes.measures.optimizer_record import Record

MOST_LAYERS = 200


def draw(layer_records: tuple[Record, ...]) -> dict[str, object]:
    told = [each for each in layer_records[:MOST_LAYERS] if each.update_ratio is not None]
    ratios = [each.update_ratio for each in told]
    return {"names": [each.name for each in told], "values": ratios} if told else {}
