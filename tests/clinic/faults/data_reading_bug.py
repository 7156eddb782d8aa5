"""Some samples are read as nothing but zeros."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "shapes", "pictures", "wine", "waves", "friedman")
SPENT = ("clusters",)
LOCKED = ("scenes",)
ACCEPTS = ("missing_values", "uninformative_features", "label_noise", "label_misalignment")
STRENGTHS = {"mild": 0.3, "medium": 0.6, "strong": 0.9}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, blank=strength)
