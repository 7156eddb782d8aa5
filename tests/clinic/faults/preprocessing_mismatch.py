"""Validation inputs are scaled otherwise."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "cnn")
TUNING = (
    "digits",
    "pictures",
    "shapes",
    "wine",
    "waves",
    "friedman",
    "overlapping",
    "hazy",
    "murky",
)
SPENT = ("clusters", "textures")
LOCKED = ("shells", "scenes")
ACCEPTS = ("train_val_distribution_mismatch",)
HURTS = ("misled",)
STRENGTHS = {"mild": 0.3, "medium": 0.12, "strong": 0.05}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, validation_scale=strength)
