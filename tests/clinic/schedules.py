"""The learning rate at a share of the run, as a factor of its peak."""

import math

from tests.clinic.recipe import Recipe


def factor(recipe: Recipe, done: float) -> float:
    """`done` goes from 0 to 1."""
    return SCHEDULES[recipe.schedule](recipe, done)


def _restarts(_: Recipe, done: float, cycles: int = 3) -> float:
    return 0.02 + 0.98 * (1 + math.cos(math.pi * (done * cycles % 1.0))) / 2


def _step(_: Recipe, done: float) -> float:
    return 0.1 ** ((done >= 0.5) + (done >= 0.75))


def _early_steps(recipe: Recipe, done: float) -> float:
    """Four steps down, the last of them before half the run is over."""
    return recipe.schedule_decay ** min(4, int(done * 10))


def _warmup(_: Recipe, done: float) -> float:
    return min(1.0, 0.01 + done / 0.1) * (1 - 0.9 * done)


SCHEDULES = {
    "none": lambda recipe, done: 1.0,
    "cosine": lambda recipe, done: (1 + math.cos(math.pi * done)) / 2,
    "step": _step,
    "restarts": _restarts,
    "warmup": _warmup,
    "early_steps": _early_steps,
    "exponential": lambda recipe, done: recipe.schedule_decay ** int(done * recipe.epochs),
}
