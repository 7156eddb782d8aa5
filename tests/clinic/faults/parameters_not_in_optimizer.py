"""The optimizer was given the head alone."""

from dataclasses import replace

from tests.clinic.recipe import Recipe

TUNING = ("digits", "wine_sgd", "pictures", "shapes", "waves", "spirals")
SPENT = ("clusters",)
LOCKED = ("leaders",)
ACCEPTS = ("frozen_layers", "no_gradient_flow")
STRENGTHS = {"mild": 24, "medium": 12, "strong": 6}


def prepare(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, width=strength)


def inject(recipe: Recipe, strength: object) -> Recipe:
    return replace(recipe, left_out=-1)
