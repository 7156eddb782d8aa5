"""Some training samples are a hundred times too large."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = (
    "digits",
    "friedman",
    "wine",
    "skewed",
    "shapes",
    "spirals",
    "friedman_sgd",
    "overlapping",
)
SPENT = ("ripples",)
LOCKED = ("impedance",)
ACCEPTS = ("inputs_not_normalised", "exploding_gradient")
HURTS = ("score", "error", "training", "unsteady")
STRENGTHS = {"mild": 0.01, "medium": 0.03, "strong": 0.08}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, outliers=strength)
