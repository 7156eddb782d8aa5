"""Late epochs only sharpen the probabilities."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "pictures")
LOCKED = ("clusters",)
ACCEPTS = ("overfitting", "trained_too_long", "too_little_data")
HURTS = ("error",)
STRENGTHS = {"mild": 3, "medium": 6, "strong": 10}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, samples=300, rate=recipe.rate * 2, epochs=max(4, recipe.epochs // 4))


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, epochs=recipe.epochs * strength)
