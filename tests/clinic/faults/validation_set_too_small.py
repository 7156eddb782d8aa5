"""A validation set of a few samples."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "pictures", "shapes", "waves", "wine", "friedman", "overlapping")
SPENT = ("diabetes_sgd",)
LOCKED = ("shells_sgd",)
HURTS = ("misled", "unsteady")
STRENGTHS = {"mild": 24, "medium": 12, "strong": 6}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, samples=250)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, validation_rows=strength)
