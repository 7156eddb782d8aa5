"""Looking ahead: what would be believed after each answer."""

import numpy as np

from engine.beliefs import Belief
from engine.information import reported
from engine.network import HEALTHY, Array
from engine.space import marginals
from engine.step import Prospect, Question
from engine.weighing import Weighing
from knowledge_base.model import Source

LEADING = 3
SEPARATED = 3
LEAST_SHIFT = 0.02  # a cause whose probability moves less is not among those told apart


def look_ahead(weighing: Weighing, finding: str, source: Source) -> tuple[Array, Array]:
    """P(answer), and P(cause | answer) as (answers, causes), healthy last."""
    answers = reported(weighing, finding, source)
    joint = answers * weighing.w
    mass = joint.sum(axis=1)
    causes = np.array([marginals(weighing.net, weighing.sets, row) for row in joint])
    with_healthy = np.column_stack([causes, joint[:, 0]])
    return mass, np.asarray(with_healthy / np.maximum(mass, 1e-300)[:, None])


def question(
    weighing: Weighing, finding: str, bits: float, cost: float, source: Source = "asked"
) -> Question:
    mass, after = look_ahead(weighing, finding, source)
    names = (*weighing.net.causes, HEALTHY)
    answers = weighing.net.options.get(finding, ("present", "absent"))
    prospects = tuple(
        Prospect(answer, float(p), _leading(names, row))
        for answer, p, row in zip(answers, mass, after, strict=True)
    )
    return Question(finding, bits, cost, _separated(names, mass, after), prospects)


def _leading(names: tuple[str, ...], row: Array) -> tuple[Belief, ...]:
    order = np.argsort(-row, kind="stable")[:LEADING]
    return tuple(Belief(names[int(i)], float(row[i])) for i in order)


def _separated(names: tuple[str, ...], mass: Array, after: Array) -> tuple[str, ...]:
    """By how far the answers spread the cause, an unlikely answer counting little."""
    now = mass @ after
    spread = np.sqrt(mass @ (after - now) ** 2)
    order = np.argsort(-spread, kind="stable")[:SEPARATED]
    return tuple(names[int(i)] for i in order if spread[i] >= LEAST_SHIFT)
