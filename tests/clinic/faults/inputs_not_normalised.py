"""Raw inputs, some of them in larger units still."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("wine",)
TUNING = (
    "wine_sgd",
    "digits_sgd",
    "friedman_sgd",
    "wine",
    "friedman",
    "skewed_sgd",
    "overlapping",
    "murky_sgd",
)
SPENT = ("cancer", "iris_sgd")
LOCKED = ("impedance_sgd", "impedance")
STRENGTHS = {"mild": 1.0, "medium": 5.0, "strong": 20.0}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, normalise=False, input_scale=strength)
