"""Nearly all samples of the training set are of one class."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits",)
TUNING = ("digits", "pictures_sgd", "wine", "shapes", "waves", "tokens", "overlapping")
SPENT = ("clusters", "brackets")
LOCKED = ("chirps", "chains")
STRENGTHS = {"mild": 0.8, "medium": 0.9, "strong": 0.95}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, majority=strength)
