"""Missing cells hold a filler far outside the usual range."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "wine", "friedman", "skewed", "spirals", "friedman_sgd", "overlapping")
SPENT = ("clusters",)
LOCKED = ("impedance",)
ACCEPTS = ("outliers_in_data", "data_reading_bug", "inputs_not_normalised")
STRENGTHS = {"mild": 0.03, "medium": 0.1, "strong": 0.25}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, filler=strength)
