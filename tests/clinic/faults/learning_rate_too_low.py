"""A rate far below the usual one."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "digits_sgd", "cnn", "spirals")
TUNING = (
    "digits",
    "pictures_sgd",
    "spirals",
    "waves",
    "tokens",
    "friedman",
    "shapes_sgd",
    "digits_sgd",
    "overlapping",
    "hazy",
    "murky_sgd",
)
SPENT = ("clusters", "sentences_sgd", "echoes", "ripples")
LOCKED = ("scenes", "shells_sgd", "leaders", "impedance")
ACCEPTS = ("too_few_epochs",)
STRENGTHS = {"mild": 30, "medium": 120, "strong": 500}


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, rate=recipe.rate / strength)
