"""Weights that were lost to NaN, drawn anew: what broke them can then be watched again."""

import torch
from torch import Tensor

from probes.graph.program import Program

SEED = 7


def broken(program: Program) -> list[str]:
    """Parameters that hold NaN or infinity."""
    return [
        name for name, p in program.parameters.items()
        if p.is_floating_point() and not bool(torch.isfinite(p.detach()).all())
    ]  # fmt: skip


def redraw(program: Program, names: list[str] | None = None, gain: float = 1.0) -> Program:
    """A copy with fresh values for these parameters (all where none are named).

    `gain` multiplies the weights, as if they had grown.
    """
    copy = program.copy()
    chosen = list(copy.parameters) if names is None else names
    # Tied weights are one tensor under two names and are drawn once.
    tensors = {id(copy.parameters[name]): copy.parameters[name] for name in chosen}
    generator = torch.Generator().manual_seed(SEED)
    with torch.no_grad():
        for tensor in tensors.values():
            if tensor.is_floating_point():
                fresh = _fresh(tensor, generator)
                tensor.copy_(fresh * gain if fresh.dim() > 1 else fresh)
        for name, buffer in copy.buffers.items():
            if buffer.is_floating_point() and not bool(torch.isfinite(buffer).all()):
                buffer.fill_(1.0 if name.endswith("running_var") else 0.0)
    return copy


def _fresh(tensor: Tensor, generator: torch.Generator) -> Tensor:
    """As torch draws them: weights by their fan-in, gains 1, biases 0."""
    if tensor.dim() < 2:
        spread = tensor.detach()
        gain = bool(torch.isfinite(spread).all()) and bool((spread > 0).all())
        return torch.ones_like(spread) if gain or tensor.dim() == 0 else torch.zeros_like(spread)
    bound = (tensor[0].numel()) ** -0.5
    drawn = torch.rand(tensor.shape, generator=generator) * 2 - 1
    return (drawn * bound).to(tensor)
