"""Backward and finite differences disagree.

What it measures
    In double precision and evaluation mode, on some samples: the slope of the loss along random
    directions of every parameter tensor, by backward and by central differences; the largest
    relative difference.

Why it matters
    The gradient is not that of the loss: a hand-written backward is wrong, or part of the path is
    detached.

Limits
    Operations without slope (rounding, argmax) are 0 by both ways and go unseen. At the kink of a
    ReLU finite differences err: the better of two directions and two
    steps counts.

Source
    CS231n, gradient checks: relative error above 1e-2 is wrong. Healthy at most 3e-6, with a
    detach 1.0.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from probes.graph.graph import Graph, Ref
from probes.graph.layers import kind
from probes.passes.objective import Objective
from probes.passes.training import differentiate
from probes.shelf import Missing
from probes.verdict import Verdict, either, unknown

SAMPLES = 4
DIRECTIONS = 2
QUICK_DIRECTIONS = 1  # that a wrong gradient agrees along a random one has a chance of AGREES
MOST_TENSORS = 12
STEPS = (
    1e-5,
    1e-7,
)  # of the weights' root mean square: kinks spoil the longer, rounding the shorter
WRONG = 0.01
AGREES = 1e-3  # along directions that move everything: one wrong tensor among many shows
# Slopes below this share of the largest are rounding.
NOTHING = 1e-6
ROUNDING = 1e-6  # of the loss: what central differences cannot resolve
SEED = 3
Rows = dict[str, int]  # parameter -> a row


@dataclass(frozen=True)
class Measured:
    error: float
    layer: str
    checked: int


def measure(objective: Objective) -> Measured:
    if not objective.has_loss:
        raise Missing("loss")
    double = objective.part(slice(0, SAMPLES)).with_program(
        objective.program.copy(dtype=torch.float64)
    )
    wanted = {name: p for name, p in double.program.parameters.items() if p.requires_grad}
    with torch.enable_grad():
        loss, _ = double.evaluate("eval")
    if not bool(torch.isfinite(loss.detach())):
        return Measured(float("nan"), "", 0)
    raw = differentiate(loss, wanted)
    held = _held_rows(double.program.graph)
    if _agrees(double, wanted, raw, float(loss.detach()), held):
        return Measured(0.0, "", len(wanted))
    checked = _spread_out(list(wanted))
    slopes = {name: _slopes(double, name, wanted[name], raw[name], held) for name in checked}
    largest = max((abs(s) for pairs in slopes.values() for p in pairs for s in p), default=0.0)
    floor = max(NOTHING * largest, ROUNDING * max(abs(float(loss.detach())), 1e-3))
    if largest <= floor:
        return Measured(0.0, "", 0)
    errors = {name: _error(pairs, floor) for name, pairs in slopes.items()}
    worst = max(errors, key=lambda name: errors[name], default="")
    return Measured(errors.get(worst, 0.0), worst, len(checked))


def judge(measured: Measured) -> Verdict:
    if measured.error != measured.error:
        return unknown("loss_not_finite")
    if not measured.checked:
        return unknown("no_gradient")
    return either(measured.error > WRONG)


def _agrees(
    objective: Objective,
    wanted: dict[str, Tensor],
    raw: dict[str, Tensor | None],
    loss: float,
    held: Rows,
) -> bool:
    """All parameters moved at once: a few passes tell whether something is wrong."""
    generator = torch.Generator().manual_seed(SEED)
    found = []
    for _ in range(QUICK_DIRECTIONS):
        moves = {
            name: torch.randn(p.shape, generator=generator, dtype=torch.float64).to(p.device)
            * max(float(p.detach().square().mean().sqrt()), 1e-3)
            for name, p in wanted.items()
        }
        for name in held.keys() & moves.keys():
            moves[name][held[name]] = 0.0
        own = sum(float((g * moves[name]).sum()) for name, g in raw.items() if g is not None)
        slopes = []
        for step in STEPS:
            ahead, behind = (
                _loss_of(
                    objective, {n: p.detach() + s * step * moves[n] for n, p in wanted.items()}
                )
                for s in (1, -1)
            )
            slopes.append((ahead - behind) / (2 * step))
            if abs(slopes[-1] - own) <= AGREES * max(abs(own), abs(slopes[-1])):
                break
        found.append((own, min(slopes, key=lambda slope: abs(slope - own))))
    resolved = [max(abs(a), abs(b)) > ROUNDING * max(abs(loss), 1e-3) for a, b in found]
    return all(resolved) and all(abs(a - b) <= AGREES * max(abs(a), abs(b)) for a, b in found)


def _held_rows(graph: Graph) -> Rows:
    """The padding row of an embedding: it is used, and gets no gradient on purpose."""
    found = {}
    for node in graph.nodes:
        row = node.argument("padding_idx", -1) if kind(node) == "embedding" else -1
        weight = node.argument("weight")
        source = graph.sources.get(weight.name) if isinstance(weight, Ref) else None
        if isinstance(row, int) and row >= 0 and source is not None:
            found[source.name] = row
    return found


def _spread_out(names: list[str]) -> list[str]:
    """The first, the last and some between."""
    stride = max(1, -(-len(names) // MOST_TENSORS))
    return names[::stride]


def _slopes(
    objective: Objective, name: str, parameter: Tensor, gradient: Tensor | None, held: Rows
) -> list[tuple[float, float]]:
    generator = torch.Generator().manual_seed(SEED)
    found = []
    for _ in range(DIRECTIONS):
        drawn = torch.randn(parameter.shape, generator=generator, dtype=torch.float64)
        if name in held:
            drawn[held[name]] = 0.0
        direction = drawn.to(parameter.device) / drawn.norm()
        own = float((gradient * direction).sum()) if gradient is not None else 0.0
        numeric = [_numeric(objective, name, parameter.detach(), direction, s) for s in STEPS]
        found.append((own, min(numeric, key=lambda slope: abs(slope - own))))
    return found


def _numeric(
    objective: Objective, name: str, parameter: Tensor, direction: Tensor, share: float
) -> float:
    step = share * max(float(parameter.square().mean().sqrt()), 1e-3)
    ahead = _loss(objective, name, parameter + step * direction)
    behind = _loss(objective, name, parameter - step * direction)
    return (ahead - behind) / (2 * step)


def _loss(objective: Objective, name: str, value: Tensor) -> float:
    return _loss_of(objective, {name: value})


def _loss_of(objective: Objective, parameters: dict[str, Tensor]) -> float:
    with torch.no_grad():
        loss, _ = objective.evaluate("eval", parameters=parameters)
    return float(loss)


def _error(pairs: list[tuple[float, float]], floor: float) -> float:
    errors = sorted(
        abs(own - numeric) / max(abs(own), abs(numeric))
        if max(abs(own), abs(numeric)) > floor else 0.0
        for own, numeric in pairs
    )  # fmt: skip
    return errors[0]
