"""A handful of samples per class."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "pictures", "shapes", "waves", "spirals", "skewed", "overlapping", "hazy")
SPENT = ("clusters",)
LOCKED = ("chirps",)
ACCEPTS = ("overfitting", "model_too_large", "trained_too_long")
STRENGTHS = {"mild": 100, "medium": 50, "strong": 25}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, samples=strength)
