"""Features that have nothing to do with the label."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "shapes", "pictures", "wine", "waves", "friedman", "overlapping")
SPENT = ("clusters",)
LOCKED = ("leaders",)
ACCEPTS = ("label_misalignment", "label_noise", "data_reading_bug", "too_many_features")
STRENGTHS = {"mild": 0.8, "medium": 0.92, "strong": 1.0}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, uninformative=strength)
