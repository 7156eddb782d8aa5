"""Noise that hides the sample."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "pictures", "shapes", "wine", "waves", "friedman", "hazy")
SPENT = ("textures",)
LOCKED = ("segments",)
ACCEPTS = ("over_regularised",)
STRENGTHS = {"mild": 2.5, "medium": 5.0, "strong": 10.0}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, augmentation=strength)
