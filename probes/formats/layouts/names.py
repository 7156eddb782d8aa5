"""What wrappers add to the names of weights, and which weights are buffers."""

import re

from probes.checkpoint import StoredTensor
from probes.formats.tidy_names import tidy, unique

_WRAPPERS = ("_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module")
_BUFFER = re.compile(
    r"(^|[._/])(running_mean|running_var|num_batches_tracked|moving_mean|moving_variance"
    r"|position_ids|token_type_ids|inv_freq|original_inv_freq|relative_position_index|attn_mask"
    r"|masked_bias|anchors|anchor_grid|tril|triu|causal_mask|n_averaged|mask|pe)$"
)

Notes = list[tuple[str, dict[str, object]]]


def cleaned(names: list[str]) -> tuple[list[str], Notes]:
    """Names as the person wrote them in their module, and what was taken off."""
    notes: Notes = []
    for wrapper in _WRAPPERS:
        shorter = [".".join(s for s in name.split(".") if s != wrapper) for name in names]
        names = _accept(names, shorter, f"{wrapper}.", notes)
    core = [name for name in names if name != "n_averaged"]  # AveragedModel's own counter
    if core and all(name.startswith("module.") for name in core):
        shorter = [name.removeprefix("module.") for name in names]
        names = _accept(names, shorter, "module.", notes)
    return unique([tidy(name) for name in names]), notes


def _accept(names: list[str], shorter: list[str], prefix: str, notes: Notes) -> list[str]:
    if shorter == names or len(set(shorter)) < len(names) or "" in shorter:
        return names
    notes.append(("prefix_removed", {"prefix": prefix}))
    return shorter


def buffers_among(weights: dict[str, StoredTensor]) -> frozenset[str]:
    """By name, and by type: whole numbers and truth values cannot be trained."""
    return frozenset(
        name
        for name, stored in weights.items()
        if _BUFFER.search(name)
        or stored.dtype.startswith(("int", "uint", "bool"))
        and stored.unreadable != "quantised"
    )


_NUMBER = re.compile(r"(\d+)")


def natural(name: str) -> list[tuple[int, int, str]]:
    """A sorting key that puts layers.2 before layers.10."""
    return [
        (1, int(part[:18]), "") if part.isdecimal() and part.isascii() else (0, 0, part)
        for part in _NUMBER.split(name)
    ]
