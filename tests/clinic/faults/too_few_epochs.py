"""Stopped long before it had learned."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits", "cnn")
TUNING = (
    "digits",
    "pictures",
    "waves",
    "shapes",
    "tokens",
    "spirals",
    "digits_sgd",
    "friedman",
    "overlapping",
    "hazy",
    "babble",
)
SPENT = ("clusters", "echoes", "sentences")
LOCKED = ("prose", "segments", "chirps_sgd")
ACCEPTS = ("learning_rate_too_low",)
STRENGTHS = {"mild": 6, "medium": 9, "strong": 14}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, rate=recipe.rate / 2, epochs=recipe.epochs * 2)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, epochs=max(2, round(recipe.epochs / strength)))
