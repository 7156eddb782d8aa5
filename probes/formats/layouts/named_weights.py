"""A Checkpoint from weights that a file gives by name, without any tree around them."""

from collections.abc import Mapping

from probes.checkpoint import Checkpoint, StoredTensor
from probes.formats.layouts.likely_order import likely_place
from probes.formats.layouts.names import Notes, buffers_among, cleaned
from probes.formats.tidy_names import tidy
from probes.refusal import Refusal


def named_weights(
    tensors: Mapping[str, StoredTensor],
    format_name: str,
    metadata: Mapping[str, object] | None = None,
    ordered: bool = False,
) -> Checkpoint:
    """Where the format sorts its names, layers.2 comes before layers.10."""
    if not tensors:
        raise Refusal("no_weights_inside")
    order = list(tensors) if ordered else sorted(tensors, key=likely_place)
    names, notes = cleaned(order)
    weights = {name: tensors[old] for name, old in zip(names, order, strict=True)}
    told = {tidy(k): tidy(v, 500) for k, v in (metadata or {}).items() if isinstance(v, str)}
    return Checkpoint(
        format=format_name,
        weights=weights,
        buffers=buffers_among(weights),
        ordered=ordered,
        hyper_parameters=told,
        notes=tuple(notes + unmeasured(weights)),
    )


def unmeasured(weights: Mapping[str, StoredTensor]) -> Notes:
    unread = [name for name, stored in weights.items() if not stored.readable]
    return (
        [("tensors_not_measured", {"count": len(unread), "names": unread[:20]})] if unread else []
    )
