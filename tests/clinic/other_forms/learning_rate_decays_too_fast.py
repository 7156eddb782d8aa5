"""Milestones for a longer run: four steps down in the first half."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

STRENGTHS = {"mild": 0.3, "medium": 0.2, "strong": 0.1}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, epochs=recipe.epochs * 2, rate=recipe.rate / 2)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, schedule="early_steps", schedule_decay=strength)
