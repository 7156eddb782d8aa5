"""A reshape where a transpose was meant mixes the samples of a batch."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "pictures", "shapes", "wine", "waves", "spirals")
SPENT = ("clusters",)
LOCKED = ("segments",)
ACCEPTS = ("poor_architecture", "data_reading_bug")
STRENGTHS = {"mild": 0.6, "medium": 0.85, "strong": 1.0}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, mixed=strength)
