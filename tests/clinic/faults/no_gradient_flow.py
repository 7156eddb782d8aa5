"""The head's input is detached from the body."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

BASES = ("digits",)
TUNING = ("digits", "wine_sgd", "pictures", "shapes", "waves", "spirals")
SPENT = ("sentences_sgd",)
LOCKED = ("chirps",)
ACCEPTS = ("gradient_bug", "frozen_layers", "parameters_not_in_optimizer")
STRENGTHS = {"mild": 24, "medium": 12, "strong": 6}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, width=strength)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, detached=True)
