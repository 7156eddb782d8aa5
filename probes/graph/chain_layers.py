"""Read a plain chain of Linear and BatchNorm layers from the names and shapes of a state dict."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from probes.refusal import Refusal

NORM_PARTS = {"weight", "bias", "running_mean", "running_var"}
COUNTER = "num_batches_tracked"


@dataclass(frozen=True)
class Link:
    """One layer of the chain; `norm` belongs to a Linear and shares its width."""

    name: str
    width_in: int
    width_out: int
    bias: bool
    norm: str | None = None


def read_chain(weights: Mapping[str, np.ndarray]) -> tuple[Link, ...]:
    """In the order of the file. Refusal where anything but such a chain is there."""
    links: list[Link] = []
    for name, parts in _modules(weights).items():
        if set(parts) - {COUNTER} == NORM_PARTS:
            links[-1:] = [_with_norm(links, name, parts)]
        else:
            links.append(_linear(name, parts))
    if not links:
        raise _unsure("no weights")
    for before, after in zip(links, links[1:], strict=False):
        if before.width_out != after.width_in:
            raise _unsure(f"{before.name} and {after.name} do not fit")
    return tuple(links)


def _modules(weights: Mapping[str, np.ndarray]) -> dict[str, dict[str, np.ndarray]]:
    modules: dict[str, dict[str, np.ndarray]] = {}
    for name, array in weights.items():
        module, _, part = name.rpartition(".")
        modules.setdefault(module, {})[part] = array
    return modules


def _linear(name: str, parts: Mapping[str, np.ndarray]) -> Link:
    weight, bias = parts.get("weight"), parts.get("bias")
    fits = weight is not None and weight.ndim == 2 and set(parts) <= {"weight", "bias"}
    if not fits or (bias is not None and bias.shape != weight.shape[:1]):
        raise _unsure(f"{name or 'a tensor'} is no Linear layer")
    return Link(name, weight.shape[1], weight.shape[0], bias is not None)


def _with_norm(links: list[Link], name: str, parts: Mapping[str, np.ndarray]) -> Link:
    if not links or links[-1].norm is not None:
        raise _unsure(f"{name} follows no Linear layer")
    linear = links[-1]
    if any(parts[part].shape != (linear.width_out,) for part in NORM_PARTS):
        raise _unsure(f"{name} does not fit {linear.name}")
    return Link(linear.name, linear.width_in, linear.width_out, linear.bias, name)


def _unsure(reason: str) -> Refusal:
    return Refusal("chain_not_certain", reason=reason[:200])
