"""Samples come sorted by class, more or less."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits_sgd",)
TUNING = (
    "digits_sgd",
    "waves",
    "wine_sgd",
    "shapes_sgd",
    "tokens",
    "pictures_sgd",
    "overlapping",
    "hazy_sgd",
)
SPENT = ("clusters_sgd", "echoes")
LOCKED = ("chirps", "shells_sgd")
HURTS = ("score", "error", "training", "unsteady")
STRENGTHS = {"mild": 1.0, "medium": 0.4, "strong": 0.0}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, sorted_by_class=True, sorting_noise=strength)
