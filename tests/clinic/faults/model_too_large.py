"""A very wide network on very few samples."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "pictures", "shapes", "waves", "wine", "spirals", "overlapping", "hazy")
SPENT = ("cancer",)
LOCKED = ("shells",)
ACCEPTS = ("overfitting", "too_little_data", "trained_too_long")
STRENGTHS = {"mild": (120, 3), "medium": (80, 5), "strong": (50, 8)}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, samples=strength[0], width=recipe.width * strength[1], epochs=40)
