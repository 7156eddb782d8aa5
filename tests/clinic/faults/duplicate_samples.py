"""The training set is copies of a few samples."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "pictures", "wine", "waves", "shapes", "skewed", "overlapping")
SPENT = ("clusters",)
LOCKED = ("shells",)
ACCEPTS = ("too_little_data", "overfitting")
STRENGTHS = {"mild": 120, "medium": 60, "strong": 30}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, unique_samples=strength)
