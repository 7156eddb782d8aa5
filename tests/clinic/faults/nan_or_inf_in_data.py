"""Some training samples hold a NaN."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "cnn", "steps")
TUNING = ("digits", "friedman", "wine", "pictures", "shapes", "waves")
SPENT = ("textures",)
LOCKED = ("roll",)
ACCEPTS = ("missing_values",)
STRENGTHS = {"mild": 0.003, "medium": 0.01, "strong": 0.1}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, bad_inputs=strength)
