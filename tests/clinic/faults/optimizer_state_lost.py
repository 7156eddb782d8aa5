"""Resumed with fresh optimizer state and the schedule from its start."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("pictures", "waves", "digits", "shapes", "tokens", "digits_sgd")
SPENT = ("sentences",)
LOCKED = ("scenes",)
ACCEPTS = ("learning_rate_too_high", "missing_warmup")
HURTS = ("score", "error", "training")
STRENGTHS = {"mild": 0.8, "medium": 0.88, "strong": 0.95}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, schedule="cosine", rate=recipe.rate * 3, epochs=25)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, resumed_at=round(recipe.epochs * strength))
